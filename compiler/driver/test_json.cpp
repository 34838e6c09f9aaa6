// The verdicts of `wain test` for other programs: docs/schema/test-1.schema.json.
#include <cmath>

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "driver/test_render.h"

namespace wain::driver {
namespace {

using simulation::Unit;

constexpr llvm::StringRef verdicts[] = {"passed", "failed", "undecided"};
constexpr llvm::StringRef units[] = {"hours", "money", "number", "share"};
constexpr llvm::StringRef grounds[] = {
    "difference", "caseShare", "allOneSide",   "oneCase",    "nothingRandom", "notSimulated",  "noCases",
    "tooFew",     "noneSeen",  "tooFewBeyond", "unfinished", "stopped",       "noSteadyState", "maxima"};

template <std::size_t N, class Enum>
llvm::StringRef word(const llvm::StringRef (&words)[N], Enum value) {
  return words[static_cast<std::size_t>(value)];
}

class JsonRenderer {
public:
  JsonRenderer(llvm::raw_ostream& out, const TestRun& run) : json_(out, 2), run_(run) {}

  void render() {
    json_.object([&] {
      json_.attribute("schema", "wain-test");
      json_.attribute("version", test_schema_version);
      json_.attribute("complete", run_.complete && !run_.interrupted);
      json_.attribute("mostReplications", run_.most);
      json_.attributeArray("scenarios", [&] {
        for (const TestedScenario& scenario : run_.scenarios) json_.object([&] { one(scenario); });
      });
      json_.attributeArray("expectations", [&] {
        for (const Expectation& expectation : run_.expectations) json_.object([&] { one(expectation); });
      });
      json_.attributeObject("summary", [&] {
        const auto counts = count_verdicts(run_);
        for (std::size_t i = 0; i < counts.size(); ++i)
          json_.attribute(verdicts[i], static_cast<std::int64_t>(counts[i]));
      });
    });
  }

private:
  void one(const TestedScenario& scenario) {
    text("scenario", scenario.plan.scenario);
    text("currency", scenario.plan.currency);
    json_.attribute("replications", static_cast<std::int64_t>(scenario.result.replications.size()));
    json_.attribute("seed", std::to_string(scenario.seed));
    json_.attributeArray("cautions", [&] {
      for (const std::string& caution : cautions_of(scenario)) json_.value(llvm::json::fixUTF8(caution));
    });
  }

  void one(const Expectation& expectation) {
    const simulation::Decision& decision = expectation.decision;
    text("path", expectation.path);
    json_.attribute("line", expectation.line);
    json_.attribute("column", expectation.column);
    text("expect", expectation.text);
    json_.attribute("verdict", word(verdicts, decision.verdict));
    json_.attribute("ground", word(grounds, decision.ground));
    text("reason", reason_words(expectation, currency_of(run_, expectation)));
    json_.attribute("unit", word(units, expectation.claim.unit));
    const double in_unit = scale(expectation.claim.unit);
    number("left", decision.left, in_unit);
    number("right", decision.right, in_unit);
    const bool of_share =
        decision.ground == simulation::Ground::CaseShare || decision.ground == simulation::Ground::AllOneSide;
    const double in_interval = of_share ? 1 : in_unit;
    number("value", decision.value, in_interval);
    const bool tells = decision.value.has_value();
    number("low", tells ? std::optional(decision.low) : std::nullopt, in_interval);
    number("high", tells ? std::optional(decision.high) : std::nullopt, in_interval);
    number("wanted", of_share ? std::optional(decision.wanted) : std::nullopt, 1);
    number("confidence", decision.confidence, 1);
    json_.attribute("replications", decision.replications);
    json_.attribute("cases", static_cast<std::int64_t>(decision.cases));
    number("wouldDecide", decision.would_decide, 1);
    json_.attribute("atBoundary", decision.at_boundary);
  }

  static double scale(Unit unit) {
    constexpr double hour = 3.6e9, money = 1e4;
    return unit == Unit::Time ? hour : unit == Unit::Money ? money : 1;
  }

  void text(llvm::StringRef key, const std::string& value) {
    json_.attribute(key, llvm::json::fixUTF8(value));
  }

  /// Null if it is not there or not finite.
  void number(llvm::StringRef key, std::optional<double> value, double in_unit) {
    json_.attributeBegin(key);
    if (value && std::isfinite(*value))
      json_.value(*value / in_unit);
    else
      json_.value(nullptr);
    json_.attributeEnd();
  }

  llvm::json::OStream json_;
  const TestRun& run_;
};

}  // namespace

std::string test_json(const TestRun& run) {
  std::string text;
  llvm::raw_string_ostream out(text);
  JsonRenderer(out, run).render();
  out << "\n";
  return text;
}

}  // namespace wain::driver
