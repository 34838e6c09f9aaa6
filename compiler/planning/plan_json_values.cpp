#include <cmath>

#include <fmt/format.h>

#include "diagnostics/json_text.h"
#include "ir/value.h"
#include "planning/plan_json_writer.h"
#include "runtime/plan/words.h"

namespace wain::planning {

void PlanJsonWriter::string(std::string_view value) { json_.value(json_text(value)); }

void PlanJsonWriter::text(std::string_view key, std::string_view value) {
  if (value.empty()) return;
  json_.attributeBegin(ref(key));
  string(value);
  json_.attributeEnd();
}

/// With as few digits as give the same number back.
void PlanJsonWriter::number(std::string_view key, double value) {
  constexpr double exact = 9e15;
  json_.attributeBegin(ref(key));
  const bool whole = std::abs(value) < exact && value == std::floor(value);
  const std::string digits =
      whole ? fmt::format("{}", static_cast<std::int64_t>(value)) : fmt::format("{}", value);
  json_.rawValue(digits);
  json_.attributeEnd();
}

void PlanJsonWriter::place(const plan::Place& place) {
  if (place.file == plan::none) return;
  json_.attributeObject("place", [&] {
    integer("file", place.file);
    integer("line", place.line);
    integer("column", place.column);
  });
}

void PlanJsonWriter::named(const plan::Named& named) {
  text("id", named.id);
  if (named.name != named.id) text("name", named.name);
  text("title", named.title);
  if (named.key != named.name) text("key", named.key);
  place(named.place);
}

void PlanJsonWriter::date(std::string_view key, std::int32_t days) { text(key, ir::Date{days}.str()); }

void PlanJsonWriter::time(std::string_view key, std::uint16_t minutes) {
  text(key, ir::TimeOfDay{minutes}.str());
}

void PlanJsonWriter::days(plan::Weekdays days) {
  json_.attributeArray("days", [&] {
    for (unsigned day = 0; day < 7; ++day)
      if ((days >> day & 1U) != 0) string(ir::name(static_cast<ir::Weekday>(day)));
  });
}

void PlanJsonWriter::cadence(const plan::Cadence& cadence) {
  json_.attributeObject("cadence", [&] {
    text("kind", plan::word_of(cadence.kind));
    text("zone", plan_.zones[cadence.zone].name);
    days(cadence.days);
    time("time", cadence.time);
    if (cadence.kind == plan::Cadence::Kind::EveryNWeeks) {
      integer("weeks", cadence.weeks);
      date("anchor", cadence.anchor);
    }
    if (cadence.kind != plan::Cadence::Kind::MonthlyNth) return;
    json_.attributeArray("ordinals", [&] {
      for (std::int64_t i = 0; i < 5; ++i)
        if ((cadence.ordinals >> static_cast<unsigned>(i) & 1U) != 0) json_.value(i + 1);
    });
  });
}

void PlanJsonWriter::distribution(std::string_view key, const plan::Distribution& given) {
  using Kind = plan::Distribution::Kind;
  json_.attributeObject(ref(key), [&] {
    text("kind", plan::word_of(given.kind));
    switch (given.kind) {
      case Kind::Constant: number("value", given.a); break;
      case Kind::Uniform:
        number("from", given.a);
        number("to", given.b);
        break;
      case Kind::Triangular:
        number("from", given.a);
        number("mode", given.c);
        number("to", given.b);
        break;
      case Kind::Exponential: number("mean", given.a); break;
      case Kind::Normal:
      case Kind::Lognormal:
      case Kind::Gamma:
        number("mean", given.a);
        number("sd", given.b);
        break;
      case Kind::Erlang:
        integer("phases", given.count);
        number("mean", given.a);
        break;
      case Kind::Weibull:
        number("shape", given.b);
        number("scale", given.a);
        break;
      case Kind::Empirical:
        list(
            "points", given.points,
            [&](const std::pair<double, double>& point) {
              number("value", point.first);
              number("share", point.second);
            },
            true);
        break;
    }
  });
}

}  // namespace wain::planning
