// Loops without parallels and calls are walked in the order of time: what comes round comes later, so that
// one pass over the line does for all rounds.
#include <algorithm>
#include <cmath>

#include "analysis/flow_graph.h"
#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Mass in one cell that is dropped, of what a loop may lose: there are some thousand cells at its nodes.
constexpr double a_cell = 1e-4;
/// Weeks after which a loop is given up.
constexpr std::size_t most_rounds = 2'000;
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

/// A loop that is being walked.
struct RegionWalk::Looping {
  const std::vector<ir::NodeId>& nodes;
  struct Onward {
    ir::EdgeId edge;
    double share;
    bool back = false;  // to a node of the loop that comes no later in `nodes`
  };
  std::vector<std::uint32_t> places;        // by place in nodes: in the region's
  std::vector<std::vector<Onward>> onward;  // the same: ways on that are taken
  std::vector<Passage> passages;            // the same
  std::vector<Outflow> done;  // the same: cases that have left a node, by when, and are not shared out yet
};

/// All cases that are in the loop.
std::vector<const Density*> RegionWalk::loop_state(const Looping& loop) const {
  std::vector<const Density*> state;
  for (const ir::NodeId node : loop.nodes) state.push_back(&pending_[place_[node.index]]);
  for (const Outflow& done : loop.done) state.push_back(&done.cases());
  return state;
}

namespace {

double mass_of(const std::vector<const Density*>& state) {
  double mass = 0;
  for (const Density* density : state)
    for (const Cell& cell : density->cells()) mass += cell.mass;
  return mass;
}

/// How two states differ that are each scaled to a mass of 1; no more than tells that it is `enough`.
double difference(const std::vector<const Density*>& now, double mass, const std::vector<Density>& before,
                  double mass_before, double enough) {
  double sum = 0;
  for (std::size_t i = 0; i < before.size() && sum < enough; ++i) {
    const auto& cells = now[i]->cells();
    const auto& then = before[i].cells();
    for (std::size_t c = 0; c < std::max(cells.size(), then.size()); ++c)
      sum += std::abs((c < cells.size() ? cells[c].mass / mass : 0) -
                      (c < then.size() ? then[c].mass / mass_before : 0));
  }
  return sum;
}

}  // namespace

void RegionWalk::loop(const std::vector<ir::NodeId>& nodes) {
  const Grid& grid = walker_.context_.desks.timeline().grid();
  Looping looping{nodes, {}, {}, {}, std::vector<Outflow>(nodes.size(), Outflow(grid))};
  looping.passages.reserve(nodes.size());
  for (const ir::NodeId node : nodes) {
    looping.passages.emplace_back(compiled_.steps[node.index], grid.alike());
    looping.places.push_back(place_[node.index]);
    looping.onward.emplace_back();
    for (const ir::EdgeId edge : process_[node].out)
      if (const double share = compiled_.prepared->ways[edge.index]; share > 0)
        looping.onward.back().push_back({edge, share, leads_back(looping, looping.onward.size() - 1, edge)});
  }
  const double entered = mass_of(loop_state(looping));
  const double enough = walker_.negligible() * std::max(1e-3, entered);
  std::vector<Density> before;
  double mass_before = 0, age_before = 0;
  bool last_round = false;
  for (std::size_t round = 0; !walker_.failed_; ++round) {
    loop_round(looping);
    for (Outflow& done : looping.done) done.start_over();
    const std::vector<const Density*> state = loop_state(looping);
    const double mass = mass_of(state);
    // In the last week of a series, what is left for the next one is counted already.
    if (!grid.repeats() || last_round || mass <= enough) break;
    if (round >= most_rounds) {
      walker_.about_ = true;
      walker_.add(WhyNot::Kind::LoopTruncated, id_, nodes.front());
      break;
    }
    // From one Monday to the next: when only the mass changes, all later weeks are one geometric series.
    double age = 0;
    for (const Density* density : state) age += density->age();
    const double ratio = mass_before > 0 ? mass / mass_before : 1;
    const double alike = shapes_alike(mass, ratio, entered);
    if (!before.empty() && difference(state, mass, before, mass_before, alike) < alike) {
      const double week = age / mass - age_before / mass_before;
      for (const ir::NodeId node : nodes) pending_[place_[node.index]].add_series(ratio, week);
      for (Outflow& done : looping.done) done.start_over().add_series(ratio, week);
      last_round = true;
    }
    before.clear();
    for (const Density* density : state) before.push_back(*density);
    mass_before = mass;
    age_before = age;
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    count(nodes[i], compiled_.steps[nodes[i].index], looping.passages[i].spent());
    walker_.lost_ += counting_.visits * looping.done[i].cases().lost();
    pending_[place_[nodes[i].index]] = Density();
  }
}

/// Once along the line.
void RegionWalk::loop_round(Looping& looping) {
  const Grid& grid = walker_.context_.desks.timeline().grid();
  const auto behind_all = [&] {  // it moves on while cases come later
    std::size_t end = 0;
    for (const std::uint32_t place : looping.places) end = std::max(end, pending_[place].end());
    for (const Outflow& done : looping.done) end = std::max(end, done.cases().end());
    return grid.repeats() && end > 0 ? grid.cells() : end;
  };
  std::size_t end = behind_all();
  for (std::size_t cell = 0; !walker_.failed_; ++cell) {
    if (!grid.repeats() || end == 0) end = behind_all();
    if (cell >= end) {  // whoever still waits for an opening
      for (std::size_t i = 0; i < looping.nodes.size(); ++i) loop_finish(looping, i);
      end = behind_all();
      if (cell >= end) return;
    }
    loop_cell(looping, cell);
  }
}

/// Everything that comes within one cell, round by round.
void RegionWalk::loop_cell(Looping& looping, std::size_t cell) {
  const double end = walker_.context_.desks.timeline().grid().begin(cell + 1);
  const double negligible = walker_.negligible() * a_cell;
  bool any = true;
  for (std::size_t turn = 0; any && turn < most_turns && !walker_.failed_; ++turn) {
    any = false;                              // came to a node that was looked at before
    walker_.spend(looping.nodes.size() / 4);  // to look is cheaper than to move
    for (std::size_t i = 0; i < looping.nodes.size(); ++i) {
      Density& pending = pending_[looping.places[i]];
      const Cell cases = pending.take(cell);
      if (cases.mass > negligible)
        pending.visit(cell, cases, [&](const Coming& coming) { any |= loop_step(looping, i, coming); });
      if (looping.passages[i].gathered_at() < end) any |= loop_finish(looping, i);
      const Cell gone = looping.done[i].take(cell);
      if (gone.mass <= negligible) continue;
      for (const Looping::Onward& way : looping.onward[i]) {
        any |= way.back;
        if (Density* target = loop_target(way.edge)) target->add(cell, gone, way.share);
      }
    }
  }
}

bool RegionWalk::loop_step(Looping& looping, std::size_t place, const Coming& coming) {
  const ir::NodeId id = looping.nodes[place];
  NodeSums& sums = sums_[id.index];
  sums.mass += counting_.visits * coming.mass;
  sums.critical_mass += counting_.critical * coming.mass;
  const Step& step = compiled_.steps[id.index];
  if (step.kind == Step::Kind::Work) compiled_.seen[id.index].mass += counting_.visits * coming.mass;
  if (Density* arrivals = walker_.arrivals_at(compiled_, id))
    arrivals->add(coming.at, counting_.visits * coming.mass, counting_.visits * coming.age);
  pieces_.clear();
  looping.passages[place].pass(coming.at, coming.mass, coming.age / coming.mass, pieces_);
  return loop_leave(looping, place);
}

bool RegionWalk::loop_finish(Looping& looping, std::size_t place) {
  pieces_.clear();
  looping.passages[place].finish(pieces_);
  return loop_leave(looping, place);
}

/// True if a clock takes some of them back to a node that may have been looked at before.
bool RegionWalk::loop_leave(Looping& looping, std::size_t place) {
  walker_.spend(pieces_.size() + 1);
  bool back = false;
  for (const Piece& piece : pieces_) {
    if (!piece.timeout) {
      looping.done[place].add(piece.at, piece.mass, piece.age);
      continue;
    }
    Density* target = loop_target(piece.timeout);
    if (target == nullptr) continue;
    back = back || leads_back(looping, place, piece.timeout);
    const double lost = target->lost();
    target->add(piece.at, piece.mass, piece.age);
    walker_.lost_ += counting_.visits * (target->lost() - lost);
  }
  return back;
}

bool RegionWalk::leads_back(const Looping& looping, std::size_t place, ir::EdgeId edge) const {
  const auto end = looping.nodes.begin() + static_cast<std::ptrdiff_t>(place) + 1;
  return std::find(looping.nodes.begin(), end, process_[edge].to) != end;
}

/// Where an edge leads; null: what goes there is counted already.
Density* RegionWalk::loop_target(ir::EdgeId edge) {
  const ir::NodeId to = process_[edge].to;
  Density* target = &exits_.joined;
  if (process_[to].kind == ir::NodeKind::End || regions_.leaves(region_, process_[edge])) {
    target = &exits_.at(edge);
  } else if (regions_.of(to) == region_) {
    if (last_sweep_ && place_[to.index] <= sweeping_ && compiled_.loop[to.index] == UINT32_MAX)
      return nullptr;
    target = &pending_[place_[to.index]];
  }
  if (!target->is_set()) *target = Density(walker_.context_.desks.timeline().grid());
  return target;
}

}  // namespace wain::estimate
