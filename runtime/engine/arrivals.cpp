// Cases come and go.
#include <algorithm>
#include <bit>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

[[gnu::noinline]] Index add_case(World& world) {
  const auto index = static_cast<Index>(world.cases.size());
  world.cases.emplace_back();
  const std::size_t count = world.cases.size();
  world.nodes_of_cases.resize(count * world.node_stride);
  world.slots.resize(count * world.slot_stride);
  world.paths.resize(count * world.frame_stride);
  world.performed.resize(count);
  return index;
}

Index new_case(World& world) {
  if (world.free_cases != none) [[likely]] {
    const Index index = world.free_cases;
    world.free_cases = world.cases[index].run;
    return index;
  }
  return add_case(world);
}

void clear_case(World& world, Index index, const FlatRun& of, const Root& root) {
  NodeOfCase* nodes = world.nodes_of_cases.data() + index * world.node_stride;
  if (root.nodes <= few_nodes)
    std::copy_n(root.at_first_stop.data(), few_nodes, nodes);
  else
    std::copy_n(root.at_first_stop.data(), root.nodes, nodes);
  world.paths[index * world.frame_stride] = of.path;
  if (root.keeps_data) [[unlikely]] {
    std::fill_n(world.slots.data() + index * world.slot_stride, root.slots, 0);
    world.performed[index].clear();
  }
  world.cases[index] = Case{};
}

[[gnu::noinline]] void draw_gaps(const World& world, const FlatRun& of, RunState& to) {
  to.gaps = of.gaps.draw_times(world.draws.uniforms(to.ordinal, 0, of.path, 0, Purpose::Arrival));
}

/// The instant so much later in the hours of the run's calendar; `never` if they end before.
[[gnu::noinline]] std::int64_t in_later_hours(RunState& state, std::int64_t left) {
  while (state.block.begin != never && left >= state.block.end - state.at) {
    left -= state.block.end - state.at;
    state.block = state.blocks.next();
    state.at = state.block.begin;
  }
  return state.block.begin == never ? never : state.at + left;
}

void count_live(World& world) {
  world.result.live +=
      static_cast<Wide>(static_cast<std::int64_t>(world.live)) * (world.now - world.live_counted);
  world.live_counted = world.now;
}

/// What the measures of the process say of the case.
[[gnu::noinline]] void decide_measures(World& world, Index index, CellSums& cell) {
  const Case& one = world.cases[index];
  const Root& root = world.program.roots[world.program.runs[one.run].root];
  const plan::Process& process = world.plan.processes[world.plan.runs[one.run].process];
  std::vector<std::int64_t>&visits = world.visits_of_case, &decided = world.decided;
  visits.resize(process.nodes.size());
  decided.resize(root.measures.size());
  for (std::size_t i = 0; i < visits.size(); ++i) visits[i] = world.nodes_of(index)[i].all_visits;
  const auto figures = figures_of(world, index);
  const ExactSource source{world.slots.data() + index * world.slot_stride, visits.data(), figures.data(),
                           decided.data(), one.refused ? 0 : one.truth};
  for (std::size_t i = 0; i < root.measures.size(); ++i) {
    decided[i] = evaluate(root.measures[i], source, world.stack) != 0 ? 1 : 0;
    cell.holds[i] += static_cast<std::uint64_t>(decided[i]);
  }
}

void count_missed(World& world, const Case& one, CellSums& cell) {
  if (one.refused) return;
  for (std::uint64_t left = one.truth; left != 0; left &= left - 1)
    ++cell.missed[static_cast<std::size_t>(std::countr_zero(left))];
  cell.loss += loss_of(world, one);
}

[[gnu::always_inline]] inline void measure(World& world, Index index, const Case& one, const Token& token) {
  CellSums& cell = world.result.cells[one.run * world.plan.outcomes.size() + one.outcome];
  const std::int64_t cycle = one.end - one.arrival;
  ++cell.cases;
  std::int64_t sum = 0;
  for_causes(token, [&](std::size_t i) {
    sum += token.time[i];
    add_ticks(cell.time[i], token.time[i]);
  });
  if (sum != cycle) ++world.result.identity_broken;
  add_ticks(cell.effort, one.effort);
  cell.rework += one.rework;
  cell.cost += one.cost;
  if (one.truth != 0) count_missed(world, one, cell);
  if (!cell.holds.empty()) decide_measures(world, index, cell);
  if (!world.case_watches.empty()) watch_case(world, index);
  if (world.keep_cycle_times) [[likely]]
    cell.cycle_times.push_back(cycle);
  const NodeOfCase* nodes = world.nodes_of(index);
  for (const TimedNode& node : world.root_of(one).timed)
    add_ticks(world.result.nodes[node.figure].critical, nodes[node.of_root].ticks);
  const std::size_t half = one.arrival < world.window_middle ? 0 : 1;
  add_ticks(world.result.half_sum[half], cycle);
  ++world.result.half_cases[half];
}

/// The same of a case that is not measured.
void check_identity(World& world, const Token& token, std::int64_t cycle) {
  std::int64_t sum = 0;
  for_causes(token, [&](std::size_t i) { sum += token.time[i]; });
  if (sum != cycle) ++world.result.identity_broken;
}

/// Nothing more comes of the case.
[[gnu::always_inline]] inline void close(World& world, Index index, Case& one, Token& token) {
  if (world.observer != nullptr) tell_closed(world, index);
  if (one.measured) [[likely]] {
    measure(world, index, one, token);
    --world.measured_open;
  }
  give_back(world, one.token, token);
  one.token = none;
  one.run = world.free_cases;
  world.free_cases = index;
}

}  // namespace

void schedule_arrival(World& world, Index run, bool first) {
  RunState& state = world.runs[run];
  const FlatRun& of = world.program.runs[run];
  const std::size_t of_block = state.ordinal % Draws::block;
  if (of_block == 0) draw_gaps(world, of, state);
  const std::int64_t gap = state.gaps[of_block];
  const std::int64_t at =
      first || gap >= state.block.end - state.at ? in_later_hours(state, gap) : state.at + gap;
  if (at == never || (!world.steady && at >= world.window_end)) [[unlikely]] {
    if (world.arrivals_apart && !first) world.arrivals.remove_top();
    return;
  }
  state.at = at;
  const Event next{at, order_of(EventKind::Arrival, state.ordinal, run), run, 0};
  if (world.arrivals_apart && !first) [[likely]]
    world.arrivals.replace_top(next);
  else
    (world.arrivals_apart ? world.arrivals : world.events).push(next);
}

void case_arrives(World& world, Index run) {
  const std::uint32_t ordinal = world.runs[run].ordinal++;
  if (world.live >= world.most_live) return stop(world, Stop::TooManyCases, {}, world.most_live);
  const FlatRun& of = world.program.runs[run];
  const Root& root = world.program.roots[of.root];
  const Index index = new_case(world);
  clear_case(world, index, of, root);
  count_live(world);
  ++world.live;
  ++world.result.arrived;
  const Index token_index = new_token(world, index);
  Token& token = world.tokens[token_index];
  Case& one = world.cases[index];
  one.arrival = world.now;
  one.ordinal = ordinal;
  one.run = run;
  one.token = token_index;
  one.measured = world.now >= world.window_begin && world.now < world.window_end;
  if (one.measured) ++world.measured_open;
  if (of.truth != 0) draw_truth(world, index, of.truth, 0, of.path, 0);
  if (world.goes_plainly) [[likely]] {
    const bool may_begin = come_plainly_to(world, token, root.first_stop);
    schedule_arrival(world, run, false);
    if (may_begin) [[likely]]
      begin_plainly(world, token);
    return;
  }
  if (world.observer != nullptr) world.observer->arrived(ref_of(world, index), world.now);
  go_to(world, token_index, root.first_stop);
  schedule_arrival(world, run, false);
}

void end_case(World& world, Token& token, Index outcome) {
  const Index index = token.case_;
  Case& one = world.cases[index];
  one.end = world.now;
  one.outcome = outcome;
  one.ended = true;
  count_live(world);
  --world.live;
  ++world.result.ended;
  const std::int64_t cycle = one.end - one.arrival;
  add_ticks(world.result.sojourn, cycle);
  if (world.now >= world.window_begin && world.now < world.window_end) ++world.result.ended_in_window;
  if (!one.measured) check_identity(world, token, cycle);
  if (world.observer != nullptr) world.observer->ended(ref_of(world, index), outcome, world.now);
  // The token stays for its account until audits are done, but is nowhere any more.
  ++token.stamp;
  token.state = TokenState::Free;
  --world.open_tokens;
  if (one.audits == 0) [[likely]]
    close(world, index, one, token);
}

CaseRef ref_of(const World& world, Index case_) {
  return {world.cases[case_].run, world.cases[case_].ordinal, case_};
}

void tell_closed(const World& world, Index case_) {
  const Case& one = world.cases[case_];
  world.observer->closed({ref_of(world, case_), one.ended, one.measured, one.cost});
}

void close_case(World& world, Index index) {
  Case& one = world.cases[index];
  close(world, index, one, world.tokens[one.token]);
}

}  // namespace wain::runtime
