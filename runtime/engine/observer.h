/// Who wants to see each piece of work: event logs.
#pragma once

#include <cstdint>

#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Work on one case at one node. Ordinals number the cases of a run from 0.
struct WorkEvent {
  std::int64_t time = 0;
  plan::Index run = plan::none;
  std::uint32_t ordinal = 0;
  plan::Index process = plan::none, node = plan::none;
  std::uint32_t visit = 0;
  plan::Index pool = plan::none, people = plan::none, committee = plan::none;
  std::uint32_t person = 0;  ///< of `people`, from 0
};

/// Called in order of time, from the thread that runs the replication; but a committee's start on a case is
/// told together with its end.
class Observer {
public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;
  virtual void arrived(plan::Index run, std::uint32_t ordinal, std::int64_t time) = 0;
  /// Work begins; it may be suspended in between.
  virtual void work_started(const WorkEvent& event) = 0;
  virtual void work_completed(const WorkEvent& event) = 0;
  /// Work ended without being completed: another branch was faster.
  virtual void work_withdrawn(const WorkEvent& event) = 0;
  virtual void ended(plan::Index run, std::uint32_t ordinal, plan::Index outcome, std::int64_t time) = 0;
};

}  // namespace wain::runtime
