#include "rules/sod/duty_puzzle.h"

#include <algorithm>
#include <numeric>

#include "analysis/approvers.h"

namespace wain::lint {
namespace {

/// Those it is for, and those it escalates to: where the first are barred, it waits for the others.
analysis::Candidates who_may_do(const ir::Definition& definition, const ir::Node& node) {
  analysis::Candidates all = analysis::candidates(definition, node.actor);
  for (const ir::Escalation& escalation : node.escalations) {
    if (!escalation.to) continue;
    const analysis::Candidates more = analysis::candidates(definition, escalation.to);
    all.persons.insert(all.persons.end(), more.persons.begin(), more.persons.end());
    all.nameless.insert(all.nameless.end(), more.nameless.begin(), more.nameless.end());
  }
  return all;
}

/// How many people do it: a committee's quorum, else one. The fewest and the most of those it may come to.
struct Performers {
  std::uint32_t fewest, most;
};
Performers performers(const ir::Definition& definition, const ir::Node& node) {
  const auto of = [&](ir::ActorId actor) {
    const ir::Actor& who = definition[actor];
    return who.kind == ir::ActorKind::Committee ? std::max(1U, who.quorum) : 1U;
  };
  Performers all{of(node.actor), of(node.actor)};
  for (const ir::Escalation& escalation : node.escalations) {
    if (!escalation.to) continue;
    all.fewest = std::min(all.fewest, of(escalation.to));
    all.most = std::max(all.most, of(escalation.to));
  }
  return all;
}

}  // namespace

DutyPuzzle::DutyPuzzle(const View& view, ir::ProcessId id) : view_(view), id_(id), process_(view[id]) {
  collect_duties();
  if (duties_.empty()) return;
  collect_people();
  collect_lone_people();
  collect_meetings();
}

void DutyPuzzle::collect_duties() {
  const analysis::Reach& reach = view_.reaches[id_.index];
  const auto counts = [&](ir::NodeId node) {
    return reach.has(node) && !process_[node].broken && view_.is_human(process_[node]);
  };
  const auto add = [&](Duty duty) {
    std::erase_if(duty.nodes, [&](ir::NodeId node) { return !counts(node); });
    if (duty.nodes.size() < 2) return;
    nodes_.insert(nodes_.end(), duty.nodes.begin(), duty.nodes.end());
    duties_.push_back(std::move(duty));
  };
  for (const ir::DutyConstraint& written : process_.duties)
    add({written.together, written.nodes, {}, written.span});
  // A control alone is a matter of control-not-met; here it is a duty beside the others.
  if (duties_.empty()) return;
  for (std::uint32_t i = 0; i < view_.definition.controls.size(); ++i) {
    if (view_.definition.controls[i].approvers < 2) continue;
    Duty duty{false, {}, {i}, view_.definition.controls[i].name_span};
    for (const ir::NodeId gate : view_.gates(id_)) {
      const std::vector<ir::ControlId>& claims = process_[gate].controls;
      if (std::find(claims.begin(), claims.end(), ir::ControlId{i}) != claims.end())
        duty.nodes.push_back(gate);
    }
    // More gates than it asks for need not all differ.
    if (duty.nodes.size() <= view_.definition.controls[i].approvers) add(std::move(duty));
  }
  std::sort(nodes_.begin(), nodes_.end());
  nodes_.erase(std::unique(nodes_.begin(), nodes_.end()), nodes_.end());
}

void DutyPuzzle::collect_people() {
  std::vector<analysis::Candidates> candidates;
  std::uint32_t places = 0;
  for (const ir::NodeId node : nodes_) {
    candidates.push_back(who_may_do(view_.definition, process_[node]));
    const Performers those = performers(view_.definition, process_[node]);
    copies_.push_back(those.fewest);
    alone_.push_back(those.most == 1);
    places += copies_.back();
  }
  // Numbered by actor, a pool's members one after another; of a pool never more than one beyond the places,
  // so that one may be away without being missed.
  for (const analysis::Candidates& of : candidates) {
    for (const ir::ActorId person : of.persons) {
      if (numbers_.try_emplace({person, false}, people_.size()).second) people_.push_back({person, false});
    }
    for (const analysis::Nameless& pool : of.nameless) {
      if (!numbers_.try_emplace({pool.role, true}, people_.size()).second) continue;
      // The whole pool, also where a committee has one seat for it.
      const ir::Actor& role = view_.definition[pool.role];
      const auto count = static_cast<std::uint32_t>(role.staff - role.persons.size());
      people_.insert(people_.end(), std::min(std::max(pool.count, count), places + 1), {pool.role, true});
    }
  }
  for (std::size_t place = 0; place < nodes_.size(); ++place) {
    able_.push_back(people_in(candidates[place]));
    able_counts_.push_back(able_.back().count());
    seats_.push_back(seats_of(process_[nodes_[place]]));
  }
}

/// Who must be there for some step, whatever the duties say: the only one who may do it, or one of a
/// committee that needs all who may sit in it.
void DutyPuzzle::collect_lone_people() {
  lone_.resize(static_cast<unsigned>(people_.size()));
  const analysis::Reach& reach = view_.reaches[id_.index];
  for (std::uint32_t i = 0; i < process_.nodes.size(); ++i) {
    const ir::Node& node = process_.nodes[i];
    if (!reach.has({i}) || node.broken || !View::is_work(node) || !view_.is_human(node)) continue;
    const analysis::Candidates of = who_may_do(view_.definition, node);
    std::size_t may = of.persons.size();
    for (const analysis::Nameless& pool : of.nameless) may += pool.count;
    if (may > std::max<std::size_t>(1, seats_of(node).size())) continue;
    for (const ir::ActorId person : of.persons) {
      if (const auto known = numbers_.find({person, false}); known != numbers_.end())
        lone_.set(static_cast<unsigned>(known->second));
    }
    for (const analysis::Nameless& pool : of.nameless) {
      const auto known = numbers_.find({pool.role, true});
      // Those of a pool are alike: that one of many may be away says nothing of another.
      if (known != numbers_.end() && pool.count == 1) lone_.set(static_cast<unsigned>(known->second));
    }
  }
}

/// Which places a case comes to behind each node: backwards along the edges until nothing is new, one round
/// more than loops nest. Who comes to one from the other meets it, either way round.
void DutyPuzzle::collect_meetings() {
  const std::vector<ir::NodeId>& order = view_.reaches[id_.index].order;
  const auto places = static_cast<unsigned>(nodes_.size());
  std::vector<std::int32_t> place_of(process_.nodes.size(), -1);
  for (unsigned place = 0; place < places; ++place) place_of[nodes_[place].index] = static_cast<int>(place);
  std::vector<llvm::BitVector> after(process_.nodes.size(), llvm::BitVector(places));
  for (bool changed = true; changed;) {
    changed = false;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
      llvm::BitVector found = after[at->index];
      for (const ir::EdgeId edge : process_[*at].out) {
        const std::uint32_t to = process_[edge].to.index;
        found |= after[to];
        if (place_of[to] >= 0) found.set(static_cast<unsigned>(place_of[to]));
      }
      if (found == after[at->index]) continue;
      after[at->index] = std::move(found);
      changed = true;
    }
  }
  for (const ir::NodeId node : nodes_) meets_.push_back(after[node.index]);
  for (unsigned place = 0; place < places; ++place) {
    for (const unsigned later : after[nodes_[place].index].set_bits()) meets_[later].set(place);
  }
  add_branches();
}

/// What stands in two branches of one parallel meets.
void DutyPuzzle::add_branches() {
  const auto places = static_cast<unsigned>(nodes_.size());
  std::map<ir::BranchId, llvm::BitVector> in_branch;  // at any depth
  std::map<ir::NodeId, llvm::BitVector> in_fork;
  const auto each_around = [&](unsigned place, auto visit) {
    for (ir::BranchId branch = process_[nodes_[place]].branch; branch; branch = process_[branch].parent)
      visit(branch, process_[branch].fork);
  };
  for (unsigned place = 0; place < places; ++place) {
    each_around(place, [&](ir::BranchId branch, ir::NodeId fork) {
      in_branch.try_emplace(branch, places).first->second.set(place);
      in_fork.try_emplace(fork, places).first->second.set(place);
    });
  }
  for (unsigned place = 0; place < places; ++place) {
    each_around(place, [&](ir::BranchId branch, ir::NodeId fork) {
      llvm::BitVector beside = in_fork.at(fork);
      beside.reset(in_branch.at(branch));
      meets_[place] |= beside;
    });
  }
}

std::uint32_t DutyPuzzle::number_of(Person person) const {
  return numbers_.at({person.actor, person.nameless});
}

llvm::BitVector DutyPuzzle::people_in(const analysis::Candidates& of) const {
  llvm::BitVector able(static_cast<unsigned>(people_.size()));
  for (const ir::ActorId person : of.persons) able.set(number_of({person, false}));
  for (const analysis::Nameless& pool : of.nameless) {
    for (std::uint32_t i = number_of({pool.role, true});
         i < people_.size() && people_[i].nameless && people_[i].actor == pool.role; ++i)
      able.set(i);
  }
  return able;
}

std::vector<llvm::BitVector> DutyPuzzle::seats_of(const ir::Node& node) const {
  const ir::Actor& actor = view_.actor_of(node);
  std::vector<llvm::BitVector> seats;
  if (actor.kind != ir::ActorKind::Committee || !node.escalations.empty() ||
      actor.quorum != actor.members.size())
    return seats;
  for (const ir::ActorId member : actor.members)
    seats.push_back(people_in(analysis::candidates(view_.definition, member)));
  return seats;
}

std::uint32_t DutyPuzzle::place_index(ir::NodeId node) const {
  return static_cast<std::uint32_t>(std::lower_bound(nodes_.begin(), nodes_.end(), node) - nodes_.begin());
}

// Of steps that can meet two by two, some run comes to all: an order in which each leads to the next exists
// in every tournament, and branches of one parallel run side by side.
std::optional<std::pair<unsigned, unsigned>> DutyPuzzle::apart(const std::vector<ir::NodeId>& nodes) const {
  for (const ir::NodeId one : nodes) {
    for (const ir::NodeId other : nodes) {
      const unsigned a = place_index(one);
      const unsigned b = place_index(other);
      if (a < b && !can_meet(a, b)) return std::pair(a, b);
    }
  }
  return std::nullopt;
}

std::vector<ir::NodeId> DutyPuzzle::nodes_of(const Question& question) const {
  llvm::BitVector named(static_cast<unsigned>(nodes_.size()));
  for (const unsigned i : question.duties.set_bits())
    for (const ir::NodeId node : duties_[i].nodes) named.set(place_index(node));
  named &= question.places;
  std::vector<ir::NodeId> nodes;
  for (const unsigned place : named.set_bits()) nodes.push_back(nodes_[place]);
  return nodes;
}

DutyPuzzle::Question DutyPuzzle::everything(std::optional<std::uint32_t> away) const {
  return {llvm::BitVector(static_cast<unsigned>(duties_.size()), true),
          llvm::BitVector(static_cast<unsigned>(nodes_.size()), true), away};
}

/// By place, the first of the places that one person does with it.
std::vector<std::uint32_t> DutyPuzzle::done_by_one(const Question& question) const {
  std::vector<std::uint32_t> root(nodes_.size());
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](std::uint32_t place) {
    while (root[place] != place) place = root[place] = root[root[place]];
    return place;
  };
  const auto bind = [&](ir::NodeId one, ir::NodeId other) {
    const std::uint32_t a = place_index(one);
    const std::uint32_t b = place_index(other);
    // A committee decides as several: that one of them is the same person is not held against it.
    if (question.places.test(a) && question.places.test(b) && alone_[a] && alone_[b] && can_meet(a, b))
      root[find(b)] = find(a);
  };
  for (const unsigned i : question.duties.set_bits()) {
    const std::vector<ir::NodeId>& named = duties_[i].nodes;
    for (std::size_t n = 1; duties_[i].together && n < named.size(); ++n)
      for (std::size_t m = 0; m < n; ++m) bind(named[m], named[n]);  // the first may stand in another arm
  }
  for (std::uint32_t place = 0; place < root.size(); ++place) root[place] = find(place);
  return root;
}

std::optional<DutyProblem> DutyPuzzle::problem(const Question& question) const {
  const std::vector<std::uint32_t> root = done_by_one(question);
  std::vector<std::vector<unsigned>> variables(nodes_.size());  // by root
  DutyProblem result;
  for (const unsigned place : question.places.set_bits()) {
    llvm::BitVector people = able_[place];
    if (question.away) people.reset(*question.away);
    std::vector<unsigned>& known = variables[root[place]];
    for (const unsigned variable : known) result.able[variable] &= people;
    if (!known.empty()) continue;
    for (std::uint32_t copy = 0; copy < copies_[place]; ++copy) {
      known.push_back(static_cast<unsigned>(result.able.size()));
      result.able.push_back(people);
      if (copy < seats_[place].size()) result.able.back() &= seats_[place][copy];
    }
  }
  const auto count = static_cast<unsigned>(result.able.size());
  result.differ.resize(count, llvm::BitVector(count));
  for (const std::vector<unsigned>& seats : variables) {  // of one committee
    for (const unsigned a : seats) {
      for (const unsigned b : seats) {
        if (a != b) result.differ[a].set(b);
      }
    }
  }
  for (const unsigned i : question.duties.set_bits()) {
    if (duties_[i].together) continue;
    llvm::BitVector named(static_cast<unsigned>(nodes_.size()));
    for (const ir::NodeId node : duties_[i].nodes) named.set(place_index(node));
    named &= question.places;
    for (const unsigned place : named.set_bits()) {
      llvm::BitVector others = named;
      others &= meets_[place];
      others.reset(place);
      for (const unsigned other : others.set_bits()) {
        if (root[place] == root[other]) return std::nullopt;  // one person, and never the same
        for (const unsigned a : variables[root[place]]) {
          for (const unsigned b : variables[root[other]]) result.differ[a].set(b);
        }
      }
    }
  }
  return result;
}

std::optional<bool> DutyPuzzle::is_solvable(const Question& question) {
  std::optional<DutyProblem> asked = problem(question);
  if (!asked) return false;
  DutySearch search(std::move(*asked), people_);
  std::size_t steps = std::min(steps_, most_steps);
  steps_ -= steps;
  const std::optional<bool> result = search.solve(steps);
  steps_ += steps;
  if (question.duties.all() && question.places.all() && !question.away) whole_.emplace(std::move(search));
  return result;
}

std::optional<bool> DutyPuzzle::is_solvable_without(std::uint32_t person) {
  std::size_t steps = std::min(steps_, most_steps);
  steps_ -= steps;
  const std::optional<bool> result = whole_->solve_without(person, steps);
  steps_ += steps;
  return result;
}

bool DutyPuzzle::is_replaceable(std::uint32_t person) const {
  if (lone_.test(person)) return false;
  for (std::size_t place = 0; place < able_.size(); ++place) {
    if (able_[place].test(person) && able_counts_[place] <= copies_[place]) return false;
  }
  return true;
}

std::size_t DutyPuzzle::people_for(const std::vector<ir::NodeId>& nodes) const {
  llvm::BitVector all(static_cast<unsigned>(people_.size()));
  for (const ir::NodeId node : nodes) all |= able_[place_index(node)];
  return all.count();
}

}  // namespace wain::lint
