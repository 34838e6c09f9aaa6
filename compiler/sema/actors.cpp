// Properties of roles, persons, committees, systems and models. Who is who is settled in people.cpp.
#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using ir::ActorKind;
using syntax::Rule;
using syntax::Tok;

constexpr std::uint8_t bit(ActorKind kind) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
}
constexpr std::uint8_t role = bit(ActorKind::Role), person = bit(ActorKind::Person),
                       committee = bit(ActorKind::Committee), system_ = bit(ActorKind::System),
                       model = bit(ActorKind::Model);

/// Section 2 of the language: which actor has which property.
struct Fit {
  Rule rule;
  std::string_view property;
  std::uint8_t kinds;
};
constexpr Fit fits[] = {
    {Rule::StaffProp, "staff", role},
    {Rule::CapacityProp, "capacity", system_ | model},
    {Rule::AvailableProp, "available", role | person},
    {Rule::HoursProp, "hours", role | person | committee},
    {Rule::CostsProp, "costs", role | person | committee | system_ | model},
    {Rule::ReportsProp, "reports to", role | person | committee},
    {Rule::AuthorityProp, "authority", role | person | committee | system_ | model},
    {Rule::MembersProp, "members", committee},
    {Rule::QuorumProp, "quorum", committee},
    {Rule::MeetsProp, "meets", committee},
    {Rule::AgendaProp, "agenda closes", committee},
    {Rule::HearsProp, "hears", committee},
    {Rule::AccountableProp, "accountable", system_ | model},
};

class Lowering {
public:
  Lowering(const Cursor& declaration, ir::Actor& actor)
      : context_(*declaration.context),
        declaration_(declaration),
        actor_(actor),
        once_(*declaration.context) {}

  void run() {
    plays();
    for (const syntax::NodeId node : declaration_.tree().children(declaration_.node)) {
      const Cursor item = declaration_.at(node);
      const auto* const fit =
          std::find_if(std::begin(fits), std::end(fits), [&](const Fit& f) { return f.rule == item.rule(); });
      if (fit == std::end(fits) || item.has_error()) continue;
      if ((fit->kinds & bit(actor_.kind)) == 0) {
        context_.diagnostics.report(Diag::MisplacedProperty, item.span(),
                                    {arg("kind", ir::name(actor_.kind)), arg("property", fit->property)});
        continue;
      }
      const bool may_repeat = fit->rule == Rule::AuthorityProp || fit->rule == Rule::CostsProp;
      if (may_repeat || once_.first(fit->property, item.span())) property(item);
    }
  }

private:
  void plays() {
    const Cursor list = declaration_.child(Rule::NameList);
    if (!list.valid()) return;
    if (actor_.kind != ActorKind::Person) {
      context_.diagnostics.report(Diag::PlaysOnlyPersons, list.span(), {arg("kind", ir::name(actor_.kind))});
      return;
    }
    actor_.plays = actors_of(list, role, "a role");
  }

  /// The names of a list that are actors of these kinds; others are reported.
  std::vector<ir::ActorId> actors_of(const Cursor& list, std::uint8_t kinds, std::string_view expected) {
    std::vector<ir::ActorId> result;
    llvm::DenseMap<std::uint32_t, Span> seen;
    for (const Cursor& name : list.children(Rule::Qualified)) {
      const ir::ActorId id = actor_of(name, kinds, expected);
      if (!id.valid()) continue;
      const auto [first, fresh] = seen.try_emplace(id.index, name.span());
      if (fresh)
        result.push_back(id);
      else
        context_.diagnostics.report(Diag::NamedTwice, name.span(), {arg("name", name.text())})
            .note(Diag::NoteFirstNamedHere, first->second);
    }
    return result;
  }

  ir::ActorId actor_of(const Cursor& qualified, std::uint8_t kinds, std::string_view expected) {
    const Symbol* symbol = resolve(qualified, {SymbolKind::Actor}, expected);
    if (!symbol) return {};
    const ir::Actor& found = context_.definition.actors[symbol->index];
    if ((bit(found.kind) & kinds) != 0) return {symbol->index};
    context_.diagnostics
        .report(
            Diag::NotHuman, qualified.span(),
            {arg("expected", expected), arg("found", ir::name(found.kind)), arg("name", qualified.text())})
        .note(Diag::NoteDeclaredHere, symbol->span, {arg("name", symbol->name)});
    return {};
  }

  void property(const Cursor& item) {
    const Cursor value = item.child(Rule::Value);
    switch (item.rule()) {
      case Rule::StaffProp: actor_.declared_staff = count_in(value, "staff", 1, 10'000'000); break;
      case Rule::CapacityProp: actor_.capacity = count_in(value, "capacity", 1, 10'000'000); break;
      case Rule::AvailableProp: available(value); break;
      case Rule::HoursProp: actor_.hours = resolve_calendar(item.child(Rule::Qualified)); break;
      case Rule::CostsProp: costs(item); break;
      case Rule::ReportsProp:
        actor_.reports_to =
            actor_of(item.child(Rule::Qualified), role | person | committee, "a role, person or committee");
        break;
      case Rule::AuthorityProp: authority(item); break;
      case Rule::MembersProp: members(item.child(Rule::NameList)); break;
      case Rule::QuorumProp: quorum(item); break;
      case Rule::MeetsProp: meets(item); break;
      case Rule::AgendaProp: actor_.agenda_closes = duration_value(value, "agenda closes"); break;
      case Rule::HearsProp: actor_.hears = count_in(value, "hears", 1, 10'000'000); break;
      case Rule::AccountableProp:
        // Any actor resolves: that a committee or a machine cannot answer for it is a finding.
        actor_.accountable = resolve_actor(item.child(Rule::Qualified));
        break;
      default: break;
    }
  }

  void available(const Cursor& value) {
    const std::optional<ir::Decimal> share = ratio_value(value, "available");
    if (!share) return;
    if (share->mantissa != 0)
      actor_.available = share;
    else
      context_.diagnostics.report(Diag::ParameterNotPositive, value.span(),
                                  {arg("parameter", "available"), arg("value", "0%")});
  }

  void costs(const Cursor& item) {
    const std::optional<CostUnit> unit = cost_unit(item);
    if (!unit) return;
    if (!once_.first(*unit == CostUnit::Hour ? "costs … per h" : "costs … per case", item.span())) return;
    const std::optional<ir::Money> money = money_value(item.child(Rule::Value), "costs");
    (*unit == CostUnit::Hour ? actor_.cost_per_hour : actor_.cost_per_case) = money;
  }

  void authority(const Cursor& item) {
    ir::AuthorityLine line;
    line.span = item.span();
    line.record = resolve_record(item.child(Rule::Qualified));
    if (const Cursor on = item.child(Rule::NameList); on.valid()) line.criteria = resolve_criteria(on);
    if (!line.record.valid()) return;
    DataScope scope;
    scope.record = line.record;
    line.predicate = lower_condition(item.expression(), scope);
    if (line.predicate.valid()) actor_.authority.push_back(std::move(line));
  }

  /// Seats whose holder is unknown leave the quorum unknown.
  void members(const Cursor& list) {
    actor_.members = actors_of(list, role | person, "a role or person");
    if (actor_.members.size() < list.children(Rule::Qualified).size()) actor_.broken = true;
  }

  void quorum(const Cursor& item) {
    if (const auto count = count_in(item.child_at(0), "quorum", 1, 10'000'000)) actor_.quorum = *count;
    if (const Cursor met = item.child_at(1); met.valid()) actor_.quorum_met = ratio_value(met, "met");
  }

  void meets(const Cursor& item) {
    if (auto meeting = lower_meeting(item)) actor_.meets = std::move(*meeting);
  }

  Context& context_;
  Cursor declaration_;
  ir::Actor& actor_;
  OnceEach once_;
};

}  // namespace

std::optional<CostUnit> cost_unit(const Cursor& costs) {
  const WrittenName unit = written(costs.child(Rule::Name));
  if (unit.text.empty()) return std::nullopt;
  if (unit.text == "h") return CostUnit::Hour;
  if (unit.text == "case") return CostUnit::Case;
  costs.context->diagnostics.report(Diag::UnknownCostUnit, unit.span, {arg("name", unit.text)});
  return std::nullopt;
}

std::optional<ir::Meeting> lower_meeting(const Cursor& meets) {
  ir::Meeting meeting;
  meeting.cadence = lower_cadence(meets.child(Rule::Cadence));
  meeting.span = meets.span();
  const Cursor value = meets.child(Rule::Value);
  const std::optional<ir::Duration> length = duration_value(value, "meets");
  if (!length) return std::nullopt;
  meeting.length = *length;
  if (length->microseconds > 0) return meeting;
  meets.context->diagnostics.report(Diag::ParameterNotPositive, value.span(),
                                    {arg("parameter", "meets"), arg("value", length->str())});
  return std::nullopt;
}

void lower_actors(Context& context) {
  for (const Symbol& symbol : context.symbols) {
    if (symbol.kind != SymbolKind::Actor) continue;
    const ErrorWatch watch(context);
    ir::Actor& actor = context.definition.actors[symbol.index];
    Lowering({&context, symbol.tree, symbol.declaration}, actor).run();
    actor.broken = actor.broken || watch.any();
  }
}

}  // namespace wain::sema
