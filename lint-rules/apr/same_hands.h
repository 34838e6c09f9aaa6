/// Whether one person may come to do two pieces of work in the same case.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/approvers.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Everyone who may come to act at a node: those behind its actor, and behind those it escalates to.
analysis::Candidates hands_of(const View& view, const ir::Node& node);

/// The people in both, each once.
analysis::Candidates in_both(const analysis::Candidates& a, const analysis::Candidates& b);
inline bool is_nobody(const analysis::Candidates& people) {
  return people.persons.empty() && people.nameless.empty();
}

/// Both claim a control that requires two or more distinct approvers.
bool claim_together(const View& view, const ir::Node& a, const ir::Node& b);

/// What the duties of one process say about pairs of its nodes.
class Duties {
public:
  Duties(const View& view, ir::ProcessId process);
  /// `separate` keeps the two apart (also through a `together` with a third), or both claim a control
  /// that requires two or more distinct approvers.
  [[nodiscard]] bool keeps_apart(ir::NodeId a, ir::NodeId b) const;

private:
  [[nodiscard]] std::uint32_t group(ir::NodeId node) const { return group_[node.index]; }

  const View& view_;
  const ir::Process& process_;
  std::vector<std::uint32_t> group_;  // by node: nodes of one `together` share one
};

}  // namespace wain::lint
