// machine-owned-outcome (OWN002): the owner of an outcome is a system or a model.
#include "rules/engine/registry.h"
#include "rules/own/ways.h"

namespace wain::lint {

void check_MachineOwnedOutcome(const View& view, Reporter& reporter) {
  for (const ir::OutcomeId id : owned_and_reached(view)) {
    const ir::Outcome& outcome = view.definition[id];
    const ir::Actor& owner = view.definition[outcome.owner];
    if (!owner.is_automated()) continue;
    Diagnostics::Builder finding = reporter.report(
        rule::MachineOwnedOutcome, outcome.owner_span.valid() ? outcome.owner_span : outcome.name_span,
        {arg("outcome", outcome.name), arg("kind", ir::name(owner.kind)), arg("owner", owner.name)},
        outcome.span);
    finding.symbol(std::string(outcome.name));
    finding.note(rule::NoteDeclaredAs, owner.name_span,
                 {arg("kind", ir::name(owner.kind)), arg("name", owner.name)});
    note_end_elsewhere(view, id, finding);
    if (!owner.accountable || !view.definition[owner.accountable].is_human()) continue;
    const ir::Actor& person = view.definition[owner.accountable];
    finding.help(rule::NoteAccountableFor, {arg("person", person.name), arg("machine", owner.name)});
  }
}

}  // namespace wain::lint
