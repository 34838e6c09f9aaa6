#include "simulation/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wain::simulation {
namespace {

/// Whether cases of this run may come there.
bool concerns(const StepFigures& step, std::size_t run) {
  return std::find(step.runs.begin(), step.runs.end(), run) != step.runs.end();
}

const StepFigures* find(const ScenarioFigures& in, const StepFigures& step) {
  for (const StepFigures& one : in.steps)
    if (one.key == step.key && one.kind == step.kind) return &one;
  for (const StepFigures& one : in.steps)
    if (one.key == step.key) return &one;
  return nullptr;
}

/// Less is shown as nothing.
constexpr double least_told = 0.005 / 3600;

/// Hours by one cause of a case's visits, on its critical path or not.
double hours_by(const StepFigures* step, std::size_t cause) {
  return step != nullptr ? step->causes[cause] * step->visits.value : 0;
}

/// The cause whose time a case differs most between two steps; of one step alone its greatest.
runtime::Cause cause_of(const StepFigures* a, const StepFigures* b) {
  std::size_t found = 0;
  double most = -1;
  for (std::size_t c = 0; c < runtime::causes; ++c) {
    const double difference = std::abs(hours_by(b, c) - hours_by(a, c));
    if (difference <= most) continue;
    most = difference;
    found = c;
  }
  return static_cast<runtime::Cause>(found);
}

double visit_hours(const StepFigures* step) {
  double sum = 0;
  for (std::size_t c = 0; c < runtime::causes; ++c) sum += hours_by(step, c);
  return sum;
}

Turn turn(const StepFigures* a, const StepFigures* b) {
  const StepFigures& shown = a != nullptr ? *a : *b;
  Turn out;
  out.step = shown.name;
  out.by = shown.by;
  out.kind = shown.kind;
  out.before = a != nullptr ? a->per_case.value : 0;
  out.after = b != nullptr ? b->per_case.value : 0;
  out.share = a != nullptr ? a->share : 0;
  out.gone = b == nullptr;
  out.added = a == nullptr;
  // What changed only because another branch is the longer one now waits for what it waited for.
  constexpr double little = 0.1;
  const double own = std::abs(visit_hours(b) - visit_hours(a));
  out.cause = own < little * std::abs(out.after - out.before) ? cause_of(&shown, nullptr) : cause_of(a, b);
  return out;
}

/// The step whose time changed most in the direction of the whole: as far as its own visits changed, since
/// beside a branch that became shorter the others are more often the critical path, or less. If the visits of
/// none did, the one that changed most on the critical path.
std::optional<Turn> changed_most(const ScenarioFigures& a, const ScenarioFigures& b, std::size_t run,
                                 double change) {
  std::optional<Turn> best, shifted;
  double most = 0, most_shifted = 0;
  const auto consider = [&](const StepFigures* before, const StepFigures* after) {
    const Turn one = turn(before, after);
    const double sign = change < 0 ? -1 : 1;
    const double gain = (one.after - one.before) * sign;
    const double own = std::min(gain, (visit_hours(after) - visit_hours(before)) * sign);
    if (own > most) {
      most = own;
      best = one;
    }
    if (gain > most_shifted) {
      most_shifted = gain;
      shifted = one;
    }
  };
  for (const StepFigures& step : a.steps)
    if (concerns(step, run)) consider(&step, find(b, step));
  for (const StepFigures& step : b.steps)
    if (concerns(step, run) && find(a, step) == nullptr) consider(nullptr, &step);
  return most >= least_told ? best : shifted;
}

/// Where most of the time is, in both.
std::optional<Turn> stays_most(const ScenarioFigures& a, const ScenarioFigures& b, std::size_t run) {
  const StepFigures* most = nullptr;
  double stays = 0;
  for (const StepFigures& step : a.steps) {
    const StepFigures* other = concerns(step, run) ? find(b, step) : nullptr;
    const double hours = other != nullptr ? std::min(step.per_case.value, other->per_case.value) : 0;
    if (hours <= stays) continue;
    stays = hours;
    most = &step;
  }
  if (most == nullptr) return std::nullopt;
  Turn out = turn(most, find(b, *most));
  out.cause = cause_of(most, nullptr);
  return out;
}

/// The mean of a run with cases that did not end is at least what it says.
Open open_of(const ScenarioFigures& a, const ScenarioFigures& b, std::size_t run, double change) {
  const bool first = a.runs[run].unfinished > 0, second = b.runs[run].unfinished > 0;
  if (change < 0 ? second : first) return Open::Undecided;
  if (first || second) return Open::AtLeast;
  return a.steady && b.steady ? Open::No : Open::Grows;
}

Comparison compare(const std::vector<ScenarioFigures>& all, std::size_t second, std::size_t run,
                   double confidence) {
  const ScenarioFigures& a = all.front();
  const ScenarioFigures& b = all[second];
  Comparison out;
  out.second = second;
  out.run = run;
  out.paired = a.seed == b.seed && a.replications == b.replications;
  out.cycle = difference_of(a.cycle_of_run[run], b.cycle_of_run[run], out.paired, confidence);
  out.touch = difference_of(a.touch_of_run[run], b.touch_of_run[run], out.paired, confidence);
  out.cost = difference_of(a.cost_of_run[run], b.cost_of_run[run], out.paired, confidence);
  out.open = open_of(a, b, run, out.cycle.value);
  if (out.open == Open::Undecided || out.open == Open::Grows)
    out.cycle.half = std::numeric_limits<double>::infinity();
  const double before = a.runs[run].cycle.value;
  out.relative = before > 0 ? out.cycle.value / before : 0;
  const bool sure = !a.random && !b.random;  // one replication tells all
  out.told = out.cycle.known && out.open != Open::Undecided &&
             ((sure && out.open == Open::No) || out.cycle.low() > 0 || out.cycle.high() < 0) &&
             std::abs(out.cycle.value) >= least_told;
  for (std::size_t i = 0; i < a.runs[run].outcomes.size(); ++i)
    for (std::size_t k = 0; k < b.runs[run].outcomes.size(); ++k)
      if (a.runs[run].outcomes[i].name == b.runs[run].outcomes[k].name &&
          a.runs[run].outcomes[i].cases + b.runs[run].outcomes[k].cases > 0)
        out.outcomes.push_back(
            {a.runs[run].outcomes[i].name,
             difference_of(a.outcome_of_run[run][i], b.outcome_of_run[run][k], out.paired, confidence),
             difference_of(a.cycle_of_outcome[run][i], b.cycle_of_outcome[run][k], out.paired, confidence)});
  if (out.told || out.open == Open::Grows) out.changed = changed_most(a, b, run, out.cycle.value);
  out.stays = stays_most(a, b, run);
  return out;
}

}  // namespace

std::vector<Comparison> compare(const std::vector<ScenarioFigures>& scenarios, double confidence) {
  std::vector<Comparison> all;
  for (std::size_t s = 1; s < scenarios.size(); ++s) {
    if (scenarios[s].runs.size() != scenarios.front().runs.size()) continue;
    for (std::size_t run = 0; run < scenarios[s].runs.size(); ++run) {
      Comparison one = compare(scenarios, s, run, confidence);
      if (one.cycle.known) all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace wain::simulation
