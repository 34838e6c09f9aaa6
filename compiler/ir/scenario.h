/// What is simulated, and what is expected of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ir/actor.h"
#include "ir/expr.h"
#include "ir/ids.h"
#include "ir/process.h"
#include "ir/value.h"

namespace wain::ir {

/// Arrivals as a rate (`40 per day`) or as a distribution of the gaps.
struct Arrivals {
  std::optional<Decimal> rate;
  enum class Per : std::uint8_t { Hour, Day, Week } per = Per::Hour;
  std::optional<Distribution> gaps;
  CalendarId during;  ///< invalid: always
  Span span;
};

std::string_view name(Arrivals::Per per);

struct Run {
  ProcessId process;
  std::optional<Arrivals> arrivals;  ///< absent until inherited or given
  Span span;
};

/// `draws claim.amount ~ DIST at Step`.
struct Draw {
  ProcessId process;
  Path path;
  Distribution distribution;
  NodeId at;  ///< invalid: where the variable is produced
  Span span;
};

/// One number-like property of an actor or of a process's step or branch, replaced.
struct Override {
  enum class Property : std::uint8_t {
    Takes,
    Rejects,
    Returns,
    Fails,
    BranchShare,
    Staff,
    Capacity,
    Available,
    CostPerHour,
    CostPerCase,
    Hours,
    Meets,
    Hears,
    Quorum,
    Samples
  };
  Property property = Property::Takes;
  ActorId actor;      ///< the actor, or …
  ProcessId process;  ///< … the process and …
  NodeId node;        ///< … its node, or …
  BranchId branch;    ///< … its branch
  std::optional<Distribution> takes;
  Value value;  ///< shares, counts, money
  std::optional<Decimal> quorum_met;
  CalendarId hours;
  std::optional<Meeting> meets;
  Span span;
};
std::string_view name(Override::Property property);

/// With everything inherited through `from` already in place; own lines win.
struct Scenario : Header {
  ScenarioId from;
  std::optional<Date> starts;
  std::vector<Run> runs;
  std::vector<Draw> draws;
  std::optional<Duration> length;  ///< `for`
  std::optional<Duration> warmup;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  std::vector<Override> overrides;
};

/// What a statistic is taken of: `Scenario[.Outcome|.Step|.Actor].measure`; in `good when` and
/// process measures the scenario is absent.
struct StatisticRef {
  enum class Statistic : std::uint8_t { Mean, Median, Percentile, Max, Share };
  Statistic statistic = Statistic::Mean;
  std::uint8_t percentile = 0;  ///< 10..99 of Percentile
  ScenarioId scenario;
  OutcomeId outcome;  ///< the scope, or for Share the outcome itself
  ProcessId process;  ///< of `node`
  NodeId node;
  ActorId actor;
  std::string_view measure;  ///< empty for the share of an outcome
  Span span;
};
std::string str(StatisticRef::Statistic statistic, std::uint8_t percentile);

enum class Comparison : std::uint8_t { Lt, Le, Gt, Ge };
std::string_view symbol(Comparison comparison);

/// STAT(ref) op RIGHT; RIGHT is `value`, `other`, or `factor` of `other`.
struct StatisticComparison {
  StatisticRef left;
  Comparison op = Comparison::Le;
  Value value;
  std::optional<Decimal> factor;
  std::optional<StatisticRef> other;
  Span span;
};

struct Expectation {
  StatisticComparison claim;
  Span span;
  bool broken = false;
};

}  // namespace wain::ir
