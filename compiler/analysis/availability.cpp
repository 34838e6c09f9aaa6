#include "analysis/availability.h"

#include <algorithm>
#include <utility>

namespace wain::analysis {

std::vector<llvm::BitVector> available_judgments(const ir::Process& process, const Reach& reach,
                                                 const Judgments& judgments) {
  const auto transfer = [&](const ir::Edge& edge, llvm::BitVector& facts) {
    if (judgments.is_dead_exit(edge)) {
      facts.set();
      return;
    }
    facts.reset(judgments.killed(edge));
    for (const llvm::BitVector& made : judgments.made(edge)) {
      if (made.count() == 1) facts |= made;
    }
    if (const llvm::BitVector* ended = judgments.interference(edge)) facts.reset(*ended);
  };
  return solve_must(process, reach, llvm::BitVector(judgments.size()), transfer);
}

std::vector<std::vector<Export>> exported_judgments(const ir::Definition& definition, const CallOrder& calls,
                                                    const ParameterUpdates& updates,
                                                    const std::vector<Reach>& reaches, Judges judges,
                                                    const llvm::BitVector& criteria) {
  llvm::BitVector called(static_cast<unsigned>(definition.processes.size()));
  for (const ir::Process& process : definition.processes) {
    for (const ir::Node& node : process.nodes) {
      if (node.kind == ir::NodeKind::Call && node.callee) called.set(node.callee.index);
    }
  }
  std::vector<std::vector<Export>> result(definition.processes.size());
  for (const ir::ProcessId id : calls.order) {
    if (!calls.sound.test(id.index) || !called.test(id.index)) continue;
    const ir::Process& process = definition[id];
    const Reach& reach = reaches[id.index];
    const Writes writes{definition, process, updates};
    const Judgments judgments(writes, reach, judges, criteria, result);
    CriterionQuery query(writes, reach, judgments);

    std::vector<std::pair<ir::OutcomeId, std::vector<ir::NodeId>>> ends;
    for (const ir::NodeId node : reach.order) {
      if (process[node].kind != ir::NodeKind::End) continue;
      const auto same = [&](const auto& group) { return group.first == process[node].outcome; };
      auto at = std::find_if(ends.begin(), ends.end(), same);
      if (at == ends.end()) at = ends.insert(ends.end(), {process[node].outcome, {}});
      at->second.push_back(node);
    }

    // Whoever had `claim` and `file` in hand had `claim`, and the callers know no `file`. Nor can they write
    // it: a judgment on that alone stands in the caller without evidence, and nothing ends it.
    const auto on_parameters = [&](const Judgment& judgment) {
      Judgment seen_outside{judgment.criterion, {}};
      for (const ir::Path& path : judgment.evidence) {
        if (process[path.variable].parameter) seen_outside.evidence.push_back(path);
      }
      return seen_outside;
    };
    // An approval is held against what a later gate sees, so one without evidence is of no use there.
    const auto counts_outside = [&](const Judgment& judgment) {
      return judges == Judges::PeopleAndMachines || judgment.evidence.empty() ||
             !on_parameters(judgment).evidence.empty();
    };
    // Candidates: each judgment that counts, and all those of one criterion as "one of these".
    std::vector<llvm::BitVector> candidates;
    for (const unsigned criterion : criteria.set_bits()) {
      const llvm::BitVector all = judgments.of({criterion});
      llvm::BitVector some = all;
      for (const unsigned i : all.set_bits()) {
        if (!counts_outside(judgments.all()[i])) some.reset(i);
      }
      for (const unsigned i : some.set_bits()) {
        llvm::BitVector one(judgments.size());
        one.set(i);
        candidates.push_back(std::move(one));
      }
      if (some.count() > 1) candidates.push_back(std::move(some));
    }

    for (const auto& [outcome, nodes] : ends) {
      result[id.index].push_back({outcome, {}});  // says that it does end there
      for (const llvm::BitVector& candidate : candidates) {
        const auto holds = [&, &wanted = candidate](ir::NodeId node) {
          return !query.way_without(node, wanted);
        };
        if (!std::all_of(nodes.begin(), nodes.end(), holds)) continue;
        Export exported{outcome, {}};
        for (const unsigned i : candidate.set_bits())
          exported.judgments.push_back(on_parameters(judgments.all()[i]));
        result[id.index].push_back(std::move(exported));
      }
    }
  }
  return result;
}

}  // namespace wain::analysis
