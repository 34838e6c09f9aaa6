/// What conditions and authority say about the processes of a definition, found out when first asked.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "analysis/judgments.h"
#include "conditions/arms.h"
#include "conditions/beyond.h"
#include "conditions/dead_arms.h"
#include "conditions/process_model.h"
#include "conditions/redundancy.h"

namespace wain::conditions {

/// Only sound processes may be asked about. Not for several threads.
class Decisions : private ModelSource {
public:
  Decisions(const ir::Definition& definition, const analysis::CallOrder& calls,
            const analysis::ParameterUpdates& updates, const std::vector<analysis::Reach>& reaches);
  Decisions(const Decisions&) = delete;
  Decisions& operator=(const Decisions&) = delete;
  ~Decisions() override;

  /// Who may decide what at the gates of the process.
  const Authority& authority(ir::ProcessId process);
  /// Also of a process that is not sound, if its graph can be followed.
  const analysis::LoopNest& loops(ir::ProcessId process);
  /// Gates that say again what has been said, wholly or for some cases.
  const Redundancy& redundancy(ir::ProcessId process);
  [[nodiscard]] bool is_redundant(ir::ProcessId process, ir::NodeId gate);
  const AuthorityFaults& beyond_authority(ir::ProcessId process);
  /// What no case can come to, since a condition on the way cannot hold.
  const DeadArms& dead(ir::ProcessId process);
  [[nodiscard]] bool is_dead(ir::ProcessId process, ir::NodeId node);
  /// Arms of one choice whose conditions can hold at once.
  const std::vector<ArmOverlap>& overlaps(ir::ProcessId process);
  /// Choices that leave some case without a way.
  const std::vector<ChoiceGap>& gaps(ir::ProcessId process);
  /// Whether cases come to the node that fulfil the control's `applies to`.
  Answer applies(ir::ProcessId process, ir::ControlId control, ir::NodeId node);

  /// See unapproved.h.
  Answer comes_unapproved(ir::ProcessId process, ir::ControlId control, ir::NodeId point,
                          const llvm::BitVector& withheld);
  Answer comes_to_all(ir::ProcessId process, ir::ControlId control, llvm::ArrayRef<ir::NodeId> nodes);

  /// See unjudged.h.
  std::vector<Answer> come_unjudged(ir::ProcessId process, const analysis::Judgments& judgments,
                                    const llvm::BitVector& wanted, llvm::ArrayRef<ir::NodeId> ends);

  /// Over all processes so far.
  [[nodiscard]] SolverCounts counts() const;
  /// What stayed undecided, by process.
  [[nodiscard]] std::vector<OpenQuestion> open_questions() const;

private:
  struct OfProcess;
  OfProcess& at(ir::ProcessId process);
  ProcessModel& model(ir::ProcessId process) override;

  Shared shared_;
  std::vector<std::unique_ptr<OfProcess>> processes_;
};

}  // namespace wain::conditions
