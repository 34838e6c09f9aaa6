#include "exports/prosimos_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include "diagnostics/json_text.h"
#include "diagnostics/simulation_ids.h"
#include "exports/moments.h"
#include "exports/prosimos_law.h"

namespace wain::exports {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                                   "FRIDAY", "SATURDAY", "SUNDAY"};
/// More at once than ever work on outcomes, which take no time.
constexpr std::uint32_t wide = 100;

llvm::StringRef bytes(std::string_view text) { return {text.data(), text.size()}; }

/// Someone who works on tasks: people, a machine, a committee.
struct Resource {
  std::string id, name;
  std::string pool;  ///< the profile that it is listed in
  std::uint32_t amount = 1;
  double cost_per_hour = 0;
  std::string calendar;
  double slower = 1;            ///< what work takes it, of what is stated
  std::vector<plan::Index> of;  ///< pools; of a committee none
  plan::Index committee = plan::none;
  bool records = false;  ///< writes outcomes down, in no time
};

class Writer {
public:
  Writer(const plan::Plan& plan, const FlatGraph& graph, const ProsimosModel& model, Losses& losses,
         ProsimosClock& clock, llvm::raw_ostream& out)
      : plan_(plan), graph_(graph), model_(model), losses_(losses), clock_(clock), json_(out, 1) {}

  void write() {
    add_calendar("always", always_open());
    find_resources();
    json_.object([&] {
      json_.attributeArray("resource_profiles", [&] { profiles(); });
      json_.attributeArray("resource_calendars", [&] {
        for (const auto& [id, week] : calendars_)
          json_.object([&] {
            text("id", id);
            text("name", id);
            json_.attributeArray("time_periods", [&] { periods(week); });
          });
      });
      arrivals();
      json_.attributeArray("gateway_branching_probabilities", [&] { gateways(); });
      json_.attributeArray("task_resource_distribution", [&] { tasks(); });
      json_.attributeArray("event_distribution", [&] { waits(); });
      json_.attributeArray("batch_processing", [&] { batches(); });
      json_.attributeArray("event_attributes", [&] { outcomes(); });
    });
  }

private:
  void text(std::string_view key, const std::string& value) {
    json_.attributeBegin(bytes(key));
    json_.value(json_text(value));
    json_.attributeEnd();
  }

  /// With as few digits as give the same number back.
  void number(std::string_view key, double value) {
    json_.attributeBegin(bytes(key));
    const bool whole = std::abs(value) < 9e15 && value == std::floor(value);
    json_.rawValue(whole ? fmt::format("{}", static_cast<std::int64_t>(value)) : fmt::format("{}", value));
    json_.attributeEnd();
  }

  std::string add_calendar(const std::string& id, const Week& week) {
    const bool known = std::any_of(calendars_.begin(), calendars_.end(),
                                   [&](const auto& calendar) { return calendar.first == id; });
    if (!known) calendars_.emplace_back(id, week);
    return id;
  }

  std::string calendar_of(plan::Index calendar) {
    if (calendar == plan::none) return "always";
    return add_calendar(plan_.calendars[calendar].id, clock_.week(calendar));
  }

  void find_resources() {
    for (const plan::People& people : plan_.people) {
      Resource& one = resources_.emplace_back();
      one.id = "people." + people.id;
      one.name = people.name;
      one.pool = plan_.pools[people.pools[0]].id;
      one.amount = people.count;
      const std::int64_t cost = people.cost_per_hour.value_or(plan_.pools[people.pools[0]].cost_per_hour);
      one.cost_per_hour = static_cast<double>(cost) / 1e4;
      one.calendar = calendar_of(people.calendar);
      one.slower = people.available > 0 ? 1 / people.available : 1;
      one.of = people.pools;
      if (people.available < 1)
        losses_.add(
            sim::ExportAvailable, losses_.sites().of_actor(people.id),
            {arg("people", people.name), arg("share", fmt::format("{:g} %", people.available * 100))});
    }
    for (plan::Index i = 0; i < plan_.pools.size(); ++i) {
      const plan::Pool& pool = plan_.pools[i];
      if (pool.kind != plan::Pool::Kind::Machine) continue;
      resources_.push_back({"machine." + pool.id,
                            pool.name,
                            pool.id,
                            pool.capacity,
                            static_cast<double>(pool.cost_per_hour) / 1e4,
                            "always",
                            1,
                            {i}});
    }
    for (plan::Index i = 0; i < plan_.committees.size(); ++i) {
      const plan::Committee& committee = plan_.committees[i];
      Resource one;
      one.id = "committee." + committee.id;
      one.name = committee.name;
      one.pool = committee.id;
      one.calendar = add_calendar("meetings." + committee.id, clock_.week(committee));
      one.committee = i;
      resources_.push_back(std::move(one));
      note_meeting(committee);
    }
    Resource clerk;
    clerk.id = clerk.name = clerk.pool = "outcomes";
    clerk.amount = wide;
    clerk.calendar = "always";
    clerk.records = true;
    resources_.push_back(std::move(clerk));
  }

  void note_meeting(const plan::Committee& committee) {
    const Span place = losses_.sites().of_actor(committee.id);
    std::string lost = "its members can work on other things meanwhile";
    if (committee.agenda_closes > 0) lost += ", the agenda stays open until it starts";
    if (committee.hears) lost += ", it hears as many as there is time for";
    lost += ", and it always has its quorum";
    losses_.add(sim::ExportMeeting, place, {arg("committee", committee.name), arg("lost", lost)});
    if (committee.cadence.kind == plan::Cadence::Kind::Weekly) return;
    const std::string cadence = committee.cadence.kind == plan::Cadence::Kind::EveryNWeeks
                                    ? fmt::format("every {} weeks", committee.cadence.weeks)
                                    : std::string("on days of the month");
    losses_.add(sim::ExportCadence, place, {arg("committee", committee.name), arg("cadence", cadence)});
  }

  [[nodiscard]] const plan::Node& source(const FlatNode& node) const {
    return plan_.processes[node.process].nodes[node.node];
  }

  [[nodiscard]] bool does(const Resource& resource, const FlatNode& task) const {
    if (task.kind == FlatKind::Outcome) return resource.records;
    if (task.kind != FlatKind::Task) return false;
    const plan::Node& node = source(task);
    if (node.committee != plan::none) return resource.committee == node.committee;
    return std::find(resource.of.begin(), resource.of.end(), node.pool) != resource.of.end();
  }

  void profiles() {
    std::vector<std::string> pools;
    for (const Resource& resource : resources_)
      if (std::find(pools.begin(), pools.end(), resource.pool) == pools.end()) pools.push_back(resource.pool);
    for (const std::string& pool : pools)
      json_.object([&] {
        text("id", "pool." + pool);
        text("name", pool);
        json_.attributeArray("resource_list", [&] {
          for (const Resource& resource : resources_)
            if (resource.pool == pool) json_.object([&] { profile(resource); });
        });
      });
  }

  void profile(const Resource& resource) {
    text("id", resource.id);
    text("name", resource.name);
    number("cost_per_hour", resource.cost_per_hour);
    number("amount", resource.amount);
    text("calendar", resource.calendar);
    json_.attributeArray("assignedTasks", [&] {
      for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
        if (does(resource, graph_.nodes[i])) json_.value(model_.nodes[i]);
    });
  }

  static std::string time_of(int minutes) {
    // Prosimos has no 24:00.
    if (minutes == minutes_of_day) return "23:59:59.999";
    return fmt::format("{:02}:{:02}:00", minutes / 60, minutes % 60);
  }

  /// A period a day and stretch; days that follow each other share theirs.
  void periods(const Week& week) {
    std::array<std::vector<std::pair<int, int>>, 7> days;
    for (const auto& [begin, end] : week.open)
      for (int day = begin / minutes_of_day; day * minutes_of_day < end; ++day)
        days[static_cast<std::size_t>(day)].emplace_back(
            std::max(begin - day * minutes_of_day, 0), std::min(end - day * minutes_of_day, minutes_of_day));
    for (std::size_t day = 0; day < 7;) {
      std::size_t last = day;
      while (last + 1 < 7 && days[last + 1] == days[day]) ++last;
      for (const auto& [begin, end] : days[day])
        json_.object([&] {
          json_.attribute("from", bytes(weekdays[day]));
          json_.attribute("to", bytes(weekdays[last]));
          json_.attribute("beginTime", time_of(begin));
          json_.attribute("endTime", time_of(end));
        });
      day = last + 1;
    }
  }

  /// Name and parameters; what is lost of the law is said of `what`.
  void law(const plan::Distribution& distribution, double factor, const std::string& what, Span place) {
    const ProsimosLaw law = prosimos_law(distribution, factor);
    json_.attribute("distribution_name", law.name);
    json_.attributeArray("distribution_params", [&] {
      for (const double value : law.parameters) json_.object([&] { number("value", value); });
    });
    if (law.fidelity == ProsimosLaw::Fidelity::MatchedMoments)
      losses_.add(sim::ExportDistribution, place,
                  {arg("distribution", name_of(distribution.kind)), arg("what", what)});
    if (law.fidelity == ProsimosLaw::Fidelity::Redrawn)
      losses_.add(sim::ExportNormal, place, {arg("what", what)});
  }

  void arrivals() {
    const plan::Run& run = plan_.runs[0];
    const Week week = clock_.week(run.calendar);
    const Span place = losses_.sites().of_process(plan_.processes[run.process].id);
    plan::Distribution gaps = run.gaps;
    if (run.calendar != plan::none) gaps = pushed(gaps, week, place);
    json_.attributeObject("arrival_time_distribution",
                          [&] { law(gaps, 1, "the gap between arrivals", place); });
    json_.attributeArray("arrival_time_calendar", [&] { periods(week); });
  }

  /// Prosimos's clock between arrivals never stops; one that would come while it is closed comes when it
  /// opens. Of exponential gaps one comes at every opening and the others as stated; longer gaps between
  /// these make up for it.
  plan::Distribution pushed(plan::Distribution gaps, const Week& week, Span place) {
    const double mean = moments(gaps).mean;
    const double open = static_cast<double>(week.minutes()) * plan::minute;
    const double wanted = open / mean, pushed = week.blocks();
    constexpr double enough = 1.5;  // arrivals an opening, for the others to be counted on
    if (gaps.kind != plan::Distribution::Kind::Exponential || wanted < enough * pushed) {
      losses_.add(sim::ExportArrivalsPushed, place);
      return gaps;
    }
    gaps.a = std::round(open / (wanted - pushed));
    const auto written = [](double gap) {
      const double whole = std::round(gap / plan::second) * plan::second;
      return ir::Duration{static_cast<std::int64_t>(whole)}.str();
    };
    losses_.add(sim::ExportArrivals, place, {arg("written", written(gaps.a)), arg("stated", written(mean))});
    return gaps;
  }

  void gateways() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].kind != FlatKind::Xor) continue;
      std::vector<std::size_t> ways;
      for (std::size_t e = 0; e < graph_.edges.size(); ++e)
        if (graph_.edges[e].from == i) ways.push_back(e);
      if (ways.size() < 2) continue;
      json_.object([&] {
        text("gateway_id", model_.nodes[i]);
        json_.attributeArray("probabilities", [&] { probabilities(ways); });
      });
    }
  }

  void probabilities(const std::vector<std::size_t>& ways) {
    double rest = 1;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      constexpr double parts = 1e9;  // rounded, they must still sum to 1
      const double rounded = std::round(graph_.edges[ways[i]].share * parts) / parts;
      const double share = i + 1 == ways.size() ? std::max(0.0, rest) : std::min(rounded, rest);
      rest = std::round((rest - share) * parts) / parts;
      json_.object([&] {
        text("path_id", model_.flows[ways[i]]);
        number("value", share);
      });
    }
  }

  void tasks() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const FlatNode& task = graph_.nodes[i];
      if (task.kind != FlatKind::Task && task.kind != FlatKind::Outcome) continue;
      json_.object([&] {
        text("task_id", model_.nodes[i]);
        json_.attributeArray("resources", [&] {
          for (const Resource& resource : resources_)
            if (does(resource, task)) json_.object([&] { duration(resource, task); });
        });
      });
      if (task.kind == FlatKind::Task) note_cost(task);
    }
  }

  void duration(const Resource& resource, const FlatNode& task) {
    text("resource_id", resource.id);
    plan::Distribution takes;
    std::string what;
    Span place;
    if (task.kind == FlatKind::Task) {
      const plan::Node& node = source(task);
      takes = node.takes.value_or(takes);
      what = "what `" + node.name + "` takes";
      place = losses_.sites().of_node(plan_.processes[task.process], node);
    }
    law(takes, resource.slower, what, place);
  }

  void note_cost(const FlatNode& task) {
    const plan::Node& node = source(task);
    const std::int64_t of_pool = node.committee != plan::none ? plan_.committees[node.committee].cost_per_case
                                                              : plan_.pools[node.pool].cost_per_case;
    if (node.cost_per_case != 0 || of_pool != 0)
      losses_.add(sim::ExportCostPerCase, plan_.processes[task.process], node);
  }

  void waits() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const FlatNode& wait = graph_.nodes[i];
      if (wait.kind != FlatKind::Wait) continue;
      const plan::Node& node = source(wait);
      const Span place = losses_.sites().of_node(plan_.processes[wait.process], node);
      plan::Distribution takes = node.takes.value_or(plan::Distribution{});
      if (node.wait == plan::WaitKind::Cadence) takes = until(node, place);
      json_.object([&] {
        text("event_id", model_.nodes[i]);
        law(takes, 1, "the wait", place);
      });
    }
  }

  /// A wait for the next of days that come so often, from any time.
  plan::Distribution until(const plan::Node& node, Span place) {
    plan::Committee meeting;
    meeting.cadence = node.cadence;
    meeting.length = plan::hour;
    const double hours = std::max(1, week_of(meeting, 0).minutes()) / 60.0;
    plan::Distribution wait;
    wait.kind = plan::Distribution::Kind::Uniform;
    wait.b = std::round(static_cast<double>(plan::week) / hours);
    losses_.add(sim::ExportWaitCadence, place,
                {arg("gap", ir::Duration{static_cast<std::int64_t>(wait.b)}.str())});
    return wait;
  }

  /// All of a batch end together, after one draw: Prosimos takes the draw times the factor times the size.
  void batches() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].kind != FlatKind::Task || !source(graph_.nodes[i]).batch) continue;
      const plan::Node& node = source(graph_.nodes[i]);
      const std::uint32_t size = node.batch->size;
      if (size < 2) continue;
      losses_.add(
          sim::ExportBatch, plan_.processes[graph_.nodes[i].process], node,
          {arg("lost", node.batch->or_after ? std::string("what is too little for one waits on")
                                            : std::string("what is left at the end is not worked off"))});
      json_.object([&] {
        text("task_id", model_.nodes[i]);
        text("type", "Parallel");
        json_.attributeArray("size_distrib", [&] {
          entry("1", 0);
          entry(std::to_string(size), 1);
        });
        json_.attributeArray("duration_distrib", [&] { entry(std::to_string(size), 1.0 / size); });
        json_.attributeArray("firing_rules", [&] {
          json_.array([&] {
            json_.object([&] {
              text("attribute", "size");
              text("comparison", "=");
              number("value", size);
            });
          });
        });
      });
    }
  }

  void entry(const std::string& key, double value) {
    json_.object([&] {
      text("key", key);
      number("value", value);
    });
  }

  void outcomes() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].kind != FlatKind::Outcome) continue;
      json_.object([&] {
        text("event_id", model_.nodes[i]);
        json_.attributeArray("attributes", [&] {
          json_.object([&] {
            text("name", "outcome");
            text("type", "discrete");
            json_.attributeArray("values", [&] { entry(plan_.outcomes[graph_.nodes[i].outcome].name, 1); });
          });
        });
      });
    }
  }

  const plan::Plan& plan_;
  const FlatGraph& graph_;
  const ProsimosModel& model_;
  Losses& losses_;
  ProsimosClock& clock_;
  llvm::json::OStream json_;
  std::vector<std::pair<std::string, Week>> calendars_;
  std::vector<Resource> resources_;
};

}  // namespace

void write_prosimos_parameters(const plan::Plan& plan, const FlatGraph& graph, const ProsimosModel& model,
                               Losses& losses, ProsimosClock& clock, llvm::raw_ostream& out) {
  Writer(plan, graph, model, losses, clock, out).write();
}

}  // namespace wain::exports
