#include "exports/losses.h"

#include "diagnostics/simulation_ids.h"

namespace wain::exports {

void Losses::add_duty(const plan::Process& process, const plan::Duty& duty) {
  std::string steps;
  for (const plan::Index node : duty.nodes) {
    if (!steps.empty()) steps += ", ";
    steps += process.nodes[node].name;
  }
  add(sim::ExportDuty, sites_.of_node(process, process.nodes[duty.nodes[0]]),
      {arg("duty", (duty.together ? "together " : "separate ") + steps)});
}

}  // namespace wain::exports
