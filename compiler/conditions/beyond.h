/// Gates that approve what nobody on the way had the authority for.
#pragma once

#include <string>
#include <vector>

#include "conditions/coverage.h"
#include "conditions/examples.h"
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

/// A gate can approve what nobody has the authority for who judges the criterion anywhere in the definition,
/// where authority is a table (ProcessModel::has_table): the table has a hole.
struct AuthorityGap {
  ir::NodeId gate;
  ir::CriterionId criterion;
  std::vector<Example> example;       ///< the smallest case
  std::vector<ir::ActorId> deciders;  ///< all who judge the criterion somewhere
  /// Who could decide it if they judged the criterion: the first actors with lines that allow it.
  std::vector<ir::ActorId> idle;
};

/// What is wrong with the authority at the gates of a process, in order of writing.
struct AuthorityFaults {
  std::vector<BeyondAuthority> beyond;  ///< each gate once
  std::vector<AuthorityGap> gaps;       ///< each gate and criterion once
};

/// More than that nobody reads.
constexpr std::size_t most_limited = 16;

/// Gates that need asking: some line of authority binds one of their deciders. Cheap.
std::vector<ir::NodeId> limited_gates(Shared& shared, ir::ProcessId process);

AuthorityFaults beyond_authority(ProcessModel& model, llvm::ArrayRef<ir::NodeId> gates);

}  // namespace wain::conditions
