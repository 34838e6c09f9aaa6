// The report of `wain estimate` for other programs: docs/schema/estimate-1.schema.json.
#include <cmath>

#include "driver/estimate_render.h"
#include "rules/engine/why_text.h"
#include "runtime/plan/figure.h"

namespace wain::driver {
namespace {

// The estimate's causes are those of the simulation, in their order.
#define WAIN_CAUSE(id, word)                                         \
  static_assert(static_cast<std::size_t>(estimate::TimeCause::id) == \
                static_cast<std::size_t>(plan::Figure::id) - plan::first_cause);
#include "runtime/plan/causes.def"
#undef WAIN_CAUSE
static_assert(estimate::time_causes == plan::figures - plan::first_cause);

llvm::StringRef name(estimate::Mark mark) {
  switch (mark) {
    case estimate::Mark::Exact: return "exact";
    case estimate::Mark::AtLeast: return "at-least";
    case estimate::Mark::AtMost: return "at-most";
    case estimate::Mark::About: return "about";
  }
  return "about";
}

class JsonRenderer {
public:
  JsonRenderer(const EstimateReport& report, llvm::json::OStream& json)
      : report_(report), definition_(*report.definition), json_(json) {}

  void render() {
    json_.object([&] {
      json_.attribute("file", report_.file);
      json_.attributeArray("scenarios", [&] {
        for (const ScenarioEstimate& scenario : report_.scenarios) one(scenario);
      });
    });
  }

private:
  void one(const ScenarioEstimate& scenario) {
    json_.object([&] {
      json_.attributeBegin("scenario");
      if (scenario.scenario)
        json_.value(llvm::StringRef(definition_[scenario.scenario].name));
      else
        json_.value(nullptr);
      json_.attributeEnd();
      json_.attributeArray("processes", [&] {
        for (const ProcessEstimate& process : scenario.processes) one(process);
      });
      json_.attributeArray("loads", [&] {
        for (const LoadLine& load : scenario.loads) one(load);
      });
      whys("why", scenario.why);
    });
  }

  void one(const ProcessEstimate& process) {
    json_.object([&] {
      json_.attribute("process", llvm::StringRef(definition_[process.process].name));
      json_.attribute("visitsKnown", process.solved);
      quantity("cycleTime", process.cycle);
      quantity("cycleTimeWithQueues", process.cycle_with_queues);
      number("firstPassYield", process.solved ? std::optional(process.first_pass) : std::nullopt);
      json_.attributeBegin("causes");
      if (process.cycle)
        causes(process.causes);
      else
        json_.value(nullptr);
      json_.attributeEnd();
      json_.attributeArray("outcomes", [&] {
        for (const OutcomeLine& end : process.outcomes)
          json_.object([&] {
            json_.attribute("outcome", llvm::StringRef(definition_[end.outcome].name));
            number("share", end.share);
            json_.attribute("shareIsUpperBound", end.upper);
            quantity("cycleTime", end.cycle);
          });
      });
      json_.attributeArray("steps", [&] {
        for (const StepLine& step : process.steps) one(process, step);
      });
      json_.attributeArray("ceilings", [&] {
        for (const CeilingLine& one : process.ceilings)
          json_.object([&] {
            json_.attribute("step", llvm::StringRef(definition_[process.process][one.node].name));
            number("share", one.ceiling.share);
            quantity("saved", one.ceiling.saved);
            quantity("cycleTime", one.ceiling.cycle);
          });
      });
      json_.attributeArray("meetings", [&] {
        for (const MeetingLine& one : process.meetings) meeting(process, one);
      });
      whys("why", process.why);
    });
  }

  void one(const ProcessEstimate& process, const StepLine& step) {
    const ir::Node& node = definition_[process.process][step.node];
    json_.object([&] {
      json_.attribute("step", step.name);
      json_.attribute("kind", llvm::StringRef(ir::name(node.kind)));
      json_.attributeBegin("actor");
      if (node.actor)
        json_.value(llvm::StringRef(definition_[node.actor].name));
      else
        json_.value(nullptr);
      json_.attributeEnd();
      number("visits", step.visits);
      json_.attribute("visitsAreUpperBound", step.upper);
      json_.attributeBegin("time");
      if (step.time)
        time(process, *step.time);
      else
        json_.value(nullptr);
      json_.attributeEnd();
    });
  }

  /// Hours.
  void time(const ProcessEstimate& process, const estimate::NodeTime& time) {
    json_.object([&] {
      number("perCase", time.per_case);
      number("share", process.cycle && process.cycle->hours > 0 ? time.per_case / process.cycle->hours : 0);
      number("elapsed", time.elapsed);
      number("touch", time.touch);
      number("waiting", time.waiting);
      number("waitForMeeting", time.wait_for_meeting);
      json_.attributeBegin("causes");
      causes(time.causes);
      json_.attributeEnd();
    });
  }

  void causes(const std::array<double, estimate::time_causes>& hours) {
    json_.object([&] {
      for (std::size_t i = 0; i < estimate::time_causes; ++i)
        number(plan::figure_words[plan::first_cause + i], hours[i]);
    });
  }

  void meeting(const ProcessEstimate& process, const MeetingLine& one) {
    const ir::Node& node = definition_[process.process][one.node];
    json_.object([&] {
      json_.attribute("step", llvm::StringRef(node.name));
      json_.attribute("committee", llvm::StringRef(definition_[node.actor].name));
      number("wait", one.wait.hours);
      json_.attributeBegin("bestDay");
      if (one.wait.best_day)
        json_.value(llvm::StringRef(ir::name(*one.wait.best_day)));
      else
        json_.value(nullptr);
      json_.attributeEnd();
      number("waitOnBestDay", one.wait.best_hours);
    });
  }

  void one(const LoadLine& line) {
    const estimate::ActorLoad& load = line.load;
    json_.object([&] {
      json_.attribute("actor", llvm::StringRef(definition_[load.actor].name));
      number("load", load.load);
      number("offeredHoursAWeek", load.offered);
      number("availableHoursAWeek", load.available);
      number("headroom", load.load > 0 ? std::optional(load.headroom) : std::nullopt);
      number("growthCasesAWeek", load.growth_a_week);
      number("toClockCasesAWeek", load.to_clock_a_week);
      number("meanService", load.mean_service);
      json_.attribute("servers", load.servers);
      names("sharedWith", load.with);
      names("persons", load.persons);
      number("queue", line.queue.wait ? std::optional(line.queue.wait->elapsed_hours) : std::nullopt);
      std::vector<estimate::WhyNot> all = load.why;
      for (const estimate::WhyNot& why : line.queue.why) estimate::note(all, why);
      whys("why", all);
    });
  }

  void names(llvm::StringRef key, const std::vector<ir::ActorId>& actors) {
    json_.attributeArray(key, [&] {
      for (const ir::ActorId actor : actors) json_.value(llvm::StringRef(definition_[actor].name));
    });
  }

  void quantity(llvm::StringRef key, const std::optional<estimate::Quantity>& quantity) {
    json_.attributeBegin(key);
    if (quantity) {
      json_.object([&] {
        number("hours", quantity->hours);
        json_.attribute("mark", name(quantity->mark));
      });
    } else {
      json_.value(nullptr);
    }
    json_.attributeEnd();
  }

  /// What is not finite has no number.
  void number(llvm::StringRef key, std::optional<double> value) {
    json_.attributeBegin(key);
    if (value && std::isfinite(*value))
      json_.value(*value);
    else
      json_.value(nullptr);
    json_.attributeEnd();
  }

  void whys(llvm::StringRef key, const std::vector<estimate::WhyNot>& causes) {
    json_.attributeArray(key, [&] {
      for (const estimate::WhyNot& why : causes)
        json_.value(lint::why_text(definition_, report_.sources, why));
    });
  }

  const EstimateReport& report_;
  const ir::Definition& definition_;
  llvm::json::OStream& json_;
};

}  // namespace

void estimate_json(const EstimateReport& report, llvm::json::OStream& json) {
  JsonRenderer(report, json).render();
}

}  // namespace wain::driver
