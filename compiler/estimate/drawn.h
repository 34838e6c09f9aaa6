/// What a scenario says about data: the distribution that a value at a node comes from.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "estimate/origins.h"
#include "estimate/settings.h"

namespace wain::estimate {

/// One drawn value.
struct DrawnValue {
  const ir::Distribution* distribution = nullptr;
  ir::Path path;
  ir::NodeId origin;       ///< where it is drawn; of a loose one the node that reads it
  bool loose = false;      ///< drawn anew in a loop, or in one of several places: independent of other reads
  bool of_caller = false;  ///< it comes from the callers, whose choices are not known here
  [[nodiscard]] bool same_as(const DrawnValue& other) const {
    return distribution == other.distribution && path == other.path && origin == other.origin &&
           loose == other.loose;
  }
};

class DrawnData {
public:
  DrawnData(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach);
  /// Nothing: the scenario does not draw it.
  std::optional<DrawnValue> at(const ir::Path& path, ir::NodeId node);
  /// By node; computed once a path.
  const std::vector<Origin>& origins(const ir::Path& path, bool whole);

  /// What the processes that this one calls may update.
  [[nodiscard]] const analysis::ParameterUpdates& callee_updates() const { return updates_; }

private:
  const ir::Distribution* from_callers(const ir::Path& path) const;
  const ir::Distribution* draw(ir::ProcessId process, const ir::Path& path, ir::NodeId at) const;

  const Settings& settings_;
  ir::ProcessId process_;
  analysis::ParameterUpdates updates_;
  Origins lookup_;
  struct Known {
    ir::Path path;
    bool whole;
    std::vector<Origin> origins;
  };
  std::vector<std::unique_ptr<Known>> known_;
};

}  // namespace wain::estimate
