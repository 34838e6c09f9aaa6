// What cases and visits cost, and the values of them that somebody wants one by one.
#include <bit>
#include <cmath>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

using plan::Figure;

std::int64_t time_of(const std::array<std::int64_t, causes>& time, Figure figure) {
  const auto at = [&](Cause cause) { return time[static_cast<std::size_t>(cause)]; };
  const std::int64_t touch = at(Cause::WorkHuman) + at(Cause::WorkMachine);
  std::int64_t all = 0;
  for (const std::int64_t ticks : time) all += ticks;
  switch (figure) {
    case Figure::CycleTime: return all;
    case Figure::TouchTime: return touch;
    case Figure::WaitingTime: return all - touch;
    default: return time[static_cast<std::size_t>(figure) - plan::first_cause];
  }
}

/// Of one visit, which took this time.
std::int64_t figure_of(const VisitMark& spent, const std::array<std::int64_t, causes>& time, Figure figure) {
  return figure == Figure::Effort ? spent.effort
         : figure == Figure::Cost ? std::llround(spent.cost)
                                  : time_of(time, figure);
}

/// How often the case was at the node, over all calls of its process.
std::int64_t visits_to(const World& world, Index index, Index row) {
  const Root& root = world.program.roots[world.program.runs[world.cases[index].run].root];
  std::int64_t count = 0;
  for (Index i = 0; i < root.nodes; ++i)
    if (world.node(root.first_node + i).figure == row) count += world.nodes_of(index)[i].all_visits;
  return count;
}

/// Beyond the first of each of its places.
std::int64_t rework_at(const World& world, Index index, Index row) {
  const Root& root = world.program.roots[world.program.runs[world.cases[index].run].root];
  std::int64_t count = 0;
  for (Index i = 0; i < root.nodes; ++i) {
    const std::uint16_t visits = world.nodes_of(index)[i].all_visits;
    if (world.node(root.first_node + i).figure == row && visits > 1) count += visits - 1;
  }
  return count;
}

[[gnu::noinline]] void mark_spent(World& world, Index token, std::int64_t effort, double cost) {
  if (token >= world.marks.size()) return;
  world.marks[token].effort += effort;
  world.marks[token].cost += cost;
}

bool comes_by(const World& world, Index index, Index row) {
  const Root& root = world.program.roots[world.program.runs[world.cases[index].run].root];
  for (Index i = 0; i < root.nodes; ++i)
    if (world.node(root.first_node + i).figure == row) return true;
  return false;
}

}  // namespace

void make_watches(World& world, const std::vector<Watch>& watches) {
  world.watches = &watches;
  world.result.watched.resize(watches.size());
  for (Index i = 0; i < watches.size(); ++i) {
    if (watches[i].of == Watch::Of::Queue || watches[i].of == Watch::Of::Load) {
      world.level_watches.push_back(i);
      world.keeps_levels = true;
      world.levels.resize(watches.size());
      continue;
    }
    if (watches[i].of != Watch::Of::Visit) {
      world.case_watches.push_back(i);
      continue;
    }
    world.visit_watches.resize(world.program.figures);
    world.visit_watches[watches[i].row].push_back(i);
  }
}

double loss_of(const World& world, const Case& one) {
  double loss = 0;
  if (one.refused) return loss;
  for (std::uint64_t left = one.truth; left != 0; left &= left - 1)
    loss +=
        static_cast<double>(world.plan.criteria[static_cast<std::size_t>(std::countr_zero(left))].miss_costs);
  return loss;
}

std::array<std::int64_t, plan::figures> figures_of(const World& world, Index index) {
  const Case& one = world.cases[index];
  const Token& token = world.tokens[one.token];
  std::array<std::int64_t, plan::figures> figures{};
  const auto set = [&](Figure figure, std::int64_t value) {
    figures[static_cast<std::size_t>(figure)] = value;
  };
  for (std::size_t i = 0; i < plan::figures; ++i)
    if (const auto figure = static_cast<Figure>(i);
        figure <= Figure::WaitingTime || figure >= Figure::WorkHuman)
      figures[i] = time_of(token.time, figure);
  set(Figure::Effort, one.effort);
  set(Figure::Cost, std::llround(one.cost));
  set(Figure::Rework, one.rework);
  set(Figure::Loss, std::llround(loss_of(world, one)));
  return figures;
}

[[gnu::noinline]] void watch_case(World& world, Index index) {
  if (world.case_watches.empty()) return;
  const Case& one = world.cases[index];
  const auto figures = figures_of(world, index);
  for (const Index i : world.case_watches) {
    const Watch& watch = (*world.watches)[i];
    std::vector<std::int64_t>& values = world.result.watched[i];
    if (watch.of == Watch::Of::Case) {
      if (watch.outcome == none || watch.outcome == one.outcome)
        values.push_back(figures[static_cast<std::size_t>(watch.figure)]);
    } else if (comes_by(world, index, watch.row)) {
      values.push_back(watch.of == Watch::Of::Visits ? visits_to(world, index, watch.row)
                                                     : rework_at(world, index, watch.row));
    }
  }
}

void mark_visit(World& world, Index token, Index node) {
  if (world.visit_watches.empty() || world.visit_watches[world.node(node).figure].empty()) return;
  if (world.marks.size() <= token) world.marks.resize(world.tokens.size());
  world.marks[token] = {world.tokens[token].time, 0, 0, true};
}

void visit_over(World& world, Index index) {
  if (world.visit_watches.empty() || index >= world.marks.size() || !world.marks[index].set) return;
  VisitMark& mark = world.marks[index];
  mark.set = false;
  const Token& token = world.tokens[index];
  if (!world.cases[token.case_].measured) return;
  std::array<std::int64_t, causes> time = token.time;
  for (std::size_t i = 0; i < causes; ++i) time[i] -= mark.time[i];
  watch_visit(world, world.node(token.node).figure, mark, time);
}

void watch_visit(World& world, Index row, const VisitMark& spent,
                 const std::array<std::int64_t, causes>& time) {
  if (world.visit_watches.empty()) return;
  for (const Index i : world.visit_watches[row])
    world.result.watched[i].push_back(figure_of(spent, time, (*world.watches)[i].figure));
}

void spend(World& world, const Token& at, SpentOn what, std::int64_t effort, double cost) {
  if (effort == 0 && cost == 0) return;
  Case& one = world.cases[at.case_];
  one.effort += effort;
  one.cost += cost;
  if (!world.visit_watches.empty() && what == SpentOn::Visit) [[unlikely]]
    mark_spent(world, world.index_of(at), effort, cost);
  if (!one.measured) return;
  NodeSums& sums = world.result.nodes[world.node(at.node).figure];
  add_ticks(sums.effort, effort);
  sums.cost += cost;
}

}  // namespace wain::runtime
