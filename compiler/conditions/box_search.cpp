#include "conditions/box_search.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <llvm/ADT/STLExtras.h>

namespace wain::conditions {

bool Range::is_hole(const Rational& value) const {
  return std::find(holes.begin(), holes.end(), value) != holes.end();
}

bool Range::contains(const Rational& value) const {
  if (low && (value < *low || (low_open && value == *low))) return false;
  if (high && (*high < value || (high_open && value == *high))) return false;
  return !is_hole(value);
}

namespace {

bool none_left(const Bounds& bounds, llvm::ArrayRef<Rational> holes, Sort sort) {
  const auto& [low, high, low_open, high_open] = bounds;
  if (!low || !high) return false;
  if (*high < *low) return true;
  if (*low == *high) return low_open || high_open || llvm::is_contained(holes, *low);
  if (sort != Sort::Whole) return false;
  // Finitely many values: so many holes that none may be left?
  const __int128 values = static_cast<__int128>(high->numerator) - low->numerator + 1;
  if (values > static_cast<__int128>(holes.size())) return false;
  const auto inside = [&](const Rational& hole) { return !(hole < *low) && !(*high < hole); };
  return llvm::count_if(holes, inside) == static_cast<std::int64_t>(values);
}

}  // namespace

bool Range::is_empty(Sort sort) const { return none_left(*this, holes, sort); }

namespace {

/// Up to so many holes, a further one is tried before it is made.
constexpr std::size_t few_holes = 16;
/// Of more pending alternatives, those that leave no choice are looked for once only.
constexpr std::size_t looked_through = 256;

class BoxSearch {
public:
  BoxSearch(const Formulas& formulas, FormulaId root) : formulas_(formulas) { add(root); }

  /// What the search has cost.
  [[nodiscard]] std::size_t parts() const { return steps_ + looks_; }

  SearchEnd run(llvm::function_ref<bool(const Box&, bool)> visit) {
    bool found = false;
    bool exact = false;
    for (;; ++steps_) {
      if (steps_ > box_steps || looks_ > box_looks) return SearchEnd::GaveUp;
      if (done_ == todo_.size()) {
        found = true;
        exact = exact || !relaxed_;
        if (visit(box_, !relaxed_)) break;
        if (!backtrack()) break;
        continue;
      }
      const std::optional<std::size_t> next_one = next();
      if (!next_one) {
        if (!backtrack()) break;
        continue;
      }
      const std::size_t at = *next_one;
      std::swap(todo_[done_], todo_[at]);
      swaps_.push_back({done_, at});
      const FormulaId formula = todo_[done_++];
      if (!assume(formula) && !backtrack()) break;
    }
    if (!found) return SearchEnd::Empty;
    return exact ? SearchEnd::Found : SearchEnd::Relaxed;
  }

private:
  /// Where the search can be taken up again.
  struct Choice {
    FormulaId formula;    // an Or …
    std::size_t operand;  // … and the operand to try next
    std::size_t todo, done, ranges, assumed, swaps;
    bool relaxed;
  };
  struct Former {  // what a range was; of the holes only the last are new
    VarId variable;
    bool existed;
    Bounds bounds;
    std::size_t holes;
    std::optional<bool> truth;
  };

  /// What is looked at next: alternatives come last, and of those first the ones that leave no choice.
  /// Nothing if one of them has no operand left that could hold.
  [[nodiscard]] std::optional<std::size_t> next() {
    const std::size_t pending = todo_.size() - done_;
    for (std::size_t i = done_; i < todo_.size(); ++i, ++looks_) {
      if (formulas_.kind(todo_[i]) != FormulaKind::Or) return i;
      if (pending > looked_through && i > done_ + looked_through) break;
    }
    if (pending > looked_through && !choices_.empty()) return done_;
    for (std::size_t i = done_; i < todo_.size(); ++i) {
      std::size_t left = 0;
      for (const FormulaId operand : formulas_.operands(todo_[i])) {
        if (is_assumed_.contains(operand.index)) left = 1;
        if (is_assumed_.contains(operand.index) || (may_hold(operand) && ++left > 1)) break;
      }
      if (left == 0) return std::nullopt;
      if (left == 1) return i;
    }
    return done_;
  }

  /// False if the formula, or an operand of it, contradicts the box.
  [[nodiscard]] bool may_hold(FormulaId formula) {
    ++looks_;
    if (formulas_.kind(formula) != FormulaKind::And) return literal_may_hold(formula);
    const llvm::ArrayRef<FormulaId> operands = formulas_.operands(formula);
    looks_ += operands.size();
    return std::all_of(operands.begin(), operands.end(),
                       [&](FormulaId operand) { return literal_may_hold(operand); });
  }

  [[nodiscard]] bool literal_may_hold(FormulaId literal) const {
    const FormulaKind kind = formulas_.kind(literal);
    if (kind == FormulaKind::No) return false;
    if (kind == FormulaKind::Holds || kind == FormulaKind::HoldsNot) {
      const auto at = box_.find(formulas_.boolean(literal));
      return at == box_.end() || !at->second.truth || *at->second.truth == (kind == FormulaKind::Holds);
    }
    if (kind != FormulaKind::Linear || formulas_.addends(literal).size() != 1) return true;
    const auto at = box_.find(formulas_.addends(literal)[0].variable);
    if (at == box_.end()) return true;
    return leaves_some(at->second, literal);
  }

  /// Whether the range and the atom leave something; true if that would be long to say.
  [[nodiscard]] bool leaves_some(const Range& range, FormulaId atom) const {
    const Addend& addend = formulas_.addends(atom)[0];
    const Sort sort = formulas_[addend.variable].sort;
    const std::optional<Rational> bound = Rational::make(formulas_.bound(atom), addend.factor);
    if (!bound) return true;
    Bounds bounds = range;
    if (formulas_.relation(atom) != Relation::Unequal) {
      tighten(bounds, *bound, formulas_.relation(atom), addend.factor > 0, sort);
      return !none_left(bounds, range.holes, sort);
    }
    if (range.holes.size() > few_holes) return true;
    llvm::SmallVector<Rational, few_holes + 1> holes(range.holes.begin(), range.holes.end());
    if (!range.is_hole(*bound)) holes.push_back(*bound);
    return !none_left(bounds, holes, sort);
  }

  void add(FormulaId formula) {
    if (is_assumed_.insert(formula.index).second) {
      assumed_.push_back(formula);
      todo_.push_back(formula);
    }
  }

  bool assume(FormulaId formula) {
    switch (formulas_.kind(formula)) {
      case FormulaKind::No: return false;
      case FormulaKind::Yes: return true;
      case FormulaKind::Holds: return narrow_truth(formulas_.boolean(formula), true);
      case FormulaKind::HoldsNot: return narrow_truth(formulas_.boolean(formula), false);
      case FormulaKind::Linear: return narrow(formula);
      case FormulaKind::And: {
        for (const FormulaId operand : formulas_.operands(formula)) add(operand);
        return true;
      }
      case FormulaKind::Or: break;
    }
    for (const FormulaId operand : formulas_.operands(formula)) {
      if (is_assumed_.contains(operand.index)) return true;  // it holds already
    }
    choices_.push_back(
        {formula, 0, todo_.size(), done_, former_.size(), assumed_.size(), swaps_.size(), relaxed_});
    return take_next();
  }

  /// Takes the next operand of the last choice; false if there is none, and the choice is gone.
  bool take_next() {
    Choice& choice = choices_.back();
    const llvm::ArrayRef<FormulaId> operands = formulas_.operands(choice.formula);
    if (choice.operand == operands.size()) {
      choices_.pop_back();
      return false;
    }
    const FormulaId operand = operands[choice.operand++];
    add(operand);
    return true;
  }

  bool backtrack() {
    while (!choices_.empty()) {
      const Choice choice = choices_.back();
      while (swaps_.size() > choice.swaps) {
        std::swap(todo_[swaps_.back().first], todo_[swaps_.back().second]);
        swaps_.pop_back();
      }
      todo_.resize(choice.todo);
      done_ = choice.done;
      relaxed_ = choice.relaxed;
      while (former_.size() > choice.ranges) {
        const Former& last = former_.back();
        if (last.existed) {
          Range& range = box_.find(last.variable)->second;
          static_cast<Bounds&>(range) = last.bounds;
          range.holes.resize(last.holes);
          range.truth = last.truth;
        } else {
          box_.erase(last.variable);
        }
        former_.pop_back();
      }
      while (assumed_.size() > choice.assumed) {
        is_assumed_.erase(assumed_.back().index);
        assumed_.pop_back();
      }
      if (take_next()) return true;
    }
    return false;
  }

  Range& range_of(VarId variable) {
    const auto at = box_.find(variable);
    if (at != box_.end()) {
      former_.push_back({variable, true, at->second, at->second.holes.size(), at->second.truth});
      return at->second;
    }
    former_.push_back({variable, false, {}, 0, {}});
    Range fresh;
    const Variable& declared = formulas_[variable];
    if (declared.least) fresh.low = Rational{*declared.least, 1};
    if (declared.most) fresh.high = Rational{*declared.most, 1};
    return box_.emplace(variable, std::move(fresh)).first->second;
  }

  bool narrow_truth(VarId variable, bool truth) {
    Range& range = range_of(variable);
    if (range.truth && *range.truth != truth) return false;
    range.truth = truth;
    return true;
  }

  bool narrow(FormulaId atom) {
    if (formulas_.addends(atom).size() == 1) {
      const std::optional<bool> left = narrowed(range_of(formulas_.addends(atom)[0].variable), atom);
      if (left) return *left;
    }
    relaxed_ = true;
    return true;
  }

  /// Takes from the range what the atom rules out; whether anything is left. Nothing if a bound of the
  /// atom is out of reach.
  std::optional<bool> narrowed(Range& range, FormulaId atom) {
    const Addend& addend = formulas_.addends(atom)[0];
    const Sort sort = formulas_[addend.variable].sort;
    const std::optional<Rational> bound = Rational::make(formulas_.bound(atom), addend.factor);
    if (!bound) return std::nullopt;
    looks_ += range.holes.size() / 4;
    if (formulas_.relation(atom) != Relation::Unequal)
      tighten(range, *bound, formulas_.relation(atom), addend.factor > 0, sort);
    else if (!range.is_hole(*bound))
      range.holes.push_back(*bound);
    return !range.is_empty(sort);
  }

  static void tighten(Bounds& range, const Rational& bound, Relation relation, bool positive, Sort sort) {
    const bool open = relation == Relation::Below;
    if (relation == Relation::Equal || positive) set_high(range, bound, open, sort);
    if (relation == Relation::Equal || !positive) set_low(range, bound, open, sort);
  }
  static void set_high(Bounds& range, Rational bound, bool open, Sort sort) {
    if (sort == Sort::Whole) bound = {open && bound.is_whole() ? bound.numerator - 1 : bound.floor(), 1};
    open = open && sort != Sort::Whole;
    if (range.high && (*range.high < bound || (*range.high == bound && range.high_open))) return;
    range.high = bound;
    range.high_open = open;
  }
  static void set_low(Bounds& range, Rational bound, bool open, Sort sort) {
    if (sort == Sort::Whole) bound = {open && bound.is_whole() ? bound.numerator + 1 : bound.ceil(), 1};
    open = open && sort != Sort::Whole;
    if (range.low && (bound < *range.low || (*range.low == bound && range.low_open))) return;
    range.low = bound;
    range.low_open = open;
  }

  const Formulas& formulas_;
  Box box_;
  std::vector<FormulaId> todo_;  // the first `done_` are worked off
  std::size_t done_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> swaps_;
  std::vector<FormulaId> assumed_;
  llvm::SmallDenseSet<std::uint32_t, 16> is_assumed_;
  std::vector<Former> former_;
  std::vector<Choice> choices_;
  bool relaxed_ = false;
  std::size_t steps_ = 0, looks_ = 0;
};

}  // namespace

SearchEnd search_boxes(const Formulas& formulas, FormulaId formula, Work& work,
                       llvm::function_ref<bool(const Box&, bool exact)> visit) {
  if (work.is_spent()) return SearchEnd::GaveUp;
  BoxSearch search(formulas, formula);
  const SearchEnd result = search.run(visit);
  work.spend(search.parts());
  return result;
}

SearchEnd search_box(const Formulas& formulas, FormulaId formula, Work& work) {
  return search_boxes(formulas, formula, work, [](const Box&, bool exact) { return exact; });
}

}  // namespace wain::conditions
