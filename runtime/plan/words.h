/// What the choices of a plan are called in JSON: for whoever reads, checks and writes it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "runtime/plan/plan.h"

namespace wain::plan {

/// In the order of the enumerators.
template <class Enum>
inline constexpr int words_of = 0;
template <>
inline constexpr auto words_of<Figure> = std::to_array(figure_words);
template <>
inline constexpr auto words_of<Cadence::Kind> =
    std::to_array<std::string_view>({"weekly", "everyNWeeks", "monthlyNth"});
template <>
inline constexpr auto words_of<Distribution::Kind> =
    std::to_array<std::string_view>({"constant", "uniform", "triangular", "exponential", "normal",
                                     "lognormal", "gamma", "erlang", "weibull", "empirical"});
template <>
inline constexpr auto words_of<Pool::Kind> = std::to_array<std::string_view>({"role", "person", "machine"});
template <>
inline constexpr auto words_of<Type> =
    std::to_array<std::string_view>({"money", "duration", "int", "number", "ratio", "bool", "enum", "date"});
template <>
inline constexpr auto words_of<Operation> = std::to_array<std::string_view>(
    {"literal", "slot", "not", "and", "or",  "eq",  "ne",     "lt",     "le",      "gt",    "ge",
     "in",      "neg",  "add", "sub", "mul", "div", "visits", "figure", "measure", "missed"});
template <>
inline constexpr auto words_of<Statistic::Kind> =
    std::to_array<std::string_view>({"mean", "quantile", "max", "share"});
template <>
inline constexpr auto words_of<NotSimulated> =
    std::to_array<std::string_view>({"neverSet", "notDrawn", "noTruth", "noCosts", "otherCurrency"});
template <>
inline constexpr auto words_of<Goal::Op> = std::to_array<std::string_view>({"lt", "le", "gt", "ge"});
template <>
inline constexpr auto words_of<NodeKind> = std::to_array<std::string_view>(
    {"start", "work", "gate", "split", "merge", "fork", "join", "wait", "call", "end", "audit"});
template <>
inline constexpr auto words_of<ExitKind> =
    std::to_array<std::string_view>({"next", "reject", "return", "fail", "timeout", "branch", "outcome"});
template <>
inline constexpr auto words_of<JoinRule> = std::to_array<std::string_view>({"all", "first", "count"});
template <>
inline constexpr auto words_of<WaitKind> = std::to_array<std::string_view>({"timer", "cadence", "outside"});

template <class Enum>
constexpr std::string_view word_of(Enum value) {
  return words_of<Enum>[static_cast<std::size_t>(value)];
}

}  // namespace wain::plan
