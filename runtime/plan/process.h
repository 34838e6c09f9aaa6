/// The flow of a case: nodes and the arcs between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/plan/calendars.h"
#include "runtime/plan/distribution.h"
#include "runtime/plan/element.h"
#include "runtime/plan/expression.h"

namespace wain::plan {

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

}  // namespace wain::plan
