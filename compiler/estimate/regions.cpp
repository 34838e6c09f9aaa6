#include "estimate/regions.h"

#include <algorithm>
#include <numeric>

#include "estimate/visits.h"

namespace wain::estimate {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

/// How many branches each branch stands in, itself included.
std::vector<std::uint32_t> depths(const ir::Process& process) {
  std::vector<std::uint32_t> depth(process.branches.size(), 0);
  std::vector<std::uint32_t> way;
  for (std::uint32_t i = 0; i < depth.size(); ++i) {
    std::uint32_t at = i;
    while (at != none && depth[at] == 0) {
      way.push_back(at);
      at = process.branches[at].parent.index;
    }
    std::uint32_t above = at == none ? 0 : depth[at];
    for (; !way.empty(); way.pop_back()) depth[way.back()] = ++above;
  }
  return depth;
}

}  // namespace

Regions::Regions(const ir::Process& process, const analysis::Reach& reach)
    : process_(process), region_(process.nodes.size(), none), of_branch_(process.branches.size(), none) {
  if (!process.branches.empty()) {
    const std::vector<std::uint32_t> depth = depths(process);
    std::vector<std::uint32_t> order(process.branches.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return depth[a] > depth[b]; });
    for (const std::uint32_t branch : order) {
      of_branch_[branch] = static_cast<std::uint32_t>(regions_.size());
      regions_.push_back({{branch}, {}, process.branches[branch].join, {}});
    }
  }
  regions_.push_back({{}, ir::NodeId{0}, {}, {}});
  parent_.assign(regions_.size(), none);
  for (std::uint32_t i = 0; i + 1 < regions_.size(); ++i) {
    const ir::BranchId above = process[regions_[i].branch].parent;
    parent_[i] = above ? of_branch_[above.index] : outside();
  }
  for (const ir::NodeId node : reach.order) {
    const ir::BranchId branch = process[node].branch;
    const std::uint32_t region = branch ? of_branch_[branch.index] : outside();
    region_[node.index] = region;
    regions_[region].nodes.push_back(node);
    if (process[node].kind != ir::NodeKind::Fork) continue;
    for (const ir::EdgeId edge : process[node].out) {
      const ir::BranchId entered = analysis::branch_of(process, process[edge].to, node);
      if (entered) regions_[of_branch_[entered.index]].entry = process[edge].to;
    }
  }
}

std::vector<ForkBranch> Regions::branches(ir::NodeId fork) const {
  std::vector<ForkBranch> result;
  for (const ir::EdgeId edge : process_[fork].out) {
    const ir::BranchId branch = analysis::branch_of(process_, process_[edge].to, fork);
    result.push_back({edge, branch ? of_branch_[branch.index] : none});
  }
  return result;
}

namespace {

/// v(join) of a fork's join, and what leaves its branches, from the chances of the branches alone.
struct JoinShares {
  double joined = 0;  // the chance that the join is reached
  double scale = 1;   // what each leaving edge keeps of its own chance, so that the total is 1
};

/// `reach`: by branch, the chance that it comes to the join. First and k of n: an upper bound of the join,
/// and leaving edges as if nobody were faster.
JoinShares join_shares(ir::JoinRule rule, std::uint32_t k, const std::vector<double>& reach) {
  JoinShares result;
  if (rule == ir::JoinRule::All) k = static_cast<std::uint32_t>(reach.size());
  if (rule == ir::JoinRule::First) k = 1;
  if (k >= reach.size()) {
    result.joined = 1;
    double leaving = 0;
    for (const double r : reach) {
      result.joined *= r;
      leaving += 1 - r;
    }
    if (leaving > 0) result.scale = (1 - result.joined) / leaving;
    return result;
  }
  // The chance that at least k of them come: by how many have come so far.
  std::vector<double> come(k + 1, 0.0);
  come[0] = 1;
  for (const double r : reach) {
    come[k] += come[k - 1] * r;
    for (std::uint32_t i = k - 1; i > 0; --i) come[i] = come[i] * (1 - r) + come[i - 1] * r;
    come[0] *= 1 - r;
  }
  result.joined = std::min(1.0, come[k]);
  return result;
}

/// Solves the regions from the inside out, then hands the visits down.
class FlowSolver {
public:
  FlowSolver(const ir::Process& process, const Regions& regions, const std::vector<double>& shares)
      : process_(process),
        regions_(regions),
        shares_(shares),
        local_(process.nodes.size(), none),
        solved_(regions.all().size()),
        scale_(process.branches.empty() ? 0 : process.nodes.size(), 1.0) {
    result_.visits.assign(process.nodes.size(), 0.0);
    result_.edges.assign(process.edges.size(), 0.0);
    result_.tries.assign(process.edges.size(), 0.0);
  }

  FlowOfShares run() && {
    for (std::uint32_t i = 0; i < regions_.all().size(); ++i)
      if (!solve(i)) return std::move(result_);
    hand_down();
    return std::move(result_);
  }

private:
  /// An edge out of a parallel, and how often it is taken per visit of the region it leaves.
  struct Leaving {
    ir::EdgeId edge;
    double times;
  };
  struct Solved {
    std::vector<double> visits;  // by place in the region's nodes, per entry
    double reach = 0;            // the chance to come to the region's join
    std::vector<Leaving> leaving;
  };

  bool solve(std::uint32_t index) {
    const Region& region = regions_.all()[index];
    if (!region.entry.valid() || regions_.of(region.entry) != index) return true;  // no case comes in
    for (std::uint32_t i = 0; i < region.nodes.size(); ++i) local_[region.nodes[i].index] = i;
    arcs_.clear();
    joins_.clear();
    leaves_.clear();
    for (std::uint32_t i = 0; i < region.nodes.size(); ++i) {
      if (process_[region.nodes[i]].kind == ir::NodeKind::Fork)
        fork(index, i);
      else
        for (const ir::EdgeId edge : process_[region.nodes[i]].out) arc(index, i, edge, shares_[edge.index]);
    }
    std::vector<double> source(region.nodes.size(), 0.0);
    source[local_[region.entry.index]] = 1;
    Visits visits = solve_visits(source, arcs_);
    if (!visits.solved()) {
      result_.endless = region.nodes[visits.endless];
      std::fill(result_.visits.begin(), result_.visits.end(), 0.0);
      return false;
    }
    Solved& solved = solved_[index];
    for (const auto& [node, chance] : joins_) solved.reach += visits.of[node] * chance;
    solved.reach = std::min(1.0, solved.reach);
    for (const auto& [node, leaving] : leaves_)
      if (visits.of[node] > 0) solved.leaving.push_back({leaving.edge, leaving.times * visits.of[node]});
    solved.visits = std::move(visits.of);
    return true;
  }

  /// One way on from the i-th node of a region: within it, to its join, or out of it.
  void arc(std::uint32_t region, std::uint32_t from, ir::EdgeId edge, double chance) {
    if (chance <= 0) return;
    const ir::NodeId to = process_[edge].to;
    if (regions_.leaves(region, process_[edge]))
      leaves_.push_back({from, {edge, chance}});
    else if (regions_.of(to) == region)
      arcs_.push_back({from, local_[to.index], chance});
    else if (to == regions_.all()[region].join)
      joins_.emplace_back(from, chance);
  }

  void fork(std::uint32_t region, std::uint32_t from) {
    const ir::NodeId id = regions_.all()[region].nodes[from];
    const ir::Node& node = process_[id];
    const std::vector<ForkBranch> branches = regions_.branches(id);
    std::vector<double> reach;
    for (const ForkBranch& branch : branches) {
      const double taken = shares_[branch.edge.index];
      const double comes = branch.region == none ? 1 : solved_[branch.region].reach;  // 0 if it only ends
      reach.push_back(1 - taken * (1 - comes));
    }
    const JoinShares join = join_shares(node.join_rule, node.join_count, reach);
    scale_[id.index] = join.scale;
    if (join.joined > 0 && node.partner.valid() && regions_.of(node.partner) == region)
      arcs_.push_back({from, local_[node.partner.index], join.joined});
    for (const ForkBranch& branch : branches) {
      if (branch.region == none) continue;
      if (regions_.only_ends(branch)) arc(region, from, branch.edge, shares_[branch.edge.index] * join.scale);
      for (const Leaving& leaving : solved_[branch.region].leaving)
        arc(region, from, leaving.edge, leaving.times * shares_[branch.edge.index] * join.scale);
    }
  }

  void hand_down() {
    std::vector<double> entered(regions_.all().size(), 0.0);
    entered[regions_.outside()] = 1;
    for (std::uint32_t i = regions_.outside() + 1; i-- > 0;) {
      const Region& region = regions_.all()[i];
      const std::vector<double>& visits = solved_[i].visits;
      if (entered[i] <= 0 || visits.empty()) continue;
      for (std::uint32_t n = 0; n < region.nodes.size(); ++n)
        hand_down(i, region.nodes[n], entered[i] * visits[n], entered);
    }
    for (const Region& region : regions_.all())  // ends stand in branches, too
      for (const ir::NodeId node : region.nodes)
        if (process_[node].kind == ir::NodeKind::End && node.index != 0) {
          double& visits = result_.visits[node.index] = 0;
          for (const ir::EdgeId edge : process_[node].in) visits += result_.edges[edge.index];
        }
  }

  void hand_down(std::uint32_t region, ir::NodeId id, double visits, std::vector<double>& entered) {
    result_.visits[id.index] = visits;
    for (const ir::EdgeId edge : process_[id].out) {
      result_.tries[edge.index] = visits * shares_[edge.index];
      result_.edges[edge.index] = result_.tries[edge.index] * kept(region, edge);
    }
    if (process_[id].kind != ir::NodeKind::Fork) return;
    for (const ForkBranch& branch : regions_.branches(id))
      if (branch.region != none) entered[branch.region] += visits * shares_[branch.edge.index];
  }

  /// What remains of an edge that leaves parallels, when others may have left before.
  [[nodiscard]] double kept(std::uint32_t region, ir::EdgeId edge) const {
    double kept = 1;
    const ir::NodeId from = process_[edge].from;
    if (process_[from].kind == ir::NodeKind::Fork) {
      if (process_[process_[edge].to].kind != ir::NodeKind::End) return 1;
      kept = scale_[from.index];
    }
    while (regions_.leaves(region, process_[edge])) {
      kept *= scale_[process_[regions_.all()[region].branch].fork.index];
      region = regions_.parent(region);
    }
    return kept;
  }

  const ir::Process& process_;
  const Regions& regions_;
  const std::vector<double>& shares_;
  std::vector<std::uint32_t> local_;
  std::vector<Solved> solved_;
  std::vector<double> scale_;  // by fork
  std::vector<Arc> arcs_;
  std::vector<std::pair<std::uint32_t, double>> joins_;
  std::vector<std::pair<std::uint32_t, Leaving>> leaves_;
  FlowOfShares result_;
};

/// Marks what stands in the branches of one fork, but for where they begin.
class Bounds {
public:
  Bounds(const ir::Process& process, ir::ProcessId id, const Regions& regions,
         const std::vector<double>& shares, Flow& flow)
      : process_(process), id_(id), regions_(regions), shares_(shares), flow_(flow) {
    flow.upper.resize(static_cast<unsigned>(process.nodes.size()));
    flow.withdrawn.resize(static_cast<unsigned>(process.nodes.size()));
    if (process.branches.empty()) return;
    leaving_.assign(regions.all().size(), 0.0);
    seen_.assign(process.nodes.size(), 0);
    for (std::uint32_t i = 0; i < regions.outside(); ++i)
      for (const ir::NodeId node : regions.all()[i].nodes) gather(i, node);
    for (const Region& region : regions.all())
      for (const ir::NodeId node : region.nodes)
        if (process[node].kind == ir::NodeKind::Fork && flow.visits[node.index] > 0) fork(node);
    mark_behind_races();
  }

private:
  /// What leaves each region around a node.
  void gather(std::uint32_t region, ir::NodeId node) {
    const bool fork = process_[node].kind == ir::NodeKind::Fork;
    for (const ir::EdgeId edge : process_[node].out) {
      if (fork && process_[process_[edge].to].kind != ir::NodeKind::End) continue;
      const double times = flow_.visits[node.index] * shares_[edge.index];
      for (std::uint32_t at = region;
           times > 0 && at != regions_.outside() && regions_.leaves(at, process_[edge]);
           at = regions_.parent(at))
        leaving_[at] += times;
    }
  }

  void fork(ir::NodeId id) {
    const ir::Node& node = process_[id];
    const std::vector<ForkBranch> branches = regions_.branches(id);
    if (branches.size() < 2) return;
    std::size_t leavers = 0;
    for (const ForkBranch& branch : branches) leavers += leaves(branch) ? 1 : 0;
    const bool race = node.join_rule == ir::JoinRule::First ||
                      (node.join_rule == ir::JoinRule::KOfN && node.join_count < branches.size());
    if (race) note(flow_.why, cause(WhyNot::Kind::LaterBranches, id_, id));
    if (leavers > 0 && !race) note(flow_.why, cause(WhyNot::Kind::LeavesParallel, id_, id));
    if (leavers > 1) note(flow_.why, cause(WhyNot::Kind::WhoLeavesFirst, id_, id));
    for (const ForkBranch& branch : branches)
      if (branch.region != none && (race || leavers > (leaves(branch) ? 1U : 0U))) mark(branch.region, id);
    if (race && leavers > 0) races_.push_back(id);
  }

  [[nodiscard]] bool leaves(const ForkBranch& branch) const {
    return branch.region != none && (leaving_[branch.region] > 0 || regions_.only_ends(branch));
  }
  /// All of a branch, with the branches in it, but what the fork leads to and nothing else does.
  void mark(std::uint32_t region, ir::NodeId fork) {
    const ir::NodeId entry = regions_.all()[region].entry;
    if (process_[entry].in.size() > 1) flow_.upper.set(entry.index);
    flow_.withdrawn.set(entry.index);
    ++walk_;
    seen_[entry.index] = walk_;
    std::vector<ir::NodeId> work{entry};
    while (!work.empty()) {
      const ir::NodeId at = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process_[at].out) {
        const ir::NodeId to = process_[edge].to;
        if (seen_[to.index] == walk_ || !analysis::branch_of(process_, to, fork).valid()) continue;
        seen_[to.index] = walk_;
        flow_.upper.set(to.index);
        flow_.withdrawn.set(to.index);
        work.push_back(to);
      }
    }
  }

  /// What comes after races that a branch may leave.
  void mark_behind_races() {
    std::vector<ir::NodeId> work = races_;
    ++walk_;
    while (!work.empty()) {
      const ir::NodeId at = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process_[at].out) {
        const ir::NodeId to = process_[edge].to;
        if (seen_[to.index] == walk_) continue;
        seen_[to.index] = walk_;
        flow_.upper.set(to.index);
        work.push_back(to);
      }
    }
  }

  const ir::Process& process_;
  ir::ProcessId id_;
  const Regions& regions_;
  const std::vector<double>& shares_;
  Flow& flow_;
  std::vector<double> leaving_;  // by region, per case
  std::vector<ir::NodeId> races_;
  std::vector<std::uint32_t> seen_;  // by node: the walk that came by
  std::uint32_t walk_ = 0;
};

}  // namespace

FlowOfShares flow_of(const ir::Process& process, const Regions& regions, const std::vector<double>& shares) {
  return FlowSolver(process, regions, shares).run();
}

void mark_bounds(const ir::Process& process, ir::ProcessId id, const Regions& regions,
                 const std::vector<double>& shares, Flow& flow) {
  Bounds(process, id, regions, shares, flow);
}

}  // namespace wain::estimate
