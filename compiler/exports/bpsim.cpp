#include "exports/bpsim.h"

#include <algorithm>

#include <fmt/format.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/simulation_ids.h"
#include "emit/bpmn/from_definition.h"
#include "emit/bpmn/ids.h"
#include "emit/bpmn/write.h"
#include "exports/bpsim_scenario.h"
#include "exports/bpsim_values.h"
#include "exports/losses.h"

namespace wain::exports {
namespace {

using emit::Xml;
namespace bpmn = emit::bpmn;

bool same(const Xml& a, const Xml& b) {
  std::string first, second;
  llvm::raw_string_ostream one(first), other(second);
  write_xml(a, one);
  write_xml(b, other);
  return first == second;
}

Xml parameter(std::string_view tag, Xml value) {
  Xml out(tag);
  out.children.push_back(std::move(value));
  return out;
}

Xml settings(const plan::Plan& plan, BpsimVersion version) {
  Xml out("bpsim:ScenarioParameters");
  out.set("replication", std::to_string(plan.replications));
  out.set("seed", std::to_string(static_cast<std::int64_t>(plan.seed)));
  out.set("baseTimeUnit", "s").set_if("baseCurrencyUnit", plan.currency);
  const std::int64_t day = plan.start / plan::day - (plan.start % plan::day < 0 ? 1 : 0);
  const std::int64_t seconds = (plan.start - day * plan::day) / plan::second;
  const std::string start =
      fmt::format("{}T{:02}:{:02}:{:02}Z", ir::Date{static_cast<std::int32_t>(day)}.str(), seconds / 3600,
                  seconds / 60 % 60, seconds % 60);
  out.children.push_back(parameter("bpsim:Start", bpsim_parameter("DateTimeParameter", start)));
  out.children.push_back(
      parameter("bpsim:Duration", bpsim_parameter("DurationParameter", bpmn::iso_duration(plan.length))));
  if (plan.warmup && version == BpsimVersion::Two)
    out.children.push_back(
        parameter("bpsim:Warmup", bpsim_parameter("DurationParameter", bpmn::iso_duration(*plan.warmup))));
  return out;
}

Xml scenario_xml(const BpsimScenario& scenario, const std::string& id, const std::string& base_id,
                 const Written& own, const Written* base, BpsimVersion version) {
  Xml out("bpsim:Scenario");
  out.set("id", id);
  out.set("name", scenario.plan->title.empty() ? scenario.plan->scenario : scenario.plan->title);
  out.set("vendor", "wain").set_if("inherits", base_id);
  out.children.push_back(settings(*scenario.plan, version));
  for (const auto& [element, parameters] : own.elements) {
    const bool inherited =
        base != nullptr && std::any_of(base->elements.begin(), base->elements.end(), [&](const auto& known) {
          return known.first == element && same(known.second, parameters);
        });
    if (!inherited) out.children.push_back(parameters);
  }
  for (const auto& [calendar, text] : own.calendars)
    out.add("bpsim:Calendar").set("id", calendar).set("name", calendar).text = text;
  return out;
}

}  // namespace

std::string export_bpsim(const ir::Definition& definition, const std::vector<BpsimScenario>& scenarios,
                         BpsimVersion version, const SourceManager& sources, Diagnostics& diagnostics) {
  const Sites sites(definition, sources);
  const bool two = version == BpsimVersion::Two;
  Losses losses(two ? "BPSim 2.0" : "BPSim 1.0", sites, diagnostics);
  bpmn::DefinitionModel model = bpmn::definition_model(definition, sources);
  const Drawing drawing = drawing_of(model, definition, sources);
  bpmn::Ids ids;
  std::vector<Written> written;
  std::vector<std::string> names;
  Xml data("bpsim:BPSimData");
  for (const BpsimScenario& scenario : scenarios) {
    const bool derived = scenario.inherits != plan::none;
    const Written* base = derived ? &written[scenario.inherits] : nullptr;
    names.push_back(ids.take("scenario." + scenario.plan->scenario));
    Written own = write_scenario(*scenario.plan, drawing, base, ids, version, losses);
    if (scenario.plan->warmup && !two)
      losses.add(sim::ExportWarmup, definition[scenario.id].name_span,
                 {arg("scenario", scenario.plan->scenario)});
    data.children.push_back(
        scenario_xml(scenario, names.back(), derived ? names[scenario.inherits] : "", own, base, version));
    // What it inherits is its own for whoever inherits from it.
    if (base != nullptr)
      own.calendars.insert(own.calendars.begin(), base->calendars.begin(), base->calendars.end());
    written.push_back(std::move(own));
  }
  Xml relationship("bpmn:relationship");
  relationship.set("type", "BPSimData");
  relationship.add("bpmn:extensionElements").children.push_back(std::move(data));
  relationship.add("bpmn:source").text = "definitions";
  relationship.add("bpmn:target").text = "definitions";
  model.model.relationships.push_back(std::move(relationship));
  model.model.namespaces.emplace_back(
      "bpsim", two ? "http://www.bpsim.org/schemas/2.0" : "http://www.bpsim.org/schemas/1.0");
  std::string out;
  llvm::raw_string_ostream stream(out);
  bpmn::write_bpmn(model.model, stream);
  return out;
}

}  // namespace wain::exports
