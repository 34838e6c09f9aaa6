#include "conditions/example.h"

#include <algorithm>
#include <optional>

namespace wain::conditions {
namespace {

/// Durations first in whole minutes, then seconds: nobody writes microseconds.
std::optional<std::vector<Binding>> smallest(ProcessModel& model, FormulaId cases,
                                             llvm::ArrayRef<std::uint32_t> leaves,
                                             llvm::ArrayRef<VarId> variables) {
  Formulas& formulas = model.formulas();
  for (const std::int64_t grid : {ir::Duration::minute, ir::Duration::second}) {
    std::vector<FormulaId> all{cases};
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const ir::TypeId type = model.paths().leaves().type(leaves[i]);
      if (model.writes().definition[type].kind != ir::TypeKind::Duration) continue;
      const VarId step = formulas.variable({Sort::Whole, {}, {}, false});
      LinearSum sum;
      sum.terms.emplace_back(variables[i], Rational{1, 1});
      sum.terms.emplace_back(step, Rational{-grid, 1});
      all.push_back(formulas.compare(sum, Relation::Equal));
    }
    if (all.size() == 1) break;
    const FormulaId on_grid = formulas.all(all);
    if (model.solver().satisfiable(on_grid) == Answer::Yes)
      return model.solver().smallest(on_grid, variables);
  }
  return model.solver().smallest(cases, variables);
}

}  // namespace

std::vector<Example> smallest_example(ProcessModel& model, ir::NodeId node, FormulaId cases,
                                      llvm::ArrayRef<VarId> relevant) {
  Paths& paths = model.paths();
  std::vector<std::uint32_t> leaves;
  std::vector<VarId> variables;
  for (std::uint32_t leaf = 0; leaf < paths.leaves().size(); ++leaf) {
    const VarId value = paths.value_at(node, paths.leaves()[leaf]);
    if (!std::binary_search(relevant.begin(), relevant.end(), value)) continue;
    leaves.push_back(leaf);
    variables.push_back(value);
  }
  std::vector<Example> result;
  const auto bindings = smallest(model, cases, leaves, variables);
  if (!bindings) return result;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Binding& binding = (*bindings)[i];
    const std::string value = binding.truth ? std::string(*binding.truth ? "true" : "false")
                                            : model.value_text(leaves[i], binding.value);
    result.push_back({model.leaf_text(leaves[i]), value});
  }
  return result;
}

std::string example_text(llvm::ArrayRef<Example> example) {
  std::string text;
  for (const Example& part : example) {
    if (!text.empty()) text += "`, `";
    text += part.data + " = " + part.value;
  }
  return text;
}

}  // namespace wain::conditions
