/// A plan: one scenario and the processes that it runs, as plain data, with all that a simulation needs
/// and nothing that it does not. docs/schema/plan-2.schema.json is the same as JSON; docs/plan.md explains.
///
/// Times are integer microseconds, instants since 1970-01-01 UTC. Money is integer 1/10,000 of the plan's one
/// currency. Shares are 0 to 1. References are indices into the vector of the kind that they name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wain::plan {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;
inline constexpr std::int64_t week = 7 * day;

using Index = std::uint32_t;
/// No element.
inline constexpr Index none = UINT32_MAX;

/// Where something is declared: for messages. `file` is an index into Plan::files; none: nowhere.
struct Place {
  Index file = none;
  std::uint32_t line = 0, column = 0;
};

/// What every named element carries. `id` is unique among its kind (of nodes, slots, branches, measures:
/// within the process), and what JSON refers to it by. `key` is what its random draws hang on: elements of
/// the same key in two plans draw the same. In JSON an absent name is the id, an absent key the name.
struct Named {
  std::string id, name, title, key;
  Place place;
};

/// A zone of time as its changes: `seconds` are added to UTC from `from` on. What lies before the first
/// change has the first offset.
struct Zone {
  struct Offset {
    std::int64_t from = 0;
    std::int32_t seconds = 0;
  };
  std::string name;
  std::vector<Offset> offsets;
};

/// Bit i: the i-th day of the week, Monday first.
using Weekdays = std::uint8_t;

/// Open from `opens` to `closes`, in minutes of the local day; at or before `opens` means the next day. The
/// days are those of the opening.
struct OpeningHours {
  Weekdays days = 0;
  std::uint16_t opens = 0, closes = 0;
};

struct Calendar : Named {
  Index zone = none;
  std::vector<OpeningHours> weekly;
  /// Days since 1970-01-01, both ends included: nothing opens on them.
  std::vector<std::pair<std::int32_t, std::int32_t>> closed;
};

/// When meetings and runs happen, in local time. A local time that the clock leaves out is the first instant
/// after the gap; one that comes twice is the first of the two.
struct Cadence {
  enum class Kind : std::uint8_t { Weekly, EveryNWeeks, MonthlyNth };
  Kind kind = Kind::Weekly;
  Index zone = none;
  Weekdays days = 0;
  std::uint16_t time = 0;     ///< minutes of the day
  std::uint32_t weeks = 1;    ///< EveryNWeeks
  std::int32_t anchor = 0;    ///< EveryNWeeks: a day in its first week; nothing before it
  std::uint8_t ordinals = 0;  ///< MonthlyNth: bit i: the (i+1)-th such weekday of the month
};

/// All parameters in the unit of what is drawn. A draw is rounded once, to a whole number of units.
/// Constant {a}; Uniform {a, b}; Triangular {a, b, mode c}; Exponential {mean a}; Normal, Lognormal, Gamma
/// {mean a, sd b} of the distribution itself (a negative normal draw counts as 0); Erlang {mean a} with
/// `count` phases; Weibull {scale a, shape b}; Empirical: values with their shares, which sum to 1.
struct Distribution {
  enum class Kind : std::uint8_t {
    Constant,
    Uniform,
    Triangular,
    Exponential,
    Normal,
    Lognormal,
    Gamma,
    Erlang,
    Weibull,
    Empirical
  };
  Kind kind = Kind::Constant;
  double a = 0, b = 0, c = 0;
  std::uint32_t count = 1;
  std::vector<std::pair<double, double>> points;
};

/// A queue of work and who serves it: a role, a person named as an actor, or a machine.
struct Pool : Named {
  enum class Kind : std::uint8_t { Role, Person, Machine };
  Kind kind = Kind::Role;
  std::uint32_t capacity = 1;      ///< of a machine: how many at once, always
  std::int64_t cost_per_hour = 0;  ///< of people without a rate of their own; of a machine while it works
  std::int64_t cost_per_case = 0;  ///< for each visit
};

/// One person, or `count` anonymous ones who are alike. A person who plays several roles serves several
/// pools.
struct People : Named {
  std::uint32_t count = 1;
  std::vector<Index> pools;  ///< roles, and the pool of the person itself
  Index calendar = none;     ///< none: always there
  double available = 1;      ///< the share of its hours that this work gets
  std::optional<std::int64_t> cost_per_hour;
};

/// Hears cases at its meetings. A seat is filled by one of the people who serve its pool.
struct Committee : Named {
  std::vector<Index> seats;  ///< pools
  std::uint32_t quorum = 1;
  std::optional<double> quorum_met;  ///< drawn for each meeting, instead of counting who is there
  Cadence cadence;
  std::int64_t length = 0;
  std::int64_t agenda_closes = 0;      ///< before the start
  std::optional<std::uint32_t> hears;  ///< absent: no limit but the length
  std::int64_t cost_per_case = 0;
};

/// A question that gates answer. With `wrong_in`, the truth is drawn for each case.
struct Criterion : Named {
  std::optional<double> wrong_in;
  std::int64_t miss_costs = 0;
};

/// What a slot of data holds, and so the unit of its values: 1/10,000 of the currency, microseconds, whole
/// numbers, 10⁻⁹ (Number, Ratio), 0 or 1, the index of the enum's member, days since 1970-01-01.
enum class Type : std::uint8_t { Money, Duration, Int, Number, Ratio, Bool, Enum, Date };

/// A datum of a case that guards read or a log shows: `claim.amount`.
struct Slot : Named {
  Type type = Type::Int;
  std::vector<std::string> members;  ///< of an enum
};

enum class Operation : std::uint8_t {
  Literal,  ///< mantissa · 10^-scale, in whole units: of the currency, microseconds, members, days
  Slot,     ///< `index`
  Not,
  And,
  Or,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  In,  ///< the first operand is among the others
  Neg,
  Add,
  Sub,
  Mul,
  Div,      ///< by a literal
  Visits,   ///< of node `index`; in measures only
  Figure,   ///< `figure` of the case; in measures only
  Measure,  ///< an earlier measure of the process, `index`; in measures only
  Missed,   ///< the case got through wrong in criterion `index`; in measures only
};

/// The nine causes in the order of runtime::Cause.
enum class Figure : std::uint8_t {
  CycleTime,
  TouchTime,
  WaitingTime,
  Effort,
  Cost,
  Rework,
  Loss,
  WorkHuman,
  WorkMachine,
  Queue,
  Hours,
  Meeting,
  Batch,
  Timer,
  Outside,
  Separation
};
inline constexpr std::size_t figures = 16;

/// A measure of one process.
struct MeasureOf {
  Index process = none, measure = none;
};

/// A statistic of the cases that end in one outcome: of a figure; or a share of those that got through wrong
/// in a criterion, or for which the measure of their own process holds.
struct Statistic {
  enum class Kind : std::uint8_t { Mean, Quantile, Max, Share };
  enum class Of : std::uint8_t { Figure, Missed, Measure };
  Kind kind = Kind::Mean;
  double quantile = 0;  ///< 0.9 of p90
  Of of = Of::Figure;
  Figure figure = Figure::CycleTime;
  Index criterion = none;
  std::vector<MeasureOf> measures;
};

/// Why nothing in the scenario tells what a goal asks for. Never taken for 0.
enum class NotSimulated : std::uint8_t {
  NeverSet,      ///< a measure without `when`: only ever observed
  NotDrawn,      ///< a measure that reads data which is not drawn, or visits to a step of a callee
  NoTruth,       ///< no criterion that is asked has `wrong_in`
  NoCosts,       ///< nothing has a price
  OtherCurrency  ///< compared with money of another currency
};

/// What good looks like, over the cases that end in an outcome: `left op number`, or `left op factor ·
/// right`. `text` is how it is written. What is not simulated has no sides.
struct Goal {
  enum class Op : std::uint8_t { Lt, Le, Gt, Ge };
  std::string text;
  Statistic left;
  Op op = Op::Le;
  double number = 0;  ///< in the unit of the figure: microseconds, 1/10,000 of the currency, 1; a share
  double factor = 1;
  std::optional<Statistic> right;
  std::optional<NotSimulated> not_simulated;
  Place place;
};

struct Outcome : Named {
  std::vector<Goal> goals;
};

/// A node of an expression; operands are indices of earlier ones.
struct Expression {
  Operation operation = Operation::Literal;
  std::vector<Index> operands;
  std::int64_t mantissa = 0;
  std::uint8_t scale = 0;
  Index index = none;
  Figure figure = Figure::CycleTime;
};

/// A value that is drawn when a node is done (a start: at arrival), again at each visit.
struct Draw {
  Index slot = none;
  Distribution distribution;
};

enum class NodeKind : std::uint8_t { Start, Work, Gate, Split, Merge, Fork, Join, Wait, Call, End, Audit };

enum class ExitKind : std::uint8_t {
  Next,  ///< goes on; of a gate: approves; of a split: one of its arms; of a call: the outcome that continues
  Reject,
  Return,
  Fail,
  Timeout,  ///< `after` in the queue without work having begun
  Branch,   ///< of a fork
  Outcome,  ///< of a call: the callee ended in `outcome`
};

/// An arc. Which fields count is said by the kind of the node that it leaves (see Node).
struct Exit {
  ExitKind kind = ExitKind::Next;
  Index to = none;
  std::optional<double> share;
  Index guard = none;  ///< an expression of the process
  Index outcome = none;
  Index branch = none;
  std::int64_t after = 0;
  bool approves = false;  ///< of a timeout: silence is consent
  std::string label;
};

struct Escalation {
  std::int64_t after = 0;
  Index pool = none, committee = none;  ///< one of the two
};

struct Batch {
  std::uint32_t size = 1;
  std::optional<std::int64_t> or_after;
};

enum class JoinRule : std::uint8_t { All, First, Count };

enum class WaitKind : std::uint8_t { Timer, Cadence, Outside };

/// A call's parameter: the callee's slot is the caller's.
struct Argument {
  Index callee = none, caller = none;
};

struct Node : Named {
  NodeKind kind = NodeKind::Merge;
  Index branch = none;  ///< the innermost branch that it stands in
  /// One `Next` leaves a node, but: a split has one an arm, a fork has `Branch`es, an end and an audit none.
  /// Work, gates: `Reject`, `Return`, `Fail` with shares (or, where the truth decides, the split of the
  /// noes), `Timeout`s. Calls: `Outcome`s. Splits decide by data if their arms have guards (the first that
  /// holds; one without guard holds), else by shares (the last takes the rest). A fork's branches are all
  /// started, or those whose own guard holds, or by their own share.
  std::vector<Exit> exits;

  // Work, gates, audits: one of the two; an audit has a pool.
  Index pool = none, committee = none;
  std::optional<Distribution> takes;  ///< also the time of a wait; absent: 0
  std::vector<Draw> draws;
  std::vector<Index> judges;      ///< criteria that a gate judges or a step checks
  std::optional<double> catches;  ///< given: truth decides, over those of `judges` that have it
  double false_alarms = 0;
  std::vector<Index> redraws;  ///< criteria whose evidence this node rewrites
  std::optional<Batch> batch;
  Index priority = none;                ///< an expression; absent: 0
  std::int64_t cost_per_case = 0;       ///< for each visit
  std::vector<Escalation> escalations;  ///< in order of time

  // Forks.
  JoinRule join = JoinRule::All;
  std::uint32_t join_count = 0;  ///< of JoinRule::Count

  // Waits.
  WaitKind wait = WaitKind::Timer;
  Cadence cadence;
  std::int64_t agenda_closes = 0;

  // Calls.
  Index callee = none;
  std::vector<Argument> arguments;

  Index outcome = none;  ///< of an end

  // Audits.
  Index audited = none;
  double samples = 1;
};

/// A branch of a fork; `parent` is the branch that the fork itself stands in.
struct Branch : Named {
  Index fork = none, join = none, parent = none;
};

/// `separate` (never one person) or `together` (always one).
struct Duty {
  bool together = false;
  std::vector<Index> nodes;
  Place place;
};

/// A boolean of each case, decided at its end.
struct Measure : Named {
  Index expression = none;
};

/// Node 0 is the start.
struct Process : Named {
  std::vector<Slot> slots;
  std::vector<Expression> expressions;
  std::vector<Node> nodes;
  std::vector<Branch> branches;
  std::vector<Duty> duties;
  std::vector<Measure> measures;
  /// Declared measures that this scenario says nothing about: never shown as 0.
  std::vector<std::string> not_simulated;
};

/// Cases that arrive: gaps in the open time of the calendar.
struct Run {
  Index process = none;
  Distribution gaps;
  Index calendar = none;  ///< none: always
  /// Criteria with `wrong_in` that its cases may be wrong in; absent: all of the plan.
  std::optional<std::vector<Index>> truth;
  Place place;
};

/// One scenario.
struct Plan {
  std::string scenario, title;
  std::vector<std::string> files;
  std::string currency;                ///< empty: no money in it
  std::int64_t start = 0;              ///< an instant
  std::int64_t length = 0;             ///< `for`
  std::optional<std::int64_t> warmup;  ///< absent: a terminating run
  std::uint32_t replications = 1;
  std::uint64_t seed = 0;
  std::vector<Zone> zones;
  std::vector<Calendar> calendars;
  std::vector<Pool> pools;
  std::vector<People> people;
  std::vector<Committee> committees;
  std::vector<Criterion> criteria;
  std::vector<Outcome> outcomes;
  std::vector<Process> processes;
  std::vector<Run> runs;
};

/// Whether cases of the run may be wrong in the criterion.
inline bool may_be_wrong(const Plan& plan, std::size_t run, std::size_t criterion) {
  if (!plan.criteria[criterion].wrong_in) return false;
  const auto& truth = plan.runs[run].truth;
  return !truth || std::find(truth->begin(), truth->end(), criterion) != truth->end();
}

}  // namespace wain::plan
