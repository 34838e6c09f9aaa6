/// The cheap decision procedure: most guards compare one path with a constant. A formula is taken apart
/// into boxes, a range for every variable; atoms over several variables are passed over.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "conditions/formula.h"
#include "conditions/work.h"

namespace wain::conditions {

/// Between which values.
struct Bounds {
  std::optional<Rational> low, high;
  bool low_open = false, high_open = false;  ///< of reals only
};

/// The values that are left for one variable.
struct Range : Bounds {
  std::vector<Rational> holes;  ///< values that are out, whether inside or not; each once
  std::optional<bool> truth;    ///< of a boolean

  /// Whether a value is left. `sort` is the variable's.
  [[nodiscard]] bool is_empty(Sort sort) const;
  [[nodiscard]] bool is_hole(const Rational& value) const;
  [[nodiscard]] bool contains(const Rational& value) const;
};

/// What one conjunction of literals leaves, by variable. A variable that is not in it is free.
using Box = std::map<VarId, Range>;

/// How a search ended.
enum class SearchEnd : std::uint8_t {
  Empty,    ///< no values satisfy the formula: certain
  Found,    ///< an exact box was found: certain
  Relaxed,  ///< boxes were found, but in all of them atoms were passed over
  GaveUp,   ///< a limit was met
};

/// Literals and branches looked at before a search gives up.
constexpr std::size_t box_steps = 20'000;
/// … and comparisons with what has been assumed.
constexpr std::size_t box_looks = 2'000'000;

/// Hands every box of `formula` to `visit`, until it says to stop (true). Boxes may overlap. In an exact
/// one no atom was passed over. GaveUp if a limit cut the rest off, whatever was found before.
SearchEnd search_boxes(const Formulas& formulas, FormulaId formula, Work& work,
                       llvm::function_ref<bool(const Box&, bool exact)> visit);
/// Whether there is a box at all.
SearchEnd search_box(const Formulas& formulas, FormulaId formula, Work& work);

}  // namespace wain::conditions
