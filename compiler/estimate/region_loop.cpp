// Loops without parallels and calls are walked in the order of time: what comes round comes later, so that
// one pass over the line does for all rounds.
#include <algorithm>
#include <cmath>

#include "analysis/flow_graph.h"
#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Mass in one cell that is dropped; of the 1e-9 that a loop may lose.
constexpr double negligible_cell = 1e-15;
constexpr double negligible = 1e-9;
/// Weeks after which a loop is asked whether it has settled, and no more than can be waited for.
constexpr std::size_t first_look = 3, most_rounds = 2'000;
/// Longer ones are walked step by step: from cell to cell their densities do not stay in the cache.
constexpr std::size_t longest = 200;
/// Rounds within one cell, for loops that take no time.
constexpr std::size_t most_turns = 1'000'000;

}  // namespace

void Walker::find_loops(const ir::Process& process, Compiled& compiled) {
  compiled.loop.assign(process.nodes.size(), UINT32_MAX);
  analysis::FlowGraph graph(process, compiled.prepared->reach);
  for (const analysis::Component& component : analysis::components(graph)) {
    const auto plain = [&](ir::NodeId id) {
      const ir::NodeKind kind = process[id].kind;
      return kind != ir::NodeKind::Fork && kind != ir::NodeKind::Call && kind != ir::NodeKind::Join;
    };
    if (!component.cyclic || component.nodes.size() > longest ||
        !std::all_of(component.nodes.begin(), component.nodes.end(), plain))
      continue;
    for (const ir::NodeId node : component.nodes)
      compiled.loop[node.index] = static_cast<std::uint32_t>(compiled.loops.size());
    compiled.loops.push_back(component.nodes);
  }
}

double RegionWalk::loop_mass(const std::vector<ir::NodeId>& nodes) const {
  double mass = 0;
  for (const ir::NodeId node : nodes)
    for (const Cell& cell : pending_[place_[node.index]].cells()) mass += cell.mass;
  return mass;
}

void RegionWalk::loop(const std::vector<ir::NodeId>& nodes) {
  const bool repeats = walker_.context_.desks.timeline().repeats();
  const double enough = negligible * std::max(1e-3, loop_mass(nodes));
  std::vector<Density> before;
  std::vector<Passage> passages;
  passages.reserve(nodes.size());
  for (const ir::NodeId node : nodes)
    passages.emplace_back(compiled_.steps[node.index], walker_.context_.desks.timeline().grid().alike());
  double mass_before = 0, age_before = 0;
  for (std::size_t round = 0; !walker_.failed_; ++round) {
    std::size_t end = 0;
    for (looping_ = 0;; ++looping_) {  // the end moves on while cases come later
      end = 0;
      for (const ir::NodeId node : nodes) end = std::max(end, pending_[place_[node.index]].end());
      if (looping_ >= end || walker_.failed_) break;
      loop_cell(nodes, passages, looping_);
    }
    const double mass = loop_mass(nodes);
    if (!repeats || last_round_ || mass <= enough) break;
    if (round >= most_rounds) {
      walker_.about_ = true;
      walker_.add(WhyNot::Kind::LoopTruncated, id_, nodes.front());
      break;
    }
    // From one Monday to the next: when only the mass changes, all later weeks are one geometric series.
    double age = 0, difference = 0;
    for (const ir::NodeId node : nodes) age += pending_[place_[node.index]].age();
    const double ratio = mass_before > 0 ? mass / mass_before : 1;
    for (std::size_t i = 0; i < before.size() && difference < 1e-7; ++i) {
      const auto& now = pending_[place_[nodes[i].index]].cells();
      const auto& then = before[i].cells();
      for (std::size_t c = 0; c < now.size(); ++c)
        difference += std::abs(now[c].mass / mass - (c < then.size() ? then[c].mass / mass_before : 0));
    }
    if (round >= first_look && ratio < 1 && difference < 1e-7 && !before.empty()) {
      const double week = age / mass - age_before / mass_before;
      for (const ir::NodeId node : nodes) {
        Density& density = pending_[place_[node.index]];
        for (Cell& cell : density.cells()) cell.age += cell.mass * week * ratio / (1 - ratio);
        density.scale(1 / (1 - ratio));
      }
      last_round_ = true;
    }
    before.clear();
    for (const ir::NodeId node : nodes) before.push_back(pending_[place_[node.index]]);
    mass_before = mass;
    age_before = age;
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    count(nodes[i], compiled_.steps[nodes[i].index], passages[i].spent());
    pending_[place_[nodes[i].index]] = Density();
  }
  last_round_ = false;
}

/// Everything that comes within one cell, round by round.
void RegionWalk::loop_cell(const std::vector<ir::NodeId>& nodes, std::vector<Passage>& passages,
                           std::size_t cell) {
  bool any = true;
  for (std::size_t turn = 0; any && turn < most_turns && !walker_.failed_; ++turn) {
    any = false;
    walker_.spend(nodes.size() / 4);  // to look is cheaper than to move
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Density& pending = pending_[place_[nodes[i].index]];
      const Cell cases = pending.take(cell);
      if (cases.mass <= negligible_cell) continue;
      any = true;
      loop_step(nodes[i], passages[i], pending.spread(cell, cases), cases);
    }
  }
}

void RegionWalk::loop_step(ir::NodeId id, Passage& passage, Spread spread, const Cell& cell) {
  NodeSums& sums = sums_[id.index];
  sums.mass += counting_.visits * cell.mass;
  sums.critical_mass += counting_.critical * cell.mass;
  if (compiled_.steps[id.index].kind == Step::Kind::Work)
    compiled_.seen[id.index].mass += counting_.visits * cell.mass;
  if (walker_.watching_ && walker_.watching_->process == id_ && walker_.watching_->node == id) {
    Density seen(walker_.context_.desks.timeline().grid());
    seen.add(spread, cell.mass, cell.age);
    walker_.watched_.add(seen, counting_.visits);
  }
  pieces_.clear();
  passage.pass(spread, cell.mass, cell.age / cell.mass, pieces_);
  passage.finish(pieces_);
  if (!walker_.spend(pieces_.size() + 1)) return;
  for (const Piece& piece : pieces_) {
    if (piece.timeout) {
      loop_on(piece.timeout, piece, 1);
      continue;
    }
    for (const ir::EdgeId edge : process_[id].out)
      if (const double share = compiled_.prepared->shares[edge.index]; share > 0) loop_on(edge, piece, share);
  }
}

void RegionWalk::loop_on(ir::EdgeId edge, const Piece& piece, double share) {
  const Grid& grid = walker_.context_.desks.timeline().grid();
  const ir::NodeId to = process_[edge].to;
  Density* target = nullptr;
  if (process_[to].kind == ir::NodeKind::End || regions_.leaves(region_, process_[edge])) {
    target = &exits_.at(edge);
  } else if (regions_.of(to) == region_) {
    if (last_sweep_ && place_[to.index] <= sweeping_ && compiled_.loop[to.index] == UINT32_MAX) return;
    target = &pending_[place_[to.index]];
    // In the last week of a series, what would be left for the next one is counted already.
    const bool inner = compiled_.loop[to.index] != UINT32_MAX &&
                       compiled_.loop[to.index] == compiled_.loop[process_[edge].from.index];
    const double at = piece.at.begin - std::floor(piece.at.begin / grid.span()) * grid.span();
    if (inner && last_round_ && at < grid.begin(looping_)) return;
  } else {
    target = &exits_.joined;
  }
  if (!target->is_set()) *target = Density(grid);
  const double lost = target->lost();
  target->add(piece.at, share * piece.mass, share * piece.age);
  walker_.lost_ += counting_.visits * (target->lost() - lost);
}

}  // namespace wain::estimate
