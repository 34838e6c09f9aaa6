/// Which criteria hold at the ends of one process, whoever judged, as `unjudged-criterion` asks it.
#pragma once

#include <optional>
#include <vector>

#include "analysis/availability.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// What callees hand to their callers, of every criterion; by process.
using Exports = std::vector<std::vector<analysis::Export>>;
Exports exports_of(const View& view);

/// An end at which a criterion may be missing, and a way there.
struct UnjudgedEnd {
  ir::NodeId end;
  analysis::UnjudgedPath way;
};

class JudgedProcess {
public:
  /// `view` and `exports` (of exports_of) outlive it. The process is sound.
  JudgedProcess(const View& view, ir::ProcessId id, const Exports& exports);
  JudgedProcess(const JudgedProcess&) = delete;
  JudgedProcess& operator=(const JudgedProcess&) = delete;

  /// The reached ends in an outcome, less those that cases come to only with a rejection that stands
  /// (past_noes): what has to be judged is what goes on.
  [[nodiscard]] std::vector<ir::NodeId> ends(ir::OutcomeId outcome) const;
  /// Somebody in it, or a machine, judges the criterion.
  [[nodiscard]] bool judges(ir::CriterionId criterion) const { return judgments_.of(criterion).any(); }
  /// Those of `ends` where cases come without the criterion having been judged. An invalid criterion is
  /// nowhere judged.
  std::vector<UnjudgedEnd> unjudged(ir::CriterionId criterion, const std::vector<ir::NodeId>& ends);
  /// The share of the cases that do, where shares decide it.
  [[nodiscard]] std::optional<double> share(ir::CriterionId criterion,
                                            const std::vector<UnjudgedEnd>& ends) const;

private:
  [[nodiscard]] llvm::BitVector wanted(ir::CriterionId criterion) const;

  const View& view_;
  ir::ProcessId id_;
  llvm::BitVector all_;
  llvm::BitVector past_noes_;  // by node
  analysis::Writes writes_;
  analysis::Judgments judgments_;
  analysis::CriterionQuery query_;
};

}  // namespace wain::lint
