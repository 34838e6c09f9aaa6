#include "report/words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "ir/value.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

using lint::share_text;
using lint::time_text;

/// No sign where nothing is left to see.
std::string signed_time(double hours) {
  const std::string text = time_text(std::abs(hours)), nothing = time_text(0);
  return text == nothing ? text : (hours < 0 ? "-" : "+") + text;
}

bool has_half(const simulation::Interval& interval) {
  return std::isfinite(interval.half) && interval.half > 0;
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
  std::string text = (at_least ? "≥" : "") + time_text(hours.value);
  if (has_half(hours)) text += " ± " + time_text(hours.half);
  return std::string(without_idle_half(text));
}

std::string cases_words(double count) { return counted(count, sim::CountCase, sim::CountCases); }
std::string visits_words(double count) { return counted(count, sim::CountVisit, sim::CountVisits); }
std::string replications_words(double count) {
  return counted(count, sim::CountReplication, sim::CountReplications);
}

std::string_view without_idle_half(std::string_view words) {
  constexpr std::string_view idle = " ± 0 s";
  return words.ends_with(idle) ? words.substr(0, words.size() - idle.size()) : words;
}

std::string change_words(const simulation::Interval& hours) {
  if (!hours.known) return "-";
  std::string text = signed_time(hours.value);
  if (has_half(hours)) text += " ± " + time_text(hours.half);
  return std::string(without_idle_half(text));
}

std::string share_words(const simulation::Interval& share) {
  if (!share.known) return "-";
  std::string text = share_text(share.value);
  if (has_half(share)) text += " ± " + share_text(share.half).substr(0, share_text(share.half).find(' '));
  return text;
}

std::string number_words(const simulation::Interval& number) {
  if (!number.known) return "-";
  std::string text = number_text(number.value);
  if (has_half(number) && text != "0") text += " ± " + digits_words(number.half, 2);
  return text;
}

std::string money_words(const simulation::Interval& amount, std::string_view currency) {
  if (!amount.known) return "-";
  const ir::Currency unit = ir::Currency::parse(currency).value_or(ir::Currency{{'X', 'X', 'X'}});
  constexpr double cent = 0.01;
  const bool nothing = amount.value < 0 && amount.value > -cent / 2;
  std::string text = lint::money_text(nothing ? 0 : amount.value, unit);
  constexpr double least = 0.0005;  // less is the rounding of sums
  if (has_half(amount) && amount.half >= least) text += " ± " + digits_words(amount.half, 2);
  return text;
}

std::string money_change_words(const simulation::Interval& amount, std::string_view currency) {
  const std::string text = money_words(amount, currency);
  const bool more = amount.known && amount.value > 0 && text != money_words({0, amount.half, true}, currency);
  return more ? "+" + text : text;
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

std::string headline(const simulation::ScenarioFigures& scenario, const simulation::RunFigures& run) {
  const bool open = run.unfinished > 0;
  const Diag none = open ? sim::SimulateHeadlineOpen : sim::SimulateHeadlineNone;
  return render(run.cycle.known ? sim::SimulateHeadline : none,
                {arg("process", run.process), arg("scenario", scenario.name),
                 arg("cycle", time_words(run.cycle, open))});
}

std::string comparison_sentence(const std::vector<simulation::ScenarioFigures>& scenarios,
                                const simulation::Comparison& one) {
  const bool open = std::isinf(one.cycle.half);
  const Diag id = !one.told             ? (open ? sim::SimulateUntold : sim::SimulateSame)
                  : one.cycle.value < 0 ? sim::SimulateFaster
                                        : sim::SimulateSlower;
  const simulation::ScenarioFigures& second = scenarios[one.second];
  const std::string name =
      second.runs.size() > 1 ? fmt::format("{}.{}", second.name, second.runs[one.run].process) : second.name;
  simulation::Interval change = one.cycle;
  if (one.told) change.value = std::abs(change.value);
  return render(id, {arg("scenario", name), arg("first", scenarios[one.first].name),
                     arg("change", one.told ? time_words(change) : change_words(change)),
                     arg("relative", share_text(std::abs(one.relative))), arg("why", reason(one))});
}

}  // namespace wain::report
