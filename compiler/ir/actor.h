/// Who acts, and when: calendars, actors, cadences.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/ids.h"
#include "ir/value.h"
#include "source/source.h"

namespace wain::ir {

/// What every named element carries.
struct Header {
  std::string_view name;
  std::string_view title;          ///< display title; empty if none
  std::string_view documentation;  ///< doc comment, its markers stripped; lines joined by \n
  Span name_span;                  ///< where messages point
  Span span;                       ///< the whole element, for `allow`
  /// A syntax, name or type error stands in it: rules keep silent about it.
  bool broken = false;
};

/// `hours per week` as blocks of local time. Closing at or before opening means the next day.
struct OpeningHours {
  std::vector<Weekday> days;
  std::vector<std::pair<TimeOfDay, TimeOfDay>> ranges;
};

struct Calendar : Header {
  std::string_view timezone = "UTC";
  std::vector<OpeningHours> hours;
  std::vector<std::pair<Date, Date>> closed;  ///< both ends included
};

/// When meetings, and runs on a cadence, happen.
struct Cadence {
  enum class Kind : std::uint8_t { Weekly, Daily, EveryNWeeks, MonthlyNth };
  Kind kind = Kind::Weekly;
  std::vector<Weekday> days;  ///< empty for Daily
  TimeOfDay time;
  std::uint32_t weeks = 1;             ///< EveryNWeeks
  std::optional<Date> anchor;          ///< `from DATE`
  std::vector<std::uint8_t> ordinals;  ///< MonthlyNth: 1..5
};

std::string_view name(Cadence::Kind kind);

struct Meeting {
  Cadence cadence;
  Duration length;
  Span span;
};

/// `authority RECORD: PREDICATE on CRITERIA`. The predicate's paths start at the record.
struct AuthorityLine {
  RecordId record;
  ExprId predicate;
  std::vector<CriterionId> criteria;  ///< empty: all
  Span span;
};

enum class ActorKind : std::uint8_t { Role, Person, Committee, System, Model };
std::string_view name(ActorKind kind);

struct Actor : Header {
  ActorKind kind = ActorKind::Role;
  std::uint32_t staff = 1;  ///< resolved size of a role's pool: at least its persons
  std::optional<std::uint32_t> declared_staff;
  std::optional<std::uint32_t> capacity;  ///< of a system or model; absent: 1
  std::optional<Decimal> available;       ///< share of its hours; absent: 1
  CalendarId hours;                       ///< invalid: always
  std::optional<Money> cost_per_hour;
  std::optional<Money> cost_per_case;
  ActorId reports_to;
  std::vector<AuthorityLine> authority;
  std::vector<ActorId> plays;         ///< of a person: its roles
  std::vector<ActorId> persons;       ///< of a role: the persons who play it, in order
  std::vector<ActorId> members;       ///< of a committee: its seats
  std::uint32_t quorum = 0;           ///< of a committee, resolved: default more than half
  std::optional<Decimal> quorum_met;  ///< `quorum 2 met 90%`
  std::optional<Meeting> meets;
  std::optional<Duration> agenda_closes;
  std::optional<std::uint32_t> hears;
  ActorId accountable;  ///< of a model or system

  [[nodiscard]] bool is_human() const {
    return kind == ActorKind::Role || kind == ActorKind::Person || kind == ActorKind::Committee;
  }
  [[nodiscard]] bool is_automated() const { return !is_human(); }
};

}  // namespace wain::ir
