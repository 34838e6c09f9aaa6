/// Whether one person may come to do two pieces of work in the same case.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <llvm/ADT/BitVector.h>

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

/// What the duties of one process say about its nodes.
class Duties {
public:
  Duties(const View& view, ir::ProcessId process);
  /// By node index: those that a `separate` keeps apart from it (also through a `together` with a third), and
  /// those that claim a control with it that requires two or more distinct approvers.
  [[nodiscard]] llvm::BitVector apart_from(ir::NodeId node) const;

private:
  [[nodiscard]] std::uint32_t group(ir::NodeId node) const { return group_[node.index]; }
  void note_claims();

  /// The nodes that one `separate` names, and those that a `together` puts with them.
  struct Separate {
    std::vector<std::uint32_t> groups;  // sorted
    llvm::BitVector nodes;
  };

  const View& view_;
  const ir::Process& process_;
  std::vector<std::uint32_t> group_;                   // by node: nodes of one `together` share one
  std::map<std::uint32_t, llvm::BitVector> of_group_;  // nodes; of groups that duties name
  std::vector<Separate> separates_;
  std::map<ir::ControlId, llvm::BitVector> claims_;  // of controls for two or more
};

}  // namespace wain::lint
