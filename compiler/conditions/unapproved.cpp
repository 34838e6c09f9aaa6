#include "conditions/unapproved.h"

#include <vector>

#include "conditions/expressions.h"

namespace wain::conditions {
namespace {

/// The control applies to a case at the node: some variable of its record fulfils the predicate.
FormulaId application(ProcessModel& model, ir::ControlId control, ir::NodeId node) {
  const ir::Definition& definition = model.writes().definition;
  const ir::Control& of = definition[control];
  if (!of.applies_to) return Formulas::yes();
  std::vector<FormulaId> some;
  for (std::uint32_t i = 0; i < model.process().variables.size(); ++i) {
    const ir::TypeId type = model.process().variables[i].type;
    if (!type || definition[type].record != of.applies_to) continue;
    if (!of.applies_when) return Formulas::yes();
    some.push_back(translate(definition, model.paths().encoding(), model.formulas(), of.applies_when, {i},
                             [&](const Leaf& leaf) { return model.paths().value_at(node, leaf); }));
  }
  return model.formulas().any(some);
}

}  // namespace

Answer comes_unapproved(ProcessModel& model, ir::ControlId control, ir::NodeId point,
                        const llvm::BitVector& unapproved) {
  const FormulaId applies = application(model, control, point);
  if (!model.has_conditions() || applies == Formulas::no())
    return applies == Formulas::no() ? Answer::No : Answer::Yes;
  if (model.work().is_spent()) return Answer::Undecided;
  const auto on_edge = [&](const ir::Edge& edge, FormulaId, Paths::State& state) {
    const bool is_missing = edge.kind == ir::EdgeKind::Approve && unapproved.test(edge.from.index);
    if (is_missing) state.front() = Formulas::no();
  };
  const auto on_loop = [](const analysis::Loop&, FormulaId, Paths::State&) {};
  const std::vector<Paths::State> ways = model.paths().forward({Formulas::yes()}, on_edge, on_loop);
  return model.solver().satisfiable(model.formulas().all(ways[point.index].front(), applies));
}

Answer comes_to_all(ProcessModel& model, ir::ControlId control, llvm::ArrayRef<ir::NodeId> nodes) {
  std::vector<FormulaId> all{application(model, control, nodes.back())};
  for (const ir::NodeId node : nodes) all.push_back(model.paths().reached(node));
  return model.solver().satisfiable(model.formulas().all(all));
}

}  // namespace wain::conditions
