/// Expressions over a case's data, decided exactly: whole numbers over known denominators, no rounding.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::runtime {

__extension__ typedef __int128 Wide;  ///< sums of microseconds over very many cases; exact products

/// One operation on a stack of whole numbers; scales were worked out when it was compiled.
struct ExactStep {
  plan::Operation operation = plan::Operation::Literal;
  Wide value = 0;                  ///< of a literal
  plan::Index index = plan::none;  ///< slot of the case, node, figure, measure, first factor
  std::uint32_t count = 0;         ///< operands
  Wide left = 1, right = 1;        ///< factors that bring both operands to one denominator
};

struct ExactProgram {
  std::vector<ExactStep> steps;
  std::vector<Wide> factors;  ///< of `in`: one an operand, from its step's `index` on
  Wide denominator = 1;       ///< of the result
};

/// Where a value comes from while an expression is evaluated. Figures: microseconds, or 10⁻⁴ of the currency.
struct ExactSource {
  const std::int64_t* slots = nullptr;
  const std::int64_t* visits = nullptr;   ///< by node of the process
  const std::int64_t* figures = nullptr;  ///< by plan::Figure
  const std::int64_t* measures = nullptr;
  std::uint64_t missed = 0;  ///< bits of criteria
};

/// `slot_of[i]`: where the case keeps slot i of the process. Nothing if it cannot be kept exact in 127 bits.
std::optional<ExactProgram> compile_exact(const plan::Process& process, plan::Index root,
                                          const std::vector<plan::Index>& slot_of);

/// The numerator over `denominator`; 0 or 1 of a condition. `stack` is scratch.
Wide evaluate(const ExactProgram& program, const ExactSource& source, std::vector<Wide>& stack);

}  // namespace wain::runtime
