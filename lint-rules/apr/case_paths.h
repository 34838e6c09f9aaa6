/// Whether a case can take a path, and whether what is said of it applies to such a case: what the graph
/// alone does not know.
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "analysis/controls.h"
#include "analysis/shortfalls.h"
#include "rules/engine/view.h"

namespace wain::lint {

class WayPast;

/// Cases that come to a point with too few approvals; what was found out of one set of gates is kept.
class ShortCases {
public:
  explicit ShortCases(const View& view);
  ~ShortCases();

  /// Some case to which the control applies can come to the point with no other approvals than these, in the
  /// point's process, in those that it calls, and in one after the other that it is called from. What the
  /// conditions of two of these processes say together is not asked. No where that stays undecided.
  bool may_happen(const analysis::Shortfall& shortfall);
  /// The way of such a case to the point, from the start of its process.
  std::vector<ir::EdgeId> way_to(const analysis::Shortfall& shortfall);

private:
  WayPast& past(const analysis::Shortfall& shortfall);

  using Gates = std::vector<std::pair<ir::ProcessId, ir::NodeId>>;
  const View& view_;
  std::map<std::tuple<ir::ControlId, ir::ProcessId, Gates>, std::unique_ptr<WayPast>> past_;
};

/// Some case to which the control applies can come to all these gates. No where that stays undecided.
bool may_happen(const View& view, ir::ProcessId process, const analysis::SurplusClaim& surplus);

}  // namespace wain::lint
