// And and Or: what is folded when they are made.
#include <algorithm>

#include "conditions/formula.h"

namespace wain::conditions {
namespace {

/// Longer conjunctions stay operands of their own, so that a long path costs no quadratic space.
constexpr std::size_t flattened = 16;
/// Longer lists are not searched for what their operands say of each other.
constexpr std::size_t simplified = 64;

using Parts = llvm::SmallVector<FormulaId, flattened>;

bool before(FormulaId a, FormulaId b) { return a.index < b.index; }

bool has(llvm::ArrayRef<FormulaId> sorted, FormulaId formula) {
  return std::binary_search(sorted.begin(), sorted.end(), formula, before);
}

void sort_unique(llvm::SmallVectorImpl<FormulaId>& list) {
  std::sort(list.begin(), list.end(), before);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

FormulaId Formulas::all(llvm::ArrayRef<FormulaId> formulas) { return combine(FormulaKind::And, formulas); }
FormulaId Formulas::any(llvm::ArrayRef<FormulaId> formulas) { return combine(FormulaKind::Or, formulas); }

/// Drops what another operand says already (x ∧ (x ∨ y) is x), and what it rules out (x ∧ (¬x ∨ y) is
/// x ∧ y); the same of Or, the other way round. True if the whole collapses to its extreme.
bool Formulas::simplify(FormulaKind kind, llvm::SmallVectorImpl<FormulaId>& list) {
  const FormulaKind inner = kind == FormulaKind::And ? FormulaKind::Or : FormulaKind::And;
  for (bool changed = true; changed;) {
    changed = false;
    spend(list.size());
    sort_unique(list);
    for (const FormulaId operand : list) {
      const auto negation = known_negation(operand);
      if (negation && has(list, *negation)) return true;
    }
    for (std::size_t i = 0; i < list.size() && list.size() <= simplified; ++i) {
      if (this->kind(list[i]) != inner || operands(list[i]).size() > flattened) continue;
      spend(operands(list[i]).size());
      const Parts parts(operands(list[i]));
      Parts left;
      bool said = false;
      for (const FormulaId part : parts) {
        said = said || has(list, part);
        const auto negation = known_negation(part);
        if (!negation || !has(list, *negation)) left.push_back(part);
      }
      if (!said && left.size() == parts.size()) continue;
      if (said) {
        list.erase(list.begin() + i);
      } else {
        const FormulaId less = combine(inner, left);  // operands() may have moved
        list.erase(list.begin() + i);
        if (less == (kind == FormulaKind::And ? no() : yes())) return true;
        if (this->kind(less) == kind) {
          const llvm::ArrayRef<FormulaId> more = operands(less);
          list.append(more.begin(), more.end());
        } else {
          list.push_back(less);
        }
      }
      changed = true;
      break;
    }
  }
  return false;
}

/// (x ∧ y) ∨ (x ∧ z) is x ∧ (y ∨ z). Invalid if the operands of an Or have nothing in common.
FormulaId Formulas::take_out(llvm::ArrayRef<FormulaId> list) {
  const auto parts_of = [&](FormulaId formula) {
    if (kind(formula) == FormulaKind::And) return Parts(operands(formula));
    return Parts{formula};
  };
  Parts common = parts_of(list.front());
  for (std::size_t i = 1; i < list.size() && !common.empty(); ++i) {
    const Parts parts = parts_of(list[i]);
    llvm::erase_if(common, [&](FormulaId part) { return !has(parts, part); });
  }
  if (common.empty()) return {};
  std::vector<FormulaId> rests;
  for (const FormulaId formula : list) {
    Parts rest = parts_of(formula);
    llvm::erase_if(rest, [&](FormulaId part) { return has(common, part); });
    rests.push_back(combine(FormulaKind::And, rest));
  }
  common.push_back(combine(FormulaKind::Or, rests));
  return combine(FormulaKind::And, common);
}

FormulaId Formulas::combine(FormulaKind kind, llvm::ArrayRef<FormulaId> formulas) {
  const bool is_and = kind == FormulaKind::And;
  const FormulaId neutral = is_and ? yes() : no();
  const FormulaId extreme = is_and ? no() : yes();
  Parts list;
  for (const FormulaId formula : formulas) {
    if (formula == extreme) return extreme;
    if (formula == neutral) continue;
    if (this->kind(formula) == kind && operands(formula).size() <= flattened) {
      const llvm::ArrayRef<FormulaId> more = operands(formula);
      list.append(more.begin(), more.end());
    } else {
      list.push_back(formula);
    }
  }
  if (list.size() > 1 && is_spent()) return opaque();
  if (list.size() > 1 && simplify(kind, list)) return extreme;
  if (list.empty()) return neutral;
  if (list.size() == 1) return list.front();
  if (!is_and) {
    if (const FormulaId taken = take_out(list)) return taken;
  }
  Node node;
  node.kind = kind;
  return intern(node, list, {});
}

namespace {
constexpr std::size_t counted_parts = 10'000;
}  // namespace

FormulaId Formulas::at_least(std::size_t count, llvm::ArrayRef<FormulaId> of) {
  std::vector<FormulaId> formulas;
  for (const FormulaId formula : of) {
    if (formula == yes() && count > 0) --count;
    if (formula != yes() && formula != no()) formulas.push_back(formula);
  }
  if (count == 0) return yes();
  if (count > formulas.size()) return no();
  if (count == 1) return any(formulas);
  if (count == formulas.size()) return all(formulas);
  // Hundreds of branches with conditions of their own: that alone would cost what all the rest may.
  if (count * formulas.size() > counted_parts) return opaque();
  // row[k]: at least k of those looked at so far.
  std::vector<FormulaId> row(count + 1, no());
  row[0] = yes();
  for (const FormulaId formula : formulas) {
    for (std::size_t k = count; k > 0; --k) row[k] = any(row[k], all(formula, row[k - 1]));
  }
  return row[count];
}

}  // namespace wain::conditions
