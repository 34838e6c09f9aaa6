#include "simulation/interval.h"

#include <limits>
#include <optional>

#include "runtime/plan/plan.h"

namespace wain::simulation {
namespace {

Interval from(const std::optional<runtime::Interval>& given) {
  if (!given) return {};
  return {given->value, given->high - given->value, true};
}

double hours(std::int64_t ticks) {
  return ticks == INT64_MAX ? std::numeric_limits<double>::infinity()
                            : static_cast<double>(ticks) / static_cast<double>(plan::hour);
}

}  // namespace

Interval interval_of(const Ratio& ratio, double confidence) {
  return from(runtime::ratio_mean(ratio, confidence));
}

Interval difference_of(const Ratio& a, const Ratio& b, bool paired, double confidence) {
  const auto left = runtime::ratio_mean(b, confidence), right = runtime::ratio_mean(a, confidence);
  if (!left || !right) return {};
  return from(runtime::difference(*left, *right, 1, paired, confidence));
}

QuantileInterval quantile_of(const std::vector<std::vector<std::int64_t>>& ticks,
                             const std::vector<std::uint64_t>& unfinished, double q, double confidence) {
  const auto found = runtime::quantile(ticks, unfinished, q, confidence);
  if (!found) return {};
  return {hours(found->value), hours(found->low), hours(found->high), true};
}

}  // namespace wain::simulation
