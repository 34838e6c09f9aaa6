// The words for the enums of the IR, as the printer and the JSON form write them.
#include <array>

#include <fmt/format.h>

#include "ir/actor.h"
#include "ir/process.h"
#include "ir/scenario.h"
#include "ir/type.h"

namespace wain::ir {
namespace {

template <class Enum, std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(ActorKind kind) {
  static constexpr std::array<std::string_view, 5> names = {"role", "person", "committee", "system", "model"};
  return pick(names, kind);
}

std::string_view name(TypeKind kind) {
  static constexpr std::array<std::string_view, 13> names = {
      "error", "bool", "int",  "number", "ratio",    "duration", "money",
      "text",  "date", "enum", "record", "document", "list"};
  return pick(names, kind);
}

std::string_view name(ExprKind kind) {
  static constexpr std::array<std::string_view, 22> names = {
      "error", "literal", "member", "path",   "not", "and", "or", "==", "!=",    "<",      "<=",
      ">",     ">=",      "in",     "negate", "+",   "-",   "*",  "/",  "count", "visits", "measure"};
  return pick(names, kind);
}

std::string_view name(DistributionKind kind) {
  static constexpr std::array<std::string_view, 10> names = {
      "constant",  "uniform", "triangular", "exponential", "normal",
      "lognormal", "gamma",   "erlang",     "weibull",     "empirical"};
  return pick(names, kind);
}

std::string_view name(NodeKind kind) {
  static constexpr std::array<std::string_view, 11> names = {
      "start", "task", "gate", "split", "merge", "fork", "join", "wait", "call", "end", "audit"};
  return pick(names, kind);
}

std::string_view name(EdgeKind kind) {
  static constexpr std::array<std::string_view, 12> names = {"next",  "approve", "reject",    "return",
                                                             "fail",  "when",    "otherwise", "until",
                                                             "again", "branch",  "timeout",   "outcome"};
  return pick(names, kind);
}

std::string_view name(JoinRule rule) {
  static constexpr std::array<std::string_view, 3> names = {"all", "first", "k_of_n"};
  return pick(names, rule);
}

std::string_view name(WaitSpec::Kind kind) {
  static constexpr std::array<std::string_view, 3> names = {"timer", "cadence", "outside"};
  return pick(names, kind);
}

std::string_view name(Cadence::Kind kind) {
  static constexpr std::array<std::string_view, 4> names = {"weekly", "daily", "every_n_weeks",
                                                            "monthly_nth"};
  return pick(names, kind);
}

std::string_view name(Arrivals::Per per) {
  static constexpr std::array<std::string_view, 3> names = {"hour", "day", "week"};
  return pick(names, per);
}

std::string_view name(Override::Property property) {
  static constexpr std::array<std::string_view, 15> names = {
      "takes",         "rejects",       "returns", "fails", "branch_share", "staff",  "capacity", "available",
      "cost_per_hour", "cost_per_case", "hours",   "meets", "hears",        "quorum", "samples"};
  return pick(names, property);
}

std::string str(StatisticRef::Statistic statistic, std::uint8_t percentile) {
  switch (statistic) {
    case StatisticRef::Statistic::Mean: return "mean";
    case StatisticRef::Statistic::Median: return "median";
    case StatisticRef::Statistic::Percentile: return fmt::format("p{}", percentile);
    case StatisticRef::Statistic::Max: return "max";
    case StatisticRef::Statistic::Share: return "share";
  }
  return {};
}

std::string_view symbol(Comparison comparison) {
  static constexpr std::array<std::string_view, 4> symbols = {"<", "<=", ">", ">="};
  return pick(symbols, comparison);
}

}  // namespace wain::ir
