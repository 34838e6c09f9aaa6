// Steps, gates, waits, calls, audits.
#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "ir/text.h"
#include "planning/processes.h"
#include "planning/values.h"

namespace wain::planning {
namespace {

plan::NodeKind kind_of(ir::NodeKind kind) {
  switch (kind) {
    case ir::NodeKind::Start: return plan::NodeKind::Start;
    case ir::NodeKind::Task: return plan::NodeKind::Work;
    case ir::NodeKind::Gate: return plan::NodeKind::Gate;
    case ir::NodeKind::Split: return plan::NodeKind::Split;
    case ir::NodeKind::Merge: return plan::NodeKind::Merge;
    case ir::NodeKind::Fork: return plan::NodeKind::Fork;
    case ir::NodeKind::Join: return plan::NodeKind::Join;
    case ir::NodeKind::Wait: return plan::NodeKind::Wait;
    case ir::NodeKind::Call: return plan::NodeKind::Call;
    case ir::NodeKind::End: return plan::NodeKind::End;
    case ir::NodeKind::Audit: return plan::NodeKind::Audit;
  }
  return plan::NodeKind::Merge;
}

class Nodes {
public:
  Nodes(ProcessWork& process, ir::NodeId id, plan::Node& out)
      : p_(process), work_(process.work), id_(id), node_(process.process[id]), out_(out) {}

  void lower() {
    out_.kind = kind_of(node_.kind);
    if (node_.branch) out_.branch = p_.planned.branch_index[node_.branch.index];
    out_.draws = draws_at(work_, p_.id, id_, p_.drawn);
    switch (node_.kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate:
      case ir::NodeKind::Audit: work(); break;
      case ir::NodeKind::Fork: fork(); break;
      case ir::NodeKind::Wait: wait(); break;
      case ir::NodeKind::Call: call(); break;
      case ir::NodeKind::End: out_.outcome = work_.outcome_of[node_.outcome.index]; break;
      default: break;
    }
  }

private:
  [[nodiscard]] bool speaks() const {
    return node_.kind == ir::NodeKind::Audit ? p_.planned.reach.has(node_.audited)
                                             : p_.planned.reach.has(id_);
  }

  Diagnostics::Builder report(Diag id, Span span, const std::vector<DiagArg>& args) {
    auto report = work_.diagnostics.report(id, span.valid() ? span : node_.name_span, args);
    report.symbol(fmt::format("{}.{}", p_.process.name, node_.name));
    report.help(sim::NoteInScenario, {arg("scenario", work_.scenario.name)});
    return report;
  }

  void work() {
    const ir::Actor& actor = work_.definition[node_.actor];
    out_.pool = work_.pool_of[node_.actor.index];
    out_.committee = work_.committee_of[node_.actor.index];
    takes(actor);
    if (actor.kind == ir::ActorKind::Committee) committee(actor);
    if (node_.batches) {
      out_.batch = plan::Batch{node_.batches->size, {}};
      if (node_.batches->or_after) out_.batch->or_after = node_.batches->or_after->microseconds;
    }
    priority();
    if (const auto cost = work_.settings.cost_per_visit(p_.id, id_))
      out_.cost_per_case = work_.money(*cost, node_.name_span);
    escalations();
    if (node_.kind != ir::NodeKind::Audit) return;
    out_.audited = p_.planned.node_index[node_.audited.index];
    out_.samples = work_.settings.samples(p_.id, id_);
  }

  void takes(const ir::Actor& actor) {
    if (const ir::Distribution* takes = work_.settings.takes(p_.id, id_)) {
      out_.takes = lower_distribution(work_.definition, *takes);
    } else if (actor.is_human() && speaks()) {
      report(sim::NoTakes, node_.name_span, {arg("step", node_.name), arg("actor", actor.name)});
    }
  }

  void committee(const ir::Actor& actor) {
    if (!speaks()) return;
    const std::vector<DiagArg> args{arg("step", node_.name), arg("committee", actor.name)};
    if (node_.batches) report(sim::CommitteeBatch, node_.name_span, args);
    if (node_.kind == ir::NodeKind::Audit) report(sim::CommitteeAudit, node_.name_span, args);
    const std::optional<ir::Meeting> meets = work_.settings.meets(node_.actor);
    if (!meets || !out_.takes) return;
    const double least = least_of(*out_.takes);
    if (least <= static_cast<double>(meets->length.microseconds)) return;
    report(sim::LongerThanMeeting, node_.name_span,
           {arg("step", node_.name), arg("committee", actor.name), arg("length", meets->length.str()),
            arg("takes", ir::Duration{static_cast<std::int64_t>(least)}.str())});
  }

  void priority() {
    if (!node_.priority) return;
    if (speaks() && !reads_drawn_data(work_.definition, p_.drawn, p_.data, node_.priority, id_)) {
      const Span span = work_.definition[node_.priority].span;
      report(sim::PriorityNotDrawn, span,
             {arg("step", node_.name), arg("data", str(work_.definition, &p_.process, node_.priority)),
              arg("scenario", work_.scenario.name)});
      return;
    }
    out_.priority = lower_expression(work_.definition, p_.names(), node_.priority, p_.out.expressions);
  }

  /// In order of time; of several at one instant the last has the case.
  void escalations() {
    std::vector<ir::Escalation> sorted = node_.escalations;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const ir::Escalation& a, const ir::Escalation& b) { return a.after < b.after; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i + 1 < sorted.size() && sorted[i + 1].after == sorted[i].after) continue;
      out_.escalations.push_back({sorted[i].after.microseconds, work_.pool_of[sorted[i].to.index],
                                  work_.committee_of[sorted[i].to.index]});
    }
  }

  void fork() {
    switch (node_.join_rule) {
      case ir::JoinRule::All: out_.join = plan::JoinRule::All; break;
      case ir::JoinRule::First: out_.join = plan::JoinRule::First; break;
      case ir::JoinRule::KOfN:
        out_.join = plan::JoinRule::Count;
        out_.join_count = node_.join_count;
        break;
    }
  }

  void wait() {
    switch (node_.wait->kind) {
      case ir::WaitSpec::Kind::Timer: out_.wait = plan::WaitKind::Timer; break;
      case ir::WaitSpec::Kind::Outside: out_.wait = plan::WaitKind::Outside; break;
      case ir::WaitSpec::Kind::Cadence:
        out_.wait = plan::WaitKind::Cadence;
        out_.cadence = lower_cadence(work_, node_.wait->cadence, clock_of(work_, p_.id), node_.name_span);
        if (node_.wait->agenda_closes) out_.agenda_closes = node_.wait->agenda_closes->microseconds;
        return;
    }
    if (const ir::Distribution* takes = work_.settings.takes(p_.id, id_))
      out_.takes = lower_distribution(work_.definition, *takes);
    else if (speaks())
      report(sim::NoWaitTime, node_.name_span, {});
  }

  void call() {
    out_.callee = work_.process_of[node_.callee.index];
    out_.arguments = arguments_of(work_, node_, p_.drawn, p_.all_drawn[out_.callee]);
  }

  ProcessWork& p_;
  Work& work_;
  ir::NodeId id_;
  const ir::Node& node_;
  plan::Node& out_;
};

}  // namespace

void lower_node(ProcessWork& process, ir::NodeId node, plan::Node& out) { Nodes(process, node, out).lower(); }

}  // namespace wain::planning
