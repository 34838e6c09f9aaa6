#include "exports/bpmn_losses.h"

#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "exports/losses.h"
#include "ir/text.h"

namespace wain::exports {
namespace {

/// Whether an edge leads out of the branch that it starts in, other than to the join; an end is a terminate
/// event, which stops the others.
bool leaves(const ir::Process& process, const ir::Edge& edge) {
  const ir::Node& from = process[edge.from];
  const ir::Node& to = process[edge.to];
  if (!from.branch || process[from.branch].join == edge.to || to.kind == ir::NodeKind::End) return false;
  for (ir::BranchId branch = to.branch; branch; branch = process[branch].parent)
    if (branch == from.branch) return false;
  return true;
}

}  // namespace

void report_bpmn_losses(const ir::Definition& definition, const SourceManager& sources,
                        Diagnostics& diagnostics) {
  const Sites sites(definition, sources);
  Losses losses("BPMN", sites, diagnostics);
  for (const ir::Process& process : definition.processes) {
    for (const ir::Node& node : process.nodes) {
      const Span place = node.name_span.valid() ? node.name_span : node.span;
      const bool out = std::any_of(node.out.begin(), node.out.end(),
                                   [&](ir::EdgeId edge) { return leaves(process, process[edge]); });
      const bool partial = node.kind == ir::NodeKind::Fork && node.join_rule != ir::JoinRule::All;
      if (out || partial) losses.add(sim::ExportWithdrawn, place);
      if (node.kind == ir::NodeKind::Audit) losses.add(sim::ExportAuditNote, place, {arg("step", node.name)});
    }
  }
}

}  // namespace wain::exports
