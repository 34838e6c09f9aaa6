// escalates-to-self (SOD003): a gate moves to the queue of those who have it already.
#include <algorithm>

#include "analysis/approvers.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The same persons and the same nameless pools stand behind both.
bool are_same_people(const ir::Definition& definition, ir::ActorId a, ir::ActorId b) {
  if (a == b) return true;
  if (definition[a].is_automated() || definition[b].is_automated()) return false;
  const analysis::Candidates of_a = analysis::candidates(definition, a);
  const analysis::Candidates of_b = analysis::candidates(definition, b);
  return of_a.persons == of_b.persons &&
         std::equal(of_a.nameless.begin(), of_a.nameless.end(), of_b.nameless.begin(), of_b.nameless.end(),
                    [](const analysis::Nameless& one, const analysis::Nameless& other) {
                      return one.role == other.role && one.count == other.count;
                    }) &&
         (definition[a].kind == ir::ActorKind::Committee) == (definition[b].kind == ir::ActorKind::Committee);
}

/// Who has the gate already when it moves to `at`; invalid: nobody who is the same.
ir::ActorId same_before(const ir::Definition& definition, const ir::Node& gate, std::size_t at) {
  const ir::ActorId target = gate.escalations[at].to;
  if (are_same_people(definition, gate.actor, target)) return gate.actor;
  for (std::size_t i = 0; i < at; ++i) {
    if (gate.escalations[i].to && are_same_people(definition, gate.escalations[i].to, target))
      return gate.escalations[i].to;
  }
  return {};
}

}  // namespace

void check_EscalatesToSelf(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = view[id][node];
      if (gate.broken) continue;
      for (std::size_t i = 0; i < gate.escalations.size(); ++i) {
        const ir::Escalation& escalation = gate.escalations[i];
        if (!escalation.to) continue;
        const ir::ActorId same = same_before(view.definition, gate, i);
        if (!same) continue;
        const ir::Actor& before = view.definition[same];
        Diagnostics::Builder finding = reporter.report(
            InOtherWords{rule::EscalatesToSelf,
                         same == escalation.to ? rule::EscalatesToTheSame : rule::EscalatesToSelf},
            escalation.span,
            {arg("gate", gate.name), arg("target", view.definition[escalation.to].name),
             arg("actor", before.name)},
            gate.span);
        finding.symbol(view.symbol({id, node}));
        finding.note(rule::NoteSameAsBefore, same == gate.actor ? gate.actor_span : before.name_span,
                     {arg("actor", before.name)});
        finding.help(rule::NoteEscalateElsewhere);
      }
    }
  }
}

}  // namespace wain::lint
