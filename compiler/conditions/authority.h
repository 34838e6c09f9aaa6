/// Who may decide what: `authority RECORD: PREDICATE on CRITERIA` as conditions over the data.
#pragma once

#include <utility>
#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/graph.h"
#include "conditions/expressions.h"
#include "conditions/formula.h"
#include "ir/definition.h"

namespace wain::conditions {

/// The lines that bind an actor for one record; they are alternatives.
struct RecordLines {
  ir::RecordId record;
  std::vector<const ir::AuthorityLine*> lines;
};
/// What binds an actor who judges a criterion: the own lines of a role, a committee or a machine; a
/// person's own for a record, else those of the roles it plays. In order of the records; without an
/// entry the actor is unlimited for the record.
std::vector<RecordLines> binding_lines(const ir::Definition& definition, ir::ActorId actor,
                                       ir::CriterionId criterion);

/// A field that a line of authority speaks about, of whichever variable of the record.
struct LimitedField {
  ir::RecordId record;
  std::vector<std::uint32_t> fields;
  friend auto operator<=>(const LimitedField&, const LimitedField&) = default;
};

/// The records that some line of authority speaks about, by index.
llvm::BitVector limited_records(const ir::Definition& definition);

/// The authority at the gates of one process.
class Authority {
public:
  /// `limited`: what `limited_records` says of the definition.
  Authority(const ir::Definition& definition, const ir::Process& process, const analysis::Reach& reach,
            const llvm::BitVector& limited);

  /// Who may come to decide at a gate: its actor first, then those it escalates to, each once.
  [[nodiscard]] static std::vector<ir::ActorId> deciders(const ir::Node& gate);
  /// No line speaks about any data of this process.
  [[nodiscard]] bool is_silent() const { return records_.empty(); }
  /// What binds the deciders of a gate in this criterion; all must hold.
  [[nodiscard]] std::vector<RecordLines> limits(const ir::Node& gate, ir::CriterionId criterion) const;
  /// No line binds any of the deciders in this criterion at this gate.
  [[nodiscard]] bool is_unlimited(ir::NodeId gate, ir::CriterionId criterion) const;
  /// Some line binds the actor at the gate, whatever is judged.
  [[nodiscard]] bool is_declared(ir::NodeId gate, ir::ActorId actor) const;
  /// Variables of the record that every path to the node has produced, in order.
  [[nodiscard]] std::vector<ir::VariableId> variables(ir::NodeId node, ir::RecordId record) const;
  /// The condition under which all deciders of the gate may judge the criterion, over what `value` gives.
  FormulaId may_decide(ir::NodeId gate, ir::CriterionId criterion, Encoding& encoding, Formulas& formulas,
                       llvm::function_ref<VarId(const Leaf&)> value) const;
  /// The same of one actor.
  FormulaId may_decide(ir::NodeId gate, ir::ActorId actor, ir::CriterionId criterion, Encoding& encoding,
                       Formulas& formulas, llvm::function_ref<VarId(const Leaf&)> value) const;
  /// The condition under which all of these lines hold for the data at a node, which need be no gate.
  FormulaId may_decide(ir::NodeId node, llvm::ArrayRef<RecordLines> limits, Encoding& encoding,
                       Formulas& formulas, llvm::function_ref<VarId(const Leaf&)> value) const;
  /// What was visited before: predicates, each of a variable.
  using Visited = llvm::DenseSet<std::pair<std::uint32_t, std::uint32_t>>;
  /// Every leaf that the authority at this gate reads, less what was visited before.
  void visit_leaves(ir::NodeId gate, Visited& visited,
                    llvm::function_ref<void(const Leaf&, ir::TypeId)> visit) const;
  /// Every leaf that these lines would read at this gate, less what was visited before.
  void visit_leaves(ir::NodeId gate, llvm::ArrayRef<const ir::AuthorityLine*> lines, Visited& visited,
                    llvm::function_ref<void(const Leaf&, ir::TypeId)> visit) const;
  /// The fields that the authority rests on, sorted, each once: clearing 900 EUR does not clear the
  /// amended 50,000 EUR.
  [[nodiscard]] std::vector<LimitedField> fields(ir::NodeId gate, ir::CriterionId criterion) const;
  /// The same of lines that bind at a node.
  [[nodiscard]] std::vector<LimitedField> fields(ir::NodeId node, llvm::ArrayRef<RecordLines> limits) const;

private:
  const ir::Definition& definition_;
  const ir::Process& process_;
  std::vector<ir::VariableId> records_;    // the variables that some line can speak about
  std::vector<llvm::BitVector> assigned_;  // by node: of these, those definitely assigned
};

/// A write of `path` changes what one of the fields says of its record.
bool touches(const ir::Definition& definition, const ir::Process& process, const ir::Path& path,
             llvm::ArrayRef<LimitedField> fields);

}  // namespace wain::conditions
