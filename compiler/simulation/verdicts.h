/// What an interval says of a bound, and how many replications would say more. Private to the decisions.
#pragma once

#include "simulation/claim.h"
#include "simulation/decide.h"

namespace wain::simulation {

using Op = Claim::Op;

bool is_upper(Op op);
/// The operator with its sides exchanged.
Op mirrored(Op op);
bool holds(double value, Op op, double bound);
/// 5.1: what lies wholly on one side of the bound is decided.
Verdict verdict_of(double low, double high, Op op, double bound);

/// How many replications would do, if the half-width shrinks with their root (5.4).
void foresee(Decision& decision, double half, double distance);
/// That so many replications would do; infinite: none would.
void expect_replications(Decision& decision, double count);

}  // namespace wain::simulation
