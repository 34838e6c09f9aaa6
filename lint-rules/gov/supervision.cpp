// A forward must problem: one bit for each model step ("looked at since it ran"), one for each call
// that leaves something unseen, and one for "a gate since the start", which is what callers ask.
#include "rules/gov/supervision.h"

#include <algorithm>
#include <utility>

#include <llvm/ADT/DenseMap.h>

#include "analysis/must_flow.h"
#include "ir/visit_paths.h"

namespace wain::lint {
namespace {

constexpr unsigned gate_since_start = 0;

/// What the callers of a process need to know.
struct Summary {
  struct Exit {
    ir::OutcomeId outcome;
    bool gated = true;          ///< on every path to it
    std::vector<Place> unseen;  ///< model steps that some path to it leaves unseen
  };
  std::vector<Exit> exits;
  bool acts_ungated = false;  ///< something irreversible stands before any gate

  Exit& at(ir::OutcomeId outcome) {
    const auto same = [&](const Exit& exit) { return exit.outcome == outcome; };
    const auto found = std::find_if(exits.begin(), exits.end(), same);
    return found != exits.end() ? *found : exits.emplace_back(Exit{outcome, true, {}});
  }
  [[nodiscard]] const Exit* find(ir::OutcomeId outcome) const {
    const auto same = [&](const Exit& exit) { return exit.outcome == outcome; };
    const auto found = std::find_if(exits.begin(), exits.end(), same);
    return found != exits.end() ? &*found : nullptr;
  }
};

class ProcessSupervision {
public:
  ProcessSupervision(const View& view, ir::ProcessId id, const std::vector<Summary>& callees)
      : view_(view), id_(id), process_(view[id]), reach_(view.reaches[id.index]), callees_(callees) {
    collect_watched();
  }

  /// Some step or call has to be looked at.
  [[nodiscard]] bool watches() const { return watched_.size() > 1; }

  /// Fills the summary; what is too late already goes to `found`.
  Summary run(std::vector<Unsupervised>& found) {
    const std::vector<llvm::BitVector> in = solve();
    Summary summary;
    for (const ir::NodeId node : reach_.order) {
      const llvm::BitVector& seen = in[node.index];
      if (process_[node].kind == ir::NodeKind::End) {
        Summary::Exit& exit = summary.at(process_[node].outcome);
        exit.gated = exit.gated && seen.test(gate_since_start);
        for (const Place step : unseen(seen)) add_once(exit.unseen, step);
        if (!ends_.contains(process_[node].outcome.index)) ends_[process_[node].outcome.index] = node;
      }
      if (!cannot_be_undone(node)) continue;
      if (!seen.test(gate_since_start)) summary.acts_ungated = true;
      for (const Place step : unseen(seen)) found.push_back({step, {id_, node}});
    }
    for (const ir::NodeId node : reach_.order) {
      if (is_watched(node) && process_[node].irreversible) found.push_back({{id_, node}, {id_, node}});
    }
    return summary;
  }

  /// An end in the outcome; for messages.
  [[nodiscard]] Place end_in(ir::OutcomeId outcome) const { return {id_, ends_.lookup(outcome.index)}; }

private:
  struct Watched {
    ir::ActorId model;  ///< invalid for a call
    std::vector<Place> steps;
  };

  void collect_watched() {
    watched_.push_back({});  // the bit for callers
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind == ir::NodeKind::Call) {
        Watched watched;
        for (const Summary::Exit& exit : callees_[process_[node].callee.index].exits) {
          for (const Place step : exit.unseen) add_once(watched.steps, step);
        }
        if (!watched.steps.empty()) add(node, std::move(watched));
      } else if (needs_a_look(node)) {
        add(node, {process_[node].actor, {{id_, node}}});
      }
    }
    if (watched_.size() > 1) find_exception_routes();
  }

  void add(ir::NodeId node, Watched watched) {
    bit_of_[node.index] = static_cast<unsigned>(watched_.size());
    watched_.push_back(std::move(watched));
  }
  static void add_once(std::vector<Place>& places, Place place) {
    const auto same = [&](Place p) { return p.process == place.process && p.node == place.node; };
    if (std::none_of(places.begin(), places.end(), same)) places.push_back(place);
  }

  [[nodiscard]] bool is_watched(ir::NodeId node) const {
    return process_[node].kind == ir::NodeKind::Task && bit_of_.contains(node.index);
  }
  /// A model's step without `fails` and without an audit by another.
  [[nodiscard]] bool needs_a_look(ir::NodeId id) const {
    const ir::Node& node = process_[id];
    if (node.kind != ir::NodeKind::Task || view_.actor_of(node).kind != ir::ActorKind::Model) return false;
    const auto fails = [&](ir::EdgeId edge) { return process_[edge].kind == ir::EdgeKind::Fail; };
    if (std::any_of(node.out.begin(), node.out.end(), fails)) return false;
    const auto audits_it = [&](ir::NodeId audit) {
      return process_[audit].audited == id && process_[audit].actor != node.actor;
    };
    const std::vector<ir::NodeId>& audits = view_.audits[id_.index];
    return std::none_of(audits.begin(), audits.end(), audits_it);
  }

  [[nodiscard]] bool cannot_be_undone(ir::NodeId id) const {
    const ir::Node& node = process_[id];
    if (node.kind == ir::NodeKind::Call) return callees_[node.callee.index].acts_ungated;
    return node.kind == ir::NodeKind::Task && node.irreversible;
  }

  /// Choices over what a model wrote, where some arm leads to a gate in time, or some but not all hand
  /// the case to a person.
  void find_exception_routes() {
    const llvm::BitVector near_gate = leading_to_a_gate();
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind != ir::NodeKind::Split) continue;
      std::vector<ir::Path> read;
      bool to_gate = false;
      std::size_t to_person = 0;
      for (const ir::EdgeId arm : process_[node].out) {
        ir::visit_paths(view_.definition, process_[arm].guard,
                        [&](const ir::Expr& use) { read.push_back(use.path); });
        to_gate = to_gate || near_gate.test(process_[arm].to.index);
        if (view_.is_human(process_[process_[arm].to])) ++to_person;
      }
      const bool by_hand = to_person > 0 && to_person < process_[node].out.size();
      if (!(to_gate || by_hand) || read.empty()) continue;
      llvm::BitVector bits(static_cast<unsigned>(watched_.size()));
      for (unsigned bit = 1; bit < watched_.size(); ++bit) {
        if (watched_[bit].model && wrote_any(watched_[bit].steps.front().node, read)) bits.set(bit);
      }
      if (bits.any()) routed_[node.index] = std::move(bits);
    }
  }

  [[nodiscard]] bool wrote_any(ir::NodeId node, const std::vector<ir::Path>& read) const {
    bool result = false;
    view_.writes(id_).anywhere(process_[node], [&](const ir::Path& written) {
      result = result || std::any_of(read.begin(), read.end(),
                                     [&](const ir::Path& path) { return ir::overlap(written, path); });
    });
    return result;
  }

  /// Nodes from which a gate can be met before something irreversible.
  [[nodiscard]] llvm::BitVector leading_to_a_gate() const {
    return analysis::leading_to(process_, reach_, view_.gates(id_),
                                [&](const ir::Edge& edge) { return !cannot_be_undone(edge.from); });
  }

  [[nodiscard]] std::vector<llvm::BitVector> solve() const {
    llvm::BitVector at_start(static_cast<unsigned>(watched_.size()), true);
    at_start.reset(gate_since_start);  // nothing has run yet that anyone would have to look at
    return analysis::solve_must(process_, reach_, at_start,
                                [&](const ir::Edge& edge, llvm::BitVector& seen) { transfer(edge, seen); });
  }

  void transfer(const ir::Edge& edge, llvm::BitVector& seen) const {
    const ir::Node& node = process_[edge.from];
    if (node.kind == ir::NodeKind::Gate && edge.kind != ir::EdgeKind::Timeout) {
      for (unsigned bit = 0; bit < watched_.size(); ++bit) {
        if (bit == gate_since_start || watched_[bit].model != node.actor) seen.set(bit);
      }
    } else if (node.kind == ir::NodeKind::Split) {
      const auto routed = routed_.find(edge.from.index);
      if (routed != routed_.end()) seen |= routed->second;
    } else if (node.kind == ir::NodeKind::Call) {
      const Summary& callee = callees_[node.callee.index];
      const Summary::Exit* exit = callee.find(analysis::outcome_of(view_.definition, node, edge));
      if (exit == nullptr || exit->gated) seen.set();
      const auto bit = bit_of_.find(edge.from.index);
      if (exit != nullptr && !exit->unseen.empty() && bit != bit_of_.end()) seen.reset(bit->second);
    } else if (const auto bit = bit_of_.find(edge.from.index); bit != bit_of_.end()) {
      seen.reset(bit->second);
    }
  }

  [[nodiscard]] std::vector<Place> unseen(const llvm::BitVector& seen) const {
    std::vector<Place> result;
    for (unsigned bit = 1; bit < watched_.size(); ++bit) {
      if (seen.test(bit)) continue;
      result.insert(result.end(), watched_[bit].steps.begin(), watched_[bit].steps.end());
    }
    return result;
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  const std::vector<Summary>& callees_;
  std::vector<Watched> watched_;                           // by bit
  llvm::DenseMap<std::uint32_t, unsigned> bit_of_;         // by node
  llvm::DenseMap<std::uint32_t, llvm::BitVector> routed_;  // by split
  llvm::DenseMap<std::uint32_t, ir::NodeId> ends_;         // by outcome
};

/// Called from anywhere, even from a process with errors or from a step that is never reached: then
/// its ends need not be the end.
llvm::BitVector called_processes(const ir::Definition& definition) {
  llvm::BitVector called(static_cast<unsigned>(definition.processes.size()));
  for (const ir::Process& process : definition.processes) {
    for (const ir::Node& node : process.nodes) {
      if (node.kind == ir::NodeKind::Call && node.callee) called.set(node.callee.index);
    }
  }
  return called;
}

}  // namespace

std::vector<Unsupervised> unsupervised_steps(const View& view) {
  const llvm::BitVector called = called_processes(view.definition);
  std::vector<Summary> summaries(view.definition.processes.size());
  std::vector<Unsupervised> found;
  for (const ir::ProcessId id : view.calls.order) {
    if (!view.calls.sound.test(id.index)) continue;
    ProcessSupervision supervision(view, id, summaries);
    if (!called.test(id.index) && !supervision.watches()) continue;  // nobody asks what it leaves unseen
    summaries[id.index] = supervision.run(found);
    if (called.test(id.index)) continue;
    for (const Summary::Exit& exit : summaries[id.index].exits) {
      for (const Place step : exit.unseen) found.push_back({step, supervision.end_in(exit.outcome)});
    }
  }
  const auto before = [](const Unsupervised& a, const Unsupervised& b) {
    return std::pair(a.step.process, a.step.node) < std::pair(b.step.process, b.step.node);
  };
  std::stable_sort(found.begin(), found.end(), before);
  const auto same = [&](const Unsupervised& a, const Unsupervised& b) {
    return !before(a, b) && !before(b, a);
  };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return found;
}

}  // namespace wain::lint
