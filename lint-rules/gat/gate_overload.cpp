// gate-overload (GAT005): people who are given more work than they have hours, or so much that it queues.
#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/gat/figure_budget.h"
#include "rules/gat/full_agenda.h"

namespace wain::lint {
namespace {

/// The busiest set of actors that share people, under one scenario.
struct Overload {
  ir::ScenarioId scenario;
  const estimate::ActorLoad* load;
  Level level;
  std::optional<estimate::QueueWait> wait;  ///< below full load, where it is known
};

bool is_upper_bound(const estimate::ActorLoad& load) {
  return std::any_of(load.why.begin(), load.why.end(), [](const estimate::WhyNot& why) {
    return why.kind == estimate::WhyNot::Kind::UpperVisits;
  });
}

/// Whether this load is worth a word, and which.
std::optional<Overload> overload_of(const View& view, const estimate::Model& model,
                                    const estimate::ActorLoad& load) {
  Overload result{model.scenario(), &load, Level::Warning, {}};
  if (load.load >= 1) {
    // A run that ends may hold more than its people can do; what claims a steady state cannot.
    if (model.loads().steady && !is_upper_bound(load)) result.level = Level::Error;
    return result;
  }
  if (load.load < view.option(RuleOption::OverloadWarning)) return std::nullopt;
  // Below full load work waits by chance alone: worth a word only if it waits as long as it takes, or if
  // nobody can say how long.
  if (can_walk(view, view.definition[model.scenario()])) result.wait = model.queue(load.actor).wait;
  if (result.wait && result.wait->open_hours < load.mean_service) return std::nullopt;
  return result;
}

/// Hours of work a week that the set of actors gets together.
double offered_to(const estimate::ActorLoad& load, const estimate::Loads& all) {
  double hours = 0;
  for (const ir::ActorId actor : load.with) {
    if (const estimate::ActorLoad* other = all.of(actor)) hours += other->offered;
  }
  return load.with.empty() ? load.offered : hours;
}

class OverloadCheck {
public:
  OverloadCheck(const View& view, Reporter& reporter) : view_(view), reporter_(reporter) {}

  void look_at(ir::ScenarioId scenario) {
    const estimate::Model& model = view_.estimates.of(scenario);
    for (const estimate::ActorLoad& load : model.loads().actors) {
      if (!view_.definition[load.actor].is_human()) continue;
      // The set is one finding, at the first of it.
      if (!load.with.empty() && !(load.with.front() == load.actor)) continue;
      if (std::optional<Overload> overload = overload_of(view_, model, load))
        overloads_[load.with].push_back(*overload);
    }
  }

  void report() {
    for (const auto& [set, found] : overloads_) report(found);
  }

private:
  void report(const std::vector<Overload>& found) {
    const Overload& worst = *std::max_element(
        found.begin(), found.end(), [](const Overload& a, const Overload& b) { return a.level < b.level; });
    const estimate::ActorLoad& load = *worst.load;
    const ir::Actor& actor = view_.definition[load.actor];
    const ir::Scenario& scenario = view_.definition[worst.scenario];
    const double offered = offered_to(load, view_.estimates.of(worst.scenario).loads());
    // People are often declared in a file of their own; then the scenario is what this file can change.
    const bool here = view_.in_roots(actor.name_span);
    Diagnostics::Builder finding = reporter_.report(
        rule::GateOverload, here ? actor.name_span : scenario.name_span,
        {arg("actor", actor.name), arg("load", share_text(load.load)), arg("scenario", scenario.name),
         arg("offered", work_text(offered)), arg("available", work_text(offered / load.load))},
        here ? actor.span : scenario.span);
    finding.level(worst.level).symbol(std::string(actor.name));
    note_queue(worst, finding);
    note_sharing(load, finding);
    note_gates(load, finding);
    for (const Overload& other : found) {
      if (other.scenario == worst.scenario) continue;
      finding.note(rule::NoteOverloadToo, view_.definition[other.scenario].name_span,
                   {arg("scenario", view_.definition[other.scenario].name),
                    arg("load", share_text(other.load->load))});
    }
    finding.help(rule::NoteOverloadHelp);
  }

  void note_queue(const Overload& worst, Diagnostics::Builder& finding) const {
    const estimate::ActorLoad& load = *worst.load;
    const ir::Scenario& scenario = view_.definition[worst.scenario];
    if (load.load >= 1) {
      const std::string growth = fmt::format("{:.2g}", load.growth_a_week);
      const Diag grows = growth == "1" ? rule::NoteOverloadGrowsByOne : rule::NoteOverloadGrows;
      finding.note(load.growth_a_week > 0 ? grows : rule::NoteOverloadFull, scenario.name_span,
                   {arg("growth", growth)});
      return;
    }
    if (worst.wait)
      finding.note(
          rule::NoteOverloadWait, scenario.name_span,
          {arg("wait", time_text(worst.wait->elapsed_hours)), arg("work", work_text(load.mean_service))});
    else
      finding.note(rule::NoteOverloadUnknown, scenario.name_span, {arg("scenario", scenario.name)});
  }

  void note_sharing(const estimate::ActorLoad& load, Diagnostics::Builder& finding) const {
    for (const ir::ActorId other : load.with) {
      if (other == load.actor) continue;
      finding.note(rule::NoteOverloadShared, view_.definition[other].name_span,
                   {arg("actor", view_.definition[other].name)});
    }
  }

  void note_gates(const estimate::ActorLoad& load, Diagnostics::Builder& finding) const {
    std::size_t shown = 0;
    for (const Place place : view_.acts[load.actor.index]) {
      const ir::Node& node = view_[place];
      if (node.kind != ir::NodeKind::Gate || !(node.actor == load.actor)) continue;
      if (++shown > places_shown) continue;
      finding.note(rule::NoteOverloadGate, node.name_span, {arg("gate", node.name)});
    }
    if (shown > places_shown) finding.help(rule::NoteMorePlaces, {arg("count", shown - places_shown)});
  }

  const View& view_;
  Reporter& reporter_;
  std::map<std::vector<ir::ActorId>, std::vector<Overload>> overloads_;  // by the set that shares people
};

}  // namespace

void check_GateOverload(const View& view, Reporter& reporter) {
  OverloadCheck check(view, reporter);
  for (std::uint32_t i = 0; i < view.definition.scenarios.size(); ++i) {
    if (!view.definition.scenarios[i].broken) check.look_at({i});
  }
  check.report();
  check_agendas(view, reporter);
}

}  // namespace wain::lint
