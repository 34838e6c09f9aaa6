#include "estimate/desks.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {

Staff staff_of(const Settings& settings, ir::ActorId actor) {
  const ir::Actor& who = settings.definition()[actor];
  if (who.kind == ir::ActorKind::Person) return {{actor}, 0};
  if (who.kind != ir::ActorKind::Role) return {};
  const std::uint32_t staff = settings.staff(actor);
  const auto persons = static_cast<std::uint32_t>(who.persons.size());
  return {who.persons, staff > persons ? staff - persons : 0};
}

ir::CalendarId hours_of(const Settings& settings, ir::ActorId actor) {
  const ir::CalendarId own = settings.hours(actor);
  if (own) return own;
  for (const ir::ActorId role : settings.definition()[actor].plays)
    if (const ir::CalendarId hours = settings.hours(role)) return hours;
  return {};
}

double available_of(const Settings& settings, ir::ActorId actor) {
  const auto says = [&](ir::ActorId who) {
    return settings.definition()[who].available || settings.available(who) < 1;
  };
  if (says(actor)) return settings.available(actor);
  for (const ir::ActorId role : settings.definition()[actor].plays)
    if (says(role)) return settings.available(role);
  return 1;
}

ir::CalendarId clock_of(const Settings& settings, ir::ActorId committee) {
  if (const ir::CalendarId own = settings.hours(committee)) return own;
  const auto& members = settings.definition()[committee].members;
  return members.empty() ? ir::CalendarId{} : hours_of(settings, members.front());
}

Desks::Desks(const Settings& settings, const Timeline& timeline, Zones& zones)
    : settings_(settings),
      definition_(settings.definition()),
      timeline_(timeline),
      zones_(zones),
      hours_(definition_.calendars.size() + 1),
      desks_(definition_.actors.size()) {}

void Desks::add(WhyNot::Kind kind, ir::ActorId actor, ir::CalendarId calendar) {
  WhyNot why;
  why.kind = kind;
  why.actor = actor;
  why.calendar = calendar;
  note(why_, why);
}

const Hours& Desks::hours(ir::CalendarId calendar) {
  std::shared_ptr<const Hours>& known = hours_[calendar ? calendar.index : definition_.calendars.size()];
  if (known) return *known;
  const auto always = [&] {
    return std::make_shared<const Hours>(Hours::always(timeline_.span(), timeline_.repeats()));
  };
  if (!calendar) return *(known = always());
  const TimeZone* zone = timeline_.repeats() ? nullptr : zones_.of(definition_[calendar].timezone);
  if (!timeline_.repeats() && zone == nullptr) {
    add(WhyNot::Kind::NoZone, {}, calendar);
    return *(known = always());
  }
  known = zones_.hours(timeline_, definition_[calendar], zone);
  return *known;
}

std::vector<Shift> Desks::shifts(ir::ActorId actor) {
  const Staff staff = staff_of(settings_, actor);
  std::vector<Shift> shifts;
  const auto add_persons = [&](ir::CalendarId calendar, double available, double count) {
    const Hours* open = &hours(calendar);
    const auto known = std::find_if(shifts.begin(), shifts.end(), [&](const Shift& shift) {
      return shift.hours == open && shift.available == available;
    });
    if (known != shifts.end())
      known->persons += count;
    else
      shifts.push_back({open, count, available});
    if (!calendar) add(WhyNot::Kind::NoHours, actor);
  };
  for (const ir::ActorId person : staff.persons)
    add_persons(hours_of(settings_, person), available_of(settings_, person), 1);
  if (staff.anonymous > 0) add_persons(settings_.hours(actor), settings_.available(actor), staff.anonymous);
  return shifts;
}

const Desk& Desks::of(ir::ActorId actor) {
  std::unique_ptr<Desk>& desk = desks_[actor.index];
  if (!desk) desk = std::make_unique<Desk>(make(actor));
  return *desk;
}

Desk Desks::make(ir::ActorId actor) {
  const ir::Actor& who = definition_[actor];
  if (who.kind == ir::ActorKind::Committee) return committee(actor);
  Desk desk;
  desk.span = timeline_.span();
  desk.repeats = timeline_.repeats();
  desk.human = who.is_human();
  if (desk.human) desk.shifts = shifts(actor);
  return desk;
}

void Desks::divide(const std::vector<ir::CalendarId>& calendars, const std::vector<ir::ActorId>& actors) {
  std::vector<const Hours*> all;
  for (const ir::CalendarId calendar : calendars) all.push_back(&hours(calendar));
  std::vector<double> instants;
  for (const ir::ActorId actor : actors) {
    if (definition_[actor].kind != ir::ActorKind::Committee) continue;
    const Desk& desk = of(actor);
    for (const Sitting& sitting : desk.sittings) {
      instants.push_back(sitting.at);
      if (!timeline_.repeats() || desk.agenda_closes <= 0) continue;
      const double closes = sitting.at - desk.agenda_closes;
      instants.push_back(closes - std::floor(closes / timeline_.span()) * timeline_.span());
    }
  }
  timeline_.divide(all, instants);
}

void Desks::set_agenda(ir::ActorId committee, const Agenda& agenda) {
  of(committee);
  Desk& desk = *desks_[committee.index];
  desk.heard_before = agenda.heard_before;
  desk.hearing = agenda.hearing;
  desk.deferred = agenda.deferred;
}

void Desks::set_fullness(ir::ActorId committee, std::vector<double> by_sitting) {
  of(committee);
  desks_[committee.index]->fullness = std::move(by_sitting);
}

std::vector<double> Desks::starts(const ir::Cadence& cadence, std::string_view zone_name) {
  const TimeZone* zone = timeline_.repeats() ? nullptr : zones_.of(zone_name);
  if (!timeline_.repeats() && zone == nullptr) return {};
  return timeline_.starts(cadence, zone);
}

namespace {

/// How many seats distinct members who are in hours can fill: a matching by augmenting paths. Committees are
/// small.
class Seats {
public:
  void add(std::vector<std::uint32_t> persons) { seats_.push_back(std::move(persons)); }
  std::uint32_t filled() {
    std::uint32_t count = 0;
    for (std::uint32_t seat = 0; seat < seats_.size(); ++seat) count += fill(seat) ? 1 : 0;
    return count;
  }

private:
  /// Breadth first over seats whose holder could move.
  bool fill(std::uint32_t seat) {
    std::vector<std::uint32_t> queue{seat};
    std::vector<std::pair<std::uint32_t, std::uint32_t>> asked;  // person, by which seat
    for (std::size_t i = 0; i < queue.size(); ++i) {
      for (const std::uint32_t person : seats_[queue[i]]) {
        if (std::any_of(asked.begin(), asked.end(), [&](const auto& a) { return a.first == person; }))
          continue;
        asked.emplace_back(person, queue[i]);
        const auto holder = std::find(holds_.begin(), holds_.end(), person);
        if (holder != holds_.end()) {
          queue.push_back(static_cast<std::uint32_t>(holder - holds_.begin()));
          continue;
        }
        move(person, asked, seat);
        return true;
      }
    }
    return false;
  }
  void move(std::uint32_t person, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& asked,
            std::uint32_t first) {
    holds_.resize(seats_.size(), UINT32_MAX);
    while (true) {
      const std::uint32_t seat =
          std::find_if(asked.begin(), asked.end(), [&](const auto& a) { return a.first == person; })->second;
      std::swap(holds_[seat], person);
      if (seat == first) return;
    }
  }

  std::vector<std::vector<std::uint32_t>> seats_;
  std::vector<std::uint32_t> holds_;  // by seat: the person in it
};

}  // namespace

/// Persons in hours who may take this seat; one of many like it counts as somebody of its own.
std::vector<std::uint32_t> Desks::who_could_sit(ir::ActorId member, std::uint32_t seat, double at) {
  const Staff staff = staff_of(settings_, member);
  std::vector<std::uint32_t> there;
  for (const ir::ActorId person : staff.persons)
    if (hours(hours_of(settings_, person)).is_open(at)) there.push_back(person.index);
  if (staff.anonymous > 0 && hours(settings_.hours(member)).is_open(at))
    there.push_back(static_cast<std::uint32_t>(definition_.actors.size()) + seat);
  return there;
}

std::vector<double> Desks::seats_filled(ir::ActorId committee, const std::vector<Sitting>& sittings) {
  const auto& members = definition_[committee].members;
  std::vector<double> filled(members.size(), sittings.empty() ? 1.0 : 0.0);
  for (const Sitting& sitting : sittings)
    for (std::uint32_t seat = 0; seat < members.size(); ++seat)
      if (!who_could_sit(members[seat], seat, sitting.at).empty())
        filled[seat] += 1 / static_cast<double>(sittings.size());
  return filled;
}

std::vector<Sitting> Desks::sittings(ir::ActorId committee, const ir::Cadence& cadence) {
  const ir::CalendarId clock = clock_of(settings_, committee);
  const std::string_view zone = clock ? definition_[clock].timezone : "UTC";
  if (!timeline_.repeats() && zones_.of(zone) == nullptr) add(WhyNot::Kind::NoZone, {}, clock);
  const std::vector<double> when = starts(cadence, zone);
  const std::optional<double> met = settings_.quorum_met(committee);
  std::vector<Sitting> result;
  for (const double at : when) {
    if (met) {
      result.push_back({at, *met});
      continue;
    }
    Seats seats;
    const auto& members = definition_[committee].members;
    for (std::uint32_t seat = 0; seat < members.size(); ++seat)
      seats.add(who_could_sit(members[seat], seat, at));
    result.push_back({at, seats.filled() >= settings_.quorum(committee) ? 1.0 : 0.0});
  }
  return result;
}

Desk Desks::committee(ir::ActorId actor) {
  Desk desk;
  desk.span = timeline_.span();
  desk.repeats = timeline_.repeats();
  desk.human = desk.committee = true;
  if (const std::optional<ir::Meeting> meeting = settings_.meets(actor)) {
    desk.sittings = sittings(actor, meeting->cadence);
    std::erase_if(desk.sittings, [](const Sitting& sitting) { return sitting.held <= 0; });
    const auto& closes = definition_[actor].agenda_closes;
    desk.agenda_closes = closes ? static_cast<double>(closes->microseconds) / 1e6 : 0;
    return desk;
  }
  // Always at hand: whenever enough members are in their hours.
  std::vector<const Hours*> seats;
  for (const ir::ActorId member : definition_[actor].members)
    seats.push_back(&hours(hours_of(settings_, member)));
  auto together = std::make_unique<Hours>(
      open_together(seats, settings_.quorum(actor), timeline_.span(), timeline_.repeats()));
  hours_.push_back(std::move(together));
  desk.shifts.push_back({hours_.back().get(), 1});
  return desk;
}

}  // namespace wain::estimate
