// key-person (SOD002): gates that one person alone can decide, and nobody stands in: without them, cases do
// not come to what a yes leads to. One finding a person and process.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "analysis/approvers.h"
#include "estimate/flow.h"
#include "rules/engine/figures.h"
#include "rules/engine/race.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The one human being behind an actor: a named one, or the only nameless one of a role's pool. Invalid if
/// there are several; a committee is several by nature, and its quorum a matter of its own.
ir::ActorId only_person(const View& view, ir::ActorId id) {
  const ir::Actor& actor = view.definition[id];
  const bool has_pool = actor.kind == ir::ActorKind::Role || actor.kind == ir::ActorKind::Person;
  if (!has_pool || actor.broken || view.people.pool(id) != 1) return {};
  const analysis::Candidates who = analysis::candidates(view.definition, id);
  return who.persons.empty() ? id : who.persons.front();
}

/// A role of which nothing says how many people it has: in a sketch that is not to say one.
bool is_of_unknown_size(const ir::Actor& actor) {
  return actor.kind == ir::ActorKind::Role && !actor.declared_staff && actor.persons.empty();
}

/// What `person` decides in one process, and whether cases can do without.
class Absence {
public:
  Absence(const View& view, ir::ProcessId id, ir::ActorId person)
      : process_(view[id]), closed_(static_cast<unsigned>(process_.nodes.size())) {
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = process_[node];
      if (gate.escalations.empty() && only_person(view, gate.actor) == person) closed_.set(node.index);
    }
  }

  /// Nobody else comes to the gate, and what its yes leads to is not come to by a clock that runs out.
  [[nodiscard]] bool stops(ir::NodeId node) const {
    if (!closed_.test(node.index) || stands_in_race(process_, process_[node])) return false;
    std::vector<ir::EdgeId> yes;
    std::vector<ir::EdgeId> clocks;
    for (const ir::EdgeId edge : process_[node].out) {
      if (process_[edge].kind == ir::EdgeKind::Approve) yes.push_back(edge);
      if (process_[edge].kind == ir::EdgeKind::Timeout) clocks.push_back(edge);
    }
    if (clocks.empty()) return true;
    const std::vector<ir::OutcomeId> still = outcomes_behind(clocks, true);
    const std::vector<ir::OutcomeId> wanted = outcomes_behind(yes, false);
    return !std::includes(still.begin(), still.end(), wanted.begin(), wanted.end());
  }

private:
  /// In which a case may end that goes on by one of the edges, without noes and failures; `away`: and that
  /// waits for ever where the person decides. Sorted, each once.
  [[nodiscard]] std::vector<ir::OutcomeId> outcomes_behind(const std::vector<ir::EdgeId>& edges,
                                                           bool away) const {
    llvm::BitVector seen(static_cast<unsigned>(process_.nodes.size()));
    std::vector<ir::NodeId> work;
    std::vector<ir::OutcomeId> result;
    const auto come_to = [&](ir::NodeId node) {
      if (seen.test(node.index)) return;
      seen.set(node.index);
      work.push_back(node);
      if (process_[node].kind == ir::NodeKind::End) result.push_back(process_[node].outcome);
    };
    for (const ir::EdgeId edge : edges) come_to(process_[edge].to);
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId id : process_[node].out) {
        const ir::Edge& edge = process_[id];
        const bool no = edge.kind == ir::EdgeKind::Reject || edge.kind == ir::EdgeKind::Return ||
                        edge.kind == ir::EdgeKind::Fail;
        const bool waits = away && closed_.test(node.index) && edge.kind != ir::EdgeKind::Timeout;
        if (!no && !waits) come_to(edge.to);
      }
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
  }

  const ir::Process& process_;
  llvm::BitVector closed_;  // by node: the person's gates that do not escalate
};

/// A gate that waits for the person, and the share of the cases that come to it.
struct Wait {
  ir::NodeId gate;
  double share = 0;
};

void report(const View& view, ir::ProcessId id, ir::ActorId person, const std::vector<Wait>& waits,
            Reporter& reporter) {
  const ir::Process& process = view[id];
  const Wait& most = *std::max_element(waits.begin(), waits.end(),
                                       [](const Wait& a, const Wait& b) { return a.share < b.share; });
  const ir::Node& gate = process[most.gate];
  const ir::Actor& who = view.definition[person];
  const estimate::Model& model = view.estimates.for_process(id);
  const std::optional<double> arrivals = model.arrivals_per_week(id);
  Diagnostics::Builder finding = reporter.report(
      rule::KeyPerson, gate.name_span,
      {arg("gate", gate.name), arg("actor", who.name), arg("share", share_text(most.share))}, gate.span);
  // Without a scenario nothing is said about how much work there is: a sketch, not a risk that was measured.
  if (!arrivals) finding.level(Level::Info);
  finding.symbol(view.symbol({id, most.gate}));
  finding.note(rule::NoteKeyPersonIs, who.name_span, {arg("actor", who.name)});
  std::size_t shown = 0;
  for (const Wait& wait : waits) {
    if (wait.gate == most.gate || ++shown > places_shown) continue;
    finding.note(rule::NoteKeyPersonToo, process[wait.gate].name_span,
                 {arg("gate", process[wait.gate].name), arg("share", share_text(wait.share))});
  }
  if (shown > places_shown) finding.help(rule::NoteMorePlaces, {arg("count", shown - places_shown)});
  if (arrivals && model.scenario())
    finding.help(rule::NoteKeyPersonWeek,
                 {arg("actor", who.name), arg("cases", count_text(std::llround(*arrivals * most.share))),
                  arg("scenario", view.definition[model.scenario()].name)});
  finding.help(rule::NoteSayEscalates);
}

void look_at(const View& view, ir::ProcessId id, Reporter& reporter) {
  std::map<ir::ActorId, std::vector<Wait>> waits;  // by person
  const estimate::Flow* flow = nullptr;
  const bool is_sketch = !view.estimates.for_process(id).arrivals_per_week(id);
  for (const ir::NodeId node : view.gates(id)) {
    const ir::Node& gate = view[id][node];
    if (gate.broken || !gate.escalations.empty()) continue;
    const ir::ActorId person = only_person(view, gate.actor);
    if (!person || (is_sketch && is_of_unknown_size(view.definition[person]))) continue;
    if (flow == nullptr) flow = &view.estimates.for_process(id).flow(id);
    if (!flow->solved) return;
    const double share = std::min(1.0, flow->visits[node.index]);
    if (share >= view.option(RuleOption::KeyPersonShare)) waits[person].push_back({node, share});
  }
  for (auto& [person, places] : waits) {
    const Absence absence(view, id, person);
    std::erase_if(places, [&](const Wait& wait) { return !absence.stops(wait.gate); });
    if (!places.empty()) report(view, id, person, places, reporter);
  }
}

}  // namespace

void check_KeyPerson(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) look_at(view, id, reporter);
}

}  // namespace wain::lint
