#include "estimate/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "runtime/random/elementary.h"

namespace wain::estimate {
namespace {

using ir::DistributionKind;

double phi(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }
double normal_cdf(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

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

/// Values with the chance of what is not above them, in order.
std::vector<std::pair<double, double>> sums_of_points(const Numbers& numbers) {
  std::vector<std::pair<double, double>> points;
  for (const auto& [value, share] : numbers.distribution.points)
    points.emplace_back(number_of(numbers.definition, value, numbers.distribution.type), share.to_double());
  std::sort(points.begin(), points.end());
  double below = 0;
  for (auto& [value, share] : points) share = below += share;
  return points;
}

/// Calls `use` with the inverse of the distribution function, all that does not depend on u worked out.
template <class Use>
void with_inverse(const ir::Definition& definition, const ir::Distribution& distribution, const Use& use) {
  const Numbers p{definition, distribution};
  const double a = p.at(0), b = p.at(1);
  const auto always = [&](double value) { use([value](double) { return value; }); };
  switch (distribution.kind) {
    case DistributionKind::Constant: {
      // `~ 5%` of a bool is a constant ratio: true in so many cases.
      const bool chance = distribution.type && definition[distribution.type].kind == ir::TypeKind::Bool &&
                          !distribution.parameters.empty() &&
                          std::holds_alternative<ir::Ratio>(distribution.parameters.front());
      if (!chance) return always(a);
      return use([a](double u) { return u > 1 - a ? 1.0 : 0.0; });
    }
    case DistributionKind::Uniform: return use([a, b](double u) { return a + u * (b - a); });
    case DistributionKind::Triangular:
      return use([a, b, c = p.at(2)](double u) { return triangular_quantile(a, b, c, u); });
    case DistributionKind::Exponential: return use([a](double u) { return -std::log1p(-u) * a; });
    case DistributionKind::Normal:
      return use([a, b](double u) { return std::max(0.0, a + b * runtime::inverse_normal(u)); });
    case DistributionKind::Lognormal: {
      if (b <= 0 || a <= 0) return always(a);
      return use([log = Logarithm(a, b)](double u) {
        return std::exp(log.mu + log.sigma * runtime::inverse_normal(u));
      });
    }
    case DistributionKind::Gamma: {
      if (b <= 0 || a <= 0) return always(a);
      const double shape = (a / b) * (a / b);
      if (shape > 1e8) return always(a);
      return use([shape, a](double u) { return runtime::inverse_gamma(shape, u) * a / shape; });
    }
    case DistributionKind::Erlang: {
      const double phases = std::max(1U, distribution.count);
      return use([phases, a](double u) { return runtime::inverse_gamma(phases, u) * a / phases; });
    }
    case DistributionKind::Weibull: {
      const double shape = p.shape();
      if (shape <= 0) return always(a);
      return use([shape, a](double u) { return a * std::pow(-std::log1p(-u), 1 / shape); });
    }
    case DistributionKind::Empirical: {
      const std::vector<std::pair<double, double>> points = sums_of_points(p);
      if (points.empty()) return always(0);
      return use([&points](double u) {
        const auto at = std::partition_point(points.begin(), points.end(),
                                             [u](const auto& one) { return one.second < u; });
        return at == points.end() ? points.back().first : at->first;
      });
    }
  }
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
  double result = 0;
  with_inverse(definition, distribution, [&](const auto& inverse) { result = inverse(u); });
  return result;
}

std::vector<double> quantiles(const ir::Definition& definition, const ir::Distribution& distribution,
                              std::size_t count) {
  std::vector<double> result(count);
  with_inverse(definition, distribution, [&](const auto& inverse) {
    for (std::size_t i = 0; i < count; ++i)
      result[i] = inverse((static_cast<double>(i) + 0.5) / static_cast<double>(count));
  });
  return result;
}

bool is_constant(const ir::Definition& definition, const ir::Distribution& distribution) {
  return moments(definition, distribution).variance <= 0;
}

namespace {

constexpr std::size_t finest_slices = 16;
/// Wider slices are not spread: a piece of them would fill the line. Hours.
constexpr double widest_half = 84;

void set_shares(Slices& slices, std::size_t equal) {
  const double each = 1 / static_cast<double>(equal);
  slices.count = equal;
  std::fill_n(slices.shares.begin(), equal, each);
  if (equal < finest_slices) return;
  slices.shares[equal - 1] = each / 2;
  slices.shares[equal] = slices.shares[equal + 1] = each / 4;
  slices.count = equal + 2;
}

/// From the middle of the distance to the next smaller value to that of the next greater one. The last slice
/// reaches as far up as down.
void set_halves(Slices& slices) {
  const std::array<double, Slices::most>& values = slices.values;
  double edge = std::max(0.0, values[0] - (values[1] - values[0]) / 2);
  for (std::size_t i = 0; i < slices.count; ++i) {
    const double next = i + 1 < slices.count ? (values[i] + values[i + 1]) / 2 : 2 * values[i] - edge;
    const double half = (next - edge) / 2;
    if (half <= widest_half) slices.halves[i] = half;
    edge = next;
  }
}

bool set_points(Slices& slices, const Numbers& p) {
  const std::vector<std::pair<double, double>> points = sums_of_points(p);
  if (points.empty() || points.size() > Slices::most) return false;
  slices.count = points.size();
  double before = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    slices.values[i] = points[i].first;
    slices.shares[i] = points[i].second - before;
    before = points[i].second;
  }
  return true;
}

}  // namespace

Slices slices(const ir::Definition& definition, const ir::Distribution& distribution, std::size_t equal) {
  Slices result;
  const Moments exact = moments(definition, distribution);
  if (exact.variance <= 0 || !std::isfinite(exact.variance)) {
    result.values[0] = exact.mean;
    return result;
  }
  const bool empirical = distribution.kind == DistributionKind::Empirical;
  if (empirical && set_points(result, {definition, distribution})) return result;
  set_shares(result, std::min(equal, finest_slices));
  double sum = 0, below = 0;
  with_inverse(definition, distribution, [&](const auto& inverse) {
    for (std::size_t i = 0; i < result.count; ++i) {
      result.values[i] = inverse(below + result.shares[i] / 2);
      sum += result.shares[i] * result.values[i];
      below += result.shares[i];
    }
  });
  // A distribution with nearly all of its mean in the tail: the slices say nothing, the mean does.
  if (sum <= 0 || !std::isfinite(sum)) {
    Slices mean;
    mean.values[0] = exact.mean;
    return mean;
  }
  for (double& value : result.values) value *= exact.mean / sum;
  if (!empirical) set_halves(result);
  return result;
}

}  // namespace wain::estimate
