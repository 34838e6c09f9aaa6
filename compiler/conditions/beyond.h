/// Gates that approve what nobody on the way had the authority for.
#pragma once

#include <string>
#include <vector>

#include "conditions/coverage.h"
#include "conditions/example.h"
#include "conditions/process_model.h"

namespace wain::conditions {

struct BeyondAuthority {
  ir::NodeId gate;
  ir::CriterionId criterion;
  ir::ActorId decider;           ///< whose authority does not reach so far
  std::vector<Example> example;  ///< the smallest case
  /// Other gates of the criterion, whose authority does not reach either; the first `most_limited`.
  std::vector<ir::NodeId> limited;
};

/// More than that nobody reads.
constexpr std::size_t most_limited = 16;

/// Gates that need asking: some line of authority binds one of their deciders. Cheap.
std::vector<ir::NodeId> limited_gates(const ir::Definition& definition, const ir::Process& process,
                                      const analysis::Reach& reach);

/// In order of writing; each gate once.
std::vector<BeyondAuthority> beyond_authority(ProcessModel& model, llvm::ArrayRef<ir::NodeId> gates);

}  // namespace wain::conditions
