/// Whether the people there are can do the work of a process as its duties ask: workflow satisfiability. Who
/// does what is searched for step by step, the step with the fewest people first. J. Crampton, G. Gutin, A.
/// Yeo, "On the parameterized complexity and kernelization of the workflow satisfiability problem", ACM
/// TISSEC 16(1), 2013.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "analysis/approvers.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// One statement: `separate`, `together`, or a control that asks for several distinct approvers.
struct Duty {
  bool together = false;
  std::vector<ir::NodeId> nodes;
  ir::ControlId control;  ///< invalid: written in the process
  Span span;
};

/// Everybody who may work on the steps that duties name, numbered. Of a nameless pool each member has a
/// number.
struct Person {
  ir::ActorId actor;  ///< the person, or the role of a nameless one
  bool nameless = false;
};

class DutyPuzzle {
public:
  DutyPuzzle(const View& view, ir::ProcessId id);

  [[nodiscard]] const std::vector<Duty>& duties() const { return duties_; }
  [[nodiscard]] const std::vector<Person>& people() const { return people_; }
  /// Whether the work can be done with these duties (by number) while `away` (a person's number) is away.
  /// Nothing: the search was given up.
  [[nodiscard]] std::optional<bool> is_solvable(const llvm::BitVector& duties,
                                                std::optional<std::uint32_t> away = {}) const;
  /// Somebody else than `person` may do each step that the person may do.
  [[nodiscard]] bool is_replaceable(std::uint32_t person) const;
  /// How many people may do these steps, each counted once.
  [[nodiscard]] std::size_t people_for(const std::vector<ir::NodeId>& nodes) const;
  /// All of them can be done for one case.
  [[nodiscard]] bool occur_together(const std::vector<ir::NodeId>& nodes) const;

  static constexpr std::size_t most_steps = 200'000;

private:
  void collect_duties();
  void collect_people();
  [[nodiscard]] llvm::BitVector people_in(const analysis::Candidates& of) const;
  /// Who may fill each seat of a committee that decides with all of its seats: a role's people have one
  /// between them. Empty for others, where any quorum of the members will do.
  [[nodiscard]] std::vector<llvm::BitVector> seats_of(const ir::Node& node) const;
  [[nodiscard]] bool can_meet(ir::NodeId a, ir::NodeId b) const;
  [[nodiscard]] std::uint32_t place_index(ir::NodeId node) const;

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  std::vector<Duty> duties_;
  std::vector<ir::NodeId> nodes_;  // that duties name, sorted
  std::vector<Person> people_;
  std::vector<llvm::BitVector> able_;                // by place in nodes_
  std::vector<std::vector<llvm::BitVector>> seats_;  // by place in nodes_, as `seats_of`
  std::vector<std::uint32_t> copies_;                // by place in nodes_: how many people it takes
  std::vector<llvm::BitVector> after_;  // by place in nodes_: nodes that control comes to from it
};

}  // namespace wain::lint
