#include "exports/prosimos_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include "diagnostics/json_text.h"
#include "diagnostics/simulation_ids.h"
#include "exports/moments.h"
#include "exports/prosimos_law.h"
#include "exports/prosimos_resources.h"
#include "exports/race.h"

namespace wain::exports {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                                   "FRIDAY", "SATURDAY", "SUNDAY"};

llvm::StringRef bytes(std::string_view text) { return {text.data(), text.size()}; }

class Writer {
public:
  Writer(const plan::Plan& plan, const FlatGraph& graph, const ProsimosModel& model, Losses& losses,
         ProsimosClock& clock, llvm::raw_ostream& out)
      : plan_(plan), graph_(graph), model_(model), losses_(losses), clock_(clock), json_(out, 1) {}

  void write() {
    auto [resources, calendars] = prosimos_resources(plan_, losses_, clock_);
    resources_ = std::move(resources);
    json_.object([&] {
      json_.attributeArray("resource_profiles", [&] { profiles(); });
      json_.attributeArray("resource_calendars", [&] {
        for (const auto& [id, week] : calendars)
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

  [[nodiscard]] const plan::Node& source(const FlatNode& node) const {
    return plan_.processes[node.process].nodes[node.node];
  }

  void profiles() {
    std::vector<std::string> pools;
    for (const ProsimosResource& resource : resources_)
      if (std::find(pools.begin(), pools.end(), resource.pool) == pools.end()) pools.push_back(resource.pool);
    for (const std::string& pool : pools)
      json_.object([&] {
        text("id", "pool." + pool);
        text("name", pool);
        json_.attributeArray("resource_list", [&] {
          for (const ProsimosResource& resource : resources_)
            if (resource.pool == pool) json_.object([&] { profile(resource); });
        });
      });
  }

  void profile(const ProsimosResource& resource) {
    text("id", resource.id);
    text("name", resource.name);
    number("cost_per_hour", resource.cost_per_hour);
    number("amount", resource.amount);
    text("calendar", resource.calendar);
    json_.attributeArray("assignedTasks", [&] {
      for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
        if (does(resource, plan_, graph_.nodes[i])) json_.value(model_.nodes[i]);
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

  /// Name and parameters; what is lost of the law is said of `what`. None is longer than `most`, if it is
  /// given.
  void law(const plan::Distribution& distribution, double factor, const std::string& what, Span place,
           std::optional<double> most = {}) {
    ProsimosLaw law = prosimos_law(distribution, factor);
    if (most) law = cut_off(std::move(law), *most / plan::second);
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
          for (const ProsimosResource& resource : resources_)
            if (does(resource, plan_, task)) json_.object([&] { duration(resource, task); });
        });
      });
      if (task.kind == FlatKind::Task) note_cost(task);
    }
  }

  void duration(const ProsimosResource& resource, const FlatNode& task) {
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
      const plan::Process& process = plan_.processes[wait.process];
      const plan::Node* race = race_of(process, node);
      const std::optional<double> most = race != nullptr ? deadline(process, *race) : std::nullopt;
      json_.object([&] {
        text("event_id", model_.nodes[i]);
        law(takes, 1, "the wait", place, most);
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
  std::vector<ProsimosResource> resources_;
};

}  // namespace

void write_prosimos_parameters(const plan::Plan& plan, const FlatGraph& graph, const ProsimosModel& model,
                               Losses& losses, ProsimosClock& clock, llvm::raw_ostream& out) {
  Writer(plan, graph, model, losses, clock, out).write();
}

}  // namespace wain::exports
