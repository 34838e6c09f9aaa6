#include "estimate/batch.h"

#include <algorithm>
#include <cmath>

#include "estimate/special.h"

namespace wain::estimate {

// W = ∫₀ᴰ E[(1 + N(u)); N(u) <= k - 2] du / (1 + E min(N(D), k - 1)), N(u) ~ Poisson(λu). The integral of
// P(N(u) = j) over [0, D] is P(N(D) >= j + 1) / λ.
std::optional<double> batch_wait(double rate, std::uint32_t size, std::optional<double> limit) {
  if (size <= 1) return 0;
  if (rate <= 0) return limit;
  const double full = (static_cast<double>(size) - 1) / (2 * rate);
  if (!limit) return full;
  const double mean = rate * *limit, spread = 12 * std::sqrt(mean) + 40;
  if (mean - spread > size) return full;  // the limit is never met
  const double k = size;
  double sum = 0;
  const double last = std::min(k - 2, mean + spread);
  for (double j = 0; j <= last && j < 2e6; ++j) sum += (1 + j) * poisson_at_least(j + 1, mean) / rate;
  return sum / mean_batch(rate, size, limit);
}

double mean_batch(double rate, std::uint32_t size, std::optional<double> limit) {
  if (!limit || rate <= 0) return size;
  const double mean = rate * *limit;
  return 1 + mean - poisson_excess(static_cast<double>(size) - 1, mean);
}

// Batches: E⌈N/k⌉ = Σ_{j ≥ 0} P(N ≥ jk + 1). Left over: E[N mod k] = E N - k Σ_{j ≥ 1} P(N ≥ jk).
BulkBatches batches_of_bulk(double mean, std::uint32_t size) {
  const double k = size;
  // Of very many cases what is left over is as likely to be any number below k.
  constexpr double many = 1000;
  if (mean > many * k) return {mean, (mean + (k - 1) / 2) / k, (k - 1) / 2};
  const double last = mean + 12 * std::sqrt(mean) + 40;
  BulkBatches bulk{mean, 0, mean};
  for (double j = 0; j * k <= last; ++j) {
    bulk.batches += poisson_at_least(j * k + 1, mean);
    if (j > 0) bulk.left_over -= k * poisson_at_least(j * k, mean);
  }
  return bulk;
}

}  // namespace wain::estimate
