#include "estimate/samples.h"

#include <utility>

namespace wain::estimate {
namespace {

/// Steele, Lea and Flood's SplitMix64.
struct SplitMix {
  std::uint64_t state;
  std::uint64_t operator()() {
    std::uint64_t z = state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
};

}  // namespace

std::vector<double> stratified(std::size_t cases, std::uint64_t dimension) {
  std::vector<double> values(cases);
  for (std::size_t i = 0; i < cases; ++i)
    values[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(cases);
  SplitMix random{dimension * 0x2545f4914f6cdd1dU + 1};
  for (std::size_t i = cases; i > 1; --i) std::swap(values[i - 1], values[random() % i]);
  return values;
}

}  // namespace wain::estimate
