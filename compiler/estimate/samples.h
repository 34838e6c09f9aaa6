/// Stratified numbers: each dimension is cut into equal slices, and no slice is used twice.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::estimate {

/// Values in (0, 1), one a slice, in an order of their own for each dimension (a Latin hypercube). The same
/// on every machine.
std::vector<double> stratified(std::size_t cases, std::uint64_t dimension);

}  // namespace wain::estimate
