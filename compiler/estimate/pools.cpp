#include "estimate/pools.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "analysis/graph.h"
#include "estimate/agenda.h"
#include "estimate/distribution.h"

namespace wain::estimate {
namespace {

constexpr double default_days = 364;

class PoolsBuilder {
public:
  PoolsBuilder(const Settings& settings, Flows& flows, const ArrivalRates& rates, Zones& zones,
               const MeanBatch& mean_batch)
      : settings_(settings),
        definition_(settings.definition()),
        flows_(flows),
        rates_(rates),
        zones_(zones),
        mean_batch_(mean_batch) {}

  Pools build() && {
    gather();
    lay_out();
    for (Pool& pool : result_.pools) serve(pool);
    take_meetings();
    return std::move(result_);
  }

private:
  // Work -------------------------------------------------------------------------------------------

  void gather() {
    std::vector<Pool> by_actor(definition_.actors.size());
    for (std::uint32_t p = 0; p < definition_.processes.size(); ++p) {
      if (rates_.per_week[p] <= 0) continue;
      const Prepared& prepared = flows_.of({p});
      const ir::Process& process = definition_.processes[p];
      for (std::uint32_t n = 0; n < process.nodes.size(); ++n) {
        const ir::Node& node = process.nodes[n];
        const bool audit = node.kind == ir::NodeKind::Audit;
        if (!audit && node.kind != ir::NodeKind::Task && node.kind != ir::NodeKind::Gate) continue;
        if (audit) {
          const double visits = settings_.samples({p}, {n}) * successful(process, prepared, node.audited);
          if (visits > 0) offer(by_actor[node.actor.index], {{p}, {n}, visits * rates_.per_week[p]});
          continue;
        }
        for (const auto& [actor, share] : doers_of(process, {n}, flows_.clocks({p}))) {
          const double visits = prepared.flow.visits[n] * share;
          if (visits > 0) offer(by_actor[actor.index], {{p}, {n}, visits * rates_.per_week[p]});
        }
      }
    }
    for (std::uint32_t a = 0; a < by_actor.size(); ++a) {
      if (by_actor[a].offers.empty()) continue;
      if (definition_.actors[a].kind == ir::ActorKind::Committee) {
        if (const std::optional<ir::Meeting> meeting = settings_.meets({a}))
          committees_.push_back({{a}, *meeting});
        continue;
      }
      by_actor[a].actor = {a};
      result_.pools.push_back(std::move(by_actor[a]));
    }
  }

  /// Visits that did not fail, and that no clock has ended.
  static double successful(const ir::Process& process, const Prepared& prepared, ir::NodeId node) {
    double visits = prepared.flow.visits[node.index];
    for (const ir::EdgeId edge : process[node].out)
      if (process[edge].kind == ir::EdgeKind::Fail || process[edge].kind == ir::EdgeKind::Timeout)
        visits -= prepared.flow.edges[edge.index];
    return std::max(0.0, visits);
  }

  void offer(Pool& pool, const Offer& offer) {
    pool.offers.push_back(offer);
    const ir::Node& node = definition_[offer.process][offer.node];
    WhyNot why;
    why.process = offer.process;
    why.node = offer.node;
    why.actor = node.actor;
    const Flow& flow = flows_.of(offer.process).flow;
    if (flow.upper.test(offer.node.index) || flow.withdrawn.test(offer.node.index)) {
      why.kind = WhyNot::Kind::UpperVisits;
      note(pool.why, why);
    }
    const ir::Distribution* takes = settings_.takes(offer.process, offer.node);
    if (takes == nullptr) {
      why.kind = WhyNot::Kind::LoadNoTakes;
      if (definition_[node.actor].is_human()) note(pool.why, why);
      return;
    }
    const Moments m = moments(definition_, *takes);
    // `takes` is per batch.
    const double times = offer.per_week / mean_batch_(offer.process, offer.node, offer.per_week);
    pool.visits += times;
    pool.hours += times * m.mean;
    pool.squares += times * (m.variance + m.mean * m.mean);
    if (!clocks_of(definition_[offer.process], offer.node).empty()) pool.clocked += times * m.mean;
  }

  // People -----------------------------------------------------------------------------------------

  /// A week, or the window that the scenario measures.
  void lay_out() {
    Wanted wanted;
    const auto want = [&](ir::CalendarId calendar) {
      if (calendar &&
          std::find(wanted.calendars.begin(), wanted.calendars.end(), calendar) == wanted.calendars.end())
        wanted.calendars.push_back(calendar);
    };
    for (const Stream& stream : rates_.streams) want(stream.during);
    for (const Pool& pool : result_.pools) {
      want(hours_of(settings_, pool.actor));
      for (const ir::ActorId person : definition_[pool.actor].persons) want(hours_of(settings_, person));
    }
    for (const Committee& committee : committees_) {
      want(clock_of(settings_, committee.actor));
      wanted.cadences.push_back(&committee.meeting.cadence);
    }
    const ir::Scenario* scenario = settings_.scenario();
    if (fits_a_week(definition_, wanted)) {
      desks_ = std::make_unique<Desks>(settings_, Timeline::week(), zones_);
      end_ = seconds_of_week;
      return;
    }
    const double length =
        scenario != nullptr && scenario->length ? scenario->length->hours() / 24 : default_days;
    const double warmup = scenario != nullptr && scenario->warmup ? scenario->warmup->hours() / 24 : 0;
    const std::int32_t first =
        scenario != nullptr && scenario->starts ? scenario->starts->days : default_start_day;
    const double days = std::min(std::ceil(length) + 1, 20.0 * 366);
    desks_ =
        std::make_unique<Desks>(settings_, Timeline::days(first, static_cast<std::int32_t>(days)), zones_);
    begin_ = warmup * seconds_of_day;
    end_ = std::min(length, days) * seconds_of_day;
    result_.weeks = (end_ - begin_) / seconds_of_week;
    scale_arrivals();
  }

  /// In a window with closed days fewer cases come than in a standard week, and more is done in the others.
  void scale_arrivals() {
    double standard = 0, real = 0;
    for (const Stream& stream : rates_.streams) {
      standard += stream.per_week * result_.weeks;
      real += stream.per_open_hour * desks_->hours(stream.during).open_between(begin_, end_) / second_of_hour;
    }
    if (standard <= 0 || real <= 0) return;
    const double factor = real / standard;
    for (Pool& pool : result_.pools) {
      pool.visits *= factor;
      pool.hours *= factor;
      pool.squares *= factor;
      pool.clocked *= factor;
    }
  }

  [[nodiscard]] double open_hours(ir::CalendarId calendar) {
    return desks_->hours(calendar).open_between(begin_, end_) / second_of_hour / result_.weeks;
  }

  void serve(Pool& pool) {
    const ir::Actor& actor = definition_[pool.actor];
    if (actor.is_automated()) {
      const double capacity = settings_.capacity(pool.actor);
      pool.served.push_back(add({{}, 7 * 24 * capacity, settings_.capacity(pool.actor)}));
      return;
    }
    const Staff staff = staff_of(settings_, pool.actor);
    for (const ir::ActorId person : staff.persons) pool.served.push_back(person_server(person));
    if (staff.anonymous > 0) {
      const double hours = open_hours(settings_.hours(pool.actor)) * settings_.available(pool.actor);
      anonymous_[pool.actor.index] = static_cast<std::uint32_t>(result_.servers.size());
      pool.served.push_back(add({{}, hours * staff.anonymous, staff.anonymous}));
    }
  }

  std::uint32_t person_server(ir::ActorId person) {
    const auto [known, fresh] = persons_.try_emplace(person.index, 0);
    if (!fresh) return known->second;
    const double hours = open_hours(hours_of(settings_, person)) * available_of(settings_, person);
    return known->second = add({person, hours, 1});
  }

  std::uint32_t add(const Server& server) {
    result_.servers.push_back(server);
    return static_cast<std::uint32_t>(result_.servers.size() - 1);
  }

  // Meetings ---------------------------------------------------------------------------------------

  /// Who sits in a meeting does nothing else meanwhile. A meeting without cases is not held.
  void take_meetings() {
    for (const Committee& committee : committees_) {
      const std::vector<Hearing> heard = hearings(settings_, flows_, rates_, committee.actor);
      std::vector<Sitting> sittings = desks_->sittings(committee.actor, committee.meeting.cadence);
      std::erase_if(sittings, [&](const Sitting& s) { return s.held <= 0 || s.at < begin_ || s.at >= end_; });
      if (sittings.empty()) continue;
      double cases = 0;
      for (const Hearing& one : heard) cases += one.per_week;
      const double empty = std::exp(-cases * result_.weeks / static_cast<double>(sittings.size()));
      for (const ir::ActorId member : definition_[committee.actor].members)
        sit(member, sittings, committee.meeting.length.hours() * (1 - empty));
    }
  }

  void sit(ir::ActorId member, const std::vector<Sitting>& sittings, double length) {
    const Staff staff = staff_of(settings_, member);
    const auto anonymous = anonymous_.find(member.index);
    if (anonymous != anonymous_.end()) {
      take(anonymous->second, sittings, length, settings_.hours(member));
      return;
    }
    for (const ir::ActorId person : staff.persons) {
      const auto server = persons_.find(person.index);
      if (server != persons_.end())
        take(server->second, sittings, length / static_cast<double>(staff.persons.size()),
             hours_of(settings_, person));
    }
  }

  void take(std::uint32_t server, const std::vector<Sitting>& sittings, double length,
            ir::CalendarId calendar) {
    const Hours& hours = desks_->hours(calendar);
    double taken = 0;
    for (const Sitting& sitting : sittings) {
      if (!hours.is_open(sitting.at)) continue;
      const double end = std::min(sitting.at + length * second_of_hour, hours.span());
      taken += sitting.held * hours.open_between(sitting.at, end) / second_of_hour;
    }
    Server& one = result_.servers[server];
    one.hours = std::max(0.0, one.hours - taken / result_.weeks);
  }

  const Settings& settings_;
  const ir::Definition& definition_;
  Flows& flows_;
  const ArrivalRates& rates_;
  Zones& zones_;
  const MeanBatch& mean_batch_;
  std::unique_ptr<Desks> desks_;
  double begin_ = 0, end_ = 0;
  struct Committee {
    ir::ActorId actor;
    ir::Meeting meeting;
  };
  std::vector<Committee> committees_;               // that hear cases
  std::map<std::uint32_t, std::uint32_t> persons_;  // place in servers, by actor
  std::map<std::uint32_t, std::uint32_t> anonymous_;
  Pools result_;
};

}  // namespace

Pools pools_of(const Settings& settings, Flows& flows, const ArrivalRates& rates, Zones& zones,
               const MeanBatch& mean_batch) {
  return PoolsBuilder(settings, flows, rates, zones, mean_batch).build();
}

namespace {

/// Pools that share servers, directly or through others: components, each in order.
std::vector<std::vector<std::uint32_t>> components(const Pools& pools) {
  std::vector<std::uint32_t> component(pools.pools.size(), UINT32_MAX);
  std::vector<std::vector<std::uint32_t>> of_server(pools.servers.size());
  for (std::uint32_t p = 0; p < pools.pools.size(); ++p)
    for (const std::uint32_t server : pools.pools[p].served) of_server[server].push_back(p);
  std::vector<std::vector<std::uint32_t>> result;
  for (std::uint32_t p = 0; p < pools.pools.size(); ++p) {
    if (component[p] != UINT32_MAX) continue;
    std::vector<std::uint32_t> members{p};
    component[p] = static_cast<std::uint32_t>(result.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (const std::uint32_t server : pools.pools[members[i]].served) {
        for (const std::uint32_t other : of_server[server]) {
          if (component[other] != UINT32_MAX) continue;
          component[other] = component[p];
          members.push_back(other);
        }
        of_server[server].clear();  // seen
      }
    }
    std::sort(members.begin(), members.end());
    result.push_back(std::move(members));
  }
  return result;
}

ActorLoad load_of(const Pools& pools, const Pool& pool) {
  ActorLoad load;
  load.actor = pool.actor;
  load.offered = pool.hours;
  load.clocked = pool.clocked;
  load.visits = pool.visits;
  load.why = pool.why;
  load.servers = 0;
  if (pool.visits > 0) {
    load.mean_service = pool.hours / pool.visits;
    load.service_variance = std::max(0.0, pool.squares / pool.visits - load.mean_service * load.mean_service);
  }
  for (const std::uint32_t server : pool.served) {
    load.available += pools.servers[server].hours;
    load.servers += pools.servers[server].count;
    if (pools.servers[server].person) load.persons.push_back(pools.servers[server].person);
  }
  return load;
}

/// `fits`: what no clock takes away does.
void set_load(ActorLoad& one, double load, bool fits) {
  one.load = load;
  one.headroom = load > 0 ? 1 / load - 1 : 0;
  if (load > 1 && std::isfinite(load) && one.mean_service > 0)
    (fits ? one.to_clock_a_week : one.growth_a_week) = one.offered * (1 - 1 / load) / one.mean_service;
}

}  // namespace

Loads loads_of(const Settings& settings, const Pools& pools) {
  Loads loads;
  const ir::Scenario* scenario = settings.scenario();
  loads.steady = scenario != nullptr && scenario->warmup && scenario->warmup->microseconds > 0;
  loads.why = pools.why;
  for (const Pool& pool : pools.pools) loads.actors.push_back(load_of(pools, pool));
  for (const std::vector<std::uint32_t>& component : components(pools)) {
    SharedWork shared;
    std::map<std::uint32_t, std::uint32_t> place;  // server → place in shared.hours
    for (const std::uint32_t p : component) {
      shared.work.push_back(pools.pools[p].hours);
      std::vector<std::uint32_t> served;
      for (const std::uint32_t server : pools.pools[p].served) {
        const auto [at, fresh] = place.try_emplace(server, static_cast<std::uint32_t>(shared.hours.size()));
        if (fresh) shared.hours.push_back(pools.servers[server].hours);
        served.push_back(at->second);
      }
      shared.served.push_back(std::move(served));
    }
    for (const SharedLevel& level : shared_load(shared)) {
      std::vector<ir::ActorId> with;
      double hours = 0, clocked = 0;
      for (const std::uint32_t kind : level.kinds) {
        const Pool& pool = pools.pools[component[kind]];
        with.push_back(pool.actor);
        hours += pool.hours;
        clocked += pool.clocked;
      }
      const bool fits = clocked > 0 && level.load * (hours - clocked) < hours;
      for (const std::uint32_t kind : level.kinds) {
        ActorLoad& one = loads.actors[component[kind]];
        one.with = with;
        set_load(one, level.load, fits);
      }
    }
  }
  return loads;
}

const ActorLoad* Loads::of(ir::ActorId actor) const {
  const auto found =
      std::find_if(actors.begin(), actors.end(), [&](const ActorLoad& one) { return one.actor == actor; });
  return found == actors.end() ? nullptr : &*found;
}

}  // namespace wain::estimate
