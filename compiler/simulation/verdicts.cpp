#include "simulation/verdicts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wain::simulation {

bool is_upper(Op op) { return op == Op::Lt || op == Op::Le; }

Op mirrored(Op op) {
  switch (op) {
    case Op::Lt: return Op::Gt;
    case Op::Le: return Op::Ge;
    case Op::Gt: return Op::Lt;
    case Op::Ge: return Op::Le;
  }
  return op;
}

bool holds(double value, Op op, double bound) {
  switch (op) {
    case Op::Lt: return value < bound;
    case Op::Le: return value <= bound;
    case Op::Gt: return value > bound;
    case Op::Ge: return value >= bound;
  }
  return false;
}

Verdict verdict_of(double low, double high, Op op, double bound) {
  const bool all = holds(low, op, bound) && holds(high, op, bound);
  const bool none = !holds(low, op, bound) && !holds(high, op, bound);
  return all ? Verdict::Passed : none ? Verdict::Failed : Verdict::Undecided;
}

void foresee(Decision& decision, double half, double distance) {
  if (distance == 0) return expect_replications(decision, std::numeric_limits<double>::infinity());
  constexpr double reserve = 1.1;
  const double ratio = half / distance;
  expect_replications(decision, std::ceil(reserve * decision.replications * ratio * ratio));
}

void expect_replications(Decision& decision, double count) {
  constexpr double boundary = 10'000;
  decision.at_boundary = !(count <= boundary);
  if (!decision.at_boundary) decision.would_decide = std::max(count, decision.replications + 1.0);
}

}  // namespace wain::simulation
