// What one walk along a line tells the next: how full meetings and batches are.
#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/agenda_places.h"
#include "estimate/batch_arrivals.h"
#include "estimate/batching.h"
#include "estimate/distribution.h"
#include "estimate/process_times.h"

namespace wain::estimate {

/// What a walk tells of when cases come to meetings and batches, for the next walk. True if that makes a
/// difference. What comes behind a batch comes at other times then, so it is done twice. The linter has no
/// time for it.
bool ProcessTimes::learn(const Walker& walker) {
  constexpr unsigned most_walks = 2;
  if (walks_ >= most_walks || settings_.grain() == Grain::Coarse) return false;
  const bool uneven = set_fullness(walker);
  const bool in_order = set_places(walker);
  const bool differs = set_batches(walker) || uneven || in_order;
  walks_ = differs ? walks_ + 1 : most_walks;
  return differs;
}

bool ProcessTimes::set_batches(const Walker& walker) {
  batches_.clear();
  for (const Arrivals& arrivals : walker.arrivals()) {
    const auto& batches = definition_[arrivals.process][arrivals.node].batches;
    const double per_week = rates_.per_week.empty() ? 0 : rates_.per_week[arrivals.process.index];
    const double visits = flows_.of(arrivals.process).flow.visits[arrivals.node.index];
    if (!batches || !batches->or_after || arrivals.cases.mass() <= 0 || per_week * visits <= 0) continue;
    if (batching(settings_, flows_, zones_, arrivals.process, arrivals.node, per_week * visits).by_runs)
      continue;
    BatchArrivals by_bin;
    add_by_time_of_week(arrivals.cases, per_week * visits / arrivals.cases.mass(), by_bin);
    if (std::optional<BatchWays> ways = uneven_batches(by_bin, *batches, settings_.grain()))
      batches_.emplace_back(Instant{arrivals.process, arrivals.node},
                            std::make_shared<const BatchWays>(*std::move(ways)));
  }
  return !batches_.empty();
}

/// Where one meeting hears more cases than another its cases wait longer for each other.
bool ProcessTimes::set_fullness(const Walker& walker) {
  constexpr double counts = 0.05, least_wait = 60;
  const double measured = (arrivals_end_ - arrivals_begin_) / desks_->timeline().span();
  bool uneven = false;
  for (const ir::ActorId actor : actors_) {
    if (definition_[actor].kind != ir::ActorKind::Committee) continue;
    const Desk& desk = desks_->of(actor);
    std::vector<double> heard = walker.heard_at(desk);
    double all = 0, held = 0;
    for (const double cases : heard) all += cases;
    for (const Sitting& sitting : desk.sittings) held += sitting.held;
    if (desk.heard_before < least_wait || all <= 0) continue;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      heard[i] *= held * measured / all;  // over the mean of those that meet while cases come
      if (desk.sittings[i].held > 0) heard[i] /= desk.sittings[i].held;
      uneven = uneven || std::abs(heard[i] - 1) > counts;
    }
    desks_->set_fullness(actor, std::move(heard));
  }
  return uneven;
}

/// Cases of several gates of one committee are heard in order of arrival. Not where another process brings
/// cases as well, which this walk does not see, or where some meetings are not held, or full.
bool ProcessTimes::set_places(const Walker& walker) {
  constexpr double counts = 0.1, least_wait = 60;
  places_.clear();
  if (rates_.streams.size() != 1) return false;
  bool differ = false;
  for (const ir::ActorId actor : actors_) {
    if (definition_[actor].kind != ir::ActorKind::Committee) continue;
    const Desk& desk = desks_->of(actor);
    const bool sure = std::all_of(desk.sittings.begin(), desk.sittings.end(),
                                  [](const Sitting& sitting) { return sitting.held >= 1; });
    if (!sure || desk.deferred > 0 || desk.heard_before < least_wait) continue;
    std::vector<HeardCases> gates;
    std::vector<Instant> where;
    for (const Arrivals& arrivals : walker.arrivals()) {
      if (definition_[arrivals.process][arrivals.node].actor != actor || arrivals.cases.mass() <= 0) continue;
      const ir::Distribution* takes = settings_.takes(arrivals.process, arrivals.node);
      const std::vector<GateClock> clocks = clocks_of(definition_[arrivals.process], arrivals.node);
      gates.push_back({&arrivals.cases, takes != nullptr ? moments(definition_, *takes).mean : 0,
                       clocks.empty() ? std::numeric_limits<double>::infinity()
                                      : clocks.front().after.hours() * second_of_hour});
      where.push_back({arrivals.process, arrivals.node});
    }
    if (gates.size() < 2) continue;
    std::vector<std::vector<Places>> places = places_of(desk, desks_->timeline().grid(), gates);
    for (std::size_t gate = 0; gate < gates.size(); ++gate) {
      for (const Places& one : places[gate])
        for (const double share : one)
          differ = differ || std::abs(share * static_cast<double>(one.size()) - 1) > counts;
      places_.emplace_back(where[gate], std::make_shared<const std::vector<Places>>(std::move(places[gate])));
    }
  }
  return differ;
}

}  // namespace wain::estimate
