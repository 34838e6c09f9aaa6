// How control goes through the graph: everything that takes no time.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::NodeKind;

constexpr std::uint32_t most_visits = 1'000;

/// Counts the visit and returns its number within this call; 0 if the case is in an endless loop.
std::uint32_t count_visit(World& world, NodeOfCase& at, const FlatNode& node) {
  const std::uint32_t visit = ++at.visits;
  if (++at.all_visits <= most_visits) [[likely]]
    return visit;
  stop(world, Stop::EndlessLoop, world.plan.processes[node.process].nodes[node.node].name, most_visits);
  return 0;
}

[[gnu::noinline]] void enter_call(World& world, Index case_, const FlatNode& call, std::uint32_t visit) {
  const Root& root = world.program.roots[world.program.runs[world.cases[case_].run].root];
  const FlatFrame& frame = world.program.frames[root.first_frame + call.called_frame];
  world.paths[case_ * world.frame_stride + call.called_frame] =
      mix(mix(world.path_of(case_, call), call.key), visit);
  NodeOfCase* first = &world.at_node(case_, world.node(frame.first_node));
  for (std::size_t i = 0; i < frame.nodes; ++i) first[i].visits = 0;
}

[[gnu::noinline]] void start_wait(World& world, Index index, const FlatNode& node) {
  Token& token = world.tokens[index];
  const Case& one = world.cases[token.case_];
  std::int64_t until = never;
  if (node.wait == plan::WaitKind::Cadence) {
    const plan::Node& of = world.plan.processes[node.process].nodes[node.node];
    until = next_due(world.plan, of.cadence, world.now + of.agenda_closes);
  } else {
    const double u = node.takes.is_constant()
                         ? 0.5
                         : world.draws.uniform(one.ordinal, node.key, world.path_of(token.case_, node),
                                               token.visit, Purpose::Wait);
    until = world.now + node.takes.draw_time(u);
  }
  set_state(world, world.tokens[index], TokenState::Waiting);
  if (until == never) return;
  world.events.push({until, order_of(EventKind::WaitDone, one.ordinal, token.node), index, token.stamp});
}

/// One step of control: where the token goes on to at once, or none. `token_at` becomes that of the fork
/// where it leaves its branch.
Index enter(World& world, Index& token_at, Index node_index) {
  const FlatNode& node = world.node(node_index);
  if (world.tokens[token_at].branch != node.branch) [[unlikely]] {
    token_at = leave_branches(world, token_at, node_index);
    if (token_at == none) return none;
  }
  const Index index = token_at;
  Token& token = world.tokens[index];
  if (!come_to(world, token, node_index)) return none;
  const Index case_ = token.case_;
  if (node.passed) return pass(world, token, node);
  switch (node.kind) {
    case NodeKind::Fork: start_branches(world, index, node_index); return none;
    case NodeKind::Wait:
      if (world.cases[case_].measured) {
        ++world.result.nodes[node.figure].visits;
        if (world.at_node(case_, node).all_visits > 1) ++world.result.nodes[node.figure].rework;
      }
      mark_visit(world, index, node_index);
      start_wait(world, index, node);
      return none;
    case NodeKind::End:
      end_case(world, token.parent == none ? token : world.tokens[leave_all_branches(world, index)],
               node.outcome);
      return none;
    case NodeKind::Work:
    case NodeKind::Gate: begin_visit(world, index, node_index); return none;
    default: return none;
  }
}

/// Until it waits for something.
void go(World& world, Index token, Index node) {
  while (node != none && !world.stopped()) node = enter(world, token, node);
}

void count_kind(NodeSums& sums, ExitKind kind) {
  if (kind == ExitKind::Next) [[likely]] {
    ++sums.nexts;
    return;
  }
  switch (kind) {
    case ExitKind::Reject: ++sums.rejects; break;
    case ExitKind::Return: ++sums.returns; break;
    case ExitKind::Fail: ++sums.fails; break;
    case ExitKind::Timeout: ++sums.timeouts; break;
    default: break;
  }
}

}  // namespace

[[gnu::noinline]] Index pass(World& world, Token& token, const FlatNode& node) {
  if (node.kind == NodeKind::Split) {
    const FlatExit* arm = choose_arm(world, world.index_of(token), node);
    if (arm != nullptr) return arm->to;
    stop(world, Stop::NoArm, world.plan.processes[node.process].nodes[node.node].name, 0);
    return none;
  }
  if (node.kind == NodeKind::Call) enter_call(world, token.case_, node, token.visit);
  if (node.kind == NodeKind::Start && node.draws > 0) {
    draw_data(world, token.case_, node, token.visit);
    tell_left(world, world.index_of(token), ExitKind::Next);
  }
  return node.next;
}

bool come_to(World& world, Token& token, Index node_index) {
  const FlatNode& node = world.node(node_index);
  const std::uint32_t visit = count_visit(world, world.at_node(token.case_, node), node);
  token.node = node_index;
  token.visit = visit;
  token.entry = world.now;
  return visit != 0;
}

void go_to(World& world, Index token, Index node) {
  go(world, token, node);
  if (!world.pending.empty()) run_pending(world);
}

void run_pending(World& world) {
  while (!world.pending.empty() && !world.stopped()) {
    const Pending next = world.pending.back();
    world.pending.pop_back();
    if (world.tokens[next.token].stamp == next.stamp) go(world, next.token, next.node);
  }
}

void tell_exit(World& world, Index token_index, ExitKind kind) {
  const Token& token = world.tokens[token_index];
  const FlatNode& node = world.node(token.node);
  world.observer->left({world.now, ref_of(world, token.case_), node.process, node.node, token.visit,
                        token_index, token.entry, kind, world.drawn.data(), world.drawn.size()});
  world.drawn.clear();
}

void count_exit(World& world, Token& token, const FlatNode& node, const FlatExit& exit) {
  Case& one = world.cases[token.case_];
  if (one.measured) count_kind(world.result.nodes[node.figure], exit.kind);
  // Who was refused did not get through, whatever was wrong with it.
  const bool refused = exit.kind == ExitKind::Reject || (exit.kind == ExitKind::Timeout && !exit.approves);
  if (refused) one.refused = true;
  if (node.kind == NodeKind::Gate && exit.kind == ExitKind::Next) one.refused = false;
}

void take_exit(World& world, Index token, const FlatExit& exit) {
  Token& of = world.tokens[token];
  count_exit(world, of, world.node(of.node), exit);
  visit_over(world, token);
  set_state(world, world.tokens[token], TokenState::Moving);
  go_to(world, token, exit.to);
}

const FlatExit& leave_by(World& world, Index token, const FlatNode& node) {
  const Token& of = world.tokens[token];
  const FlatExit& exit = choose_exit(world, token, node);
  if (exit.kind == ExitKind::Next) {
    if (node.draws > 0) draw_data(world, of.case_, node, of.visit);
    if (node.redraws != 0) [[unlikely]]
      draw_truth(world, of.case_, node.redraws, node.key, world.path_of(of.case_, node), of.visit);
  }
  return exit;
}

void complete_visit(World& world, Index token, Index performer) {
  const Token& of = world.tokens[token];
  const FlatNode& node = world.node(of.node);
  if (node.duties > 0 && performer != none) [[unlikely]]
    record_performer(world, of.case_, of.node, performer);
  const FlatExit& exit = leave_by(world, token, node);
  tell_left(world, token, exit.kind);
  if (node.audits > 0 && exit.kind != ExitKind::Fail) [[unlikely]]
    draw_audits(world, token, node);
  take_exit(world, token, exit);
}

}  // namespace wain::runtime
