/// Distributions prepared for drawing: one uniform number and the inverse of the distribution function a
/// draw, so that a draw moves with the mean and stays coupled between scenarios.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/random/philox.h"

namespace wain::runtime {

class Sampler {
public:
  Sampler() = default;
  explicit Sampler(const plan::Distribution& of);

  /// Rounded once, to a whole number of units; within ±9·10¹⁸.
  [[nodiscard]] std::int64_t draw(double uniform) const;
  /// The same for times: what is negative counts as 0, and nothing takes more than 3,170 years.
  [[nodiscard]] std::int64_t draw_time(double uniform) const;
  /// The same of several at once, which costs less where the distribution is exponential.
  [[nodiscard]] std::array<std::int64_t, Draws::block> draw_times(
      const std::array<double, Draws::block>& uniforms) const;
  /// Whether drawing several at once costs less.
  [[nodiscard]] bool is_exponential() const { return kind_ == plan::Distribution::Kind::Exponential; }
  /// Whether every draw is the same.
  [[nodiscard]] bool is_constant() const { return kind_ == plan::Distribution::Kind::Constant; }

private:
  [[nodiscard]] double quantile(double uniform) const;

  plan::Distribution::Kind kind_ = plan::Distribution::Kind::Constant;
  double a_ = 0, b_ = 0, c_ = 0;
  double constant_ = 0;  ///< of a gamma distribution: ln Γ of its shape
  /// Of an empirical one: values, and the shares up to and with each.
  std::vector<std::pair<double, double>> steps_;
};

}  // namespace wain::runtime
