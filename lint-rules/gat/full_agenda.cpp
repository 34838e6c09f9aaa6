// Part of gate-overload (GAT005): a committee's places are its meetings', whatever the hours of its members.
#include "rules/gat/full_agenda.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "estimate/clocks.h"
#include "estimate/distribution.h"
#include "rules/engine/registry.h"
#include "rules/gat/figure_budget.h"

namespace wain::lint {
namespace {

struct FullAgenda {
  ir::ScenarioId scenario;
  double cases = 0, places = 0;  // a meeting
  bool certain = false;          // else so many cases at most
  Level level = Level::Warning;
};

using FullAgendas = std::map<ir::ActorId, std::vector<FullAgenda>>;

std::string few(double number) { return fmt::format("{:.3g}", number); }

/// A clock of its own takes cases away from this place.
bool has_clock(const View& view, Place place) {
  return !estimate::clocks_of(view[place.process], place.node).empty();
}

/// As many cases may come as fit, taking each for the longest: found out without carrying any through time.
bool may_be_full(const View& view, const estimate::Model& model, ir::ActorId committee) {
  const auto gets_cases = [&](const Place place) {
    return model.arrivals_per_week(place.process).has_value();
  };
  if (std::none_of(view.acts[committee.index].begin(), view.acts[committee.index].end(), gets_cases))
    return false;
  const std::optional<double> cases = model.heard_a_meeting(committee);
  const std::optional<ir::Meeting> meeting = model.settings().meets(committee);
  if (!cases || !meeting) return false;
  double longest = 0;
  for (const Place place : view.acts[committee.index]) {
    const ir::Distribution* takes = model.settings().takes(place.process, place.node);
    if (takes != nullptr) longest = std::max(longest, estimate::moments(view.definition, *takes).mean);
  }
  const std::optional<std::uint32_t> hears = model.settings().hears(committee);
  return (hears && *cases >= *hears) || (*cases + 1) * longest >= meeting->length.hours();
}

void look_at(const View& view, const estimate::Models& with_clocks, ir::ScenarioId scenario,
             FullAgendas& found) {
  if (!can_walk(view, view.definition[scenario])) return;
  const estimate::Model* model = &view.estimates.of(scenario);
  bool some = false, clocks = false;
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    if (view.definition.actors[i].kind != ir::ActorKind::Committee || !may_be_full(view, *model, {i}))
      continue;
    some = true;
    clocks = clocks || std::any_of(view.acts[i].begin(), view.acts[i].end(),
                                   [&](Place place) { return has_clock(view, place); });
  }
  if (!some) return;
  // How many cases a clock takes away is found by a walk that nothing else here needs.
  if (clocks) model = &with_clocks.of(scenario);
  for (const ir::Run& run : view.definition[scenario].runs) {
    if (!run.process || !view.calls.sound.test(run.process.index)) continue;
    for (const estimate::WhyNot& why : model->times(run.process).why) {
      const bool certain = why.kind == estimate::WhyNot::Kind::AgendaOverload;
      if (!certain && why.kind != estimate::WhyNot::Kind::AgendaMayOverflow) continue;
      std::vector<FullAgenda>& known = found[why.actor];
      if (!known.empty() && known.back().scenario == scenario) continue;
      const Level level = certain && model->loads().steady ? Level::Error : Level::Warning;
      known.push_back({scenario, why.a, why.b, certain, level});
    }
  }
}

void report(const View& view, ir::ActorId id, const std::vector<FullAgenda>& found, Reporter& reporter) {
  const FullAgenda& worst = *std::max_element(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.level, a.certain) < std::pair(b.level, b.certain);
  });
  const ir::Actor& committee = view.definition[id];
  const ir::Scenario& scenario = view.definition[worst.scenario];
  const bool here = view.in_roots(committee.name_span);
  Diagnostics::Builder finding = reporter.report(
      InOtherWords{rule::GateOverload, worst.certain ? rule::NoteAgendaFull : rule::NoteAgendaMayBeFull},
      here ? committee.name_span : scenario.name_span,
      {arg("actor", committee.name), arg("places", few(worst.places)), arg("cases", few(worst.cases)),
       arg("scenario", scenario.name)},
      here ? committee.span : scenario.span);
  finding.level(worst.level).symbol(std::string(committee.name));
  if (worst.certain && worst.cases - worst.places >= 0.05)
    finding.note(rule::NoteAgendaGrows, scenario.name_span, {arg("growth", few(worst.cases - worst.places))});
  std::size_t shown = 0;
  for (const Place place : view.acts[id.index]) {
    const ir::Node& node = view[place];
    if (node.kind != ir::NodeKind::Gate || node.actor != id || ++shown > places_shown) continue;
    finding.note(rule::NoteOverloadGate, node.name_span, {arg("gate", node.name)});
  }
  for (const FullAgenda& other : found) {
    if (other.scenario == worst.scenario) continue;
    finding.note(other.certain ? rule::NoteAgendaFullToo : rule::NoteAgendaMayBeFullToo,
                 view.definition[other.scenario].name_span,
                 {arg("scenario", view.definition[other.scenario].name), arg("cases", few(other.cases)),
                  arg("places", few(other.places))});
  }
  finding.help(rule::NoteAgendaHelp);
}

}  // namespace

void check_agendas(const View& view, const estimate::Models& with_clocks, Reporter& reporter) {
  const auto meets = [](const ir::Actor& actor) { return actor.kind == ir::ActorKind::Committee; };
  if (std::none_of(view.definition.actors.begin(), view.definition.actors.end(), meets)) return;
  FullAgendas found;
  for (std::uint32_t i = 0; i < view.definition.scenarios.size(); ++i) {
    if (!view.definition.scenarios[i].broken) look_at(view, with_clocks, {i}, found);
  }
  for (const auto& [committee, agendas] : found) report(view, committee, agendas, reporter);
}

}  // namespace wain::lint
