#include <charconv>

#include "ingest/ir_reader.h"
#include "ir/text.h"

namespace wain::ingest {

void IrReader::scenarios() {
  for (std::size_t i = 0; i < scenarios_.objects.size(); ++i)
    scenario(scenarios_.objects[i], definition_.scenarios[i]);
}

void IrReader::scenario(JsonId object, ir::Scenario& scenario) {
  header(object, scenario);
  scenario.from = reference<ir::ScenarioId>(object, "from", scenarios_);
  scenario.starts = date(object, "starts");
  scenario.length = duration(object, "length");
  scenario.warmup = duration(object, "warmup");
  scenario.replications = count(object, "replications");
  if (const JsonId at = get(object, "seed"); at != none) {
    const std::string_view given = text_of(at, "seed");
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), seed);
    if (error != std::errc{} || end != given.data() + given.size()) wrong(at, "seed", Diag::IrWhole);
    scenario.seed = seed;
  }
  for (const JsonId at : objects(object, "runs")) scenario.runs.push_back(run_in(at));
  for (const JsonId at : objects(object, "draws")) scenario.draws.push_back(draw(at));
  for (const JsonId at : objects(object, "overrides")) scenario.overrides.push_back(change(at));
}

ir::Run IrReader::run_in(JsonId object) {
  ir::Run run;
  run.process = needed<ir::ProcessId>(object, "process", processes_);
  run.span = place(object);
  location(object, "location");
  const JsonId at = get(object, "arrivals");
  if (at == none) return run;
  ir::Arrivals& arrivals = run.arrivals.emplace();
  arrivals.span = place(at);
  text(at, "text");  // for people
  arrivals.rate = decimal(at, "rate");
  if (const JsonId per = get(at, "per"); per != none)
    arrivals.per =
        one_of(per, "per", ir::Arrivals::Per::Week, [](ir::Arrivals::Per each) { return name(each); });
  arrivals.gaps = distribution(at, "gaps");
  arrivals.during = reference<ir::CalendarId>(at, "during", calendars_);
  return run;
}

ir::Draw IrReader::draw(JsonId object) {
  ir::Draw draw;
  draw.process = needed<ir::ProcessId>(object, "process", processes_);
  draw.span = place(object);
  location(object, "location");
  const JsonId path = need(object, "path");
  if (path != none && draw.process) draw.path = path_in(path, draw.process, {});
  need(object, "distribution");
  if (auto given = distribution(object, "distribution")) draw.distribution = std::move(*given);
  draw.at = inside<ir::NodeId>(object, "at", draw.process, &ProcessNames::nodes);
  return draw;
}

ir::Override IrReader::change(JsonId object) {
  ir::Override change;
  change.property = one_of(need(object, "property"), "property", ir::Override::Property::Samples,
                           [](ir::Override::Property each) { return name(each); });
  change.actor = reference<ir::ActorId>(object, "actor", actors_);
  change.process = reference<ir::ProcessId>(object, "process", processes_);
  change.node = inside<ir::NodeId>(object, "node", change.process, &ProcessNames::nodes);
  change.branch = inside<ir::BranchId>(object, "branch", change.process, &ProcessNames::branches);
  change.takes = distribution(object, "takes");
  change.value = value(object, "value");
  change.quorum_met = decimal(object, "quorum_met");
  change.hours = reference<ir::CalendarId>(object, "hours", calendars_);
  change.meets = meeting(object, "meets");
  change.span = place(object);
  location(object, "location");
  return change;
}

ir::StatisticComparison IrReader::claim(JsonId object) {
  ir::StatisticComparison claim;
  claim.span = place(object);
  text(object, "text");  // for people
  need(object, "left");
  claim.left = statistic(object, "left");
  claim.op =
      one_of(need(object, "op"), "op", ir::Comparison::Ge, [](ir::Comparison each) { return symbol(each); });
  claim.value = value(object, "value");
  claim.factor = decimal(object, "factor");
  if (get(object, "other") != none) claim.other = statistic(object, "other");
  location(object, "location");
  return claim;
}

ir::StatisticRef IrReader::statistic(JsonId object, std::string_view key) {
  using Statistic = ir::StatisticRef::Statistic;
  ir::StatisticRef result;
  const JsonId at = get(object, key);
  if (at == none) return result;
  result.span = place(at);
  const JsonId which = need(at, "statistic");
  const std::string_view given = which == none ? std::string_view{} : text_of(which, "statistic");
  bool known = false;
  for (const Statistic each :
       {Statistic::Mean, Statistic::Median, Statistic::Percentile, Statistic::Max, Statistic::Share}) {
    for (std::uint8_t percentile = 10; percentile <= 99 && !known; ++percentile) {
      if (ir::str(each, percentile) != given) continue;
      result.statistic = each;
      result.percentile = each == Statistic::Percentile ? percentile : std::uint8_t{0};
      known = true;
    }
  }
  if (which != none && !known)
    wrong(which, "statistic",
          render(Diag::IrOneOf, {arg("known", "`mean`, `median`, `p10` to `p99`, `max`, `share`")}));
  result.scenario = reference<ir::ScenarioId>(at, "scenario", scenarios_);
  result.outcome = reference<ir::OutcomeId>(at, "outcome", outcomes_);
  result.process = reference<ir::ProcessId>(at, "process", processes_);
  result.node = inside<ir::NodeId>(at, "node", result.process, &ProcessNames::nodes);
  result.actor = reference<ir::ActorId>(at, "actor", actors_);
  result.measure = keep(text(at, "measure"));
  return result;
}

}  // namespace wain::ingest
