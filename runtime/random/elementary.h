/// exp, log and the like from +, -, *, / and sqrt alone, which IEEE 754 rounds the same everywhere: the C
/// library's differ from machine to machine. Relative errors are below 1e-15 where not said otherwise.
#pragma once

#include <array>

namespace wain::runtime {

/// Natural logarithm of x > 0.
double ln(double x);
/// As many as are drawn together (Draws::block).
using LnBlock = std::array<double, 8>;
/// The same of each of some numbers that are not below 2^-1022, in place.
void ln_of_each(LnBlock& numbers);
/// e^x; 0 and infinity beyond what a double holds.
double exponential(double x);
/// x^y for x > 0; error about |y ln x| times 1e-16.
double power(double x, double y);
/// Inverse of the standard normal distribution function, 0 < p < 1: Wichura's algorithm AS 241 (PPND16).
double inverse_normal(double p);
/// ln Γ(x), x > 0: Stirling's series after shifting x beyond 15. Absolute error about 1e-14.
double ln_gamma(double x);
/// Regularised lower incomplete gamma function P(a, x), a > 0: series or continued fraction.
double gamma_share(double a, double x);
/// x with P(a, x) = p, by Newton steps within a bracket; from a = 1e5 on by an expansion.
double inverse_gamma(double a, double p);
/// The same where ln Γ(a) is known.
double inverse_gamma(double a, double ln_gamma_of_a, double p);
/// Regularised incomplete beta function I_x(a, b), by the continued fraction.
double beta_share(double a, double b, double x);

}  // namespace wain::runtime
