#include "estimate/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "estimate/special.h"

namespace wain::estimate {
namespace {

using ir::DistributionKind;

double phi(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }
double normal_cdf(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

/// Where a rising function of x in [low, high] passes `target`; 200 halvings are more than doubles have.
template <class Function>
double bisect(double low, double high, double target, const Function& f) {
  for (int i = 0; i < 200 && high - low > 1e-15 * std::max(1.0, std::abs(high)); ++i) {
    const double middle = low + (high - low) / 2;
    (f(middle) < target ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

template <std::size_t N>
double polynomial(const double (&c)[N], double x) {
  double value = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) value = value * x + c[i];
  return value;
}

/// Wichura's algorithm AS 241 (PPND16), good to 16 digits.
double normal_quantile(double u) {
  static constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                 1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                 3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double b[] = {1.0,
                                 4.2313330701600911252e+1,
                                 6.8718700749205790830e+2,
                                 5.3941960214247511077e+3,
                                 2.1213794301586595867e+4,
                                 3.9307895800092710610e+4,
                                 2.8729085735721942674e+4,
                                 5.2264952788528545610e+3};
  static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                 5.76949722146069140550e0,  3.64784832476320460504e0,
                                 1.27045825245236838258e0,  2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double d[] = {1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
  static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double f[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};
  const double q = u - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  const double r = std::sqrt(-std::log(q < 0 ? u : 1 - u));
  const double x =
      r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
  return q < 0 ? -x : x;
}

double gamma_quantile(double shape, double u) {
  double high = shape + 10 * std::sqrt(shape) + 10;
  while (gamma_cdf(shape, high) < u && high < 1e300) high *= 2;
  return bisect(0, high, u, [&](double x) { return gamma_cdf(shape, x); });
}

double triangular_quantile(double a, double mode, double b, double u) {
  if (b <= a) return a;
  const double at_mode = (mode - a) / (b - a);
  return u < at_mode ? a + std::sqrt(u * (b - a) * (mode - a))
                     : b - std::sqrt((1 - u) * (b - a) * (b - mode));
}

/// The parameters of the logarithm, from mean and deviation of the quantity itself.
struct Logarithm {
  double mu, sigma;
  Logarithm(double mean, double sd) {
    const double s2 = std::log1p(sd * sd / (mean * mean));
    mu = std::log(mean) - s2 / 2;
    sigma = std::sqrt(s2);
  }
};

/// A distribution's parameters as numbers.
struct Numbers {
  const ir::Definition& definition;
  const ir::Distribution& distribution;
  [[nodiscard]] double at(std::size_t i) const {
    return i < distribution.parameters.size()
               ? number_of(definition, distribution.parameters[i], distribution.type)
               : 0;
  }
  [[nodiscard]] double shape() const { return distribution.shape.to_double(); }
};

/// Draws below 0 count as 0.
Moments moments_of_clipped_normal(double m, double s) {
  if (s <= 0) return {std::max(m, 0.0), 0};
  const double z = m / s, above = normal_cdf(z), edge = phi(z);
  const double mean = m * above + s * edge;
  const double square = (m * m + s * s) * above + m * s * edge;
  return {mean, std::max(0.0, square - mean * mean)};
}

Moments moments_of_points(const Numbers& numbers) {
  double mean = 0, square = 0;
  for (const auto& [value, share] : numbers.distribution.points) {
    const double x = number_of(numbers.definition, value, numbers.distribution.type);
    mean += x * share.to_double();
    square += x * x * share.to_double();
  }
  return {mean, std::max(0.0, square - mean * mean)};
}

Moments moments_of_weibull(double shape, double scale) {
  const double mean = scale * std::tgamma(1 + 1 / shape);
  return {mean, std::max(0.0, scale * scale * std::tgamma(1 + 2 / shape) - mean * mean)};
}

double quantile_of_points(const Numbers& numbers, double u) {
  std::vector<std::pair<double, double>> points;
  for (const auto& [value, share] : numbers.distribution.points)
    points.emplace_back(number_of(numbers.definition, value, numbers.distribution.type), share.to_double());
  std::sort(points.begin(), points.end());
  double below = 0;
  for (const auto& [value, share] : points) {
    below += share;
    if (below >= u) return value;
  }
  return points.empty() ? 0 : points.back().first;
}

}  // namespace

double number_of(const ir::Definition& definition, const ir::Value& value, ir::TypeId type) {
  struct Visitor {
    const ir::Definition& definition;
    ir::TypeId type;
    double operator()(std::monostate) const { return 0; }
    double operator()(bool truth) const { return truth ? 1 : 0; }
    double operator()(ir::Decimal number) const { return number.to_double(); }
    double operator()(const ir::Ratio& ratio) const { return ratio.value.to_double(); }
    double operator()(const ir::Money& money) const { return money.to_double(); }
    double operator()(ir::Duration duration) const { return duration.hours(); }
    double operator()(ir::Date date) const { return date.days; }
    double operator()(const std::string& text) const {
      if (!type || definition[type].kind != ir::TypeKind::Enum) return 0;
      const auto& members = definition[definition[type].enumeration].members;
      const auto at = std::find(members.begin(), members.end(), text);
      return static_cast<double>(at - members.begin());
    }
  };
  return std::visit(Visitor{definition, type}, value);
}

Moments moments(const ir::Definition& definition, const ir::Distribution& distribution) {
  const Numbers p{definition, distribution};
  switch (distribution.kind) {
    case DistributionKind::Constant: return {p.at(0), 0};
    case DistributionKind::Uniform: {
      const double width = p.at(1) - p.at(0);
      return {(p.at(0) + p.at(1)) / 2, width * width / 12};
    }
    case DistributionKind::Triangular: {
      const double a = p.at(0), c = p.at(1), b = p.at(2);
      return {(a + b + c) / 3, std::max(0.0, (a * a + b * b + c * c - a * b - a * c - b * c) / 18)};
    }
    case DistributionKind::Exponential: return {p.at(0), p.at(0) * p.at(0)};
    case DistributionKind::Normal: return moments_of_clipped_normal(p.at(0), p.at(1));
    case DistributionKind::Lognormal:
    case DistributionKind::Gamma: return {p.at(0), p.at(1) * p.at(1)};
    case DistributionKind::Erlang: return {p.at(0), p.at(0) * p.at(0) / std::max(1U, distribution.count)};
    case DistributionKind::Weibull: return moments_of_weibull(p.shape(), p.at(0));
    case DistributionKind::Empirical: return moments_of_points(p);
  }
  return {};
}

double quantile(const ir::Definition& definition, const ir::Distribution& distribution, double u) {
  const Numbers p{definition, distribution};
  switch (distribution.kind) {
    case DistributionKind::Constant: {
      // `~ 5%` of a bool is a constant ratio: true in so many cases.
      const bool chance = distribution.type && definition[distribution.type].kind == ir::TypeKind::Bool &&
                          !distribution.parameters.empty() &&
                          std::holds_alternative<ir::Ratio>(distribution.parameters.front());
      return chance ? (u > 1 - p.at(0) ? 1 : 0) : p.at(0);
    }
    case DistributionKind::Uniform: return p.at(0) + u * (p.at(1) - p.at(0));
    case DistributionKind::Triangular: return triangular_quantile(p.at(0), p.at(1), p.at(2), u);
    case DistributionKind::Exponential: return -std::log1p(-u) * p.at(0);
    case DistributionKind::Normal: return std::max(0.0, p.at(0) + p.at(1) * normal_quantile(u));
    case DistributionKind::Lognormal: {
      if (p.at(1) <= 0 || p.at(0) <= 0) return p.at(0);
      const Logarithm log(p.at(0), p.at(1));
      return std::exp(log.mu + log.sigma * normal_quantile(u));
    }
    case DistributionKind::Gamma: {
      if (p.at(1) <= 0 || p.at(0) <= 0) return p.at(0);
      const double shape = (p.at(0) / p.at(1)) * (p.at(0) / p.at(1));
      return shape > 1e8 ? p.at(0) : gamma_quantile(shape, u) * p.at(0) / shape;
    }
    case DistributionKind::Erlang: {
      const double phases = std::max(1U, distribution.count);
      return gamma_quantile(phases, u) * p.at(0) / phases;
    }
    case DistributionKind::Weibull:
      return p.shape() > 0 ? p.at(0) * std::pow(-std::log1p(-u), 1 / p.shape()) : p.at(0);
    case DistributionKind::Empirical: return quantile_of_points(p, u);
  }
  return 0;
}

bool is_constant(const ir::Definition& definition, const ir::Distribution& distribution) {
  return moments(definition, distribution).variance <= 0;
}

Slices slices(const ir::Definition& definition, const ir::Distribution& distribution) {
  Slices result;
  const Moments exact = moments(definition, distribution);
  if (exact.variance <= 0 || !std::isfinite(exact.variance)) {
    result.values[0] = exact.mean;
    return result;
  }
  result.count = Slices::most;
  double sum = 0;
  for (std::size_t i = 0; i < Slices::most; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(Slices::most);
    sum += result.values[i] = quantile(definition, distribution, u);
  }
  // A distribution with nearly all of its mean in the tail: the slices say nothing, the mean does.
  if (sum <= 0 || !std::isfinite(sum)) {
    result.count = 1;
    result.values[0] = exact.mean;
    return result;
  }
  const double scale = exact.mean * static_cast<double>(Slices::most) / sum;
  for (double& value : result.values) value *= scale;
  return result;
}

}  // namespace wain::estimate
