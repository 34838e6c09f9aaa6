// human-without-hours (SIM103): a scenario lets people work around the clock, since nothing says when they
// do.
#include <optional>

#include "rules/engine/registry.h"
#include "rules/sim/working_hours.h"

namespace wain::lint {
namespace {

/// The first place in a process that the scenario runs (itself or through calls) at which the actor works.
std::optional<Place> works_in(const View& view, ir::ScenarioId scenario, ir::ActorId actor) {
  for (const Place place : view.acts[actor.index]) {
    if (view.estimates.of(scenario).arrivals_per_week(place.process)) return place;
  }
  return std::nullopt;
}

}  // namespace

void check_HumanWithoutHours(const View& view, Reporter& reporter) {
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    const ir::Actor& actor = view.definition.actors[i];
    const bool has_own_day = actor.kind == ir::ActorKind::Role || actor.kind == ir::ActorKind::Person;
    if (!has_own_day || actor.broken || view.acts[i].empty()) continue;
    for (std::uint32_t s = 0; s < view.definition.scenarios.size(); ++s) {
      const ir::Scenario& scenario = view.definition.scenarios[s];
      if (scenario.broken || working_hours(view.estimates.of({s}).settings(), {i})) continue;
      const std::optional<Place> place = works_in(view, {s}, {i});
      if (!place) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::HumanWithoutHours, actor.name_span,
                          {arg("actor", actor.name), arg("scenario", scenario.name)}, actor.span);
      finding.symbol(std::string(actor.name));
      finding.note(rule::NoteWorksHere, view[*place].name_span, {arg("step", view[*place].name)});
      finding.help(rule::NoteSayHours);
      break;
    }
  }
}

}  // namespace wain::lint
