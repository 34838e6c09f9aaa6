#include "estimate/agenda.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/graph.h"
#include "estimate/distribution.h"
#include "estimate/special.h"

namespace wain::estimate {
namespace {

/// So many meetings ahead the backlog has forgotten where it began, unless they are nearly full.
constexpr int most_terms = 4000;
/// A limit that is met less often than this is none.
constexpr double seldom = 1e-5;

/// Equal gaps all round, and each meeting takes place.
bool is_regular(const std::vector<Sitting>& sittings, double span, bool repeats) {
  for (const Sitting& sitting : sittings)
    if (sitting.held < 1) return false;
  if (sittings.size() <= 1) return true;
  const double gap = sittings[1].at - sittings[0].at;
  for (std::size_t i = 1; i < sittings.size(); ++i)
    if (std::abs(sittings[i].at - sittings[i - 1].at - gap) > 1) return false;
  return !repeats || std::abs(sittings.front().at + span - sittings.back().at - gap) <= 1;
}

struct Totals {
  double cases = 0, hours = 0, variance = 0;  // a meeting
  bool alike = true;                          // every case takes the same, and always
  double each = 0;
};

/// How many cases a meeting has time for.
struct Room {
  double places = 0;
  bool open_ended = false;  // how many fit is a matter of chance
  bool exceeded = false;    // as many come, or more
};

Totals totals_of(const std::vector<Hearing>& hearings, double meetings_a_week) {
  Totals totals;
  for (const Hearing& one : hearings) {
    const double cases = one.per_week / meetings_a_week;
    totals.cases += cases;
    totals.hours += cases * one.mean_hours;
    totals.variance += cases * (one.variance + one.mean_hours * one.mean_hours);
    totals.alike = totals.alike && one.variance <= 0 && (totals.each == 0 || totals.each == one.mean_hours);
    totals.each = one.mean_hours;
  }
  return totals;
}

/// `hears`: so many cases at most. `length`: of the meeting, in hours.
Room room_for(const Totals& totals, double hears, double length) {
  Room room{hears, false, false};
  if (totals.alike && totals.each > 0)
    room.places = std::min(hears, std::floor(length / totals.each + 1e-9));
  else if (totals.hours > 0)
    room.open_ended = totals.hours + 4 * std::sqrt(totals.variance) > length;
  room.exceeded = totals.cases >= room.places || (room.open_ended && totals.hours >= length);
  return room;
}

std::vector<Hearing> certain_ones(std::vector<Hearing> hearings) {
  std::erase_if(hearings, [](const Hearing& one) { return !one.certain; });
  return hearings;
}

}  // namespace

double mean_backlog(double arrivals, std::uint32_t places) {
  if (arrivals >= places) return std::numeric_limits<double>::infinity();
  double sum = 0;
  for (int n = 1; n <= most_terms; ++n) {
    const double term = poisson_excess(static_cast<double>(places) * n, arrivals * n) / n;
    sum += term;
    if (term < 1e-12 * std::max(sum, 1e-6)) break;
  }
  return sum;
}

std::vector<Hearing> hearings(const Settings& settings, Flows& flows, const ArrivalRates& rates,
                              ir::ActorId committee) {
  const ir::Definition& definition = settings.definition();
  std::vector<Hearing> result;
  for (std::uint32_t p = 0; p < definition.processes.size(); ++p) {
    if (rates.per_week[p] <= 0) continue;
    const Prepared& prepared = flows.of({p});
    for (const ir::NodeId id : prepared.reach.order) {
      const ir::Node& node = definition.processes[p].nodes[id.index];
      const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
      if (!work) continue;
      const double share = done_by(committee, definition.processes[p], id, flows.clocks({p}));
      if (share <= 0) continue;
      Hearing hearing{{p}, id, rates.per_week[p] * prepared.flow.visits[id.index] * share, 0, 0, true};
      hearing.certain = !prepared.flow.upper.test(id.index) && !prepared.flow.withdrawn.test(id.index) &&
                        clocks_of(definition.processes[p], id).empty();
      if (const ir::Distribution* takes = settings.takes({p}, id)) {
        const Moments m = moments(definition, *takes);
        hearing.mean_hours = m.mean;
        hearing.variance = m.variance;
      }
      if (hearing.per_week > 0) result.push_back(hearing);
    }
  }
  return result;
}

double meetings_a_week(const Settings& settings, ir::ActorId committee, Zones& zones) {
  const std::optional<ir::Meeting> meeting = settings.meets(committee);
  if (!meeting) return 0;
  const Timeline line = line_of(settings.definition(), meeting->cadence);
  double held = 0;
  for (const Sitting& sitting : Desks(settings, line, zones).sittings(committee, meeting->cadence))
    held += sitting.held;
  return held / (line.span() / seconds_of_week);
}

AgendaResult agenda_of(const Settings& settings, const std::vector<Hearing>& hearings, ir::ActorId committee,
                       const std::vector<Sitting>& sittings, double weeks, bool poisson, bool repeats) {
  AgendaResult result;
  double held = 0;
  for (const Sitting& sitting : sittings) held += sitting.held;
  if (held <= 0 || hearings.empty()) return result;
  const Totals totals = totals_of(hearings, held / weeks);
  result.heard_a_meeting = totals.cases;
  result.agenda.known = true;
  // In order of arrival: of so many cases one stands in the middle, so (heard - 1) / 2 are before it.
  result.agenda.heard_before = std::max(0.0, totals.hours * (1 - 1 / totals.cases)) / 2 * second_of_hour;
  result.agenda.hearing = totals.hours / totals.cases * second_of_hour;
  WhyNot why;
  why.actor = committee;
  why.a = totals.cases;
  const std::optional<ir::Meeting> meeting = settings.meets(committee);
  const double length = meeting ? meeting->length.hours() : 0;
  const double hears = settings.hears(committee).value_or(std::numeric_limits<std::uint32_t>::max());
  const Room room = room_for(totals, hears, length);
  why.b = room.places;
  if (room.exceeded) {
    const Totals at_least = totals_of(certain_ones(hearings), held / weeks);
    result.never_finite = room_for(at_least, hears, length).exceeded;
    why.kind = result.never_finite ? WhyNot::Kind::AgendaOverload : WhyNot::Kind::AgendaMayOverflow;
    why.b = std::min(room.places, totals.hours > 0 ? totals.cases * length / totals.hours : room.places);
    result.why = why;
    return result;
  }
  why.kind = WhyNot::Kind::AgendaLimit;
  if (room.open_ended) {
    result.why = why;
  } else if (poisson_at_least(room.places + 1, totals.cases) > seldom) {
    if (poisson && is_regular(sittings, weeks * seconds_of_week, repeats))
      result.agenda.deferred =
          mean_backlog(totals.cases, static_cast<std::uint32_t>(room.places)) / totals.cases;
    else
      result.why = why;
  }
  return result;
}

}  // namespace wain::estimate
