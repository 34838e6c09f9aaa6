#include "conditions/unjudged.h"

#include <algorithm>

#include "conditions/lacking.h"

namespace wain::conditions {
namespace {

/// Each costs a walk through the process.
constexpr unsigned most_judgments = 16;

std::vector<FormulaId> lacking_one(ProcessModel& model, const analysis::Judgments& judgments,
                                   unsigned judgment) {
  const analysis::Evidence& evidence = judgments.all()[judgment].evidence;
  const auto ends = [&](const ir::Edge& edge) { return is_written(model.writes(), edge, evidence); };
  const auto beside = [&](const ir::Edge& edge) {
    const llvm::BitVector* ended = judgments.interference(edge);
    return ended != nullptr && ended->test(judgment);
  };
  // A call that brings one of several brings none for sure.
  const auto brings = [&](const ir::Edge& edge) {
    const llvm::ArrayRef<llvm::BitVector> made = judgments.made(edge);
    return std::any_of(made.begin(), made.end(), [&](const llvm::BitVector& set) {
      return set.test(judgment) &&
             (set.count() == 1 || model.process()[edge.from].kind != ir::NodeKind::Call);
    });
  };
  const auto dead = [&](const ir::Edge& edge) { return judgments.is_dead_exit(edge); };
  return lacking(model.paths(), model.writes(), model.formulas(), {}, {ends, beside, brings, dead});
}

}  // namespace

std::vector<Answer> come_unjudged(ProcessModel& model, const analysis::Judgments& judgments,
                                  const llvm::BitVector& wanted, llvm::ArrayRef<ir::NodeId> ends) {
  std::vector<Answer> result(ends.size(), Answer::Yes);
  if (wanted.none() || wanted.count() > most_judgments || !model.has_conditions()) return result;
  std::vector<FormulaId> conditions(ends.size(), Formulas::yes());
  for (const unsigned judgment : wanted.set_bits()) {
    const std::vector<FormulaId> without = lacking_one(model, judgments, judgment);
    for (std::size_t i = 0; i < ends.size(); ++i)
      conditions[i] = model.formulas().all(conditions[i], without[ends[i].index]);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) result[i] = model.solver().satisfiable(conditions[i]);
  return result;
}

}  // namespace wain::conditions
