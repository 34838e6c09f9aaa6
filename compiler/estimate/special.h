/// Functions of probability that the standard library lacks.
#pragma once

namespace wain::estimate {

/// The regularised lower incomplete gamma function P(a, x).
double gamma_cdf(double a, double x);
/// P(N >= k) of a Poisson count with this mean.
double poisson_at_least(double k, double mean);
/// E[max(N - k, 0)] of a Poisson count.
double poisson_excess(double k, double mean);

}  // namespace wain::estimate
