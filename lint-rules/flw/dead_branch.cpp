// dead-branch (FLW005): the condition of an arm cannot hold, so no case takes it. With a gate behind it,
// it is dead-gate alone.
#include "rules/engine/registry.h"
#include "rules/flw/dead_way.h"

namespace wain::lint {

void check_DeadBranch(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    ConditionsBefore before(view, id);
    for (const conditions::DeadArm& arm : view.decisions->dead(id).arms) {
      const ir::NodeId work = first_work(process, arm);
      if (!work || first_gate(process, arm)) continue;
      const ir::Edge& edge = process[arm.edge];
      Diagnostics::Builder finding = reporter.report(
          rule::DeadBranch, edge.span, {arg("condition", condition_of(view, id, edge))}, process[work].span);
      finding.symbol(view.symbol({id, work}));
      before.note(arm.edge, finding);
      const std::string_view name = process[work].name;
      finding.note(rule::NoteNeverComesTo, process[work].name_span,
                   {arg("step", name.empty() ? ir::name(process[work].kind) : name)});
      finding.help(rule::NoteMendCondition);
    }
  }
}

}  // namespace wain::lint
