#include "planning/values.h"

#include <algorithm>
#include <cmath>

namespace wain::planning {
namespace {

using Kind = plan::Distribution::Kind;

constexpr double billion = 1e9;  // Number and Ratio are counted in 10⁻⁹

double index_of_member(const ir::Definition& definition, ir::TypeId type, const std::string& text) {
  if (!type || definition[type].kind != ir::TypeKind::Enum) return 0;
  const auto& members = definition[definition[type].enumeration].members;
  return static_cast<double>(std::find(members.begin(), members.end(), text) - members.begin());
}

/// A value in the units of a slot of this type.
double units_of(const ir::Definition& definition, const ir::Value& value, ir::TypeId type) {
  const bool whole = type && definition[type].kind == ir::TypeKind::Int;
  struct Visitor {
    const ir::Definition& definition;
    ir::TypeId type;
    double scale;
    double operator()(std::monostate) const { return 0; }
    double operator()(bool truth) const { return truth ? 1 : 0; }
    double operator()(ir::Decimal number) const { return number.to_double() * scale; }
    double operator()(const ir::Ratio& ratio) const { return ratio.value.to_double() * billion; }
    double operator()(const ir::Money& money) const { return static_cast<double>(money.units); }
    double operator()(ir::Duration duration) const { return static_cast<double>(duration.microseconds); }
    double operator()(ir::Date date) const { return date.days; }
    double operator()(const std::string& text) const { return index_of_member(definition, type, text); }
  };
  return std::visit(Visitor{definition, type, whole ? 1 : billion}, value);
}

/// `~ 5%` of a bool: true in so many cases.
plan::Distribution chance(double share) {
  plan::Distribution out;
  out.kind = Kind::Empirical;
  out.points = {{0, 1 - share}, {1, share}};
  return out;
}

Kind kind_of(ir::DistributionKind kind) {
  switch (kind) {
    case ir::DistributionKind::Constant: return Kind::Constant;
    case ir::DistributionKind::Uniform: return Kind::Uniform;
    case ir::DistributionKind::Triangular: return Kind::Triangular;
    case ir::DistributionKind::Exponential: return Kind::Exponential;
    case ir::DistributionKind::Normal: return Kind::Normal;
    case ir::DistributionKind::Lognormal: return Kind::Lognormal;
    case ir::DistributionKind::Gamma: return Kind::Gamma;
    case ir::DistributionKind::Erlang: return Kind::Erlang;
    case ir::DistributionKind::Weibull: return Kind::Weibull;
    case ir::DistributionKind::Empirical: return Kind::Empirical;
  }
  return Kind::Constant;
}

}  // namespace

std::optional<plan::Type> slot_type(const ir::Definition& definition, ir::TypeId type) {
  if (!type) return std::nullopt;
  switch (definition[type].kind) {
    case ir::TypeKind::Money: return plan::Type::Money;
    case ir::TypeKind::Duration: return plan::Type::Duration;
    case ir::TypeKind::Int: return plan::Type::Int;
    case ir::TypeKind::Number: return plan::Type::Number;
    case ir::TypeKind::Ratio: return plan::Type::Ratio;
    case ir::TypeKind::Bool: return plan::Type::Bool;
    case ir::TypeKind::Enum: return plan::Type::Enum;
    case ir::TypeKind::Date: return plan::Type::Date;
    default: return std::nullopt;
  }
}

plan::Distribution lower_distribution(const ir::Definition& definition, const ir::Distribution& given) {
  const auto at = [&](std::size_t i) {
    return i < given.parameters.size() ? units_of(definition, given.parameters[i], given.type) : 0;
  };
  const bool is_bool = given.type && definition[given.type].kind == ir::TypeKind::Bool;
  if (is_bool && given.kind == ir::DistributionKind::Constant && !given.parameters.empty())
    if (const auto* share = std::get_if<ir::Ratio>(&given.parameters.front()))
      return chance(share->value.to_double());
  plan::Distribution out;
  out.kind = kind_of(given.kind);
  out.a = at(0);
  switch (out.kind) {
    case Kind::Triangular:
      out.b = at(2);
      out.c = at(1);
      break;
    case Kind::Erlang: out.count = std::max(1U, given.count); break;
    case Kind::Weibull: out.b = given.shape.to_double(); break;
    case Kind::Empirical:
      for (const auto& [value, share] : given.points)
        out.points.emplace_back(units_of(definition, value, given.type), share.to_double());
      // By value, so that a draw's size follows its uniform number however the points were written.
      std::stable_sort(out.points.begin(), out.points.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
      break;
    default: out.b = at(1); break;
  }
  return out;
}

plan::Expression lower_literal(const ir::Value& value) {
  struct Visitor {
    ir::Decimal operator()(std::monostate) const { return {}; }
    ir::Decimal operator()(bool truth) const { return {truth ? 1 : 0, 0}; }
    ir::Decimal operator()(ir::Decimal number) const { return number; }
    ir::Decimal operator()(const ir::Ratio& ratio) const { return ratio.value; }
    ir::Decimal operator()(const ir::Money& money) const { return ir::Decimal::make(money.units, 4); }
    ir::Decimal operator()(ir::Duration duration) const { return {duration.microseconds, 0}; }
    ir::Decimal operator()(ir::Date date) const { return {date.days, 0}; }
    ir::Decimal operator()(const std::string&) const { return {}; }
  };
  const ir::Decimal exact = std::visit(Visitor{}, value);
  plan::Expression out;
  out.operation = plan::Operation::Literal;
  out.mantissa = exact.mantissa;
  out.scale = exact.scale;
  return out;
}

double least_of(const plan::Distribution& distribution) {
  switch (distribution.kind) {
    case Kind::Constant:
    case Kind::Uniform:
    case Kind::Triangular: return std::max(0.0, distribution.a);
    case Kind::Empirical:
      return distribution.points.empty() ? 0 : std::max(0.0, distribution.points.front().first);
    case Kind::Normal:
    case Kind::Lognormal:
    case Kind::Gamma: return distribution.b > 0 ? 0 : std::max(0.0, distribution.a);
    default: return 0;
  }
}

}  // namespace wain::planning
