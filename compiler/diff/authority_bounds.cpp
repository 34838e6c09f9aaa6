#include "diff/authority_bounds.h"

#include <compare>
#include <optional>

namespace wain::diff {
namespace {

std::optional<std::strong_ordering> order(const ir::Value& a, const ir::Value& b) {
  if (const auto* x = std::get_if<ir::Money>(&a)) {
    const auto* y = std::get_if<ir::Money>(&b);
    if (y == nullptr || x->currency != y->currency) return std::nullopt;
    return x->units <=> y->units;
  }
  if (const auto* x = std::get_if<ir::Decimal>(&a))
    if (const auto* y = std::get_if<ir::Decimal>(&b)) return *x <=> *y;
  if (const auto* x = std::get_if<ir::Ratio>(&a))
    if (const auto* y = std::get_if<ir::Ratio>(&b)) return x->value <=> y->value;
  if (const auto* x = std::get_if<ir::Duration>(&a))
    if (const auto* y = std::get_if<ir::Duration>(&b)) return *x <=> *y;
  if (const auto* x = std::get_if<ir::Date>(&a))
    if (const auto* y = std::get_if<ir::Date>(&b)) return *x <=> *y;
  return std::nullopt;
}

Widening both(Widening a, Widening b) {
  if (a == Widening::Same) return b;
  if (b == Widening::Same || a == b) return a;
  return Widening::Unclear;
}

struct Side {
  const ir::Definition& definition;
  ir::RecordId record;
  const ir::Process* process = nullptr;
  [[nodiscard]] std::string text(ir::ExprId id) const { return str(definition, process, id, record); }
};

/// `LEFT <= LIMIT` on both sides, with one LEFT.
Widening compare_limits(const Side& before, const ir::Expr& a, const Side& after, const ir::Expr& b) {
  using ir::ExprKind;
  const bool upper = a.kind == ExprKind::Le || a.kind == ExprKind::Lt;
  const bool lower = a.kind == ExprKind::Ge || a.kind == ExprKind::Gt;
  if (!upper && !lower) return Widening::Unclear;
  if (before.text(a.operands[0]) != after.text(b.operands[0])) return Widening::Unclear;
  const ir::Expr& from = before.definition[a.operands[1]];
  const ir::Expr& to = after.definition[b.operands[1]];
  if (from.kind != ExprKind::Literal || to.kind != ExprKind::Literal) return Widening::Unclear;
  const auto moved = order(from.value, to.value);
  if (!moved) return Widening::Unclear;
  if (*moved == std::strong_ordering::equal) return Widening::Same;
  return (*moved == std::strong_ordering::less) == upper ? Widening::Wider : Widening::Narrower;
}

Widening compare(const Side& old_side, ir::ExprId old_predicate, const Side& new_side,
                 ir::ExprId new_predicate) {
  const ir::Definition& before = old_side.definition;
  const ir::Definition& after = new_side.definition;
  if (old_side.text(old_predicate) == new_side.text(new_predicate)) return Widening::Same;
  const ir::Expr& a = before[old_predicate];
  const ir::Expr& b = after[new_predicate];
  if (a.kind != b.kind || a.operands.size() != b.operands.size()) return Widening::Unclear;
  if (a.kind != ir::ExprKind::And) return compare_limits(old_side, a, new_side, b);
  Widening result = Widening::Same;
  for (std::size_t i = 0; i < a.operands.size(); ++i) {
    // The operands of an `and` are comparisons or smaller: `and` of `and` is flat in the IR.
    const bool same = old_side.text(a.operands[i]) == new_side.text(b.operands[i]);
    const ir::Expr& x = before[a.operands[i]];
    const ir::Expr& y = after[b.operands[i]];
    if (!same && x.kind != y.kind) return Widening::Unclear;
    result = both(result, same ? Widening::Same : compare_limits(old_side, x, new_side, y));
  }
  return result;
}

}  // namespace

Widening compare_predicates(const ir::Definition& before, ir::ExprId old_predicate, ir::RecordId old_record,
                            const ir::Definition& after, ir::ExprId new_predicate, ir::RecordId new_record) {
  return compare({before, old_record}, old_predicate, {after, new_record}, new_predicate);
}

Widening compare_conditions(const ir::Definition& before, const ir::Process& old_process, ir::ExprId was,
                            const ir::Definition& after, const ir::Process& new_process, ir::ExprId is) {
  return compare({before, {}, &old_process}, was, {after, {}, &new_process}, is);
}

}  // namespace wain::diff
