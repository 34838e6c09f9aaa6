#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string world =
    "\nconstant Long = 2h\nrole R\noutcome O\ndocument D"
    "\nrecord Claim { amount money EUR  kind motor | home  injured bool  score ratio  n int  x number  note "
    "text  doc D }"
    "\nprocess P(claim: Claim) yields O { step S by R { takes 1h } end O }";

std::vector<std::string> takes(const std::string& distribution) {
  return messages("scenario T { runs P with S takes " + distribution + " }" + world);
}
std::vector<std::string> draws(const std::string& draw) {
  return messages("scenario T { runs P draws claim." + draw + " }" + world);
}

TEST(Distributions, EveryForm) {
  for (const char* text :
       {"12min", "Long", "uniform(1min, 2min)", "uniform(1h, 1h)", "triangular(1min, 2min, 3min)",
        "triangular(1min, mode 2min, 3min)", "exponential(5min)", "exponential(mean 5min)",
        "exponential(Long)", "normal(mean 5min, sd 1min)", "lognormal(mean 5min, sd 1min)",
        "lognormal(sd 1min, mean 5min)", "gamma(mean 5min, sd 1min)", "erlang(3, mean 5min)",
        "weibull(shape 1.5, scale 5min)", "empirical(1min: 20%, 5min: 70%, 1h: 10%)"})
    EXPECT_THAT(takes(text), IsEmpty()) << text;
}

TEST(Distributions, LoweredAsWritten) {
  const Compiled c = compile("scenario T { runs P with S takes lognormal(sd 1min, mean 5min) }" + world);
  const ir::Distribution& d = *c.definition().scenarios.at(0).overrides.at(0).takes;
  EXPECT_EQ(d.kind, ir::DistributionKind::Lognormal);
  EXPECT_EQ(ir::str(d.parameters.at(0)), "5min");
  EXPECT_EQ(ir::str(d.parameters.at(1)), "1min");
  const Compiled w = compile("scenario T { runs P with S takes erlang(3, mean 5min) }" + world);
  EXPECT_EQ(w.definition().scenarios.at(0).overrides.at(0).takes->count, 3U);
}

TEST(Distributions, Mistakes) {
  EXPECT_THAT(takes("uniform(1min)"),
              ElementsAre("1:34 distribution-arity: `uniform` takes 2 parameters, found 1"));
  EXPECT_THAT(takes("exponential"),
              ElementsAre("1:34 distribution-arity: `exponential` takes 1 parameters, found 0"));
  EXPECT_THAT(takes("lognorml(mean 1h, sd 1h)"),
              ElementsAre("1:34 unknown-distribution: `lognorml` is not a distribution"));
  EXPECT_THAT(takes("normal(5min, sd 1min)"),
              ElementsAre("1:41 parameter-unnamed: this parameter of `normal` is written `mean 5min`"));
  EXPECT_THAT(takes("normal(mean 5min, sigma 1min)"),
              ElementsAre("1:52 parameter-name: this parameter of `normal` is called `sd`, found `sigma`"));
  EXPECT_THAT(
      takes("uniform(low 5min, 6min)"),
      ElementsAre("1:42 parameter-has-no-name: this parameter of `uniform` has no name, found `low`"));
  EXPECT_THAT(takes("normal(mean 5min, mean 1min)"),
              ElementsAre("1:52 property-twice: `mean` is given a second time"));
  EXPECT_THAT(takes("lognormal(mean 0s, sd 1min)"),
              ElementsAre("1:44 parameter-not-positive: `mean` must be greater than 0, found 0s"));
  EXPECT_THAT(takes("weibull(shape 0, scale 1h)"),
              ElementsAre("1:42 parameter-not-positive: `shape` must be greater than 0, found 0"));
  EXPECT_THAT(takes("weibull(shape 1h, scale 1h)"),
              ElementsAre("1:42 parameter-type: expected a number, found a duration"));
  EXPECT_THAT(takes("erlang(2.5, mean 1h)"),
              ElementsAre("1:41 phases-not-count: the first parameter of `erlang` is a whole number from 1 "
                          "to 1000, found 2.5"));
  EXPECT_THAT(takes("uniform(2min, 1min)"), ElementsAre("1:48 parameters-out-of-order: `uniform` needs its "
                                                        "parameters in rising order: 1min comes after 2min"));
  EXPECT_THAT(takes("triangular(1min, 5min, 3min)"),
              ElementsAre("1:57 parameters-out-of-order: `triangular` needs its parameters in rising order: "
                          "3min comes after 5min"));
  EXPECT_THAT(takes("uniform(-1min, 1min)"),
              ElementsAre("1:42 parameter-negative: a draw here is never below 0, found -1min"));
  EXPECT_THAT(takes("5"), ElementsAre("1:34 parameter-type: expected a duration, found an int"));
  EXPECT_THAT(takes("uniform(1, 2)").size(), 2U);
  EXPECT_THAT(takes("Unknown"),
              ElementsAre("1:34 unknown-name: `Unknown` is not declared: expected a constant"));
}

TEST(Distributions, EmpiricalSharesSumToOne) {
  EXPECT_THAT(takes("empirical(1min: 20%, 5min: 70%)"),
              ElementsAre("1:43 empirical-sum: the shares of `empirical` sum to 90%, not 100%"));
  EXPECT_THAT(takes("empirical(1min: 33.3333%, 5min: 66.6667%)"), IsEmpty());
  EXPECT_THAT(takes("empirical(1min, 5min: 70%)"),
              ElementsAre("1:44 empirical-share: each value of `empirical` has a share: `1min: 20%`"));
  EXPECT_THAT(takes("empirical(1min: 50%, 60s: 50%)"),
              ElementsAre("1:55 empirical-twice: `1min` stands twice in one `empirical`"));
  EXPECT_THAT(takes("uniform(1min: 50%, 2min)"),
              ElementsAre("1:42 stray-share: only the values of `empirical` have shares"));
}

TEST(Distributions, AreTypedLikeWhatTheyDraw) {
  for (const char* text :
       {"amount ~ lognormal(mean 3_000 EUR, sd 2_500 EUR)", "amount ~ 5 EUR",
        "kind ~ empirical(motor: 60%, home: 40%)", "kind ~ motor", "injured ~ 5%", "injured ~ true",
        "score ~ uniform(10%, 90%)", "n ~ uniform(1, 5)", "n ~ exponential(2.5)",
        "x ~ normal(mean -1.5, sd 2)", "note ~ \"abc\"", "injured ~ empirical(true: 10%, false: 90%)"})
    EXPECT_THAT(draws(text), IsEmpty()) << text;
  EXPECT_THAT(draws("amount ~ lognormal(mean 3 USD, sd 2 EUR)"),
              ElementsAre("1:52 parameter-type: expected money EUR, found money USD"));
  EXPECT_THAT(draws("kind ~ empirical(motor: 60%, boat: 40%)"),
              ElementsAre("1:62 unknown-member: `boat` is not one of `motor | home`"));
  EXPECT_THAT(draws("kind ~ uniform(1, 2)"),
              ElementsAre("1:40 cannot-draw: one of `motor | home` cannot be drawn from `uniform`"));
  EXPECT_THAT(draws("n ~ uniform(1.5, 5)"),
              ElementsAre("1:45 parameter-type: expected an int, found a number"));
  EXPECT_THAT(draws("score ~ 0.5"), ElementsAre("1:41 parameter-type: expected a ratio, found a number"));
  EXPECT_THAT(draws("doc ~ 1"),
              ElementsAre("1:27 draw-of-opaque: `doc` is the document `D`, which cannot be drawn"));
}

}  // namespace
}  // namespace wain::sema::test
