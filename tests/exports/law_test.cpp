#include <gmock/gmock.h>

#include "exports/moments.h"
#include "exports/prosimos_law.h"

namespace wain::exports {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using Kind = plan::Distribution::Kind;

plan::Distribution of(Kind kind, double a, double b = 0, double c = 0) {
  plan::Distribution out;
  out.kind = kind;
  out.a = a;
  out.b = b;
  out.c = c;
  return out;
}

constexpr double hour = 3600e6;

TEST(Moments, OfEachKind) {
  EXPECT_DOUBLE_EQ(moments(of(Kind::Uniform, 2, 8)).variance, 3);
  EXPECT_DOUBLE_EQ(moments(of(Kind::Triangular, 0, 6, 3)).mean, 3);
  EXPECT_DOUBLE_EQ(moments(of(Kind::Triangular, 0, 6, 3)).variance, 1.5);
  EXPECT_DOUBLE_EQ(moments(of(Kind::Exponential, 3)).variance, 9);
  // A Weibull of shape 1 is exponential; of shape 2 and scale 1 its mean is √π/2.
  EXPECT_NEAR(moments(of(Kind::Weibull, 3, 1)).variance, 9, 1e-9);
  EXPECT_NEAR(moments(of(Kind::Weibull, 1, 2)).mean, 0.886226925452758, 1e-12);
  plan::Distribution erlang = of(Kind::Erlang, 6);
  erlang.count = 4;
  EXPECT_DOUBLE_EQ(moments(erlang).variance, 9);
  plan::Distribution points = of(Kind::Empirical, 0);
  points.points = {{1, 0.5}, {3, 0.5}};
  EXPECT_DOUBLE_EQ(moments(points).mean, 2);
  EXPECT_DOUBLE_EQ(moments(points).variance, 1);
}

TEST(ProsimosLaw, IsInSecondsAndVariances) {
  EXPECT_THAT(prosimos_law(of(Kind::Constant, hour)).parameters, ElementsAre(3600));
  EXPECT_THAT(prosimos_law(of(Kind::Lognormal, hour, hour / 2)).parameters,
              ElementsAre(3600, DoubleNear(1800.0 * 1800, 1e-6), 0, testing::Gt(1e8)));
  EXPECT_THAT(prosimos_law(of(Kind::Normal, hour, hour / 4)).parameters,
              ElementsAre(3600, 900, 0, testing::Gt(1e8)));
  EXPECT_EQ(prosimos_law(of(Kind::Exponential, hour)).parameters.size(), 3U);
}

TEST(ProsimosLaw, WhoIsThereInPartTakesLonger) {
  EXPECT_THAT(prosimos_law(of(Kind::Uniform, hour, 2 * hour), 2).parameters, ElementsAre(7200, 14400));
}

TEST(ProsimosLaw, EndsAtADeadline) {
  EXPECT_THAT(cut_off(prosimos_law(of(Kind::Lognormal, hour, hour)), 7200).parameters,
              ElementsAre(3600, DoubleNear(3600.0 * 3600, 1e-6), 0, 7200));
  EXPECT_THAT(cut_off(prosimos_law(of(Kind::Uniform, hour, 3 * hour)), 7200).parameters,
              ElementsAre(3600, 7200));
  EXPECT_THAT(cut_off(prosimos_law(of(Kind::Constant, 3 * hour)), 7200).parameters, ElementsAre(10800));
}

TEST(ProsimosLaw, SaysWhatIsLost) {
  using Fidelity = ProsimosLaw::Fidelity;
  EXPECT_EQ(prosimos_law(of(Kind::Normal, hour, hour / 4)).fidelity, Fidelity::Exact);
  EXPECT_EQ(prosimos_law(of(Kind::Normal, hour, hour / 2)).fidelity, Fidelity::Redrawn);
  const ProsimosLaw triangular = prosimos_law(of(Kind::Triangular, 0, 6e6, 3e6));
  EXPECT_EQ(triangular.name, "gamma");
  EXPECT_EQ(triangular.fidelity, Fidelity::MatchedMoments);
  EXPECT_THAT(triangular.parameters, ElementsAre(3, 1.5, 0, testing::_));
}

}  // namespace
}  // namespace wain::exports
