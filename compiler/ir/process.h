/// A process as a flat graph of typed nodes. Blocks of the text only say where control goes; here
/// they are gone, but for the branches of a parallel, which joins and interference need.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/actor.h"
#include "ir/expr.h"
#include "ir/ids.h"
#include "ir/value.h"
#include "source/source.h"

namespace wain::ir {

enum class DistributionKind : std::uint8_t {
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
std::string_view name(DistributionKind kind);

/// Parameters are of the type that is drawn. Which is where: Constant {c}; Uniform {a, b};
/// Triangular {a, mode, b}; Exponential {mean}; Normal, Lognormal, Gamma {mean, sd} of the
/// distribution itself; Erlang {mean} with `count` phases; Weibull {scale} with `shape`;
/// Empirical: `points`, whose shares sum to 1. A bool drawn `~ 5%` is Constant {Ratio}.
struct Distribution {
  DistributionKind kind = DistributionKind::Constant;
  TypeId type;
  std::vector<Value> parameters;
  std::uint32_t count = 0;
  Decimal shape;
  std::vector<std::pair<Value, Decimal>> points;
  Span span;
};

enum class NodeKind : std::uint8_t { Start, Task, Gate, Split, Merge, Fork, Join, Wait, Call, End, Audit };
std::string_view name(NodeKind kind);

/// How a case leaves a node.
enum class EdgeKind : std::uint8_t {
  Next,     ///< goes on
  Approve,  ///< a gate says yes
  Reject,
  Return,
  Fail,
  When,
  Otherwise,  ///< arms of a split; of an inclusive fork: `When`
  Until,      ///< leaves a loop
  Again,      ///< goes round a loop
  Branch,     ///< fork to a branch; end of a branch to its join is Next
  Timeout,    ///< `after D approves` (`approves`; to where Approve goes) or `after D rejects -> T`
  Outcome,    ///< a call's callee ended in `outcome`
};
std::string_view name(EdgeKind kind);

struct Edge {
  EdgeKind kind = EdgeKind::Next;
  NodeId from;
  NodeId to;
  ExprId guard;                   ///< invalid: none
  std::optional<Decimal> share;   ///< declared share, 0..1
  OutcomeId outcome;              ///< of kind Outcome
  std::optional<Duration> after;  ///< of kind Timeout
  bool approves = false;          ///< of kind Timeout: silence is consent
  std::string_view label;         ///< the quoted label of an arm
  Span span;
};

struct Product {
  VariableId variable;
  Span span;
};

/// `escalates after D to ACTOR`: the same judgment, another's queue.
struct Escalation {
  Duration after;
  ActorId to;
  Span span;
};

/// Figures that were counted in a running process. Absent ones were not given.
struct Observation {
  std::optional<std::int64_t> cases, approves, rejects, returns, fails;
  /// statistic name (`median`) and value
  std::optional<std::pair<std::string_view, Duration>> waits, takes;
  std::string_view source;
  Span span;
};

struct Batch {
  std::uint32_t size = 1;
  std::optional<Duration> or_after;
};

/// A share with the place it was written at.
struct Share {
  Decimal value;
  Span span;
};

enum class JoinRule : std::uint8_t { All, First, KOfN };
std::string_view name(JoinRule rule);

/// A branch of a parallel. `parent` is the branch that the fork itself stands in.
struct Branch : Header {
  NodeId fork;
  NodeId join;
  BranchId parent;
  std::optional<Observation> observed;
};

/// What a `wait` waits for.
struct WaitSpec {
  enum class Kind : std::uint8_t { Timer, Cadence, Outside };
  Kind kind = Kind::Timer;
  Cadence cadence;
  std::optional<Duration> agenda_closes;
  std::string_view description;  ///< the outside party's text
};
std::string_view name(WaitSpec::Kind kind);

struct Node : Header {
  NodeKind kind = NodeKind::Task;
  BranchId branch;  ///< the innermost branch it stands in; invalid: none
  std::vector<EdgeId> out, in;

  // Work: tasks, gates, audits.
  ActorId actor;
  Span actor_span;
  bool declared_auto = false;         ///< written with `auto`
  std::optional<Distribution> takes;  ///< also the timer or outside time of a wait
  std::vector<Path> reads, sees, updates;
  std::vector<Product> produces;
  std::vector<CriterionId> judges, checks;
  std::vector<ControlId> controls;  ///< `required by`
  bool irreversible = false;
  std::optional<Batch> batches;
  ExprId priority;
  std::optional<Money> cost_per_case;
  std::vector<Escalation> escalations;
  std::optional<Share> catches, false_alarms;
  std::optional<Observation> observed;

  // Audits: beside the flow, no edges.
  NodeId audited;
  std::optional<Share> samples, finds;
  std::optional<Duration> finds_within;

  // Forks and joins point at each other; the fork carries the rule.
  NodeId partner;
  JoinRule join_rule = JoinRule::All;
  std::uint32_t join_count = 0;    ///< k of KOfN
  std::vector<BranchId> branches;  ///< of a fork
  bool inclusive = false;          ///< some branch of the fork has a `when`

  bool chain = false;  ///< of a split: `if … else if …`, so that the order of its arms is its meaning

  std::optional<WaitSpec> wait;

  // Calls.
  ProcessId callee;
  std::vector<Path> arguments;  ///< in order of the callee's parameters

  OutcomeId outcome;  ///< of an End
};

struct Variable : Header {
  TypeId type;
  bool parameter = false;
};

/// A boolean per case, or an observed figure without a definition.
struct Measure : Header {
  ExprId definition;  ///< invalid: only observed
};

/// `separate A, B` (never one person) or `together A, B` (always one).
struct DutyConstraint {
  bool together = false;
  std::vector<NodeId> nodes;
  Span span;
};

/// Node 0 is the start. Nodes stand in order of writing.
struct Process : Header {
  std::vector<VariableId> parameters;  ///< in order
  std::vector<Variable> variables;
  std::vector<OutcomeId> yields;  ///< in order; the first continues a call
  std::vector<Span> yield_spans;
  ActorId owner;  ///< answers for the activity, not for an outcome
  ProcessId replaces;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<Branch> branches;
  std::vector<DutyConstraint> duties;
  std::vector<Measure> measures;

  [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id.index]; }
  [[nodiscard]] Node& operator[](NodeId id) { return nodes[id.index]; }
  [[nodiscard]] const Edge& operator[](EdgeId id) const { return edges[id.index]; }
  [[nodiscard]] Edge& operator[](EdgeId id) { return edges[id.index]; }
  [[nodiscard]] const Variable& operator[](VariableId id) const { return variables[id.index]; }
  [[nodiscard]] const Branch& operator[](BranchId id) const { return branches[id.index]; }
};

}  // namespace wain::ir
