/// Sorting very many times.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::runtime {

/// Ascending, in place: by bytes from the highest on (American flag sort; McIlroy, Bostic, McIlroy:
/// Engineering Radix Sort, 1993). On millions of values several times as fast as std::sort.
void sort_times(std::vector<std::int64_t>& values);

}  // namespace wain::runtime
