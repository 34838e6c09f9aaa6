/// Work that several people can do, and people who can do several kinds of work: how busy the busiest are.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::estimate {

/// Kinds of work and who can do each.
struct SharedWork {
  std::vector<double> work;                       ///< by kind: hours
  std::vector<double> hours;                      ///< by server: hours at hand
  std::vector<std::vector<std::uint32_t>> served;  ///< by kind: servers, each once
};

/// One level of the load: these kinds keep all who can do them this busy, when work is shared as evenly as
/// can be.
struct SharedLevel {
  double load = 0;
  std::vector<std::uint32_t> kinds;  ///< in order
};

/// The load of the busiest set of kinds, max over sets K of Σ work / Σ hours of all who can do some of K; then
/// the busiest of the rest without these people; and so on. Every kind stands in one level. Each level is a few
/// maximum flows (Dinkelbach's method).
std::vector<SharedLevel> shared_load(const SharedWork& shared);

}  // namespace wain::estimate
