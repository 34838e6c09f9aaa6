#include "simulation/overload.h"

namespace wain::simulation {

Interval growth_of(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool, double confidence) {
  const double weeks =
      static_cast<double>(plan.length - plan.warmup.value_or(0)) / static_cast<double>(plan::week);
  Ratio growth;
  for (const runtime::ReplicationResult& one : replications)
    growth.push_back({weeks, static_cast<double>(one.pools[pool].waiting_at_end) -
                                 static_cast<double>(one.pools[pool].waiting_at_begin)});
  return interval_of(growth, confidence);
}

bool is_overloaded(const plan::Plan& plan, const std::vector<runtime::ReplicationResult>& replications,
                   plan::Index pool) {
  constexpr double full = 0.995, confidence = 0.95;
  double work = 0, open = 0;
  for (const runtime::ReplicationResult& one : replications) {
    work += static_cast<double>(one.pools[pool].load_work);
    open += static_cast<double>(one.pools[pool].open);
  }
  if (open <= 0 || work < full * open) return false;
  const Interval growth = growth_of(plan, replications, pool, confidence);
  return growth.known && growth.low() > 0;
}

}  // namespace wain::simulation
