#include "diff/judged_outcomes.h"

#include "analysis/availability.h"

namespace wain::diff {
namespace {

/// Takes out of `held` what some end of this process lacks.
void look_at(const ir::Definition& definition, ir::ProcessId id, const analysis::Reach& reach,
             const analysis::Writes& writes, const std::vector<std::vector<analysis::Export>>& exports,
             const llvm::BitVector& all, JudgedOutcomes& held) {
  const ir::Process& process = definition[id];
  const analysis::Judgments judgments(writes, reach, analysis::Judges::PeopleAndMachines, all, exports);
  analysis::CriterionQuery query(writes, reach, judgments);
  for (const ir::NodeId node : reach.order) {
    if (process[node].kind != ir::NodeKind::End) continue;
    const std::uint32_t outcome = process[node].outcome.index;
    held.reached[outcome] = true;
    for (std::uint32_t c = 0; c < definition.criteria.size(); ++c) {
      const auto known = held.criteria[outcome].find(definition.criteria[c].name);
      if (known != held.criteria[outcome].end() && query.way_without(node, judgments.of({c})))
        held.criteria[outcome].erase(known);
    }
  }
}

}  // namespace

JudgedOutcomes judged_outcomes(const ir::Definition& definition) {
  JudgedOutcomes result;
  std::set<std::string_view> every;
  for (const ir::Criterion& criterion : definition.criteria) every.insert(criterion.name);
  result.criteria.assign(definition.outcomes.size(), every);
  result.reached.assign(definition.outcomes.size(), false);

  const analysis::CallOrder calls = analysis::call_order(definition);
  const analysis::ParameterUpdates updates = analysis::parameter_updates(definition, calls);
  std::vector<analysis::Reach> reaches(definition.processes.size());
  for (const ir::ProcessId id : calls.order)
    if (calls.sound.test(id.index)) reaches[id.index] = analysis::reach(definition[id]);
  const llvm::BitVector all(static_cast<unsigned>(definition.criteria.size()), true);
  const auto exports = analysis::exported_judgments(definition, calls, updates, reaches,
                                                    analysis::Judges::PeopleAndMachines, all);
  for (const ir::ProcessId id : calls.order) {
    if (!calls.sound.test(id.index)) continue;
    const analysis::Writes writes{definition, definition[id], updates};
    look_at(definition, id, reaches[id.index], writes, exports, all, result);
  }
  return result;
}

}  // namespace wain::diff
