/// Whether the people there are can do the work of a process as its duties ask: workflow satisfiability. J.
/// Crampton, G. Gutin, A. Yeo, "On the parameterized complexity and kernelization of the workflow
/// satisfiability problem", ACM TISSEC 16(1), 2013.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "analysis/approvers.h"
#include "rules/engine/view.h"
#include "rules/sod/duty_search.h"

namespace wain::lint {

/// One statement: `separate`, `together`, or a control that asks for several distinct approvers.
struct Duty {
  bool together = false;
  std::vector<ir::NodeId> nodes;
  ir::ControlId control;  ///< invalid: written in the process
  Span span;
};

class DutyPuzzle {
public:
  DutyPuzzle(const View& view, ir::ProcessId id);

  [[nodiscard]] const std::vector<Duty>& duties() const { return duties_; }
  /// Everybody who may work on the steps that duties name, numbered.
  [[nodiscard]] const std::vector<Person>& people() const { return people_; }
  /// What is asked: with these duties (by number), of these of the steps that duties name (by place), while
  /// `away` (a person's number) is away.
  struct Question {
    llvm::BitVector duties;
    llvm::BitVector places;
    std::optional<std::uint32_t> away;
  };
  /// With all duties, of all steps.
  [[nodiscard]] Question everything(std::optional<std::uint32_t> away = {}) const;
  /// Whether the work can be done. Nothing: the search was given up.
  [[nodiscard]] std::optional<bool> is_solvable(const Question& question);
  /// The same with all duties, for anybody's absence, after it was found that they can be met.
  [[nodiscard]] std::optional<bool> is_solvable_without(std::uint32_t person);
  /// Somebody else than `person` may do each step that the person may do.
  [[nodiscard]] bool is_replaceable(std::uint32_t person) const;
  /// How many people may do these steps, each counted once.
  [[nodiscard]] std::size_t people_for(const std::vector<ir::NodeId>& nodes) const;
  /// Two of these steps to which no case comes both; by place. Nothing: one case can come to all of them.
  [[nodiscard]] std::optional<std::pair<unsigned, unsigned>> apart(
      const std::vector<ir::NodeId>& nodes) const;
  /// The steps that these duties name, of those in question.
  [[nodiscard]] std::vector<ir::NodeId> nodes_of(const Question& question) const;

  /// Of one search; all searches of a process together may take five times as many.
  static constexpr std::size_t most_steps = 200'000;

private:
  void collect_duties();
  void collect_people();
  void collect_lone_people();
  void collect_meetings();
  void add_branches();
  [[nodiscard]] std::uint32_t number_of(Person person) const;
  [[nodiscard]] llvm::BitVector people_in(const analysis::Candidates& of) const;
  /// Nothing: one person would have to be two.
  [[nodiscard]] std::optional<DutyProblem> problem(const Question& question) const;
  [[nodiscard]] std::vector<std::uint32_t> done_by_one(const Question& question) const;
  /// Who may fill each seat of a committee that decides with all of its seats: a role's people have one
  /// between them. Empty for others, where any quorum of the members will do.
  [[nodiscard]] std::vector<llvm::BitVector> seats_of(const ir::Node& node) const;
  /// One case may come to both: one after the other, or in two branches of one parallel.
  [[nodiscard]] bool can_meet(std::uint32_t a, std::uint32_t b) const { return meets_[a].test(b); }
  [[nodiscard]] std::uint32_t place_index(ir::NodeId node) const;

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  std::vector<Duty> duties_;
  std::vector<ir::NodeId> nodes_;  // that duties name, sorted
  std::vector<Person> people_;
  std::map<std::pair<ir::ActorId, bool>, std::uint32_t> numbers_;  // of people; of a pool, of its first
  std::vector<llvm::BitVector> able_;                              // by place in nodes_
  std::vector<std::size_t> able_counts_;                           // of these
  std::vector<std::vector<llvm::BitVector>> seats_;                // by place in nodes_, as `seats_of`
  std::vector<std::uint32_t> copies_;   // by place in nodes_: how many people it takes
  std::vector<bool> alone_;             // by place in nodes_: whoever it comes to, one person does it
  llvm::BitVector lone_;                // people without whom some step is not done, whatever the duties
  std::vector<llvm::BitVector> meets_;  // by place in nodes_: places that one case may come to as well
  std::optional<DutySearch> whole_;     // with all duties
  std::size_t steps_ = 5 * most_steps;  // that all searches may yet take
};

}  // namespace wain::lint
