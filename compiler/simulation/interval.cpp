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

Quantiles quantiles_of(const std::vector<std::vector<std::int64_t>>& ticks,
                       const std::vector<std::uint64_t>& unfinished, double confidence) {
  const auto found = runtime::quantiles(ticks, unfinished, {0.5, 0.9, 0.99}, confidence);
  if (found.empty()) return {};
  const auto in_hours = [](const runtime::QuantileInterval& one) {
    return QuantileInterval{hours(one.value), hours(one.low), hours(one.high), true};
  };
  return {in_hours(found[0]), in_hours(found[1]), in_hours(found[2])};
}

}  // namespace wain::simulation
