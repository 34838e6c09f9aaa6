#include "diff/change_words.h"

#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wain::diff {
namespace {

struct KindRow {
  ChangeKind kind;
  Diag words;
  std::string_view name;  ///< in JSON
};

constexpr KindRow kinds[] = {
    {ChangeKind::ProcessAdded, Diag::DiffProcessAdded, "process-added"},
    {ChangeKind::ProcessRemoved, Diag::DiffProcessRemoved, "process-removed"},
    {ChangeKind::ProcessRenamed, Diag::DiffProcessRenamed, "process-renamed"},
    {ChangeKind::OutcomeAdded, Diag::DiffOutcomeAdded, "outcome-added"},
    {ChangeKind::OutcomeRemoved, Diag::DiffOutcomeRemoved, "outcome-removed"},
    {ChangeKind::OutcomeRenamed, Diag::DiffOutcomeRenamed, "outcome-renamed"},
    {ChangeKind::OwnerAdded, Diag::DiffOwnerAdded, "owner-added"},
    {ChangeKind::OwnerLost, Diag::DiffOwnerLost, "owner-lost"},
    {ChangeKind::OwnerChanged, Diag::DiffOwnerChanged, "owner-changed"},
    {ChangeKind::ProcessOwnerAdded, Diag::DiffProcessOwnerAdded, "process-owner-added"},
    {ChangeKind::ProcessOwnerChanged, Diag::DiffProcessOwnerChanged, "process-owner-changed"},
    {ChangeKind::GoodWhenAdded, Diag::DiffGoodWhenAdded, "good-when-added"},
    {ChangeKind::GoodWhenLost, Diag::DiffGoodWhenLost, "good-when-lost"},
    {ChangeKind::GoodWhenChanged, Diag::DiffGoodWhenChanged, "good-when-changed"},
    {ChangeKind::RequirementAdded, Diag::DiffRequirementAdded, "requirement-added"},
    {ChangeKind::RequirementLost, Diag::DiffRequirementLost, "requirement-lost"},
    {ChangeKind::JudgmentAdded, Diag::DiffJudgmentAdded, "judgment-added"},
    {ChangeKind::JudgmentLost, Diag::DiffJudgmentLost, "judgment-lost"},
    {ChangeKind::GateAdded, Diag::DiffGateAdded, "gate-added"},
    {ChangeKind::GateRemoved, Diag::DiffGateRemoved, "gate-removed"},
    {ChangeKind::StepAdded, Diag::DiffStepAdded, "step-added"},
    {ChangeKind::StepRemoved, Diag::DiffStepRemoved, "step-removed"},
    {ChangeKind::StepRenamed, Diag::DiffStepRenamed, "step-renamed"},
    {ChangeKind::AuditAdded, Diag::DiffAuditAdded, "audit-added"},
    {ChangeKind::AuditRemoved, Diag::DiffAuditRemoved, "audit-removed"},
    {ChangeKind::AuditMoved, Diag::DiffAuditMoved, "audit-moved"},
    {ChangeKind::AuditPromise, Diag::DiffAuditPromise, "audit-promise-changed"},
    {ChangeKind::GateToStep, Diag::DiffGateToStep, "gate-to-step"},
    {ChangeKind::StepToGate, Diag::DiffStepToGate, "step-to-gate"},
    {ChangeKind::Automated, Diag::DiffAutomated, "automated"},
    {ChangeKind::TakenFromMachine, Diag::DiffTakenFromMachine, "taken-from-machine"},
    {ChangeKind::DoneBy, Diag::DiffDoneBy, "done-by"},
    {ChangeKind::CriterionAdded, Diag::DiffCriterionAdded, "criterion-added"},
    {ChangeKind::CriterionLost, Diag::DiffCriterionLost, "criterion-lost"},
    {ChangeKind::EvidenceAdded, Diag::DiffEvidenceAdded, "evidence-added"},
    {ChangeKind::EvidenceLost, Diag::DiffEvidenceLost, "evidence-lost"},
    {ChangeKind::ControlAdded, Diag::DiffControlAdded, "control-added"},
    {ChangeKind::ControlLost, Diag::DiffControlLost, "control-lost"},
    {ChangeKind::ControlNarrowed, Diag::DiffControlNarrowed, "control-narrowed"},
    {ChangeKind::ControlWidened, Diag::DiffControlWidened, "control-widened"},
    {ChangeKind::ControlChanged, Diag::DiffControlChanged, "control-changed"},
    {ChangeKind::GateNarrowed, Diag::DiffGateNarrowed, "gate-narrowed"},
    {ChangeKind::GateWidened, Diag::DiffGateWidened, "gate-widened"},
    {ChangeKind::GateCases, Diag::DiffGateCases, "gate-cases-changed"},
    {ChangeKind::CatchesFell, Diag::DiffCatchesFell, "catches-fell"},
    {ChangeKind::CatchesRose, Diag::DiffCatchesRose, "catches-rose"},
    {ChangeKind::AlarmsRose, Diag::DiffAlarmsRose, "false-alarms-rose"},
    {ChangeKind::AlarmsFell, Diag::DiffAlarmsFell, "false-alarms-fell"},
    {ChangeKind::SamplesFell, Diag::DiffSamplesFell, "samples-fell"},
    {ChangeKind::SamplesRose, Diag::DiffSamplesRose, "samples-rose"},
    {ChangeKind::QuorumFell, Diag::DiffQuorumFell, "quorum-fell"},
    {ChangeKind::QuorumRose, Diag::DiffQuorumRose, "quorum-rose"},
    {ChangeKind::SeparationLost, Diag::DiffSeparationLost, "separation-lost"},
    {ChangeKind::SeparationAdded, Diag::DiffSeparationAdded, "separation-added"},
    {ChangeKind::ActorKindChanged, Diag::DiffActorKind, "actor-kind-changed"},
    {ChangeKind::MemberLost, Diag::DiffMemberLost, "member-lost"},
    {ChangeKind::MemberAdded, Diag::DiffMemberAdded, "member-added"},
    {ChangeKind::StaffFell, Diag::DiffStaffFell, "staff-fell"},
    {ChangeKind::StaffRose, Diag::DiffStaffRose, "staff-rose"},
    {ChangeKind::NoLost, Diag::DiffNoLost, "no-lost"},
    {ChangeKind::NoAdded, Diag::DiffNoAdded, "no-added"},
    {ChangeKind::NoChanged, Diag::DiffNoChanged, "no-changed"},
    {ChangeKind::ExceptionLost, Diag::DiffExceptionLost, "exception-lost"},
    {ChangeKind::ExceptionAdded, Diag::DiffExceptionAdded, "exception-added"},
    {ChangeKind::ExceptionChanged, Diag::DiffExceptionChanged, "exception-changed"},
    {ChangeKind::EscalationLost, Diag::DiffEscalationLost, "escalation-lost"},
    {ChangeKind::EscalationAdded, Diag::DiffEscalationAdded, "escalation-added"},
    {ChangeKind::EscalationChanged, Diag::DiffEscalationChanged, "escalation-changed"},
    {ChangeKind::IrreversibleLost, Diag::DiffIrreversibleLost, "irreversible-lost"},
    {ChangeKind::IrreversibleAdded, Diag::DiffIrreversibleAdded, "irreversible-added"},
    {ChangeKind::SideBySide, Diag::DiffSideBySide, "side-by-side"},
    {ChangeKind::InSeries, Diag::DiffInSeries, "in-series"},
    {ChangeKind::AccountableLost, Diag::DiffAccountableLost, "accountable-lost"},
    {ChangeKind::AccountableAdded, Diag::DiffAccountableAdded, "accountable-added"},
    {ChangeKind::AccountableChanged, Diag::DiffAccountableChanged, "accountable-changed"},
    {ChangeKind::ReportsLost, Diag::DiffReportsLost, "reports-lost"},
    {ChangeKind::ReportsAdded, Diag::DiffReportsAdded, "reports-added"},
    {ChangeKind::ReportsChanged, Diag::DiffReportsChanged, "reports-changed"},
    {ChangeKind::MissCostChanged, Diag::DiffMissCostChanged, "miss-cost-changed"},
    {ChangeKind::BecameSilent, Diag::DiffBecameSilent, "silence-approves"},
    {ChangeKind::NoLongerSilent, Diag::DiffNoLongerSilent, "silence-no-longer-approves"},
    {ChangeKind::AuthorityAdded, Diag::DiffAuthorityAdded, "authority-added"},
    {ChangeKind::AuthorityRemoved, Diag::DiffAuthorityRemoved, "authority-removed"},
    {ChangeKind::AuthorityWidened, Diag::DiffAuthorityWidened, "authority-widened"},
    {ChangeKind::AuthorityNarrowed, Diag::DiffAuthorityNarrowed, "authority-narrowed"},
    {ChangeKind::AuthorityChanged, Diag::DiffAuthorityChanged, "authority-changed"},
    {ChangeKind::ElementRenamed, Diag::DiffStepRenamed, "element-renamed"},
};

const KindRow& row_of(ChangeKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

/// Which cases come to a gate, where one side has no condition or neither lets more come.
std::string cases(const std::string& condition) {
  return condition.empty() ? render(Diag::DiffEveryCase, {})
                           : render(Diag::DiffIfHolds, {arg("condition", condition)});
}

/// Two names: `A, B` in data is said "`A` and `B`".
bool is_about_two(ChangeKind kind) {
  return kind == ChangeKind::SeparationLost || kind == ChangeKind::SeparationAdded ||
         kind == ChangeKind::SideBySide || kind == ChangeKind::InSeries;
}
std::string both(const std::string& names) {
  const std::size_t comma = names.find(", ");
  if (comma == std::string::npos) return names;
  return render(Diag::DiffBoth, {arg("one", names.substr(0, comma)), arg("other", names.substr(comma + 2))});
}

/// What it judged, and whether somebody else does.
ChangeWords removed_gate(const Change& change) {
  const Diag words = change.unjudged.empty()                         ? Diag::DiffGateRemovedJudged
                     : change.unjudged.size() < change.judged.size() ? Diag::DiffGateRemovedPartly
                                                                     : Diag::DiffGateRemovedUnjudged;
  return {words,
          {arg("subject", change.subject), arg("before", change.before),
           arg("judged", fmt::format("{}", fmt::join(change.judged, ", "))),
           arg("unjudged", fmt::format("{}", fmt::join(change.unjudged, ", "))),
           arg("judges", fmt::format("{}", fmt::join(change.judges, ", "))),
           arg("process", change.subject.substr(0, change.subject.find('.')))}};
}

}  // namespace

std::string_view name(ChangeKind kind) { return row_of(kind).name; }

ChangeWords words_of(const Change& change) {
  const bool is_about_cases = change.kind == ChangeKind::GateNarrowed ||
                              change.kind == ChangeKind::GateWidened || change.kind == ChangeKind::GateCases;
  if (is_about_cases &&
      (change.kind == ChangeKind::GateCases || change.before.empty() || change.after.empty()))
    return {Diag::DiffGateCases,
            {arg("subject", change.subject), arg("before", cases(change.before)),
             arg("after", cases(change.after))}};
  if (change.kind == ChangeKind::GateRemoved && !change.judged.empty()) return removed_gate(change);
  if (is_about_two(change.kind))
    return {row_of(change.kind).words,
            {arg("subject", change.subject), arg("before", both(change.before)),
             arg("after", both(change.after))}};
  return {row_of(change.kind).words,
          {arg("subject", change.subject), arg("before", change.before), arg("after", change.after)}};
}

std::string sentence(const Change& change) {
  const ChangeWords said = words_of(change);
  return render(said.words, said.args);
}

}  // namespace wain::diff
