/// Who wants to see each piece of work: event logs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Which case. Ordinals number the cases of a run from 0; `live` numbers those that are there at one time,
/// and is given again after `closed`.
struct CaseRef {
  plan::Index run = plan::none;
  std::uint32_t ordinal = 0;
  plan::Index live = plan::none;
};

/// Work on one case at one node.
struct WorkEvent {
  std::int64_t time = 0;
  CaseRef of;
  plan::Index process = plan::none, node = plan::none;
  std::uint32_t visit = 0;
  /// The same from the start of a piece of work to its end, and unlike that of any other at that time.
  std::uint32_t work = 0;
  plan::Index pool = plan::none, people = plan::none, committee = plan::none;
  /// Of a batch: a number that all its cases have, and no other batch at that time. They are told one after
  /// another, without anything else in between.
  plan::Index batch = plan::none;
  std::uint32_t person = 0;  ///< of `people`, from 0
  std::int64_t enabled =
      0;            ///< when the case came to the node (of a batch: each its own; an audit: was drawn)
  double cost = 0;  ///< at the end of work: what it cost the case, in 1/10,000 of the currency
};

/// A value that was drawn: of a slot of the process that owns it, which is that of the run or one that it
/// calls.
struct DrawnValue {
  plan::Index process = plan::none, slot = plan::none;
  std::int64_t value = 0;
};

/// A case leaves a node: after its work was told; or after a wait, or because nobody began in time.
struct NodeExit {
  std::int64_t time = 0;
  CaseRef of;
  plan::Index process = plan::none, node = plan::none;
  std::uint32_t visit = 0;
  std::uint32_t work = 0;  ///< of the work that ended
  std::int64_t enabled = 0;
  plan::ExitKind kind = plan::ExitKind::Next;
  const DrawnValue* drawn = nullptr;  ///< until the call is over
  std::size_t values = 0;
};

/// A case of which nothing more will be told: it ended and its audits are done, or the replication is over.
struct CaseClosed {
  CaseRef of;
  bool ended = false, measured = false;
  double cost = 0;  ///< in 1/10,000 of the currency
};

/// Called in order of time, from the thread that runs the replication; but a committee's start on a case is
/// told together with its end.
class Observer {
public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;
  virtual void arrived(const CaseRef& of, std::int64_t time) = 0;
  virtual void work_started(const WorkEvent& event) = 0;
  /// The person goes home or into a meeting, and comes back to it.
  virtual void work_suspended(const WorkEvent&) {}
  virtual void work_resumed(const WorkEvent&) {}
  virtual void work_completed(const WorkEvent& event) = 0;
  /// Work ended without being completed: another branch was faster.
  virtual void work_withdrawn(const WorkEvent& event) = 0;
  virtual void left(const NodeExit&) {}
  virtual void ended(const CaseRef& of, plan::Index outcome, std::int64_t time) = 0;
  virtual void closed(const CaseClosed&) {}
};

}  // namespace wain::runtime
