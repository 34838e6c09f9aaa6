#include "estimate/process_times.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "estimate/batching.h"

namespace wain::estimate {
namespace {

/// A horizon is doubled until all cases end on it, up to these years.
constexpr std::int32_t most_days = 20 * 366;
/// Without a scenario's own length.
constexpr double default_days = 364;
constexpr std::int32_t first_tail_days = 91;
/// Cases that are still under way at the end of the line and do not matter.
constexpr double negligible = 1e-6;

}  // namespace

ProcessTimes::ProcessTimes(const Settings& settings, Flows& flows, const ArrivalRates& rates, Zones& zones,
                           ir::ProcessId process)
    : settings_(settings),
      definition_(settings.definition()),
      flows_(flows),
      rates_(rates),
      zones_(zones),
      process_(process) {
  collect();
}

ProcessTimes::~ProcessTimes() = default;

// What is needed -------------------------------------------------------------------------------------

void ProcessTimes::collect() {
  const Stream* stream = stream_of(rates_, process_);
  if (stream != nullptr && stream->during) want(stream->during);
  closure_.push_back(process_);
  std::vector<bool> seen(definition_.processes.size());
  seen[process_.index] = true;
  for (std::size_t i = 0; i < closure_.size(); ++i) {
    for (const ir::NodeId id : flows_.of(closure_[i]).reach.order) {
      const ir::Node& node = definition_[closure_[i]][id];
      if (node.kind != ir::NodeKind::Call || seen[node.callee.index]) continue;
      seen[node.callee.index] = true;
      closure_.push_back(node.callee);
    }
  }
  for (const ir::ProcessId process : closure_) collect(process);
}

void ProcessTimes::collect(ir::ProcessId process) {
  const Prepared& prepared = flows_.of(process);
  for (const ir::NodeId id : prepared.reach.order) {
    if (!prepared.comes.test(id.index)) continue;
    const ir::Node& node = definition_[process][id];
    if (node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate) {
      want(node.actor);
      for (const ir::Escalation& escalation : node.escalations)
        if (escalation.to) want(escalation.to);
    }
    if (node.wait && node.wait->kind == ir::WaitSpec::Kind::Cadence)
      wanted_.cadences.push_back(&node.wait->cadence);
  }
}

void ProcessTimes::want(ir::CalendarId calendar) {
  if (!calendar ||
      std::find(wanted_.calendars.begin(), wanted_.calendars.end(), calendar) != wanted_.calendars.end())
    return;
  wanted_.calendars.push_back(calendar);
}

void ProcessTimes::want(ir::ActorId actor) {
  if (std::find(actors_.begin(), actors_.end(), actor) != actors_.end()) return;
  actors_.push_back(actor);
  const ir::Actor& who = definition_[actor];
  want(hours_of(settings_, actor));
  for (const ir::ActorId person : who.persons) want(hours_of(settings_, person));
  if (who.kind != ir::ActorKind::Committee) return;
  for (const ir::ActorId member : who.members) {
    want(hours_of(settings_, member));
    for (const ir::ActorId person : definition_[member].persons) want(hours_of(settings_, person));
  }
  if (const auto& meets = definition_[actor].meets) {
    const std::optional<ir::Meeting> replaced = settings_.meets(actor);
    const bool same = !replaced || replaced->span == meets->span;
    if (same) wanted_.cadences.push_back(&meets->cadence);
    if (!clock_of(settings_, actor)) wanted_.round_the_clock_elsewhere = true;
  }
  if (settings_.scenario() == nullptr) return;
  for (const ir::Override& replaced : settings_.scenario()->overrides)
    if (replaced.actor == actor && replaced.meets) wanted_.cadences.push_back(&replaced.meets->cadence);
}

// The line -------------------------------------------------------------------------------------------

/// `days`: 0 for a week that repeats.
bool ProcessTimes::lay_out(std::int32_t days) {
  if (desks_ && laid_out_ == days) return arrivals_end_ > arrivals_begin_;
  laid_out_ = days;
  walks_ = 0;
  batches_.clear();
  places_.clear();
  const ir::Scenario* scenario = settings_.scenario();
  if (days == 0) {
    desks_ = std::make_unique<Desks>(settings_, Timeline::week(), zones_);
    if (settings_.grain() == Grain::Coarse)
      desks_->divide(wanted_.calendars, actors_);
    else
      desks_->divide_evenly();
    arrivals_begin_ = 0;
    arrivals_end_ = seconds_of_week;
    weeks_ = 1;
    return true;
  }
  const std::int32_t first =
      scenario != nullptr && scenario->starts ? scenario->starts->days : default_start_day;
  desks_ = std::make_unique<Desks>(settings_, Timeline::days(first, days), zones_);
  desks_->divide(wanted_.calendars, actors_);
  weeks_ = days / 7.0;
  const double hours =
      scenario != nullptr && scenario->length ? scenario->length->hours() : default_days * 24;
  const double warmup = scenario != nullptr && scenario->warmup ? scenario->warmup->hours() : 0;
  // A day begins at midnight where the cases come from.
  const TimeZone* zone =
      zones_.of(wanted_.calendars.empty() ? "UTC" : definition_[wanted_.calendars.front()].timezone);
  const double midnight = zone != nullptr ? desks_->timeline().at(*zone, first, 0) : 0;
  arrivals_begin_ = std::max(0.0, midnight + warmup * second_of_hour);
  arrivals_end_ = std::min(midnight + hours * second_of_hour, desks_->timeline().span());
  return arrivals_end_ > arrivals_begin_;
}

/// Cases come uniformly over the open time of their calendar.
Density ProcessTimes::start() const {
  const Stream* stream = stream_of(rates_, process_);
  const Hours& open = desks_->hours(stream != nullptr ? stream->during : ir::CalendarId{});
  Density density(desks_->timeline().grid());
  const double total = open.open_between(arrivals_begin_, arrivals_end_);
  if (total <= 0) return density;
  for (const Interval& block : open.blocks()) {
    const Spread at{std::max(block.begin, arrivals_begin_), std::min(block.end, arrivals_end_)};
    if (at.width() > 0) density.add(at, at.width() / total, 0);
  }
  return density;
}

std::optional<BatchDelay> ProcessTimes::batch_wait(ir::ProcessId process, ir::NodeId node) const {
  const double per_week = rates_.per_week.empty() ? 0 : rates_.per_week[process.index];
  if (per_week <= 0) return std::nullopt;
  const double visits = flows_.of(process).flow.visits[node.index];
  const std::optional<double> hours =
      batching(settings_, flows_, zones_, process, node, per_week * visits).wait;
  if (!hours) return std::nullopt;
  BatchDelay delay{*hours * second_of_hour, nullptr};
  for (const auto& [at, ways] : batches_)
    if (at.process == process && at.node == node) delay.ways = ways;
  return delay;
}

void ProcessTimes::set_agendas(std::optional<Instant> instant) {
  for (const ir::ActorId actor : actors_) {
    if (definition_[actor].kind != ir::ActorKind::Committee || !settings_.meets(actor)) continue;
    std::vector<Hearing> all = hearings(settings_, flows_, rates_, actor);
    for (Hearing& one : all)
      if (instant && one.process == instant->process && one.node == instant->node)
        one.mean_hours = one.variance = 0;
    const Desk& desk = desks_->of(actor);
    if (desk.sittings.empty()) continue;
    if (all.empty()) {
      WhyNot why = cause(WhyNot::Kind::HeardAlone, {});
      why.actor = actor;
      note(why_, why);
      at_least_ = true;
      continue;
    }
    const AgendaResult result =
        agenda_of(settings_, all, actor, desk.sittings, weeks_, rates_.poisson, desks_->timeline().repeats());
    desks_->set_agenda(actor, result.agenda);
    if (!result.why) continue;
    note(why_, *result.why);
    // Whom a full agenda leaves to a clock goes on sooner or later than by this figure.
    (result.why->kind == WhyNot::Kind::AgendaMayOverflow ? about_ : at_least_) = true;
    never_finite_ = never_finite_ || result.never_finite;
  }
}

/// No calendar is closed on more than a tenth of the days: then a week tells of the rest.
bool ProcessTimes::closes_seldom(double days) const {
  const ir::Scenario* scenario = settings_.scenario();
  const double first = scenario != nullptr && scenario->starts ? scenario->starts->days : default_start_day;
  return std::all_of(wanted_.calendars.begin(), wanted_.calendars.end(), [&](ir::CalendarId calendar) {
    double closed = 0;
    for (const auto& [from, to] : definition_[calendar].closed)
      closed +=
          std::max(0.0, std::min<double>(to.days + 1, first + days) - std::max<double>(from.days, first));
    return closed <= days / 10;
  });
}

void ProcessTimes::note_closed_days() {
  for (const ir::CalendarId calendar : wanted_.calendars) {
    if (definition_[calendar].closed.empty()) continue;
    WhyNot why;
    why.kind = WhyNot::Kind::ClosedDays;
    why.calendar = calendar;
    note(why_, why);
  }
}

// The walk -------------------------------------------------------------------------------------------

WalkResult ProcessTimes::walk(std::optional<Instant> instant) {
  double lost = 0;
  const ir::Scenario* scenario = settings_.scenario();
  const double length =
      scenario != nullptr && scenario->length ? scenario->length->hours() / 24 : default_days;
  const bool weekly = fits_a_week(definition_, wanted_);
  left_out_ = !weekly && fits_a_week(definition_, wanted_, settings_.grain()) && closes_seldom(length);
  if (weekly || left_out_) {
    lay_out(0);
    return walk_line(instant, lost);
  }
  WalkResult result;
  for (double days = std::max(days_, std::ceil(length) + first_tail_days);; days += days) {
    days_ = days;
    const bool last = days >= most_days;
    if (!lay_out(static_cast<std::int32_t>(std::min(days, static_cast<double>(most_days))))) break;
    result = walk_line(instant, lost);
    if (result.given_up || lost <= negligible) return result;
    if (last) break;
  }
  result.cycle.reset();
  note(result.why, cause(WhyNot::Kind::BeyondHorizon, process_));
  return result;
}

WalkResult ProcessTimes::walk_line(std::optional<Instant> instant, double& lost) {
  WalkResult result;
  why_.clear();
  about_ = at_least_ = never_finite_ = false;
  if (stream_of(rates_, process_) == nullptr)
    note(why_, cause(settings_.scenario() == nullptr ? WhyNot::Kind::NoScenario : WhyNot::Kind::NoArrivals,
                     process_));
  if (left_out_) note_closed_days();
  set_agendas(instant);
  const auto places = [this](ir::ProcessId process, ir::NodeId node) {
    const auto known = std::find_if(places_.begin(), places_.end(), [&](const auto& one) {
      return one.first.process == process && one.first.node == node;
    });
    return known == places_.end() ? nullptr : known->second;
  };
  Walker walker({settings_, flows_, *desks_, instant,
                 [this](ir::ProcessId process, ir::NodeId node) { return batch_wait(process, node); }, places,
                 wanted_.calendars.empty() ? std::string_view("UTC")
                                           : definition_[wanted_.calendars.front()].timezone});
  result.sums.resize(definition_[process_].nodes.size());
  const Density cases = start();
  std::vector<Ended> ended;
  if (!cases.empty()) ended = walker.walk(process_, cases, result.sums, {});
  if (!walker.failed() && learn(walker)) return walk_line(instant, lost);
  lost = walker.lost();
  result.given_up = walker.failed();
  result.work = walker.work();
  result.arrivals = walker.arrivals();
  result.grid = desks_->timeline().shared_grid();
  for (const ir::ProcessId process : closure_) {
    result.seen.emplace_back(process, std::vector<Seen>(definition_[process].nodes.size()));
    for (const ir::NodeId node : flows_.of(process).reach.order)
      result.seen.back().second[node.index] = walker.seen(process, node);
  }
  result.why = flows_.of(process_).flow.why;
  for (const WhyNot& why : why_) note(result.why, why);
  for (const WhyNot& why : walker.why()) note(result.why, why);
  bool no_zone = false;
  for (const WhyNot& why : desks_->why()) {
    note(result.why, why);
    no_zone = no_zone || why.kind == WhyNot::Kind::NoZone;
  }
  if (walker.failed() || no_zone || never_finite_ || ended.empty()) return result;
  struct Sum {
    double mass = 0, age = 0;
  };
  Sum all;
  std::map<ir::OutcomeId, Sum> by_outcome;
  for (const Ended& one : ended) {
    for (Sum* sum : {&all, &by_outcome[definition_[process_][one.node].outcome]}) {
      sum->mass += one.cases.mass();
      sum->age += one.cases.age();
    }
  }
  if (all.mass <= 0) return result;
  const bool least = at_least_ || walker.at_least(), most = walker.at_most();
  const bool about = about_ || walker.about() || (least && most);
  const Mark rest = left_out_ ? Mark::About : Mark::Exact;
  const Mark mark = about ? Mark::About : least ? Mark::AtLeast : most ? Mark::AtMost : rest;
  result.cycle = Quantity{all.age / all.mass / second_of_hour, mark};
  for (const auto& [outcome, sum] : by_outcome) {
    if (sum.mass > 0)
      result.by_outcome.push_back(
          {outcome, sum.mass / all.mass, Quantity{sum.age / sum.mass / second_of_hour, mark}});
  }
  return result;
}

namespace {

constexpr std::size_t most_asked = 2'016;

/// Cut where an agenda closes. On a long line nothing is cut: its many cells are short enough.
std::vector<Spread> for_one_meeting_each(const Desk& desk, Spread at) {
  std::vector<double> ends;
  for (std::size_t i = 0; desk.repeats && i < desk.sittings.size(); ++i) {
    double closes = desk.sittings[i].at - desk.agenda_closes;
    closes -= std::floor((closes - at.begin) / desk.span) * desk.span;
    if (closes > at.begin && closes < at.end) ends.push_back(closes);
  }
  std::sort(ends.begin(), ends.end());
  ends.push_back(at.end);
  std::vector<Spread> parts;
  for (const double end : ends) {
    parts.push_back({at.begin, end});
    at.begin = end;
  }
  return parts;
}

/// The mean wait of cases until a meeting hears them, in hours; nothing if some never are.
std::optional<double> mean_wait_at(const Desk& desk, const Density& cases) {
  double sum = 0, mass = 0;
  bool never = false;
  std::vector<Beginning> ways;
  // On a long line a part of the cells tells as much; a step without a common factor with a day's cells.
  std::size_t step = std::max<std::size_t>(1, cases.cells().size() / most_asked);
  if (step > 1) step += 1 - step % 2;
  if (step > 1 && step % 3 == 0) step += 2;
  for (std::size_t i = 0; i < cases.cells().size(); i += step) {
    cases.visit(cases.first() + i, cases.cells()[i], [&](const Coming& coming) {
      for (const Spread& part : for_one_meeting_each(desk, coming.at)) {
        const double share = coming.at.width() > 0 ? part.width() / coming.at.width() : 1;
        const double at = part.mean();
        ways.clear();
        desk.begin(at, at, ways);
        double come = 0;
        for (const Beginning& way : ways) {
          come += way.chance;
          sum += share * coming.mass * way.chance * (way.at - at);
          mass += share * coming.mass * way.chance;
        }
        never = never || come < 1 - 1e-6;
      }
    });
    if (never && desk.repeats) return std::nullopt;
  }
  return mass > 0 ? std::optional(sum / mass / second_of_hour) : std::nullopt;
}

}  // namespace

std::optional<MeetingWait> ProcessTimes::meeting_wait(ir::NodeId node, const WalkResult& walked) {
  const ir::ActorId committee = definition_[process_][node].actor;
  const std::optional<ir::Meeting> meeting = committee ? settings_.meets(committee) : std::nullopt;
  if (!meeting) return std::nullopt;
  Density cases;
  for (const Arrivals& arrivals : walked.arrivals)
    if (arrivals.process == process_ && arrivals.node == node) cases = arrivals.cases;
  if (cases.empty()) cases = start();  // without times on the way: as if they came straight here
  if (cases.empty()) return std::nullopt;
  const Desk& desk = desks_->of(committee);
  const std::optional<double> hours = mean_wait_at(desk, cases);
  if (!hours) return std::nullopt;
  MeetingWait result;
  result.hours = result.best_hours = *hours;
  const bool one_day =
      meeting->cadence.kind == ir::Cadence::Kind::Weekly && meeting->cadence.days.size() == 1;
  if (!one_day) return result;
  result.best_day = meeting->cadence.days.front();
  for (int day = 0; day < 7; ++day) {
    ir::Cadence other = meeting->cadence;
    other.days.front() = static_cast<ir::Weekday>(day);
    Desk there = desk;
    there.sittings = desks_->sittings(committee, other);
    std::erase_if(there.sittings, [](const Sitting& sitting) { return sitting.held <= 0; });
    const bool seldom =
        there.sittings.size() * 10 < desk.sittings.size() * 9;  // members are not in on that day
    const std::optional<double> wait =
        seldom || there.sittings.empty() ? std::nullopt : mean_wait_at(there, cases);
    if (!wait || *wait >= result.best_hours - 1e-9) continue;
    result.best_hours = *wait;
    result.best_day = static_cast<ir::Weekday>(day);
  }
  return result;
}

}  // namespace wain::estimate
