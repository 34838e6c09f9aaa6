// Why an expectation passed, failed or stays undecided.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "driver/test_render.h"
#include "ir/value.h"
#include "report/words.h"
#include "rules/engine/figures.h"
#include "simulation/report.h"

namespace wain::driver {
namespace {

using report::caution_words;
using simulation::Decision;
using simulation::Ground;
using simulation::Missing;
using simulation::Reference;
using simulation::Unit;

constexpr double ticks_of_hour = 3.6e9, units_of_money = 1e4, hundred = 100;

std::string count_words(double count) { return lint::count_text(std::llround(count)); }

/// Three digits that count, and more where a bound is near: 99.97 %.
std::string percent(double share) {
  const double off = std::min(std::abs(share), std::abs(1 - share)) * hundred;
  if (off == 0 || off >= 1) return fmt::format("{:.3g} %", share * hundred);
  const int digits = std::min(6, 1 - static_cast<int>(std::floor(std::log10(off))));
  return fmt::format("{:.{}f} %", share * hundred, digits);
}

class Words {
public:
  Words(const Expectation& expectation, const std::string& currency)
      : claim_(expectation.claim), decision_(expectation.decision), currency_(currency) {}

  std::string why() const {
    std::string text = render(ground(), arguments());
    if (decision_.verdict != simulation::Verdict::Undecided) return text;
    if (decision_.would_decide)
      text += render(sim::TestWouldDecide, {arg("replications", count_words(*decision_.would_decide))});
    if (decision_.at_boundary) text += render(sim::TestAtBoundary, {});
    return text;
  }

private:
  [[nodiscard]] bool is_quantile() const { return claim_.left.statistic == Reference::Statistic::Quantile; }

  [[nodiscard]] Diag ground() const {
    const bool none = decision_.value && *decision_.value == 0;
    switch (decision_.ground) {
      case Ground::Difference: return sim::TestDifference;
      case Ground::CaseShare: return is_quantile() ? sim::TestWithin : sim::TestShare;
      case Ground::AllOneSide:
        if (is_quantile()) return none ? sim::TestNoneWithin : sim::TestAllWithin;
        return none ? sim::TestNoneOf : sim::TestAllOf;
      case Ground::OneCase: return sim::TestOneCase;
      case Ground::NothingRandom: return sim::TestNothingRandom;
      case Ground::NotSimulated: return missing();
      case Ground::NoCases: return sim::TestNoCases;
      case Ground::TooFew: return sim::TestTooFew;
      case Ground::NoneSeen: return sim::TestNoneSeen;
      case Ground::TooFewBeyond: return sim::TestTooFewBeyond;
      case Ground::Unfinished: return sim::TestUnfinished;
      case Ground::Stopped: return sim::TestStopped;
      case Ground::NoSteadyState: return sim::TestNoSteadyState;
      case Ground::Maxima: return sim::TestMaxima;
    }
    return sim::TestNoCases;
  }

  [[nodiscard]] Diag missing() const {
    switch (decision_.missing) {
      case Missing::NotDrawn: return sim::TestNotDrawn;
      case Missing::NoTruth: return sim::TestNoTruth;
      case Missing::NoCosts: return sim::TestNoCosts;
      case Missing::OtherCurrency: return sim::TestOtherCurrency;
      case Missing::NoCaseThere: return sim::TestNoCaseThere;
      case Missing::NobodyThere: return sim::TestNobodyThere;
      case Missing::OfMeetings: return sim::TestOfMeetings;
      case Missing::OnlyMean: return sim::TestOnlyMean;
      case Missing::OfAudit: return sim::TestOfAudit;
      default: return sim::TestNeverSet;
    }
  }

  /// All that a sentence may ask for.
  [[nodiscard]] std::vector<DiagArg> arguments() const {
    const bool of_share = decision_.ground == Ground::CaseShare || decision_.ground == Ground::AllOneSide;
    const auto shown = [&](double value, bool sign) {
      return of_share ? percent(value) : in_unit(value, sign);
    };
    const bool strict = claim_.op == simulation::Claim::Op::Lt || claim_.op == simulation::Claim::Op::Ge;
    const bool upper = claim_.op == simulation::Claim::Op::Lt || claim_.op == simulation::Claim::Op::Le;
    const std::string replications = count_words(decision_.replications);
    const std::string sample =
        render(sim::TestSample,
               {arg("low", shown(decision_.low, true)), arg("high", shown(decision_.high, true)),
                arg("confidence", percent(decision_.confidence)), arg("replications", replications)});
    constexpr double three = 3;  // of N, at most 3 with 95 % confidence if none was seen
    const auto cases = static_cast<double>(decision_.cases);
    return {arg("left", decision_.left ? in_unit(*decision_.left, false) : "-"),
            arg("right", decision_.right ? in_unit(*decision_.right, false) : "-"),
            arg("value", decision_.value ? shown(*decision_.value, true) : "-"),
            arg("sample", sample),
            arg("replications", replications),
            arg("cases", counted(cases)),
            arg("share", percent(cases > 0 ? std::min(1.0, three / cases) : 1)),
            arg("statistic", statistic()),
            arg("within", render(strict ? sim::TestBelow : sim::TestUpTo, {})),
            arg("wanted", render(upper ? sim::TestAtLeast : sim::TestAtMost,
                                 {arg("share", percent(decision_.wanted))})),
            arg("reason", decision_.stopped),
            arg("pool", decision_.pool)};
  }

  [[nodiscard]] std::string statistic() const {
    constexpr double half = 0.5;
    return claim_.left.quantile == half ? "median" : fmt::format("p{:.0f}", claim_.left.quantile * hundred);
  }

  [[nodiscard]] std::string counted(double count) const {
    const Reference& of = claim_.left.watch != SIZE_MAX || !claim_.right ? claim_.left : *claim_.right;
    const Diag words = of.of == Reference::Of::Visits                                  ? sim::TestVisits
                       : of.of == Reference::Of::Queue || of.of == Reference::Of::Load ? sim::TestReplications
                                                                                       : sim::TestCases;
    return render(words, {arg("count", count_words(count))});
  }

  [[nodiscard]] std::string in_unit(double value, bool sign) const {
    if (std::isinf(value)) return value < 0 ? "-∞" : "∞";
    const std::string before = !sign ? (value < 0 ? "-" : "") : value < 0 ? "-" : value > 0 ? "+" : "";
    const double size = std::abs(value);
    switch (claim_.unit) {
      case Unit::Time: return before + lint::time_text(size / ticks_of_hour);
      case Unit::Money: {
        const ir::Currency unit = ir::Currency::parse(currency_).value_or(ir::Currency{{'X', 'X', 'X'}});
        return before + lint::money_text(size / units_of_money, unit);
      }
      case Unit::Share:
        return sign ? render(sim::TestPoints, {arg("points", before + fmt::format("{:.3g}", size * hundred))})
                    : before + percent(size);
      case Unit::Number: return before + fmt::format("{:.4g}", size);
    }
    return {};
  }

  const simulation::Claim& claim_;
  const Decision& decision_;
  const std::string& currency_;
};

}  // namespace

std::array<std::size_t, 3> count_verdicts(const TestRun& run) {
  std::array<std::size_t, 3> counts{};
  for (const Expectation& one : run.expectations) ++counts[static_cast<std::size_t>(one.decision.verdict)];
  return counts;
}

std::string verdict_words(simulation::Verdict verdict) {
  switch (verdict) {
    case simulation::Verdict::Passed: return render(sim::TestPassed, {});
    case simulation::Verdict::Failed: return render(sim::TestFailed, {});
    case simulation::Verdict::Undecided: return render(sim::TestUndecided, {});
  }
  return {};
}

std::string reason_words(const Expectation& expectation, const std::string& currency) {
  return Words(expectation, currency).why();
}

const std::string& currency_of(const TestRun& run, const Expectation& expectation) {
  return run.scenarios[expectation.claim.left.scenario].plan.currency;
}

std::vector<std::string> cautions_of(const TestedScenario& scenario) {
  if (scenario.result.replications.empty()) return {};
  constexpr double confidence = 0.95;
  const auto done = static_cast<std::uint32_t>(scenario.result.replications.size());
  return caution_words(
      simulation::figures_of(scenario.plan, scenario.result, {done, scenario.seed, confidence}));
}

}  // namespace wain::driver
