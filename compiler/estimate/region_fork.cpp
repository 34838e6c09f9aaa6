// Parallels: all branches are walked; the case goes on with the one that its join waits for (2.6).
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <llvm/ADT/STLExtras.h>

#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Parallels nested deeper than this choose the branch that is waited for once and not for each instant.
constexpr unsigned deepest_choice = 4;
constexpr double negligible_mass = 1e-9;

std::uint32_t needed(const ir::Node& fork, std::size_t branches) {
  const auto all = static_cast<std::uint32_t>(branches);
  if (fork.join_rule == ir::JoinRule::First) return 1;
  return fork.join_rule == ir::JoinRule::KOfN ? std::clamp(fork.join_count, 1U, std::max(1U, all)) : all;
}

}  // namespace

RegionWalk::Branching RegionWalk::branching(ir::NodeId node, const Density& cases) {
  Branching result;
  result.fork = node;
  result.branches = regions_.branches(node);
  result.needed = needed(process_[node], result.branches.size());
  result.race = result.needed < result.branches.size();
  BranchValues values(walker_);
  for (const ForkBranch& branch : result.branches) {
    result.taken.push_back(compiled_.prepared->ways[branch.edge.index]);
    result.seconds.push_back(branch.region == UINT32_MAX ? nullptr : &values.of(id_, branch.region));
  }
  weigh(result, cases);
  return result;
}

/// Of the branches that start, the join waits for the one that is the k-th by its mean time from here.
void RegionWalk::weigh(Branching& b, const Density& cases) const {
  const Grid& grid = walker_.context_.desks.timeline().grid();
  const std::size_t count = b.branches.size();
  b.weights.assign(count, std::vector<double>(cases.cells().size(), 0.0));
  std::vector<std::size_t> order(count);
  std::vector<double> seconds(count);
  for (std::size_t c = 0; c < cases.cells().size(); ++c) {
    const double mass = cases.cells()[c].mass;
    if (mass <= 0) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t slot = BranchValues::slot_of(grid, cases.first() + c, cases.cells()[c]);
      seconds[i] = b.seconds[i] == nullptr || slot >= b.seconds[i]->size() ? 0 : (*b.seconds[i])[slot];
    }
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return seconds[x] > seconds[y]; });
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += b.taken[i] * seconds[i];
    b.most += mass * sum;
    if (b.race) {
      const std::size_t waited = order[count - b.needed];
      b.weights[waited][c] = 1;
      b.least += mass * (b.needed == 1 ? seconds[waited] : seconds[order[count - 1]]);
      continue;
    }
    double open = 1;  // no slower branch has started
    for (const std::size_t i : order) {
      b.weights[i][c] = open * b.taken[i];
      b.least += mass * b.weights[i][c] * seconds[i];
      open *= 1 - b.taken[i];
    }
  }
}

Exits RegionWalk::through(const ForkBranch& branch, const Density& cases, Counting counting) {
  Exits exits;
  if (cases.empty()) return exits;
  if (branch.region == UINT32_MAX) {
    exits.joined.add(cases, 1);
    return exits;
  }
  if (regions_.only_ends(branch)) {
    exits.leave(branch.edge, cases, 1);
    return exits;
  }
  return RegionWalk(walker_, id_, branch.region, sums_, counting).run(cases);
}

namespace {

/// The part of a density that a weight for each of its cells leaves.
Density weighted(const Density& cases, const std::vector<double>& weights) {
  Density part = cases;
  double mass = 0;
  for (std::size_t c = 0; c < part.cells().size(); ++c) {
    Cell& cell = part.cells()[c];
    Cell kept;
    kept.add(cell, weights[c]);
    cell = kept;
    mass += cell.mass;
  }
  part.set_mass(mass);
  return part;
}

/// The weight, if it is the same for all cases.
std::optional<double> even_weight(const Density& cases, const std::vector<double>& weights) {
  std::optional<double> weight;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    if (cases.cells()[c].mass <= 0) continue;
    if (!weight) weight = weights[c];
    if (std::abs(*weight - weights[c]) > 1e-12) return std::nullopt;
  }
  return weight;
}

/// Of branches that may leave a parallel of `mass` cases, independently of each other: the chance of each
/// that no other one has left before, by their mean times; and last, that none leaves.
std::vector<double> leaves_first(const std::vector<Exits>& branches, double mass) {
  struct Leaving {
    std::size_t branch;
    double chance = 0, age = 0;  // since the case began: all of them came in alike
  };
  std::vector<Leaving> leaving;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    Leaving one{i};
    for (const Exit& exit : branches[i].leaving) {
      one.chance += exit.cases.mass() / mass;
      one.age += exit.cases.age() / mass;
    }
    if (one.chance > 0) one.age /= one.chance;
    leaving.push_back(one);
  }
  std::stable_sort(leaving.begin(), leaving.end(),
                   [](const Leaving& a, const Leaving& b) { return a.age < b.age; });
  std::vector<double> first(branches.size() + 1);
  double left = 1;
  for (const Leaving& one : leaving) {
    first[one.branch] = left;
    left *= std::max(0.0, 1 - one.chance);
  }
  first.back() = left;
  return first;
}

}  // namespace

void RegionWalk::fork(ir::NodeId id, const Density& cases) {
  if (++walker_.depth_ > 128) {
    walker_.failed_ = true;
    walker_.add(WhyNot::Kind::TooLarge, id_, id);
  }
  if (walker_.failed_) {
    --walker_.depth_;
    return;
  }
  Branching b = branching(id, cases);
  const std::vector<ir::NodeId> nodes = inside(id);
  std::vector<double> before;
  for (const ir::NodeId node : nodes) before.push_back(sums_[node.index].per_case);

  const bool followed = is_followed(b);
  std::optional<Exits> known;
  if (followed && b.race) known = first_done(b, cases);
  double left = 0, joined = 0;
  std::vector<Exits> all;
  std::vector<std::optional<double>> evenly;
  for (std::size_t i = 0; i < b.branches.size(); ++i) {  // everything that is done
    Density started = cases;
    started.scale(b.taken[i]);
    // A branch that is waited for in one proportion at all times need not be walked again for that.
    evenly.push_back(b.taken[i] > 0 ? even_weight(cases, b.weights[i]) : std::nullopt);
    const double critical = evenly.back() ? counting_.critical * *evenly.back() / b.taken[i] : 0;
    all.push_back(through(b.branches[i], started, {counting_.visits, critical}));
    for (const Exit& exit : all.back().leaving) left += exit.cases.mass();
  }
  if (followed && !b.race && (left > 0 || walker_.about_ || overtaken_behind(id)))
    known = first_done(b, cases);
  Exits out = known ? std::move(*known) : Exits{};
  Density none = cases;                                  // no branch has started
  for (std::size_t i = 0; i < b.branches.size(); ++i) {  // what the case waits for
    const Density part = weighted(cases, b.weights[i]);
    none.add(part, -1);
    Exits critical;
    if (evenly[i]) {
      if (*evenly[i] <= 0) continue;
      critical = all[i];
      const double share = *evenly[i] / b.taken[i];
      critical.joined.scale(share);
      for (Exit& exit : critical.leaving) exit.cases.scale(share);
    } else if (walker_.depth_ > deepest_choice && cases.mass() > 0) {
      critical = all[i];
      const double share = b.taken[i] * cases.mass() > 0 ? part.mass() / (b.taken[i] * cases.mass()) : 0;
      critical.joined.scale(share);
      for (Exit& exit : critical.leaving) exit.cases.scale(share);
    } else {
      critical = through(b.branches[i], part, {0, counting_.critical});
    }
    if (known) continue;
    out.joined.add(critical.joined, 1);
    if (b.race)
      for (const Exit& exit : critical.leaving) out.leave(exit.edge, exit.cases, 1);
  }
  if (!known && !b.race && none.mass() > negligible_mass * cases.mass()) out.joined.add(none, 1);
  joined = out.joined.mass();
  if (!known && !b.race && left > 0) {
    const std::vector<double> first = leaves_first(all, cases.mass());
    if (joined > 0) out.joined.scale(first.back() * cases.mass() / joined);
    for (std::size_t i = 0; i < all.size(); ++i)
      for (const Exit& exit : all[i].leaving) out.leave(exit.edge, exit.cases, first[i]);
  }
  double seconds = out.joined.age() - cases.age();
  for (const Exit& exit : out.leaving) seconds += exit.cases.age();
  correct(id, before, seconds);
  note_bounds(b, cases, left > 0,
              known ? std::optional(seconds / cases.mass() / second_of_hour) : std::nullopt);
  --walker_.depth_;

  const ir::NodeId join = process_[id].partner;
  if (join && !out.joined.empty() && regions_.of(join) == region_) {
    const std::uint32_t place = place_[join.index];
    if (!last_sweep_ || place > sweeping_) pending_[place].add(out.joined, 1);
  }
  for (const Exit& exit : out.leaving) on(exit.edge, exit.cases, 1);
}

/// The reachable nodes in the branches of a fork, inner branches included.
std::vector<ir::NodeId> RegionWalk::inside(ir::NodeId fork) const {
  std::vector<ir::NodeId> nodes;
  for (const Region& region : regions_.all()) {
    if (!region.branch || region.nodes.empty()) continue;
    if (analysis::branch_of(process_, region.nodes.front(), fork).valid())
      nodes.insert(nodes.end(), region.nodes.begin(), region.nodes.end());
  }
  return nodes;
}

/// Where branches leave, the walk of the slowest branch counts more or less than the case's own way: what
/// stands in the parallel is scaled to the time that the case spends there.
void RegionWalk::correct(ir::NodeId fork, const std::vector<double>& before, double seconds) {
  if (counting_.critical <= 0) return;
  const std::vector<ir::NodeId> nodes = inside(fork);
  double counted = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) counted += sums_[nodes[i].index].per_case - before[i];
  const double wanted = counting_.critical * seconds / second_of_hour;
  if (counted <= 0 || std::abs(wanted - counted) < 1e-9) return;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    NodeSums& sums = sums_[nodes[i].index];
    const double part = sums.per_case - before[i];
    if (part <= 0) continue;
    // Causes are scaled with the whole: before this parallel was met, they had the same proportions.
    const double factor = (before[i] + part * wanted / counted) / sums.per_case;
    sums.per_case *= factor;
    for (double& cause : sums.causes) cause *= factor;
  }
}

bool RegionWalk::is_certain(const Branching& b) const {
  for (std::size_t i = 0; i < b.branches.size(); ++i)
    if (b.takes_time(i) && b.taken[i] > 0 && !is_certain(b.branches[i].region)) return false;
  return true;
}

void RegionWalk::note_bounds(const Branching& b, const Density& cases, bool some_leave,
                             std::optional<double> followed) {
  if (walker_.together_ > 0) return;  // the walk of all cases tells it
  if (b.branches.size() < 2 || cases.mass() <= 0) return;
  std::size_t timed = 0;
  for (std::size_t i = 0; i < b.branches.size(); ++i) timed += b.takes_time(i) ? 1 : 0;
  // With one branch that takes time, the join of all waits for it and nothing else.
  if (is_certain(b) || (!b.race && timed < 2)) return;
  const ir::Node& fork = process_[b.fork];
  WhyNot why = cause(followed ? WhyNot::Kind::JoinBetween : WhyNot::Kind::JoinBounds, id_, b.fork);
  why.count = b.needed;
  why.of = static_cast<std::uint32_t>(b.branches.size());
  why.a = b.least / cases.mass() / second_of_hour;
  why.b = b.most / cases.mass() / second_of_hour;
  const bool first = b.race && b.needed == 1;
  if (first) {
    why.b = why.a;
    why.a = std::min(why.b, followed.value_or(0));
  } else if (followed) {
    why.a = std::min(why.a, *followed);  // the range is of means, and who is first comes sooner
    why.b = std::max(why.b, *followed);
  }
  // Who leaves does not wait for the others, and not all who come through sooner end sooner.
  if (followed || (b.race && !first) || some_leave || overtaken_behind(b.fork))
    walker_.about_ = true;
  else
    (first ? walker_.at_most_ : walker_.at_least_) = true;
  if (fork.inclusive) why.count = 0;  // those that start
  for (const WhyNot& known : walker_.why_)
    if (known.kind == why.kind && known.process == why.process && known.node == why.node) return;
  walker_.why_.push_back(why);
}

/// Whether cases that come through a parallel later than others may end sooner.
bool RegionWalk::overtaken_behind(ir::NodeId fork) const {
  std::vector<ir::ProcessId> others;  // one that calls this one, perhaps
  for (const auto& [process, other] : walker_.compiled_)
    if (process != id_.index) others.push_back({process});
  for (const ir::NodeId id : compiled_.prepared->reach.order)
    if (const ir::ProcessId callee = process_[id].callee; callee && compiled_.prepared->comes.test(id.index))
      others.push_back(callee);
  if (llvm::any_of(others, [&](ir::ProcessId other) { return walker_.overtaken(other); })) return true;
  const ir::NodeId join = process_[fork].partner;
  std::vector<ir::NodeId> steps;
  for (const ir::NodeId id : compiled_.prepared->reach.order)
    if (compiled_.steps[id.index].overtaken()) steps.push_back(id);
  return join && analysis::leading_to(process_, compiled_.prepared->reach, steps).test(join.index);
}

/// Whether all cases that come in at one instant leave at one instant.
bool RegionWalk::is_certain(std::uint32_t region) const {
  for (const ir::NodeId id : regions_.all()[region].nodes) {
    if (!compiled_.prepared->comes.test(id.index)) continue;
    if (process_[id].kind == ir::NodeKind::Call || !compiled_.steps[id.index].certain) return false;
    if (process_[id].kind == ir::NodeKind::Fork) {
      for (const ForkBranch& branch : regions_.branches(id))
        if (branch.region != UINT32_MAX && !is_certain(branch.region)) return false;
      continue;
    }
    for (const ir::EdgeId edge : process_[id].out) {
      const double share = compiled_.prepared->ways[edge.index];
      if (share > 0 && share < 1) return false;
    }
  }
  return true;
}

}  // namespace wain::estimate
