/// The only door to Z3. Private to the layer.
#pragma once

#include <memory>

#include "conditions/formula.h"
#include "conditions/solver.h"

namespace wain::conditions {

/// One context, in which each question is asked afresh.
class Z3Engine {
public:
  Z3Engine();
  Z3Engine(const Z3Engine&) = delete;
  Z3Engine& operator=(const Z3Engine&) = delete;
  ~Z3Engine();

  /// Whether the formula has a model. Deterministic; Undecided past `resource_limit`, or where Z3 fails.
  /// `parts`: how many parts of it were translated.
  Answer satisfiable(const Formulas& formulas, FormulaId formula, std::size_t& parts);

private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace wain::conditions
