#include "estimate/batch_arrivals.h"

#include <algorithm>
#include <cmath>

#include "estimate/timeline.h"

namespace wain::estimate {

void add_by_time_of_week(const Density& cases, double scale, std::vector<double>& bins) {
  bins.resize(static_cast<std::size_t>(seconds_of_week / arrival_bin));
  for (std::size_t i = 0; i < cases.cells().size(); ++i) {
    const Cell& cell = cases.cells()[i];
    if (cell.mass <= 0) continue;
    const Spread at = cases.spread(cases.first() + i, cell);
    const double parts = std::max(1.0, std::ceil(at.width() / arrival_bin));
    for (double part = 0.5; part < parts; ++part) {
      const double t = at.begin + at.width() * part / parts;
      bins[static_cast<std::size_t>(std::fmod(t, seconds_of_week) / arrival_bin)] +=
          scale * cell.mass / parts;
    }
  }
}

std::optional<BatchWays> uneven_batches(const std::vector<double>& bins, const ir::Batch& batches,
                                        Grain grain) {
  constexpr double even = 0.05, most_work = 3e7, most_work_of_linter = 1e6;
  if (!batches.or_after || bins.empty()) return std::nullopt;
  const auto [least, most] = std::minmax_element(bins.begin(), bins.end());
  if (*most - *least < even * *most) return std::nullopt;
  return batch_ways(bins, arrival_bin, batches.size, batches.or_after->hours() * second_of_hour,
                    grain == Grain::Coarse ? most_work_of_linter : most_work);
}

}  // namespace wain::estimate
