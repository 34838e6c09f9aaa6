// What is drawn, and what is decided by it.
#include <bit>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;

double uniform(const World& world, const Token& token, const FlatNode& node, Purpose purpose) {
  const Case& one = world.cases[token.case_];
  return world.draws.uniform(one.ordinal, node.key, world.path_of(token.case_, node), token.visit, purpose);
}

const FlatExit* exits_of(const World& world, const FlatNode& node) {
  return world.program.exits.data() + node.first_exit;
}

/// The first exit of kind `Next`.
const FlatExit& next_exit(const World& world, const FlatNode& node) {
  const FlatExit* exits = exits_of(world, node);
  Index i = 0;
  while (exits[i].kind != ExitKind::Next) ++i;
  return exits[i];
}

bool says_no(const FlatNode& node, ExitKind kind) {
  if (kind == ExitKind::Reject || kind == ExitKind::Return) return true;
  return kind == ExitKind::Fail && node.kind == plan::NodeKind::Work;  // a check that a step makes
}

/// A gate that looks for what is wrong: one draw whether it says no, split among its noes.
const FlatExit* look(World& world, const Token& token, const FlatNode& node) {
  const bool wrong = (world.cases[token.case_].truth & node.judges) != 0;
  const double no = wrong ? node.catches : node.false_alarms;
  const double u = uniform(world, token, node, Purpose::Look);
  if (u >= no) return nullptr;
  const FlatExit* exits = exits_of(world, node);
  double declared = 0;
  std::uint32_t silent = 0;
  for (Index i = 0; i < node.exits; ++i) {
    if (!says_no(node, exits[i].kind)) continue;
    declared += exits[i].share > 0 ? exits[i].share : 0;
    silent += exits[i].share < 0 ? 1 : 0;
  }
  const double rest = silent > 0 ? (declared < 1 ? (1 - declared) / silent : 0) : 0;
  const double all = declared + rest * silent;
  double left = u / no * all;
  const FlatExit* last = nullptr;
  for (const ExitKind kind : {ExitKind::Reject, ExitKind::Return, ExitKind::Fail}) {
    for (Index i = 0; i < node.exits; ++i) {
      if (exits[i].kind != kind || !says_no(node, kind)) continue;
      last = exits + i;
      left -= exits[i].share < 0 ? rest : exits[i].share;
      if (left < 0) return last;
    }
  }
  return last;
}

/// By shares: `Fail` by a draw of its own; then reject, return, go on by one.
const FlatExit* by_shares(World& world, const Token& token, const FlatNode& node) {
  const FlatExit* exits = exits_of(world, node);
  double failing = 0;
  if (node.has_fail) {
    const double u = uniform(world, token, node, Purpose::Fails);
    for (Index i = 0; i < node.exits; ++i) {
      if (exits[i].kind != ExitKind::Fail) continue;
      failing += exits[i].share;
      if (u < failing) return exits + i;
    }
  }
  if (node.truth_decides || node.exits == 1) return nullptr;
  // Shares are of all visits; this draw is made by those that did not fail.
  double left = uniform(world, token, node, Purpose::Exit) * (1 - failing);
  for (const ExitKind kind : {ExitKind::Reject, ExitKind::Return})
    for (Index i = 0; i < node.exits; ++i) {
      if (exits[i].kind != kind) continue;
      left -= exits[i].share;
      if (left < 0) return exits + i;
    }
  return nullptr;
}

[[gnu::noinline]] std::int64_t draw_one(const World& world, const FlatNode& node, std::uint32_t ordinal,
                                        std::uint32_t path, std::uint32_t visit) {
  return node.takes.draw_time(world.draws.uniform(ordinal, node.key, path, visit, Purpose::Takes));
}

[[gnu::noinline]] void draw_block(const World& world, const FlatNode& node, std::uint32_t first,
                                  std::uint32_t path, DrawnTimes& to) {
  to.first = first;
  to.path = path;
  to.times = node.takes.draw_times(world.draws.uniforms(first, node.key, path, 1, Purpose::Takes));
}

[[gnu::noinline]] const FlatExit& choose_among(World& world, const Token& token, const FlatNode& node) {
  const FlatExit* exit = nullptr;
  if (!node.truth_decides || node.kind == plan::NodeKind::Gate) exit = by_shares(world, token, node);
  if (exit == nullptr && node.truth_decides) exit = look(world, token, node);
  return exit != nullptr ? *exit : next_exit(world, node);
}

}  // namespace

bool holds(World& world, Index case_, Index guard) {
  const ExactSource source{world.slots.data() + case_ * world.slot_stride, nullptr, nullptr, nullptr, 0};
  return evaluate(world.program.exact[guard], source, world.stack) != 0;
}

double priority_of(World& world, Index case_, Index expression) {
  const ExactSource source{world.slots.data() + case_ * world.slot_stride, nullptr, nullptr, nullptr, 0};
  const ExactProgram& program = world.program.exact[expression];
  const Wide value = evaluate(program, source, world.stack);
  return static_cast<double>(value) / static_cast<double>(program.denominator);
}

const FlatExit* choose_arm(World& world, Index index, const FlatNode& node) {
  const Token& token = world.tokens[index];
  const FlatExit* exits = exits_of(world, node);
  if (node.data_decides) {
    for (Index i = 0; i < node.exits; ++i)
      if (exits[i].guard == none || holds(world, token.case_, exits[i].guard)) return exits + i;
    return nullptr;
  }
  if (node.exits == 1) return exits;
  double left = uniform(world, token, node, Purpose::Exit);
  for (Index i = 0; i + 1 < node.exits; ++i) {
    left -= exits[i].share;
    if (left < 0) return exits + i;
  }
  return exits + node.exits - 1;
}

const FlatExit& choose_exit(World& world, Index index, const FlatNode& node) {
  if (node.exits == 1) return *exits_of(world, node);
  return choose_among(world, world.tokens[index], node);
}

std::int64_t time_of_visit(World& world, const FlatNode& node, const Token& token, std::uint32_t ordinal,
                           std::uint32_t visit) {
  if (node.takes.is_constant()) return node.takes.draw_time(0.5);
  const std::uint32_t path = world.path_of(token.case_, node);
  if (node.takes_ahead == none || visit != 1) return draw_one(world, node, ordinal, path, visit);
  constexpr std::uint32_t block = Draws::block;
  DrawnBlocks& drawn = world.drawn_times[node.takes_ahead];
  DrawnTimes& of = drawn.blocks[ordinal / block % drawn.blocks.size()];
  const std::uint32_t first = ordinal / block * block;
  if (of.first != first || of.path != path) [[unlikely]] {
    if (drawn.in_vain()) return draw_one(world, node, ordinal, path, visit);
    draw_block(world, node, first, path, of);
    ++drawn.drawn;
  }
  ++drawn.taken;
  return of.times[ordinal - first];
}

bool branch_starts(World& world, Index index, const FlatNode& node, Index number) {
  const Token& token = world.tokens[index];
  const FlatExit& exit = exits_of(world, node)[number];
  if (exit.guard != none) return holds(world, token.case_, exit.guard);
  if (exit.share < 0) return true;
  const Case& one = world.cases[token.case_];
  return world.draws.uniform(one.ordinal, exit.key, world.path_of(token.case_, node), token.visit,
                             Purpose::Branch) < exit.share;
}

[[gnu::noinline]] void draw_data(World& world, Index case_, const FlatNode& node, std::uint32_t visit) {
  const Case& one = world.cases[case_];
  for (Index i = 0; i < node.draws; ++i) {
    const FlatDraw& draw = world.program.draws[node.first_draw + i];
    const double u =
        world.draws.uniform(one.ordinal, draw.key, world.path_of(case_, node), visit, Purpose::Data);
    const std::int64_t value = draw.sampler.draw(u);
    world.slots[case_ * world.slot_stride + draw.slot] = value;
    if (world.observer == nullptr) continue;
    const SlotOwner& owner = world.program.roots[world.program.runs[one.run].root].owners[draw.slot];
    world.drawn.push_back({owner.process, owner.slot, value});
  }
}

[[gnu::noinline]] void draw_truth(World& world, Index case_, std::uint64_t criteria, std::uint32_t key,
                                  std::uint32_t path, std::uint32_t visit) {
  Case& one = world.cases[case_];
  for (std::uint64_t left = criteria & world.program.runs[one.run].truth; left != 0; left &= left - 1) {
    const int i = std::countr_zero(left);
    const auto at = static_cast<std::size_t>(i);
    const double u =
        world.draws.uniform(one.ordinal, mix(world.program.truth_keys[at], key), path, visit, Purpose::Truth);
    const std::uint64_t bit = std::uint64_t{1} << i;
    one.truth = u < *world.plan.criteria[at].wrong_in ? one.truth | bit : one.truth & ~bit;
  }
}

}  // namespace wain::runtime
