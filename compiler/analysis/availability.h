/// Availability of judgments: forward, must, with interference of parallel branches, joins, calls and
/// withdrawal, as `judgments.md` of the design has it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "analysis/judgments.h"
#include "analysis/must_flow.h"

namespace wain::analysis {

/// IN(n) of every reachable node: the judgments of J (by index) that hold whichever way a case came.
std::vector<llvm::BitVector> available_judgments(const ir::Process& process, const Reach& reach,
                                                 const Judgments& judgments);

/// A way to a node on which no judgment of a criterion holds.
struct UnjudgedPath {
  std::vector<ir::EdgeId> edges;        ///< in order; the last one leads to the node
  ir::NodeId overwritten_at;            ///< on the path, mostly its first: the last judgment ended here …
  std::optional<ir::Path> overwritten;  ///< … because this was written; absent: a parallel branch may
};

/// Whether a criterion holds at a node on every way there, by whichever judgment: `A judged it on x,
/// or B judged it on y` is enough, where the meet of single judgments would lose both. Exact but for
/// correlations across a fork. What was found out is kept, so ask one object about all ends.
class CriterionQuery {
public:
  CriterionQuery(const Writes& writes, const Reach& reach, const Judgments& judgments);
  CriterionQuery(const CriterionQuery&) = delete;
  CriterionQuery& operator=(const CriterionQuery&) = delete;
  ~CriterionQuery();

  /// A way to `node` on which none of `wanted` (a set of judgments) holds at its end; nothing if there
  /// is none. Without judgments at all the way is empty. Deterministic. A process whose evidence is so
  /// entangled that the limit of states is met counts as judged: silence, not a false alarm.
  std::optional<UnjudgedPath> way_without(ir::NodeId node, const llvm::BitVector& wanted);

private:
  struct Search;
  std::unique_ptr<Search> search_;
};

/// Exports of every sound process for these criteria (by index), callees first.
std::vector<std::vector<Export>> exported_judgments(const ir::Definition& definition, const CallOrder& calls,
                                                    const ParameterUpdates& updates,
                                                    const std::vector<Reach>& reaches, Judges judges,
                                                    const llvm::BitVector& criteria);

}  // namespace wain::analysis
