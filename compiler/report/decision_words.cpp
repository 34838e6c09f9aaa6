#include "report/decision_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "ir/value.h"
#include "report/rounded.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

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
  Words(const simulation::Claim& claim, const Decision& decision, std::string_view currency)
      : claim_(claim), decision_(decision), currency_(currency) {}

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

  /// Of a queue or a load: shares are of time, and not of cases.
  [[nodiscard]] bool is_level() const {
    return claim_.left.of == Reference::Of::Queue || claim_.left.of == Reference::Of::Load;
  }

  [[nodiscard]] Diag ground() const {
    const bool none = decision_.value && *decision_.value == 0;
    switch (decision_.ground) {
      case Ground::Difference: return sim::TestDifference;
      case Ground::CaseShare:
        return !is_quantile() ? sim::TestShare : is_level() ? sim::TestWithinTime : sim::TestWithin;
      case Ground::AllOneSide:
        if (is_quantile() && is_level()) return none ? sim::TestNeverWithin : sim::TestAlwaysWithin;
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
      default: return sim::TestNeverSet;
    }
  }

  /// All that a sentence may ask for.
  [[nodiscard]] std::vector<DiagArg> arguments() const {
    const bool of_share = decision_.ground == Ground::CaseShare || decision_.ground == Ground::AllOneSide;
    const auto shown = [&](double value, bool sign) {
      return of_share ? percent(value) : in_interval(value, sign);
    };
    const bool strict = claim_.op == simulation::Claim::Op::Lt || claim_.op == simulation::Claim::Op::Ge;
    const bool upper = claim_.op == simulation::Claim::Op::Lt || claim_.op == simulation::Claim::Op::Le;
    const std::string replications = replications_words(decision_.replications);
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
    const bool listed = simulation::watch_of(claim_.left).has_value();
    const Reference& of = listed || !claim_.right ? claim_.left : *claim_.right;
    if (of.of == Reference::Of::Visits) return visits_words(count);
    if (of.of == Reference::Of::Queue || of.of == Reference::Of::Load) return replications_words(count);
    return cases_words(count);
  }

  /// A difference or an end of its interval: all three end at the same place.
  [[nodiscard]] std::string in_interval(double value, bool sign) const {
    const double half = (decision_.high - decision_.low) / 2;
    const double most = std::max({std::abs(decision_.low), std::abs(decision_.high)});
    if (!std::isfinite(half) || half <= most * 1e-9) return in_unit(value, sign);
    const auto written = [&](double unit) {
      const std::string digits = decimals(std::abs(value) / unit, rounded_places(most / unit, half / unit));
      return (digits == "0" ? "" : value < 0 ? "-" : sign ? "+" : "") + digits;
    };
    switch (claim_.unit) {
      case Unit::Time: {
        const lint::TimeUnit unit = lint::time_unit(most / ticks_of_hour);
        return fmt::format("{} {}", written(unit.hours * ticks_of_hour), unit.name);
      }
      case Unit::Money: return fmt::format("{} {}", written(units_of_money), currency_);
      case Unit::Share: return render(sim::TestPoints, {arg("points", written(1 / hundred))});
      case Unit::Number: return written(1);
    }
    return {};
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
        return sign ? render(sim::TestPoints, {arg("points", before + digits_words(size * hundred, 3))})
                    : before + percent(size);
      case Unit::Number: return before + digits_words(size, 4);
    }
    return {};
  }

  const simulation::Claim& claim_;
  const Decision& decision_;
  std::string_view currency_;
};

}  // namespace

std::string decision_words(const simulation::Claim& claim, const Decision& decision,
                           std::string_view currency) {
  return Words(claim, decision, currency).why();
}

std::string good_words(simulation::Verdict verdict) {
  switch (verdict) {
    case simulation::Verdict::Passed: return render(sim::GoodMet, {});
    case simulation::Verdict::Failed: return render(sim::GoodNotMet, {});
    case simulation::Verdict::Undecided: return render(sim::TestUndecided, {});
  }
  return {};
}

}  // namespace wain::report
