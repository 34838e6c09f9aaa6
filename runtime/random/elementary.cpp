#include "runtime/random/elementary.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "runtime/random/four.h"

namespace wain::runtime {
namespace {

// ln 2 in two parts; the first has 21 trailing zero bits, so that whole multiples of it are exact.
constexpr double ln2_high = 0x1.62e42fee00000p-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double inverse_ln2 = 0x1.71547652b82fep+0;

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

/// Of ln m = 2 artanh(s), beyond 2 s: s^3 times this polynomial of s^2.
constexpr double ln_series[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};

/// ln x + e ln 2, of x that is not below 2^-1022.
double ln_of_normal(double x, int e) {
  // x = m 2^e with m in [√½, √2); ln m = 2 artanh((m - 1) / (m + 1)).
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const double whole = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFU) | 0x3FF0000000000000U);
  const bool upper = whole > 1.4142135623730951;
  const double m = upper ? whole * 0.5 : whole;
  e += static_cast<int>(bits >> 52U) - 1023 + (upper ? 1 : 0);
  const double s = (m - 1) / (m + 1), z = s * s;
  const double tail = s * z * polynomial(ln_series, z);
  const double of_two = static_cast<double>(e);
  return of_two * ln2_high + (2 * s + (tail + of_two * ln2_low));
}

/// ln_of_normal(x, 0) of each, step by step the same; four by four, so that none waits for itself.
[[gnu::always_inline]] inline void ln_of_all(LnBlock& numbers) {
  constexpr std::size_t fours = std::tuple_size_v<LnBlock> / 4;
  FourReals two_s[fours], z[fours], sz[fours], of_two[fours], sum[fours];
  for (std::size_t k = 0; k < fours; ++k) {
    const double* of = numbers.data() + 4 * k;
    const FourReals x{of[0], of[1], of[2], of[3]};
    const FourWords bits = __builtin_bit_cast(FourWords, x);
    const FourWords whole_bits = (bits & 0xFFFFFFFFFFFFFU) | 0x3FF0000000000000U;
    const FourReals whole = __builtin_bit_cast(FourReals, whole_bits);
    const auto upper = whole > 1.4142135623730951;  // all bits, or none
    const FourReals m = upper ? whole * 0.5 : whole;
    as_reals((bits >> 52U) + (__builtin_bit_cast(FourWords, upper) & 1U), of_two[k]);
    of_two[k] -= 1023;
    const FourReals s = (m - 1) / (m + 1);
    two_s[k] = 2 * s;
    z[k] = s * s;
    sz[k] = s * z[k];
    sum[k] = FourReals{} + ln_series[std::size(ln_series) - 1];
  }
#pragma clang loop unroll(full)
  for (std::size_t i = std::size(ln_series) - 1; i-- > 0;)
    for (std::size_t k = 0; k < fours; ++k) sum[k] = sum[k] * z[k] + ln_series[i];
  for (std::size_t k = 0; k < fours; ++k) {
    const FourReals tail = sz[k] * sum[k];
    const FourReals ln = of_two[k] * ln2_high + (two_s[k] + (tail + of_two[k] * ln2_low));
    for (std::size_t i = 0; i < 4; ++i) numbers[4 * k + i] = ln[i];
  }
}

WAIN_WIDE void ln_of_all_wide(LnBlock& numbers) { ln_of_all(numbers); }

/// The continued fraction of Γ(a, x) / (x^a e^-x), for x > a + 1, by Lentz's method.
double gamma_fraction(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
  for (int i = 1; i < 10'000; ++i) {
    const double factor = -i * (i - a);
    b += 2;
    d = factor * d + b;
    if (d < tiny && d > -tiny) d = tiny;
    c = b + factor / c;
    if (c < tiny && c > -tiny) c = tiny;
    d = 1 / d;
    const double step = d * c;
    h *= step;
    if (step - 1 < 1e-16 && 1 - step < 1e-16) break;
  }
  return h;
}

/// P(a, x) for x > 0.
double share_of_gamma(double a, double x, double ln_of_x, double ln_gamma_of_a) {
  const double front = exponential(a * ln_of_x - x - ln_gamma_of_a);
  if (x > a + 1) return 1 - front * gamma_fraction(a, x);
  double term = 1 / a, sum = term;
  for (double n = a + 1; term > sum * 1e-17; n += 1) {
    term *= x / n;
    sum += term;
  }
  return front * sum;
}

double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto kept = [](double v) { return v < tiny && v > -tiny ? tiny : v; };
  double c = 1, d = 1 / kept(1 - (a + b) * x / (a + 1)), h = d;
  for (int m = 1; m < 10'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    h *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    const double step = d * c;
    h *= step;
    if (step - 1 < 1e-16 && 1 - step < 1e-16) break;
  }
  return h;
}

}  // namespace

double ln(double x) {
  if (x < std::numeric_limits<double>::min()) return ln_of_normal(x * 0x1p54, -54);
  return ln_of_normal(x, 0);
}

void ln_of_each(LnBlock& numbers) {
  if (has_wide_registers())
    ln_of_all_wide(numbers);
  else
    ln_of_all(numbers);
}

double exponential(double x) {
  if (x > 709.7)
    return x > 709.78 ? std::numeric_limits<double>::infinity() : exponential(x / 2) * exponential(x / 2);
  if (x < -745) return 0;
  const double nearest = x * inverse_ln2 + 0.5;
  auto whole = static_cast<int>(nearest);  // towards 0
  if (static_cast<double>(whole) > nearest) --whole;
  const double k = static_cast<double>(whole);
  const double r = (x - k * ln2_high) - k * ln2_low;
  constexpr double series[] = {1.0,
                               1.0,
                               1.0 / 2,
                               1.0 / 6,
                               1.0 / 24,
                               1.0 / 120,
                               1.0 / 720,
                               1.0 / 5'040,
                               1.0 / 40'320,
                               1.0 / 362'880,
                               1.0 / 3'628'800,
                               1.0 / 39'916'800,
                               1.0 / 479'001'600,
                               1.0 / 6'227'020'800};
  const auto two_to = [](int n) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52U);
  };
  const double value = polynomial(series, r);
  if (whole < -1000) return value * two_to(whole + 200) * two_to(-200);
  return value * two_to(whole);
}

double power(double x, double y) { return exponential(y * ln(x)); }

double inverse_normal(double p) {
  constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                          1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                          3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double b[] = {1.0,
                          4.2313330701600911252e+1,
                          6.8718700749205790830e+2,
                          5.3941960214247511077e+3,
                          2.1213794301586595867e+4,
                          3.9307895800092710610e+4,
                          2.8729085735721942674e+4,
                          5.2264952788528545610e+3};
  constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                          3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                          2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double d[] = {1.0,
                          2.05319162663775882187e0,
                          1.67638483018380384940e0,
                          6.89767334985100004550e-1,
                          1.48103976427480074590e-1,
                          1.51986665636164571966e-2,
                          5.47593808499534494600e-4,
                          1.05075007164441684324e-9};
  constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                          2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                          2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double f[] = {1.0,
                          5.99832206555887937690e-1,
                          1.36929880922735805310e-1,
                          1.48753612908506148525e-2,
                          7.86869131145613259100e-4,
                          1.84631831751005468180e-5,
                          1.42151175831644588870e-7,
                          2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  const double r = std::sqrt(-ln(q < 0 ? p : 1 - p));
  const double value =
      r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
  return q < 0 ? -value : value;
}

double ln_gamma(double x) {
  double product = 1;
  while (x < 15) {
    product *= x;
    x += 1;
  }
  constexpr double half_ln_two_pi = 0.91893853320467274178;
  constexpr double stirling[] = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360'360};
  const double z = 1 / (x * x);
  return (x - 0.5) * ln(x) - x + half_ln_two_pi + polynomial(stirling, z) / x - ln(product);
}

double gamma_share(double a, double x) { return x <= 0 ? 0 : share_of_gamma(a, x, ln(x), ln_gamma(a)); }

double inverse_gamma(double a, double p) { return inverse_gamma(a, ln_gamma(a), p); }

namespace {

/// The expansion of Cornish and Fisher (Goldberg and Levine, Annals of Mathematical Statistics 17, 1946).
/// What is left out is below 1e-14 of x from a = 1e5 on, where the series takes more terms the greater a is.
double inverse_gamma_of_great(double a, double p) {
  const double z = inverse_normal(p), root = std::sqrt(a), square = z * z;
  double x = (square * (9 * square + 256) - 433) * z / (38'880 * a * root);
  x -= (square * (3 * square + 7) - 16) / (810 * a);
  x += (square - 7) * z / (36 * root);
  x += (square - 1) / 3;
  return a + (root * z + x);
}

}  // namespace

double inverse_gamma(double a, double ln_gamma_of_a, double p) {
  constexpr double great = 1e5;
  if (a >= great) return inverse_gamma_of_great(a, p);
  double low = 0, high = std::numeric_limits<double>::infinity();
  // Wilson and Hilferty's cube, or near 0 the first term of the series.
  const double t = 1 - 1 / (9 * a) + inverse_normal(p) / (3 * std::sqrt(a));
  double x = t > 0.1 ? a * t * t * t : exponential((ln(p) + ln_gamma(a + 1)) / a);
  for (int i = 0; i < 200; ++i) {
    const double ln_of_x = ln(x);
    const double excess = (x <= 0 ? 0 : share_of_gamma(a, x, ln_of_x, ln_gamma_of_a)) - p;
    (excess > 0 ? high : low) = x;
    const double density = exponential((a - 1) * ln_of_x - x - ln_gamma_of_a);
    double next = x - excess / density;
    if (!(next > low && next < high))
      next = high < std::numeric_limits<double>::infinity() ? (low + high) / 2 : 2 * x;
    const double change = next > x ? next - x : x - next;
    x = next;
    if (x <= 0 || change <= x * 1e-14) break;
  }
  return x;
}

double beta_share(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = exponential(ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * ln(x) + b * ln(1 - x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

}  // namespace wain::runtime
