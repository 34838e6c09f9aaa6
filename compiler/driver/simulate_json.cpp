// The figures of `wain simulate` for other programs: docs/schema/simulation-2.schema.json.
#include <cmath>

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "driver/decision_json.h"
#include "driver/simulate_render.h"
#include "report/words.h"

namespace wain::driver {
namespace {

using simulation::Interval;

llvm::StringRef cause_name(std::size_t cause) { return plan::figure_words[plan::first_cause + cause]; }

constexpr llvm::StringRef good_verdicts[] = {"met", "notMet", "undecided"};

class JsonRenderer {
public:
  explicit JsonRenderer(llvm::raw_ostream& out) : json_(out, 2) {}

  void render(const std::vector<simulation::ScenarioFigures>& scenarios,
              const std::vector<simulation::Comparison>& comparisons) {
    json_.object([&] {
      json_.attribute("schema", "wain-simulation");
      json_.attribute("version", simulation_schema_version);
      json_.attributeArray("scenarios", [&] {
        for (const simulation::ScenarioFigures& scenario : scenarios) json_.object([&] { one(scenario); });
      });
      json_.attributeArray("comparisons", [&] {
        for (const simulation::Comparison& comparison : comparisons)
          json_.object([&] { one(scenarios, comparison); });
      });
    });
  }

private:
  /// A number that is not finite is null.
  void number(llvm::StringRef key, double value) {
    json_.attributeBegin(key);
    if (std::isfinite(value))
      json_.value(value);
    else
      json_.value(nullptr);
    json_.attributeEnd();
  }

  void interval(llvm::StringRef key, const Interval& interval) {
    if (!interval.known) return json_.attribute(key, nullptr);
    json_.attributeObject(key, [&] {
      number("value", interval.value);
      number("half", interval.half);
    });
  }

  void quantile(llvm::StringRef key, const simulation::QuantileInterval& quantile) {
    if (!quantile.known) return json_.attribute(key, nullptr);
    json_.attributeObject(key, [&] {
      number("value", quantile.value);
      number("low", quantile.low);
      number("high", quantile.high);
    });
  }

  void one(const simulation::ScenarioFigures& scenario) {
    json_.attribute("scenario", scenario.name);
    json_.attribute("title", scenario.title);
    json_.attribute("currency", scenario.currency);
    json_.attribute("replications", scenario.replications);
    json_.attribute("wanted", scenario.wanted);
    json_.attribute("seed", std::to_string(scenario.seed));
    number("confidence", scenario.confidence);
    json_.attribute("partial", scenario.partial);
    json_.attributeArray("stopped", [&] {
      for (const std::string& sentence : scenario.stopped) json_.value(sentence);
    });
    number("stuck", scenario.stuck);
    interval("throughput", scenario.throughput);
    interval("drift", scenario.drift.value_or(Interval{}));
    interval("loss", scenario.loss.value_or(Interval{}));
    json_.attributeArray("runs", [&] {
      for (const simulation::RunFigures& run : scenario.runs) json_.object([&] { one(run); });
    });
    json_.attributeArray("steps", [&] {
      for (const simulation::StepFigures& step : scenario.steps) json_.object([&] { one(step); });
    });
    json_.attributeArray("pools", [&] {
      for (const simulation::PoolFigures& pool : scenario.pools)
        json_.object([&] {
          json_.attribute("pool", pool.name);
          interval("load", pool.load);
          interval("queue", pool.queue);
          number("most", pool.most);
          interval("growthPerWeek", pool.growth);
          json_.attribute("overloaded", pool.overloaded);
        });
    });
    json_.attributeArray("committees", [&] {
      for (const simulation::CommitteeFigures& committee : scenario.committees)
        json_.object([&] {
          json_.attribute("committee", committee.name);
          number("held", committee.held);
          number("empty", committee.empty);
          number("withoutQuorum", committee.without_quorum);
          number("heard", committee.heard);
          interval("load", committee.load);
          interval("queue", committee.queue);
          number("most", committee.most);
          interval("growthPerWeek", committee.growth);
          json_.attribute("overloaded", committee.overloaded);
        });
    });
    json_.attributeArray("missed", [&] {
      for (const simulation::CriterionFigures& criterion : scenario.criteria)
        json_.object([&] {
          json_.attribute("criterion", criterion.name);
          interval("share", criterion.missed);
        });
    });
    json_.attributeArray("good", [&] {
      for (const simulation::Good& good : scenario.goods)
        json_.object([&] {
          json_.attribute("outcome", good.outcome);
          json_.attribute("when", llvm::json::fixUTF8(good.text));
          json_.attribute("verdict", good_verdicts[static_cast<std::size_t>(good.decision.verdict)]);
          write_decision(json_, good.claim, good.decision, scenario.currency);
        });
    });
  }

  void one(const simulation::RunFigures& run) {
    json_.attribute("process", run.process);
    number("cases", run.cases);
    number("unfinished", run.unfinished);
    figures(run);
    json_.attributeArray("outcomes", [&] {
      for (const simulation::OutcomeFigures& outcome : run.outcomes)
        json_.object([&] {
          json_.attribute("outcome", outcome.name);
          number("cases", outcome.cases);
          interval("share", outcome.share);
          figures(outcome);
          interval("loss", outcome.loss.value_or(Interval{}));
        });
    });
    json_.attributeArray("measures", [&] {
      for (const simulation::MeasureFigures& measure : run.measures)
        json_.object([&] {
          json_.attribute("measure", measure.name);
          interval("share", measure.share);
        });
    });
    json_.attributeArray("notSimulated", [&] {
      for (const std::string& measure : run.not_simulated) json_.value(measure);
    });
  }

  /// Of the cases of a run, or of those of it that end in one outcome.
  template <class Figures>
  void figures(const Figures& of) {
    interval("cycleTime", of.cycle);
    quantile("median", of.median);
    quantile("p90", of.p90);
    quantile("p99", of.p99);
    interval("touchTime", of.touch);
    interval("waitingTime", of.waiting);
    interval("effort", of.effort);
    interval("cost", of.cost);
    interval("rework", of.rework);
    json_.attributeObject("causes", [&] {
      for (std::size_t c = 0; c < runtime::causes; ++c) interval(cause_name(c), of.causes[c]);
    });
  }

  void one(const simulation::StepFigures& step) {
    json_.attribute("step", step.name);
    json_.attribute("process", step.process);
    json_.attribute("kind", step.kind == plan::NodeKind::Gate   ? "gate"
                            : step.kind == plan::NodeKind::Wait ? "wait"
                                                                : "work");
    json_.attribute("by", step.by);
    interval("visits", step.visits);
    interval("perCase", step.per_case);
    number("share", step.share);
    interval("waitingTime", step.waiting);
    interval("noes", step.noes);
    json_.attributeObject("causes", [&] {
      for (std::size_t c = 0; c < runtime::causes; ++c) number(cause_name(c), step.causes[c]);
    });
  }

  void one(const std::vector<simulation::ScenarioFigures>& scenarios, const simulation::Comparison& one) {
    json_.attribute("first", scenarios[one.first].name);
    json_.attribute("second", scenarios[one.second].name);
    json_.attribute("process", scenarios[one.first].runs[one.run].process);
    json_.attribute("paired", one.paired);
    interval("cycleTime", one.cycle);
    interval("touchTime", one.touch);
    interval("cost", one.cost);
    number("relative", one.relative);
    json_.attribute("told", one.told);
    json_.attributeArray("outcomes", [&] {
      for (const simulation::OutcomeChange& outcome : one.outcomes)
        json_.object([&] {
          json_.attribute("outcome", outcome.name);
          interval("share", outcome.change);
          interval("cycleTime", outcome.cycle);
        });
    });
    json_.attribute("sentence",
                    report::comparison_sentence(one, scenarios[one.first].name,
                                                report::compared_name(scenarios[one.second], one.run)));
  }

  llvm::json::OStream json_;
};

}  // namespace

std::string simulation_json(const std::vector<simulation::ScenarioFigures>& scenarios,
                            const std::vector<simulation::Comparison>& comparisons) {
  std::string text;
  llvm::raw_string_ostream out(text);
  JsonRenderer(out).render(scenarios, comparisons);
  out << '\n';
  return text;
}

}  // namespace wain::driver
