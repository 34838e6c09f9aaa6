/// How many cases end without a judgment that their outcome requires.
#pragma once

#include <optional>
#include <vector>

#include "analysis/judgments.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Which processes may judge what.
class JudgingProcesses {
public:
  explicit JudgingProcesses(const View& view);
  /// By process: whether it, or what it calls, may judge the criterion.
  [[nodiscard]] llvm::BitVector of(ir::CriterionId criterion) const;

private:
  const View& view_;
  std::vector<std::vector<ir::ProcessId>> by_criterion_;  // that do so themselves
};

/// Cases that arrive at an end with no wanted judgment for sure.
struct UnjudgedArrival {
  ir::NodeId end;
  double share = 0;  ///< of the cases that start
  bool judged_perhaps = false;
};
/// Where, and how many: by a walk through the whole process, so one answers for all ends. `wanted`:
/// judgments, by index. Choices count by their shares, one by one. Nothing where visits cannot be computed,
/// or where there is too much to carry along.
std::optional<std::vector<UnjudgedArrival>> unjudged_arrivals(const View& view, ir::ProcessId process,
                                                              const analysis::Judgments& judgments,
                                                              const llvm::BitVector& wanted,
                                                              const llvm::BitVector& judging);

/// Of the cases that start, the share that ends at one of `ends` without a wanted judgment. Nothing where it
/// depends on more than shares: on who wins a race, on when a parallel branch writes, on the path that a case
/// took through a callee (`judging`, from JudgingProcesses).
std::optional<double> unjudged_share(const std::vector<UnjudgedArrival>& arrivals,
                                     const std::vector<ir::NodeId>& ends);

}  // namespace wain::lint
