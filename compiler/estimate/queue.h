/// Waits in a queue, in closed form.
#pragma once

#include <cstdint>

namespace wain::estimate {

/// P(wait) of M/M/c with offered load a = lambda/mu below c, by Erlang's recursion
/// B_k = a B_{k-1} / (k + a B_{k-1}), B_0 = 1; C = B_c / (1 - rho (1 - B_c)).
double erlang_c(double offered, std::uint32_t servers);
/// Mean wait of G/G/c by Allen and Cunneen: that of M/M/c times (ca2 + cs2) / 2. In the unit of `service`.
/// Infinite at a load of 1 or more.
double allen_cunneen(double rate, double service, std::uint32_t servers, double ca2, double cs2);

}  // namespace wain::estimate
