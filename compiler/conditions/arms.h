/// What the conditions of one choice leave open: cases that fulfil several of them, cases that fulfil none.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/examples.h"
#include "conditions/process_model.h"

namespace wain::conditions {

/// A case comes to the choice that takes the arm `first` and fulfils the condition of `second` as well; and
/// another that takes `first` and does not: `first` is no special case of `second`.
struct ArmOverlap {
  ir::EdgeId first, second;      ///< `first` stands before `second`, and leads elsewhere
  std::vector<Example> example;  ///< the smallest case; may be empty
};

/// A case comes to the choice and fulfils no condition.
struct ChoiceGap {
  ir::NodeId choice;
  std::vector<Example> example;  ///< the smallest case; may be empty
  bool only_below_zero = false;  ///< some amount, number or time of every such case is below zero
};

enum class ChoiceKind : std::uint8_t {
  Unordered,    ///< at least two conditions, and not a chain of `else if`
  WithoutRest,  ///< nothing takes what fulfils no condition
};
/// The reachable choices of a kind that data alone decides, in order of writing. Cheap.
std::vector<ir::NodeId> choices_by_data(const ir::Process& process, const analysis::Reach& reach,
                                        ChoiceKind kind);

/// Pairs of arms of one choice that are asked about; of more, the rest stays open.
constexpr std::size_t most_arm_pairs = 5'000;

/// Of each arm the first before it that overlaps it; in order of the choices and arms.
std::vector<ArmOverlap> arm_overlaps(ProcessModel& model, llvm::ArrayRef<ir::NodeId> choices);
/// In order of the choices.
std::vector<ChoiceGap> choice_gaps(ProcessModel& model, llvm::ArrayRef<ir::NodeId> choices);

}  // namespace wain::conditions
