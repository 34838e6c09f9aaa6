#include "exports/moments.h"

#include <algorithm>

#include "runtime/random/elementary.h"

namespace wain::exports {
namespace {

double gamma_of(double x) { return runtime::exponential(runtime::ln_gamma(x)); }

/// Scale λ, shape k: λ Γ(1 + 1/k); λ² (Γ(1 + 2/k) - Γ²(1 + 1/k)).
Moments of_weibull(double scale, double shape) {
  const double first = gamma_of(1 + 1 / shape), second = gamma_of(1 + 2 / shape);
  return {scale * first, scale * scale * std::max(0.0, second - first * first)};
}

Moments of_points(const std::vector<std::pair<double, double>>& points) {
  Moments out;
  for (const auto& [value, share] : points) out.mean += value * share;
  for (const auto& [value, share] : points) out.variance += (value - out.mean) * (value - out.mean) * share;
  return out;
}

}  // namespace

Moments moments(const plan::Distribution& d) {
  using Kind = plan::Distribution::Kind;
  switch (d.kind) {
    case Kind::Constant: return {d.a, 0};
    case Kind::Uniform: return {(d.a + d.b) / 2, (d.b - d.a) * (d.b - d.a) / 12};
    case Kind::Triangular:
      return {(d.a + d.b + d.c) / 3,
              (d.a * d.a + d.b * d.b + d.c * d.c - d.a * d.b - d.a * d.c - d.b * d.c) / 18};
    case Kind::Exponential: return {d.a, d.a * d.a};
    case Kind::Normal:
    case Kind::Lognormal:
    case Kind::Gamma: return {d.a, d.b * d.b};
    case Kind::Erlang: return {d.a, d.a * d.a / d.count};
    case Kind::Weibull: return of_weibull(d.a, d.b);
    case Kind::Empirical: return of_points(d.points);
  }
  return {};
}

}  // namespace wain::exports
