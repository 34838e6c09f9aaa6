#include "estimate/shares.h"

#include <algorithm>

namespace wain::estimate {
namespace {

bool is_no(ir::EdgeKind kind) { return kind == ir::EdgeKind::Reject || kind == ir::EdgeKind::Return; }
bool is_exit(ir::EdgeKind kind) { return is_no(kind) || kind == ir::EdgeKind::Fail; }

class Reader {
public:
  Reader(const Settings& settings, ir::ProcessId id, const OutcomeShare& outcome_share)
      : settings_(settings),
        definition_(settings.definition()),
        id_(id),
        process_(definition_[id]),
        outcome_share_(outcome_share) {
    shares_.edges.assign(process_.edges.size(), 0.0);
  }

  Shares read(const analysis::Reach& reach) && {
    for (const ir::NodeId node : reach.order) read(node);
    return std::move(shares_);
  }

private:
  void read(ir::NodeId id) {
    const ir::Node& node = process_[id];
    switch (node.kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate: exits(id, node); break;
      case ir::NodeKind::Split: arms(id, node); break;
      case ir::NodeKind::Fork: branches(id, node); break;
      case ir::NodeKind::Call:
        for (const ir::EdgeId edge : node.out)
          set(edge, outcome_share_(node.callee, analysis::outcome_of(definition_, node, process_[edge])));
        break;
      default:
        for (const ir::EdgeId edge : node.out) set(edge, 1);
        break;
    }
  }

  void exits(ir::NodeId id, const ir::Node& node) {
    const ir::CriterionId truth = truth_of(definition_, node);
    double rest = 1;
    for (const ir::EdgeId edge : node.out) {
      const ir::EdgeKind kind = process_[edge].kind;
      if (!is_exit(kind) || (truth && is_no(kind))) continue;
      const double share = std::min(rest, exit_share(id, node, edge));
      set(edge, share);
      rest -= share;
    }
    if (truth) rest -= noes_by_truth(node, truth, rest);
    for (const ir::EdgeId edge : node.out) {
      const ir::EdgeKind kind = process_[edge].kind;
      if (kind != ir::EdgeKind::Next && kind != ir::EdgeKind::Approve) continue;
      set(edge, rest);
      return;
    }
  }

  double noes_by_truth(const ir::Node& node, ir::CriterionId truth, double rest) {
    const double wrong = definition_[truth].wrong_in->value.to_double();
    const Noes noes = noes_of(node);
    const double no = std::min(rest, wrong * noes.to_wrong + (1 - wrong) * noes.to_right);
    const std::vector<double> split = split_of_noes(process_, node);
    double taken = 0;
    for (std::size_t i = 0; i < node.out.size(); ++i) {
      if (split[i] <= 0) continue;
      set(node.out[i], no * split[i]);
      taken += no * split[i];
    }
    return taken;
  }

  double exit_share(ir::NodeId id, const ir::Node& node, ir::EdgeId edge) {
    const ir::EdgeKind kind = process_[edge].kind;
    if (const auto replaced = settings_.exit_share(id_, id, kind)) return *replaced;
    if (process_[edge].share) return process_[edge].share->to_double();
    if (const auto counted = observed_share(node, kind)) {
      add(WhyNot::Kind::ShareObserved, id);
      return *counted;
    }
    add(WhyNot::Kind::NoShare, id);
    return 0;
  }

  /// What was counted, if it was counted for this exit alone.
  [[nodiscard]] std::optional<double> observed_share(const ir::Node& node, ir::EdgeKind kind) const {
    if (!node.observed || !node.observed->cases || *node.observed->cases <= 0) return std::nullopt;
    const auto& counted = kind == ir::EdgeKind::Reject   ? node.observed->rejects
                          : kind == ir::EdgeKind::Return ? node.observed->returns
                                                         : node.observed->fails;
    const auto alike = std::count_if(node.out.begin(), node.out.end(),
                                     [&](ir::EdgeId edge) { return process_[edge].kind == kind; });
    if (!counted || alike != 1) return std::nullopt;
    return static_cast<double>(*counted) / static_cast<double>(*node.observed->cases);
  }

  /// In a chain `~` is the share of visits to the whole statement; the last arm takes the rest. Arms without
  /// one share evenly in what is left.
  void arms(ir::NodeId id, const ir::Node& node) {
    double rest = 1;
    std::size_t open = 0;
    for (const ir::EdgeId edge : node.out) {
      if (const auto& share = process_[edge].share) {
        set(edge, std::min(rest, share->to_double()));
        rest -= shares_.edges[edge.index];
      } else {
        ++open;
      }
    }
    if (open == 0) {  // they add up to 1; what rounding left goes to the last
      if (!node.out.empty()) shares_.edges[node.out.back().index] += rest;
      return;
    }
    if (open > 1) add(WhyNot::Kind::EvenSplit, id);
    for (const ir::EdgeId edge : node.out)
      if (!process_[edge].share) set(edge, rest / static_cast<double>(open));
  }

  void branches(ir::NodeId id, const ir::Node& node) {
    for (const ir::EdgeId edge : node.out) {
      const ir::BranchId branch = analysis::branch_of(process_, process_[edge].to, id);
      double share = 1;
      if (const auto replaced = branch ? settings_.branch_share(id_, branch) : std::nullopt) {
        share = *replaced;
      } else if (process_[edge].share) {
        share = process_[edge].share->to_double();
      } else if (process_[edge].kind == ir::EdgeKind::When) {
        share = 0.5;
        add(WhyNot::Kind::EvenSplit, id);
      }
      set(edge, share);
    }
  }

  void set(ir::EdgeId edge, double share) { shares_.edges[edge.index] = std::clamp(share, 0.0, 1.0); }
  void add(WhyNot::Kind kind, ir::NodeId node) {
    WhyNot why;
    why.kind = kind;
    why.process = id_;
    why.node = node;
    if (shares_.why.empty() || shares_.why.back() != why) shares_.why.push_back(why);
  }

  const Settings& settings_;
  const ir::Definition& definition_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const OutcomeShare& outcome_share_;
  Shares shares_;
};

}  // namespace

Shares declared_shares(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach,
                       const OutcomeShare& outcome_share) {
  return Reader(settings, process, outcome_share).read(reach);
}

ir::CriterionId truth_of(const ir::Definition& definition, const ir::Node& node) {
  if (node.kind != ir::NodeKind::Gate) return {};
  for (const ir::CriterionId criterion : node.judges)
    if (definition[criterion].wrong_in) return criterion;
  return {};
}

Noes noes_of(const ir::Node& gate) {
  Noes noes;
  if (gate.catches) noes.to_wrong = gate.catches->value.to_double();
  if (gate.false_alarms) noes.to_right = gate.false_alarms->value.to_double();
  return noes;
}

std::vector<double> split_of_noes(const ir::Process& process, const ir::Node& gate) {
  std::vector<double> split(gate.out.size(), 0.0);
  double given = 0;
  std::size_t open = 0;
  for (std::size_t i = 0; i < gate.out.size(); ++i) {
    const ir::Edge& edge = process[gate.out[i]];
    if (!is_no(edge.kind)) continue;
    if (!edge.share) ++open;
    given += split[i] = edge.share ? edge.share->to_double() : 0;
  }
  for (std::size_t i = 0; i < gate.out.size(); ++i) {
    const ir::Edge& edge = process[gate.out[i]];
    if (!is_no(edge.kind)) continue;
    if (!edge.share) split[i] = std::max(0.0, 1 - given) / static_cast<double>(open);
    else if (open == 0 && given > 0) split[i] /= given;
  }
  return split;
}

}  // namespace wain::estimate
