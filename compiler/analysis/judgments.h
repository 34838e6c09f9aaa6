/// Judgments as facts: criterion c passed by somebody who had at least the evidence S in hand, and
/// nothing in S written since. Which exits make one, which writes end one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/DenseMap.h>

#include "analysis/writes.h"
#include "ir/definition.h"

namespace wain::analysis {

/// Paths in one order, none a prefix of another.
using Evidence = std::vector<ir::Path>;
/// The same data, sorted, without paths that another one holds.
Evidence normalized(std::vector<ir::Path> paths);

/// Who has `in_hand` has all of `wanted`.
bool covers(const Evidence& in_hand, const Evidence& wanted);

/// (c, S). Where no data is named by a machine that checks c, S is empty and nothing ends the fact.
struct Judgment {
  ir::CriterionId criterion;
  Evidence evidence;
};

/// What a finished callee hands to its callers: at every end in `outcome`, one of `judgments` (of one
/// criterion, their evidence without what stays inside) holds.
struct Export {
  ir::OutcomeId outcome;
  std::vector<Judgment> judgments;
};

/// Whose judgments count: for approvals only people's; for `requires` on outcomes machines' as well.
enum class Judges : std::uint8_t { People, PeopleAndMachines };

/// Whether a no is among the exits: `rejects` or `returns`.
bool can_say_no(const ir::Process& process, const ir::Node& gate);
/// The edge on which silence approves (`after D approves`); invalid if there is none.
ir::EdgeId silent_approval(const ir::Process& process, const ir::Node& gate);
/// Whether the approving exit of this human gate is a judgment: it sees something, can say no, and
/// silence does not approve.
bool judges_in_earnest(const ir::Definition& definition, const ir::Process& process, const ir::Node& gate);

/// The set J of one process, for some criteria, and what each edge and branch does to it.
class Judgments {
public:
  /// `criteria`: by criterion index. `exports`: by process; those of callees must be complete; empty if
  /// what callees judge does not count. `also`:
  /// judgments to be asked about that nobody may make as they stand; their evidence is normalized.
  Judgments(const Writes& writes, const Reach& reach, Judges judges, const llvm::BitVector& criteria,
            const std::vector<std::vector<Export>>& exports, llvm::ArrayRef<Judgment> also = {});

  [[nodiscard]] const std::vector<Judgment>& all() const { return all_; }
  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(all_.size()); }
  /// The index of this one; nothing if it is not among them.
  [[nodiscard]] std::optional<unsigned> find(ir::CriterionId criterion, const Evidence& evidence) const;
  /// Those of one criterion.
  [[nodiscard]] llvm::BitVector of(ir::CriterionId criterion) const;

  /// Ended by what is written on leaving over `edge`.
  [[nodiscard]] const llvm::BitVector& killed(const ir::Edge& edge) const;
  /// Made on leaving over `edge`: of each set, one holds (a set of one: that one).
  [[nodiscard]] llvm::ArrayRef<llvm::BitVector> made(const ir::Edge& edge) const;
  /// Ended, on the way over `edge`, by what the sibling branches of its tail (of its head, where it
  /// leads from a fork into a branch) may write at every level. Null outside of parallels.
  [[nodiscard]] const llvm::BitVector* interference(const ir::Edge& edge) const;
  /// The call's callee never ends in this edge's outcome: nothing passes.
  [[nodiscard]] bool is_dead_exit(const ir::Edge& edge) const;

private:
  [[nodiscard]] llvm::ArrayRef<Export> exports_of(ir::ProcessId callee) const;
  struct Maker {  // what a node's approving exit, or a call's exit, makes
    ir::CriterionId criterion;
    Evidence evidence;  // in hand; may be more than some S
  };
  /// What leaving over an edge does; most edges do nothing.
  struct Effect {
    std::uint32_t killed = 0;                // into sets_
    std::uint32_t made = 0, made_count = 0;  // into sets_
  };
  [[nodiscard]] std::vector<Maker> makers(const ir::Edge& edge) const;
  [[nodiscard]] Judgment in_caller(const ir::Node& call, const Judgment& judgment) const;
  void add(ir::CriterionId criterion, Evidence evidence);
  void collect();
  [[nodiscard]] std::size_t slot_of(const ir::Path& path) const {
    return path.variable ? path.variable.index : by_variable_.size() - 1;
  }
  void collect_of_call(const ir::Node& call);
  void settle_effects();
  void settle_made_by_call(const ir::Edge& edge);
  void settle_made(const Maker& maker);
  void settle_interference();
  [[nodiscard]] const Effect& effect(const ir::Edge& edge) const {
    return effects_[static_cast<std::size_t>(&edge - writes_.process.edges.data())];
  }
  [[nodiscard]] llvm::BitVector ended_by(llvm::ArrayRef<ir::Path> written) const;

  const Writes& writes_;
  const Reach& reach_;
  Judges judges_;
  const llvm::BitVector& criteria_;
  const std::vector<std::vector<Export>>& exports_;
  std::vector<Judgment> all_;
  // By criterion and the last variable of the evidence, which tells more apart than the first: data of the
  // process comes behind its parameters. And by every variable of it.
  llvm::DenseMap<std::pair<std::uint32_t, std::uint32_t>, std::vector<unsigned>> by_last_;
  std::vector<std::vector<unsigned>> by_variable_;
  std::vector<std::pair<ir::EdgeId, Maker>> makers_;
  std::vector<Effect> effects_;                         // by edge
  std::vector<llvm::BitVector> sets_;                   // the first is empty
  std::vector<llvm::BitVector> interference_;           // by branch
  std::map<std::uint32_t, llvm::BitVector> past_fork_;  // by fork: on its edge over an empty branch
};

}  // namespace wain::analysis
