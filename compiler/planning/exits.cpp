// How a case leaves a node.
#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "planning/processes.h"

namespace wain::planning {
namespace {

using Why = estimate::WhyNot::Kind;

plan::ExitKind kind_of(ir::EdgeKind kind) {
  switch (kind) {
    case ir::EdgeKind::Reject: return plan::ExitKind::Reject;
    case ir::EdgeKind::Return: return plan::ExitKind::Return;
    case ir::EdgeKind::Fail: return plan::ExitKind::Fail;
    case ir::EdgeKind::Timeout: return plan::ExitKind::Timeout;
    case ir::EdgeKind::Branch: return plan::ExitKind::Branch;
    case ir::EdgeKind::Outcome: return plan::ExitKind::Outcome;
    default: return plan::ExitKind::Next;
  }
}

class Exits {
public:
  Exits(ProcessWork& process, ir::NodeId id, plan::Node& out)
      : p_(process), id_(id), node_(process.process[id]), out_(out) {}

  void lower() {
    switch (node_.kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate: return work();
      case ir::NodeKind::Split: return split();
      case ir::NodeKind::Fork: return fork();
      default:
        for (const ir::EdgeId edge : node_.out) add(edge);
    }
  }

private:
  plan::Exit& add(ir::EdgeId id) {
    const ir::Edge& edge = p_.process[id];
    plan::Exit& exit = out_.exits.emplace_back();
    exit.kind = kind_of(edge.kind);
    // The first outcome that a callee yields continues here.
    if (edge.kind == ir::EdgeKind::Outcome && edge.outcome == p_.work.definition[node_.callee].yields.front())
      exit.kind = plan::ExitKind::Next;
    exit.to = p_.planned.node_index[edge.to.index];
    exit.label = edge.label;
    if (exit.kind == plan::ExitKind::Outcome) exit.outcome = p_.work.outcome_of[edge.outcome.index];
    if (edge.after) exit.after = edge.after->microseconds;
    exit.approves = edge.kind == ir::EdgeKind::Timeout && edge.approves;
    return exit;
  }

  [[nodiscard]] bool is_reached() const { return p_.planned.reach.has(id_); }
  [[nodiscard]] double share_of(ir::EdgeId edge) const { return p_.shares.edges[edge.index]; }

  void work() {
    const bool truth = estimate::truth_of(p_.work.definition, node_).valid();
    const std::vector<double> split = estimate::split_of_noes(p_.process, node_);
    const bool unknown = is_reached() && p_.doubted(id_, Why::NoShare);
    for (std::size_t i = 0; i < node_.out.size(); ++i) {
      const ir::Edge& edge = p_.process[node_.out[i]];
      plan::Exit& exit = add(node_.out[i]);
      const bool no = edge.kind == ir::EdgeKind::Reject || edge.kind == ir::EdgeKind::Return;
      if (no && truth)
        exit.share = split[i];
      else if (no || edge.kind == ir::EdgeKind::Fail)
        exit.share = share_of(node_.out[i]);
      if (unknown && exit.share && !edge.share && !(no && truth) && *exit.share <= 0) report_exit(edge);
    }
  }

  void report_exit(const ir::Edge& edge) {
    const std::string_view word = edge.kind == ir::EdgeKind::Reject   ? "rejects"
                                  : edge.kind == ir::EdgeKind::Return ? "returns"
                                                                      : "fails";
    if (p_.work.settings.exit_share(p_.id, id_, edge.kind)) return;
    p_.work.diagnostics
        .report(sim::NoExitShare, edge.span.valid() ? edge.span : node_.name_span,
                {arg("step", node_.name), arg("exit", word)})
        .symbol(symbol())
        .help(sim::NoteSayExitShare, {arg("exit", word)});
  }

  /// Decided by data if all guards of the chain read only what is drawn, else by shares.
  void split() {
    const auto guarded = [&](ir::EdgeId edge) { return p_.process[edge].guard.valid(); };
    bool by_data = std::any_of(node_.out.begin(), node_.out.end(), guarded);
    for (const ir::EdgeId edge : node_.out) {
      const ir::EdgeKind kind = p_.process[edge].kind;
      if (kind == ir::EdgeKind::Otherwise || kind == ir::EdgeKind::Again) continue;
      by_data = by_data && is_drawn(edge);
    }
    std::vector<ir::EdgeId> arms = node_.out;
    // The first arm that holds is taken, and one without a guard holds.
    if (by_data) std::stable_partition(arms.begin(), arms.end(), guarded);
    if (!by_data && is_reached() && p_.doubted(id_, Why::EvenSplit)) report_choice(node_.name_span);
    for (std::size_t i = 0; i < arms.size(); ++i) {
      plan::Exit& exit = add(arms[i]);
      if (by_data)
        exit.guard = guard(arms[i]);
      else if (i + 1 < arms.size())
        exit.share = share_of(arms[i]);
    }
  }

  [[nodiscard]] bool is_drawn(ir::EdgeId edge) {
    const ir::ExprId guard = p_.process[edge].guard;
    return guard && is_reached() && reads_drawn_data(p_.work.definition, p_.drawn, p_.data, guard, id_);
  }

  plan::Index guard(ir::EdgeId edge) {
    return lower_expression(p_.work.definition, p_.names(), p_.process[edge].guard, p_.out.expressions);
  }

  /// A branch with a guard starts by itself: if the guard holds, or by its share.
  void fork() {
    for (std::size_t i = 0; i < node_.out.size(); ++i) {
      const ir::EdgeId id = node_.out[i];
      const ir::Edge& edge = p_.process[id];
      plan::Exit& exit = add(id);
      exit.kind = plan::ExitKind::Branch;
      const ir::BranchId branch = node_.branches.size() == node_.out.size()
                                      ? node_.branches[i]
                                      : analysis::branch_of(p_.process, edge.to, id_);
      if (branch) {
        exit.branch = p_.planned.branch_index[branch.index];
        if (exit.label.empty()) exit.label = p_.process[branch].name;
      }
      if (edge.kind != ir::EdgeKind::When) {
        if (share_of(id) < 1 && is_reached()) exit.share = share_of(id);
        continue;
      }
      if (is_drawn(id)) {
        exit.guard = guard(id);
        continue;
      }
      exit.share = share_of(id);
      const bool replaced = branch && p_.work.settings.branch_share(p_.id, branch).has_value();
      if (is_reached() && !edge.share && !replaced)
        report_choice(branch ? p_.process[branch].name_span : node_.name_span);
    }
  }

  void report_choice(Span span) {
    p_.work.diagnostics.report(sim::NoChoiceShare, span, {arg("scenario", p_.work.scenario.name)})
        .symbol(std::string(p_.process.name))
        .help(sim::NoteSayShare);
  }

  [[nodiscard]] std::string symbol() const {
    return std::string(p_.process.name) + "." + std::string(node_.name);
  }

  ProcessWork& p_;
  ir::NodeId id_;
  const ir::Node& node_;
  plan::Node& out_;
};

}  // namespace

void lower_exits(ProcessWork& process, ir::NodeId node, plan::Node& out) {
  Exits(process, node, out).lower();
}

}  // namespace wain::planning
