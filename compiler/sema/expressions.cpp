#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using ir::ExprKind;
using ir::TypeKind;
using syntax::Rule;
using syntax::Tok;

/// Longer sums and products would make trees as deep as they are long.
constexpr std::size_t most_operands = 64;

/// An operand on its way up: an expression, or a bare name that only its opposite can give a meaning.
struct Operand {
  ir::ExprId id;
  WrittenName pending;   ///< text empty: not pending
  WrittenName bare;      ///< data by a single name: opposite an enum of another type it may be a member
  bool literal = false;  ///< built of literals alone: `int` or `number` as its place needs
};

std::optional<ir::Decimal> plain_number(const ir::Expr& expr) {
  const auto* number = std::get_if<ir::Decimal>(&expr.value);
  return expr.kind == ExprKind::Literal && number ? std::optional(*number) : std::nullopt;
}

bool is_numeric(TypeKind kind) { return kind == TypeKind::Int || kind == TypeKind::Number; }

bool has_order(TypeKind kind) {
  return is_numeric(kind) || kind == TypeKind::Ratio || kind == TypeKind::Duration ||
         kind == TypeKind::Money || kind == TypeKind::Date;
}

bool has_equality(TypeKind kind) {
  return has_order(kind) || kind == TypeKind::Bool || kind == TypeKind::Text || kind == TypeKind::Enum;
}

bool has_sums(TypeKind kind) {
  return is_numeric(kind) || kind == TypeKind::Ratio || kind == TypeKind::Duration || kind == TypeKind::Money;
}

class Lowering {
public:
  Lowering(const Cursor& root, const DataScope& scope)
      : context_(*root.context), definition_(root.context->definition), scope_(scope) {}

  /// An expression whose pending name, if any, has been reported.
  Operand settled(const Cursor& at) {
    Operand operand = any(at);
    settle(operand);
    return operand;
  }

  Operand condition(const Cursor& at) {
    Operand operand = settled(at);
    const TypeKind kind = kind_of(operand);
    if (kind == TypeKind::Error || kind == TypeKind::Bool) return operand;
    context_.diagnostics.report(Diag::NotACondition, at.span(),
                                {arg("found", describe(definition_, type_of(operand)))});
    return error(at.span());
  }

private:
  [[nodiscard]] ir::TypeId type_of(const Operand& operand) const { return definition_[operand.id].type; }
  [[nodiscard]] TypeKind kind_of(const Operand& operand) const { return definition_[type_of(operand)].kind; }
  [[nodiscard]] bool is_error(const Operand& operand) const { return kind_of(operand) == TypeKind::Error; }
  [[nodiscard]] Span span_of(const Operand& operand) const { return definition_[operand.id].span; }
  ir::TypeId of_kind(TypeKind kind) { return definition_.intern(ir::Type{.kind = kind}); }

  Operand make(ExprKind kind, ir::TypeId type, Span span, std::vector<ir::ExprId> operands = {}) {
    ir::Expr expr;
    expr.kind = kind;
    expr.type = type;
    expr.span = span;
    expr.operands = std::move(operands);
    return {definition_.add(std::move(expr)), {}, {}, false};
  }
  Operand error(Span span) { return make(ExprKind::Error, context_.error_type, span); }

  void settle(Operand& operand) {
    if (operand.pending.text.empty()) return;
    report_unknown_data(context_, operand.pending, scope_);
    operand = error(operand.pending.span);
  }

  Operand any(const Cursor& at) {
    if (!at.valid()) return error({});
    if (at.has_error()) return error(at.span());
    switch (at.rule()) {
      case Rule::Expression: return connective(at, ExprKind::Or);
      case Rule::Conjunction: return connective(at, ExprKind::And);
      case Rule::Negation: return negation(at);
      case Rule::Comparison: return comparison(at);
      case Rule::Sum:
      case Rule::Term: return chain(at);
      case Rule::Unary: return negative(at);
      case Rule::Primary: return primary(at);
      case Rule::Literal: return literal(at);
      case Rule::ExprPath: return data(at);
      default: return error(at.span());
    }
  }

  Operand connective(const Cursor& at, ExprKind kind) {
    std::vector<ir::ExprId> operands;
    bool failed = false;
    for (const Cursor& child : at.children()) {
      const Operand operand = condition(child);
      failed = failed || is_error(operand);
      operands.push_back(operand.id);
    }
    if (failed || operands.empty()) return error(at.span());
    if (operands.size() == 1) return {operands.front(), {}, {}, false};
    return make(kind, of_kind(TypeKind::Bool), at.span(), std::move(operands));
  }

  /// How many tokens of this kind stand before the only child.
  static std::size_t count_before(const Cursor& at, Tok kind) {
    std::size_t count = 0;
    const syntax::Node& node = at.tree()[at.node];
    for (std::uint32_t token = node.first_token;
         token < node.end_token && at.tree().token(token).kind == kind; ++token)
      ++count;
    return count;
  }

  Operand negation(const Cursor& at) {
    const std::vector<Cursor> children = at.children();
    if (children.empty()) return error(at.span());
    const Operand operand = condition(children.front());
    if (is_error(operand) || count_before(at, Tok::Not) % 2 == 0) return operand;
    return make(ExprKind::Not, of_kind(TypeKind::Bool), at.span(), {operand.id});
  }

  Operand negative(const Cursor& at) {
    const std::vector<Cursor> children = at.children();
    if (children.empty()) return error(at.span());
    const Operand operand = settled(children.front());
    if (is_error(operand)) return operand;
    if (!has_sums(kind_of(operand))) return no_arithmetic(at, "-", operand);
    if (count_before(at, Tok::Minus) % 2 == 0) return operand;
    Operand result = make(ExprKind::Neg, type_of(operand), at.span(), {operand.id});
    result.literal = operand.literal;
    return result;
  }

  Operand primary(const Cursor& at) {
    if (at.has(Tok::Comma)) return error(at.span());
    if (const Cursor function = at.child(Rule::ExprPath); function.valid()) return call(at, function);
    const Cursor inner = at.expression();
    return inner.valid() ? any(inner) : error(at.span());
  }

  Operand literal(const Cursor& at) {
    ir::Value value = literal_value(at);
    if (std::holds_alternative<std::monostate>(value)) return error(at.span());
    return of_value(std::move(value), at.span());
  }

  Operand of_value(ir::Value value, Span span) {
    Operand result = make(ExprKind::Literal, sema::type_of(definition_, value), span);
    definition_[result.id].value = std::move(value);
    result.literal = true;
    return result;
  }

  // Names ------------------------------------------------------------------------------------------

  Operand data(const Cursor& at) {
    const std::vector<WrittenName> names = names_in(at);
    if (names.empty() || names.front().text.empty()) return error(at.span());
    if (scope_.measures && names.size() == 1 && scope_.declared_measures &&
        scope_.declared_measures->contains(names.front().text.data()))
      return measure(names.front().text, ir::Type{.kind = TypeKind::Bool}, at.span());
    const PathResult result = resolve_path(context_, names, at.span(), scope_);
    if (result.ok) {
      Operand operand = make(ExprKind::PathRef, result.type, at.span());
      definition_[operand.id].path = result.path;
      if (names.size() == 1) operand.bare = names.front();
      return operand;
    }
    if (result.found) return error(at.span());
    return not_data(at, names);
  }

  /// A constant, a built-in measure, or a name that its opposite must explain.
  Operand not_data(const Cursor& at, const std::vector<WrittenName>& names) {
    const bool aliased = names.size() == 2 && context_.units[at.unit].aliases.contains(names[0].text.data());
    const Symbol* symbol =
        aliased ? resolve(context_, at.unit, names[0], names[1], {SymbolKind::Constant}, "a constant")
        : names.size() == 1 ? find(context_, at.unit, names[0].text)
                            : nullptr;
    if (symbol && symbol->kind == SymbolKind::Constant) {
      const ir::Value& value = definition_.constants[symbol->index].value;
      return std::holds_alternative<std::monostate>(value) ? error(at.span()) : of_value(value, at.span());
    }
    if (aliased) return error(at.span());
    if (names.size() == 1 && scope_.measures)
      if (const auto type = builtin_measure(names[0].text)) return measure(names[0].text, *type, at.span());
    if (names.size() > 1) {
      report_unknown_data(context_, names[0], scope_);
      return error(at.span());
    }
    Operand result = error(at.span());
    result.pending = names.front();
    return result;
  }

  Operand measure(std::string_view name, const ir::Type& type, Span span) {
    Operand result = make(ExprKind::Measure, definition_.intern(type), span);
    definition_[result.id].name = name;
    return result;
  }

  Operand call(const Cursor& at, const Cursor& function) {
    const std::vector<WrittenName> names = names_in(function);
    const Cursor argument = at.child(Rule::Path);
    if (names.empty() || names.front().text.empty() || !argument.valid()) return error(at.span());
    const std::string_view name = names.size() == 1 ? names.front().text : std::string_view{};
    if (name == "count") return count(at, argument);
    if (name == "visits" && scope_.measures) return visits(at, argument);
    if (name == "missed" && scope_.measures) return missed(at, argument);
    const Diag wrong = scope_.measures ? Diag::UnknownMeasureFunction : Diag::UnknownFunction;
    context_.diagnostics.report(wrong, function.span(), {arg("name", function.text())});
    return error(at.span());
  }

  Operand count(const Cursor& at, const Cursor& argument) {
    const std::vector<WrittenName> names = names_in(argument);
    const PathResult result = resolve_path(context_, names, argument.span(), scope_);
    if (!result.found) report_unknown_data(context_, names.front(), scope_);
    if (!result.ok) return error(at.span());
    const TypeKind kind = definition_[result.type].kind;
    if (kind == TypeKind::Error) return error(at.span());
    if (kind != TypeKind::List) {
      context_.diagnostics.report(Diag::CountOfNoList, argument.span(),
                                  {arg("found", describe(definition_, result.type))});
      return error(at.span());
    }
    Operand operand = make(ExprKind::Count, of_kind(TypeKind::Int), at.span());
    definition_[operand.id].path = result.path;
    return operand;
  }

  Operand visits(const Cursor& at, const Cursor& argument) {
    const std::vector<WrittenName> names = names_in(argument);
    if (names.front().text.empty()) return error(at.span());
    ir::NodeId node;
    if (scope_.process) {
      const std::vector<ir::Node>& nodes = scope_.process->nodes;
      for (std::uint32_t i = 0; i < nodes.size() && !node.valid(); ++i)
        if (nodes[i].name == names.front().text) node = {i};
    }
    // An unknown step may have stood where a process is broken.
    const bool known =
        node.valid() || (scope_.process ? scope_.process->broken : step_exists(names.front().text));
    if (!known || names.size() > 1) {
      context_.diagnostics.report(Diag::UnknownStep, argument.span(), {arg("name", argument.text())});
      return error(at.span());
    }
    Operand operand = make(ExprKind::Visits, of_kind(TypeKind::Int), at.span());
    definition_[operand.id].node = node;
    definition_[operand.id].name = names.front().text;
    return operand;
  }

  /// Whether some process has a step of this name: what an outcome's measure may count.
  bool step_exists(std::string_view name) {
    if (!context_.step_names) {
      context_.step_names.emplace();
      for (const ir::Process& process : definition_.processes)
        for (const ir::Node& node : process.nodes)
          if (!node.name.empty()) context_.step_names->insert(node.name.data());
    }
    return context_.step_names->contains(name.data()) ||
           std::any_of(definition_.processes.begin(), definition_.processes.end(),
                       [](const ir::Process& process) { return process.broken; });
  }

  Operand missed(const Cursor& at, const Cursor& argument) {
    const Symbol* criterion = resolve(argument, {SymbolKind::Criterion}, "a criterion");
    if (!criterion) return error(at.span());
    return measure(definition_.keep(fmt::format("missed({})", criterion->name)),
                   ir::Type{.kind = TypeKind::Bool}, at.span());
  }

  // Comparisons ------------------------------------------------------------------------------------

  static ExprKind comparison_kind(const Cursor& op) {
    switch (op.tree().first_token(op.node).kind) {
      case Tok::Ne: return ExprKind::Ne;
      case Tok::Lt: return ExprKind::Lt;
      case Tok::Le: return ExprKind::Le;
      case Tok::Gt: return ExprKind::Gt;
      case Tok::Ge: return ExprKind::Ge;
      default: return ExprKind::Eq;
    }
  }

  Operand comparison(const Cursor& at) {
    std::vector<Operand> operands;
    Cursor op = at.at({});
    for (const Cursor& child : at.children()) {
      if (child.rule() == Rule::CompareOp)
        op = child;
      else
        operands.push_back(any(child));
    }
    if (operands.size() < 2) return error(at.span());
    const ExprKind kind = op.valid() ? comparison_kind(op) : ExprKind::In;
    bool ok = true;
    for (std::size_t i = 1; i < operands.size(); ++i)
      ok = comparable(operands[0], operands[i], kind, at) && ok;
    if (!ok) return error(at.span());
    std::vector<ir::ExprId> ids;
    for (const Operand& operand : operands) ids.push_back(operand.id);
    return make(kind, of_kind(TypeKind::Bool), at.span(), std::move(ids));
  }

  /// Gives bare names their meaning from the opposite side, and checks the types of both.
  bool comparable(Operand& left, Operand& right, ExprKind kind, const Cursor& at) {
    if (!member_of(left, right) || !member_of(right, left)) return false;
    settle(left);
    settle(right);
    if (is_error(left) || is_error(right)) return false;
    if (!agree(left, right)) {
      mismatch(Diag::CannotCompare, left, right);
      return false;
    }
    const bool equality = kind == ExprKind::Eq || kind == ExprKind::Ne || kind == ExprKind::In;
    if (equality ? has_equality(kind_of(left)) : has_order(kind_of(left))) return true;
    const Diag wrong = has_equality(kind_of(left)) ? Diag::NoOrder : Diag::NoComparison;
    context_.diagnostics.report(wrong, at.span(), {arg("type", describe(definition_, type_of(left)))});
    return false;
  }

  /// `name` stands opposite `other`: if that is an enum, `name` is one of its members. False if it was
  /// reported, or cannot be known. Data wins over a member of the same name if its type fits.
  bool member_of(Operand& name, const Operand& other) {
    const bool pending = !name.pending.text.empty();
    if ((!pending && name.bare.text.empty()) || !other.pending.text.empty()) return true;
    const ir::TypeId type = type_of(other);
    if (definition_[type].kind == TypeKind::Error) return !pending;
    if (definition_[type].kind != TypeKind::Enum || type == type_of(name)) return true;
    const WrittenName word = pending ? name.pending : name.bare;
    const std::vector<std::string_view>& members = definition_[definition_[type].enumeration].members;
    const auto member = std::find(members.begin(), members.end(), word.text);
    if (member != members.end()) {
      name = make(ExprKind::EnumMember, type, word.span);
      definition_[name.id].member = static_cast<std::uint32_t>(member - members.begin());
      return true;
    }
    if (pending) report_member(word, other, members);
    return !pending;
  }

  void report_member(const WrittenName& word, const Operand& other,
                     const std::vector<std::string_view>& members) {
    const ir::TypeId type = type_of(other);
    auto report = context_.diagnostics.report(
        Diag::UnknownMember, word.span, {arg("name", word.text), arg("members", ir::str(definition_, type))});
    report.note(Diag::NoteTypeOf, span_of(other), {arg("type", describe(definition_, type))});
    if (const auto near = similar(word.text, members))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
  }

  /// Whether both are of one type. A literal takes the type of its place: `3` may be a number.
  bool agree(Operand& left, Operand& right) {
    if (type_of(left) == type_of(right)) return true;
    const ir::Type& l = definition_[type_of(left)];
    const ir::Type& r = definition_[type_of(right)];
    if (l.kind == TypeKind::Money && r.kind == TypeKind::Money) {
      // The cost of a case has no currency of its own.
      if (l.currency == ir::Currency{}) return retype(left, type_of(right));
      if (r.currency == ir::Currency{}) return retype(right, type_of(left));
      return false;
    }
    if (l.kind == TypeKind::Int && r.kind == TypeKind::Number && left.literal)
      return retype(left, type_of(right));
    if (r.kind == TypeKind::Int && l.kind == TypeKind::Number && right.literal)
      return retype(right, type_of(left));
    return false;
  }

  bool retype(const Operand& operand, ir::TypeId type) {
    definition_[operand.id].type = type;
    return true;
  }

  void mismatch(Diag id, const Operand& left, const Operand& right) {
    auto report = context_.diagnostics.report(id, span_of(right),
                                              {arg("left", describe(definition_, type_of(left))),
                                               arg("right", describe(definition_, type_of(right)))});
    report.note(Diag::NoteTypeOf, span_of(left), {arg("type", describe(definition_, type_of(left)))});
    report.note(Diag::NoteTypeOf, span_of(right), {arg("type", describe(definition_, type_of(right)))});
    suggest_unit(report, left, right);
    suggest_unit(report, right, left);
  }

  /// A plain number where a ratio or money is wanted: shows how it is written.
  void suggest_unit(Diagnostics::Builder& report, const Operand& wanted, const Operand& given) {
    const std::optional<ir::Decimal> number = plain_number(definition_[given.id]);
    if (!number) return;
    const ir::Type& type = definition_[type_of(wanted)];
    if (type.kind == TypeKind::Ratio) report.help(Diag::NoteWriteInstead, {arg("text", number->percent())});
    if (type.kind == TypeKind::Money && type.currency != ir::Currency{})
      if (const auto money = ir::Money::make(*number, type.currency))
        report.help(Diag::NoteWriteInstead, {arg("text", money->str())});
  }

  // Arithmetic -------------------------------------------------------------------------------------

  /// A sum or a product: operands with their operators between them, from left to right.
  Operand chain(const Cursor& at) {
    const std::vector<Cursor> children = at.children();
    if (children.empty()) return error(at.span());
    if (children.size() > most_operands) {
      context_.diagnostics.report(Diag::ExpressionTooLong, at.span(),
                                  {arg("count", children.size()), arg("limit", most_operands)});
      return error(at.span());
    }
    Operand left = settled(children.front());
    for (std::size_t i = 1; i < children.size(); ++i) {
      const std::uint32_t op = at.tree()[children[i - 1].node].end_token;
      Operand right = settled(children[i]);
      const Span span = cover(children.front().span(), children[i].span());
      left = binary(at, at.tree().token(op).kind, left, right, span);
    }
    return left;
  }

  Operand binary(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
    if (is_error(left) || is_error(right)) return error(span);
    if (op == Tok::Plus || op == Tok::Minus) return sum(at, op, left, right, span);
    return product(at, op, left, right, span);
  }

  Operand sum(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
    const std::string_view sign = op == Tok::Plus ? "+" : "-";
    if (!has_sums(kind_of(left))) return no_arithmetic(at, sign, left);
    if (!has_sums(kind_of(right))) return no_arithmetic(at, sign, right);
    if (!agree(left, right)) {
      mismatch(op == Tok::Plus ? Diag::CannotAdd : Diag::CannotSubtract, left, right);
      return error(span);
    }
    Operand result =
        make(op == Tok::Plus ? ExprKind::Add : ExprKind::Sub, type_of(left), span, {left.id, right.id});
    result.literal = left.literal && right.literal;
    return result;
  }

  /// One side scales the other: a literal number or ratio; of a quotient, the right side.
  Operand product(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
    const std::string_view sign = op == Tok::Star ? "*" : "/";
    if (!has_sums(kind_of(left))) return no_arithmetic(at, sign, left);
    if (!has_sums(kind_of(right))) return no_arithmetic(at, sign, right);
    const auto scales = [&](const Operand& operand) {
      return operand.literal && (is_numeric(kind_of(operand)) || kind_of(operand) == TypeKind::Ratio);
    };
    if (op == Tok::Slash && !scales(right)) {
      context_.diagnostics.report(Diag::DivisorNotLiteral, span_of(right), {});
      return error(span);
    }
    if (!scales(left) && !scales(right)) {
      context_.diagnostics.report(Diag::FactorNotLiteral, span, {});
      return error(span);
    }
    if (op == Tok::Slash && is_zero(definition_[right.id])) {
      context_.diagnostics.report(Diag::DivisionByZero, span_of(right), {});
      return error(span);
    }
    const bool right_scales = scales(right);
    const Operand& scaled = right_scales ? left : right;
    const Operand& factor = right_scales ? right : left;
    Operand result = make(op == Tok::Star ? ExprKind::Mul : ExprKind::Div, scaled_type(scaled, factor, op),
                          span, {left.id, right.id});
    result.literal = left.literal && right.literal;
    return result;
  }

  /// An `int` stays one only when multiplied by one; everything else keeps its unit.
  ir::TypeId scaled_type(const Operand& scaled, const Operand& factor, Tok op) {
    if (kind_of(scaled) != TypeKind::Int) return type_of(scaled);
    return op == Tok::Star && kind_of(factor) == TypeKind::Int ? type_of(scaled) : of_kind(TypeKind::Number);
  }

  /// Exact for a literal with any signs in front; sums of literals are not folded.
  [[nodiscard]] bool is_zero(const ir::Expr& expr) const {
    const ir::Expr* at = &expr;
    while (at->kind == ExprKind::Neg) at = &definition_[at->operands.front()];
    const auto* number = std::get_if<ir::Decimal>(&at->value);
    const auto* ratio = std::get_if<ir::Ratio>(&at->value);
    return (number && number->mantissa == 0) || (ratio && ratio->value.mantissa == 0);
  }

  Operand no_arithmetic(const Cursor& at, std::string_view op, const Operand& operand) {
    context_.diagnostics.report(Diag::NoArithmetic, span_of(operand),
                                {arg("operator", op), arg("type", describe(definition_, type_of(operand)))});
    return error(at.span());
  }

  Context& context_;
  ir::Definition& definition_;
  const DataScope& scope_;
};

}  // namespace

std::optional<ir::Type> builtin_measure(std::string_view name) {
  constexpr std::string_view durations[] = {"cycle_time", "touch_time", "waiting_time", "effort",
                                            // The nine causes along the critical path (simulation.md, 4).
                                            "work_human", "work_machine", "queue", "hours", "meeting",
                                            "batch", "timer", "outside", "separation"};
  if (std::find(std::begin(durations), std::end(durations), name) != std::end(durations))
    return ir::Type{.kind = TypeKind::Duration};
  if (name == "rework") return ir::Type{.kind = TypeKind::Int};
  if (name == "cost" || name == "loss") return ir::Type{.kind = TypeKind::Money};
  return std::nullopt;
}

ir::ExprId lower_expression(const Cursor& expression, const DataScope& scope) {
  if (!expression.valid()) return {};
  return Lowering(expression, scope).settled(expression).id;
}

ir::ExprId lower_condition(const Cursor& expression, const DataScope& scope) {
  if (!expression.valid()) return {};
  return Lowering(expression, scope).condition(expression).id;
}

}  // namespace wain::sema
