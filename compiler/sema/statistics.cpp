// STAT(ref) op RIGHT, in `expect` and `good when` (section 7 of the language).
#include <algorithm>

#include "sema/context.h"
#include "sema/statistic_references.h"

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
    if (!op.valid() || op.has_error()) return std::nullopt;
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
    const std::vector<WrittenName> names = names_of_reference(at);
    for (const WrittenName& each : names)
      if (each.text.empty()) return std::nullopt;
    const std::optional<ir::Type> measure = resolve_reference(path, names, outcome_, result.ref);
    if (!measure) return std::nullopt;
    result.type = *measure;
    return typed(result, path);
  }

  /// `Today.missed(Coverage)` is the reference `Today.missed.Coverage`.
  static std::vector<WrittenName> names_of_reference(const Cursor& at) {
    std::vector<WrittenName> names;
    for (const syntax::NodeId child : at.tree().children(at.node)) {
      if (at.tree().rule(child) != Rule::Path) continue;
      const std::vector<WrittenName> more = names_in(at.at(child));
      names.insert(names.end(), more.begin(), more.end());
    }
    return names;
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
