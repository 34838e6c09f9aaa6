// What the front end sees to before it lowers a text, and a definition from elsewhere need not keep: ranges
// of figures, and that nothing is made of itself.
#include <algorithm>

#include "ir/verify_parts.h"

namespace wain::ir {
namespace {

void at_least(Verification& verification, const Place& place, std::string_view what,
              const std::optional<std::uint32_t>& given, std::uint32_t least) {
  if (given && *given < least) verification.fail(place, "{} is {}, which is below {}", what, *given, least);
}

void not_negative(Verification& verification, const Place& place, std::string_view what,
                  const std::optional<Duration>& given) {
  if (given && given->microseconds < 0) verification.fail(place, "{} is below zero", what);
}

void cadence_limits(Verification& verification, const Place& place, const Cadence& cadence) {
  if (cadence.kind != Cadence::Kind::Daily && cadence.days.empty())
    verification.fail(place, "a cadence without days");
  if (cadence.weeks < 1 || cadence.weeks > 520)
    verification.fail(place, "every {} weeks, not 1 to 520", cadence.weeks);
  const auto is_ordinal = [](std::uint8_t each) { return each >= 1 && each <= 5; };
  if (cadence.kind == Cadence::Kind::MonthlyNth &&
      (cadence.ordinals.empty() ||
       !std::all_of(cadence.ordinals.begin(), cadence.ordinals.end(), is_ordinal)))
    verification.fail(place, "days of a month that are not its 1st to 5th");
  if (cadence.time.minutes >= 24 * 60) verification.fail(place, "a cadence at {}", cadence.time.str());
}

void meeting_limits(Verification& verification, const Place& place, const std::optional<Meeting>& meeting) {
  if (!meeting) return;
  cadence_limits(verification, place, meeting->cadence);
  if (meeting->length.microseconds <= 0) verification.fail(place, "a meeting that takes no time");
}

/// A parameter as a number whose order and sign are its own; of dates and texts nothing.
std::optional<double> size_of(const Value& value) {
  if (const auto* number = std::get_if<Decimal>(&value)) return number->to_double();
  if (const auto* ratio = std::get_if<Ratio>(&value)) return ratio->value.to_double();
  if (const auto* money = std::get_if<Money>(&value)) return money->to_double();
  if (const auto* duration = std::get_if<Duration>(&value)) return duration->hours();
  return std::nullopt;
}

void distribution_limits(Verification& verification, const Place& place,
                         const std::optional<Distribution>& given) {
  if (!given) return;
  using enum DistributionKind;
  std::optional<double> before;
  const bool rises = given->kind == Uniform || given->kind == Triangular;
  for (const Value& value : given->parameters) {
    const std::optional<double> size = size_of(value);
    if (!size) continue;
    if (*size < 0) verification.fail(place, "{} of what is below zero", name(given->kind));
    if (rises && before && *size < *before)
      verification.fail(place, "{} whose parameters fall", name(given->kind));
    before = size;
    const bool positive = given->kind == Exponential || given->kind == Lognormal || given->kind == Gamma ||
                          given->kind == Erlang || given->kind == Weibull;
    if (positive && *size == 0) verification.fail(place, "{} of zero", name(given->kind));
  }
  for (const auto& [value, share] : given->points) {
    const std::optional<double> size = size_of(value);
    if (size && *size < 0) verification.fail(place, "a point below zero");
  }
  if (given->kind == Erlang && (given->count < 1 || given->count > 1000))
    verification.fail(place, "erlang with {} phases, not 1 to 1000", given->count);
  if (given->kind == Weibull && given->shape <= Decimal::make(0))
    verification.fail(place, "weibull without a shape");
}

/// Elements that lead to others, each to one at most: whether some leads back to itself.
template <class Element, class Next>
void no_circle(Verification& verification, std::string_view kind, const std::vector<Element>& elements,
               Next next) {
  std::vector<std::uint32_t> seen_from(elements.size(), UINT32_MAX);
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    std::uint32_t at = i;
    while (at < elements.size() && seen_from[at] == UINT32_MAX) {
      seen_from[at] = i;
      at = next(elements[at]);
    }
    if (at < elements.size() && seen_from[at] == i)
      verification.fail({kind, elements[at].name}, "it leads back to itself");
  }
}

/// Records whose fields hold records; depth first, with an own stack.
void no_endless_records(Verification& verification) {
  const Definition& definition = verification.definition;
  enum class Mark : std::uint8_t { New, Open, Done };
  std::vector<Mark> marks(definition.records.size(), Mark::New);
  const auto inner = [&](TypeId type) {
    while (type && definition[type].kind == TypeKind::List) type = definition[type].element;
    return type && definition[type].kind == TypeKind::Record ? definition[type].record : RecordId{};
  };
  for (std::uint32_t i = 0; i < marks.size(); ++i) {
    std::vector<std::pair<std::uint32_t, std::size_t>> stack;
    if (marks[i] == Mark::New) stack.emplace_back(i, 0);
    while (!stack.empty()) {
      auto& [record, field] = stack.back();
      marks[record] = Mark::Open;
      if (field == definition.records[record].fields.size()) {
        marks[record] = Mark::Done;
        stack.pop_back();
        continue;
      }
      const RecordId to = inner(definition.records[record].fields[field++].type);
      if (!to || marks[to.index] == Mark::Done) continue;
      if (marks[to.index] == Mark::Open) {
        verification.fail({"record", definition[to].name}, "it contains itself");
        return;
      }
      stack.emplace_back(to.index, 0);
    }
  }
}

void actor_limits(Verification& verification, const Actor& actor) {
  const Definition& definition = verification.definition;
  const Place place{name(actor.kind), actor.name};
  at_least(verification, place, "its capacity", actor.capacity, 1);
  at_least(verification, place, "the number of cases that it hears", actor.hears, 1);
  not_negative(verification, place, "when its agenda closes", actor.agenda_closes);
  meeting_limits(verification, place, actor.meets);
  for (const ActorId member : actor.members)
    if (actor.kind != ActorKind::Committee || definition[member].kind == ActorKind::Committee ||
        !definition[member].is_human())
      verification.fail(place, "a seat of {}, a {}", definition[member].name, name(definition[member].kind));
  for (const ActorId role : actor.plays)
    if (actor.kind != ActorKind::Person || definition[role].kind != ActorKind::Role)
      verification.fail(place, "it plays {}, a {}", definition[role].name, name(definition[role].kind));
}

void node_limits(Verification& verification, const Process& process, const Node& node) {
  const Place place{name(node.kind), node.name, process.name};
  distribution_limits(verification, place, node.takes);
  if (node.batches) {
    at_least(verification, place, "the size of its batches", node.batches->size, 1);
    not_negative(verification, place, "how long a batch waits", node.batches->or_after);
  }
  not_negative(verification, place, "the time within which it finds", node.finds_within);
  for (const Escalation& escalation : node.escalations)
    not_negative(verification, place, "when it escalates", escalation.after);
  if (node.wait && node.wait->kind == WaitSpec::Kind::Cadence)
    cadence_limits(verification, place, node.wait->cadence);
  if (node.wait) not_negative(verification, place, "when its agenda closes", node.wait->agenda_closes);
  if (node.wait && node.wait->kind == WaitSpec::Kind::Timer && !node.takes)
    verification.fail(place, "it waits for no time");
  std::optional<Decimal> sum = Decimal::make(0);
  for (const EdgeId edge : node.out) {
    not_negative(verification, place, "the time of a timeout", process[edge].after);
    if (sum && process[edge].share && node.kind != NodeKind::Fork) sum = add(*sum, *process[edge].share);
  }
  if (!sum || *sum > Decimal::make(1)) verification.fail(place, "the shares of its exits sum to more than 1");
  if (node.kind != NodeKind::Call) return;
  const Process& callee = verification.definition[node.callee];
  for (std::size_t i = 0; i < std::min(node.arguments.size(), callee.parameters.size()); ++i) {
    if (type_of(verification.definition, &process, node.arguments[i]) != callee[callee.parameters[i]].type)
      verification.fail(place, "the argument {} is of another type than the parameter",
                        str(verification.definition, &process, node.arguments[i]));
  }
}

void scenario_limits(Verification& verification, const Scenario& scenario) {
  const Place place{"scenario", scenario.name};
  not_negative(verification, place, "its length", scenario.length);
  not_negative(verification, place, "its warmup", scenario.warmup);
  at_least(verification, place, "the number of its replications", scenario.replications, 1);
  for (const Run& run : scenario.runs) {
    if (!run.arrivals) continue;
    if (run.arrivals->rate && *run.arrivals->rate <= Decimal::make(0))
      verification.fail(place, "a rate of no cases");
    distribution_limits(verification, place, run.arrivals->gaps);
  }
  for (const Draw& draw : scenario.draws) distribution_limits(verification, place, draw.distribution);
  for (const Override& change : scenario.overrides) {
    distribution_limits(verification, place, change.takes);
    meeting_limits(verification, place, change.meets);
  }
}

}  // namespace

void verify_limits(Verification& verification) {
  const Definition& definition = verification.definition;
  no_endless_records(verification);
  no_circle(verification, "actor", definition.actors,
            [](const Actor& each) { return each.reports_to.index; });
  no_circle(verification, "process", definition.processes,
            [](const Process& each) { return each.replaces.index; });
  no_circle(verification, "scenario", definition.scenarios,
            [](const Scenario& each) { return each.from.index; });
  for (const Calendar& calendar : definition.calendars) {
    for (const auto& [first, last] : calendar.closed)
      if (last < first)
        verification.fail({"calendar", calendar.name}, "{} is before {}", last.str(), first.str());
  }
  for (const Control& control : definition.controls)
    at_least(verification, {"control", control.name}, "the number of its approvers", control.approvers, 1);
  for (const Actor& actor : definition.actors) actor_limits(verification, actor);
  for (const Process& process : definition.processes) {
    for (const Node& node : process.nodes) node_limits(verification, process, node);
  }
  for (const Scenario& scenario : definition.scenarios) scenario_limits(verification, scenario);
}

}  // namespace wain::ir
