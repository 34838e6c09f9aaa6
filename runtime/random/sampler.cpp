#include "runtime/random/sampler.h"

#include <algorithm>
#include <cmath>

#include "runtime/random/elementary.h"

namespace wain::runtime {

using Kind = plan::Distribution::Kind;

namespace {

std::int64_t as_time(double value) {
  constexpr double most = 1e17;
  value += 0.5;
  const double not_below = value > 0 ? value : 0;
  return static_cast<std::int64_t>(not_below < most ? not_below : most);
}

}  // namespace

Sampler::Sampler(const plan::Distribution& of) : kind_(of.kind), a_(of.a), b_(of.b), c_(of.c) {
  switch (of.kind) {
    case Kind::Lognormal: {
      // From the moments of the distribution to those of its logarithm.
      const double ratio = of.b / of.a;
      const double variance = ln(1 + ratio * ratio);
      a_ = ln(of.a) - variance / 2;
      b_ = std::sqrt(variance);
      break;
    }
    case Kind::Gamma:
      if (of.b == 0) {
        kind_ = Kind::Constant;
      } else {
        b_ = (of.a / of.b) * (of.a / of.b);  // shape
        a_ = of.a / b_;                      // scale
      }
      break;
    case Kind::Erlang:
      kind_ = of.count == 1 ? Kind::Exponential : Kind::Gamma;
      b_ = of.count;
      if (of.count > 1) a_ = of.a / b_;
      break;
    case Kind::Weibull: b_ = 1 / of.b; break;
    case Kind::Empirical: {
      double sum = 0;
      for (const auto& [value, share] : of.points) steps_.emplace_back(value, sum += share);
      if (!steps_.empty()) steps_.back().second = 2;  // the rest
      break;
    }
    default: break;
  }
  if (kind_ == Kind::Gamma) constant_ = ln_gamma(b_);
}

double Sampler::quantile(double u) const {
  switch (kind_) {
    case Kind::Constant: return a_;
    case Kind::Uniform: return a_ + (b_ - a_) * u;
    case Kind::Triangular: {
      const double width = b_ - a_;
      if (width <= 0) return a_;
      const double rising = c_ - a_;
      if (u * width < rising) return a_ + std::sqrt(u * width * rising);
      return b_ - std::sqrt((1 - u) * width * (b_ - c_));
    }
    case Kind::Exponential: return -a_ * ln(1 - u);
    case Kind::Normal: return a_ + b_ * inverse_normal(u);
    case Kind::Lognormal: return exponential(a_ + b_ * inverse_normal(u));
    case Kind::Gamma:
    case Kind::Erlang: return a_ * inverse_gamma(b_, constant_, u);
    case Kind::Weibull: return a_ * power(-ln(1 - u), b_);
    case Kind::Empirical:
      return std::find_if(steps_.begin(), steps_.end(), [u](const auto& step) { return u < step.second; })
          ->first;
  }
  return a_;
}

std::int64_t Sampler::draw(double uniform) const {
  constexpr double most = 9e18;
  const double value = std::clamp(quantile(uniform) + 0.5, -most, most);
  const auto whole = static_cast<std::int64_t>(value);  // towards 0
  return static_cast<double>(whole) > value ? whole - 1 : whole;
}

std::int64_t Sampler::draw_time(double uniform) const { return as_time(quantile(uniform)); }

std::array<std::int64_t, Draws::block> Sampler::draw_times(
    const std::array<double, Draws::block>& uniforms) const {
  std::array<std::int64_t, Draws::block> times{};
  if (kind_ != Kind::Exponential) {
    for (std::size_t i = 0; i < Draws::block; ++i) times[i] = draw_time(uniforms[i]);
    return times;
  }
  std::array<double, Draws::block> logs{};
  for (std::size_t i = 0; i < Draws::block; ++i) logs[i] = 1 - uniforms[i];
  ln_of_each(logs);
  for (std::size_t i = 0; i < Draws::block; ++i) times[i] = as_time(-a_ * logs[i]);
  return times;
}

}  // namespace wain::runtime
