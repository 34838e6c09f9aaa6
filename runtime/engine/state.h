/// What a replication consists of: tokens, cases, work, people, queues, as plain data. Private to the engine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/engine/program.h"
#include "runtime/engine/result.h"
#include "runtime/engine/work_queue.h"
#include "runtime/random/philox.h"
#include "runtime/time/local_time.h"

namespace wain::runtime {

enum class TokenState : std::uint8_t {
  Free,
  Moving,
  Queued,
  Collecting,
  Agenda,
  Heard,
  Working,
  Waiting,
  Forked,
  Joined,
  Stuck
};

enum class JobKind : std::uint8_t { Visit, Batch, Audit };
enum class JobState : std::uint8_t { Free, Queued, Working, Suspended };

/// A piece of work for one person or machine. It stands in a token: of a visit in that which is at the node;
/// of a batch or an audit in one that is nowhere else. That token's `since` is the start of the wait, of the
/// stretch of work, or of the pause.
struct Job {
  std::int64_t takes = 0;
  std::int64_t length = 0;     ///< in hours of the person: `takes` over the share that is available
  std::int64_t remaining = 0;  ///< of length
  std::int64_t queued_at = 0;  ///< in the queue where it stands now
  std::int64_t open_mark = 0;  ///< of the pool's clock of open time, at `since`
  double rank = 0;
  std::uint64_t order = 0;  ///< among events, when it is done; and in the queue, by case and node
  std::uint32_t stamp = 0;
  Index pool = none, person = none;
  Index members = none;  ///< of a batch
  JobKind kind = JobKind::Visit;
  JobState state = JobState::Free;
  bool constrained = false;  ///< some person may not do it
  Cause pause = Cause::Hours;
};

/// Where a token is, and what it has gone through.
struct Position {
  // What is none when it is made stands together, and so does what is 0: so it is made in few stores.
  Index case_ = none, node = none, branch = none, parent = none;
  Index at_job = none;     ///< the token that its job stands in: itself, but of a batch
  Index committee = none;  ///< before which it waits
  Index first_child = none, next_sibling = none;
  Index journal = none, journal_end = none;  ///< time by node, of a branch
  std::uint32_t stamp = 0;
  std::uint32_t visit = 0, next_clock = 0;
  std::uint16_t caused = 0;  ///< bits of the causes of which `time` has any
  TokenState state = TokenState::Free;
  Cause wait{};                                        ///< on an agenda: what it waits for now
  std::array<std::int64_t, causes> time{};             ///< since it was made, on its own critical path
  std::int64_t since = 0;                              ///< up to here its time is accounted for
  std::int64_t entry = 0;                              ///< when it came to its node
  std::uint32_t started = 0, arrived = 0, needed = 0;  ///< of a fork
  std::int64_t slot = 0;                               ///< heard: how long; `since` is when the meeting began
  std::int64_t offset = 0;                             ///< heard: from the meeting's beginning to its slot
};

/// A place of control of a case: one, and one more for each branch that is under way. With it the work on it,
/// so that one record has what a visit needs.
struct Token : Position {
  Job job;
};

struct JournalEntry {
  Index node = none, next = none;
  std::int64_t ticks = 0;
};

struct Case {
  std::int64_t arrival = 0, end = 0, effort = 0;
  double cost = 0;
  std::uint64_t truth = 0;  ///< bits of criteria in which it is wrong
  std::uint32_t ordinal = 0, rework = 0, audits = 0;
  Index run = none, outcome = none, token = none;
  bool measured = false, refused = false, ended = false, stuck = false;
};

struct Person {
  Index group = none, job = none, meeting = none;
  Index calendar = none;  ///< as that of its group
  std::int64_t idle_since = 0;
  Index before = none, after = none;  ///< among the idle of its group, longest first
  bool idle = false;
  double available = 1;             ///< the share of its hours that this work gets
  std::optional<double> own_price;  ///< of a tick of its time, if it has a rate of its own
};

/// People of the plan: all alike, so they share a calendar and a list of the idle.
struct Group {
  Index first_person = 0, persons = 0;
  Index calendar = none;
  Index first_idle = none, last_idle = none;
  bool in_hours = true;
  Index component = none;   ///< of all its pools; none if it serves none
  std::uint32_t roles = 0;  ///< how many pools
};

struct CalendarState {
  OpenBlocks blocks;
  Block block;
  bool open = false;
  std::int64_t opened = 0, open_in_window = 0;
  std::vector<Index> groups, pools;
};

struct PoolState {
  WorkQueue queue;
  std::vector<Index> groups;  ///< fewest pools first, then as declared
  Index only_group = none;    ///< if it is one
  Index component = none;
  bool machine = false;
  bool alone = false;                    ///< none of those who serve it serves another pool
  std::uint32_t capacity = 0, busy = 0;  ///< of a machine
  double price = 0;                      ///< of a tick of work
  double cost_per_case = 0;
  std::uint32_t waiting = 0, constrained = 0;
  std::uint32_t open_groups = 0;
  std::int64_t open_before = 0, open_since = 0;  ///< the clock of time in which someone is in hours
  std::int64_t counted = 0;                      ///< up to here `waiting` is integrated
};

/// Pools that share people: work is given out among them together.
struct Component {
  std::vector<Index> pools;
  bool dirty = false;
  Index next_dirty = none;
};

struct CommitteeState {
  WorkQueue agenda;  ///< of tokens
  std::vector<Index> attending;
  std::uint32_t waiting = 0;
  std::int64_t counted = 0;  ///< up to here `waiting` is integrated
};

/// Of a queue or a load that somebody watches.
struct LevelState {
  /// So many more work or are there, or, less than 0, fewer.
  struct Step {
    std::int64_t at = 0, busy = 0, open = 0;
  };
  std::vector<Wide> waiting;     ///< ticks in which so many waited; of 0 it is what is left
  std::vector<Step> steps;       ///< of the load of a pool
  std::vector<double> meetings;  ///< of the load of a committee: the part of each that was used
};

/// Cases that are collected for a batch, by node of the plan.
struct Collecting {
  std::vector<Index> tokens;
  std::uint32_t stamp = 0;
};

struct RunState {
  OpenBlocks blocks;
  Block block;
  std::int64_t at = 0;
  std::uint32_t ordinal = 0;
  std::array<std::int64_t, Draws::block> gaps{};  ///< before this case and its neighbours
};

/// How long the first visits of cases in a row take at a node: drawn together, which costs less than one by
/// one where cases come in about the order of their arrival.
struct DrawnTimes {
  std::uint32_t first = 1,
                path = 0;  ///< the ordinal of the first, a multiple of their number; 1: nothing yet
  std::array<std::int64_t, Draws::block> times{};
};
/// The last ones of a node, by their place in the row of all cases.
struct DrawnBlocks {
  std::array<DrawnTimes, 8> blocks{};
  std::uint32_t drawn = 0, taken = 0;  ///< blocks, and times out of them

  /// Cases come in so wild an order, or so few of them, that drawing one by one costs less.
  [[nodiscard]] bool in_vain() const { return drawn >= 64 && taken < 2 * drawn; }
};

struct Performed {
  Index node = none, person = none;
};

/// What a token had gone through when it came to a node whose visits are watched, and what it spent there.
struct VisitMark {
  std::array<std::int64_t, causes> time{};
  std::int64_t effort = 0;
  double cost = 0;
  bool set = false;
};

struct Pending {
  Index token = none;
  std::uint32_t stamp = 0;
  Index node = none;
};

}  // namespace wain::runtime
