#include "conditions/unapproved.h"

#include <algorithm>
#include <vector>

#include "conditions/expressions.h"

namespace wain::conditions {
namespace {

/// The variables that a control may be about in one process.
struct Concerned {
  std::vector<ir::VariableId> variables;
  bool whole = false;  ///< the control names no record: it applies to every case
};

Concerned concerned(const ProcessModel& model, const ir::Control& control) {
  Concerned result{{}, !control.applies_to.valid()};
  const ir::Definition& definition = model.writes().definition;
  for (std::uint32_t i = 0; i < model.process().variables.size(); ++i) {
    const ir::TypeId type = model.process().variables[i].type;
    if (type && control.applies_to && definition[type].record == control.applies_to)
      result.variables.push_back({i});
  }
  return result;
}

/// The control applies to a case at the node that has the variable.
FormulaId application(ProcessModel& model, const ir::Control& control, ir::VariableId variable,
                      ir::NodeId node) {
  if (!control.applies_when) return Formulas::yes();
  return translate(model.writes().definition, model.paths().encoding(), model.formulas(),
                   control.applies_when, variable,
                   [&](const Leaf& leaf) { return model.paths().value_at(node, leaf); });
}

/// The control applies to a case at the node: some variable of its record fulfils the predicate.
FormulaId application(ProcessModel& model, ir::ControlId id, ir::NodeId node) {
  const ir::Control& control = model.writes().definition[id];
  const Concerned about = concerned(model, control);
  if (about.whole) return Formulas::yes();
  std::vector<FormulaId> some;
  for (const ir::VariableId variable : about.variables)
    some.push_back(application(model, control, variable, node));
  return model.formulas().any(some);
}

/// Whether a case has got a variable on its way. Where that is not followed (what a branch or a loop
/// produces), it may have.
class Production {
public:
  Production(const ir::Process& process, const analysis::Reach& reach, ir::VariableId variable)
      : process_(process), reach_(reach), variable_(variable) {}

  [[nodiscard]] bool on(const ir::Edge& edge) const {
    const ir::Node& from = process_[edge.from];
    if (from.kind == ir::NodeKind::Join) return is_between(from.partner);
    return (edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve) && is_by(from);
  }
  [[nodiscard]] bool in(const analysis::Loop& loop) const {
    return std::any_of(loop.nodes.begin(), loop.nodes.end(),
                       [&](ir::NodeId node) { return is_by(process_[node]); });
  }

private:
  [[nodiscard]] bool is_by(const ir::Node& node) const {
    return std::any_of(node.produces.begin(), node.produces.end(),
                       [&](const ir::Product& product) { return product.variable == variable_; });
  }
  [[nodiscard]] bool is_between(ir::NodeId fork) const {
    return std::any_of(reach_.order.begin(), reach_.order.end(), [&](ir::NodeId node) {
      return is_by(process_[node]) && analysis::branch_of(process_, node, fork).valid();
    });
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  ir::VariableId variable_;
};

unsigned index_of(const ir::Process& process, const ir::Edge& edge) {
  return static_cast<unsigned>(&edge - process.edges.data());
}

}  // namespace

Answer comes_unapproved(ProcessModel& model, ir::ControlId control, ir::NodeId point,
                        const llvm::BitVector& withheld) {
  const Concerned about =
      control ? concerned(model, model.writes().definition[control]) : Concerned{{}, true};
  if (!about.whole && about.variables.empty()) return Answer::No;
  const bool is_given = about.whole || std::all_of(about.variables.begin(), about.variables.end(),
                                                   [&](ir::VariableId variable) {
                                                     return model.process()[variable].parameter;
                                                   });
  if (!model.has_conditions() && is_given) return Answer::Yes;
  if (model.work().is_spent()) return Answer::Undecided;
  // First whether a case comes at all; then, by variable, whether one does that has it.
  std::vector<Production> made;
  Paths::State start{Formulas::yes()};
  for (const ir::VariableId variable : about.variables) {
    made.emplace_back(model.process(), model.reach(), variable);
    start.push_back(model.process()[variable].parameter ? Formulas::yes() : Formulas::no());
  }
  const auto on_edge = [&](const ir::Edge& edge, FormulaId, Paths::State& state) {
    if (withheld.test(index_of(model.process(), edge))) std::fill(state.begin(), state.end(), Formulas::no());
    for (std::size_t i = 0; i < made.size(); ++i)
      if (made[i].on(edge)) state[i + 1] = state.front();
  };
  const auto on_loop = [&](const analysis::Loop& loop, FormulaId, Paths::State& state) {
    for (std::size_t i = 0; i < made.size(); ++i)
      if (made[i].in(loop)) state[i + 1] = state.front();
  };
  const std::vector<Paths::State> ways = model.paths().forward(start, on_edge, on_loop);
  const Paths::State& there = ways[point.index];
  if (about.whole) return model.solver().satisfiable(there.front());
  std::vector<FormulaId> some;
  for (std::size_t i = 0; i < made.size(); ++i)
    some.push_back(model.formulas().all(
        there[i + 1], application(model, model.writes().definition[control], about.variables[i], point)));
  return model.solver().satisfiable(model.formulas().any(some));
}

Answer comes_to_all(ProcessModel& model, ir::ControlId control, llvm::ArrayRef<ir::NodeId> nodes) {
  std::vector<FormulaId> all{application(model, control, nodes.back())};
  for (const ir::NodeId node : nodes) all.push_back(model.paths().reached(node));
  return model.solver().satisfiable(model.formulas().all(all));
}

}  // namespace wain::conditions
