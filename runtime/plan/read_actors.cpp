// Calendars, pools, people, committees.
#include <fmt/format.h>

#include "runtime/plan/json_cursor.h"

namespace wain::plan {
namespace {

using llvm::json::Value;

constexpr std::int64_t most_count = 1'000'000;
constexpr std::int64_t most_instant = 100'000'000'000'000'000;

void read_date(ObjectReader& in, std::string_view key, std::int32_t& out) {
  std::string text;
  in.text(key, text, true);
  if (text.empty()) return;
  const auto date = parse_date(text);
  if (!date) return in.fail(key, ProblemKind::NoDate, text);
  out = *date;
}

void read_time(ObjectReader& in, std::string_view key, std::uint16_t& out) {
  std::string text;
  in.text(key, text, true);
  if (text.empty()) return;
  const auto time = parse_time(text);
  if (!time) return in.fail(key, ProblemKind::NoTime, text);
  out = *time;
}

Zone read_zone(Problems& problems, const Value& value, const Spot* spot) {
  Zone zone;
  ObjectReader in(problems, value, spot);
  in.text("id", zone.name, true);
  in.list(
      "offsets",
      [&](const Value& element, const Spot* at, std::size_t) {
        ObjectReader offset(problems, element, at);
        Zone::Offset& out = zone.offsets.emplace_back();
        offset.integer("from", out.from, -most_instant, most_instant, true);
        offset.integer("seconds", out.seconds, -86'400, 86'400, true);
      },
      true);
  return zone;
}

Calendar read_calendar(Problems& problems, const Value& value, const Spot* spot, const Ids& zones) {
  Calendar calendar;
  ObjectReader in(problems, value, spot);
  read_named(in, calendar);
  in.reference("zone", zones, calendar.zone, true);
  in.list(
      "weekly",
      [&](const Value& element, const Spot* at, std::size_t) {
        ObjectReader hours(problems, element, at);
        OpeningHours& out = calendar.weekly.emplace_back();
        out.days = read_weekdays(hours);
        read_time(hours, "opens", out.opens);
        read_time(hours, "closes", out.closes);
        if (out.opens >= 1440) hours.fail("opens", ProblemKind::NoTime, "24:00");
      },
      true);
  in.list("closed", [&](const Value& element, const Spot* at, std::size_t) {
    ObjectReader dates(problems, element, at);
    auto& [from, to] = calendar.closed.emplace_back();
    read_date(dates, "from", from);
    read_date(dates, "to", to);
  });
  return calendar;
}

Pool read_pool(Problems& problems, const Value& value, const Spot* spot) {
  Pool pool;
  ObjectReader in(problems, value, spot);
  read_named(in, pool);
  in.word("kind", pool.kind);
  in.integer("capacity", pool.capacity, 1, most_count);
  in.money("costPerHour", pool.cost_per_hour);
  in.money("costPerCase", pool.cost_per_case);
  return pool;
}

People read_people(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids) {
  People people;
  ObjectReader in(problems, value, spot);
  read_named(in, people);
  in.integer("count", people.count, 1, most_count);
  in.references("pools", ids.pools, people.pools);
  in.reference("calendar", ids.calendars, people.calendar);
  in.number("available", people.available, 1e-6, 1);
  if (in.has("costPerHour")) in.money("costPerHour", people.cost_per_hour.emplace());
  return people;
}

Committee read_committee(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids) {
  Committee committee;
  ObjectReader in(problems, value, spot);
  read_named(in, committee);
  in.references("seats", ids.pools, committee.seats);
  in.integer("quorum", committee.quorum, 1, most_count, true);
  in.share("quorumMet", committee.quorum_met);
  const Spot at{spot, "cadence"};
  if (const Value* cadence = in.need("cadence"))
    committee.cadence = read_cadence(problems, *cadence, &at, ids.zones);
  in.duration("length", committee.length, true);
  in.duration("agendaCloses", committee.agenda_closes);
  if (in.has("hears")) in.integer("hears", committee.hears.emplace(1), 1, most_count);
  in.money("costPerCase", committee.cost_per_case);
  return committee;
}

}  // namespace

void read_named(ObjectReader& in, Named& out) {
  in.text("id", out.id, true);
  in.text("name", out.name);
  in.text("title", out.title);
  in.text("key", out.key);
  if (out.name.empty()) out.name = out.id;
  if (out.key.empty()) out.key = out.name;
  read_place(in, out.place);
}

void read_place(ObjectReader& in, Place& out) {
  const Spot at{in.spot(), "place"};
  const Value* value = in.take("place");
  if (value == nullptr) return;
  ObjectReader place(in.problems(), *value, &at);
  place.integer("file", out.file, 0, most_count, true);
  place.integer("line", out.line, 1, UINT32_MAX, true);
  place.integer("column", out.column, 1, UINT32_MAX, true);
}

Weekdays read_weekdays(ObjectReader& in) {
  Weekdays days = 0;
  constexpr std::string_view names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  in.list(
      "days",
      [&](const Value& value, const Spot* spot, std::size_t) {
        const auto text = value.getAsString();
        for (std::size_t i = 0; text && i < std::size(names); ++i) {
          if (text->str() != names[i]) continue;
          days = static_cast<Weekdays>(days | (1U << i));
          return;
        }
        in.problems().add(spot, ProblemKind::UnknownWord, text ? text->str() : "",
                          fmt::format("{}", fmt::join(names, ", ")));
      },
      true);
  return days;
}

Cadence read_cadence(Problems& problems, const Value& value, const Spot* spot, const Ids& zones) {
  Cadence cadence;
  ObjectReader in(problems, value, spot);
  in.word("kind", cadence.kind);
  in.reference("zone", zones, cadence.zone, true);
  cadence.days = read_weekdays(in);
  read_time(in, "time", cadence.time);
  if (cadence.kind == Cadence::Kind::EveryNWeeks) {
    in.integer("weeks", cadence.weeks, 1, 520, true);
    read_date(in, "anchor", cadence.anchor);
  }
  if (cadence.kind == Cadence::Kind::MonthlyNth)
    in.list(
        "ordinals",
        [&](const Value& element, const Spot* at, std::size_t) {
          const auto ordinal = element.getAsInteger();
          if (!ordinal || *ordinal < 1 || *ordinal > 5)
            return problems.add(at, ProblemKind::OutOfRange, "this", "1 to 5");
          cadence.ordinals = static_cast<std::uint8_t>(cadence.ordinals | (1U << (*ordinal - 1)));
        },
        true);
  return cadence;
}

void read_actors(ObjectReader& in, const TopIds& ids, Plan& plan) {
  Problems& problems = in.problems();
  in.list("zones", [&](const Value& value, const Spot* spot, std::size_t) {
    plan.zones.push_back(read_zone(problems, value, spot));
  });
  in.list("calendars", [&](const Value& value, const Spot* spot, std::size_t) {
    plan.calendars.push_back(read_calendar(problems, value, spot, ids.zones));
  });
  in.list("pools", [&](const Value& value, const Spot* spot, std::size_t) {
    plan.pools.push_back(read_pool(problems, value, spot));
  });
  in.list("people", [&](const Value& value, const Spot* spot, std::size_t) {
    plan.people.push_back(read_people(problems, value, spot, ids));
  });
  in.list("committees", [&](const Value& value, const Spot* spot, std::size_t) {
    plan.committees.push_back(read_committee(problems, value, spot, ids));
  });
}

}  // namespace wain::plan
