#include "estimate/walk.h"

#include <algorithm>
#include <cmath>

#include <llvm/ADT/STLExtras.h>

#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Moves of mass, and cells looked at, before a process is called too large: a second or two for the linter.
constexpr std::uint64_t most_work_of_all = 40'000'000, most_work_of_linter = 12'000'000;
/// To look at a cell is cheaper than to move what is in it.
constexpr std::uint64_t cells_a_move = 4;
constexpr unsigned most_depth = 128;
constexpr std::size_t most_sweeps = 20'000;

}  // namespace

Walker::Walker(WalkContext context) : context_(std::move(context)) {}
Walker::~Walker() = default;

Seen Walker::seen(ir::ProcessId process, ir::NodeId node) const {
  const auto known = compiled_.find(process.index);
  return known == compiled_.end() ? Seen{} : known->second->seen[node.index];
}

std::vector<double> Walker::heard_at(const Desk& desk) const {
  const auto known = heard_.find(&desk);
  return known == heard_.end() ? std::vector<double>() : known->second;
}

Density* Walker::arrivals_at(const Compiled& process, ir::NodeId node) {
  const std::uint32_t at = process.arrivals[node.index];
  return at == UINT32_MAX ? nullptr : &arrivals_[at].cases;
}

void Walker::add(WhyNot::Kind kind, ir::ProcessId process, ir::NodeId node) {
  note(why_, cause(kind, process, node));
}

std::uint64_t Walker::most_work() const {
  return context_.settings.grain() == Grain::Coarse ? most_work_of_linter : most_work_of_all;
}

/// The linter shows two digits, and of the cases in a loop a third come so late that they do not matter.
double Walker::negligible() const { return context_.settings.grain() == Grain::Coarse ? 1e-6 : 1e-9; }

/// Callees before their callers, so that what calls twice what calls twice is counted in no time.
double Walker::nodes_passed(ir::ProcessId start) {
  std::vector<std::pair<ir::ProcessId, bool>> work{{start, false}};
  while (!work.empty()) {
    const auto [id, callees_known] = work.back();
    work.pop_back();
    if (!callees_known && !nodes_passed_.try_emplace(id.index, 0).second) continue;
    if (!callees_known) work.emplace_back(id, true);
    const Prepared& prepared = context_.flows.of(id);
    double nodes = 0;
    for (const ir::NodeId node : prepared.reach.order) {
      const ir::ProcessId callee = context_.settings.definition()[id][node].callee;
      if (!prepared.comes.test(node.index)) continue;
      nodes += 1;
      if (!callee) continue;
      if (callees_known)
        nodes += nodes_passed_[callee.index];
      else
        work.emplace_back(callee, false);
    }
    if (callees_known) nodes_passed_[id.index] = nodes;
  }
  return nodes_passed_[start.index];
}

bool Walker::spend(std::uint64_t moves) {
  work_ += moves;
  if (work_ > most_work() && !failed_) {
    failed_ = true;
    add(WhyNot::Kind::TooLarge, {}, {});
  }
  return !failed_;
}

Walker::Compiled& Walker::compiled(ir::ProcessId id) {
  std::unique_ptr<Compiled>& known = compiled_[id.index];
  if (known) return *known;
  known = std::make_unique<Compiled>();
  Compiled& result = *known;
  result.prepared = &context_.flows.of(id);
  const ir::Process& process = context_.settings.definition()[id];
  result.steps.resize(process.nodes.size());
  result.seen.resize(process.nodes.size());
  result.arrivals.resize(process.nodes.size(), UINT32_MAX);
  for (const ir::NodeId node : result.prepared->reach.order) {
    if (!result.prepared->comes.test(node.index)) continue;
    const bool instantly =
        context_.instant && context_.instant->process == id && context_.instant->node == node;
    result.steps[node.index] = step_of(context_.desks, id, node, instantly, context_.batch_wait,
                                       context_.clock_of_waits, result.causes);
    Step& step = result.steps[node.index];
    step.places = context_.places(id, node);
    if (!step.batches && (step.desk == nullptr || step.desk->sittings.empty())) continue;
    result.arrivals[node.index] = static_cast<std::uint32_t>(arrivals_.size());
    arrivals_.push_back({id, node, Density(context_.desks.timeline().grid())});
  }
  for (const WhyNot& why : result.causes.why) note(why_, why);
  about_ = about_ || result.causes.about;
  at_least_ = at_least_ || result.causes.at_least;
  failed_ = failed_ || result.causes.unknown;
  find_loops(process, result);
  result.values.resize(result.prepared->regions.all().size());
  return result;
}

bool Walker::overtaken(ir::ProcessId id) {
  Compiled& known = compiled(id);
  if (known.overtaken) return *known.overtaken;
  const ir::Process& process = context_.settings.definition()[id];
  const auto is_overtaken = [&](ir::NodeId node) {
    if (!known.prepared->comes.test(node.index)) return false;
    const ir::ProcessId callee = process[node].callee;
    return known.steps[node.index].overtaken() || (callee && overtaken(callee));
  };
  known.overtaken = llvm::any_of(known.prepared->reach.order, is_overtaken);
  return *known.overtaken;
}

std::vector<Ended> Walker::walk(ir::ProcessId process, const Density& start, std::vector<NodeSums>& sums,
                                Counting counting) {
  const Compiled& known = compiled(process);
  std::vector<Ended> ended;
  if (failed_ || !known.prepared->flow.solved) {
    failed_ = true;
    return ended;
  }
  const Grid& grid = context_.desks.timeline().grid();
  const std::size_t moves_a_node = grid.repeats() ? grid.cells() / cells_a_move : 1;
  if (++depth_ > most_depth ||
      nodes_passed(process) * static_cast<double>(moves_a_node) > static_cast<double>(most_work())) {
    failed_ = true;
    add(WhyNot::Kind::TooLarge, process, {});
  } else {
    RegionWalk region(*this, process, known.prepared->regions.outside(), sums, counting);
    for (Exit& exit : region.run(start).leaving)
      ended.push_back({context_.settings.definition()[process][exit.edge].to, std::move(exit.cases)});
  }
  --depth_;
  return ended;
}

Density& Exits::at(ir::EdgeId edge) {
  for (Exit& exit : leaving)
    if (exit.edge == edge) return exit.cases;
  leaving.push_back({edge, {}});
  return leaving.back().cases;
}

void Exits::leave(ir::EdgeId edge, const Density& cases, double factor) { at(edge).add(cases, factor); }

RegionWalk::RegionWalk(Walker& walker, ir::ProcessId process, std::uint32_t region,
                       std::vector<NodeSums>& sums, Counting counting)
    : walker_(walker),
      id_(process),
      process_(walker.context_.settings.definition()[process]),
      compiled_(walker.compiled(process)),
      regions_(compiled_.prepared->regions),
      region_(region),
      nodes_(regions_.all()[region].nodes),
      sums_(sums),
      counting_(counting),
      place_(process_.nodes.size(), UINT32_MAX),
      pending_(nodes_.size()) {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) place_[nodes_[i].index] = i;
}

Exits RegionWalk::run(const Density& entry) {
  const ir::NodeId first = regions_.all()[region_].entry;
  if (!first.valid() || regions_.of(first) != region_) return std::move(exits_);
  pending_[place_[first.index]].add(entry, 1);
  const double enough = walker_.negligible() * std::max(entry.mass(), 1e-3);
  for (std::size_t sweeps = 0; pending_mass() > enough && !walker_.failed_; ++sweeps) {
    if (sweeps >= most_sweeps) {
      walker_.about_ = true;
      walker_.add(WhyNot::Kind::LoopTruncated, id_, first);
      break;
    }
    if (sweeps > 0 && converged(entry.mass())) last_sweep_ = true;
    sweep();
    if (last_sweep_) break;
  }
  return std::move(exits_);
}

double RegionWalk::pending_mass() const {
  double sum = 0;
  for (const Density& density : pending_) sum += density.mass();
  return sum;
}

/// When a round is like the one before but for a factor, all later rounds are one geometric series: it is
/// put into the masses at once, and one last round is walked.
bool RegionWalk::converged(double entered) {
  double mass = 0, mass_before = 0, age = 0, age_before = 0;
  for (std::size_t i = 0; i < before_.size(); ++i) {
    mass += pending_[i].mass();
    mass_before += before_[i].mass();
    age += pending_[i].age();
    age_before += before_[i].age();
  }
  const double ratio = mass_before > 0 ? mass / mass_before : 1;
  const double alike = shapes_alike(mass, ratio, entered);
  double difference = alike > 0 ? 0 : 1;
  for (std::size_t i = 0; i < before_.size() && difference < alike; ++i) {
    const auto& now = pending_[i].cells();
    const auto& then = before_[i].cells();
    const std::size_t first = std::min(pending_[i].first(), before_[i].first());
    const std::size_t end = std::max(pending_[i].end(), before_[i].end());
    const auto mass_at = [](const Density& density, const std::vector<Cell>& cells, std::size_t at) {
      return at >= density.first() && at < density.end() ? cells[at - density.first()].mass : 0;
    };
    for (std::size_t at = first; at < end; ++at)
      difference +=
          std::abs(mass_at(pending_[i], now, at) / mass - mass_at(before_[i], then, at) / mass_before);
  }
  if (difference >= alike) {
    before_ = pending_;
    return false;
  }
  const double round = age / mass - age_before / mass_before;  // by so much a case is older a round later
  for (Density& density : pending_) {
    density.add_series(ratio, round);
  }
  return true;
}

void RegionWalk::sweep() {
  for (sweeping_ = 0; sweeping_ < nodes_.size() && !walker_.failed_; ++sweeping_) {
    if (pending_[sweeping_].empty()) continue;
    if (compiled_.loop[nodes_[sweeping_].index] != UINT32_MAX) {
      loop(compiled_.loops[compiled_.loop[nodes_[sweeping_].index]]);
      continue;
    }
    const Density cases = std::move(pending_[sweeping_]);
    pending_[sweeping_] = Density();
    arrive(sweeping_, cases);
  }
}

void RegionWalk::arrive(std::uint32_t place, const Density& cases) {
  const ir::NodeId id = nodes_[place];
  const ir::Node& node = process_[id];
  if (!walker_.spend(cases.cells().size() / cells_a_move + 1)) return;
  sums_[id.index].mass += counting_.visits * cases.mass();
  sums_[id.index].critical_mass += counting_.critical * cases.mass();
  switch (node.kind) {
    case ir::NodeKind::Fork: fork(id, cases); return;
    case ir::NodeKind::Call: call(id, cases); return;
    default: break;
  }
  const Step& step = compiled_.steps[id.index];
  if (step.kind == Step::Kind::Work) compiled_.seen[id.index].mass += counting_.visits * cases.mass();
  if (step.kind != Step::Kind::Pass) return pass(id, step, cases);
  for (const ir::EdgeId edge : node.out) on(edge, cases, compiled_.prepared->ways[edge.index]);
}

void RegionWalk::on(ir::EdgeId edge, const Density& cases, double factor) {
  if (factor <= 0 || cases.empty()) return;
  const ir::NodeId to = process_[edge].to;
  if (process_[to].kind == ir::NodeKind::End || regions_.leaves(region_, process_[edge])) {
    exits_.leave(edge, cases, factor);
  } else if (regions_.of(to) == region_) {
    const std::uint32_t place = place_[to.index];
    if (last_sweep_ && place <= sweeping_) return;
    pending_[place].add(cases, factor);
  } else {
    exits_.joined.add(cases, factor);
  }
}

void RegionWalk::pass(ir::NodeId id, const Step& step, const Density& cases) {
  const Grid& grid = walker_.context_.desks.timeline().grid();
  Passage passage(step, grid.alike());
  Outflow outflow(grid);
  std::vector<Exit> timeouts;
  const auto hand_on = [&] {
    for (const Piece& piece : pieces_) {
      if (!piece.timeout) {
        outflow.add(piece.at, piece.mass, piece.age);
        continue;
      }
      if (timeouts.empty() || timeouts.back().edge != piece.timeout)
        timeouts.push_back({piece.timeout, Density(grid)});
      timeouts.back().cases.add(piece.at, piece.mass, piece.age);
    }
    walker_.spend(pieces_.size() + 1);
    pieces_.clear();
  };
  pieces_.clear();
  if (Density* arrivals = walker_.arrivals_at(compiled_, id)) arrivals->add(cases, counting_.visits);
  cases.visit([&](const Coming& coming) {
    if (walker_.failed_) return;
    passage.pass(coming.at, coming.mass, coming.age / coming.mass, pieces_);
    hand_on();
  });
  passage.finish(pieces_);
  hand_on();
  count(id, step, passage.spent());
  const Density& done = outflow.start_over();
  walker_.lost_ += counting_.visits * done.lost();
  for (const ir::EdgeId edge : process_[id].out) on(edge, done, compiled_.prepared->ways[edge.index]);
  for (const Exit& exit : timeouts) on(exit.edge, exit.cases, 1);
}

/// On a week that repeats nobody comes too late: then somebody is never there.
void RegionWalk::never(ir::NodeId id, const Step& step, double mass) {
  if (mass <= 0) return;
  walker_.lost_ += counting_.visits * mass;
  if (!walker_.context_.desks.timeline().repeats()) return;
  walker_.failed_ = true;
  walker_.add(
      step.desk != nullptr && step.desk->committee ? WhyNot::Kind::NeverMeets : WhyNot::Kind::NeverOpen, id_,
      id);
}

void RegionWalk::count(ir::NodeId id, const Step& step, const Spent& spent) {
  NodeSums& sums = sums_[id.index];
  const double hour = counting_.visits / second_of_hour;
  const double elapsed = spent.batch + spent.hours + spent.meeting + spent.timer + spent.outside + spent.work;
  sums.elapsed += hour * elapsed;
  sums.touch += hour * spent.work;
  sums.wait_for_meeting += hour * spent.until_heard;
  Seen& seen = compiled_.seen[id.index];
  seen.inside += counting_.visits * spent.inside;
  if (!spent.rung.empty()) seen.rung.resize(spent.rung.size());
  for (std::size_t i = 0; i < spent.rung.size(); ++i) seen.rung[i] += counting_.visits * spent.rung[i];
  if (!spent.heard.empty()) {
    std::vector<double>& heard = walker_.heard_[step.desk];
    heard.resize(spent.heard.size());
    for (std::size_t i = 0; i < heard.size(); ++i) heard[i] += counting_.visits * spent.heard[i];
  }
  never(id, step, spent.never);
  const double critical = counting_.critical / second_of_hour;
  if (critical <= 0) return;
  const auto add = [&](TimeCause cause, double seconds) {
    sums.causes[static_cast<std::size_t>(cause)] += critical * seconds;
  };
  sums.per_case += critical * elapsed;
  add(step.desk != nullptr && step.desk->human ? TimeCause::WorkHuman : TimeCause::WorkMachine, spent.work);
  add(TimeCause::Hours, spent.hours);
  add(TimeCause::Meeting, spent.meeting);
  add(TimeCause::Batch, spent.batch);
  add(TimeCause::Timer, spent.timer);
  add(TimeCause::Outside, spent.outside);
}

void RegionWalk::call(ir::NodeId id, const Density& cases) {
  const ir::Node& node = process_[id];
  const ir::Definition& definition = walker_.context_.settings.definition();
  const ir::Process& callee = definition[node.callee];
  std::vector<NodeSums> inner(callee.nodes.size());
  const std::vector<Ended> ended = walker_.walk(node.callee, cases, inner, counting_);
  if (walker_.failed_) return;
  NodeSums& sums = sums_[id.index];
  double elapsed = -cases.age();
  for (const Ended& one : ended) elapsed += one.cases.age();
  sums.elapsed += counting_.visits * elapsed / second_of_hour;
  for (const NodeSums& one : inner) {
    sums.touch += one.touch;
    sums.wait_for_meeting += one.wait_for_meeting;
    sums.per_case += one.per_case;
    for (std::size_t c = 0; c < time_causes; ++c) sums.causes[c] += one.causes[c];
  }
  for (const Ended& one : ended) {
    for (const ir::EdgeId edge : node.out)
      if (analysis::outcome_of(definition, node, process_[edge]) == callee[one.node].outcome)
        on(edge, one.cases, 1);
  }
}

}  // namespace wain::estimate
