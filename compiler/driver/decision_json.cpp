#include "driver/decision_json.h"

#include <cmath>
#include <optional>

#include "report/decision_words.h"

namespace wain::driver {
namespace {

using simulation::Ground;
using simulation::Unit;

constexpr llvm::StringRef units[] = {"hours", "money", "number", "share"};
constexpr llvm::StringRef grounds[] = {
    "difference", "caseShare", "allOneSide",   "oneCase",    "nothingRandom", "notSimulated",  "noCases",
    "tooFew",     "noneSeen",  "tooFewBeyond", "unfinished", "stopped",       "noSteadyState", "maxima"};

double scale(Unit unit) {
  constexpr double hour = 3.6e9, money = 1e4;
  return unit == Unit::Time ? hour : unit == Unit::Money ? money : 1;
}

}  // namespace

void write_decision(llvm::json::OStream& json, const simulation::Claim& claim,
                    const simulation::Decision& decision, const std::string& currency) {
  /// Null if it is not there or not finite.
  const auto number = [&](llvm::StringRef key, std::optional<double> value, double in_unit) {
    json.attributeBegin(key);
    if (value && std::isfinite(*value))
      json.value(*value / in_unit);
    else
      json.value(nullptr);
    json.attributeEnd();
  };
  json.attribute("ground", grounds[static_cast<std::size_t>(decision.ground)]);
  json.attribute("reason", llvm::json::fixUTF8(report::decision_words(claim, decision, currency)));
  json.attribute("unit", units[static_cast<std::size_t>(claim.unit)]);
  const double in_unit = scale(claim.unit);
  number("left", decision.left, in_unit);
  number("right", decision.right, in_unit);
  const bool of_share = decision.ground == Ground::CaseShare || decision.ground == Ground::AllOneSide;
  const double in_interval = of_share ? 1 : in_unit;
  number("value", decision.value, in_interval);
  const bool tells = decision.value.has_value();
  number("low", tells ? std::optional(decision.low) : std::nullopt, in_interval);
  number("high", tells ? std::optional(decision.high) : std::nullopt, in_interval);
  number("wanted", of_share ? std::optional(decision.wanted) : std::nullopt, 1);
  number("confidence", decision.confidence, 1);
  json.attribute("replications", decision.replications);
  json.attribute("cases", static_cast<std::int64_t>(decision.cases));
  number("wouldDecide", decision.would_decide, 1);
  json.attribute("atBoundary", decision.at_boundary);
}

}  // namespace wain::driver
