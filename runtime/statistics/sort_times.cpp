#include "runtime/statistics/sort_times.h"

#include <algorithm>
#include <array>
#include <bit>

namespace wain::runtime {
namespace {

constexpr std::size_t digits = 256, few = 512;

/// Values that are alike above bit `shift` + 8.
struct Range {
  std::size_t begin = 0, end = 0;
  int shift = 0;
};

/// Negative values first.
std::size_t digit_of(std::int64_t value, int shift) {
  return (static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63U)) >> static_cast<unsigned>(shift) &
         0xFFU;
}

/// Puts each value among those of its digit; `ends` becomes where each digit's values end.
void distribute(std::vector<std::int64_t>& values, const Range& range,
                std::array<std::size_t, digits>& ends) {
  std::array<std::size_t, digits> next{};
  for (std::size_t i = range.begin; i < range.end; ++i) ++next[digit_of(values[i], range.shift)];
  std::size_t sum = range.begin;
  for (std::size_t d = 0; d < digits; ++d) {
    const std::size_t count = next[d];
    next[d] = sum;
    ends[d] = sum += count;
  }
  for (std::size_t d = 0; d < digits; ++d)
    while (next[d] < ends[d]) {
      std::int64_t value = values[next[d]];
      for (std::size_t to = digit_of(value, range.shift); to != d; to = digit_of(value, range.shift))
        std::swap(value, values[next[to]++]);
      values[next[d]++] = value;
    }
}

}  // namespace

void sort_times(std::vector<std::int64_t>& values) {
  if (values.size() < few) return std::sort(values.begin(), values.end());
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const auto differ = static_cast<std::uint64_t>(*least) ^ static_cast<std::uint64_t>(*most);
  if (differ == 0) return;
  const int highest = (static_cast<int>(std::bit_width(differ)) - 1) / 8 * 8;
  std::vector<Range> open{{0, values.size(), highest}};
  std::array<std::size_t, digits> ends{};
  while (!open.empty()) {
    const Range range = open.back();
    open.pop_back();
    distribute(values, range, ends);
    std::size_t begin = range.begin;
    for (const std::size_t end : ends) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
      if (end - begin > 1 && range.shift > 0 && end - begin >= few)
        open.push_back({begin, end, range.shift - 8});
      else if (end - begin > 1 && range.shift > 0)
        std::sort(first, values.begin() + static_cast<std::ptrdiff_t>(end));
      begin = end;
    }
  }
}

}  // namespace wain::runtime
