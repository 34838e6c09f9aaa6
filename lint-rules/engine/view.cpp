#include "rules/engine/view.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace wain::lint {
namespace {

/// Whoever may come to act at a node: its actor, and those it escalates to.
void note_actors(View& view, Place place) {
  const ir::Node& node = view[place];
  view.acts[node.actor.index].push_back(place);
  for (const ir::Escalation& escalation : node.escalations) {
    if (escalation.to) view.acts[escalation.to.index].push_back(place);
  }
}

void note_process(View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  const analysis::Reach& reach = view.reaches[id.index];
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    const Place place{id, {i}};
    const ir::Node& node = process.nodes[i];
    if (node.kind == ir::NodeKind::Audit) {
      if (!reach.has(node.audited)) continue;
      view.audits[id.index].push_back(place.node);
      note_actors(view, place);
    } else if (reach.has(place.node)) {
      if (View::is_work(node)) note_actors(view, place);
      if (node.kind == ir::NodeKind::End) view.ends[node.outcome.index].push_back(place);
      if (node.kind == ir::NodeKind::Call) view.callers[node.callee.index].push_back(place);
    }
  }
}

void note_gates(View& view) {
  for (std::uint32_t i = 0; i < view.reaches.size(); ++i) {
    view.first_gate.push_back(static_cast<std::uint32_t>(view.all_gates.size()));
    for (const ir::NodeId node : view.reaches[i].order) {
      if (view[Place{{i}, node}].kind == ir::NodeKind::Gate) view.all_gates.push_back(node);
    }
  }
  view.first_gate.push_back(static_cast<std::uint32_t>(view.all_gates.size()));
}

/// By process: its graph can be followed, and that of all that it calls. Where branches are not well nested,
/// nothing else can be said before deadlock and lack-of-synchronization are mended.
llvm::BitVector followed_processes(const View& view) {
  llvm::BitVector result(static_cast<unsigned>(view.definition.processes.size()));
  for (const ir::ProcessId id : view.calls.order) {  // callees first
    const std::vector<ir::Node>& nodes = view[id].nodes;
    const auto calls_another = [&](const ir::Node& node) {
      return node.kind == ir::NodeKind::Call && !result.test(node.callee.index);
    };
    if (analysis::is_well_formed(view[id]) && std::none_of(nodes.begin(), nodes.end(), calls_another))
      result.set(id.index);
  }
  return result;
}

}  // namespace

View::View(const ir::Definition& of, const LintOptions& with)
    : definition(of),
      options(with),
      people(of),
      calls(analysis::call_order(of)),
      parameter_updates(analysis::parameter_updates(of, calls)),
      reaches(of.processes.size()),
      soundness(of.processes.size()),
      ends(of.outcomes.size()),
      acts(of.actors.size()),
      callers(of.processes.size()),
      audits(of.processes.size()),
      estimates(of, estimate::Grain::Coarse),
      decisions(std::make_unique<conditions::Decisions>(of, calls, parameter_updates, reaches)) {
  const llvm::BitVector followed = followed_processes(*this);
  for (const unsigned i : followed.set_bits()) {
    reaches[i] = std::move(calls.reaches[i]);
    flows.push_back({i});
    if (!calls.nested.test(i)) soundness[i] = analysis::soundness(of.processes[i], reaches[i]);
    if (!calls.sound.test(i)) continue;
    processes.push_back({i});
    note_process(*this, {i});
  }
  calls.reaches.clear();  // none of what is left is asked for
  note_gates(*this);
}

bool View::in_roots(Span span) const {
  return std::find(definition.roots.begin(), definition.roots.end(), span.file) != definition.roots.end();
}

bool View::concerns_roots(const Diagnostic& finding) const {
  return in_roots(finding.span) ||
         std::any_of(finding.notes.begin(), finding.notes.end(),
                     [&](const Note& note) { return note.span.valid() && in_roots(note.span); });
}

std::string View::symbol(Place place) const {
  const ir::Process& process = definition[place.process];
  const std::string_view step = process[place.node].name;
  return step.empty() ? std::string(process.name) : fmt::format("{}.{}", process.name, step);
}

}  // namespace wain::lint
