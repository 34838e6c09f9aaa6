/// Pools and committees that have more work than they can do.
#pragma once

#include <vector>

#include "runtime/engine/result.h"
#include "runtime/plan/plan.h"
#include "simulation/interval.h"

namespace wain::simulation {

/// By how many the queue is longer at the end of the window of measurement than at its begin, a week.
Interval growth_of(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool, double confidence);

/// Busy all the time (99.5 % and more), and its queue grows, with 95 % confidence.
bool is_overloaded(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool);

/// The same of a committee's agenda; overloaded: 99.5 % of its meetings and more have no room for all who
/// wait.
Interval agenda_growth_of(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                          plan::Index committee, double confidence);
bool is_committee_overloaded(const plan::Plan& plan,
                             const std::vector<runtime::ReplicationResult>& replications,
                             plan::Index committee);

}  // namespace wain::simulation
