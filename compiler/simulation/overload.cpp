#include "simulation/overload.h"

namespace wain::simulation {

namespace {

constexpr double full = 0.995, sure = 0.95;

/// `sums(replication)` has the numbers that wait at the ends of the window.
template <class Sums>
Interval growth(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                Sums sums, double confidence) {
  const double weeks =
      static_cast<double>(plan.length - plan.warmup.value_or(0)) / static_cast<double>(plan::week);
  Ratio ratio;
  for (const runtime::ReplicationResult& one : replications)
    ratio.push_back({weeks, static_cast<double>(sums(one).waiting_at_end) -
                                static_cast<double>(sums(one).waiting_at_begin)});
  return interval_of(ratio, confidence);
}

}  // namespace

Interval growth_of(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool, double confidence) {
  return growth(
      plan, replications, [pool](const auto& one) -> const auto& { return one.pools[pool]; }, confidence);
}

Interval agenda_growth_of(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                          plan::Index committee, double confidence) {
  return growth(
      plan, replications, [committee](const auto& one) -> const auto& { return one.committees[committee]; },
      confidence);
}

bool is_committee_overloaded(const plan::Plan& plan,
                             const std::vector<runtime::ReplicationResult>& replications,
                             plan::Index committee) {
  double offered = 0, without_room = 0;
  for (const runtime::ReplicationResult& one : replications) {
    offered += static_cast<double>(one.committees[committee].offered);
    without_room += static_cast<double>(one.committees[committee].full);
  }
  if (offered <= 0 || without_room < full * offered) return false;
  const Interval found = agenda_growth_of(plan, replications, committee, sure);
  return found.known && found.low() > 0;
}

bool is_overloaded(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool) {
  double work = 0, open = 0;
  for (const runtime::ReplicationResult& one : replications) {
    work += static_cast<double>(one.pools[pool].load_work);
    open += static_cast<double>(one.pools[pool].open);
  }
  if (open <= 0 || work < full * open) return false;
  const Interval found = growth_of(plan, replications, pool, sure);
  return found.known && found.low() > 0;
}

}  // namespace wain::simulation
