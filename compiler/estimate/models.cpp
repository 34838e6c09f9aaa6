#include "estimate/model.h"

namespace wain::estimate {

struct Models::State {
  State(const ir::Definition& of, Grain how)
      : definition(of), grain(how), commons(of), by_scenario(of.scenarios.size()) {}

  /// Of every process the first scenario that runs it. A process that is assigned already has had its
  /// callees assigned as well, so this is one pass over all.
  void assign() {
    assigned = true;
    scenario_of.resize(definition.processes.size());
    for (std::uint32_t s = 0; s < definition.scenarios.size(); ++s) {
      if (definition.scenarios[s].broken) continue;
      std::vector<ir::ProcessId> work;
      const auto add = [&](ir::ProcessId process) {
        if (!process || scenario_of[process.index].valid()) return;
        scenario_of[process.index] = ir::ScenarioId{s};
        work.push_back(process);
      };
      for (const ir::Run& run : definition.scenarios[s].runs) add(run.process);
      while (!work.empty()) {
        const ir::ProcessId process = work.back();
        work.pop_back();
        for (const ir::Node& node : definition[process].nodes)
          if (node.kind == ir::NodeKind::Call) add(node.callee);
      }
    }
  }

  const Model& of(ir::ScenarioId scenario) {
    std::unique_ptr<Model>& model = scenario ? by_scenario[scenario.index] : without;
    if (!model) model = std::make_unique<Model>(definition, scenario, grain, &commons);
    return *model;
  }

  const ir::Definition& definition;
  Grain grain;
  Commons commons;
  std::vector<std::unique_ptr<Model>> by_scenario;
  std::unique_ptr<Model> without;
  std::vector<ir::ScenarioId> scenario_of;  // by process
  bool assigned = false;
};

Models::Models(const ir::Definition& definition, Grain grain)
    : state_(std::make_unique<State>(definition, grain)) {}
Models::~Models() = default;
Models::Models(Models&&) noexcept = default;
Models& Models::operator=(Models&&) noexcept = default;

const Model& Models::of(ir::ScenarioId scenario) const { return state_->of(scenario); }

const Model& Models::for_process(ir::ProcessId process) const {
  if (!state_->assigned) state_->assign();
  return state_->of(state_->scenario_of[process.index]);
}

}  // namespace wain::estimate
