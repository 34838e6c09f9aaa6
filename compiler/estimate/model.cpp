#include "estimate/model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "estimate/arrivals.h"
#include "estimate/batch_arrivals.h"
#include "estimate/batching.h"
#include "estimate/effort.h"
#include "estimate/flows.h"
#include "estimate/pools.h"
#include "estimate/process_times.h"
#include "estimate/queues.h"

namespace wain::estimate {

namespace {

/// Moves of mass that a model spends on counterfactuals: a few seconds. What is asked for later is not
/// computed; counted in moves and never in time, so that answers do not depend on the machine.
constexpr std::uint64_t most_spent = 40'000'000;

}  // namespace

struct Model::State {
  State(const ir::Definition& definition, ir::ScenarioId scenario, Grain grain, Commons* commons)
      : settings(definition, scenario, grain),
        own(commons == nullptr ? std::make_unique<Commons>(definition) : nullptr),
        flows(settings, (commons == nullptr ? *own : *commons).flows),
        zones((commons == nullptr ? *own : *commons).zones) {}

  /// Has the clocks in the flows. What they were before is forgotten, so it comes before anything is asked
  /// for.
  void settle();

  const ArrivalRates& arrivals() {
    if (!rates) rates = arrival_rates(settings, flows);
    return *rates;
  }
  ProcessTimes& process_times(ir::ProcessId process) {
    std::unique_ptr<ProcessTimes>& one = walks[process.index];
    if (!one) one = std::make_unique<ProcessTimes>(settings, flows, arrivals(), zones, process);
    return *one;
  }
  const WalkResult& walk(ir::ProcessId process) {
    const auto known = walked.find(process.index);
    if (known != walked.end()) return known->second;
    return walked.emplace(process.index, process_times(process).walk({})).first->second;
  }
  const Pools& all_pools() {
    if (!pools)
      pools = pools_of(settings, flows, arrivals(), zones,
                       [this](ir::ProcessId process, ir::NodeId node, double per_week) {
                         return mean_batch(process, node, per_week);
                       });
    return *pools;
  }
  const Loads& all_loads() {
    if (loads) return *loads;
    loads = loads_of(settings, all_pools());
    if (!arrivals().complete) {
      WhyNot why;
      why.kind = settings.scenario() == nullptr ? WhyNot::Kind::NoScenario : WhyNot::Kind::NoArrivals;
      loads->why.push_back(why);
    }
    return *loads;
  }

  /// Arrivals at a step, over all runs.
  Seen seen(ir::ProcessId process, ir::NodeId node) {
    Seen sum;
    for (const Stream& stream : arrivals().streams)
      for (const auto& [id, nodes] : walk(stream.process).seen)
        if (id == process) sum.add(nodes[node.index], stream.per_week);
    return sum;
  }

  /// Of a committee that meets.
  const std::optional<MeetingShare>& meeting_share(ir::ActorId committee) {
    const auto [known, fresh] = shares.try_emplace(committee.index);
    if (fresh) known->second = find_meeting_share(committee);
    return known->second;
  }
  std::optional<MeetingShare> find_meeting_share(ir::ActorId committee);
  double mean_batch(ir::ProcessId process, ir::NodeId node);
  double mean_batch(ir::ProcessId process, ir::NodeId node, double per_week);
  BatchArrivals batch_arrivals(ir::ProcessId process, ir::NodeId node);

  Settings settings;
  std::unique_ptr<Commons> own;  // if it shares nothing
  Flows flows;
  Zones& zones;
  std::optional<ArrivalRates> rates;
  std::optional<Pools> pools;
  std::optional<Loads> loads;
  std::map<std::uint32_t, std::unique_ptr<ProcessTimes>> walks;  // by process
  std::map<std::uint32_t, WalkResult> walked;                    // by process
  std::map<std::uint32_t, Times> times;                          // by process
  std::map<std::uint32_t, Queue> queues;                         // by actor
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::optional<Ceiling>> ceilings;
  std::map<std::uint32_t, std::optional<MeetingShare>> shares;                      // by committee
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::optional<double>> uneven;  // by step: mean batch
  std::uint64_t spent = 0;
  bool settled = false;
};

namespace {

bool has_clocks(const ir::Process& process) {
  return std::any_of(process.nodes.begin(), process.nodes.end(),
                     [](const ir::Node& node) { return !node.escalations.empty(); }) ||
         std::any_of(process.edges.begin(), process.edges.end(),
                     [](const ir::Edge& edge) { return edge.kind == ir::EdgeKind::Timeout; });
}

/// What walks saw of one process, weighted by how often it is walked.
void add_seen(std::vector<Seen>& sum, const std::vector<Seen>& nodes, double weight) {
  sum.resize(nodes.size());
  for (std::size_t n = 0; n < nodes.size(); ++n) sum[n].add(nodes[n], weight);
}

/// What is left of a difference of sums is no share: 0 or 1 where only rounding tells it from them.
double share_of(double part, double whole) {
  constexpr double rounding = 1e-9;
  if (part <= rounding * whole) return 0;
  return part >= (1 - rounding) * whole ? 1 : part / whole;
}

ClockShares clock_shares(const std::vector<Seen>& nodes) {
  ClockShares shares;
  shares.rings.resize(nodes.size());
  for (std::size_t n = 0; n < nodes.size(); ++n)
    for (const double rung : nodes[n].rung) shares.rings[n].push_back(share_of(rung, nodes[n].mass));
  return shares;
}

}  // namespace

/// How often a clock rings depends on when cases come, which a walk tells; what it tells goes into the
/// visits. The linter has no time for a second walk.
void Model::State::settle() {
  if (settled) return;
  settled = true;
  const std::vector<ir::Process>& processes = settings.definition().processes;
  if (settings.grain() == Grain::Coarse || std::none_of(processes.begin(), processes.end(), has_clocks))
    return;
  const analysis::CallOrder calls = analysis::call_order(settings.definition());
  std::vector<std::vector<Seen>> seen(processes.size());
  const auto take = [&](ir::ProcessId start, double weight) {
    if (!calls.sound.test(start.index)) return;
    const WalkResult& walked_one = walk(start);
    if (!walked_one.cycle) return;
    for (const auto& [process, nodes] : walked_one.seen) add_seen(seen[process.index], nodes, weight);
  };
  for (const Stream& stream : arrivals().streams) take(stream.process, stream.per_week);
  std::vector<ClockShares> clocks(processes.size());
  for (std::uint32_t p = 0; p < processes.size(); ++p) {
    if (!has_clocks(processes[p])) continue;
    if (seen[p].empty()) take({p}, 1);
    if (!seen[p].empty()) clocks[p] = clock_shares(seen[p]);
  }
  flows.know_clocks(std::move(clocks));
  walks.clear();
  walked.clear();
  rates.reset();
}

Model::Model(const ir::Definition& definition, ir::ScenarioId scenario, Grain grain, Commons* commons)
    : state_(std::make_unique<State>(definition, scenario, grain, commons)) {}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

Model::State& Model::state() const {
  state_->settle();
  return *state_;
}

ir::ScenarioId Model::scenario() const { return state_->settings.scenario_id(); }
const Settings& Model::settings() const { return state_->settings; }
const Flow& Model::flow(ir::ProcessId process) const { return state().flows.of(process).flow; }
double Model::first_pass_yield(ir::ProcessId process) const {
  return state().flows.first_pass_yield(process);
}

const Times& Model::times(ir::ProcessId process) const {
  const auto known = state().times.find(process.index);
  if (known != state().times.end()) return known->second;
  const WalkResult& walk = state().walk(process);
  Times times;
  times.cycle = walk.cycle;
  times.by_outcome = walk.by_outcome;
  times.why = walk.why;
  times.nodes.resize(walk.sums.size());
  for (std::size_t i = 0; walk.cycle && i < walk.sums.size(); ++i) {
    const NodeSums& sums = walk.sums[i];
    if (sums.mass <= 0) continue;
    times.nodes[i] = NodeTime{sums.touch / sums.mass,
                              sums.elapsed / sums.mass,
                              (sums.elapsed - sums.touch) / sums.mass,
                              sums.wait_for_meeting / sums.mass,
                              sums.per_case,
                              sums.causes};
  }
  return state().times.emplace(process.index, std::move(times)).first->second;
}

std::optional<Quantity> Model::cycle_with_queues(ir::ProcessId process) const {
  const WalkResult& walk = state().walk(process);
  if (!walk.cycle || !state().arrivals().complete) return std::nullopt;
  Quantity result = *walk.cycle;
  const ir::Definition& definition = state().settings.definition();
  for (const auto& [id, seen] : walk.seen) {
    for (std::uint32_t n = 0; n < seen.size(); ++n) {
      const ir::Node& node = definition[id].nodes[n];
      const double visits = id == process ? walk.sums[n].critical_mass : seen[n].mass;
      const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
      if (!work || visits <= 0 || definition[node.actor].kind == ir::ActorKind::Committee) continue;
      const Queue& before = queue(node.actor);
      if (!before.wait) return std::nullopt;
      result.hours += visits * before.wait->elapsed_hours;
    }
  }
  return result;
}

std::optional<Ceiling> Model::ceiling(ir::ProcessId process, ir::NodeId node) const {
  const auto [known, fresh] = state().ceilings.try_emplace({process.index, node.index});
  if (!fresh) return known->second;
  const bool timed = state().settings.takes(process, node) != nullptr;
  const std::optional<Quantity> cycle = timed ? times(process).cycle : std::nullopt;
  if (!cycle || cycle->hours <= 0) return std::nullopt;
  if (state().spent > most_spent) return std::nullopt;
  const WalkResult without = state().process_times(process).walk(Instant{process, node});
  state().spent += without.work;
  if (!without.cycle) return std::nullopt;
  Ceiling ceiling;
  ceiling.cycle = *cycle;
  ceiling.saved = {std::max(0.0, cycle->hours - without.cycle->hours),
                   cycle->mark == Mark::Exact ? Mark::Exact : Mark::About};
  ceiling.share = ceiling.saved.hours / cycle->hours;
  return state().ceilings[{process.index, node.index}] = ceiling;
}

std::optional<MeetingShare> Model::State::find_meeting_share(ir::ActorId committee) {
  const ir::Definition& definition = settings.definition();
  const std::optional<ir::Meeting> meeting = settings.meets(committee);
  if (definition[committee].kind != ir::ActorKind::Committee || !meeting) return std::nullopt;
  MeetingShare share;
  share.hours = meeting->length.hours();
  Desks week(settings, Timeline::week(), zones);
  std::vector<Sitting> sittings = week.sittings(committee, meeting->cadence);
  std::erase_if(sittings, [](const Sitting& sitting) { return sitting.held <= 0; });
  share.seats = week.seats_filled(committee, sittings);
  double per_week = 0;
  for (const Hearing& one : hearings(settings, flows, arrivals(), committee)) per_week += one.per_week;
  const double meetings = meetings_a_week(settings, committee, zones);
  if (per_week > 0 && meetings > 0) {
    const double mean = per_week / meetings;
    share.cases = mean / -std::expm1(-mean);  // a meeting without cases is not held
    if (const auto hears = settings.hears(committee))
      share.cases = std::min(share.cases, static_cast<double>(*hears));
  } else if (const auto hears = settings.hears(committee)) {
    share.cases = *hears;
  }
  return share;
}

double Model::State::mean_batch(ir::ProcessId process, ir::NodeId node) {
  const double per_week = arrivals().per_week[process.index] * flows.of(process).flow.visits[node.index];
  return mean_batch(process, node, per_week);
}

/// Where a batch waits no longer than a limit it depends on when cases come, which walks tell.
double Model::State::mean_batch(ir::ProcessId process, ir::NodeId node, double per_week) {
  const auto& batches = settings.definition()[process][node].batches;
  if (!batches) return 1;
  const Batching even = batching(settings, flows, zones, process, node, per_week);
  if (!batches->or_after || even.by_runs || per_week <= 0) return even.cases;
  const auto [known, fresh] = uneven.try_emplace({process.index, node.index});
  if (fresh)
    if (const auto ways = uneven_batches(batch_arrivals(process, node), *batches, settings.grain()))
      known->second = ways->cases;
  return known->second.value_or(even.cases);
}

/// Cases a week by bin (estimate/batch_arrivals.h); none: a walk could not tell.
BatchArrivals Model::State::batch_arrivals(ir::ProcessId process, ir::NodeId node) {
  BatchArrivals arrivals_here;
  for (const Stream& stream : arrivals().streams) {
    const WalkResult& walked_one = walk(stream.process);
    if (!walked_one.cycle) return {};
    for (const Arrivals& one : walked_one.arrivals)
      if (one.process == process && one.node == node)
        add_by_time_of_week(one.cases, stream.per_week, arrivals_here);
  }
  return arrivals_here;
}

std::optional<double> Model::effort_hours(ir::ProcessId process, ir::NodeId node) const {
  const ir::ActorId actor = state().settings.definition()[process][node].actor;
  if (!actor) return std::nullopt;
  return estimate::effort_hours(state().settings, process, node, state().meeting_share(actor),
                                state().mean_batch(process, node));
}

std::optional<Model::Cost> Model::effort_cost(ir::ProcessId process, ir::NodeId node) const {
  const ir::ActorId actor = state().settings.definition()[process][node].actor;
  if (!actor) return std::nullopt;
  return estimate::effort_cost(state().settings, process, node, state().meeting_share(actor),
                               state().mean_batch(process, node));
}

std::optional<MeetingWait> Model::meeting_wait(ir::ProcessId process, ir::NodeId node) const {
  const WalkResult& walked = state().walk(process);
  return state().process_times(process).meeting_wait(node, walked);
}

std::optional<double> Model::arrivals_per_week(ir::ProcessId process) const {
  const double rate = state().arrivals().per_week[process.index];
  return rate > 0 ? std::optional(rate) : std::nullopt;
}

std::optional<double> Model::heard_a_meeting(ir::ActorId committee) const {
  double per_week = 0;
  for (const Hearing& one : hearings(state().settings, state().flows, state().arrivals(), committee))
    per_week += one.per_week;
  const double meetings = meetings_a_week(state().settings, committee, state().zones);
  return per_week > 0 && meetings > 0 ? std::optional(per_week / meetings) : std::nullopt;
}

const Loads& Model::loads() const { return state().all_loads(); }

const Queue& Model::queue(ir::ActorId actor) const {
  const auto known = state().queues.find(actor.index);
  if (known != state().queues.end()) return known->second;
  const QueueContext context{state().settings,
                             state().flows,
                             state().arrivals(),
                             state().all_pools(),
                             state().all_loads(),
                             [this](ir::ProcessId process, ir::NodeId node) { return state().seen(process, node); }};
  return state().queues.emplace(actor.index, queue_of(context, actor)).first->second;
}

}  // namespace wain::estimate
