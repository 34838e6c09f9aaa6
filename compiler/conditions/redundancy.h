/// Gates that say again what has been said: availability of judgments, by bits where they decide, by
/// conditions and authority where the bits say "maybe".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conditions/process_model.h"

namespace wain::conditions {

/// Where a record was written on the way from an earlier gate to a later one that does not look at it.
struct ChangedRecord {
  ir::NodeId writer;
  ir::Path path;
};

struct RedundantGate {
  ir::NodeId gate;
  std::vector<ir::NodeId> earlier;     ///< the gates, or calls, that have said it; in order of writing;
                                       ///< of each criterion the nearest, up to `most_earlier`
  std::vector<ChangedRecord> changed;  ///< records that the gate does not see
};

/// More than that nobody reads.
constexpr std::size_t most_earlier = 64;

/// A gate that is redundant for some cases only.
struct PartlyRedundantGate {
  RedundantGate redundant;
  std::string condition;  ///< `order.amount > 10_000 EUR`: for these
};

struct Redundancy {
  std::vector<RedundantGate> gates;         ///< in order of writing
  std::vector<PartlyRedundantGate> partly;  ///< in order of writing
};

/// Judgments that are conditioned in one process; of more, the rest stays undecided.
constexpr std::size_t most_conditioned = 64;

/// Makes the model of a process when it turns out to be needed.
class ModelSource {
public:
  virtual ~ModelSource() = default;
  virtual ProcessModel& model(ir::ProcessId id) = 0;
};

Redundancy redundancy(Shared& shared, ir::ProcessId id, ModelSource& models);

}  // namespace wain::conditions
