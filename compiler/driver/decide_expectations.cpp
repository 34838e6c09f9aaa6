#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "driver/expectations.h"
#include "driver/interrupt.h"
#include "driver/progress.h"
#include "driver/threads.h"

namespace wain::driver {
namespace {

using simulation::Ground;
using simulation::Verdict;

constexpr double doubt = 0.05;  // of all looks together; the k-th has a level of 0.05/2^k
constexpr std::uint32_t first_look = 20;

/// Whether more replications can decide what these did not.
bool is_open(const simulation::Decision& decision) {
  if (decision.verdict != Verdict::Undecided) return false;
  switch (decision.ground) {
    case Ground::NotSimulated:
    case Ground::Maxima:
    case Ground::NoneSeen:
    case Ground::TooFewBeyond:
    case Ground::Unfinished:
    case Ground::Stopped:
    case Ground::NoSteadyState: return false;
    default: return true;
  }
}

class Looks {
public:
  Looks(TestRun& run, const Arguments& arguments) : run_(run), arguments_(arguments) {}

  void all() {
    const Interrupt interrupt;
    double of_look = doubt;
    for (std::uint32_t count = std::min(first_look, run_.most);; count = std::min(count * 2, run_.most)) {
      of_look /= 2;
      if (!simulate(count, interrupt)) return;
      decide(1 - of_look);
      run_.interrupted = interrupt.flag();
      if (run_.interrupted || count == run_.most || open_.empty()) return;
    }
  }

private:
  /// The scenarios that something open is said about.
  [[nodiscard]] std::vector<std::size_t> scenarios() const {
    std::vector<bool> wanted(run_.scenarios.size(), false);
    const auto want = [&](const simulation::Claim& claim) {
      if (claim.left.missing != simulation::Missing::Nothing) return;
      if (claim.right && claim.right->missing != simulation::Missing::Nothing) return;
      wanted[claim.left.scenario] = true;
      if (claim.right) wanted[claim.right->scenario] = true;
    };
    if (is_first_)
      for (const Expectation& one : run_.expectations) want(one.claim);
    for (const std::size_t one : open_) want(run_.expectations[one].claim);
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i]) all.push_back(i);
    return all;
  }

  /// Up to so many replications of each scenario that something open is said about; of one in which nothing
  /// is random, copies of the first. False: a plan cannot be run, and it was said.
  bool simulate(std::uint32_t count, const Interrupt& interrupt) {
    const std::vector<std::size_t> wanted = scenarios();
    std::size_t total = 0;
    for (const std::size_t i : wanted)
      total += run_.scenarios[i].random ? count - run_.scenarios[i].result.replications.size() : 1;
    Progress progress(total, !arguments_.quiet);
    for (const std::size_t i : wanted) {
      TestedScenario& one = run_.scenarios[i];
      if (!more(one, one.random ? count : 1, interrupt, progress)) return false;
      auto& all = one.result.replications;
      if (!one.random && !all.empty()) all.resize(count, all.front());
    }
    return true;
  }

  bool more(TestedScenario& one, std::uint32_t count, const Interrupt& interrupt, Progress& progress) {
    auto& all = one.result.replications;
    if (all.size() >= count || interrupt.flag()) return true;
    runtime::SimulateOptions options;
    options.first_replication = static_cast<std::uint32_t>(all.size());
    options.replications = count - options.first_replication;
    options.seed = one.seed;
    options.jobs = threads(arguments_);
    options.keep_cycle_times = false;
    options.watches = one.watches;
    options.cancel = &interrupt.flag();
    options.progress = [&](std::uint32_t, std::uint32_t) { progress.at(one.plan.scenario); };
    runtime::SimulationResult found = runtime::simulate(one.plan, options);
    for (const plan::Problem& problem : found.problems)
      complain(sim::ToolPlanProblem, {arg("path", one.plan.scenario), arg("problem", str(problem))});
    if (!found.problems.empty()) {
      run_.complete = false;
      return false;
    }
    std::move(found.replications.begin(), found.replications.end(), std::back_inserter(all));
    return true;
  }

  /// What was decided at an earlier look stays so.
  void decide(double confidence) {
    std::vector<std::size_t> still;
    for (std::size_t i = 0; i < run_.expectations.size(); ++i) {
      const bool asked = is_first_ || std::find(open_.begin(), open_.end(), i) != open_.end();
      if (!asked) continue;
      Expectation& one = run_.expectations[i];
      one.decision = decide(one.claim, confidence);
      if (is_open(one.decision)) still.push_back(i);
    }
    is_first_ = false;
    open_ = std::move(still);
  }

  /// By as many replications as both sides have: an interrupt may have come between them.
  [[nodiscard]] simulation::Decision decide(const simulation::Claim& claim, double confidence) const {
    std::vector<simulation::Sample> samples(run_.scenarios.size());
    std::vector<runtime::ReplicationResult> shorter[2];
    std::size_t count = run_.scenarios[claim.left.scenario].result.replications.size();
    if (claim.right)
      count = std::min(count, run_.scenarios[claim.right->scenario].result.replications.size());
    const auto add = [&](const simulation::Reference& reference,
                         std::vector<runtime::ReplicationResult>& cut) {
      const TestedScenario& one = run_.scenarios[reference.scenario];
      const auto& all = one.result.replications;
      if (all.size() > count) cut.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
      samples[reference.scenario] = {&one.plan, all.size() > count ? &cut : &all, one.seed, one.random};
    };
    add(claim.left, shorter[0]);
    if (claim.right) add(*claim.right, shorter[1]);
    return simulation::decide(claim, samples, confidence);
  }

  TestRun& run_;
  const Arguments& arguments_;
  std::vector<std::size_t> open_;  // expectations
  bool is_first_ = true;
};

}  // namespace

void decide_expectations(TestRun& run, const Arguments& arguments) { Looks(run, arguments).all(); }

}  // namespace wain::driver
