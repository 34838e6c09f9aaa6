#include "ir/printer_line.h"

namespace wain::ir {
namespace {

std::string target(const Definition& definition, const Override& change) {
  if (change.actor) return std::string(name_of(definition, change.actor));
  if (!change.process) return "?";
  const Process& process = definition[change.process];
  std::string_view inside = "?";
  if (change.node) inside = process[change.node].name;
  if (change.branch) inside = process[change.branch].name;
  return fmt::format("{}.{}", process.name, inside);
}

void print_override(std::string& out, const Definition& definition, const Override& change) {
  Line line(out, 1);
  line.head("with {} {}", target(definition, change), name(change.property));
  if (change.takes) line.head(" {}", str(*change.takes));
  if (!std::holds_alternative<std::monostate>(change.value)) line.head(" {}", str(change.value));
  if (change.quorum_met) line.head(" met {}", change.quorum_met->percent());
  if (change.hours) line.head(" {}", name_of(definition, change.hours));
  if (change.meets) line.head(" {} for {}", str(change.meets->cadence), change.meets->length.str());
}

}  // namespace

void print_scenario(std::string& out, const Definition& definition, const Scenario& scenario) {
  {
    Line line(out, 0);
    line.element("scenario", scenario);
    if (scenario.from) line.head(" from {}", name_of(definition, scenario.from));
    line.value("starts ", scenario.starts).value("for ", scenario.length).value("warmup ", scenario.warmup);
    if (scenario.replications) line.property(true, "replications {}", *scenario.replications);
    if (scenario.seed) line.property(true, "seed {}", *scenario.seed);
  }
  for (const Run& run : scenario.runs) {
    Line line(out, 1);
    line.head("runs {}", name_of(definition, run.process));
    if (run.arrivals) line.head(" arrivals {}", str(definition, *run.arrivals));
  }
  for (const Draw& draw : scenario.draws) {
    const Process& process = definition[draw.process];
    Line line(out, 1);
    line.head("draws {}.{} ~ {}", process.name, str(definition, &process, draw.path), str(draw.distribution));
    if (draw.at) line.head(" at {}", process[draw.at].name);
  }
  for (const Override& change : scenario.overrides) print_override(out, definition, change);
}

}  // namespace wain::ir
