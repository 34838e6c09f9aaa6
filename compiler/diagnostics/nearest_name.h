/// What a user may have meant: the known name that is nearest to the one written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wain {

/// The nearest of the names offered so far, if near enough to be meant: by optimal string alignment
/// (insert, delete, replace, swap two neighbours), capitals and small letters alike, at most a third of
/// the name. Ties go to the first, so the result is deterministic.
class NearestName {
public:
  explicit NearestName(std::string_view wanted);

  /// Whether the distance had to be counted: the dear part, O(length × distance).
  bool offer(std::string_view candidate, std::uint32_t index);
  [[nodiscard]] std::optional<std::uint32_t> best() const { return best_; }

private:
  std::size_t distance_to(std::string_view candidate);

  std::string_view wanted_;
  std::size_t limit_;  // a distance below this is better than what was found
  std::optional<std::uint32_t> best_;
  std::vector<std::size_t> before_, above_, row_;
};

/// The nearest of `known`; empty if none is near.
std::string_view nearest_name(std::string_view wanted, const std::vector<std::string_view>& known);

}  // namespace wain
