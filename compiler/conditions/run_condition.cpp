#include "conditions/run_condition.h"

#include <algorithm>
#include <optional>

#include "conditions/expressions.h"

namespace wain::conditions {
namespace {

/// The variables that hold what data is now.
class Now {
public:
  Now(const ir::Definition& definition, Formulas& formulas) : definition_(definition), formulas_(formulas) {}

  VarId of(const Leaf& leaf) const {
    const auto known =
        std::find_if(leaves_.begin(), leaves_.end(), [&](const Known& each) { return each.leaf == leaf; });
    return known == leaves_.end() ? VarId{} : known->variable;
  }
  void declare(const Leaf& leaf, ir::TypeId type) {
    if (of(leaf)) return;
    if (const std::optional<Variable> variable = variable_for(definition_, type))
      leaves_.push_back({leaf, formulas_.variable(*variable)});
  }
  void write(const ir::Path& path) {
    std::erase_if(leaves_, [&](const Known& each) { return ir::overlap(each.leaf.path, path); });
  }

private:
  struct Known {
    Leaf leaf;
    VarId variable;
  };
  const ir::Definition& definition_;
  Formulas& formulas_;
  std::vector<Known> leaves_;
};

}  // namespace

std::vector<RunStep> writes_of(const ir::Node& node) {
  std::vector<RunStep> result;
  for (const ir::Path& path : node.updates) result.push_back({{}, true, path});
  for (const ir::Product& product : node.produces) result.push_back({{}, true, {product.variable, {}, {}}});
  for (const ir::Path& path : node.arguments) result.push_back({{}, true, path});  // as a callee may
  return result;
}

Answer can_be_taken(const ir::Definition& definition, llvm::ArrayRef<RunStep> steps) {
  Encoding encoding = Encoding::of(definition);
  Formulas formulas;
  Now now(definition, formulas);
  std::vector<FormulaId> all;
  for (const RunStep& step : steps) {
    if (!step.condition) {
      now.write(step.written);
      continue;
    }
    visit_leaves(definition, step.condition, {},
                 [&](const Leaf& leaf, ir::TypeId type) { now.declare(leaf, type); });
    const FormulaId condition = translate(definition, encoding, formulas, step.condition, {},
                                          [&](const Leaf& leaf) { return now.of(leaf); });
    all.push_back(step.holds ? condition : formulas.negation(condition));
  }
  Solver solver(formulas);
  return solver.satisfiable(formulas.all(all));
}

}  // namespace wain::conditions
