// The verdicts of `wain test` for a reader.
#include "diagnostics/simulation_ids.h"
#include "driver/test_render.h"

namespace wain::driver {

std::string test_text(const TestRun& run, bool brief) {
  std::string text;
  for (const Expectation& one : run.expectations) {
    if (brief && one.decision.verdict == simulation::Verdict::Passed) continue;
    text += render(sim::TestLine,
                   {arg("path", one.path), arg("line", one.line), arg("column", one.column),
                    arg("verdict", verdict_words(one.decision.verdict)), arg("expect", one.text)}) +
            "\n  " + reason_words(one, currency_of(run, one)) + "\n";
  }
  for (const TestedScenario& scenario : run.scenarios)
    for (const std::string& caution : cautions_of(scenario))
      text +=
          render(sim::TestCaution, {arg("scenario", scenario.plan.scenario), arg("caution", caution)}) + "\n";
  const auto counts = count_verdicts(run);
  text += render(sim::TestSummary,
                 {arg("passed", counts[0]), arg("failed", counts[1]), arg("undecided", counts[2])}) +
          "\n";
  constexpr std::size_t many = 2;
  if (run.expectations.size() >= many)
    text += render(sim::TestManyLines, {arg("count", run.expectations.size())}) + "\n";
  return text;
}

}  // namespace wain::driver
