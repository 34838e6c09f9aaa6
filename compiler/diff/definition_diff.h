/// What a change to a definition does to the work, in the work's own terms.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "ir/definition.h"

namespace wain::diff {

/// What changed. Elements are matched by name, processes and steps also by what they are.
enum class ChangeKind : std::uint8_t {
  ProcessAdded,
  ProcessRemoved,
  ProcessRenamed,  ///< its steps, or some, stay
  OutcomeAdded,
  OutcomeRemoved,
  OutcomeRenamed,  ///< what ends there and who owns it stay
  OwnerAdded,
  OwnerLost,
  OwnerChanged,
  ProcessOwnerAdded,
  ProcessOwnerChanged,
  GoodWhenAdded,  ///< what an outcome is held to
  GoodWhenLost,
  GoodWhenChanged,
  RequirementAdded,  ///< of an outcome: `requires CRITERION`
  RequirementLost,
  JudgmentAdded,  ///< a criterion is judged on every way to an outcome
  JudgmentLost,
  GateAdded,
  GateRemoved,
  StepAdded,
  StepRemoved,
  StepRenamed,  ///< a step, gate or audit: who does it and what it is about stay
  AuditAdded,
  AuditRemoved,
  AuditMoved,    ///< it looks at another step
  AuditPromise,  ///< what it is to find, and when
  GateToStep,
  StepToGate,
  Automated,  ///< a person did it, a machine does
  TakenFromMachine,
  DoneBy,  ///< by somebody else of the same sort
  CriterionAdded,
  CriterionLost,  ///< a gate no longer judges it
  EvidenceAdded,
  EvidenceLost,  ///< a gate no longer sees it
  ControlAdded,
  ControlLost,
  ControlNarrowed,  ///< the mandate itself: fewer cases, or fewer approvers
  ControlWidened,
  ControlChanged,  ///< neither is certain
  GateNarrowed,    ///< the condition before a gate lets fewer cases come to it
  GateWidened,
  GateCases,    ///< neither is certain
  CatchesFell,  ///< what a gate or check finds of what is wrong
  CatchesRose,
  AlarmsRose,  ///< its false alarms
  AlarmsFell,
  SamplesFell,  ///< of an audit
  SamplesRose,
  QuorumFell,  ///< of a committee
  QuorumRose,
  SeparationLost,  ///< steps that one person may now do, of those that two had to
  SeparationAdded,
  ActorKindChanged,  ///< a person, a role, a committee, a system or a model
  MemberLost,        ///< a seat of a committee
  MemberAdded,
  StaffFell,  ///< of a pool
  StaffRose,
  NoLost,  ///< a gate has no `rejects`, `returns` or `after … rejects` any more
  NoAdded,
  NoChanged,      ///< where it leads, or how often
  ExceptionLost,  ///< a step or gate `fails` to nowhere any more
  ExceptionAdded,
  ExceptionChanged,
  EscalationLost,
  EscalationAdded,
  EscalationChanged,
  IrreversibleLost,
  IrreversibleAdded,
  SideBySide,  ///< two gates, which came one after the other
  InSeries,    ///< two gates, which stood side by side
  AccountableLost,
  AccountableAdded,
  AccountableChanged,
  ReportsLost,  ///< an actor `reports to` nobody any more
  ReportsAdded,
  ReportsChanged,
  MissCostChanged,
  BecameSilent,  ///< a timeout approves
  NoLongerSilent,
  AuthorityAdded,
  AuthorityRemoved,
  AuthorityWidened,
  AuthorityNarrowed,
  AuthorityChanged,  ///< neither is certain
  ElementRenamed,    ///< a criterion, control, actor, field or parameter
};

/// Whether a check that is still there finds less than before: it sees less, is for fewer cases, catches
/// less, or fewer people stand behind it.
bool weakens_check(ChangeKind kind);

/// Whether less is judged, seen, owned or limited than before.
bool takes_away(ChangeKind kind);

/// What a change is about, in the new definition: one of an outcome, an actor, a control, a criterion, a
/// process, or of the last a node. All invalid where it is gone.
struct Element {
  ir::ProcessId process{};
  ir::NodeId node{};
  ir::OutcomeId outcome{};
  ir::ActorId actor{};
  ir::ControlId control{};
  ir::CriterionId criterion{};
};

struct Change {
  ChangeKind kind;
  std::string subject;        ///< its name: `Process.Step`, an outcome, an actor
  std::string before;         ///< what is gone; empty if nothing is
  std::string after;          ///< what is new; empty if nothing is
  Span old_place, new_place;  ///< in the files of the two definitions; invalid where there is none
  Element element{};
  std::vector<std::string> judged{};    ///< of GateRemoved: criteria
  std::vector<std::string> unjudged{};  ///< those of them that nothing in the process judges now
  std::vector<std::string> judges{};    ///< what judges the others: steps and gates
};

/// Two processes that are versions of one.
struct ProcessPair {
  ir::ProcessId before, after;
};

/// Two outcomes that are one, under another name.
struct OutcomePair {
  ir::OutcomeId before, after;
};

/// Two steps, gates or audits that are one, of processes that are versions of one.
struct StepPair {
  ProcessPair of;
  ir::NodeId before, after;
};

struct Changes {
  std::vector<Change> list;  ///< those that take away first, then in order of declaration
  std::vector<ProcessPair> matched;
  std::vector<OutcomePair> renamed;
  std::vector<StepPair> renamed_steps;
};

/// Compares two definitions that have no errors.
Changes compare(const ir::Definition& before, const ir::Definition& after);
/// Only what changed in these processes, and in the mandates and committees of both definitions.
std::vector<Change> compare_processes(const ir::Definition& before, const ir::Definition& after,
                                      llvm::ArrayRef<ProcessPair> pairs);

}  // namespace wain::diff
