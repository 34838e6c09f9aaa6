// Types, paths and expressions as they are written.
#include <llvm/ADT/SmallVector.h>

#include "ir/definition.h"

namespace wain::ir {
namespace {

/// How tightly a construct binds; an operand that binds less tightly than its place wants stands in
/// parentheses.
enum Binding : std::uint8_t { Any, Disjunction, Conjunction, Negation, Comparing, Sum, Term, Unary, Primary };

Binding binding_of(ExprKind kind) {
  switch (kind) {
    case ExprKind::Or: return Disjunction;
    case ExprKind::And: return Conjunction;
    case ExprKind::Not: return Negation;
    case ExprKind::Eq:
    case ExprKind::Ne:
    case ExprKind::Lt:
    case ExprKind::Le:
    case ExprKind::Gt:
    case ExprKind::Ge:
    case ExprKind::In: return Comparing;
    case ExprKind::Add:
    case ExprKind::Sub: return Sum;
    case ExprKind::Mul:
    case ExprKind::Div: return Term;
    case ExprKind::Neg: return Unary;
    default: return Primary;
  }
}

/// What the left and the other operands must bind like. `a - (b + c)` needs its parentheses,
/// `a + (b + c)` does not.
std::pair<Binding, Binding> wanted(ExprKind kind) {
  switch (kind) {
    case ExprKind::Or: return {Disjunction, Disjunction};
    case ExprKind::And: return {Conjunction, Conjunction};
    case ExprKind::Not: return {Negation, Negation};
    case ExprKind::Add: return {Sum, Sum};
    case ExprKind::Sub: return {Sum, Term};
    case ExprKind::Mul:
    case ExprKind::Div: return {Term, Unary};
    case ExprKind::Neg: return {Unary, Unary};
    default: return {Sum, Sum};
  }
}

/// Writes with a stack of its own: a chain of a million operands must not exhaust the real one.
class ExpressionWriter {
public:
  ExpressionWriter(const Definition& definition, const Process* process, RecordId self)
      : definition_(definition), process_(process), self_(self) {}

  std::string write(ExprId root) {
    push(root, Any);
    while (!pending_.empty()) {
      const Pending next = pending_.pop_back_val();
      if (next.expr) {
        expand(next);
      } else {
        out_ += next.text;
      }
    }
    return std::move(out_);
  }

private:
  struct Pending {
    std::string_view text;
    ExprId expr;
    Binding at_least = Any;
  };

  void push(std::string_view text) { pending_.push_back({text, {}, Any}); }
  void push(ExprId expr, Binding at_least) {
    if (expr) {
      pending_.push_back({{}, expr, at_least});
    } else {
      push("?");
    }
  }

  void expand(const Pending& place) {
    const Expr& expr = definition_[place.expr];
    if (expr.operands.empty()) {
      leaf(expr);
      return;
    }
    const bool parentheses = binding_of(expr.kind) < place.at_least;
    if (parentheses) {
      out_ += '(';
      push(")");
    }
    const auto [left, right] = wanted(expr.kind);
    if (expr.kind == ExprKind::In) push(")");
    // The last operand is pushed first: it is written last.
    for (std::size_t i = expr.operands.size(); i-- > 1;) {
      push(expr.operands[i], right);
      separate(expr.kind, i);
    }
    push(expr.operands.front(), left);
    if (expr.kind == ExprKind::Not) out_ += "not ";
    if (expr.kind == ExprKind::Neg) out_ += '-';
  }

  void separate(ExprKind kind, std::size_t operand) {
    if (kind == ExprKind::In) {
      push(operand == 1 ? " in (" : ", ");
      return;
    }
    push(" ");
    push(name(kind));
    push(" ");
  }

  void leaf(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::Literal: out_ += str(expr.value); break;
      case ExprKind::EnumMember: out_ += member(expr); break;
      case ExprKind::PathRef: out_ += str(definition_, process_, expr.path, self_); break;
      case ExprKind::Count: out_ += "count(" + str(definition_, process_, expr.path, self_) + ")"; break;
      case ExprKind::Visits: out_ += "visits(" + std::string(node(expr)) + ")"; break;
      case ExprKind::Measure: out_ += expr.name; break;
      default: out_ += "?";
    }
  }

  std::string_view member(const Expr& expr) const {
    if (!expr.type || definition_[expr.type].kind != TypeKind::Enum) return "?";
    const Enumeration& enumeration = definition_[definition_[expr.type].enumeration];
    return expr.member < enumeration.members.size() ? enumeration.members[expr.member] : "?";
  }

  std::string_view node(const Expr& expr) const {
    if (!expr.name.empty()) return expr.name;
    if (process_ == nullptr || expr.node.index >= process_->nodes.size()) return "?";
    return (*process_)[expr.node].name;
  }

  const Definition& definition_;
  const Process* process_;
  RecordId self_;
  llvm::SmallVector<Pending, 32> pending_;
  std::string out_;
};

void append_members(std::string& out, const Enumeration& enumeration) {
  bool first = true;
  for (const std::string_view member : enumeration.members) {
    if (!first) out += " | ";
    out += member;
    first = false;
  }
}

}  // namespace

std::string str(const Definition& definition, TypeId id) {
  std::string out;
  while (id && definition[id].kind == TypeKind::List) {
    out += "list of ";
    id = definition[id].element;
  }
  if (!id) return out += "?";
  const Type& type = definition[id];
  switch (type.kind) {
    case TypeKind::Error: out += "?"; break;
    case TypeKind::Money: out.append("money ").append(type.currency.str()); break;
    case TypeKind::Enum: append_members(out, definition[type.enumeration]); break;
    case TypeKind::Record: out += definition[type.record].name; break;
    case TypeKind::Document: out += definition[type.document].name; break;
    default: out += name(type.kind);
  }
  return out;
}

std::string str(const Definition& definition, const Process* process, const Path& path, RecordId self) {
  std::string out;
  RecordId record = self;
  if (path.variable) {
    if (process == nullptr || path.variable.index >= process->variables.size()) return "?";
    const Variable& variable = (*process)[path.variable];
    out = variable.name;
    record = variable.type ? definition[variable.type].record : RecordId{};
  }
  for (const std::uint32_t index : path.fields) {
    if (!out.empty()) out += '.';
    if (!record || index >= definition[record].fields.size()) return out += '?';
    const Field& field = definition[record].fields[index];
    out += field.name;
    record = field.type ? definition[field.type].record : RecordId{};
  }
  return out;
}

std::string str(const Definition& definition, const Process* process, ExprId expr, RecordId self) {
  return ExpressionWriter(definition, process, self).write(expr);
}

}  // namespace wain::ir
