/// Why a figure is missing, is a bound, or rests on an assumption: plain data, without words. The texts
/// stand in diagnostics/estimate.def.
#pragma once

#include <cstdint>
#include <vector>

#include "ir/ids.h"

namespace wain::estimate {

/// One cause. Which ids and numbers are set is said beside the kind.
struct WhyNot {
  enum class Kind : std::uint8_t {
    // About visits.
    EndlessLoop,       ///< node: a case that comes here never ends
    NoShare,           ///< node: an exit's share is not given; counted as 0
    EvenSplit,         ///< node: a choice without shares; split evenly
    ShareObserved,     ///< node: an exit's share is not declared; the counted one is taken
    LaterBranches,     ///< node (a fork): what branches do later is an upper bound, the join does not wait
    LeavesParallel,    ///< node (a fork): a branch may leave; what the others do later is an upper bound
    WhoLeavesFirst,    ///< node (a fork): several branches may leave; shared out in proportion
    TruthRewritten,    ///< node: its evidence is written on the way; truth is taken as drawn anew
    CalleeData,        ///< node (a call): the callee's choices are averaged over the cases by themselves
    UnreadableGuard,   ///< node: reads data of a kind that cannot be drawn; by shares
    TooManyDraws,      ///< more data is drawn than can be laid out; choices are averaged by themselves
    ClockNotInVisits,  ///< node: `after D` may end the visit; not in the visits
    // About times.
    NoTakes,            ///< node: no `takes`
    NoScenario,         ///< cases start uniformly over the week
    NoArrivals,         ///< the scenario's run has none
    NoHours,            ///< actor: no calendar; assumed around the clock
    NoZone,             ///< calendar: its time zone's file is missing or unreadable
    ClosedDays,         ///< calendar: the dates on which it is closed are left out
    NeverOpen,          ///< actor: its hours never open while cases wait
    NeverMeets,         ///< actor, or node of a wait: no meeting in reach
    AgendaLimit,        ///< actor: the limit of its agenda is not in the estimate
    AgendaOverload,     ///< actor, a: cases a meeting, b: places
    AgendaMayOverflow,  ///< the same; a is an upper bound, or what is left over leaves by a clock
    JoinBounds,   ///< node (a fork), count of n; a, b: hours between which it lies; one of them is counted
    JoinBetween,  ///< the same; what is counted lies in between
    BatchNoArrivals,  ///< node: batched, and how often cases come is not known
    BatchSteady,      ///< node: cases are taken as arriving evenly over the week
    BatchAtRandom,    ///< node: cases are taken as arriving at random at each time of the week
    LoopTruncated,    ///< node: rounds of a loop beyond these are taken as like the last
    TooLarge,         ///< the process with all that it calls is too large to carry times through
    BeyondHorizon,    ///< node: cases wait beyond the years that are looked at
    HeardAlone,       ///< actor: how many a meeting hears is not known; each case is taken as heard first
    // About loads and queues.
    NoQueueNoArrivals,  ///< no arrivals: queue not computed
    LoadAbove,          ///< actor, a: the load, b: cases a week by which it grows
    LoadToClock,        ///< actor, a: the load, b: cases a week that leave by a clock for want of people
    OutsideHours,       ///< actor, a: the share of its work that arrives outside its hours
    FedByMeeting,       ///< actor, node: a meeting, batch or `wait until` feeds it
    PoolsDiffer,        ///< actor: persons serve different sets of roles
    Bursts,             ///< actor: its work comes in fewer hours than it takes
    Priorities,         ///< actor, node: work of different priority, `separate` or `together`
    UpperVisits,        ///< actor, node: its visits are an upper bound, so the load is
    LoadNoTakes,        ///< actor, node: without `takes` its load is not known
  };
  Kind kind = Kind::NoTakes;
  ir::ProcessId process;
  ir::NodeId node;
  ir::ActorId actor;
  ir::CalendarId calendar;
  double a = 0, b = 0;
  std::uint32_t count = 0, of = 0;
  friend bool operator==(const WhyNot&, const WhyNot&) = default;
};

/// A cause about a process, or one of its nodes.
inline WhyNot cause(WhyNot::Kind kind, ir::ProcessId process, ir::NodeId node = {}) {
  WhyNot why;
  why.kind = kind;
  why.process = process;
  why.node = node;
  return why;
}
/// Adds a cause unless it stands there already.
void note(std::vector<WhyNot>& causes, const WhyNot& cause);

}  // namespace wain::estimate
