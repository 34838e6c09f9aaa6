/// Who takes which piece of work, where some must be taken by different people: list colouring. Work that all
/// differs from all else is a matching, which is exact and quick; what is left is searched through, the work
/// with the fewest people first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "ir/definition.h"

namespace wain::lint {

/// Somebody who may work. Of a nameless pool each member is one, and one is like another.
struct Person {
  ir::ActorId actor;  ///< the person, or the role of a nameless one
  bool nameless = false;
};

/// Each variable is work for one person.
struct DutyProblem {
  std::vector<llvm::BitVector> able;    ///< by variable: the people who may take it
  std::vector<llvm::BitVector> differ;  ///< by variable: the variables that somebody else must take
};

class DutySearch {
public:
  DutySearch(DutyProblem problem, llvm::ArrayRef<Person> people);

  /// Whether everything can be taken. Takes `steps` for each choice, more where there is much to choose from;
  /// nothing if they run out.
  std::optional<bool> solve(std::size_t& steps);
  /// After `solve` has found a way: whether there is one without `person` too.
  std::optional<bool> solve_without(std::uint32_t person, std::size_t& steps);

private:
  using Variables = std::vector<std::uint32_t>;  // of one component, sorted

  void find_components();
  [[nodiscard]] bool all_differ(const Variables& component) const;
  [[nodiscard]] std::optional<bool> solve(const Variables& component,
                                          const std::vector<llvm::BitVector>& able, std::size_t& steps);
  [[nodiscard]] bool match(const Variables& component, const std::vector<llvm::BitVector>& able);
  [[nodiscard]] bool replace(std::uint32_t person, const Variables& component);

  DutyProblem problem_;
  llvm::ArrayRef<Person> people_;
  std::vector<Variables> components_;
  std::vector<std::uint32_t> taken_;  // by variable: who
};

}  // namespace wain::lint
