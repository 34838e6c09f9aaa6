/// Flows that several scenarios of one definition share: with the same shares and draws, all else is the
/// same.
#pragma once

#include <memory>
#include <vector>

#include "estimate/settings.h"
#include "estimate/why.h"
#include "ir/definition.h"

namespace wain::estimate {

struct Prepared;

/// All that the flow of one process depends on, callees by the chances of their outcomes.
struct FlowGround {
  std::vector<double> shares;  ///< by edge, clocks taken out
  std::vector<WhyNot> why;     ///< what these rest on
  bool clocks = false;         ///< how often clocks ring is known
  /// Whose draws decide choices; null: there are none.
  const ir::Scenario* draws = nullptr;
};

/// By process; of each the first few that differ. The definition outlives it.
class KnownFlows {
public:
  explicit KnownFlows(const ir::Definition& definition) : known_(definition.processes.size()) {}

  /// Null: this is new.
  [[nodiscard]] std::shared_ptr<const Prepared> find(ir::ProcessId process, const FlowGround& ground) const;
  void add(ir::ProcessId process, FlowGround ground, std::shared_ptr<const Prepared> flow);

private:
  struct Known {
    FlowGround ground;
    std::shared_ptr<const Prepared> flow;
  };
  std::vector<std::vector<Known>> known_;
};

}  // namespace wain::estimate
