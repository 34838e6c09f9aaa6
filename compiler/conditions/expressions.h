/// Guards and predicates as formulas over the data that they read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "conditions/formula.h"
#include "ir/definition.h"

namespace wain::conditions {

/// A piece of data that an expression compares: a path that no record stands at, or the length of a list.
struct Leaf {
  ir::Path path;
  bool count = false;
  friend bool operator==(const Leaf&, const Leaf&) = default;
};

/// How values become numbers, the same way for all formulas of a process. Money counts in hundredths of
/// the currency (in ten-thousandths if some amount of the definition is written with more than two
/// places), durations in microseconds, dates in days, texts by their order of appearance.
struct Encoding {
  std::int64_t money_unit = 100;  ///< in 1/10,000 of the currency
  std::map<std::string, std::int64_t, std::less<>> texts;

  static Encoding of(const ir::Definition& definition);
  std::int64_t text(const std::string& value);
};

/// What a variable for data of this type is; nothing for data that is not compared (records, documents).
std::optional<Variable> variable_for(const ir::Definition& definition, ir::TypeId type);

/// Visits every leaf that an expression reads, in order of writing. `self` stands for the record of a predicate.
void visit_leaves(const ir::Definition& definition, ir::ExprId expr, ir::VariableId self,
                  llvm::function_ref<void(const Leaf&, ir::TypeId)> visit);

/// The expression as a formula. `variable` gives the variable that holds a leaf's value at the place
/// where the expression stands; invalid where there is none. What cannot be said is opaque.
FormulaId translate(const ir::Definition& definition, Encoding& encoding, Formulas& formulas, ir::ExprId expr,
                    ir::VariableId self, llvm::function_ref<VarId(const Leaf&)> variable);

}  // namespace wain::conditions
