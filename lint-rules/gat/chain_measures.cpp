#include "rules/gat/chain_measures.h"

#include <algorithm>

#include "analysis/must_flow.h"
#include "rules/gat/derived.h"

namespace wain::lint {
namespace {

bool declares_data(const ir::Node& node) {
  return !node.reads.empty() || !node.sees.empty() || !node.updates.empty() || !node.produces.empty();
}

bool share_a_criterion(const ir::Node& machine, const ir::Node& gate) {
  return std::any_of(gate.judges.begin(), gate.judges.end(), [&](ir::CriterionId criterion) {
    return std::find(machine.checks.begin(), machine.checks.end(), criterion) != machine.checks.end();
  });
}

}  // namespace

std::pair<std::uint32_t, std::uint32_t> chain_lengths(const ChainGround& ground, ir::NodeId start,
                                                      const llvm::BitVector& region) {
  const ir::Process& process = ground.process;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lengths(process.nodes.size(), {UINT32_MAX, 0});
  lengths[start.index] = {0, 0};
  std::uint32_t least = UINT32_MAX, most = 0;
  const auto comes_before = [&](ir::NodeId from, ir::NodeId to) {
    return (from == start || (region.test(from.index) && !ground.ends_walk(from))) &&
           ground.positions[from.index] < ground.positions[to.index] &&
           lengths[from.index].first != UINT32_MAX;
  };
  const auto over = [&](const std::vector<ir::EdgeId>& edges, ir::NodeId to) {
    std::pair<std::uint32_t, std::uint32_t> best{UINT32_MAX, 0};
    for (const ir::EdgeId edge : edges) {
      const ir::NodeId from = process[edge].from;
      if (!is_onward(process[edge]) || !comes_before(from, to)) continue;
      best.first = std::min(best.first, lengths[from.index].first);
      best.second = std::max(best.second, lengths[from.index].second);
    }
    return best;
  };
  for (const ir::NodeId node : ground.reach.order) {
    if (!region.test(node.index) || node == start) continue;
    auto& length = lengths[node.index];
    length = over(process[node].in, node);
    if (process[node].kind == ir::NodeKind::Join && process[node].partner &&
        process[process[node].partner].join_rule == ir::JoinRule::All) {
      std::uint32_t longest = 0;
      for (const analysis::JoinInput& input : analysis::join_inputs(process, ground.reach, node)) {
        std::vector<ir::EdgeId> edges = input.edges;
        if (input.skipped_by) edges.push_back(input.skipped_by);
        if (const std::uint32_t branch = over(edges, node).first; branch != UINT32_MAX)
          longest = std::max(longest, branch);
      }
      if (length.first != UINT32_MAX) length.first = longest;
    }
    if (length.first == UINT32_MAX) continue;
    if (ground.map.counts(node)) {
      ++length.first;
      ++length.second;
    } else if (is_call_in_the_way(ground, node)) {
      const CalleeGates* inside = ground.callee(process[node]);
      length.first += inside->least;
      length.second += inside->most;
    }
    most = std::max(most, length.second);
    if (ground.ends_walk(node)) least = std::min(least, length.first);
  }
  return {std::min(least, most), most};
}

std::vector<ir::Path> judged_on(const ChainGround& ground, ir::NodeId id) {
  const ir::Node& node = ground.process[id];
  if (node.kind != ir::NodeKind::Call)
    return ground.map.counts(id) ? looked_at(node) : std::vector<ir::Path>{};
  std::vector<ir::Path> result;
  if (const CalleeGates* inside = ground.callee(node)) {
    for (const ir::Path& path : inside->seen) {
      if (auto mapped = analysis::in_caller(ground.view[node.callee], node, path))
        result.push_back(std::move(*mapped));
    }
  }
  return result;
}

bool may_be_seen(const ChainGround& ground, ir::NodeId machine) {
  const ir::Node& maker = ground.process[machine];
  if (!maker.checks.empty() || !declares_data(maker)) return true;
  bool judged = false;
  ground.view.writes(ground.id).anywhere(maker, [&](const ir::Path& made) {
    judged = judged || ground.lookers.judged.test(made.variable.index);
  });
  return judged;
}

llvm::BitVector gates_that_see(const ChainGround& ground, ir::NodeId machine, const llvm::BitVector& region) {
  const ir::Node& maker = ground.process[machine];
  bool silent = !declares_data(maker) && maker.checks.empty();
  llvm::BitVector trail = sees_work_of(ground.view, ground.id, machine, region, ground.lookers,
                                       [&](ir::NodeId id) { return judged_on(ground, id); });
  for (const unsigned i : region.set_bits()) {
    const ir::Node& node = ground.process.nodes[i];
    const bool call = is_call_in_the_way(ground, {i});
    if (!call && !ground.map.counts({i})) continue;
    if (call || declares_data(node)) silent = false;
    if (!call && share_a_criterion(maker, node)) trail.set(i);
  }
  if (silent) trail.set();
  return trail;
}

std::vector<ir::Path> parameters_seen(const ChainGround& ground, const llvm::BitVector& region) {
  std::vector<ir::Path> wanted;
  const auto want = [&](const std::vector<ir::Path>& paths) {
    for (const ir::Path& path : paths) {
      if (std::find(wanted.begin(), wanted.end(), path) == wanted.end()) wanted.push_back(path);
    }
  };
  for (const unsigned i : region.set_bits()) {
    want(judged_on(ground, {i}));
  }
  const analysis::Writes writes = ground.view.writes(ground.id);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    for (const unsigned node : region.set_bits()) {
      bool makes = false;
      writes.anywhere(ground.process.nodes[node],
                      [&](const ir::Path& path) { makes = makes || ir::overlap(path, wanted[i]); });
      if (makes) want(looked_at(ground.process.nodes[node]));
    }
  }
  std::erase_if(wanted, [&](const ir::Path& path) { return !ground.process[path.variable].parameter; });
  return wanted;
}

}  // namespace wain::lint
