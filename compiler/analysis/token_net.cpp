#include "analysis/token_net.h"

#include <algorithm>
#include <map>
#include <utility>

namespace wain::analysis {
namespace {

/// Deeper nesting is left to the search.
constexpr int most_passes = 64;

ir::NodeId partner_fork(const ir::Process& process, const ir::Node& join) {
  const bool paired = join.partner && process[join.partner].kind == ir::NodeKind::Fork;
  return paired ? join.partner : ir::NodeId{};
}

class NetBuilder {
public:
  NetBuilder(const ir::Process& process, const Reach& reach)
      : process_(process), reach_(reach), arc_of_(process.edges.size(), none) {}

  Net run() && {
    net_.out.resize(process_.nodes.size());
    net_.in.resize(process_.nodes.size());
    net_.joins.resize(process_.nodes.size());
    net_.arcs.push_back({{}, {0}, {}, {}, true, false});
    net_.in[0].push_back(0);
    for (const ir::NodeId node : reach_.order) {
      for (std::size_t i = 0; i < process_[node].out.size(); ++i) add(node, i);
    }
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind == ir::NodeKind::Join) net_.joins[node.index] = need(node);
    }
    return std::move(net_);
  }

private:
  static constexpr std::uint32_t none = UINT32_MAX;

  void add(ir::NodeId from, std::size_t exit) {
    const ir::EdgeId id = process_[from].out[exit];
    const ir::Edge& edge = process_[id];
    arc_of_[id.index] = static_cast<std::uint32_t>(net_.arcs.size());
    net_.out[from.index].push_back(arc_of_[id.index]);
    net_.in[edge.to.index].push_back(arc_of_[id.index]);
    const bool always = edge.kind != ir::EdgeKind::When && !edge.guard && !edge.share;
    net_.arcs.push_back({from, edge.to, where(edge, exit), {}, always, false});
  }

  [[nodiscard]] ir::BranchId where(const ir::Edge& edge, std::size_t exit) const {
    const ir::Node& from = process_[edge.from];
    if (process_[edge.to].kind != ir::NodeKind::Join) return process_[edge.to].branch;
    const ir::NodeId fork = partner_fork(process_, process_[edge.to]);
    if (fork && edge.from == fork && exit < from.branches.size()) return from.branches[exit];
    const ir::BranchId branch = fork ? branch_of(process_, edge.from, fork) : ir::BranchId{};
    return branch ? branch : process_[edge.to].branch;
  }

  [[nodiscard]] JoinNeed need(ir::NodeId join) const {
    JoinNeed result;
    result.fork = partner_fork(process_, process_[join]);
    std::map<ir::BranchId, std::size_t> of_branch;
    for (const ir::EdgeId id : process_[join].in) {
      const std::uint32_t arc = arc_of_[id.index];
      const ir::BranchId branch =
          result.fork && arc != none ? branch_of(process_, process_[id].from, result.fork) : ir::BranchId{};
      const auto [at, is_new] = of_branch.try_emplace(branch, result.groups.size());
      if (is_new || !branch) result.groups.emplace_back();
      if (arc != none) result.groups[branch ? at->second : result.groups.size() - 1].push_back(arc);
    }
    result.wanted = static_cast<std::uint32_t>(result.groups.size());
    if (!result.fork) return result;
    const ir::Node& fork = process_[result.fork];
    result.inclusive = fork.inclusive;
    result.wanted = static_cast<std::uint32_t>(fork.out.size());
    if (fork.join_rule == ir::JoinRule::First || fork.inclusive) result.wanted = 1;
    if (fork.join_rule == ir::JoinRule::KOfN) result.wanted = fork.join_count;
    return result;
  }

  const ir::Process& process_;
  const Reach& reach_;
  std::vector<std::uint32_t> arc_of_;  // by edge
  Net net_;
};

class Reduction {
public:
  Reduction(const ir::Process& process, Net& net) : process_(process), net_(net) {}

  void run() {
    for (int pass = 0; pass < most_passes && changed_; ++pass) {
      changed_ = false;
      for (std::uint32_t node = 0; node < net_.out.size(); ++node) {
        drop_doubles({node});
        shorten({node});
        take_in_next({node});
      }
    }
  }

private:
  [[nodiscard]] ir::NodeKind kind(ir::NodeId node) const { return process_[node].kind; }
  /// Takes one token and gives one.
  [[nodiscard]] bool chooses(ir::NodeId node) const {
    return kind(node) != ir::NodeKind::Fork && kind(node) != ir::NodeKind::Join;
  }
  [[nodiscard]] bool is_plain_fork(ir::NodeId node) const {
    const ir::Node& fork = process_[node];
    return kind(node) == ir::NodeKind::Fork && !fork.inclusive && !fork.partner && fork.branches.empty();
  }
  [[nodiscard]] bool is_plain_join(ir::NodeId node) const {
    return kind(node) == ir::NodeKind::Join && !net_.joins[node.index].fork;
  }
  static void remove(std::vector<std::uint32_t>& arcs, std::uint32_t arc) {
    arcs.erase(std::find(arcs.begin(), arcs.end(), arc));
  }
  void drop(std::uint32_t arc) {
    Arc& of = net_.arcs[arc];
    remove(net_.out[of.from.index], arc);
    remove(net_.in[of.to.index], arc);
    of.gone = true;
    changed_ = true;
  }

  /// Ways of one choice, or of one fork, that lead to the same place; and a choice's way back to itself.
  void drop_doubles(ir::NodeId node) {
    if (net_.out[node.index].size() < 2 || !(chooses(node) || is_plain_fork(node))) return;
    std::map<std::pair<ir::NodeId, ir::BranchId>, std::uint32_t> known;
    const std::vector<std::uint32_t> out = net_.out[node.index];
    for (const std::uint32_t arc : out) {
      const Arc& of = net_.arcs[arc];
      const bool back = chooses(node) && of.to == node && of.where == process_[node].branch;
      if (back && net_.out[node.index].size() > 1) {
        drop(arc);
        continue;
      }
      if (chooses(node) ? kind(of.to) == ir::NodeKind::Join : !is_plain_join(of.to)) continue;
      const auto [kept, is_new] = known.try_emplace({of.to, of.where}, arc);
      if (is_new) continue;
      if (!chooses(node)) {
        // What a run does on both ways is still done.
        std::vector<ir::NodeId>& over = net_.arcs[kept->second].over;
        over.insert(over.end(), of.over.begin(), of.over.end());
        JoinNeed& need = net_.joins[of.to.index];
        need.groups.erase(std::find(need.groups.begin(), need.groups.end(), std::vector<std::uint32_t>{arc}));
        --need.wanted;
      }
      drop(arc);
    }
  }

  /// One way in and one way out: the two become one.
  void shorten(ir::NodeId node) {
    if (node.index == 0 || net_.in[node.index].size() != 1 || net_.out[node.index].size() != 1) return;
    if (!chooses(node) && !is_plain_fork(node) &&
        !(is_plain_join(node) && net_.joins[node.index].groups.size() == 1))
      return;
    const std::uint32_t before = net_.in[node.index].front();
    const std::uint32_t after = net_.out[node.index].front();
    Arc& first = net_.arcs[before];
    Arc& second = net_.arcs[after];
    if (before == after || first.where != second.where || first.where != process_[node].branch) return;
    std::vector<ir::NodeId> over = std::move(first.over);
    over.push_back(node);
    over.insert(over.end(), second.over.begin(), second.over.end());
    second.over = std::move(over);
    second.from = first.from;
    second.always = first.always;
    first.gone = true;
    std::replace(net_.out[first.from.index].begin(), net_.out[first.from.index].end(), before, after);
    net_.in[node.index].clear();
    net_.out[node.index].clear();
    changed_ = true;
  }

  /// A choice behind which only another choice can come makes that one's, too.
  void take_in_next(ir::NodeId node) {
    if (!chooses(node) || net_.out[node.index].size() != 1) return;
    const std::uint32_t between = net_.out[node.index].front();
    const Arc way = net_.arcs[between];
    const ir::BranchId here = process_[node].branch;
    if (way.to == node || !chooses(way.to) || kind(way.to) == ir::NodeKind::End ||
        net_.in[way.to.index].size() != 1 || way.where != here || process_[way.to].branch != here)
      return;
    std::vector<std::uint32_t> exits = std::move(net_.out[way.to.index]);
    net_.out[way.to.index].clear();
    for (const std::uint32_t exit : exits) {
      Arc& of = net_.arcs[exit];
      of.from = node;
      of.over.insert(of.over.begin(), way.to);
      of.over.insert(of.over.begin(), way.over.begin(), way.over.end());
    }
    drop(between);
    net_.out[node.index] = std::move(exits);
  }

  const ir::Process& process_;
  Net& net_;
  bool changed_ = true;
};

}  // namespace

Net token_net(const ir::Process& process, const Reach& reach) { return NetBuilder(process, reach).run(); }

void reduce(const ir::Process& process, Net& net) { Reduction(process, net).run(); }

bool is_within(const ir::Process& process, ir::BranchId inner, ir::BranchId outer) {
  if (!outer) return true;
  for (ir::BranchId at = inner; at; at = process[at].parent) {
    if (at == outer) return true;
  }
  return false;
}

}  // namespace wain::analysis
