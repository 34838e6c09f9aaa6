#include "estimate/walk.h"

#include <algorithm>
#include <cmath>

#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Moves of mass before a process is called too large: some seconds.
constexpr std::uint64_t most_work = 80'000'000;
constexpr unsigned most_depth = 128;
/// Mass below this is dropped.
constexpr double negligible = 1e-9;
/// Rounds of a loop that are walked one by one before it is asked whether they have become alike.
constexpr std::size_t first_look = 24;
constexpr std::size_t most_sweeps = 20'000;

}  // namespace

Walker::Walker(WalkContext context) : context_(std::move(context)) {}
Walker::~Walker() = default;

void Walker::watch(ir::ProcessId process, ir::NodeId node) { watching_ = Instant{process, node}; }

Seen Walker::seen(ir::ProcessId process, ir::NodeId node) const {
  const auto known = compiled_.find(process.index);
  return known == compiled_.end() ? Seen{} : known->second->seen[node.index];
}

void Walker::add(WhyNot::Kind kind, ir::ProcessId process, ir::NodeId node) {
  note(why_, cause(kind, process, node));
}

bool Walker::spend(std::uint64_t moves) {
  work_ += moves;
  if (work_ > most_work && !failed_) {
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
  for (const ir::NodeId node : result.prepared->reach.order) {
    if (result.prepared->flow.visits[node.index] <= 0) continue;
    const bool instantly =
        context_.instant && context_.instant->process == id && context_.instant->node == node;
    result.steps[node.index] = step_of(context_.desks, id, node, instantly, context_.batch_wait,
                                       context_.clock_of_waits, result.causes);
  }
  for (const WhyNot& why : result.causes.why) note(why_, why);
  about_ = about_ || result.causes.about;
  at_least_ = at_least_ || result.causes.at_least;
  failed_ = failed_ || result.causes.unknown;
  find_loops(process, result);
  result.values.resize(result.prepared->regions.all().size());
  return result;
}

std::vector<Ended> Walker::walk(ir::ProcessId process, const Density& start, std::vector<NodeSums>& sums,
                                Counting counting) {
  const Compiled& known = compiled(process);
  std::vector<Ended> ended;
  if (failed_ || !known.prepared->flow.solved) {
    failed_ = true;
    return ended;
  }
  if (++depth_ > most_depth) {
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
  const double enough = negligible * std::max(entry.mass(), 1e-3);
  for (std::size_t sweeps = 0; pending_mass() > enough && !walker_.failed_; ++sweeps) {
    if (sweeps >= most_sweeps) {
      walker_.about_ = true;
      walker_.add(WhyNot::Kind::LoopTruncated, id_, first);
      break;
    }
    if (converged(sweeps)) last_sweep_ = true;
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
/// put into the masses at once, and one last round is walked. Looked at in rounds n and n + 1 for some n.
bool RegionWalk::converged(std::size_t sweeps) {
  if (sweeps < first_look) return false;
  const bool power = (sweeps & (sweeps - 1)) == 0 || sweeps == first_look;
  if (power) {
    before_ = pending_;
    return false;
  }
  if (before_.empty()) return false;
  double mass = 0, mass_before = 0, age = 0, age_before = 0;
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    mass += pending_[i].mass();
    mass_before += before_[i].mass();
    age += pending_[i].age();
    age_before += before_[i].age();
  }
  const double ratio = mass / mass_before;
  double difference = ratio < 1 ? 0 : 1;
  for (std::size_t i = 0; i < pending_.size() && difference < 1e-6; ++i) {
    const auto& now = pending_[i].cells();
    const auto& then = before_[i].cells();
    for (std::size_t c = 0; c < now.size(); ++c) {
      const std::size_t at = pending_[i].first() + c;
      const bool had = at >= before_[i].first() && at - before_[i].first() < then.size();
      difference +=
          std::abs(now[c].mass / mass - (had ? then[at - before_[i].first()].mass / mass_before : 0));
    }
  }
  before_.clear();
  if (difference >= 1e-6) return false;
  const double round = age / mass - age_before / mass_before;  // by so much a case is older a round later
  for (Density& density : pending_) {
    for (Cell& cell : density.cells()) cell.age += cell.mass * round * ratio / (1 - ratio);
    density.scale(1 / (1 - ratio));
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
  if (walker_.watching_ && walker_.watching_->process == id_ && walker_.watching_->node == id)
    walker_.watched_.add(cases, counting_.visits);
  sums_[id.index].mass += counting_.visits * cases.mass();
  sums_[id.index].critical_mass += counting_.critical * cases.mass();
  switch (node.kind) {
    case ir::NodeKind::Fork: fork(id, cases); return;
    case ir::NodeKind::Call: call(id, cases); return;
    default: break;
  }
  const Step& step = compiled_.steps[id.index];
  if (step.kind != Step::Kind::Pass) return pass(id, step, cases);
  for (const ir::EdgeId edge : node.out) on(edge, cases, compiled_.prepared->shares[edge.index]);
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
  const Timeline& time = walker_.context_.desks.timeline();
  Passing passing{step,
                  sums_[id.index],
                  compiled_.seen[id.index],
                  Density(time.span(), time.cell(), time.repeats()),
                  {},
                  0,
                  0,
                  nullptr};
  for (std::size_t i = 0; i < cases.cells().size(); ++i) {
    const Cell& cell = cases.cells()[i];
    if (cell.mass <= 0) continue;
    pass(passing, cases.spread(cases.first() + i, cell), cell.mass, cell.age / cell.mass);
    if (!walker_.spend(passing.moves)) return;
    passing.moves = 0;
  }
  never(id, step, passing.never);
  walker_.lost_ += counting_.visits * passing.done.lost();
  for (const ir::EdgeId edge : process_[id].out)
    on(edge, passing.done, compiled_.prepared->shares[edge.index]);
  for (const Exit& exit : passing.timeouts) on(exit.edge, exit.cases, 1);
}

namespace {

/// Within a spread, instants are asked for so far from its ends: what happens there belongs to the next one.
constexpr double margin = 2e-3;
/// A spread is not halved further.
constexpr double narrow = 0.5;

/// Whether cases that come over a width of time leave in one piece: each way on moves along with the
/// arrival, or waits for one instant. Else a closing time or a meeting lies in between.
bool moves_along(const std::vector<Move>& first, const std::vector<Move>& last, double width) {
  if (first.size() != last.size()) return false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double shift = last[i].at - first[i].at;
    if (first[i].timeout != last[i].timeout || shift < -narrow || shift > width + narrow) return false;
    if (std::abs(first[i].chance - last[i].chance) > 1e-12) return false;
  }
  return true;
}

Move between(const Move& a, const Move& b) {
  Move move = a;
  move.at = (a.at + b.at) / 2;
  move.batch = (a.batch + b.batch) / 2;
  move.hours = (a.hours + b.hours) / 2;
  move.meeting = (a.meeting + b.meeting) / 2;
  move.timer = (a.timer + b.timer) / 2;
  move.outside = (a.outside + b.outside) / 2;
  move.work = (a.work + b.work) / 2;
  move.until_heard = (a.until_heard + b.until_heard) / 2;
  return move;
}

}  // namespace

/// Cases that come spread over less than a cell. Halved where they do not stay together.
void RegionWalk::pass(Passing& passing, Spread spread, double mass, double age) {
  std::vector<std::pair<Spread, double>> parts{{spread, mass}};
  std::vector<Move> last;
  while (!parts.empty()) {
    const auto [part, part_mass] = parts.back();
    parts.pop_back();
    moves_.clear();
    last.clear();
    if (part.width() <= narrow) {
      passing.step.moves(part.mean(), moves_);
      last = moves_;
    } else {
      passing.step.moves(part.begin + margin, moves_);
      passing.step.moves(part.end - margin, last);
    }
    passing.moves += moves_.size() + last.size() + 1;
    if (part.width() > narrow && !moves_along(moves_, last, part.width())) {
      parts.push_back({{part.begin, part.mean()}, part_mass / 2});
      parts.push_back({{part.mean(), part.end}, part_mass / 2});
      continue;
    }
    note_inside(passing.step, passing.seen, part.mean(), part_mass);
    hand_on(passing, part, part_mass, age, last);
  }
}

/// How much of the work comes while somebody is there.
void RegionWalk::note_inside(const Step& step, Seen& seen, double at, double mass) const {
  if (step.kind != Step::Kind::Work || counting_.visits <= 0) return;
  seen.mass += counting_.visits * mass;
  const auto& shifts = step.desk->shifts;
  const bool inside = shifts.empty() || std::any_of(shifts.begin(), shifts.end(), [&](const Shift& shift) {
                        return shift.hours->is_open(at);
                      });
  if (inside) seen.inside += counting_.visits * mass;
}

void RegionWalk::hand_on(Passing& passing, Spread part, double mass, double age,
                         const std::vector<Move>& last) {
  const Timeline& time = walker_.context_.desks.timeline();
  double left = 1;
  for (std::size_t i = 0; i < moves_.size(); ++i) {
    const Move move = between(moves_[i], last[i]);
    const double moved = mass * move.chance;
    left -= move.chance;
    count(passing.sums, passing.step, move, moved);
    const Piece piece{{moves_[i].at, std::max(moves_[i].at, last[i].at)},
                      moved,
                      moved * (age + move.at - part.mean()),
                      move.timeout};
    if (passing.pieces != nullptr) {
      passing.pieces->push_back(piece);
      continue;
    }
    Density* to = &passing.done;
    if (move.timeout) {
      if (passing.timeouts.empty() || passing.timeouts.back().edge != move.timeout)
        passing.timeouts.push_back({move.timeout, Density(time.span(), time.cell(), time.repeats())});
      to = &passing.timeouts.back().cases;
    }
    to->add(piece.at, piece.mass, piece.age);
  }
  if (left > negligible) passing.never += left * mass;
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

void RegionWalk::count(NodeSums& sums, const Step& step, const Move& move, double mass) const {
  const double hour = mass / second_of_hour;
  const double elapsed = move.batch + move.hours + move.meeting + move.timer + move.outside + move.work;
  sums.elapsed += counting_.visits * hour * elapsed;
  sums.touch += counting_.visits * hour * move.work;
  sums.wait_for_meeting += counting_.visits * hour * move.until_heard;
  const double critical = counting_.critical * hour;
  if (critical <= 0) return;
  const auto add = [&](TimeCause cause, double seconds) {
    sums.causes[static_cast<std::size_t>(cause)] += critical * seconds;
  };
  sums.per_case += critical * elapsed;
  add(step.desk != nullptr && step.desk->human ? TimeCause::WorkHuman : TimeCause::WorkMachine, move.work);
  add(TimeCause::Hours, move.hours);
  add(TimeCause::Meeting, move.meeting);
  add(TimeCause::Batch, move.batch);
  add(TimeCause::Timer, move.timer);
  add(TimeCause::Outside, move.outside);
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
