/// What is drawn.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace wain::plan {

/// All parameters in the unit of what is drawn. A draw is rounded once, to a whole number of units.
/// Constant {a}; Uniform {a, b}; Triangular {a, b, mode c}; Exponential {mean a}; Normal, Lognormal, Gamma
/// {mean a, sd b} of the distribution itself (a negative normal draw counts as 0); Erlang {mean a} with
/// `count` phases; Weibull {scale a, shape b}; Empirical: values with their shares, which sum to 1.
struct Distribution {
  enum class Kind : std::uint8_t {
    Constant,
    Uniform,
    Triangular,
    Exponential,
    Normal,
    Lognormal,
    Gamma,
    Erlang,
    Weibull,
    Empirical
  };
  Kind kind = Kind::Constant;
  double a = 0, b = 0, c = 0;
  std::uint32_t count = 1;
  std::vector<std::pair<double, double>> points;
};

}  // namespace wain::plan
