// STAT(ref) op RIGHT, in `expect` and `good when` (section 7 of the language).
#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using ir::TypeKind;
using syntax::Rule;
using syntax::Tok;
using Statistic = ir::StatisticRef::Statistic;

/// A resolved reference and the type of the statistic.
struct Typed {
  ir::StatisticRef ref;
  ir::Type type;  ///< Error: known to be something, not what
};

class Lowering {
public:
  Lowering(const Cursor& at, ir::OutcomeId outcome)
      : context_(*at.context), definition_(at.context->definition), outcome_(outcome) {}

  std::optional<ir::StatisticComparison> run(const Cursor& at) {
    ir::StatisticComparison result;
    result.span = at.span();
    const std::optional<ir::Comparison> op = operator_of(at.child(Rule::CompareOp));
    const Cursor left_node = at.child(Rule::Statistic);
    const Cursor bound = at.child(Rule::StatisticBound);
    if (!left_node.valid() || !bound.valid()) return std::nullopt;
    const std::optional<Typed> left = statistic(left_node);
    const std::optional<ir::Type> right = right_side(bound, result);
    if (!op || !left || !right) return std::nullopt;
    result.op = *op;
    result.left = left->ref;
    if (agree(left->type, *right)) return result;
    mismatch(left->type, left_node.span(), *right, bound.span(), result.value);
    return std::nullopt;
  }

private:
  std::optional<ir::Comparison> operator_of(const Cursor& op) {
    if (!op.valid()) return std::nullopt;
    switch (op.tree().first_token(op.node).kind) {
      case Tok::Lt: return ir::Comparison::Lt;
      case Tok::Le: return ir::Comparison::Le;
      case Tok::Gt: return ir::Comparison::Gt;
      case Tok::Ge: return ir::Comparison::Ge;
      default: break;
    }
    context_.diagnostics.report(Diag::StatisticEquality, op.span(), {arg("operator", op.text())});
    return std::nullopt;
  }

  // The right side ---------------------------------------------------------------------------------

  std::optional<ir::Type> right_side(const Cursor& bound, ir::StatisticComparison& result) {
    if (bound.has_error()) return std::nullopt;
    const Cursor named = bound.child(Rule::StatisticOrName);
    if (named.valid()) return statistic_or_constant(named, result);
    const Cursor literal = bound.child(Rule::Literal);
    result.value = literal_value(literal);
    if (std::holds_alternative<std::monostate>(result.value)) return std::nullopt;
    if (bound.child(Rule::Minus).valid()) negate(result.value);
    const Cursor other = bound.child(Rule::Statistic);
    if (!other.valid()) return definition_[type_of(definition_, result.value)];
    const auto* factor = std::get_if<ir::Ratio>(&result.value);
    if (!factor) {
      context_.diagnostics.report(Diag::FactorNotPercent, literal.span(), {arg("found", literal.text())});
      return std::nullopt;
    }
    result.factor = factor->value;
    result.value = {};
    return with_other(statistic(other), result);
  }

  std::optional<ir::Type> statistic_or_constant(const Cursor& named, ir::StatisticComparison& result) {
    if (const Cursor path = named.child(Rule::Path); path.valid())
      return with_other(statistic(named), result);
    const WrittenName first = written(named, named.tree()[named.node].first_token);
    const Cursor member = named.child(Rule::Name);
    const Symbol* symbol =
        member.valid()
            ? resolve(context_, named.unit, first, written(member), {SymbolKind::Constant}, "a constant")
            : resolve(context_, named.unit, std::nullopt, first, {SymbolKind::Constant}, "a constant");
    if (!symbol) return std::nullopt;
    result.value = definition_.constants[symbol->index].value;
    if (std::holds_alternative<std::monostate>(result.value)) return std::nullopt;
    return definition_[type_of(definition_, result.value)];
  }

  static std::optional<ir::Type> with_other(const std::optional<Typed>& other,
                                            ir::StatisticComparison& result) {
    if (!other) return std::nullopt;
    result.other = other->ref;
    return other->type;
  }

  // One statistic ----------------------------------------------------------------------------------

  std::optional<Typed> statistic(const Cursor& at) {
    if (at.has_error()) return std::nullopt;
    const Cursor path = at.child(Rule::Path);
    const WrittenName name = written(at, at.tree()[at.node].first_token);
    if (!path.valid() || name.text.empty()) return std::nullopt;
    const std::optional<StatisticName> known = statistic_called(name.text);
    if (!known) {
      context_.diagnostics.report(Diag::UnknownStatistic, name.span, {arg("name", name.text)});
      return std::nullopt;
    }
    Typed result;
    result.ref.statistic = known->statistic;
    result.ref.percentile = known->percentile;
    result.ref.span = at.span();
    std::vector<WrittenName> names = names_in(path);
    for (const WrittenName& each : names)
      if (each.text.empty()) return std::nullopt;
    const std::optional<ir::Type> measure =
        outcome_.valid() ? case_measure(result.ref, names) : in_scenario(path, result.ref, names);
    if (!measure) return std::nullopt;
    result.type = *measure;
    return typed(result, path);
  }

  /// The type of a statistic over a measure: a share of a boolean is a ratio, and nothing else has one.
  std::optional<Typed> typed(Typed result, const Cursor& path) {
    const TypeKind kind = result.type.kind;
    const bool share = result.ref.statistic == Statistic::Share;
    if (kind != TypeKind::Error && share != (kind == TypeKind::Bool)) {
      const std::string found = describe(definition_, definition_.intern(result.type));
      context_.diagnostics.report(share ? Diag::ShareOfNoBool : Diag::StatisticOfBool, path.span(),
                                  {arg("found", found), arg("name", path.text())});
      return std::nullopt;
    }
    if (share) result.type = ir::Type{.kind = TypeKind::Ratio};
    if (kind == TypeKind::Int) result.type = ir::Type{.kind = TypeKind::Number};
    return result;
  }

  /// `names` in `good when`: one measure.
  std::optional<ir::Type> case_measure(ir::StatisticRef& ref, const std::vector<WrittenName>& names) {
    if (names.size() == 2 && names[0].text == "missed") return missed(ref, names[1]);
    if (names.size() > 1) {
      context_.diagnostics.report(Diag::GoodWhenScope, cover(names.front().span, names.back().span));
      return std::nullopt;
    }
    ref.outcome = outcome_;
    ref.measure = names[0].text;
    if (const auto builtin = builtin_measure(names[0].text)) return builtin;
    if (const auto declared = declared_in(outcome_, names[0].text)) return declared;
    for (const ir::ProcessId process : yielding(outcome_))
      if (const auto declared = declared_in(process, names[0].text)) return declared;
    return unknown_measure(names[0]);
  }

  std::optional<ir::Type> missed(ir::StatisticRef& ref, const WrittenName& name) {
    const std::vector<ir::Criterion>& criteria = definition_.criteria;
    const auto found = context_.called.find(name.text.data());
    if (found != context_.called.end()) {
      for (const std::uint32_t index : found->second) {
        if (context_.symbols[index].kind != SymbolKind::Criterion) continue;
        ref.measure =
            definition_.keep(fmt::format("missed({})", criteria[context_.symbols[index].index].name));
        return ir::Type{.kind = TypeKind::Bool};
      }
    }
    context_.diagnostics.report(Diag::UnknownName, name.span,
                                {arg("name", name.text), arg("expected", "a criterion")});
    return std::nullopt;
  }

  std::optional<ir::Type> unknown_measure(const WrittenName& name) {
    if (lenient_) return std::nullopt;
    context_.diagnostics.report(Diag::UnknownMeasure, name.span, {arg("name", name.text)});
    return std::nullopt;
  }

  template <class Id>
  std::optional<ir::Type> declared_in(Id id, std::string_view name) const {
    for (const ir::Measure& measure : definition_[id].measures)
      if (measure.name == name)
        return ir::Type{.kind = measure.definition.valid() ? TypeKind::Bool : TypeKind::Error};
    return std::nullopt;
  }

  const std::vector<ir::ProcessId>& yielding(ir::OutcomeId outcome) {
    if (!context_.yielded_by) {
      context_.yielded_by.emplace();
      for (std::uint32_t i = 0; i < definition_.processes.size(); ++i)
        for (const ir::OutcomeId yielded : definition_.processes[i].yields)
          (*context_.yielded_by)[yielded.index].push_back({i});
    }
    return (*context_.yielded_by)[outcome.index];
  }

  // References through a scenario ------------------------------------------------------------------

  std::optional<ir::Type> in_scenario(const Cursor& path, ir::StatisticRef& ref,
                                      std::vector<WrittenName>& names) {
    const bool aliased = names.size() > 1 &&
                         context_.units[path.unit].aliases.contains(names[0].text.data()) &&
                         !find(context_, path.unit, names[0].text);
    const Symbol* symbol =
        aliased ? resolve(context_, path.unit, names[0], names[1], {SymbolKind::Scenario}, "a scenario")
                : resolve(context_, path.unit, std::nullopt, names[0], {SymbolKind::Scenario}, "a scenario");
    if (!symbol) return std::nullopt;
    ref.scenario = {symbol->index};
    names.erase(names.begin(), names.begin() + (aliased ? 2 : 1));
    if (names.empty()) {
      context_.diagnostics.report(Diag::StatisticWithoutMeasure, path.span(), {arg("name", path.text())});
      return std::nullopt;
    }
    const ir::Scenario& scenario = definition_[ref.scenario];
    if (scenario.broken) return std::nullopt;
    processes_ = processes_of(context_, scenario);
    lenient_ = context_.units[path.unit].incomplete || any_broken(context_, processes_);
    if (names.size() == 1) return alone(ref, names[0]);
    if (names.size() == 2 && names[0].text == "missed" && !is_element(names[0].text))
      return missed(ref, names[1]);
    return scoped(path, ref, names);
  }

  [[nodiscard]] bool is_element(std::string_view name) {
    return std::any_of(processes_.begin(), processes_.end(), [&](ir::ProcessId process) {
      return names_of(context_, process).nodes.contains(name.data());
    });
  }

  /// `Today.cycle_time`, `Today.reopened`, `Today.Declined`.
  std::optional<ir::Type> alone(ir::StatisticRef& ref, const WrittenName& name) {
    if (ref.statistic == Statistic::Share) {
      if (const ir::OutcomeId outcome = outcome_called(name.text); outcome.valid()) {
        ref.outcome = outcome;
        return ir::Type{.kind = TypeKind::Bool};
      }
    }
    ref.measure = name.text;
    if (const auto builtin = builtin_measure(name.text)) return builtin;
    for (const ir::ProcessId process : processes_) {
      if (const auto declared = declared_in(process, name.text)) return declared;
      for (const ir::OutcomeId outcome : definition_[process].yields)
        if (const auto declared = declared_in(outcome, name.text)) return declared;
    }
    if (ref.statistic != Statistic::Share || processes_.empty())
      return processes_.empty() ? std::nullopt : unknown_measure(name);
    if (lenient_) return std::nullopt;
    auto report = context_.diagnostics.report(Diag::UnknownShare, name.span, {arg("name", name.text)});
    std::vector<std::string_view> outcomes;
    for (const ir::ProcessId process : processes_)
      for (const ir::OutcomeId outcome : definition_[process].yields)
        outcomes.push_back(definition_[outcome].name);
    if (const auto near = similar(name.text, outcomes))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
    return std::nullopt;
  }

  ir::OutcomeId outcome_called(std::string_view name) const {
    for (const ir::ProcessId process : processes_)
      for (const ir::OutcomeId outcome : definition_[process].yields)
        if (definition_[outcome].name == name) return outcome;
    return {};
  }

  /// `Today.Check.waiting_time`, `Today.Settled.cycle_time`, `Today.Clerk.load`; a process or an alias may
  /// stand before the element. Steps win over outcomes, those over actors, as in `with`.
  std::optional<ir::Type> scoped(const Cursor& path, ir::StatisticRef& ref,
                                 const std::vector<WrittenName>& names) {
    const WrittenName& measure = names.back();
    const WrittenName& element = names[names.size() - 2];
    ref.measure = measure.text;
    std::vector<ir::ProcessId> look_in = processes_;
    if (names.size() > 3) {
      context_.diagnostics.report(Diag::StatisticTooLong, path.span(), {arg("name", path.text())});
      return std::nullopt;
    }
    if (names.size() == 3)
      std::erase_if(look_in,
                    [&](ir::ProcessId process) { return definition_[process].name != names[0].text; });
    std::vector<ir::ProcessId> having;
    for (const ir::ProcessId process : look_in)
      if (names_of(context_, process).nodes.contains(element.text.data())) having.push_back(process);
    if (having.size() > 1) {
      context_.diagnostics.report(Diag::AmbiguousStep, element.span, {arg("name", element.text)})
          .note(Diag::NoteStepIn, definition_[having[0]].name_span,
                {arg("name", definition_[having[0]].name)})
          .note(Diag::NoteStepIn, definition_[having[1]].name_span,
                {arg("name", definition_[having[1]].name)});
      return std::nullopt;
    }
    if (!having.empty()) return of_step(ref, having.front(), element, measure);
    if (names.size() == 2) {
      if (const ir::OutcomeId outcome = outcome_called(element.text); outcome.valid())
        return of_outcome(ref, outcome, measure);
    }
    return of_actor(path, ref, names);
  }

  std::optional<ir::Type> of_step(ir::StatisticRef& ref, ir::ProcessId process, const WrittenName& step,
                                  const WrittenName& measure) {
    ref.process = process;
    ref.node = {names_of(context_, process).nodes.lookup(step.text.data())};
    if (measure.text == "visits") return ir::Type{.kind = TypeKind::Int};
    if (const auto builtin = builtin_measure(measure.text); builtin && measure.text != "loss") return builtin;
    return no_such(measure, "step", step.text);
  }

  std::optional<ir::Type> of_outcome(ir::StatisticRef& ref, ir::OutcomeId outcome,
                                     const WrittenName& measure) {
    ref.outcome = outcome;
    if (const auto builtin = builtin_measure(measure.text)) return builtin;
    if (const auto declared = declared_in(outcome, measure.text)) return declared;
    for (const ir::ProcessId process : processes_)
      if (const auto declared = declared_in(process, measure.text)) return declared;
    return no_such(measure, "outcome", definition_[outcome].name);
  }

  std::optional<ir::Type> of_actor(const Cursor& path, ir::StatisticRef& ref,
                                   const std::vector<WrittenName>& names) {
    if (processes_.empty()) return std::nullopt;
    const WrittenName& element = names[names.size() - 2];
    const std::optional<WrittenName> alias = names.size() == 3 ? std::optional(names[0]) : std::nullopt;
    const Symbol* symbol = nullptr;
    if (!alias) symbol = find(context_, path.unit, element.text);
    const bool fits = symbol && symbol->kind == SymbolKind::Actor;
    if (!fits && !alias && lenient_) return std::nullopt;
    if (!fits && !alias) {
      context_.diagnostics.report(Diag::UnknownElement, element.span, {arg("name", element.text)});
      return std::nullopt;
    }
    if (alias)
      symbol = resolve(context_, path.unit, alias, element, {SymbolKind::Actor}, "a step, outcome or actor");
    if (!symbol) return std::nullopt;
    ref.actor = {symbol->index};
    if (names.back().text == "load") return ir::Type{.kind = TypeKind::Ratio};
    if (names.back().text == "queue") return ir::Type{.kind = TypeKind::Number};
    return no_such(names.back(), noun(context_, *symbol), symbol->name);
  }

  std::optional<ir::Type> no_such(const WrittenName& measure, std::string_view kind, std::string_view of) {
    context_.diagnostics.report(Diag::NoSuchMeasure, measure.span,
                                {arg("name", measure.text), arg("kind", kind), arg("of", of)});
    return std::nullopt;
  }

  // Types ------------------------------------------------------------------------------------------

  static bool is_numeric(TypeKind kind) { return kind == TypeKind::Int || kind == TypeKind::Number; }

  static bool agree(const ir::Type& left, const ir::Type& right) {
    if (left.kind == TypeKind::Error || right.kind == TypeKind::Error) return true;
    if (is_numeric(left.kind)) return is_numeric(right.kind);
    if (left.kind != right.kind) return false;
    const ir::Currency none{};
    return left.kind != TypeKind::Money || left.currency == right.currency || left.currency == none ||
           right.currency == none;
  }

  void mismatch(const ir::Type& left, Span left_span, const ir::Type& right, Span right_span,
                const ir::Value& value) {
    const std::string l = describe(definition_, definition_.intern(left));
    const std::string r = describe(definition_, definition_.intern(right));
    auto report =
        context_.diagnostics.report(Diag::CannotCompare, right_span, {arg("left", l), arg("right", r)});
    report.note(Diag::NoteTypeOf, left_span, {arg("type", l)})
        .note(Diag::NoteTypeOf, right_span, {arg("type", r)});
    const auto* number = std::get_if<ir::Decimal>(&value);
    if (number && left.kind == TypeKind::Ratio)
      report.help(Diag::NoteWriteInstead, {arg("text", number->percent())});
  }

  Context& context_;
  ir::Definition& definition_;
  ir::OutcomeId outcome_;
  std::vector<ir::ProcessId> processes_;
  bool lenient_ = false;  ///< an unknown name may have stood where something is broken
};

}  // namespace

std::optional<StatisticName> statistic_called(std::string_view name) {
  if (name == "mean") return StatisticName{Statistic::Mean};
  if (name == "median") return StatisticName{Statistic::Median};
  if (name == "max") return StatisticName{Statistic::Max};
  if (name == "share") return StatisticName{Statistic::Share};
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.size() != 3 || name[0] != 'p' || name[1] == '0' || !digit(name[1]) || !digit(name[2]))
    return std::nullopt;
  return StatisticName{Statistic::Percentile,
                       static_cast<std::uint8_t>((name[1] - '0') * 10 + (name[2] - '0'))};
}

std::optional<ir::StatisticComparison> lower_statistics(const Cursor& comparison, ir::OutcomeId outcome) {
  if (!comparison.valid()) return std::nullopt;
  return Lowering(comparison, outcome).run(comparison);
}

}  // namespace wain::sema
