/// The desks of all actors on one line of time, made when first asked for.
#pragma once

#include <memory>
#include <vector>

#include "estimate/desk.h"
#include "estimate/settings.h"
#include "estimate/timeline.h"

namespace wain::estimate {

/// What a committee's meetings have to do, if the scenario says how often cases come.
struct Agenda {
  bool known = false;
  double heard_before = 0;  ///< mean seconds of others' hearing before one's own
  double hearing = 0;       ///< mean seconds of one hearing
  double deferred = 0;      ///< mean meetings that a case waits longer for a place
};

class Desks {
public:
  Desks(const Settings& settings, const Timeline& timeline, Zones& zones);

  const Hours& hours(ir::CalendarId calendar);  ///< invalid: always
  const Desk& of(ir::ActorId actor);
  /// Why some of what was asked for is not as it is in life.
  [[nodiscard]] const std::vector<WhyNot>& why() const { return why_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  /// Instants of a cadence on the clock of this zone; empty, and a cause, if its file is missing.
  std::vector<double> starts(const ir::Cadence& cadence, std::string_view zone);
  /// Meetings of a committee with the chance that each is held.
  std::vector<Sitting> sittings(ir::ActorId committee, const ir::Cadence& cadence);
  /// By member: the share of these meetings at which the seat is filled.
  std::vector<double> seats_filled(ir::ActorId committee, const std::vector<Sitting>& sittings);
  /// Divides the line by these calendars and the meetings of these committees.
  void divide(const std::vector<ir::CalendarId>& calendars, const std::vector<ir::ActorId>& actors);
  void divide_evenly() { timeline_.divide_evenly(); }
  void set_agenda(ir::ActorId committee, const Agenda& agenda);
  void set_fullness(ir::ActorId committee, std::vector<double> by_sitting);
  [[nodiscard]] const Settings& settings() const { return settings_; }

private:
  Desk make(ir::ActorId actor);
  Desk committee(ir::ActorId actor);
  std::vector<Shift> shifts(ir::ActorId actor);
  std::vector<std::uint32_t> who_could_sit(ir::ActorId member, std::uint32_t seat, double at);
  void add(WhyNot::Kind kind, ir::ActorId actor, ir::CalendarId calendar = {});

  const Settings& settings_;
  const ir::Definition& definition_;
  Timeline timeline_;
  Zones& zones_;
  std::vector<std::shared_ptr<const Hours>> hours_;  // by calendar; the last is always
  std::vector<std::unique_ptr<Desk>> desks_;         // by actor
  std::vector<WhyNot> why_;
};

/// The calendar whose zone is a committee's clock: its own, else its first member's; invalid: UTC.
ir::CalendarId clock_of(const Settings& settings, ir::ActorId committee);
/// The hours of a role as a whole. A person's own; else those of the first role it plays that has any, in all
/// of its roles: it is one person with one calendar. Invalid: always.
ir::CalendarId hours_of(const Settings& settings, ir::ActorId actor);
/// The share of these hours that this work gets: a role's own; a person's own, else that of the first role it
/// plays that says one, else all.
double available_of(const Settings& settings, ir::ActorId actor);
/// Those who work for a human actor: declared persons and, as the role itself, how many anonymous ones.
struct Staff {
  std::vector<ir::ActorId> persons;
  std::uint32_t anonymous = 0;
};
Staff staff_of(const Settings& settings, ir::ActorId actor);

}  // namespace wain::estimate
