// owner-without-lever (OWN004): whoever answers for an outcome can do nothing about it.
#include <algorithm>

#include "rules/engine/registry.h"
#include "rules/own/ways.h"

namespace wain::lint {
namespace {

/// Looks along the ways to an outcome for a lever of its owner.
class LeverSearch {
public:
  LeverSearch(const View& view, ir::ActorId owner)
      : view_(view), owner_(static_cast<unsigned>(view.definition.actors.size())) {
    for (const ir::ActorId same : view.people.acting(owner)) owner_.set(same.index);
  }

  /// True as soon as one is found.
  bool has_lever(const Ways& ways) {
    for (std::size_t i = 0; i < ways.processes.size(); ++i) {
      if (in_process(ways.processes[i], ways.nodes[i])) return true;
    }
    const Actors above = view_.people.superiors(at_work_);
    return above.anyCommon(owner_);
  }

  /// Whether anybody met on the way says whom they report to.
  [[nodiscard]] bool lines_known() const {
    return std::any_of(at_work_.begin(), at_work_.end(),
                       [&](ir::ActorId actor) { return view_.people.reports_to_somebody(actor); });
  }
  /// The gates met on the way, in order; for notes.
  [[nodiscard]] const std::vector<Place>& gates() const { return gates_; }

private:
  bool in_process(ir::ProcessId id, const llvm::BitVector& nodes) {
    const ir::Process& process = view_[id];
    if (process.owner && is_owner(process.owner)) return true;
    for (const unsigned i : nodes.set_bits()) {
      const ir::Node& node = process.nodes[i];
      if (View::is_work(node) && at_node(node)) return true;
      if (node.kind == ir::NodeKind::Gate) gates_.push_back({id, {i}});
    }
    for (const ir::NodeId audit : view_.audits[id.index]) {
      if (!nodes.test(process[audit].audited.index)) continue;
      if (at_node(process[audit])) return true;
    }
    return false;
  }

  bool at_node(const ir::Node& node) {
    const ir::Actor& actor = view_.actor_of(node);
    if (acts_for_owner(node.actor)) return true;
    if (actor.is_automated() && actor.accountable && acts_for_owner(actor.accountable)) return true;
    add_at_work(node.actor);
    for (const ir::Escalation& escalation : node.escalations) {
      if (!escalation.to) continue;
      if (acts_for_owner(escalation.to)) return true;
      add_at_work(escalation.to);
    }
    return false;
  }

  [[nodiscard]] bool is_owner(ir::ActorId actor) const { return owner_.test(actor.index); }
  /// The owner, somebody who stands for it, or a committee in which one of them sits.
  [[nodiscard]] bool acts_for_owner(ir::ActorId actor) const {
    if (is_owner(actor)) return true;
    const std::vector<ir::ActorId>& seats = view_.definition[actor].members;
    return std::any_of(seats.begin(), seats.end(), [&](ir::ActorId seat) { return is_owner(seat); });
  }
  void add_at_work(ir::ActorId actor) {
    if (!view_.definition[actor].is_human()) return;
    if (met_.empty()) met_.resize(owner_.size());
    if (met_.test(actor.index)) return;
    met_.set(actor.index);
    const std::vector<ir::ActorId> acting = view_.people.acting(actor);
    at_work_.insert(at_work_.end(), acting.begin(), acting.end());
  }

  const View& view_;
  Actors owner_;
  Actors met_;
  std::vector<ir::ActorId> at_work_;
  std::vector<Place> gates_;
};

}  // namespace

void check_OwnerWithoutLever(const View& view, Reporter& reporter) {
  for (const ir::OutcomeId id : owned_and_reached(view)) {
    const ir::Outcome& outcome = view.definition[id];
    const ir::Actor& owner = view.definition[outcome.owner];
    if (owner.is_automated()) continue;  // machine-owned-outcome says it
    LeverSearch search(view, outcome.owner);
    if (search.has_lever(ways_to(view, id))) continue;
    Diagnostics::Builder finding = reporter.report(
        rule::OwnerWithoutLever, outcome.owner_span.valid() ? outcome.owner_span : outcome.name_span,
        {arg("owner", owner.name), arg("outcome", outcome.name)}, outcome.span);
    finding.symbol(std::string(outcome.name));
    for (std::size_t i = 0; i < std::min(search.gates().size(), places_shown); ++i) {
      const ir::Node& gate = view[search.gates()[i]];
      finding.note(rule::NoteDecidesElsewhere, gate.actor_span.valid() ? gate.actor_span : gate.name_span,
                   {arg("actor", view.actor_of(gate).name), arg("owner", owner.name)});
    }
    note_end_elsewhere(view, id, finding);
    if (!search.lines_known()) {
      finding.level(Level::Info);
      finding.help(rule::NoteReportingUnknown);
    }
    finding.help(rule::NoteLevers);
  }
}

}  // namespace wain::lint
