/// How much may yet be looked at. Questions can grow beyond any use; past a limit they stay undecided.
/// Counted, never timed: what is found must not depend on the speed of the machine.
#pragma once

#include <algorithm>
#include <cstdint>

namespace wain::conditions {

/// Parts of formulas, ways and boxes that may yet be looked at: by one process, and behind it by all of a
/// definition together, so that one hard process does not use up what the others need.
struct Work {
  std::uint64_t left = UINT64_MAX;
  Work* behind = nullptr;

  [[nodiscard]] bool is_spent() const { return left == 0 || (behind != nullptr && behind->left == 0); }
  void spend(std::uint64_t parts) {
    left -= std::min(left, parts);
    if (behind != nullptr) behind->left -= std::min(behind->left, parts);
  }
};

/// What a process of so many nodes may cost: a fraction of a second, more for a large one.
constexpr std::uint64_t work_of_process(std::uint64_t nodes) { return 5'000'000 + nodes * 300; }
/// … and a definition.
constexpr std::uint64_t work_of_definition(std::uint64_t nodes) { return 15'000'000 + nodes * 300; }

}  // namespace wain::conditions
