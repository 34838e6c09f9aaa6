// owner-lost (DIF002): somebody answered for it, and in the new version nobody does.
#include "rules/dif/versions.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void lost_by_process(const Comparison& versions, VersionPair pair, LossSink& sink) {
  const ir::Process& old = versions.before[pair.before];
  const ir::Process& process = versions.after[pair.after];
  if (!old.owner || process.owner || process.broken) return;
  const std::string_view owner = versions.before.definition[old.owner].name;
  Diagnostics::Builder finding = sink.report(
      {rule::OwnerLost, versions.is_replacement ? rule::OwnerLost : rule::ProcessOwnerLostSince},
      process.name_span, {arg("process", process.name), arg("old", old.name), arg("owner", owner)},
      process.span, {std::string(process.name), std::string(owner), {}});
  finding.symbol(std::string(process.name));
  if (versions.is_replacement)
    finding.note(rule::NoteOwnedHere, old.name_span, {arg("owner", owner), arg("old", old.name)});
  finding.help(rule::NoteNameNewOwner);
}

/// Only of two definitions: in one, versions share their outcomes.
void lost_by_outcome(const Comparison& versions, ir::OutcomeId id, LossSink& sink) {
  const ir::Outcome& outcome = versions.after.definition[id];
  if (outcome.owner || outcome.owners_declared > 0 || outcome.broken) return;
  const ir::OutcomeId old = versions.then(id);
  if (!old || !versions.before.definition[old].owner) return;
  const std::string_view owner = versions.before.definition[versions.before.definition[old].owner].name;
  sink.report({rule::OwnerLost, rule::OutcomeOwnerLostSince}, outcome.name_span,
              {arg("outcome", outcome.name), arg("owner", owner)}, outcome.span,
              {std::string(outcome.name), std::string(owner), {}})
      .symbol(std::string(outcome.name))
      .help(rule::NoteNameNewOwner);
}

}  // namespace

void find_lost_owners(const Comparison& versions, LossSink& sink) {
  for (const VersionPair pair : versions.pairs) lost_by_process(versions, pair, sink);
  if (versions.is_replacement) return;
  for (std::uint32_t i = 0; i < versions.after.definition.outcomes.size(); ++i)
    lost_by_outcome(versions, {i}, sink);
}

void check_OwnerLost(const View& view, Reporter& reporter) {
  LossSink sink(reporter);
  find_lost_owners(replacements(view), sink);
}

}  // namespace wain::lint
