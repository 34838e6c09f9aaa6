#include "rules/apr/repetition.h"

#include <algorithm>

#include <llvm/ADT/BitVector.h>

#include "analysis/judgments.h"

namespace wain::lint {

std::string earlier_names(const ir::Process& process, const std::vector<ir::NodeId>& earlier) {
  std::string names;
  for (const ir::NodeId node : earlier) {
    if (!names.empty()) names += "`, `";
    const std::string_view name = process[node].name;
    names += name.empty() ? ir::name(process[node].kind) : name;
  }
  return names;
}

namespace {

bool judges_one_of(const ir::Node& gate, const std::vector<ir::CriterionId>& criteria) {
  return std::any_of(gate.judges.begin(), gate.judges.end(), [&](ir::CriterionId criterion) {
    return std::find(criteria.begin(), criteria.end(), criterion) != criteria.end();
  });
}

void add_gates_in(const View& view, ir::ProcessId id, const std::vector<ir::CriterionId>& criteria,
                  llvm::BitVector& seen, std::vector<Place>& gates) {
  if (seen.test(id.index)) return;
  seen.set(id.index);
  for (const ir::NodeId at : view.reaches[id.index].order) {
    const ir::Node& node = view[id][at];
    if (node.kind == ir::NodeKind::Call) add_gates_in(view, node.callee, criteria, seen, gates);
    if (analysis::judges_in_earnest(view.definition, view[id], node) && judges_one_of(node, criteria))
      gates.push_back({id, at});
  }
}

}  // namespace

std::vector<Place> gates_before(const View& view, Place gate, const std::vector<ir::NodeId>& earlier) {
  std::vector<Place> gates;
  llvm::BitVector seen(static_cast<unsigned>(view.definition.processes.size()));
  for (const ir::NodeId at : earlier) {
    const ir::Node& node = view[gate.process][at];
    if (node.kind == ir::NodeKind::Call)
      add_gates_in(view, node.callee, view[gate].judges, seen, gates);
    else
      gates.push_back({gate.process, at});
  }
  return gates;
}

std::string evidence_text(const View& view, ir::ProcessId id, const ir::Node& gate) {
  std::string text;
  for (const ir::Path& path : gate.sees) {
    if (!text.empty()) text += "`, `";
    text += ir::str(view.definition, &view[id], path);
  }
  return text;
}

bool declares_authority(const View& view, ir::ActorId id) {
  const ir::Actor& actor = view.definition[id];
  return !actor.authority.empty() ||
         std::any_of(actor.plays.begin(), actor.plays.end(),
                     [&](ir::ActorId role) { return !view.definition[role].authority.empty(); });
}

void note_earlier(const View& view, ir::ProcessId id, const conditions::RedundantGate& of,
                  Diagnostics::Builder& finding) {
  const ir::Process& process = view[id];
  for (std::size_t i = 0; i < std::min(of.earlier.size(), places_shown); ++i) {
    const ir::Node& node = process[of.earlier[i]];
    if (node.kind == ir::NodeKind::Call)
      finding.note(rule::NoteSaidInCall, node.name_span.valid() ? node.name_span : node.span,
                   {arg("process", view[node.callee].name)});
  }
  const std::vector<Place> gates = gates_before(view, {id, of.gate}, of.earlier);
  for (std::size_t i = 0; i < std::min(gates.size(), places_shown); ++i) {
    const ir::Node& node = view[gates[i]];
    finding.note(rule::NoteSaidAlready, node.name_span,
                 {arg("gate", node.name), arg("actor", view.actor_of(node).name),
                  arg("evidence", evidence_text(view, gates[i].process, node))});
  }
  if (gates.size() > places_shown)
    finding.help(rule::NoteMorePlaces, {arg("count", gates.size() - places_shown)});
  for (std::size_t i = 0; i < std::min(of.changed.size(), places_shown); ++i) {
    const ir::Node& writer = process[of.changed[i].writer];
    const std::string_view step = writer.name.empty() ? ir::name(writer.kind) : writer.name;
    finding.note(rule::NoteRecordChanged, writer.name_span.valid() ? writer.name_span : writer.span,
                 {arg("step", step), arg("data", ir::str(view.definition, &process, of.changed[i].path)),
                  arg("gate", process[of.gate].name)});
  }
}

}  // namespace wain::lint
