/// The case that shows something, in the user's units.
#pragma once

#include <string>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/expressions.h"
#include "conditions/solver.h"

namespace wain::conditions {

/// A piece of data with the value that shows it.
struct Example {
  std::string data;   ///< `order.amount`
  std::string value;  ///< `1_000.01 EUR`
};

/// A variable, and the data that it stands for.
struct NamedData {
  VarId variable;
  ir::TypeId type;
  std::string text;  ///< `order.amount`
};

/// `1_000.01 EUR`: a value of this type, of a whole number its floor, as it is written.
std::string value_text(const ir::Definition& definition, const Encoding& encoding, ir::TypeId type,
                       const Rational& value);

/// The smallest values of `data`, one after the other, for which the (satisfiable) formula holds; durations
/// in whole minutes or seconds if there are such. Empty where that stays undecided.
std::vector<Example> smallest_example(const ir::Definition& definition, const Encoding& encoding,
                                      Formulas& formulas, Solver& solver, FormulaId formula,
                                      llvm::ArrayRef<NamedData> data);

}  // namespace wain::conditions
