#include "conditions/decisions.h"

#include <algorithm>

#include "conditions/unapproved.h"
#include "conditions/unjudged.h"

namespace wain::conditions {

struct Decisions::OfProcess {
  std::unique_ptr<ProcessModel> model;
  std::optional<Redundancy> redundancy;
  std::optional<AuthorityFaults> beyond;
  std::optional<DeadArms> dead;
  std::optional<std::vector<ArmOverlap>> overlaps;
  std::optional<std::vector<ChoiceGap>> gaps;
};

Decisions::Decisions(const ir::Definition& definition, const analysis::CallOrder& calls,
                     const analysis::ParameterUpdates& updates, const std::vector<analysis::Reach>& reaches)
    : shared_(definition, calls, updates, reaches), processes_(definition.processes.size()) {}
Decisions::~Decisions() = default;

Decisions::OfProcess& Decisions::at(ir::ProcessId process) {
  std::unique_ptr<OfProcess>& known = processes_[process.index];
  if (!known) known = std::make_unique<OfProcess>();
  return *known;
}

ProcessModel& Decisions::model(ir::ProcessId process) {
  std::unique_ptr<ProcessModel>& known = at(process).model;
  if (!known) known = std::make_unique<ProcessModel>(shared_, process);
  return *known;
}

const Authority& Decisions::authority(ir::ProcessId process) { return shared_.authority(process); }

const analysis::LoopNest& Decisions::loops(ir::ProcessId process) { return shared_.loops(process); }

const Redundancy& Decisions::redundancy(ir::ProcessId process) {
  std::optional<Redundancy>& known = at(process).redundancy;
  if (!known) known = conditions::redundancy(shared_, process, *this);
  return *known;
}

bool Decisions::is_redundant(ir::ProcessId process, ir::NodeId gate) {
  const std::vector<RedundantGate>& gates = redundancy(process).gates;
  return std::any_of(gates.begin(), gates.end(), [&](const RedundantGate& of) { return of.gate == gate; });
}

const AuthorityFaults& Decisions::beyond_authority(ir::ProcessId process) {
  std::optional<AuthorityFaults>& known = at(process).beyond;
  if (known) return *known;
  known.emplace();
  const std::vector<ir::NodeId> gates = limited_gates(shared_, process);
  if (!gates.empty()) known = conditions::beyond_authority(model(process), gates);
  return *known;
}

const DeadArms& Decisions::dead(ir::ProcessId process) {
  std::optional<DeadArms>& known = at(process).dead;
  if (known) return *known;
  known.emplace();
  known->nodes.resize(static_cast<unsigned>(shared_.definition[process].nodes.size()));
  if (has_guards(shared_.definition[process], shared_.reaches[process.index]))
    known = conditions::dead_arms(model(process));
  return *known;
}

bool Decisions::is_dead(ir::ProcessId process, ir::NodeId node) {
  return dead(process).nodes.test(node.index);
}

const std::vector<ArmOverlap>& Decisions::overlaps(ir::ProcessId process) {
  std::optional<std::vector<ArmOverlap>>& known = at(process).overlaps;
  if (known) return *known;
  known.emplace();
  const std::vector<ir::NodeId> choices =
      choices_by_data(shared_.definition[process], shared_.reaches[process.index], ChoiceKind::Unordered);
  if (!choices.empty()) known = arm_overlaps(model(process), choices);
  return *known;
}

const std::vector<ChoiceGap>& Decisions::gaps(ir::ProcessId process) {
  std::optional<std::vector<ChoiceGap>>& known = at(process).gaps;
  if (known) return *known;
  known.emplace();
  const std::vector<ir::NodeId> choices =
      choices_by_data(shared_.definition[process], shared_.reaches[process.index], ChoiceKind::WithoutRest);
  if (!choices.empty()) known = choice_gaps(model(process), choices);
  return *known;
}

Answer Decisions::applies(ir::ProcessId process, ir::ControlId control, ir::NodeId node) {
  const ir::Control& of = shared_.definition[control];
  if (!of.applies_to || !of.applies_when) return Answer::Yes;
  return model(process).applies(control, node);
}

Answer Decisions::comes_unapproved(ir::ProcessId process, ir::ControlId control, ir::NodeId point,
                                   const llvm::BitVector& withheld) {
  return conditions::comes_unapproved(model(process), control, point, withheld);
}

Answer Decisions::comes_to_all(ir::ProcessId process, ir::ControlId control,
                               llvm::ArrayRef<ir::NodeId> nodes) {
  return conditions::comes_to_all(model(process), control, nodes);
}

std::vector<Answer> Decisions::come_unjudged(ir::ProcessId process, const analysis::Judgments& judgments,
                                             const llvm::BitVector& wanted, llvm::ArrayRef<ir::NodeId> ends) {
  return conditions::come_unjudged(model(process), judgments, wanted, ends);
}

std::vector<OpenQuestion> Decisions::open_questions() const {
  std::vector<OpenQuestion> result;
  for (const std::unique_ptr<OfProcess>& of : processes_) {
    if (!of || !of->model) continue;
    const std::vector<OpenQuestion>& open = of->model->open_questions();
    result.insert(result.end(), open.begin(), open.end());
  }
  return result;
}

SolverCounts Decisions::counts() const {
  SolverCounts total;
  for (const std::unique_ptr<OfProcess>& of : processes_) {
    if (!of || !of->model) continue;
    const SolverCounts& counts = of->model->counts();
    total.questions += counts.questions;
    total.solver_calls += counts.solver_calls;
    total.undecided += counts.undecided;
  }
  return total;
}

}  // namespace wain::conditions
