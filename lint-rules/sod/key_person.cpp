// key-person (SOD002): a gate that one person alone can decide, with nobody to stand in.
#include <algorithm>
#include <cmath>
#include <optional>

#include "estimate/flow.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// One human being; a committee is several by nature, and its quorum a matter of its own.
bool is_one_person(const View& view, ir::ActorId id) {
  const ir::Actor& actor = view.definition[id];
  const bool has_pool = actor.kind == ir::ActorKind::Role || actor.kind == ir::ActorKind::Person;
  return has_pool && !actor.broken && view.people.pool(id) == 1;
}

/// Somebody else comes to it, or silence decides, which is a finding of its own.
bool goes_on_alone(const ir::Process& process, const ir::Node& gate) {
  if (!gate.escalations.empty()) return true;
  return std::any_of(gate.out.begin(), gate.out.end(), [&](ir::EdgeId edge) {
    return process[edge].kind == ir::EdgeKind::Timeout && process[edge].approves;
  });
}

void report(const View& view, Place place, double share, Reporter& reporter) {
  const ir::Node& gate = view[place];
  const ir::Actor& actor = view.actor_of(gate);
  const estimate::Model& model = view.estimates.for_process(place.process);
  const std::optional<double> arrivals = model.arrivals_per_week(place.process);
  const double visits = model.flow(place.process).visits[place.node.index];
  Diagnostics::Builder finding = reporter.report(
      rule::KeyPerson, gate.name_span,
      {arg("gate", gate.name), arg("actor", actor.name), arg("share", share_text(share))}, gate.span);
  // Without a scenario nothing is said about how much work there is: a sketch, not a risk that was measured.
  if (!arrivals) finding.level(Level::Info);
  finding.symbol(view.symbol(place));
  finding.note(rule::NoteKeyPersonIs, actor.name_span, {arg("actor", actor.name)});
  if (arrivals && model.scenario())
    finding.help(rule::NoteKeyPersonWeek,
                 {arg("actor", actor.name), arg("cases", count_text(std::llround(*arrivals * visits))),
                  arg("scenario", view.definition[model.scenario()].name)});
  finding.help(rule::NoteSayEscalates);
}

}  // namespace

void check_KeyPerson(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const estimate::Flow* flow = nullptr;
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = view[id][node];
      if (gate.broken || !is_one_person(view, gate.actor) || goes_on_alone(view[id], gate)) continue;
      if (flow == nullptr) flow = &view.estimates.for_process(id).flow(id);
      if (!flow->solved) break;
      const double share = std::min(1.0, flow->visits[node.index]);
      if (share >= view.option(RuleOption::KeyPersonShare)) report(view, {id, node}, share, reporter);
    }
  }
}

}  // namespace wain::lint
