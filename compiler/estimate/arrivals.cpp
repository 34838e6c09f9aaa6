#include "estimate/arrivals.h"

#include <algorithm>

#include "analysis/graph.h"
#include "estimate/distribution.h"

namespace wain::estimate {
namespace {

/// Days of the week on which a calendar opens.
double days_that_open(const Hours& week) {
  double days = 0;
  for (int day = 0; day < 7; ++day) {
    const double begin = day * seconds_of_day;
    days += week.open_between(begin, begin + seconds_of_day) > 0 ? 1 : 0;
  }
  return days;
}

}  // namespace

std::optional<Stream> stream_of(const Settings& settings, const ir::Run& run) {
  if (!run.arrivals) return std::nullopt;
  const ir::Definition& definition = settings.definition();
  const ir::Arrivals& arrivals = *run.arrivals;
  const Timeline week = Timeline::week();
  const Hours open = arrivals.during ? week.hours(definition[arrivals.during], nullptr)
                                     : Hours::always(seconds_of_week, true);
  const double hours = open.open_time() / second_of_hour;
  Stream result;
  result.process = run.process;
  result.during = arrivals.during;
  if (hours <= 0) return std::nullopt;
  if (arrivals.gaps) {
    const double gap = moments(definition, *arrivals.gaps).mean;
    if (gap <= 0) return std::nullopt;
    result.per_open_hour = 1 / gap;
    result.poisson = arrivals.gaps->kind == ir::DistributionKind::Exponential;
  } else if (arrivals.rate) {
    const double rate = arrivals.rate->to_double();
    result.poisson = true;
    switch (arrivals.per) {
      case ir::Arrivals::Per::Hour: result.per_open_hour = rate; break;
      case ir::Arrivals::Per::Day: result.per_open_hour = rate * days_that_open(open) / hours; break;
      case ir::Arrivals::Per::Week: result.per_open_hour = rate / hours; break;
    }
  }
  result.per_week = result.per_open_hour * hours;
  return result;
}

ArrivalRates arrival_rates(const Settings& settings, Flows& flows) {
  const ir::Definition& definition = settings.definition();
  ArrivalRates rates;
  rates.per_week.assign(definition.processes.size(), 0.0);
  if (settings.scenario() == nullptr) return rates;
  rates.complete = !settings.scenario()->runs.empty();
  rates.poisson = true;
  const analysis::CallOrder calls = analysis::call_order(definition);
  for (const ir::Run& run : settings.scenario()->runs) {
    if (!run.process || !calls.sound.test(run.process.index)) continue;
    const std::optional<Stream> found = stream_of(settings, run);
    rates.complete = rates.complete && found.has_value();
    if (!found) continue;
    rates.streams.push_back(*found);
    rates.per_week[run.process.index] += found->per_week;
    rates.poisson = rates.poisson && found->poisson;
  }
  for (std::size_t i = calls.order.size(); i-- > 0;) {  // callers first
    const ir::ProcessId caller = calls.order[i];
    if (rates.per_week[caller.index] <= 0) continue;
    const Prepared& prepared = flows.of(caller);
    for (const ir::NodeId node : prepared.reach.order)
      if (definition[caller][node].kind == ir::NodeKind::Call)
        rates.per_week[definition[caller][node].callee.index] +=
            rates.per_week[caller.index] * prepared.flow.visits[node.index];
  }
  return rates;
}

const Stream* stream_of(const ArrivalRates& rates, ir::ProcessId process) {
  const auto found = std::find_if(rates.streams.begin(), rates.streams.end(),
                                  [&](const Stream& stream) { return stream.process == process; });
  return found == rates.streams.end() ? nullptr : &*found;
}

}  // namespace wain::estimate
