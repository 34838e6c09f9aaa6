/// The state of one replication as plain arrays, and the functions that change it, by file. Private to the
/// engine. Indices are reused; a stamp tells whether what an event or a queue points at is still there.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <vector>

#include "runtime/engine/event_heap.h"
#include "runtime/engine/observer.h"
#include "runtime/engine/state.h"
#include "runtime/engine/watch.h"

namespace wain::runtime {

using plan::ExitKind;

struct World {
  World(const Program& of, std::uint64_t seed, std::uint32_t replication);

  const Program& program;
  const plan::Plan& plan;
  const FlatNode* flat_nodes;
  Draws draws;
  std::int64_t now = 0;
  std::int64_t window_begin = 0, window_middle = 0, window_end = 0, limit = 0;
  bool steady = false;  ///< with a warm-up
  EventHeap events;
  /// The next of each run. Apart from the other events they cost next to nothing; with these they are only if
  /// two events may be alike in all that orders them, since then the heap's own order is part of the result.
  EventHeap arrivals;
  ReplicationResult result;

  std::vector<Token> tokens;
  Index free_tokens = none;  ///< the first of those that are free; the others by their `parent`
  std::vector<JournalEntry> journal;
  std::vector<Index> free_journal;
  std::vector<Case> cases;
  Index free_cases = none;  ///< the others by their `run`
  // By case, with the stride of the largest process.
  std::size_t node_stride = 0, slot_stride = 0, frame_stride = 0;
  std::vector<NodeOfCase> nodes_of_cases;
  std::vector<std::int64_t> slots;
  std::vector<std::uint32_t> paths;
  std::vector<std::vector<Performed>> performed;

  std::vector<std::vector<Index>> members;  ///< of batches under way
  std::vector<Index> free_members;
  std::vector<Person> persons;
  std::vector<Group> groups;
  std::vector<CalendarState> calendars;
  std::vector<PoolState> pools;
  std::vector<Component> components;
  Index first_dirty = none, last_dirty = none;  ///< components in which work may be given out
  std::vector<CommitteeState> committees;
  std::vector<Collecting> collecting;  ///< by row of nodes
  std::vector<RunState> runs;

  std::vector<DrawnBlocks> drawn_times;  ///< by FlatNode::takes_ahead
  std::vector<Pending> pending;
  std::vector<Index> doomed;                          ///< scratch of withdraw
  std::vector<Index> open_branches;                   ///< scratch of who may do what other branches wait for
  std::vector<Wide> stack;                            ///< scratch of expressions
  std::vector<std::int64_t> visits_of_case, decided;  ///< scratch of measures
  std::uint64_t live = 0, measured_open = 0;
  std::uint64_t at_rest =
      0;  ///< tokens that only others can wake: collected for a batch, joined, forked, stuck
  std::uint64_t open_tokens = 0, open_audits = 0;
  std::int64_t live_counted = 0;
  std::uint64_t most_live = 0;
  bool keep_cycle_times = true;
  bool arrivals_apart = false;  ///< in their own heap
  /// Nobody hears of each piece of work: so that at plain nodes may go the short way of plain.cpp.
  bool goes_plainly = false;
  bool began_at_once = false;  ///< work at this instant, without having been given out
  bool arrivals_over = false;
  // By hour of the week, if it is asked for: by group of people, and then by pool in the result.
  std::vector<WeekTicks> group_work, group_open;
  Index zone_of_week = none;
  Observer* observer = nullptr;
  // For the observer only.
  std::vector<DrawnValue> drawn;   ///< since the last exit that was told
  std::vector<double> slot_costs;  ///< of a hearing, by token
  const std::vector<Watch>* watches = nullptr;
  std::vector<Index> case_watches;                ///< those of cases
  std::vector<std::vector<Index>> visit_watches;  ///< those of visits, by row; empty: none at all
  std::vector<VisitMark> marks;                   ///< by token
  std::vector<Index> level_watches;               ///< those of queues and loads
  std::vector<LevelState> levels;                 ///< by watch, if there are such
  bool keeps_levels = false;                      ///< somebody asks for queues or loads, or for weeks
  std::vector<VisitMark> audit_marks;             ///< by token, of audits

  [[nodiscard]] const FlatNode& node(Index i) const { return flat_nodes[i]; }
  [[nodiscard]] bool stopped() const { return result.stop != Stop::None; }
  /// The part of [from, to) within the window of measurement.
  [[nodiscard]] std::int64_t in_window(std::int64_t from, std::int64_t to) const {
    if (from >= window_begin && to <= window_end) [[likely]]
      return to - from;
    const std::int64_t begin = from > window_begin ? from : window_begin;
    const std::int64_t end = to < window_end ? to : window_end;
    return end > begin ? end - begin : 0;
  }
  [[nodiscard]] NodeOfCase& at_node(Index case_, const FlatNode& of) {
    return nodes_of_cases[case_ * node_stride + of.of_root];
  }
  [[nodiscard]] Index index_of(const Token& token) const {
    return static_cast<Index>(&token - tokens.data());
  }
  /// By node of its root.
  [[nodiscard]] const NodeOfCase* nodes_of(Index case_) const {
    return nodes_of_cases.data() + case_ * node_stride;
  }
  [[nodiscard]] const Root& root_of(const Case& one) const {
    return program.roots[program.runs[one.run].root];
  }
  [[nodiscard]] std::uint32_t path_of(Index case_, const FlatNode& of) const {
    return paths[case_ * frame_stride + of.frame];
  }
};

// weekly_loads.cpp
/// From now on, loads and queues are kept by hour of the week.
void keep_weeks(World& world);
/// Somebody worked from `from` to now. `person`: none of a machine.
[[gnu::cold]] void work_by_hour(World& world, Index pool, Index person, std::int64_t from);
/// So many waited from `from` to now.
[[gnu::cold]] void queue_by_hour(World& world, Index pool, std::uint32_t waiting, std::int64_t from);
/// `weight` persons of the group were there (or, less than 0, in a meeting) from `from` to `to`.
[[gnu::cold]] void open_by_hour(World& world, Index group, std::int64_t from, std::int64_t to,
                                std::int64_t weight);
/// The groups' hours become those of the pools that they serve.
void sum_weeks(World& world);

// replication.cpp
inline std::int64_t next_time(const World& world) {
  const std::int64_t arrival = world.arrivals.top().time, other = world.events.top().time;
  return arrival < other ? arrival : other;
}
/// Whether the first of all events is in the heap of arrivals.
inline bool arrival_is_next(const World& world) {
  const Event &arrival = world.arrivals.top(), &other = world.events.top();
  if (arrival.time != other.time) [[likely]]
    return arrival.time < other.time;
  return EventHeap::before(arrival, other);
}
/// Runs one replication to its end.
void run_replication(World& world, const std::atomic<bool>* cancel);
[[gnu::cold]] void stop(World& world, Stop why, std::string_view what, std::uint64_t count);

// arrivals.cpp
/// The next one of the run; `first`: there has been none yet.
void schedule_arrival(World& world, Index run, bool first);
void case_arrives(World& world, Index run);
/// The case came to its end.
[[gnu::always_inline]] void end_case(World& world, Token& token, Index outcome);
/// After an audit of a case that has ended.
void close_case(World& world, Index case_);
/// The case as observers know it.
CaseRef ref_of(const World& world, Index case_);
/// Tells the observer that nothing more comes of the case.
[[gnu::cold]] void tell_closed(const World& world, Index case_);

// tokens.cpp
/// Calls `each(cause)` for the causes of which the token has any time.
template <class Each>
void for_causes(const Token& token, Each each) {
  for (unsigned left = token.caused; left != 0; left &= left - 1)
    each(static_cast<std::size_t>(std::countr_zero(left)));
}
Index new_token(World& world, Index case_);
/// One for a job that is not of one visit alone.
Index new_carrier(World& world, Index case_, Index node);
/// Also counts tokens at rest, and those on agendas.
void set_state(World& world, Token& token, TokenState state);
/// Takes it out of the count and gives it back; whatever points at it is void.
void free_token(World& world, Index token);
/// One that is nowhere any more, or was for a job alone: the record is free for another.
void give_back(World& world, Index index, Token& token);
/// The time from `since` to now had this cause; `since` moves on.
void account(World& world, Token& token, Cause cause);
/// `ticks` not below 0.
void account_ticks(World& world, Token& token, Cause cause, std::int64_t ticks);
/// What the branch's token went through becomes its parent's.
void absorb(World& world, Index parent, Index child);

// flow.cpp
/// Lets the token go to a node, and all that follows at once.
void go_to(World& world, Index token, Index node);
void run_pending(World& world);
/// The token comes to a node and is counted there; false if the case is in an endless loop.
bool come_to(World& world, Token& token, Index node);
/// Where the token goes on to at once from a node that is passed, to which it has come; none if no way leads
/// on.
Index pass(World& world, Token& token, const FlatNode& node);
/// The work of a visit is done: takes one of its exits. `performer`: the person, for duties; or none.
void complete_visit(World& world, Index token, Index performer);
void take_exit(World& world, Index token, const FlatExit& exit);
/// What is counted of it, and whether the case is refused.
void count_exit(World& world, Token& token, const FlatNode& node, const FlatExit& exit);
/// Tells the observer how the token leaves its node, with what was drawn there.
[[gnu::cold]] void tell_exit(World& world, Index token, ExitKind kind);
inline void tell_left(World& world, Index token, ExitKind kind) {
  if (world.observer != nullptr) tell_exit(world, token, kind);
}

// choices.cpp
/// An arm of a split; null if none applies.
const FlatExit* choose_arm(World& world, Index token, const FlatNode& node);
/// The exit of work or of a gate, and what is drawn when it is taken.
const FlatExit& leave_by(World& world, Index token, const FlatNode& node);
/// An exit of work or of a gate.
const FlatExit& choose_exit(World& world, Index token, const FlatNode& node);
/// How long the work of a visit takes.
std::int64_t time_of_visit(World& world, const FlatNode& node, const Token& token, std::uint32_t ordinal,
                           std::uint32_t visit);
bool branch_starts(World& world, Index token, const FlatNode& node, Index exit);
bool holds(World& world, Index case_, Index guard);
double priority_of(World& world, Index case_, Index expression);
void draw_data(World& world, Index case_, const FlatNode& node, std::uint32_t visit);
void draw_truth(World& world, Index case_, std::uint64_t criteria, std::uint32_t key, std::uint32_t path,
                std::uint32_t visit);

// parallel.cpp
void start_branches(World& world, Index token, Index node);
/// Takes the token out of all branches that `node` is not in; the token that goes on, or none if it was
/// taken up by a join.
Index leave_branches(World& world, Index token, Index node);
/// The same out of all that it is in: the case's own token.
Index leave_all_branches(World& world, Index token);
/// Ends the tokens of all branches below this one.
void withdraw_children(World& world, Index token);

// visits.cpp
void begin_visit(World& world, Index token, Index node);
/// Counts the visit that begins at the node of the token.
void count_begun(World& world, const Token& token, Case& one, const FlatNode& node);
void enter_queue(World& world, Index token, Index pool, Index committee);
/// Takes a waiting token out of whatever it waits in.
void leave_queue(World& world, Index token);
void clock_strikes(World& world, Index token);
void fill_batch(World& world, Index row);
void schedule_clock(World& world, Index token);

// waiting.cpp
/// Makes the job in the token, which is at its node.
void make_job(World& world, JobKind kind, Token& at, const FlatNode& node, std::uint32_t visit);
/// Whatever points at it is void. A token that was for it alone is given back.
void free_job(World& world, Token& job);
void queue_job(World& world, Token& job, Index pool);
/// The same where nobody is there who could begin with it.
void put_in_queue(World& world, Token& job, Index pool);
[[gnu::always_inline]] void unqueue_job(World& world, Token& job);
/// Before `waiting` changes, and at the end: sums of the queue up to now.
void count_queue(World& world, Index pool);
/// The time since the job waits becomes the token's: its own, or of a batch a member's.
[[gnu::always_inline]] void account_wait(World& world, const Token& job, Token& token);

// jobs.cpp
void start_job(World& world, Token& job, Index person);
/// The same of a visit of which nobody hears.
[[gnu::always_inline]] void start_visit(World& world, Token& token, Index person);
/// The same of a visit that begins as soon as it comes.
void start_at_once(World& world, Token& token, Index person);
/// Whoever did it, person or machine, is free for other work.
void release_worker(World& world, const Job& job);
void job_done(World& world, Index job);
/// The token's part in work under way or suspended stops for good; so does the work, if it was for it alone.
void abandon_job(World& world, Index token);
void suspend(World& world, Index person, Cause why);
void resume(World& world, Index person);
/// A meeting is over, but so are the hours.
void pause_goes_on(World& world, Index person);
/// If the work of a person ends while it is in hours: the event of it.
[[gnu::always_inline]] void schedule_completion(World& world, const Token& job);

// plain.cpp
/// The token goes on to the node; whether it is now at a plain one, where its work may begin.
[[gnu::always_inline]] bool come_plainly_to(World& world, Token& token, Index node);
/// Its work begins or waits. Nothing else follows in this event.
[[gnu::always_inline]] void begin_plainly(World& world, Token& token);
/// The work of a visit to a plain node is done and charged.
[[gnu::always_inline]] void go_on_plainly(World& world, Token& token);

// allocate.cpp
/// Who of the idle is to do the work of the pool, if nothing binds it; or none.
Index choose_person(const World& world, const PoolState& pool);
/// The first in the queue of the pool, out of it.
Token& take_first(World& world, PoolState& pool);
void mark_dirty(World& world, Index component);
void allocate(World& world);
void become_idle(World& world, Index person);
/// The same where no work waits for it.
void stand_idle(World& world, Index person);
void leave_idle(World& world, Index person);
std::int64_t open_time(const World& world, Index pool);

// duties.cpp
bool may_do(const World& world, Index case_, Index node, Index person);
/// The one who must do it, if another step of the case was done that is to be done together with it.
Index bound_person(const World& world, Index case_, Index node);
/// Whether anyone employed for the pool may do it, now or later.
bool anyone_may(const World& world, Index case_, Index node, Index pool);
Cause constrained_cause(const World& world, const Token& job);
/// The cause of waiting of the pool's jobs with duties may have changed.
void recheck_constrained(World& world, Index pool);
void record_performer(World& world, Index case_, Index node, Index person);

// calendars.cpp
void start_calendars(World& world);
void calendar_changes(World& world, Index calendar);

// meetings.cpp
void schedule_meeting(World& world, Index committee, std::int64_t from);
void meet(World& world, Index committee);
void meeting_ends(World& world, Index committee);
void heard(World& world, Index token);
/// A case that a meeting hears goes on without its yes: tells the observer.
void hearing_withdrawn(World& world, Index token);

// watches.cpp
void make_watches(World& world, const std::vector<Watch>& watches);
/// Figures of a case that has ended, in the order of plan::Figure: ticks, visits, 1/10,000 of the currency.
std::array<std::int64_t, plan::figures> figures_of(const World& world, Index case_);
/// What a case costs that got through wrong; 0 for others.
double loss_of(const World& world, const Case& one);
void watch_case(World& world, Index case_);
/// The token comes to a node of work or waiting, and leaves it again by whatever way.
void mark_visit(World& world, Index token, Index node);
void visit_over(World& world, Index token);
/// A visit to the row that took this time is over.
void watch_visit(World& world, Index row, const VisitMark& spent,
                 const std::array<std::int64_t, causes>& time);
enum class SpentOn : std::uint8_t { Visit, Audit };
/// People's time and money go to the case and to the node where it was.
void spend(World& world, const Token& at, SpentOn what, std::int64_t effort, double cost);

// levels.cpp
/// So many waited from `from` to now, for the pool or the committee.
[[gnu::cold]] void queue_level(World& world, Index pool, Index committee, std::uint32_t waiting,
                               std::int64_t from);
/// Somebody worked from `from` to now. `person`: none of a machine.
[[gnu::cold]] void work_level(World& world, Index pool, Index person, std::int64_t from);
/// `weight` persons of the group were there (or, less than 0, in a meeting) from `from` to `to`.
[[gnu::cold]] void open_level(World& world, Index group, std::int64_t from, std::int64_t to,
                              std::int64_t weight);
/// A meeting of which this part was used.
[[gnu::cold]] void meeting_level(World& world, Index committee, double used);
/// One more or one fewer waits for the committee.
void agenda_changes(World& world, Index committee, bool more);
/// At the end of the replication.
void sum_levels(World& world);

// audits.cpp
/// How long the audit of a visit takes.
std::int64_t time_of_audit(const World& world, const FlatNode& audit, Index case_, std::uint32_t visit);
void draw_audits(World& world, Index token, const FlatNode& node);
/// Time of the audit until now.
void account_audit(World& world, Index job, Cause cause, std::int64_t ticks);
/// The audit is done.
void audit_over(World& world, Index job);

}  // namespace wain::runtime
