/// Everything about the conditions in one process, prepared once: which data matters, the versions of it,
/// the paths, who may decide what.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/availability.h"
#include "analysis/flow_graph.h"
#include "analysis/graph.h"
#include "analysis/writes.h"
#include "conditions/authority.h"
#include "conditions/lacking.h"
#include "conditions/paths.h"
#include "conditions/solver.h"

namespace wain::conditions {

/// What all processes of a definition share. All references outlive it.
class Shared {
public:
  Shared(const ir::Definition& definition, const analysis::CallOrder& calls,
         const analysis::ParameterUpdates& updates, const std::vector<analysis::Reach>& reaches);

  /// What people have judged in a callee, for its callers; of every criterion.
  const std::vector<std::vector<analysis::Export>>& exports();
  /// By process: whether it, or what it calls, has a reachable gate that judges the criterion.
  const llvm::BitVector& judging(ir::CriterionId criterion);
  /// What binds those who judge a criterion in a process, or in what it calls.
  struct Limits {
    std::vector<RecordLines> lines;  ///< all must hold; each once
    bool inside = false;             ///< some of them for data that its callers do not know
  };
  const Limits& limits(ir::CriterionId criterion, ir::ProcessId process);
  /// Of a sound process.
  const Authority& authority(ir::ProcessId process);
  /// Of a process whose graph can be followed.
  const analysis::LoopNest& loops(ir::ProcessId process);

  /// Who judges a criterion somewhere (at reached gates of sound processes, or by escalation), and what
  /// they may decide. In order.
  struct Table {
    std::vector<ir::ActorId> deciders;
    std::vector<const ir::AuthorityLine*> lines;  ///< of all of them, each once
    bool all_limited = false;                     ///< there is one, and nobody without a limit
  };
  const Table& table(ir::CriterionId criterion);

  const ir::Definition& definition;
  const analysis::CallOrder& calls;
  const analysis::ParameterUpdates& updates;
  const std::vector<analysis::Reach>& reaches;
  const Encoding encoding;
  Session session;

private:
  using LimitsByProcess = std::map<ir::ProcessId, Limits>;  // of those where there are any
  [[nodiscard]] LimitsByProcess collect_limits(ir::CriterionId criterion) const;

  std::unique_ptr<std::vector<std::vector<analysis::Export>>> exports_;
  std::map<ir::CriterionId, llvm::BitVector> judging_;
  std::map<ir::CriterionId, LimitsByProcess> limits_;
  std::vector<Table> tables_;  // by criterion; empty before it is asked for
  std::optional<llvm::BitVector> limited_records_;
  // By process; null before they are asked for.
  std::vector<std::unique_ptr<Authority>> authorities_;
  std::vector<std::unique_ptr<analysis::LoopNest>> loops_;
};

/// A record that one of the lines speaks about is a part of one that the caller knows.
bool hands_in_part(const ir::Definition& definition, const ir::Node& call,
                   const std::vector<RecordLines>& lines);

/// What was asked of a node and stayed open.
enum class Question : std::uint8_t { SaidAlready, WithinAuthority, WayIsOpen, ArmsExclude, EveryCaseTaken };
struct OpenQuestion {
  ir::ProcessId process;
  ir::NodeId node;
  Question question = Question::SaidAlready;
};

class ProcessModel {
public:
  ProcessModel(Shared& shared, ir::ProcessId id);
  ProcessModel(const ProcessModel&) = delete;
  ProcessModel& operator=(const ProcessModel&) = delete;

  /// Some guard or authority compares data.
  [[nodiscard]] bool has_conditions() const { return paths_.leaves().size() != 0; }
  FormulaId may_decide(ir::NodeId gate, ir::CriterionId criterion);
  FormulaId may_decide(ir::NodeId gate, ir::ActorId actor, ir::CriterionId criterion);
  /// The condition under which whoever judges the criterion behind a call may decide it. The data that the
  /// caller knows counts, whether it is handed in or not: who may decide 1,000 EUR may not decide more by
  /// looking at the quote alone.
  FormulaId may_decide_behind(ir::NodeId call, ir::CriterionId criterion);
  /// Authority in this criterion is a table here: those who judge it in this process are limited in at least
  /// two ways, and nobody who judges it anywhere is unlimited.
  [[nodiscard]] bool has_table(ir::CriterionId criterion) const { return tables_.test(criterion.index); }
  /// Whether the control may apply to a case at the node.
  Answer applies(ir::ControlId control, ir::NodeId node);

  /// What questions about this process may yet cost.
  Work& work() { return work_; }
  Paths& paths() { return paths_; }
  Formulas& formulas() { return formulas_; }
  [[nodiscard]] const Encoding& encoding() const { return encoding_; }
  Solver& solver() { return solver_; }
  [[nodiscard]] const SolverCounts& counts() const { return solver_.counts(); }
  [[nodiscard]] const Authority& authority() const { return authority_; }
  [[nodiscard]] const analysis::Writes& writes() const { return writes_; }
  [[nodiscard]] const ir::Process& process() const { return writes_.process; }
  [[nodiscard]] const analysis::Reach& reach() const { return reach_; }
  Shared& shared() { return shared_; }
  void leave_open(ir::NodeId node, Question question) { open_.push_back({id_, node, question}); }
  [[nodiscard]] const std::vector<OpenQuestion>& open_questions() const { return open_; }

  /// `order.amount` and `1_000.01 EUR`: a leaf and a value of it, as they are written.
  [[nodiscard]] std::string leaf_text(std::uint32_t leaf) const;
  [[nodiscard]] std::string value_text(std::uint32_t leaf, const Rational& value) const;

private:
  [[nodiscard]] llvm::BitVector collect_tables() const;
  [[nodiscard]] Leaves collect_leaves() const;

  Shared& shared_;
  ir::ProcessId id_;
  analysis::Writes writes_;
  const analysis::Reach& reach_;
  Work work_;
  const Authority& authority_;
  llvm::BitVector tables_;  // by criterion
  Encoding encoding_;
  Formulas formulas_;
  Paths paths_;
  Solver solver_;
  std::vector<OpenQuestion> open_;
};

}  // namespace wain::conditions
