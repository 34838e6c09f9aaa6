// The verdicts of `wain test` for other programs: docs/schema/test-1.schema.json.
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "driver/decision_json.h"
#include "driver/test_render.h"

namespace wain::driver {
namespace {

constexpr llvm::StringRef verdicts[] = {"passed", "failed", "undecided"};
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
    text("path", expectation.path);
    json_.attribute("line", expectation.line);
    json_.attribute("column", expectation.column);
    text("expect", expectation.text);
    json_.attribute("verdict", verdicts[static_cast<std::size_t>(expectation.decision.verdict)]);
    write_decision(json_, expectation.claim, expectation.decision, currency_of(run_, expectation));
  }

  void text(llvm::StringRef key, const std::string& value) {
    json_.attribute(key, llvm::json::fixUTF8(value));
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
