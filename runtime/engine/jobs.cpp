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
[[gnu::always_inline]] inline void for_tokens(World& world, Token& at, Each each) {
  if constexpr (kind == JobKind::Visit) each(at);
  if constexpr (kind == JobKind::Batch)
    for (const Index token : world.members[at.job.members]) each(world.tokens[token]);
}

/// In-hours time that was spent: the part of it that is work on this, by the share of the hours it gets.
std::int64_t work_done(const Job& job, std::int64_t spent) {
  if (job.length == job.takes) return spent;
  return static_cast<std::int64_t>(static_cast<Wide>(job.takes) * spent / job.length);
}

/// The stretch of work since `since` is over.
template <JobKind kind>
void account_work(World& world, Token& at) {
  Job& job = at.job;
  const std::int64_t now = world.now, from = at.since, spent = now - from;
  const std::int64_t before = job.length - job.remaining;
  const bool gets_all = job.length == job.takes;
  const std::int64_t work = gets_all ? spent : work_done(job, before + spent) - work_done(job, before);
  const bool human = job.person != none;
  const Cause cause = human ? Cause::WorkHuman : Cause::WorkMachine;
  for_tokens<kind>(world, at, [&](Token& token) {
    account_ticks(world, token, cause, work);
    if (!gets_all) [[unlikely]]
      account_ticks(world, token, Cause::Hours, spent - work);
    token.since = now;
  });
  if constexpr (kind == JobKind::Audit) {
    account_audit(world, world.index_of(at), cause, work);
    account_audit(world, world.index_of(at), Cause::Hours, spent - work);
  }
  const std::int64_t counted = world.in_window(from, now);
  add_ticks(world.result.pools[job.pool].work, counted);
  if (world.keeps_levels) [[unlikely]] {
    work_by_hour(world, job.pool, job.person, from);
    work_level(world, job.pool, job.person, from);
  }
  if (human) add_ticks(world.result.people[world.persons[job.person].group].work, counted);
  job.remaining -= spent;
  at.since = now;
}

template <JobKind kind>
void account_pause(World& world, Token& at) {
  for_tokens<kind>(world, at, [&](Token& token) { account(world, token, at.job.pause); });
  if constexpr (kind == JobKind::Audit)
    account_audit(world, world.index_of(at), at.job.pause, world.now - at.since);
  at.since = world.now;
}

void account_pause_of(World& world, Token& at) {
  by_kind(at.job, [&]<JobKind kind>() { account_pause<kind>(world, at); });
}

/// In 1/10,000 of the currency a tick.
double price_of(const World& world, const Job& job) {
  if (job.person != none)
    if (const auto& own = world.persons[job.person].own_price) return *own;
  return world.pools[job.pool].price;
}

/// What was worked goes to the cases in equal parts, what is left over to the first. Calls
/// `each(token, cost, ticks)`, of an audit with the one that it stands in.
template <JobKind kind, class Each>
void each_part(World& world, const Token& at, Each each) {
  const Job& job = at.job;
  const std::int64_t worked = work_done(job, job.length - job.remaining);
  const double price = price_of(world, job);
  if constexpr (kind != JobKind::Batch) return each(at, static_cast<double>(worked) * price, worked);
  if constexpr (kind == JobKind::Batch) {
    const auto& members = world.members[job.members];
    const auto count = static_cast<std::int64_t>(members.size());
    std::int64_t left = worked % count;
    for (const Index token : members) {
      const std::int64_t ticks = worked / count + (left > 0 ? 1 : 0);
      each(world.tokens[token], static_cast<double>(ticks) * price, ticks);
      if (left > 0) --left;
    }
  }
}

template <JobKind kind>
void charge(World& world, const Token& at) {
  each_part<kind>(world, at, [&](const Token& token, double cost, std::int64_t ticks) {
    const std::int64_t effort = at.job.person != none ? ticks : 0;
    spend(world, token, kind == JobKind::Audit ? SpentOn::Audit : SpentOn::Visit, effort, cost);
    if constexpr (kind == JobKind::Audit) {
      VisitMark& audit = world.audit_marks[world.index_of(at)];
      audit.effort += effort;
      audit.cost += cost;
    }
  });
}

/// Of a visit, however long it takes.
double visit_cost(const World& world, const Token& at) {
  return world.pools[at.job.pool].cost_per_case + world.node(at.node).cost;
}

/// `at`: where the job stands; `token`: one that it is for, or of an audit the same.
WorkEvent event_of(const World& world, const Token& at, const Token& token) {
  WorkEvent event;
  const Job& job = at.job;
  const FlatNode& node = world.node(at.node);
  event.time = world.now;
  event.of = ref_of(world, token.case_);
  event.work = world.index_of(token);
  event.enabled = token.entry;
  event.process = node.process;
  event.node = node.node;
  event.visit = job.kind == JobKind::Audit ? 1 : token.visit;
  event.pool = job.pool;
  if (job.kind == JobKind::Batch) event.batch = job.members;
  if (job.person != none) {
    event.people = world.persons[job.person].group;
    event.person = job.person - world.groups[event.people].first_person;
  }
  return event;
}

using Told = void (Observer::*)(const WorkEvent&);

/// Tells the observer, for each case that the job is for.
[[gnu::cold]] void tell_each(World& world, Token& at, Told what) {
  const auto tell_of = [&](const Token& token) { (world.observer->*what)(event_of(world, at, token)); };
  if (at.job.kind == JobKind::Audit) return tell_of(at);
  by_kind(at.job, [&]<JobKind kind>() { for_tokens<kind>(world, at, tell_of); });
}

/// The same at the end of work, with what it cost.
[[gnu::cold]] void tell_each_end(World& world, const Token& at, Told what) {
  const double of_visit = visit_cost(world, at);
  by_kind(at.job, [&]<JobKind kind>() {
    each_part<kind>(world, at, [&](const Token& token, double cost, std::int64_t) {
      WorkEvent event = event_of(world, at, token);
      event.cost = cost + of_visit;
      (world.observer->*what)(event);
    });
  });
}

void tell(World& world, Token& at, Told what) {
  if (world.observer != nullptr) tell_each(world, at, what);
}

void tell_end(World& world, const Token& at, Told what) {
  if (world.observer != nullptr) tell_each_end(world, at, what);
}

/// How the job of this kind begins: its cases' wait is over.
template <JobKind kind>
[[gnu::always_inline]] inline void end_wait(World& world, Token& at) {
  const double of_visit = visit_cost(world, at);
  for_tokens<kind>(world, at, [&](Token& token) {
    account_wait(world, at, token);
    ++token.stamp;                      // its clocks stop
    token.state = TokenState::Working;  // it was in a queue, which is not counted either
    spend(world, token, SpentOn::Visit, 0, of_visit);
  });
  if constexpr (kind == JobKind::Audit) {
    const Index index = world.index_of(at);
    const std::int64_t open = open_time(world, at.job.pool) - at.job.open_mark;
    account_audit(world, index, Cause::Queue, open);
    account_audit(world, index, Cause::Hours, world.now - at.since - open);
    spend(world, at, SpentOn::Audit, 0, of_visit);
    world.audit_marks[index].cost += of_visit;
  }
}

/// The work is done and charged: whoever did it is free.
void end_work(World& world, Token& at) {
  tell_end(world, at, &Observer::work_completed);
  release_worker(world, at.job);
}

[[gnu::noinline]] void audit_done(World& world, Index index) {
  Token& at = world.tokens[index];
  account_work<JobKind::Audit>(world, at);
  charge<JobKind::Audit>(world, at);
  end_work(world, at);
  const Index case_ = at.case_;
  Case& one = world.cases[case_];
  --world.open_audits;
  audit_over(world, index);
  free_job(world, at);
  if (--one.audits == 0 && one.ended) close_case(world, case_);
}

[[gnu::noinline]] void batch_done(World& world, Index index) {
  Token& at = world.tokens[index];
  account_work<JobKind::Batch>(world, at);
  charge<JobKind::Batch>(world, at);
  end_work(world, at);
  const Job& job = at.job;
  const Index person = job.person;
  // What one member does may withdraw another, so each is looked at when it is its turn.
  std::vector<Pending> members;
  for (const Index token : world.members[job.members])
    members.push_back({token, world.tokens[token].stamp, none});
  free_job(world, at);
  for (const Pending& member : members) {
    Token& token = world.tokens[member.token];
    if (token.stamp != member.stamp) continue;
    token.at_job = member.token;
    complete_visit(world, member.token, person);
  }
}

/// From now on it is under way.
[[gnu::always_inline]] inline void put_to_work(World& world, Token& at, Index person) {
  Job& job = at.job;
  job.state = JobState::Working;
  job.person = person;
  at.since = world.now;
  if (person == none) {
    ++world.pools[job.pool].busy;
  } else {
    leave_idle(world, person);
    Person& one = world.persons[person];
    one.job = world.index_of(at);
    const double available = one.available;
    if (available < 1) job.length = std::llround(static_cast<double>(job.takes) / available);
  }
  job.remaining = job.length;
}

}  // namespace

void start_job(World& world, Token& at, Index person) {
  by_kind(at.job, [&]<JobKind kind>() { end_wait<kind>(world, at); });
  unqueue_job(world, at);
  put_to_work(world, at, person);
  tell(world, at, &Observer::work_started);
  schedule_completion(world, at);
}

void start_visit(World& world, Token& at, Index person) {
  end_wait<JobKind::Visit>(world, at);
  unqueue_job(world, at);
  put_to_work(world, at, person);
  schedule_completion(world, at);
}

void start_at_once(World& world, Token& at, Index person) {
  ++at.stamp;
  at.state = TokenState::Working;
  spend(world, at, SpentOn::Visit, 0, visit_cost(world, at));
  put_to_work(world, at, person);
  schedule_completion(world, at);
  world.began_at_once = true;
}

void release_worker(World& world, const Job& job) {
  if (job.person == none) {
    --world.pools[job.pool].busy;
    return mark_dirty(world, world.pools[job.pool].component);
  }
  Person& person = world.persons[job.person];
  person.job = none;
  if (person.meeting == none) become_idle(world, job.person);
}

void schedule_completion(World& world, const Token& at) {
  const Job& job = at.job;
  const std::int64_t end = at.since + job.remaining;
  if (job.person != none) {
    const Index calendar = world.persons[job.person].calendar;
    if (calendar != none && end > world.calendars[calendar].block.end) return;
  }
  world.events.push({end, job.order, world.index_of(at), job.stamp});
}

void job_done(World& world, Index index) {
  Token& at = world.tokens[index];
  if (at.job.kind != JobKind::Visit) [[unlikely]]
    return at.job.kind == JobKind::Audit ? audit_done(world, index) : batch_done(world, index);
  account_work<JobKind::Visit>(world, at);
  charge<JobKind::Visit>(world, at);
  if (world.goes_plainly && world.node(at.node).plain) [[likely]]
    return go_on_plainly(world, at);
  end_work(world, at);
  free_job(world, at);
  complete_visit(world, index, at.job.person);
}

void abandon_job(World& world, Index token) {
  const Index index = world.tokens[token].at_job;
  Token& at = world.tokens[index];
  Job& job = at.job;
  if (job.kind == JobKind::Batch && world.members[job.members].size() > 1) {
    // The others go on; the time is theirs.
    if (world.observer != nullptr) {
      WorkEvent event = event_of(world, at, world.tokens[token]);
      event.cost = visit_cost(world, at);
      world.observer->work_withdrawn(event);
    }
    auto& members = world.members[job.members];
    members.erase(std::find(members.begin(), members.end(), token));
    return;
  }
  by_kind(job, [&]<JobKind kind>() {
    if (job.state == JobState::Working)
      account_work<kind>(world, at);
    else
      account_pause<kind>(world, at);
    charge<kind>(world, at);
  });
  tell_end(world, at, &Observer::work_withdrawn);
  release_worker(world, job);
  free_job(world, at);
}

void suspend(World& world, Index person, Cause why) {
  Token& at = world.tokens[world.persons[person].job];
  by_kind(at.job, [&]<JobKind kind>() { account_work<kind>(world, at); });
  at.job.state = JobState::Suspended;
  at.job.pause = why;
  ++at.job.stamp;  // its completion is void
  tell(world, at, &Observer::work_suspended);
}

void resume(World& world, Index person) {
  const Index index = world.persons[person].job;
  Token& at = world.tokens[index];
  account_pause_of(world, at);
  at.job.state = JobState::Working;
  tell(world, at, &Observer::work_resumed);
  schedule_completion(world, at);
}

void pause_goes_on(World& world, Index person) {
  Token& at = world.tokens[world.persons[person].job];
  account_pause_of(world, at);
  at.job.pause = Cause::Hours;
}

}  // namespace wain::runtime
