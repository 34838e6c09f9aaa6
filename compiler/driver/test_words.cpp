// Verdicts of expectations in words.
#include "diagnostics/simulation_ids.h"
#include "driver/test_render.h"
#include "report/decision_words.h"
#include "report/words.h"
#include "simulation/report.h"

namespace wain::driver {

std::array<std::size_t, 3> count_verdicts(const TestRun& run) {
  std::array<std::size_t, 3> counts{};
  for (const Expectation& one : run.expectations) ++counts[static_cast<std::size_t>(one.decision.verdict)];
  return counts;
}

std::string verdict_words(simulation::Verdict verdict) {
  switch (verdict) {
    case simulation::Verdict::Passed: return render(sim::TestPassed, {});
    case simulation::Verdict::Failed: return render(sim::TestFailed, {});
    case simulation::Verdict::Undecided: return render(sim::TestUndecided, {});
  }
  return {};
}

std::string reason_words(const Expectation& expectation, const std::string& currency) {
  return report::decision_words(expectation.claim, expectation.decision, currency);
}

const std::string& currency_of(const TestRun& run, const Expectation& expectation) {
  return run.scenarios[expectation.claim.left.scenario].plan.currency;
}

std::vector<std::string> cautions_of(const TestedScenario& scenario) {
  if (scenario.result.replications.empty()) return {};
  constexpr double confidence = 0.95;
  const auto done = static_cast<std::uint32_t>(scenario.result.replications.size());
  return report::caution_words(
      simulation::figures_of(scenario.plan, scenario.result, {done, scenario.seed, confidence}));
}

}  // namespace wain::driver
