// Random numbers and the functions under them, held against the C library and against published values.
#include <cmath>
#include <vector>

#include "runtime/random/elementary.h"
#include "runtime/random/philox.h"
#include "runtime/random/sampler.h"

#include <gtest/gtest.h>

namespace wain::runtime {
namespace {

using Kind = plan::Distribution::Kind;

TEST(Philox, KnownAnswers) {
  // The known-answer vectors that the authors publish.
  EXPECT_EQ(philox({0, 0}, {0, 0, 0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Elementary, AgreesWithTheLibrary) {
  for (double x = 1e-12; x < 1e12; x *= 1.37) {
    EXPECT_NEAR(ln(x), std::log(x), 4e-16 * std::max(1.0, std::abs(std::log(x)))) << x;
    EXPECT_NEAR(ln_gamma(x), std::lgamma(x), 1e-13 * std::max(1.0, std::abs(std::lgamma(x)))) << x;
  }
  for (double x = -700; x < 700; x += 0.731)
    EXPECT_NEAR(exponential(x) / std::exp(x), 1, 4e-16 + 1e-18 * std::abs(x)) << x;
  for (double p = 1e-15; p < 1; p = p < 0.4 ? p * 3 : p + 0.013)
    EXPECT_NEAR(0.5 * std::erfc(-inverse_normal(p) / std::sqrt(2.0)) / p, 1, 1e-13) << p;
}

TEST(Elementary, LogarithmsSideBySideAreTheSame) {
  std::vector<double> numbers;
  for (double x = 3e-308; x < 1e300; x *= 1.37) numbers.push_back(x);
  for (double x = 0.7; x < 1.42; x += 0.0003) numbers.push_back(x);
  LnBlock logarithms;
  for (std::size_t first = 0; first + logarithms.size() <= numbers.size(); ++first) {
    std::copy_n(numbers.data() + first, logarithms.size(), logarithms.data());
    ln_of_each(logarithms);
    for (std::size_t i = 0; i < logarithms.size(); ++i)
      EXPECT_EQ(logarithms[i], ln(numbers[first + i])) << numbers[first + i];
  }
}

TEST(Elementary, InverseGamma) {
  for (const double a : {0.3, 1.0, 2.0, 6.25, 50.0, 4000.0})
    for (const double p : {1e-10, 0.001, 0.25, 0.5, 0.9, 0.999999})
      EXPECT_NEAR(gamma_share(a, inverse_gamma(a, p)), p, 1e-11) << a << " " << p;
  EXPECT_NEAR(inverse_gamma(1, 0.5), std::log(2.0), 1e-14);
}

TEST(Elementary, InverseGammaOfGreatShapesIsQuickAndNoLessExact) {
  for (const double a : {99'999.0, 1e5, 1e6})
    for (const double p : {1e-9, 0.001, 0.3, 0.5, 0.9, 0.999999})
      EXPECT_NEAR(gamma_share(a, inverse_gamma(a, p)), p, 1e-9 * std::max(p, 0.01)) << a << " " << p;
  // A deviation of a millionth of a second of four days: as good as constant.
  EXPECT_NEAR(inverse_gamma(1e23, 0.999), 1e23, 1e13);
}

/// Mean and standard deviation by 20,000 equally likely draws.
std::pair<double, double> moments(const plan::Distribution& of) {
  constexpr int count = 20'000;
  const Sampler sampler(of);
  double sum = 0, squares = 0;
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<double>(sampler.draw((i + 0.5) / count));
    sum += x;
    squares += x * x;
  }
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

TEST(Sampler, MomentsAreTheDeclaredOnes) {
  struct Row {
    plan::Distribution of;
    double mean, sd;
  };
  const std::vector<Row> rows = {
      {{Kind::Constant, 1e9, 0, 0, 1, {}}, 1e9, 0},
      {{Kind::Uniform, 1e9, 3e9, 0, 1, {}}, 2e9, 2e9 / std::sqrt(12.0)},
      {{Kind::Triangular, 0, 3e9, 3e9, 1, {}}, 2e9, std::sqrt(0.5) * 1e9},
      {{Kind::Exponential, 1e9, 0, 0, 1, {}}, 1e9, 1e9},
      {{Kind::Normal, 5e9, 1e9, 0, 1, {}}, 5e9, 1e9},
      {{Kind::Lognormal, 1e9, 5e8, 0, 1, {}}, 1e9, 5e8},
      {{Kind::Gamma, 1e9, 5e8, 0, 1, {}}, 1e9, 5e8},
      {{Kind::Erlang, 1e9, 0, 0, 4, {}}, 1e9, 5e8},
      {{Kind::Weibull, 1e9, 2, 0, 1, {}}, 1e9 * std::sqrt(M_PI) / 2, 1e9 * std::sqrt(1 - M_PI / 4)},
      {{Kind::Empirical, 0, 0, 0, 1, {{1e9, 0.25}, {2e9, 0.75}}}, 1.75e9, std::sqrt(0.1875) * 1e9},
  };
  for (const Row& row : rows) {
    const auto [mean, sd] = moments(row.of);
    EXPECT_NEAR(mean, row.mean, 2e-3 * row.mean) << static_cast<int>(row.of.kind);
    EXPECT_NEAR(sd, row.sd, 5e-3 * row.mean) << static_cast<int>(row.of.kind);
  }
}

TEST(Draws, InBlocksTheyAreTheSame) {
  const Draws draws(7, 3);
  for (const std::uint32_t first : {0U, 4U, 1'000'000U, UINT32_MAX - 7}) {
    const auto block = draws.uniforms(first, hash_of("Check"), 0x9ABCDEF0U, 65'535, Purpose::Wait);
    for (std::uint32_t i = 0; i < Draws::block; ++i)
      EXPECT_EQ(block[i], draws.uniform(first + i, hash_of("Check"), 0x9ABCDEF0U, 65'535, Purpose::Wait));
  }
}

TEST(Sampler, InBlocksTheyAreTheSame) {
  const Draws draws(1, 0);
  for (const plan::Distribution& of : {plan::Distribution{Kind::Exponential, 6e7, 0, 0, 1, {}},
                                       plan::Distribution{Kind::Exponential, 0.7, 0, 0, 1, {}},
                                       plan::Distribution{Kind::Exponential, 1e17, 0, 0, 1, {}},
                                       plan::Distribution{Kind::Normal, 1, 3, 0, 1, {}},
                                       plan::Distribution{Kind::Gamma, 1e6, 2e6, 0, 1, {}}}) {
    const Sampler sampler(of);
    for (std::uint32_t first = 0; first < 4'000; first += Draws::block) {
      const auto uniforms = draws.uniforms(first, 0, 0, 0, Purpose::Arrival);
      const auto times = sampler.draw_times(uniforms);
      for (std::size_t i = 0; i < Draws::block; ++i) EXPECT_EQ(times[i], sampler.draw_time(uniforms[i]));
    }
  }
}

TEST(Sampler, RoundsToTheNearestAndStaysWithinItsLimits) {
  const auto drawn = [](double value) {
    return Sampler(plan::Distribution{Kind::Constant, value, 0, 0, 1, {}}).draw(0.5);
  };
  EXPECT_EQ(drawn(2.5), 3);
  EXPECT_EQ(drawn(-2.5), -2);
  EXPECT_EQ(drawn(-2.6), -3);
  EXPECT_EQ(drawn(-0.4), 0);
  EXPECT_EQ(drawn(1e30), 9'000'000'000'000'000'000);
  EXPECT_EQ(drawn(-1e30), -9'000'000'000'000'000'000);
  const auto time = [](double value) {
    return Sampler(plan::Distribution{Kind::Constant, value, 0, 0, 1, {}}).draw_time(0.5);
  };
  EXPECT_EQ(time(2.5), 3);
  EXPECT_EQ(time(-5), 0);
  EXPECT_EQ(time(1e30), 100'000'000'000'000'000);
}

TEST(Draws, UniformAndApart) {
  const Draws draws(7, 3), other(7, 4);
  double sum = 0;
  for (std::uint32_t i = 0; i < 10'000; ++i) sum += draws.uniform(i, hash_of("Check"), 0, 1, Purpose::Takes);
  EXPECT_NEAR(sum / 10'000, 0.5, 0.01);
  EXPECT_NE(draws.uniform(1, 2, 0, 1, Purpose::Takes), other.uniform(1, 2, 0, 1, Purpose::Takes));
  EXPECT_NE(draws.uniform(1, 2, 0, 1, Purpose::Takes), draws.uniform(1, 2, 0, 1, Purpose::Exit));
  EXPECT_NE(draws.uniform(1, 2, 0, 1, Purpose::Takes), draws.uniform(1, 2, 0, 2, Purpose::Takes));
}

}  // namespace
}  // namespace wain::runtime
