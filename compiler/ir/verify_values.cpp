#include "ir/verify_parts.h"

namespace wain::ir {
namespace {

/// How many parameters a distribution has.
std::size_t parameter_count(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::Constant:
    case DistributionKind::Exponential:
    case DistributionKind::Erlang:
    case DistributionKind::Weibull: return 1;
    case DistributionKind::Uniform:
    case DistributionKind::Normal:
    case DistributionKind::Lognormal:
    case DistributionKind::Gamma: return 2;
    case DistributionKind::Triangular: return 3;
    case DistributionKind::Empirical: return 0;
  }
  return 0;
}

}  // namespace

void Verification::check_share(const Place& place, std::string_view what,
                               const std::optional<Decimal>& share) {
  if (share && (*share < Decimal::make(0) || *share > Decimal::make(1))) {
    fail(place, "{} is {}, not within 0 and 1", what, share->str());
  }
}

bool fits(const Definition& definition, const Value& value, TypeId id) {
  const Type& type = definition[id];
  switch (type.kind) {
    case TypeKind::Error: return true;
    case TypeKind::Bool: return std::holds_alternative<bool>(value);
    case TypeKind::Int: {
      const auto* const number = std::get_if<Decimal>(&value);
      return number != nullptr && number->is_integer();
    }
    case TypeKind::Number: return std::holds_alternative<Decimal>(value);
    case TypeKind::Ratio: return std::holds_alternative<Ratio>(value);
    case TypeKind::Duration: return std::holds_alternative<Duration>(value);
    case TypeKind::Money: {
      const auto* const money = std::get_if<Money>(&value);
      return money != nullptr && money->currency == type.currency;
    }
    case TypeKind::Text:
    case TypeKind::Enum: return std::holds_alternative<std::string>(value);
    case TypeKind::Date: return std::holds_alternative<Date>(value);
    case TypeKind::Record:
    case TypeKind::Document:
    case TypeKind::List: return false;
  }
  return false;
}

void verify_distribution(Verification& verification, const Place& place, const Distribution& distribution) {
  const Definition& definition = verification.definition;
  if (!verification.check_id(place, "the type of a distribution", distribution.type, definition.types.size(),
                             true)) {
    return;
  }
  const TypeKind drawn = definition[distribution.type].kind;
  if (drawn == TypeKind::Error) return;
  if (distribution.parameters.size() != parameter_count(distribution.kind)) {
    verification.fail(place, "{} has {} parameters", name(distribution.kind), distribution.parameters.size());
  }
  for (const Value& value : distribution.parameters) {
    // A bool is drawn by its share; the moments of an int need not be whole.
    const bool share = drawn == TypeKind::Bool && std::holds_alternative<Ratio>(value);
    const bool moment = drawn == TypeKind::Int && std::holds_alternative<Decimal>(value);
    if (!share && !moment && !fits(definition, value, distribution.type)) {
      verification.fail(place, "the parameter {} of {} is no {}", str(value), name(distribution.kind),
                        name(drawn));
    }
  }
  if ((distribution.kind == DistributionKind::Empirical) == distribution.points.empty()) {
    verification.fail(place, "{} with {} points", name(distribution.kind), distribution.points.size());
  }
  std::optional<Decimal> sum = Decimal::make(0);
  for (const auto& [value, share] : distribution.points) {
    if (!fits(definition, value, distribution.type)) {
      verification.fail(place, "the point {} is no {}", str(value), name(drawn));
    }
    verification.check_share(place, "the share of a point", share);
    if (sum) sum = add(*sum, share);
  }
  if (!distribution.points.empty() && sum != Decimal::make(1)) {
    verification.fail(place, "the shares of its points sum to {}", sum ? sum->str() : "too much");
  }
}

}  // namespace wain::ir
