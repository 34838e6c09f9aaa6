#include "rules/apr/repetition.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <llvm/ADT/STLExtras.h>

#include "analysis/handed_over.h"
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

/// Looks behind calls for gates that judge some of the criteria with all of the evidence in hand.
class GatesBehind {
public:
  GatesBehind(const View& view, const std::vector<ir::CriterionId>& criteria, std::vector<Place>& gates)
      : view_(view), criteria_(criteria), gates_(gates) {}

  void call(Place place, const analysis::Evidence& evidence) {
    const std::optional<analysis::Evidence> within = handed_over(view_[place], evidence);
    if (!within) return;
    const ir::ProcessId id = view_[place].callee;
    const auto question = std::pair(id, *within);
    if (llvm::is_contained(asked_, question)) return;
    asked_.push_back(question);
    for (const ir::NodeId at : view_.reaches[id.index].order) {
      const ir::Node& node = view_[id][at];
      if (node.kind == ir::NodeKind::Call) call({id, at}, *within);
      if (analysis::judges_in_earnest(view_.definition, view_[id], node) && judges_one_of(node, criteria_) &&
          analysis::covers(analysis::normalized(node.sees), *within))
        gates_.push_back({id, at});
    }
  }

private:
  /// Nothing: some of it is not in the arguments.
  [[nodiscard]] std::optional<analysis::Evidence> handed_over(const ir::Node& call,
                                                              const analysis::Evidence& evidence) const {
    analysis::Evidence within;
    for (const ir::Path& path : evidence) {
      std::optional<ir::Path> there = analysis::handed_over(view_[call.callee], call, path);
      if (!there) return std::nullopt;
      within.push_back(*std::move(there));
    }
    return analysis::normalized(within);
  }

  const View& view_;
  const std::vector<ir::CriterionId>& criteria_;
  std::vector<Place>& gates_;
  std::vector<std::pair<ir::ProcessId, analysis::Evidence>> asked_;
};

}  // namespace

std::vector<Place> gates_before(const View& view, Place gate, const std::vector<ir::NodeId>& earlier) {
  std::vector<Place> gates;
  GatesBehind behind(view, view[gate].judges, gates);
  const analysis::Evidence evidence = analysis::normalized(view[gate].sees);
  for (const ir::NodeId at : earlier) {
    if (view[gate.process][at].kind == ir::NodeKind::Call)
      behind.call({gate.process, at}, evidence);
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
