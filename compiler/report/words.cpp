#include "report/words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "ir/value.h"
#include "report/rounded.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

using lint::share_text;
using lint::time_text;

/// Half of an interval that is less is the rounding of sums: of time 5 ms, of money half a tenth of a cent.
constexpr double least_time = 0.005 / 3600, least_share = 5e-7, least_number = 5e-6, least_money = 0.0005;

/// No sign where nothing is left to see.
std::string with_sign(const std::string& of_size, double value) {
  const bool nothing = of_size == "0" || of_size.starts_with("0 ");
  return (nothing ? "" : value < 0 ? "-" : "+") + of_size;
}

simulation::Interval size_of(const simulation::Interval& interval) {
  return {std::abs(interval.value), interval.half, interval.known};
}

/// A queue of less than a thousandth of a case is none.
std::string number_text(double number) {
  constexpr double none = 0.0005;
  if (std::abs(number) < none) return "0";
  return digits_words(number, 3);
}

std::string counted(double count, Diag one, Diag many) {
  const std::int64_t whole = std::llround(count);
  return whole == 1 ? render(one, {}) : render(many, {arg("count", lint::count_text(whole))});
}

/// Why, by the step where it happened.
std::string reason(const simulation::Comparison& one) {
  const auto told = [](Diag id, const simulation::Turn& turn) {
    return render(id, {arg("step", turn.step), arg("before", time_text(turn.before)),
                       arg("after", time_text(turn.after)), arg("share", share_text(turn.share)),
                       arg("change", time_text(std::abs(turn.after - turn.before))),
                       arg("cause", cause_words(turn.cause, turn.by))});
  };
  std::string why;
  if (one.changed) {
    const simulation::Turn& turn = *one.changed;
    const bool alike = time_text(turn.after) == time_text(turn.before);  // as far as the reader sees
    const Diag moved = !alike                     ? sim::SimulateMoved
                       : turn.after < turn.before ? sim::SimulateMovedLess
                                                  : sim::SimulateMovedMore;
    why = told(turn.gone ? sim::SimulateGone : turn.added ? sim::SimulateAdded : moved, turn);
  }
  constexpr double little = 0.05;  // then what stays says more than what changed
  if (one.stays && (why.empty() || std::abs(one.relative) < little))
    why += (why.empty() ? "" : "; ") + told(sim::SimulateStays, *one.stays);
  return why.empty() ? render(sim::SimulateNoWhy, {}) : why;
}

std::string with_place(const std::string& name, const std::string& place) {
  return place.empty() ? name : render(sim::SimulateWhere, {arg("name", name), arg("place", place)});
}

}  // namespace

std::string digits_words(double value, int digits) {
  std::string text = fmt::format("{:.{}g}", value, digits);
  if (text.find('e') == std::string::npos && std::abs(value) < 1000) return text;
  if (!std::isfinite(value)) return text;
  if (std::abs(value) >= 1) return lint::count_text(std::llround(value));
  const int places = digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  text = fmt::format("{:.{}f}", value, places);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

std::string time_words(const simulation::Interval& hours, bool at_least) {
  if (!hours.known) return "-";
  const std::string before = at_least ? "≥" : "";
  const lint::TimeUnit unit = lint::time_unit(
      std::isfinite(hours.half) ? std::max(std::abs(hours.value), hours.half) : std::abs(hours.value));
  const Rounded both = rounded(hours.value / unit.hours, hours.half / unit.hours, least_time / unit.hours);
  if (both.half.empty()) return before + time_text(hours.value);
  return fmt::format("{}{} {} ± {}", before, both.value, unit.name, both.half);
}

std::string cases_words(double count) { return counted(count, sim::CountCase, sim::CountCases); }
std::string visits_words(double count) { return counted(count, sim::CountVisit, sim::CountVisits); }
std::string replications_words(double count) {
  return counted(count, sim::CountReplication, sim::CountReplications);
}

std::string change_words(const simulation::Interval& hours) {
  return hours.known ? with_sign(time_words(size_of(hours)), hours.value) : "-";
}

std::string comparison_change_words(const simulation::Comparison& comparison) {
  if (comparison.open == simulation::Open::Undecided) return "-";
  const bool bound = comparison.open == simulation::Open::AtLeast;
  return (!bound ? "" : comparison.cycle.value < 0 ? "≤" : "≥") + change_words(comparison.cycle);
}

std::string share_words(const simulation::Interval& share) {
  if (!share.known) return "-";
  constexpr double hundred = 100;
  const Rounded both = rounded(share.value * hundred, share.half * hundred, least_share * hundred);
  return both.half.empty() ? share_text(share.value) : fmt::format("{} % ± {}", both.value, both.half);
}

std::string points_words(const simulation::Interval& change) {
  if (!change.known) return "-";
  constexpr double hundred = 100, least = 0.005;  // points: less is nothing to be seen
  const simulation::Interval size = size_of(change);
  const Rounded both = rounded(size.value * hundred, size.half * hundred, least);
  if (!both.half.empty()) return with_sign(fmt::format("{} ± {}", both.value, both.half), change.value);
  return with_sign(size.value * hundred < least ? "0" : digits_words(size.value * hundred, 2), change.value);
}

std::string number_words(const simulation::Interval& number) {
  if (!number.known) return "-";
  const Rounded both = rounded(number.value, number.half, least_number);
  const std::string text = number_text(number.value);
  return both.half.empty() || text == "0" ? text : fmt::format("{} ± {}", both.value, both.half);
}

std::string money_words(const simulation::Interval& amount, std::string_view currency) {
  if (!amount.known) return "-";
  const ir::Currency unit = ir::Currency::parse(currency).value_or(ir::Currency{{'X', 'X', 'X'}});
  const Rounded both = rounded(amount.value, amount.half, least_money);
  if (!both.half.empty()) return fmt::format("{} {} ± {}", both.value, unit.str(), both.half);
  constexpr double cent = 0.01;
  return lint::money_text(std::abs(amount.value) < cent / 2 ? 0 : amount.value, unit);
}

std::string money_change_words(const simulation::Interval& amount, std::string_view currency) {
  return amount.known ? with_sign(money_words(size_of(amount), currency), amount.value) : "-";
}

std::string quantile_words(const simulation::QuantileInterval& quantile) {
  if (!quantile.known) return "-";
  return std::isinf(quantile.value) ? "∞" : time_text(quantile.value);
}

std::string confidence_words(double confidence) {
  constexpr double hundred = 100;
  return fmt::format("{:.6g} %", confidence * hundred);
}

std::vector<std::string> caution_words(const simulation::ScenarioFigures& scenario) {
  std::vector<std::string> all;
  double unfinished = 0;
  for (const simulation::RunFigures& run : scenario.runs) unfinished += run.unfinished;
  const auto count = [](double number) { return lint::count_text(std::llround(number)); };
  if (unfinished > 0) all.push_back(render(sim::SimulateUnfinished, {arg("cases", count(unfinished))}));
  if (scenario.stuck > 0)
    all.push_back(render(scenario.stuck_for.empty() ? sim::SimulateStuck : sim::SimulateStuckAt,
                         {arg("cases", cases_words(scenario.stuck)), arg("step", scenario.stuck_at),
                          arg("duty", scenario.stuck_for)}));
  all.insert(all.end(), scenario.stopped.begin(), scenario.stopped.end());
  const auto overload = [&](const auto& of) {
    if (!of.overloaded) return;
    all.push_back(render(scenario.warmed_up ? sim::SimulateOverload : sim::SimulateOverloadFor,
                         {arg("pool", of.name), arg("load", share_text(of.load.value)),
                          arg("growth", number_text(of.growth.value))}));
  };
  for (const simulation::PoolFigures& pool : scenario.pools) overload(pool);
  for (const simulation::CommitteeFigures& committee : scenario.committees) overload(committee);
  // Who gave up early may not have come to their hours.
  const bool whole = scenario.stopped.empty();
  for (const simulation::PoolFigures& pool : scenario.pools)
    if (whole && !pool.load.known && pool.queue.value > 0)
      all.push_back(render(sim::SimulateNeverThere, {arg("pool", with_place(pool.name, pool.place))}));
  for (const simulation::CommitteeFigures& committee : scenario.committees)
    if (whole && committee.held == 0 && committee.without_quorum > 0)
      all.push_back(
          render(sim::SimulateNeverQuorum, {arg("committee", with_place(committee.name, committee.place))}));
  if (scenario.drift && scenario.drift->low() > 0)
    all.push_back(render(sim::SimulateDrift, {arg("change", time_words(*scenario.drift)),
                                              arg("growth", time_text(scenario.drift_a_week))}));
  return all;
}

std::string cause_words(runtime::Cause cause, std::string_view by) {
  const std::vector<DiagArg> args{arg("by", by)};
  switch (cause) {
    case runtime::Cause::WorkHuman: return render(sim::CauseWorkHuman, {});
    case runtime::Cause::WorkMachine: return render(sim::CauseWorkMachine, {});
    case runtime::Cause::Queue: return render(by.empty() ? sim::CauseQueue : sim::CauseQueueOf, args);
    case runtime::Cause::Hours: return render(by.empty() ? sim::CauseHours : sim::CauseHoursOf, args);
    case runtime::Cause::Meeting: return render(by.empty() ? sim::CauseMeeting : sim::CauseMeetingOf, args);
    case runtime::Cause::Batch: return render(sim::CauseBatch, {});
    case runtime::Cause::Timer: return render(sim::CauseTimer, {});
    case runtime::Cause::Outside: return render(sim::CauseOutside, {});
    case runtime::Cause::Separation: return render(sim::CauseSeparation, {});
  }
  return {};
}

std::string headline(const simulation::RunFigures& run, std::string_view process, std::string_view scenario) {
  const bool open = run.unfinished > 0;
  const Diag none = open ? sim::SimulateHeadlineOpen : sim::SimulateHeadlineNone;
  return render(
      run.cycle.known ? sim::SimulateHeadline : none,
      {arg("process", process), arg("scenario", scenario), arg("cycle", time_words(run.cycle, open))});
}

std::string compared_name(const simulation::ScenarioFigures& scenario, std::size_t run) {
  return scenario.runs.size() > 1 ? fmt::format("{}.{}", scenario.name, scenario.runs[run].process)
                                  : scenario.name;
}

std::string comparison_sentence(const simulation::Comparison& one, std::string_view first,
                                std::string_view second) {
  using simulation::Open;
  const bool infinite = std::isinf(one.cycle.half);
  const Diag id = one.open == Open::Undecided ? sim::SimulateUnended
                  : one.open == Open::Grows   ? sim::SimulateGrows
                  : !one.told                 ? (infinite ? sim::SimulateUntold : sim::SimulateSame)
                  : one.cycle.value < 0       ? sim::SimulateFaster
                                              : sim::SimulateSlower;
  std::string change = change_words(one.cycle);
  if (one.told) change = time_words(size_of(one.cycle));
  if (one.told && one.open == Open::AtLeast) change = render(sim::SimulateAtLeast, {arg("change", change)});
  return render(id, {arg("scenario", second), arg("first", first), arg("change", change),
                     arg("relative", share_text(std::abs(one.relative))), arg("why", reason(one))});
}

}  // namespace wain::report
