#include "exports/bpsim_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ir/value.h"

namespace wain::exports {
namespace {

using emit::Xml;
using Kind = plan::Distribution::Kind;

/// What one of a slot's own units is in whole ones: seconds for microseconds, the currency for 1/10,000.
double unit_of(plan::Type type) {
  switch (type) {
    case plan::Type::Money: return 1e-4;
    case plan::Type::Duration: return 1e-6;
    case plan::Type::Number:
    case plan::Type::Ratio: return 1e-9;
    default: return 1;
  }
}

Xml constant(const plan::Slot* slot, double value, double unit) {
  if (slot != nullptr && slot->type == plan::Type::Enum) {
    const auto member = static_cast<std::size_t>(std::max(0.0, value));
    return bpsim_parameter("StringParameter", member < slot->members.size() ? slot->members[member] : "");
  }
  if (slot != nullptr && slot->type == plan::Type::Bool)
    return bpsim_parameter("BooleanParameter", value != 0 ? "true" : "false");
  return bpsim_parameter("FloatingParameter", bpsim_number(value * unit));
}

Xml with(std::string_view name, std::initializer_list<std::pair<std::string_view, double>> values) {
  Xml out("bpsim:" + std::string(name) + "Distribution");
  for (const auto& [key, value] : values) out.set(key, bpsim_number(value));
  return out;
}

Xml points(const plan::Slot* slot, const plan::Distribution& d, double unit) {
  Xml out("bpsim:UserDistribution");
  out.set("discrete", "true");
  for (const auto& [value, share] : d.points) {
    Xml& point = out.add("bpsim:UserDistributionDataPoint").set("probability", bpsim_number(share));
    point.children.push_back(constant(slot, value, unit));
  }
  return out;
}

Xml draw(const plan::Slot* slot, const plan::Distribution& d, double unit) {
  const double a = d.a * unit, b = d.b * unit;
  switch (d.kind) {
    case Kind::Constant: return constant(slot, d.a, unit);
    case Kind::Uniform: return with("Uniform", {{"min", a}, {"max", b}});
    case Kind::Triangular: return with("Triangular", {{"mode", d.c * unit}, {"min", a}, {"max", b}});
    case Kind::Exponential: return with("NegativeExponential", {{"mean", a}});
    case Kind::Normal: return with("Normal", {{"mean", a}, {"standardDeviation", b}});
    case Kind::Lognormal: return with("LogNormal", {{"mean", a}, {"standardDeviation", b}});
    case Kind::Gamma: return with("Gamma", {{"shape", a * a / (b * b)}, {"scale", b * b / a}});
    case Kind::Erlang: return with("Erlang", {{"mean", a}, {"k", static_cast<double>(d.count)}});
    case Kind::Weibull: return with("Weibull", {{"shape", d.b}, {"scale", a}});
    case Kind::Empirical: return points(slot, d, unit);
  }
  return Xml("bpsim:FloatingParameter");
}

std::string literal(const plan::Expression& expression) {
  return bpsim_number(static_cast<double>(expression.mantissa) / std::pow(10.0, expression.scale));
}

/// `a = 'x'`: members of an enum are compared by name.
std::string operand(const plan::Process& process, const std::vector<std::string>& texts, plan::Index self,
                    plan::Index other) {
  const plan::Expression& one = process.expressions[self];
  const plan::Expression& beside = process.expressions[other];
  if (one.operation != plan::Operation::Literal || beside.operation != plan::Operation::Slot)
    return texts[self];
  const plan::Slot& slot = process.slots[beside.index];
  if (slot.type == plan::Type::Bool) return one.mantissa != 0 ? "true()" : "false()";
  if (slot.type != plan::Type::Enum) return texts[self];
  const auto member = static_cast<std::size_t>(one.mantissa);
  return member < slot.members.size() ? "'" + slot.members[member] + "'" : texts[self];
}

std::string_view xpath_operator(plan::Operation operation) {
  switch (operation) {
    case plan::Operation::And: return " and ";
    case plan::Operation::Or: return " or ";
    case plan::Operation::Eq: return " = ";
    case plan::Operation::Ne: return " != ";
    case plan::Operation::Lt: return " < ";
    case plan::Operation::Le: return " <= ";
    case plan::Operation::Gt: return " > ";
    case plan::Operation::Ge: return " >= ";
    case plan::Operation::Add: return " + ";
    case plan::Operation::Sub: return " - ";
    case plan::Operation::Mul: return " * ";
    case plan::Operation::Div: return " div ";
    default: return {};
  }
}

std::string xpath(const plan::Process& process, const std::vector<std::string>& texts,
                  const plan::Expression& expression) {
  const std::vector<plan::Index>& operands = expression.operands;
  switch (expression.operation) {
    case plan::Operation::Literal: return literal(expression);
    case plan::Operation::Slot:
      return fmt::format("bpsim:getProperty('{}')", process.slots[expression.index].id);
    case plan::Operation::Not: return fmt::format("not({})", texts[operands[0]]);
    case plan::Operation::Neg: return fmt::format("-({})", texts[operands[0]]);
    case plan::Operation::In: {
      std::vector<std::string> equals;
      for (std::size_t i = 1; i < operands.size(); ++i)
        equals.push_back(
            fmt::format("{} = {}", texts[operands[0]], operand(process, texts, operands[i], operands[0])));
      return fmt::format("({})", fmt::join(equals, " or "));
    }
    case plan::Operation::Visits:
    case plan::Operation::Figure:
    case plan::Operation::Measure: return {};
    default: {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < operands.size(); ++i)
        parts.push_back(operands.size() == 2 ? operand(process, texts, operands[i], operands[1 - i])
                                             : texts[operands[i]]);
      return fmt::format("({})", fmt::join(parts, xpath_operator(expression.operation)));
    }
  }
}

constexpr std::string_view day_names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

int weekday(std::int32_t day) { return ((day + 3) % 7 + 7) % 7; }

std::string stamp(std::int32_t day, int minutes) {
  // 1970-01-01 and ISO dates: YYYY-MM-DD without the dashes.
  std::string date = ir::Date{day + minutes / 1440}.str();
  std::erase(date, '-');
  return fmt::format("{}T{:02}{:02}00", date, minutes % 1440 / 60, minutes % 60);
}

/// The local day on which a plan starts; its zones are at most a day away from UTC, so a week before is early
/// enough for every calendar.
std::int32_t first_monday(const plan::Plan& plan) {
  const auto day = static_cast<std::int32_t>(plan.start / plan::day) - 7;
  return day - weekday(day);
}

struct Event {
  plan::Weekdays days = 0;
  int begin = 0, end = 0;  ///< minutes
  std::string rule;
  std::int32_t first = 0;
};

std::string vevent(const Event& event, const std::string& zone, const std::vector<std::string>& except) {
  std::string out = "BEGIN:VEVENT\n";
  out += fmt::format("DTSTART;TZID={}:{}\n", zone, stamp(event.first, event.begin));
  out += fmt::format("DTEND;TZID={}:{}\n", zone, stamp(event.first, event.end));
  out += "RRULE:" + event.rule + "\n";
  if (!except.empty()) out += fmt::format("EXDATE;TZID={}:{}\n", zone, fmt::join(except, ","));
  return out + "END:VEVENT\n";
}

std::string days_of(plan::Weekdays days, const std::vector<int>& ordinals) {
  std::vector<std::string> out;
  for (int day = 0; day < 7; ++day) {
    if ((days >> day & 1) == 0) continue;
    if (ordinals.empty()) out.emplace_back(day_names[day]);
    for (const int ordinal : ordinals) out.push_back(fmt::format("{}{}", ordinal, day_names[day]));
  }
  return fmt::format("{}", fmt::join(out, ","));
}

std::int32_t first_on(std::int32_t from, plan::Weekdays days) {
  for (int i = 0; i < 7; ++i)
    if ((days >> weekday(from + i) & 1) != 0) return from + i;
  return from;
}

std::string calendar_text(const std::string& events) {
  return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:wain\n" + events + "END:VCALENDAR";
}

}  // namespace

std::string bpsim_number(double value) {
  const bool whole = std::abs(value) < 9e15 && value == std::floor(value);
  return whole ? fmt::format("{}", static_cast<std::int64_t>(value)) : fmt::format("{}", value);
}

Xml bpsim_parameter(std::string_view tag, std::string_view value) {
  Xml out("bpsim:" + std::string(tag));
  out.set("value", value);
  return out;
}

Xml bpsim_time(const plan::Distribution& distribution, double factor) {
  Xml out = draw(nullptr, distribution, factor / static_cast<double>(plan::second));
  out.set("timeUnit", "s");
  return out;
}

Xml bpsim_value(const plan::Slot& slot, const plan::Distribution& distribution) {
  return draw(&slot, distribution, unit_of(slot.type));
}

std::vector<std::string> bpsim_expressions(const plan::Process& process) {
  std::vector<std::string> out;
  for (const plan::Expression& expression : process.expressions)
    out.push_back(xpath(process, out, expression));
  return out;
}

std::string ical(const plan::Plan& plan, const plan::Calendar& calendar) {
  const std::string zone = calendar.zone == plan::none ? "UTC" : plan.zones[calendar.zone].name;
  std::string events;
  for (const plan::OpeningHours& hours : calendar.weekly) {
    Event event{hours.days, hours.opens, hours.closes + (hours.closes <= hours.opens ? 1440 : 0), {}, 0};
    event.first = first_on(first_monday(plan), hours.days);
    event.rule = "FREQ=WEEKLY;BYDAY=" + days_of(hours.days, {});
    std::vector<std::string> except;
    for (const auto& [from, to] : calendar.closed)
      for (std::int32_t day = from; day <= to; ++day)
        if ((hours.days >> weekday(day) & 1) != 0) except.push_back(stamp(day, hours.opens));
    events += vevent(event, zone, except);
  }
  return calendar_text(events);
}

std::string ical(const plan::Plan& plan, const plan::Committee& committee) {
  const plan::Cadence& cadence = committee.cadence;
  const std::string zone = cadence.zone == plan::none ? "UTC" : plan.zones[cadence.zone].name;
  Event event{
      cadence.days, cadence.time, cadence.time + static_cast<int>(committee.length / plan::minute), {}, 0};
  event.first = first_on(first_monday(plan), cadence.days);
  switch (cadence.kind) {
    case plan::Cadence::Kind::Weekly: event.rule = "FREQ=WEEKLY;BYDAY=" + days_of(cadence.days, {}); break;
    case plan::Cadence::Kind::EveryNWeeks:
      event.first = first_on(cadence.anchor, cadence.days);
      event.rule =
          fmt::format("FREQ=WEEKLY;INTERVAL={};WKST=MO;BYDAY={}", cadence.weeks, days_of(cadence.days, {}));
      break;
    case plan::Cadence::Kind::MonthlyNth: {
      std::vector<int> ordinals;
      for (int i = 0; i < 5; ++i)
        if ((cadence.ordinals >> i & 1) != 0) ordinals.push_back(i + 1);
      event.rule = "FREQ=MONTHLY;BYDAY=" + days_of(cadence.days, ordinals);
    }
  }
  return calendar_text(vevent(event, zone, {}));
}

}  // namespace wain::exports
