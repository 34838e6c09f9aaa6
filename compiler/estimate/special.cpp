#include "estimate/special.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {

// Its series below a + 1, the continued
// fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
double gamma_cdf(double a, double x) {
  if (x <= 0) return 0;
  const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
  if (x < a + 1) {
    double term = 1 / a, sum = term;
    for (double n = a + 1; term > sum * 1e-16; ++n) sum += term *= x / n;
    return front * sum;
  }
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int i = 1; i < 10'000; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = 1 / std::max(std::abs(an * d + b), 1e-300) * (an * d + b < 0 ? -1 : 1);
    c = b + an / c;
    const double delta = d * c;
    h *= delta;
    if (std::abs(delta - 1) < 1e-15) break;
  }
  return 1 - front * h;
}

double poisson_at_least(double k, double mean) { return k <= 0 ? 1 : gamma_cdf(k, mean); }

double poisson_excess(double k, double mean) {
  if (k <= 0) return mean - k;
  return std::max(0.0, mean * gamma_cdf(k, mean) - k * gamma_cdf(k + 1, mean));
}

}  // namespace wain::estimate
