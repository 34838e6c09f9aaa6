#include "runtime/statistics/sort_times.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace wain::runtime {
namespace {

/// In place a byte is a digit; with places to go to, 11 bits, and a count for each is still in the first
/// cache.
constexpr std::size_t bytes = 256, few = 512, at_once = std::size_t{1} << 18U;
constexpr int byte_bits = 8, digit_bits = 11, most_digits = (64 + digit_bits - 1) / digit_bits;
constexpr std::size_t digits = std::size_t{1} << digit_bits;

/// Values that are alike but for the lowest `bits`.
struct Range {
  std::size_t begin = 0, end = 0;
  int bits = 0;
};

/// As a number without a sign, negative values first.
std::uint64_t rank_of(std::int64_t value) {
  return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63U);
}

std::size_t byte_of(std::int64_t value, int shift) {
  return rank_of(value) >> static_cast<unsigned>(shift) & (bytes - 1);
}

std::size_t digit_of(std::int64_t value, int number) {
  return rank_of(value) >> static_cast<unsigned>(number * digit_bits) & (digits - 1);
}

/// Sorts values that are alike but for the lowest `bits`, by digits from the lowest on, there and back
/// between them and `other`, which has as many places.
void sort_by_digits(std::int64_t* values, std::int64_t* other, std::size_t count, int bits) {
  const int passes = (bits + digit_bits - 1) / digit_bits;
  std::array<std::array<std::uint32_t, digits>, most_digits> places;
  for (int i = 0; i < passes; ++i) places[static_cast<std::size_t>(i)].fill(0);
  for (std::size_t k = 0; k < count; ++k)
    for (int i = 0; i < passes; ++i) ++places[static_cast<std::size_t>(i)][digit_of(values[k], i)];
  std::int64_t *from = values, *to = other;
  for (int i = 0; i < passes; ++i) {
    auto& next = places[static_cast<std::size_t>(i)];
    if (next[digit_of(from[0], i)] == count) continue;  // all have the same
    std::uint32_t sum = 0;
    for (std::uint32_t& place : next) sum += std::exchange(place, sum);
    for (std::size_t k = 0; k < count; ++k) to[next[digit_of(from[k], i)]++] = from[k];
    std::swap(from, to);
  }
  if (from != values) std::copy_n(from, count, values);
}

/// Puts each value among those of its byte, in place; `ends` becomes where each byte's values end.
void distribute(std::vector<std::int64_t>& values, const Range& range, int shift,
                std::array<std::size_t, bytes>& ends) {
  std::array<std::size_t, bytes> next{};
  for (std::size_t i = range.begin; i < range.end; ++i) ++next[byte_of(values[i], shift)];
  std::size_t sum = range.begin;
  for (std::size_t d = 0; d < bytes; ++d) {
    const std::size_t count = next[d];
    next[d] = sum;
    ends[d] = sum += count;
  }
  for (std::size_t d = 0; d < bytes; ++d)
    while (next[d] < ends[d]) {
      std::int64_t value = values[next[d]];
      for (std::size_t to = byte_of(value, shift); to != d; to = byte_of(value, shift))
        std::swap(value, values[next[to]++]);
      values[next[d]++] = value;
    }
}

}  // namespace

void sort_times(std::vector<std::int64_t>& values) {
  if (values.size() < few) return std::sort(values.begin(), values.end());
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const int bits = static_cast<int>(std::bit_width(rank_of(*least) ^ rank_of(*most)));
  std::vector<Range> open{{0, values.size(), bits}};
  std::vector<std::int64_t> other(std::min(values.size(), at_once));
  std::array<std::size_t, bytes> ends{};
  while (!open.empty()) {
    const Range range = open.back();
    open.pop_back();
    const std::size_t count = range.end - range.begin;
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(range.begin);
    if (count < few) {
      std::sort(first, first + static_cast<std::ptrdiff_t>(count));
    } else if (count <= at_once) {
      sort_by_digits(values.data() + range.begin, other.data(), count, range.bits);
    } else {
      const int shift = std::max(0, range.bits - byte_bits);
      distribute(values, range, shift, ends);
      std::size_t begin = range.begin;
      for (const std::size_t end : ends) {
        if (end - begin > 1 && shift > 0) open.push_back({begin, end, shift});
        begin = end;
      }
    }
  }
}

}  // namespace wain::runtime
