// Backwards through a region: the mean time from each node to the region's end, by the instant at which a
// case comes there.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

constexpr std::size_t most_rounds = 64;
constexpr double settled = 1;  // second
constexpr unsigned most_depth = 128;

}  // namespace

std::size_t BranchValues::slot_at(const Grid& grid, double at) {
  constexpr double same_instant = 1e-3;  // seconds
  const std::size_t cell = grid.at(at);
  return 2 * cell + (at - grid.begin(cell) < same_instant ? 0 : 1);
}

std::size_t BranchValues::slot_of(const Grid& grid, std::size_t cell, const Cell& content) {
  if (2 * content.lump.mass <= content.mass) return 2 * cell + 1;
  return slot_at(grid, grid.begin(cell) + content.lump.offset);
}

const std::vector<double>& BranchValues::of(ir::ProcessId process, std::uint32_t region) {
  Walker::Compiled& compiled = walker_.compiled(process);
  if (compiled.values[region].empty()) solve(process, region);
  return compiled.values[region];
}

namespace {

/// The mean time of a parallel from the times through its branches: of the branch that the join waits for.
double through_branches(const ir::Node& fork, std::vector<std::pair<double, double>> taken_seconds) {
  std::sort(taken_seconds.begin(), taken_seconds.end(), [](auto& a, auto& b) { return a.second > b.second; });
  if (fork.join_rule != ir::JoinRule::All && !taken_seconds.empty()) {
    const std::size_t k = fork.join_rule == ir::JoinRule::First ? 1 : std::max(1U, fork.join_count);
    return taken_seconds[taken_seconds.size() - std::min(k, taken_seconds.size())].second;
  }
  double open = 1, sum = 0;
  for (const auto& [taken, seconds] : taken_seconds) {
    sum += open * taken * seconds;
    open *= 1 - taken;
  }
  return sum;
}

}  // namespace

void BranchValues::solve(ir::ProcessId id, std::uint32_t index) {
  Walker::Compiled& compiled = walker_.compiled(id);
  const ir::Process& process = walker_.context_.settings.definition()[id];
  const Regions& regions = compiled.prepared->regions;
  const Region& region = regions.all()[index];
  const Grid& grid = walker_.context_.desks.timeline().grid();
  const std::size_t cells = grid.cells(), slots = 2 * cells;
  std::vector<std::uint32_t> place(process.nodes.size(), UINT32_MAX);
  for (std::uint32_t i = 0; i < region.nodes.size(); ++i) place[region.nodes[i].index] = i;
  compiled.values[index].assign(slots, 0.0);
  if (!region.entry.valid() || place[region.entry.index] == UINT32_MAX) return;
  if (++walker_.depth_ > most_depth) {
    --walker_.depth_;
    return;
  }
  std::vector<std::vector<double>> value(region.nodes.size());
  const auto slot_of = [&](double at) -> std::size_t {
    if (grid.repeats() && at >= grid.span()) at -= std::floor(at / grid.span()) * grid.span();
    return at < grid.span() ? slot_at(grid, at) : slots;
  };
  /// Of a case that takes an edge at an instant.
  const auto after = [&](ir::EdgeId edge, double at) -> double {
    const ir::NodeId to = process[edge].to;
    const std::uint32_t next = place[to.index];
    if (next == UINT32_MAX || value[next].empty() || process[to].kind == ir::NodeKind::End) return 0;
    const std::size_t slot = slot_of(at);
    return slot < slots ? value[next][slot] : 0;
  };
  const auto onward = [&](const ir::Node& node, double at) {
    double sum = 0;
    for (const ir::EdgeId edge : node.out)
      if (const double share = compiled.prepared->ways[edge.index]; share > 0) sum += share * after(edge, at);
    return sum;
  };
  std::vector<Move> moves;
  const auto one = [&](const ir::Node& node, const Step& step, double t) {
    moves.clear();
    step.moves(t, moves);
    double sum = 0;
    for (const Move& move : moves)
      sum +=
          move.chance * (move.at - t + (move.timeout ? after(move.timeout, move.at) : onward(node, move.at)));
    return sum;
  };
  double change = 0;
  for (std::size_t round = 0; round < most_rounds; ++round) {
    change = 0;
    for (std::size_t i = region.nodes.size(); i-- > 0;) {
      const ir::NodeId at = region.nodes[i];
      const ir::Node& node = process[at];
      if (!compiled.prepared->comes.test(at.index)) continue;
      std::vector<const std::vector<double>*> inner;
      if (node.kind == ir::NodeKind::Fork)
        for (const ForkBranch& branch : regions.branches(at))
          inner.push_back(branch.region == UINT32_MAX ? nullptr : &of(id, branch.region));
      if (node.kind == ir::NodeKind::Call)
        inner.push_back(&of(node.callee, walker_.compiled(node.callee).prepared->regions.outside()));
      std::vector<double> now(slots);
      const Step& step = compiled.steps[at.index];
      if (!walker_.spend(slots * (step.kind == Step::Kind::Pass ? 1 : step.takes.count))) break;
      for (std::size_t c = 0; c < slots; ++c) {
        const double t = grid.begin(c / 2) + (c % 2 == 0 ? 0 : grid.width(c / 2) / 2);
        if (node.kind == ir::NodeKind::Fork) {
          std::vector<std::pair<double, double>> branches;
          for (std::size_t b = 0; b < inner.size(); ++b)
            branches.emplace_back(compiled.prepared->ways[node.out[b].index],
                                  inner[b] ? (*inner[b])[c] : 0.0);
          now[c] = through_branches(node, std::move(branches));
          const std::uint32_t join = node.partner ? place[node.partner.index] : UINT32_MAX;
          const std::size_t slot = slot_of(t + now[c]);
          if (join != UINT32_MAX && !value[join].empty() && slot < slots) now[c] += value[join][slot];
        } else if (node.kind == ir::NodeKind::Call) {
          now[c] = (*inner[0])[c];
          now[c] += onward(node, t + now[c]);
        } else {
          now[c] = one(node, step, t);
        }
        const double was = value[i].empty() ? 0 : value[i][c];
        change = std::max(change, std::abs(now[c] - was));
      }
      value[i] = std::move(now);
    }
    if (change < settled) break;
  }
  --walker_.depth_;
  compiled.values[index] = std::move(value[place[region.entry.index]]);
  if (compiled.values[index].empty()) compiled.values[index].assign(slots, 0.0);
}

}  // namespace wain::estimate
