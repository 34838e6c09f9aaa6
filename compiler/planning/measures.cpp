// What is true or false of a case at its end: measures of the process and of the outcomes that it yields.
#include <algorithm>

#include <fmt/format.h>

#include "planning/processes.h"

namespace wain::planning {
namespace {

/// One declared measure.
struct Declared {
  const ir::Measure* measure;
  std::string_view outcome;  ///< empty: of the process itself
};

std::vector<Declared> declared_in(const ProcessWork& p) {
  std::vector<Declared> all;
  for (const ir::Measure& measure : p.process.measures) all.push_back({&measure, {}});
  for (const ir::OutcomeId outcome : p.process.yields)
    for (const ir::Measure& measure : p.work.definition[outcome].measures)
      all.push_back({&measure, p.work.definition[outcome].name});
  return all;
}

/// `outcome.name` where several of the process's measures have the name.
std::string id_of(const Declared& one, const std::vector<Declared>& all) {
  const auto same = [&](const Declared& other) { return other.measure->name == one.measure->name; };
  const bool shared = std::count_if(all.begin(), all.end(), same) > 1;
  return shared && !one.outcome.empty() ? fmt::format("{}.{}", one.outcome, one.measure->name)
                                        : std::string(one.measure->name);
}

/// A measure that needs one which is not in the plan yet waits for the next round.
bool needs(const ir::Definition& definition, const ir::Measure& measure, const std::vector<Declared>& open,
           std::string_view outcome) {
  std::vector<ir::ExprId> parts{measure.definition};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ir::Expr& expr = definition[parts[i]];
    parts.insert(parts.end(), expr.operands.begin(), expr.operands.end());
    if (expr.kind != ir::ExprKind::Measure) continue;
    for (const Declared& other : open)
      if (other.measure != &measure && other.outcome == outcome && other.measure->name == expr.name)
        return true;
  }
  return false;
}

}  // namespace

void lower_measures(ProcessWork& p) {
  std::vector<Declared> open = declared_in(p);
  const std::vector<Declared> all = open;
  std::vector<std::pair<Declared, plan::Index>> placed;
  for (bool progress = true; progress && !open.empty();) {
    progress = false;
    std::vector<Declared> later;
    for (const Declared& one : open) {
      if (one.measure->definition && needs(p.work.definition, *one.measure, open, one.outcome)) {
        later.push_back(one);
        continue;
      }
      progress = true;
      p.measures.clear();  // those of the same process or outcome
      for (const auto& [other, index] : placed)
        if (other.outcome == one.outcome) p.measures[other.measure->name] = index;
      const plan::Index expression =
          lower_expression(p.work.definition, p.names(), one.measure->definition, p.out.expressions);
      const std::string id = id_of(one, all);
      if (expression == plan::none) {
        p.out.not_simulated.push_back(id);
        continue;
      }
      placed.emplace_back(one, static_cast<plan::Index>(p.out.measures.size()));
      plan::Measure& out = p.out.measures.emplace_back();
      p.work.name(out, *one.measure, id);
      out.expression = expression;
    }
    open = std::move(later);
  }
  p.measures.clear();
}

}  // namespace wain::planning
