#include "diagnostics/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace wain {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same(char a, char b) { return lower(a) == lower(b); }

}  // namespace

NearestName::NearestName(std::string_view wanted)
    : wanted_(wanted), limit_(std::max<std::size_t>(1, (wanted.size() + 1) / 3) + 1) {}

std::size_t NearestName::distance_to(std::string_view candidate) {
  before_.assign(candidate.size() + 1, 0);
  above_.resize(candidate.size() + 1);
  row_.assign(candidate.size() + 1, 0);
  std::iota(above_.begin(), above_.end(), std::size_t{0});
  for (std::size_t i = 1; i <= wanted_.size(); ++i) {
    row_[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= candidate.size(); ++j) {
      const std::size_t replaced = above_[j - 1] + (same(wanted_[i - 1], candidate[j - 1]) ? 0 : 1);
      row_[j] = std::min({above_[j] + 1, row_[j - 1] + 1, replaced});
      const bool swapped =
          i > 1 && j > 1 && same(wanted_[i - 1], candidate[j - 2]) && same(wanted_[i - 2], candidate[j - 1]);
      if (swapped) row_[j] = std::min(row_[j], before_[j - 2] + 1);
      least = std::min(least, row_[j]);
    }
    if (least > limit_) return least;  // a swap reaches back one row, and no further
    std::swap(before_, above_);
    std::swap(above_, row_);
  }
  return above_[candidate.size()];
}

bool NearestName::offer(std::string_view candidate, std::uint32_t index) {
  const std::size_t longer = std::max(candidate.size(), wanted_.size());
  const std::size_t shorter = std::min(candidate.size(), wanted_.size());
  if (longer - shorter >= limit_ || candidate == wanted_ || candidate.empty()) return false;
  const std::size_t distance = distance_to(candidate);
  if (distance < limit_) {
    limit_ = distance;
    best_ = index;
  }
  return true;
}

std::string_view nearest_name(std::string_view wanted, const std::vector<std::string_view>& known) {
  NearestName nearest(wanted);
  for (std::uint32_t i = 0; i < known.size(); ++i) nearest.offer(known[i], i);
  return nearest.best() ? known[*nearest.best()] : std::string_view{};
}

}  // namespace wain
