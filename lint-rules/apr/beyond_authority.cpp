// beyond-authority (APR008): a case that nobody on the way has the authority for can be approved.
#include <algorithm>

#include "conditions/authority.h"
#include "rules/engine/example_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void note_lines(const View& view, const conditions::BeyondAuthority& of, Diagnostics::Builder& finding) {
  for (const conditions::RecordLines& lines :
       conditions::binding_lines(view.definition, of.decider, of.criterion)) {
    for (const ir::AuthorityLine* line : lines.lines) {
      finding.note(rule::NoteAuthorityEnds, line->span,
                   {arg("actor", view.definition[of.decider].name),
                    arg("record", view.definition[lines.record].name)});
    }
  }
}

void report(const View& view, ir::ProcessId id, const conditions::BeyondAuthority& of, Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& gate = process[of.gate];
  const std::string_view actor = view.definition[of.decider].name;
  const std::string example = example_text(of.example);
  Diagnostics::Builder finding =
      example.empty()
          ? reporter.report(InOtherWords{rule::BeyondAuthority, rule::BeyondForSome}, gate.name_span,
                            {arg("gate", gate.name), arg("actor", actor)}, gate.span)
          : reporter.report(rule::BeyondAuthority, gate.name_span,
                            {arg("gate", gate.name), arg("example", example), arg("actor", actor)},
                            gate.span);
  finding.symbol(view.symbol({id, of.gate}));
  for (const ir::Escalation& escalation : gate.escalations) {
    if (escalation.to == of.decider && of.decider != gate.actor)
      finding.note(rule::NoteEscalatesBeyond, escalation.span, {arg("gate", gate.name), arg("actor", actor)});
  }
  note_lines(view, of, finding);
  const std::string_view criterion = view.definition[of.criterion].name;
  for (std::size_t i = 0; i < std::min(of.limited.size(), places_shown); ++i) {
    const ir::Node& other = process[of.limited[i]];
    finding.note(
        rule::NoteOthersAuthority, other.name_span,
        {arg("gate", other.name), arg("actor", view.actor_of(other).name), arg("criterion", criterion)});
  }
  finding.help(rule::NoteWithinAuthority, {arg("criterion", criterion)});
}

}  // namespace

void check_BeyondAuthority(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const conditions::BeyondAuthority& of : view.decisions->beyond_authority(id).beyond)
      report(view, id, of, reporter);
  }
}

}  // namespace wain::lint
