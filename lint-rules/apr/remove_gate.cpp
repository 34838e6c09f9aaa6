#include "rules/apr/remove_gate.h"

#include <utility>

#include "diagnostics/rule_ids.h"

namespace wain::lint {

void propose_removal(const View& view, Place place, Reporter& reporter) {
  const ir::Node& gate = view[place];
  if (gate.name.empty() || gate.irreversible || !gate.controls.empty()) return;
  bool writes = false;
  view.writes(place.process).anywhere(gate, [&](const ir::Path&) { writes = true; });
  if (writes) return;
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixRemoveGate, {arg("gate", gate.name)});
  fix.rewrites = {{Rewrite::Kind::Remove, gate.span, {}, {}, {}}};
  fix.gone = {std::string(gate.name)};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
