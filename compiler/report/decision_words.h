/// Why what is expected or called good holds, does not, or stays undecided, in one line.
#pragma once

#include <string>
#include <string_view>

#include "simulation/decide.h"

namespace wain::report {

/// `currency`: that of the left side; empty: none.
std::string decision_words(const simulation::Claim& claim, const simulation::Decision& decision,
                           std::string_view currency);

/// `met`, `not met`, `undecided`: of a `good when`.
std::string good_words(simulation::Verdict verdict);

}  // namespace wain::report
