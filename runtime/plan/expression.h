/// Data of a case, and conditions on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/plan/element.h"
#include "runtime/plan/figure.h"

namespace wain::plan {

/// What a slot of data holds, and so the unit of its values: 1/10,000 of the currency, microseconds, whole
/// numbers, 10⁻⁹ (Number, Ratio), 0 or 1, the index of the enum's member, days since 1970-01-01.
enum class Type : std::uint8_t { Money, Duration, Int, Number, Ratio, Bool, Enum, Date };

/// A datum of a case that guards read or a log shows: `claim.amount`.
struct Slot : Named {
  Type type = Type::Int;
  std::vector<std::string> members;  ///< of an enum
};

enum class Operation : std::uint8_t {
  Literal,  ///< mantissa · 10^-scale, in whole units: of the currency, microseconds, members, days
  Slot,     ///< `index`
  Not,
  And,
  Or,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  In,  ///< the first operand is among the others
  Neg,
  Add,
  Sub,
  Mul,
  Div,      ///< by a literal
  Visits,   ///< of node `index`; in measures only
  Figure,   ///< `figure` of the case; in measures only
  Measure,  ///< an earlier measure of the process, `index`; in measures only
  Missed,   ///< the case got through wrong in criterion `index`; in measures only
};

/// A node of an expression; operands are indices of earlier ones.
struct Expression {
  Operation operation = Operation::Literal;
  std::vector<Index> operands;
  std::int64_t mantissa = 0;
  std::uint8_t scale = 0;
  Index index = none;
  Figure figure = Figure::CycleTime;
};

}  // namespace wain::plan
