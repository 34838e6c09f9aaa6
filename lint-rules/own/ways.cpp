#include "rules/own/ways.h"

#include <utility>

#include <llvm/ADT/DenseMap.h>

namespace wain::lint {
namespace {

/// Collects targets by process; a process is gone through again when it gets new ones.
class WayFinder {
public:
  explicit WayFinder(const View& view) : view_(view) {}

  void lead_to(Place place) {
    Entry& entry = at(place.process);
    entry.targets.push_back(place.node);
  }

  Ways run() && {
    // Callers, up from those that end in the outcome; then, once, all that is called on the way.
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const ir::ProcessId process = entries_[i].process;
      for (const Place caller : view_.callers[process.index]) lead_to(caller);
    }
    Ways ways;
    const std::size_t upward = entries_.size();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const ir::ProcessId id = entries_[i].process;
      const analysis::Reach& reach = view_.reaches[id.index];
      llvm::BitVector nodes = i < upward ? on_the_way(id, entries_[i].targets) : reach.nodes;
      for (const unsigned node : nodes.set_bits()) {
        const ir::Node& call = view_[id].nodes[node];
        if (call.kind == ir::NodeKind::Call) at(call.callee);
      }
      ways.processes.push_back(id);
      ways.nodes.push_back(std::move(nodes));
    }
    return ways;
  }

private:
  /// What leads to the targets, and what is done beside them until a case leaves a parallel: whoever works in
  /// the branch that a deadline withdraws has a hand in whether it is met.
  [[nodiscard]] llvm::BitVector on_the_way(ir::ProcessId id, std::vector<ir::NodeId> targets) const {
    const ir::Process& process = view_[id];
    const analysis::Reach& reach = view_.reaches[id.index];
    for (;;) {
      llvm::BitVector nodes = analysis::leading_to(process, reach, targets);
      const std::size_t before = targets.size();
      for (const unsigned i : nodes.set_bits()) {
        const ir::NodeId join = process.nodes[i].partner;
        if (process.nodes[i].kind == ir::NodeKind::Fork && join && reach.has(join) && !nodes.test(join.index))
          targets.push_back(join);
      }
      if (targets.size() == before) return nodes;
    }
  }

  struct Entry {
    ir::ProcessId process;
    std::vector<ir::NodeId> targets;
  };

  Entry& at(ir::ProcessId process) {
    const auto [found, fresh] = index_.try_emplace(process.index, entries_.size());
    if (fresh) entries_.push_back({process, {}});
    return entries_[found->second];
  }

  const View& view_;
  std::vector<Entry> entries_;
  llvm::DenseMap<std::uint32_t, std::size_t> index_;
};

}  // namespace

std::vector<ir::OutcomeId> owned_and_reached(const View& view) {
  std::vector<ir::OutcomeId> result;
  for (std::uint32_t i = 0; i < view.definition.outcomes.size(); ++i) {
    const ir::Outcome& outcome = view.definition.outcomes[i];
    if (outcome.broken || view.ends[i].empty() || !outcome.owner) continue;
    if (!view.definition[outcome.owner].broken) result.push_back({i});
  }
  return result;
}

void note_end_elsewhere(const View& view, ir::OutcomeId outcome, Diagnostics::Builder& finding) {
  const FileId declared_in = view.definition[outcome].name_span.file;
  for (const bool asked_about : {true, false}) {  // an end in a file that was named, if there is one
    for (const Place end : view.ends[outcome.index]) {
      const Span span = view[end].span;
      if (!span.valid() || span.file == declared_in || view.in_roots(span) != asked_about) continue;
      finding.note(rule::NoteEndsInOutcome, span, {arg("process", view[end.process].name)});
      return;
    }
  }
}

Ways ways_to(const View& view, ir::OutcomeId outcome) {
  WayFinder finder(view);
  for (const Place end : view.ends[outcome.index]) finder.lead_to(end);
  return std::move(finder).run();
}

}  // namespace wain::lint
