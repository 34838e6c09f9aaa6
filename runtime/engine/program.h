/// A plan made ready to run: each process that a run starts as one flat graph with its calls written out,
/// guards compiled, names hashed, samplers prepared. Read by all threads, changed by none.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/engine/exact.h"
#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"
#include "runtime/random/sampler.h"

namespace wain::runtime {

using plan::Index;
using plan::none;

struct FlatExit {
  plan::ExitKind kind = plan::ExitKind::Next;
  Index to = none;
  double share = -1;    ///< negative: none
  Index guard = none;   ///< into Program::exact
  Index branch = none;  ///< flat
  bool approves = false;
  std::uint32_t key = 0;  ///< of a branch: what the draw whether it starts hangs on
};

/// A step of the clock of a gate: an escalation or a timeout.
struct FlatClock {
  std::int64_t after = 0;
  Index pool = none, committee = none;  ///< an escalation
  Index exit = none;                    ///< a timeout: into Program::exits
};

struct FlatDraw {
  Index slot = none;      ///< of the case
  std::uint32_t key = 0;  ///< what its draws hang on: at arrival the data's name alone, else also the node's
  Sampler sampler;
};

/// How a node takes part in a duty of its process: all nodes of it, in this copy of the process.
struct FlatDuty {
  bool together = false;
  std::vector<Index> nodes;
};

struct FlatNode {
  plan::NodeKind kind = plan::NodeKind::Merge;
  bool data_decides = false;  ///< a split: some arm has a guard
  bool truth_decides = false;
  bool has_fail = false;
  /// Work that only waits for somebody to do it: no duty binds, nothing is collected or audited.
  bool plain = false;
  bool passed = false;    ///< a token goes on from it at once
  bool straight = false;  ///< work behind which there is one way, and nothing is drawn on it
  plan::WaitKind wait = plan::WaitKind::Timer;
  Index process = none, node = none;  ///< in the plan
  Index figure = none;                ///< row of the results: one a node of the plan
  Index of_root = 0;                  ///< place among the nodes of its root
  std::uint32_t key = 0;
  Index first_exit = 0, exits = 0;
  Index next = none;  ///< where its one `Next` leads; of an end in a callee: where the call goes on
  Index branch = none;
  Index frame = 0;  ///< the copy of a process that it stands in
  Index pool = none, committee = none;
  Sampler takes;
  Index takes_ahead = none;  ///< into World::drawn_times, if times of several cases are drawn together
  double catches = 1, false_alarms = 0;
  std::uint64_t judges = 0, redraws = 0;  ///< bits of criteria that have truth
  Index first_draw = 0, draws = 0;
  Index first_clock = 0, clocks = 0;
  Index first_audit = 0, audits = 0;
  Index first_duty = 0, duties = 0;  ///< into Program::node_duties
  Index priority = none;             ///< into Program::exact
  double cost = 0;                   ///< a visit: the node's own
  std::uint32_t batch_size = 0;      ///< 0: none
  std::int64_t batch_after = -1;     ///< negative: never
  plan::JoinRule join = plan::JoinRule::All;
  std::uint32_t join_count = 0;
  Index join_node = none;     ///< of a fork
  Index called_frame = none;  ///< of a call
  Index outcome = none;       ///< of an end of the case itself
  double samples = 0;         ///< of an audit
};

struct FlatBranch {
  Index parent = none, fork = none, join = none;
};

/// Where a slot of a case is declared: not as a parameter, but where the value first is.
struct SlotOwner {
  Index process = none, slot = none;
};

/// What a case has gone through at a node.
struct NodeOfCase {
  std::int64_t ticks = 0;        ///< on its critical path
  std::uint32_t visits = 0;      ///< in this call
  std::uint16_t all_visits = 0;  ///< in the case
};

/// There is room for so many of each case: no more are copied without a call.
inline constexpr Index few_nodes = 4;

/// A node at which time may pass: its place among the nodes of its root, and its row of the results.
struct TimedNode {
  Index of_root = 0, figure = 0;
};

/// A process as a run starts it.
struct Root {
  Index first_node = 0, nodes = 0;        ///< a range of Program::nodes; the first is the start
  Index first_stop = 0;                   ///< the first node on each case's way where something happens
  std::vector<NodeOfCase> at_first_stop;  ///< by node: what a case has gone through before it comes there
  std::vector<TimedNode> timed;
  Index slots = 0;
  std::vector<SlotOwner> owners;       ///< by slot of the case
  Index first_frame = 0, frames = 0;   ///< a range of Program::frames
  bool keeps_data = false;             ///< a case has slots, or who did what matters
  std::vector<ExactProgram> measures;  ///< of the process
};

struct FlatRun {
  Index root = none;
  Sampler gaps;
  Index calendar = none;
  std::uint32_t path = 0;
  std::uint64_t truth = 0;  ///< bits of criteria that its cases may be wrong in
};

/// A frame within a root: 0 is the process itself. Its nodes are a range of the root's.
struct FlatFrame {
  Index parent = none;
  Index first_node = 0, nodes = 0;
};

struct Program {
  const plan::Plan* plan = nullptr;
  std::vector<FlatNode> nodes;
  std::vector<FlatExit> exits;
  std::vector<FlatDraw> draws;
  std::vector<FlatClock> clocks;
  std::vector<Index> audits;
  std::vector<FlatDuty> duties;
  std::vector<Index> node_duties;
  std::vector<FlatBranch> branches;
  std::vector<FlatFrame> frames;
  std::vector<ExactProgram> exact;
  std::vector<Root> roots;
  std::vector<FlatRun> runs;
  /// Where the rows of a process begin among those of all nodes.
  std::vector<Index> figure_of_process;
  Index figures = 0;
  Index nodes_drawn_ahead = 0;
  /// Two events of one instant may be alike in case and node: several runs of one process, or several pieces
  /// of work on one case at one node.
  bool events_may_tie = false;
  std::uint64_t criteria_with_truth = 0;
  std::vector<std::uint32_t> truth_keys;  ///< by criterion: hash of its key
};

struct MadeProgram {
  std::optional<Program> program;
  std::vector<plan::Problem> problems;
};

/// The plan must be checked (check_plan) and outlive the program.
MadeProgram make_program(const plan::Plan& plan);

}  // namespace wain::runtime
