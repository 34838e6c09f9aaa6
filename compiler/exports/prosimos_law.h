/// The distributions that Prosimos draws from.
#pragma once

#include <string>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::exports {

/// As it stands in Prosimos's parameters: seconds, and their squares for a variance.
struct ProsimosLaw {
  std::string name;
  std::vector<double> parameters;
  enum class Fidelity : std::uint8_t {
    Exact,
    MatchedMoments,  ///< another shape, the same mean and variance
    Redrawn,         ///< a normal law with negative draws worth speaking of
  };
  Fidelity fidelity = Fidelity::Exact;
};

/// The law of `factor` times what this distribution of microseconds draws.
ProsimosLaw prosimos_law(const plan::Distribution& distribution, double factor = 1);
/// The law of a draw that is known to be at most `most` seconds. A fixed one stays what it is.
ProsimosLaw cut_off(ProsimosLaw law, double most);
/// What the language calls this distribution.
std::string_view name_of(plan::Distribution::Kind kind);

}  // namespace wain::exports
