#include "estimate/queue.h"

#include <limits>

namespace wain::estimate {

double erlang_c(double offered, std::uint32_t servers) {
  double blocked = 1;
  for (std::uint32_t k = 1; k <= servers; ++k) {
    blocked = offered * blocked / (k + offered * blocked);
    if (blocked < 1e-300) return 0;  // more servers change nothing
  }
  const double load = offered / servers;
  return blocked / (1 - load * (1 - blocked));
}

double allen_cunneen(double rate, double service, std::uint32_t servers, double ca2, double cs2) {
  const double offered = rate * service;
  if (offered >= servers) return std::numeric_limits<double>::infinity();
  if (offered <= 0) return 0;
  const double wait = erlang_c(offered, servers) / (servers / service - rate);
  return wait * (ca2 + cs2) / 2;
}

}  // namespace wain::estimate
