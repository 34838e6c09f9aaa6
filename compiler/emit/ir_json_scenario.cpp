#include "emit/ir_json_writer.h"
#include "ir/text.h"

namespace wain::emit {

void IrJsonWriter::scenarios() {
  objects("scenarios", definition_.scenarios.size(),
          [&](std::size_t i) { scenario(definition_.scenarios[i], ids_.scenarios[i]); });
}

void IrJsonWriter::scenario(const ir::Scenario& scenario, const std::string& id) {
  header(scenario, id);
  reference("from", scenario.from);
  date("starts", scenario.starts);
  duration("length", scenario.length);
  duration("warmup", scenario.warmup);
  number("replications", scenario.replications);
  // As text: a double would lose the low digits of a 64-bit seed.
  if (scenario.seed) text("seed", std::to_string(*scenario.seed));
  objects("runs", scenario.runs.size(), [&](std::size_t i) {
    const ir::Run& run = scenario.runs[i];
    reference("process", run.process);
    location("location", run.span);
    if (!run.arrivals) return;
    json_.attributeObject("arrivals", [&] {
      text("text", str(definition_, *run.arrivals));
      decimal("rate", run.arrivals->rate);
      if (run.arrivals->rate) text("per", name(run.arrivals->per));
      distribution("gaps", run.arrivals->gaps);
      reference("during", run.arrivals->during);
    });
  });
  objects("draws", scenario.draws.size(), [&](std::size_t i) {
    const ir::Draw& draw = scenario.draws[i];
    reference("process", draw.process);
    json_.attributeObject("path", [&] { path_body(draw.path, draw.process, {}); });
    distribution("distribution", draw.distribution);
    if (draw.at) text("at", ids_.inside[draw.process.index].nodes[draw.at.index]);
    location("location", draw.span);
  });
  objects("overrides", scenario.overrides.size(), [&](std::size_t i) { override_(scenario.overrides[i]); });
}

void IrJsonWriter::override_(const ir::Override& change) {
  text("property", name(change.property));
  reference("actor", change.actor);
  reference("process", change.process);
  if (change.process && change.node) text("node", ids_.inside[change.process.index].nodes[change.node.index]);
  if (change.process && change.branch) {
    text("branch", ids_.inside[change.process.index].branches[change.branch.index]);
  }
  distribution("takes", change.takes);
  value("value", change.value);
  decimal("quorum_met", change.quorum_met);
  reference("hours", change.hours);
  meeting("meets", change.meets);
  location("location", change.span);
}

void IrJsonWriter::claim(std::string_view key, const ir::StatisticComparison& comparison) {
  json_.attributeObject(ref(key), [&] { claim_body(comparison); });
}

void IrJsonWriter::claim_body(const ir::StatisticComparison& comparison) {
  text("text", str(definition_, comparison));
  statistic("left", comparison.left);
  text("op", symbol(comparison.op));
  value("value", comparison.value);
  decimal("factor", comparison.factor);
  if (comparison.other) statistic("other", *comparison.other);
  location("location", comparison.span);
}

void IrJsonWriter::statistic(std::string_view key, const ir::StatisticRef& reference_) {
  json_.attributeObject(ref(key), [&] {
    text("statistic", str(reference_.statistic, reference_.percentile));
    reference("scenario", reference_.scenario);
    reference("outcome", reference_.outcome);
    reference("process", reference_.process);
    if (reference_.process && reference_.node) {
      text("node", ids_.inside[reference_.process.index].nodes[reference_.node.index]);
    }
    reference("actor", reference_.actor);
    text("measure", reference_.measure);
  });
}

}  // namespace wain::emit
