#include "analysis/shortfalls.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/control_points.h"
#include "analysis/controls.h"
#include "analysis/must_flow.h"

namespace wain::analysis {
namespace {

/// More sets of claims than this are not gone through.
constexpr std::size_t sets_limit = 1024;

using Blocked = llvm::function_ref<bool(ir::EdgeId)>;

/// The nodes that a case may come to over edges that are not blocked. A join waits for as many branches
/// as its rule needs.
class OpenReach {
public:
  OpenReach(const ir::Process& process, const Reach& reach, Blocked blocked)
      : process_(process), reach_(reach), nodes_(static_cast<unsigned>(process.nodes.size())) {
    add({0});
    while (!work_.empty()) {
      const ir::NodeId node = work_.back();
      work_.pop_back();
      for (const ir::EdgeId edge : process[node].out) {
        if (!blocked(edge)) arrive(edge);
      }
      const ir::Node& fork = process[node];
      if (fork.kind == ir::NodeKind::Fork && fork.inclusive && reach.has(fork.partner))
        pass_join(fork.partner);
    }
  }
  [[nodiscard]] const llvm::BitVector& nodes() const { return nodes_; }

private:
  void add(ir::NodeId node) {
    if (nodes_.test(node.index)) return;
    nodes_.set(node.index);
    work_.push_back(node);
  }

  void arrive(ir::EdgeId id) {
    const ir::NodeId to = process_[id].to;
    if (process_[to].kind != ir::NodeKind::Join || !process_[to].partner) return add(to);
    const auto is_this = [&](const JoinInput& input) {
      return std::find(input.edges.begin(), input.edges.end(), id) != input.edges.end();
    };
    std::vector<JoinInput>& waiting = waiting_at(to).missing;
    waiting.erase(std::remove_if(waiting.begin(), waiting.end(), is_this), waiting.end());
    pass_join(to);
  }

  /// What a join has not met yet.
  struct Waiting {
    std::vector<JoinInput> missing;
    std::size_t excused = 0;  ///< so many may be missing
  };
  Waiting& waiting_at(ir::NodeId join) {
    const auto [at, fresh] = joins_.try_emplace(join.index);
    if (!fresh) return at->second;
    Waiting& waiting = at->second;
    waiting.missing = join_inputs(process_, reach_, join);
    const ir::Node& fork = process_[process_[join].partner];
    const std::size_t inputs = waiting.missing.size();
    std::size_t finishing = inputs;
    if (fork.join_rule == ir::JoinRule::First) finishing = std::min<std::size_t>(1, inputs);
    if (fork.join_rule == ir::JoinRule::KOfN) finishing = std::min<std::size_t>(fork.join_count, inputs);
    waiting.excused = inputs - finishing;
    // Branches that may be skipped need not come; this is asked only when the fork is open.
    const auto may_be_skipped = [](const JoinInput& input) { return input.skipped_by.valid(); };
    waiting.missing.erase(std::remove_if(waiting.missing.begin(), waiting.missing.end(), may_be_skipped),
                          waiting.missing.end());
    return waiting;
  }
  void pass_join(ir::NodeId join) {
    const Waiting& waiting = waiting_at(join);
    if (waiting.missing.size() <= waiting.excused) add(join);
  }

  const ir::Process& process_;
  const Reach& reach_;
  llvm::BitVector nodes_;
  std::vector<ir::NodeId> work_;
  std::map<std::uint32_t, Waiting> joins_;
};

/// A process of a family, and what is the same for each control.
struct Member {
  ir::ProcessId id;
  llvm::BitVector points;                                 // where controls must be met
  std::vector<std::pair<unsigned, std::uint32_t>> calls;  // without a no: node, and the callee's place
  std::vector<std::uint32_t> callers;                     // their places; may repeat
  llvm::BitVector open;                                   // nodes, where every gate approves
};

/// A root and all that it calls, callees first; a place is an index into `members`.
struct Family {
  std::vector<Member> members;
  std::map<ir::ProcessId, std::uint32_t> places;
  std::map<ir::ControlId, std::vector<Claim>> claims;  // in order of the processes, and of control in each
};

/// The nodes that are open in members that have been gone through, by place.
using OpenNodes = llvm::function_ref<const llvm::BitVector&(std::uint32_t)>;

/// Whether a call may come back with the edge's outcome.
bool ends_in(const ir::Definition& definition, const ir::Node& call, const ir::Edge& edge,
             const llvm::BitVector& open) {
  const ir::Process& callee = definition[call.callee];
  const ir::OutcomeId wanted = outcome_of(definition, call, edge);
  const auto nodes = open.set_bits();
  return std::any_of(nodes.begin(), nodes.end(), [&](unsigned i) {
    return callee.nodes[i].kind == ir::NodeKind::End && callee.nodes[i].outcome == wanted;
  });
}

/// The nodes of a member that a case may come to where the gates in `withheld` do not approve.
llvm::BitVector open_nodes(const ir::Definition& definition, const Reach& reach, const Family& family,
                           ir::ProcessId id, const llvm::BitVector& withheld, OpenNodes open) {
  const ir::Process& process = definition[id];
  const auto blocked = [&](ir::EdgeId edge_id) {
    const ir::Edge& edge = process[edge_id];
    const ir::Node& from = process[edge.from];
    if (from.kind == ir::NodeKind::Call)
      return !ends_in(definition, from, edge, open(family.places.at(from.callee)));
    return edge.kind == ir::EdgeKind::Approve && withheld.test(edge.from.index);
  };
  return OpenReach(process, reach, blocked).nodes();
}

void note_claims(const ir::Definition& definition, const Reach& reach, ir::ProcessId id, Family& family) {
  for (const ir::NodeId node : reach.order) {
    if (definition[id][node].kind != ir::NodeKind::Gate) continue;
    std::vector<ir::ControlId> controls = definition[id][node].controls;
    std::sort(controls.begin(), controls.end());
    controls.erase(std::unique(controls.begin(), controls.end()), controls.end());
    for (const ir::ControlId control : controls) family.claims[control].push_back({id, node});
  }
}

Family family_facts(const ir::Definition& definition, const std::vector<Reach>& reaches,
                    const std::vector<ir::ProcessId>& processes) {
  Family family;
  RefusedOutcomes refused;
  const auto open = [&](std::uint32_t place) -> const llvm::BitVector& { return family.members[place].open; };
  for (const ir::ProcessId id : processes) {
    const Reach& reach = reaches[id.index];
    note_claims(definition, reach, id, family);
    const ir::Process& process = definition[id];
    const Standing cases = standing(definition, process, reach, refused);
    refused[id.index] = refused_outcomes(process, cases);
    const llvm::BitVector nobody(static_cast<unsigned>(process.nodes.size()));
    Member member{id,
                  control_points(process, reach, cases),
                  {},
                  {},
                  open_nodes(definition, reach, family, id, nobody, open)};
    const auto place = static_cast<std::uint32_t>(family.members.size());
    for (unsigned i = 0; i < process.nodes.size(); ++i) {
      if (process.nodes[i].kind != ir::NodeKind::Call) continue;
      const std::uint32_t callee = family.places.at(process.nodes[i].callee);
      family.members[callee].callers.push_back(place);
      if (cases.free.test(i)) member.calls.emplace_back(i, callee);
    }
    family.places.emplace(id, place);
    family.members.push_back(std::move(member));
  }
  return family;
}

/// One root process and all that it calls, for one control.
class ControlSearch {
public:
  ControlSearch(const ir::Definition& definition, const std::vector<Reach>& reaches, const Family& family,
                ir::ControlId control)
      : definition_(definition),
        reaches_(reaches),
        family_(family),
        control_(control),
        claims_(family.claims.at(control)) {}

  void run(Shortfalls& result) {
    const auto sets = largest_failing_sets();
    if (!sets) return result.open.push_back({family_.members.back().id, control_});
    for (const std::vector<std::size_t>& set : *sets) look_past(set, result.found);
  }

private:
  [[nodiscard]] ir::ActorId actor(std::size_t claim) const {
    return definition_[claims_[claim].process][claims_[claim].gate].actor;
  }

  /// How many people stand behind these claims: a matter of whose they are, however many gates there are.
  std::uint32_t approvers(const std::vector<std::size_t>& set) {
    std::vector<ir::ActorId> actors;
    for (const std::size_t i : set) actors.push_back(actor(i));
    std::sort(actors.begin(), actors.end());
    const auto at = approvers_.find(actors);
    if (at != approvers_.end()) return at->second;
    const std::uint32_t count = approvers_for(definition_, control_, actors);
    return approvers_.emplace(std::move(actors), count).first->second;
  }

  /// Claims that never bring more people together than one of them alone: all gates of one person.
  [[nodiscard]] std::vector<std::vector<std::size_t>> units() {
    std::vector<std::vector<std::size_t>> result;
    std::map<ir::ActorId, std::size_t> unit_of;  // of whoever is one person
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const bool is_one = approvers({i, i}) <= approvers({i});
      const auto [at, is_new] = unit_of.try_emplace(actor(i), result.size());
      if (is_one && !is_new)
        result[at->second].push_back(i);
      else
        result.push_back({i});
    }
    return result;
  }

  /// Sets of claims that bring too few approvers, and of which no larger one does; nothing if there are too
  /// many. Grown unit by unit: what fails, fails without some of its claims as well.
  [[nodiscard]] std::optional<std::vector<std::vector<std::size_t>>> largest_failing_sets() {
    const std::uint32_t wanted = definition_[control_].approvers;
    std::vector<std::vector<std::size_t>> sets{{}};
    for (const std::vector<std::size_t>& unit : units()) {
      const std::size_t before = sets.size();
      for (std::size_t i = 0; i < before; ++i) {
        std::vector<std::size_t> larger = sets[i];
        larger.insert(larger.end(), unit.begin(), unit.end());
        if (approvers(larger) < wanted) sets.push_back(std::move(larger));
      }
      if (sets.size() > sets_limit) return std::nullopt;
    }
    for (std::vector<std::size_t>& set : sets) std::sort(set.begin(), set.end());
    drop_contained(sets);
    return sets;
  }

  static void drop_contained(std::vector<std::vector<std::size_t>>& sets) {
    std::vector<std::vector<std::size_t>> kept;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      bool contained = false;
      for (std::size_t j = 0; j < sets.size() && !contained; ++j) {
        contained = i != j && sets[j].size() > sets[i].size() &&
                    std::includes(sets[j].begin(), sets[j].end(), sets[i].begin(), sets[i].end());
      }
      if (!contained) kept.push_back(sets[i]);
    }
    sets = std::move(kept);
  }

  void look_past(const std::vector<std::size_t>& approving, std::vector<Shortfall>& found) {
    Shortfall shortfall{control_, family_.members.back().id, {}, {}, {}, {}, approvers(approving)};
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const bool approves = std::binary_search(approving.begin(), approving.end(), i);
      (approves ? shortfall.approved : shortfall.unapproved).push_back(claims_[i]);
    }
    settle_changed(shortfall.unapproved);
    const std::size_t root = family_.members.size() - 1;
    std::vector<bool> entered(family_.members.size());
    entered[root] = true;
    for (std::size_t place = family_.members.size(); place-- > 0;) {  // callers first
      if (!entered[place]) continue;
      const Member& member = family_.members[place];
      const llvm::BitVector& nodes = open(static_cast<std::uint32_t>(place));
      for (const auto& [call, callee] : member.calls) {
        if (nodes.test(call)) entered[callee] = true;
      }
      if (!member.points.anyCommon(nodes)) continue;
      for (const unsigned i : member.points.set_bits()) {
        // A callee's end is not the end of the case.
        const bool is_end = definition_[member.id].nodes[i].kind == ir::NodeKind::End;
        if (!nodes.test(i) || (is_end && place != root)) continue;
        shortfall.process = member.id;
        shortfall.point = {i};
        found.push_back(shortfall);
      }
    }
  }

  [[nodiscard]] const llvm::BitVector& open(std::uint32_t place) const {
    const auto at = changed_.find(place);
    return at == changed_.end() ? family_.members[place].open : at->second;
  }

  /// What is open in the processes of these claims, and in their callers as far up as it matters: there are
  /// as many controls as processes, and each concerns few of them.
  void settle_changed(const std::vector<Claim>& unapproved) {
    changed_.clear();
    std::map<std::uint32_t, std::vector<ir::NodeId>> due;  // by place: gates that do not approve
    for (const Claim& claim : unapproved) due[family_.places.at(claim.process)].push_back(claim.gate);
    while (!due.empty()) {
      const auto [place, gates] = *due.begin();  // callees come first
      due.erase(due.begin());
      const Member& member = family_.members[place];
      llvm::BitVector withheld(member.open.size());
      for (const ir::NodeId gate : gates) withheld.set(gate.index);
      llvm::BitVector nodes =
          open_nodes(definition_, reaches_[member.id.index], family_, member.id, withheld,
                     [&](std::uint32_t at) -> const llvm::BitVector& { return open(at); });
      if (nodes == member.open) continue;
      changed_[place] = std::move(nodes);
      for (const std::uint32_t caller : member.callers) due[caller];
    }
  }

  const ir::Definition& definition_;
  const std::vector<Reach>& reaches_;
  const Family& family_;
  ir::ControlId control_;
  const std::vector<Claim>& claims_;
  std::map<std::vector<ir::ActorId>, std::uint32_t> approvers_;
  std::map<std::uint32_t, llvm::BitVector>
      changed_;  // by place: open nodes, where a claim makes a difference
};

/// A root and all that it calls, callees first.
std::vector<ir::ProcessId> family_of(const ir::Definition& definition,
                                     const std::vector<std::uint32_t>& position, ir::ProcessId root) {
  std::vector<ir::ProcessId> family{root};
  llvm::BitVector seen(static_cast<unsigned>(definition.processes.size()));
  seen.set(root.index);
  for (std::size_t i = 0; i < family.size(); ++i) {
    for (const ir::Node& node : definition[family[i]].nodes) {
      if (node.kind != ir::NodeKind::Call || seen.test(node.callee.index)) continue;
      seen.set(node.callee.index);
      family.push_back(node.callee);
    }
  }
  std::sort(family.begin(), family.end(),
            [&](ir::ProcessId a, ir::ProcessId b) { return position[a.index] < position[b.index]; });
  return family;
}

}  // namespace

llvm::BitVector open_past(const ir::Process& process, const Reach& reach, const llvm::BitVector& withheld) {
  return OpenReach(process, reach, [&](ir::EdgeId edge) { return withheld.test(edge.index); }).nodes();
}

Shortfalls shortfalls(const ir::Definition& definition, const CallOrder& calls,
                      const std::vector<Reach>& reaches) {
  std::vector<std::uint32_t> position(definition.processes.size());
  llvm::BitVector called(static_cast<unsigned>(definition.processes.size()));
  for (std::uint32_t i = 0; i < calls.order.size(); ++i) {
    position[calls.order[i].index] = i;
    if (!calls.sound.test(calls.order[i].index)) continue;
    for (const ir::Node& node : definition[calls.order[i]].nodes) {
      if (node.kind == ir::NodeKind::Call) called.set(node.callee.index);
    }
  }
  Shortfalls result;
  for (std::uint32_t i = 0; i < definition.processes.size(); ++i) {
    if (!calls.sound.test(i) || called.test(i)) continue;
    const Family family = family_facts(definition, reaches, family_of(definition, position, {i}));
    for (const auto& [control, claims] : family.claims)
      ControlSearch(definition, reaches, family, control).run(result);
  }
  const auto key = [](const Shortfall& s) { return std::tie(s.process, s.control, s.point); };
  std::stable_sort(result.found.begin(), result.found.end(),
                   [&](const Shortfall& a, const Shortfall& b) { return key(a) < key(b); });
  return result;
}

}  // namespace wain::analysis
