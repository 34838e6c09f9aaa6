// diffuse-ownership (OWN003): the owner is a committee, or a role that several persons fill.
#include "rules/engine/registry.h"
#include "rules/own/ways.h"

namespace wain::lint {
namespace {

/// How many persons share the ownership; 1 where it is not shared.
std::size_t sharers(const View& view, ir::ActorId owner) {
  const ir::Actor& actor = view.definition[owner];
  if (actor.kind == ir::ActorKind::Committee) return actor.members.size();
  return actor.kind == ir::ActorKind::Role ? view.people.pool(owner) : 1;
}

}  // namespace

void check_DiffuseOwnership(const View& view, Reporter& reporter) {
  for (const ir::OutcomeId id : owned_and_reached(view)) {
    const ir::Outcome& outcome = view.definition[id];
    const ir::Actor& owner = view.definition[outcome.owner];
    const std::size_t persons = sharers(view, outcome.owner);
    if (persons <= 1 && owner.kind != ir::ActorKind::Committee) continue;
    Diagnostics::Builder finding = reporter.report(
        rule::DiffuseOwnership, outcome.owner_span.valid() ? outcome.owner_span : outcome.name_span,
        {arg("outcome", outcome.name), arg("kind", ir::name(owner.kind)), arg("owner", owner.name),
         arg("persons", persons)},
        outcome.span);
    finding.symbol(std::string(outcome.name));
    finding.note(rule::NoteDeclaredAs, owner.name_span,
                 {arg("kind", ir::name(owner.kind)), arg("name", owner.name)});
    note_end_elsewhere(view, id, finding);
    finding.help(rule::NoteNameOneOwner);
  }
}

}  // namespace wain::lint
