// gate-overload (GAT005): people who are given more work than they have hours, or so much that it queues.
#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
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
  const estimate::Loads* all;
  const estimate::ActorLoad* load;  ///< the first of the set
  Level level;
  std::optional<estimate::QueueWait> wait;  ///< below full load, where it is known
};

/// Why the load may be less than it says; null: it is not.
const estimate::WhyNot* upper_bound(const estimate::ActorLoad& load) {
  const auto found = std::find_if(load.why.begin(), load.why.end(), [](const estimate::WhyNot& why) {
    return why.kind == estimate::WhyNot::Kind::UpperVisits;
  });
  return found == load.why.end() ? nullptr : &*found;
}

/// Whether this load is worth a word, and which.
std::optional<Overload> overload_of(const View& view, const estimate::Model& model,
                                    const estimate::ActorLoad& load) {
  Overload result{model.scenario(), &model.loads(), &load, Level::Warning, {}};
  if (load.load >= 1) {
    // A run that ends may hold more than its people can do; what claims a steady state cannot.
    if (model.loads().steady && upper_bound(load) == nullptr) result.level = Level::Error;
    return result;
  }
  if (load.load < view.option(RuleOption::OverloadWarning)) return std::nullopt;
  // Below full load work waits by chance alone: worth a word only if it waits as long as it takes, or if
  // nobody can say how long.
  if (can_walk(view, view.definition[model.scenario()])) result.wait = model.queue(load.actor).wait;
  if (result.wait && result.wait->open_hours < load.mean_service) return std::nullopt;
  return result;
}

std::vector<Overload> overloads_of(const View& view, const estimate::Model& model) {
  std::vector<Overload> found;
  for (const estimate::ActorLoad& load : model.loads().actors) {
    if (!view.definition[load.actor].is_human()) continue;
    // The set is one finding, at the first of it.
    if (!load.with.empty() && !(load.with.front() == load.actor)) continue;
    if (const std::optional<Overload> overload = overload_of(view, model, load)) found.push_back(*overload);
  }
  return found;
}

/// The loads of the set's actors.
std::vector<const estimate::ActorLoad*> loads_of_set(const Overload& overload) {
  std::vector<const estimate::ActorLoad*> loads;
  for (const ir::ActorId actor : overload.load->with)
    if (const estimate::ActorLoad* one = overload.all->of(actor)) loads.push_back(one);
  if (loads.empty()) loads.push_back(overload.load);
  return loads;
}

/// Hours of work a week that the set of actors gets together.
double offered_to(const Overload& overload) {
  double hours = 0;
  for (const estimate::ActorLoad* one : loads_of_set(overload)) hours += one->offered;
  return hours;
}

/// Clocks may take some of the work away.
bool has_clocks(const Overload& overload) {
  const std::vector<const estimate::ActorLoad*> loads = loads_of_set(overload);
  return std::any_of(loads.begin(), loads.end(), [](const auto* one) { return one->clocked > 0; });
}

class OverloadCheck {
public:
  OverloadCheck(const View& view, const estimate::Models& with_clocks, Reporter& reporter)
      : view_(view), with_clocks_(with_clocks), reporter_(reporter) {}

  void look_at(ir::ScenarioId scenario) {
    std::vector<Overload> found = overloads_of(view_, view_.estimates.of(scenario));
    // How much a clock takes away, and gives to whom, takes a walk that nothing else here needs.
    if (std::any_of(found.begin(), found.end(), has_clocks) && can_walk(view_, view_.definition[scenario]))
      found = overloads_of(view_, with_clocks_.of(scenario));
    for (const Overload& one : found) overloads_[one.load->with].push_back(one);
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
    const double offered = offered_to(worst);
    const std::string_view most = upper_bound(load) == nullptr ? "" : "up to ";
    // People are often declared in a file of their own; then the scenario is what this file can change.
    const bool here = view_.in_roots(actor.name_span);
    Diagnostics::Builder finding = reporter_.report(
        rule::GateOverload, here ? actor.name_span : scenario.name_span,
        {arg("actor", actor.name), arg("load", fmt::format("{}{}", most, share_text(load.load))),
         arg("scenario", scenario.name), arg("offered", fmt::format("{}{}", most, work_text(offered))),
         arg("available", work_text(offered / load.load))},
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
    if (const estimate::WhyNot* why = upper_bound(load); why != nullptr && load.load >= 1) {
      finding.note(Diag::WhyUpperVisits, scenario.name_span,
                   {arg("node", view_.definition[why->process][why->node].name)});
      return;
    }
    if (load.load >= 1) {
      const bool to_clock = load.to_clock_a_week > 0;
      const std::string growth = fmt::format("{:.2g}", to_clock ? load.to_clock_a_week : load.growth_a_week);
      const Diag grows = to_clock        ? rule::NoteOverloadToClock
                         : growth == "1" ? rule::NoteOverloadGrowsByOne
                                         : rule::NoteOverloadGrows;
      finding.note(to_clock || load.growth_a_week > 0 ? grows : rule::NoteOverloadFull, scenario.name_span,
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
  const estimate::Models& with_clocks_;
  Reporter& reporter_;
  std::map<std::vector<ir::ActorId>, std::vector<Overload>> overloads_;  // by the set that shares people
};

}  // namespace

void check_GateOverload(const View& view, Reporter& reporter) {
  const estimate::Models with_clocks(view.definition);
  OverloadCheck check(view, with_clocks, reporter);
  for (std::uint32_t i = 0; i < view.definition.scenarios.size(); ++i) {
    if (!view.definition.scenarios[i].broken) check.look_at({i});
  }
  check.report();
  check_agendas(view, with_clocks, reporter);
}

}  // namespace wain::lint
