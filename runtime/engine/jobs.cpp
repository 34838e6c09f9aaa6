// Work from its beginning to its end, and what it costs.
#include <algorithm>
#include <cmath>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

/// Calls `go.operator()<kind>()` for the kind of the job, so that what it does is compiled for each by
/// itself.
template <class Go>
decltype(auto) by_kind(const Job& job, Go go) {
  if (job.kind == JobKind::Visit) [[likely]]
    return go.template operator()<JobKind::Visit>();
  if (job.kind == JobKind::Batch) return go.template operator()<JobKind::Batch>();
  return go.template operator()<JobKind::Audit>();
}

/// Calls `each(token)` for those that the job is for; none of an audit.
template <JobKind kind, class Each>
void for_tokens(World& world, const Job& job, Each each) {
  if constexpr (kind == JobKind::Visit) each(job.subject);
  if constexpr (kind == JobKind::Batch)
    for (const Index token : world.members[job.subject]) each(token);
}

Index index_of(const World& world, const Job& job) { return static_cast<Index>(&job - world.jobs.data()); }

/// In-hours time that was spent: the part of it that is work on this, by the share of the hours it gets.
std::int64_t work_done(const Job& job, std::int64_t spent) {
  if (job.length == job.takes) return spent;
  return static_cast<std::int64_t>(static_cast<Wide>(job.takes) * spent / job.length);
}

/// The stretch of work since `since` is over.
template <JobKind kind>
void account_work(World& world, Job& job) {
  const std::int64_t now = world.now, spent = now - job.since;
  std::int64_t work = spent;
  if (job.length != job.takes) [[unlikely]] {
    const std::int64_t before = job.length - job.remaining;
    work = work_done(job, before + spent) - work_done(job, before);
  }
  const bool human = job.person != none;
  const Cause cause = human ? Cause::WorkHuman : Cause::WorkMachine;
  for_tokens<kind>(world, job, [&](Index index) {
    Token& token = world.tokens[index];
    account_ticks(world, token, cause, work);
    if (spent != work) account_ticks(world, token, Cause::Hours, spent - work);
    token.since = now;
  });
  if constexpr (kind == JobKind::Audit) {
    account_audit(world, index_of(world, job), cause, work);
    account_audit(world, index_of(world, job), Cause::Hours, spent - work);
  }
  const std::int64_t counted = world.in_window(job.since, now);
  world.result.pools[job.pool].work += counted;
  if (world.keeps_levels) [[unlikely]] {
    work_by_hour(world, job.pool, job.person, job.since);
    work_level(world, job.pool, job.person, job.since);
  }
  if (human) world.result.people[world.persons[job.person].group].work += counted;
  job.remaining -= spent;
  job.since = now;
}

template <JobKind kind>
void account_pause(World& world, Job& job) {
  for_tokens<kind>(world, job, [&](Index token) { account(world, token, job.pause); });
  if constexpr (kind == JobKind::Audit)
    account_audit(world, index_of(world, job), job.pause, world.now - job.since);
  job.since = world.now;
}

void account_pause_of(World& world, Job& job) {
  by_kind(job, [&]<JobKind kind>() { account_pause<kind>(world, job); });
}

/// In 1/10,000 of the currency a tick.
double price_of(const World& world, const Job& job) {
  if (job.person != none)
    if (const auto& own = world.groups[world.persons[job.person].group].own_price) return *own;
  return world.pools[job.pool].price;
}

/// What was worked goes to the cases in equal parts, what is left over to the first. Calls
/// `each(token or none, case, cost, ticks)`.
template <JobKind kind, class Each>
void each_part(World& world, const Job& job, Each each) {
  const std::int64_t worked = work_done(job, job.length - job.remaining);
  const double price = price_of(world, job);
  const Index subject = job.subject;
  const double cost = static_cast<double>(worked) * price;
  if constexpr (kind == JobKind::Audit) return each(none, subject, cost, worked);
  if constexpr (kind == JobKind::Visit) return each(subject, world.tokens[subject].case_, cost, worked);
  if constexpr (kind == JobKind::Batch) {
    const auto count = static_cast<std::int64_t>(world.members[subject].size());
    std::int64_t left = worked % count;
    for (const Index token : world.members[subject]) {
      const std::int64_t ticks = worked / count + (left > 0 ? 1 : 0);
      each(token, world.tokens[token].case_, static_cast<double>(ticks) * price, ticks);
      if (left > 0) --left;
    }
  }
}

template <JobKind kind>
void charge(World& world, const Job& job) {
  each_part<kind>(world, job, [&](Index token, Index case_, double cost, std::int64_t ticks) {
    const std::int64_t effort = job.person != none ? ticks : 0;
    spend(world, job.node, case_, token, effort, cost);
    if constexpr (kind == JobKind::Audit) {
      VisitMark& audit = world.audit_marks[index_of(world, job)];
      audit.effort += effort;
      audit.cost += cost;
    }
  });
}

/// Of a visit, however long it takes.
double visit_cost(const World& world, const Job& job) {
  return world.pools[job.pool].cost_per_case + world.node(job.node).cost;
}

WorkEvent event_of(const World& world, const Job& job, Index token) {
  WorkEvent event;
  const FlatNode& node = world.node(job.node);
  const Index case_ = token == none ? job.subject : world.tokens[token].case_;
  constexpr std::uint32_t of_audit = 1U << 31U;  // jobs and tokens are numbered apart
  event.time = world.now;
  event.of = ref_of(world, case_);
  event.work = token == none ? of_audit | index_of(world, job) : token;
  event.enabled = token == none ? job.entry : world.tokens[token].entry;
  event.process = node.process;
  event.node = node.node;
  event.visit = token == none ? 1 : world.tokens[token].visit;
  event.pool = job.pool;
  if (job.kind == JobKind::Batch) event.batch = job.subject;
  if (job.person != none) {
    event.people = world.persons[job.person].group;
    event.person = job.person - world.groups[event.people].first_person;
  }
  return event;
}

using Told = void (Observer::*)(const WorkEvent&);

/// Tells the observer, for each case that the job is for.
[[gnu::cold]] void tell_each(World& world, const Job& job, Told what) {
  if (job.kind == JobKind::Audit) return (world.observer->*what)(event_of(world, job, none));
  by_kind(job, [&]<JobKind kind>() {
    for_tokens<kind>(world, job, [&](Index token) { (world.observer->*what)(event_of(world, job, token)); });
  });
}

/// The same at the end of work, with what it cost.
[[gnu::cold]] void tell_each_end(World& world, const Job& job, Told what) {
  const double of_visit = visit_cost(world, job);
  by_kind(job, [&]<JobKind kind>() {
    each_part<kind>(world, job, [&](Index token, Index, double cost, std::int64_t) {
      WorkEvent event = event_of(world, job, token);
      event.cost = cost + of_visit;
      (world.observer->*what)(event);
    });
  });
}

void tell(World& world, const Job& job, Told what) {
  if (world.observer != nullptr) tell_each(world, job, what);
}

void tell_end(World& world, const Job& job, Told what) {
  if (world.observer != nullptr) tell_each_end(world, job, what);
}

void release_worker(World& world, Job& job) {
  if (job.person == none) {
    --world.pools[job.pool].busy;
    return mark_dirty(world, world.pools[job.pool].component);
  }
  Person& person = world.persons[job.person];
  person.job = none;
  if (person.meeting == none) become_idle(world, job.person);
}

/// How the job of this kind begins: its cases' wait is over.
template <JobKind kind>
void end_wait(World& world, const Job& job) {
  const double of_visit = visit_cost(world, job);
  for_tokens<kind>(world, job, [&](Index index) {
    account_wait(world, job, index);
    Token& token = world.tokens[index];
    ++token.stamp;  // its clocks stop
    set_state(world, index, TokenState::Working);
    spend(world, job.node, token.case_, index, 0, of_visit);
  });
  if constexpr (kind == JobKind::Audit) {
    const Index index = index_of(world, job);
    const std::int64_t open = open_time(world, job.pool) - job.open_mark;
    account_audit(world, index, Cause::Queue, open);
    account_audit(world, index, Cause::Hours, world.now - job.since - open);
    spend(world, job.node, job.subject, none, 0, of_visit);
    world.audit_marks[index].cost += of_visit;
  }
}

/// The work is done: what it took is accounted for, and whoever did it is free.
template <JobKind kind>
void end_work(World& world, Job& job) {
  account_work<kind>(world, job);
  charge<kind>(world, job);
  tell_end(world, job, &Observer::work_completed);
  release_worker(world, job);
}

[[gnu::noinline]] void audit_done(World& world, Index index) {
  Job& job = world.jobs[index];
  end_work<JobKind::Audit>(world, job);
  const Index case_ = job.subject;
  Case& one = world.cases[case_];
  --world.open_audits;
  audit_over(world, index);
  free_job(world, index);
  if (--one.audits == 0 && one.ended) close_case(world, case_);
}

[[gnu::noinline]] void batch_done(World& world, Index index) {
  Job& job = world.jobs[index];
  end_work<JobKind::Batch>(world, job);
  const Index person = job.person;
  // What one member does may withdraw another, so each is looked at when it is its turn.
  std::vector<Pending> members;
  for (const Index token : world.members[job.subject])
    members.push_back({token, world.tokens[token].stamp, none});
  free_job(world, index);
  for (const Pending& member : members)
    if (world.tokens[member.token].stamp == member.stamp) complete_visit(world, member.token, person);
}

}  // namespace

void start_job(World& world, Index index, Index person) {
  Job& job = world.jobs[index];
  by_kind(job, [&]<JobKind kind>() { end_wait<kind>(world, job); });
  unqueue_job(world, index);
  job.state = JobState::Working;
  job.person = person;
  job.since = world.now;
  if (person == none) {
    ++world.pools[job.pool].busy;
  } else {
    leave_idle(world, person);
    world.persons[person].job = index;
    const double available = world.groups[world.persons[person].group].available;
    if (available < 1) job.length = std::llround(static_cast<double>(job.takes) / available);
  }
  job.remaining = job.length;
  tell(world, job, &Observer::work_started);
  schedule_completion(world, index);
}

void schedule_completion(World& world, Index index) {
  const Job& job = world.jobs[index];
  const std::int64_t end = job.since + job.remaining;
  if (job.person != none) {
    const Index calendar = world.groups[world.persons[job.person].group].calendar;
    if (calendar != none && end > world.calendars[calendar].block.end) return;
  }
  world.events.push({end,
                     order_of(EventKind::JobDone, static_cast<std::uint32_t>(job.order >> 32U), job.node),
                     index, job.stamp});
}

void job_done(World& world, Index index) {
  Job& job = world.jobs[index];
  if (job.kind == JobKind::Audit) [[unlikely]]
    return audit_done(world, index);
  if (job.kind == JobKind::Batch) [[unlikely]]
    return batch_done(world, index);
  end_work<JobKind::Visit>(world, job);
  const Index token = job.subject, person = job.person;
  free_job(world, index);
  complete_visit(world, token, person);
}

void abandon_job(World& world, Index token) {
  const Index index = world.tokens[token].job;
  Job& job = world.jobs[index];
  if (job.kind == JobKind::Batch && world.members[job.subject].size() > 1) {
    // The others go on; the time is theirs.
    if (world.observer != nullptr) {
      WorkEvent event = event_of(world, job, token);
      event.cost = visit_cost(world, job);
      world.observer->work_withdrawn(event);
    }
    auto& members = world.members[job.subject];
    members.erase(std::find(members.begin(), members.end(), token));
    return;
  }
  by_kind(job, [&]<JobKind kind>() {
    if (job.state == JobState::Working)
      account_work<kind>(world, job);
    else
      account_pause<kind>(world, job);
    charge<kind>(world, job);
  });
  tell_end(world, job, &Observer::work_withdrawn);
  release_worker(world, job);
  free_job(world, index);
}

void suspend(World& world, Index person, Cause why) {
  Job& job = world.jobs[world.persons[person].job];
  by_kind(job, [&]<JobKind kind>() { account_work<kind>(world, job); });
  job.state = JobState::Suspended;
  job.pause = why;
  ++job.stamp;  // its completion is void
  tell(world, job, &Observer::work_suspended);
}

void resume(World& world, Index person) {
  const Index index = world.persons[person].job;
  Job& job = world.jobs[index];
  account_pause_of(world, job);
  job.state = JobState::Working;
  tell(world, job, &Observer::work_resumed);
  schedule_completion(world, index);
}

void pause_goes_on(World& world, Index person) {
  Job& job = world.jobs[world.persons[person].job];
  account_pause_of(world, job);
  job.pause = Cause::Hours;
}

}  // namespace wain::runtime
