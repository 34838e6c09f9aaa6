// For how long queues and loads were what they were. Nothing is kept, and nothing costs, unless somebody
// asks.
#include <algorithm>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

bool is_server_of(const World& world, Index group, Index pool) {
  const auto& pools = world.plan.people[group].pools;
  return std::find(pools.begin(), pools.end(), pool) != pools.end();
}

void add_steps(const World& world, LevelState& state, std::int64_t from, std::int64_t to, std::int64_t busy,
               std::int64_t open) {
  from = std::max(from, world.window_begin);
  to = std::min(to, world.window_end);
  if (from >= to) return;
  state.steps.push_back({from, busy, open});
  state.steps.push_back({to, -busy, -open});
}

/// Calls `each(index of the watch)` for those of queues, or of loads.
template <class Each>
void for_watches(const World& world, Watch::Of of, Each each) {
  for (const Index i : world.level_watches)
    if ((*world.watches)[i].of == of) each(i);
}

/// In order, each level once.
Levels merged(Levels levels) {
  std::sort(levels.begin(), levels.end(),
            [](const LevelTime& a, const LevelTime& b) { return a.level < b.level; });
  Levels out;
  for (const LevelTime& one : levels) {
    if (!out.empty() && out.back().level == one.level)
      out.back().time += one.time;
    else if (one.time > 0)
      out.push_back(one);
  }
  return out;
}

Levels of_queue(const World& world, const LevelState& state) {
  Levels levels;
  Wide left = world.window_end - world.window_begin;
  for (std::size_t i = 1; i < state.waiting.size(); ++i) {
    levels.push_back({static_cast<double>(i), state.waiting[i]});
    left -= state.waiting[i];
  }
  levels.push_back({0, left});
  return merged(std::move(levels));
}

/// Each instant counts by how many are there.
Levels of_load(std::vector<LevelState::Step> steps) {
  std::sort(steps.begin(), steps.end(),
            [](const LevelState::Step& a, const LevelState::Step& b) { return a.at < b.at; });
  Levels levels;
  std::int64_t busy = 0, open = 0, since = 0;
  for (const LevelState::Step& step : steps) {
    if (open > 0 && step.at > since)
      levels.push_back(
          {static_cast<double>(busy) / static_cast<double>(open), static_cast<Wide>(step.at - since) * open});
    since = step.at;
    busy += step.busy;
    open += step.open;
  }
  return merged(std::move(levels));
}

Levels of_meetings(const LevelState& state) {
  Levels levels;
  for (const double used : state.meetings) levels.push_back({used, 1});
  return merged(std::move(levels));
}

/// How many waited at the ends of the window, if they lie behind it now.
void note_agenda(const World& world, const CommitteeState& committee, CommitteeSums& sums) {
  const auto passes = [&](std::int64_t instant) {
    return committee.counted <= instant && instant < world.now;
  };
  if (passes(world.window_begin)) sums.waiting_at_begin = committee.waiting;
  if (passes(world.window_end)) sums.waiting_at_end = committee.waiting;
}

}  // namespace

void queue_level(World& world, Index pool, Index committee, std::uint32_t waiting, std::int64_t from) {
  if (waiting == 0) return;
  for_watches(world, Watch::Of::Queue, [&](Index i) {
    const Watch& watch = (*world.watches)[i];
    if (watch.pool != pool || watch.committee != committee) return;
    std::vector<Wide>& ticks = world.levels[i].waiting;
    if (ticks.size() <= waiting) ticks.resize(waiting + 1);
    ticks[waiting] += world.in_window(from, world.now);
  });
}

void work_level(World& world, Index pool, Index person, std::int64_t from) {
  for_watches(world, Watch::Of::Load, [&](Index i) {
    const Index of = (*world.watches)[i].pool;
    const bool counts =
        of != none && (person == none ? of == pool : is_server_of(world, world.persons[person].group, of));
    if (counts) add_steps(world, world.levels[i], from, world.now, 1, 0);
  });
}

void open_level(World& world, Index group, std::int64_t from, std::int64_t to, std::int64_t weight) {
  for_watches(world, Watch::Of::Load, [&](Index i) {
    const Index of = (*world.watches)[i].pool;
    if (of != none && is_server_of(world, group, of)) add_steps(world, world.levels[i], from, to, 0, weight);
  });
}

void meeting_level(World& world, Index committee, double used) {
  if (world.now < world.window_begin || world.now >= world.window_end) return;
  CommitteeSums& sums = world.result.committees[committee];
  ++sums.offered;
  sums.used += used;
  for_watches(world, Watch::Of::Load, [&](Index i) {
    if ((*world.watches)[i].committee == committee) world.levels[i].meetings.push_back(used);
  });
}

void agenda_changes(World& world, Index index, bool more) {
  CommitteeState& committee = world.committees[index];
  CommitteeSums& sums = world.result.committees[index];
  note_agenda(world, committee, sums);
  sums.queue += static_cast<Wide>(committee.waiting) * world.in_window(committee.counted, world.now);
  queue_level(world, none, index, committee.waiting, committee.counted);
  committee.counted = world.now;
  if (!more) {
    --committee.waiting;
    return;
  }
  if (++committee.waiting > sums.most) sums.most = committee.waiting;
}

void sum_levels(World& world) {
  for (Index i = 0; i < world.committees.size(); ++i) {
    const CommitteeState& committee = world.committees[i];
    note_agenda(world, committee, world.result.committees[i]);
    if (world.now <= world.window_end) world.result.committees[i].waiting_at_end = committee.waiting;
    world.result.committees[i].queue +=
        static_cast<Wide>(committee.waiting) * world.in_window(committee.counted, world.now);
    queue_level(world, none, i, committee.waiting, committee.counted);
  }
  if (world.level_watches.empty()) return;
  world.result.levels.resize(world.levels.size());
  for (const Index i : world.level_watches) {
    const Watch& watch = (*world.watches)[i];
    LevelState& state = world.levels[i];
    if (watch.of == Watch::Of::Queue) {
      world.result.levels[i] = of_queue(world, state);
    } else if (watch.committee != none) {
      world.result.levels[i] = of_meetings(state);
    } else {
      const plan::Pool& pool = world.plan.pools[watch.pool];
      if (pool.kind == plan::Pool::Kind::Machine)
        add_steps(world, state, world.window_begin, world.window_end, 0, pool.capacity);
      world.result.levels[i] = of_load(std::move(state.steps));
    }
  }
}

}  // namespace wain::runtime
