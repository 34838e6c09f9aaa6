#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/expectations.h"
#include "driver/show_findings.h"
#include "planning/claims.h"
#include "planning/lower_plan.h"

namespace wain::driver {
namespace {

constexpr std::uint32_t default_most = 320;

class Loader {
public:
  explicit Loader(const Arguments& arguments) : arguments_(arguments) {
    run_.most = arguments.replications.value_or(default_most);
  }

  TestRun load() && {
    const Outcome outcome = compile_roots(arguments_, [&](Compilation& one) {
      if (!one.diagnostics.has_errors()) take(one);
    });
    run_.complete = outcome.complete;
    if (outcome.report.reaches(Level::Error)) {
      show_findings_aside(outcome.report, ColorChoice::Auto);
      run_.complete = false;
    }
    if (run_.complete && run_.expectations.empty()) {
      run_.complete = false;
      if (arguments_.expects.empty())
        complain(sim::ToolNothingExpected, {arg("path", arguments_.paths.front())});
      else
        complain(sim::ToolNoSuchExpectation, {arg("words", arguments_.expects.front())});
    }
    return std::move(run_);
  }

private:
  [[nodiscard]] bool is_wanted(const std::string& text) const {
    const auto& words = arguments_.expects;
    return words.empty() || std::any_of(words.begin(), words.end(), [&](const std::string& word) {
             return text.find(word) != std::string::npos;
           });
  }

  /// The expectations of the file itself: those of what it imports are decided where they stand.
  void take(Compilation& one) {
    const ir::Definition& definition = *one.analysis.definition;
    std::vector<const ir::Expectation*> wanted;
    std::vector<ir::ScenarioId> scenarios;
    for (const ir::Expectation& expectation : definition.expectations) {
      if (expectation.broken || expectation.span.file != FileId{0}) continue;
      if (!is_wanted(planning::claim_text(one.sources, expectation.claim))) continue;
      wanted.push_back(&expectation);
      for (const ir::ScenarioId id : planning::scenarios_of(expectation.claim))
        if (std::find(scenarios.begin(), scenarios.end(), id) == scenarios.end()) scenarios.push_back(id);
    }
    std::vector<plan::Plan> plans;
    for (const ir::ScenarioId id : scenarios)
      if (auto plan = planning::lower_plan(definition, id, one.sources, one.diagnostics))
        plans.push_back(std::move(*plan));
    if (plans.size() < scenarios.size()) return;  // what they lack was reported
    const emit::ElementIds ids(definition, one.sources);
    for (const ir::Expectation* expectation : wanted) add(one, ids, *expectation, scenarios, plans);
    for (plan::Plan& plan : plans) {
      TestedScenario& scenario = run_.scenarios[first_++];
      scenario.seed = arguments_.seed.value_or(plan.seed);
      scenario.random = simulation::is_random(plan);
      scenario.plan = std::move(plan);
    }
  }

  void add(const Compilation& one, const emit::ElementIds& ids, const ir::Expectation& expectation,
           const std::vector<ir::ScenarioId>& scenarios, const std::vector<plan::Plan>& plans) {
    Expectation out;
    const LineColumn at = one.sources.line_column(expectation.span.file, expectation.span.begin);
    out.path = one.sources.path(expectation.span.file);
    out.line = at.line;
    out.column = at.column;
    out.text = planning::claim_text(one.sources, expectation.claim);
    out.claim = planning::lower_claim(*one.analysis.definition, ids, expectation.claim, scenarios, plans);
    run_.scenarios.resize(first_ + scenarios.size());
    place(out.claim.left);
    if (out.claim.right) place(*out.claim.right);
    run_.expectations.push_back(std::move(out));
  }

  /// Its scenario among all, and what the scenario is to keep for it.
  void place(simulation::Reference& reference) {
    reference.scenario += first_;
    const auto watch = simulation::watch_of(reference);
    if (!watch) return;
    auto& watches = run_.scenarios[reference.scenario].watches;
    const auto known = std::find(watches.begin(), watches.end(), *watch);
    reference.watch = static_cast<std::size_t>(known - watches.begin());
    if (known == watches.end()) watches.push_back(*watch);
  }

  const Arguments& arguments_;
  TestRun run_;
  std::size_t first_ = 0;  // scenario of the file that is being loaded
};

}  // namespace

TestRun load_expectations(const Arguments& arguments) { return Loader(arguments).load(); }

}  // namespace wain::driver
