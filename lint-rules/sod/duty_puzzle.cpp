#include "rules/sod/duty_puzzle.h"

#include <algorithm>
#include <numeric>

#include "analysis/approvers.h"

namespace wain::lint {
namespace {

/// One search: variables (who does it) with the people that they may take, and pairs that must differ.
class Search {
public:
  Search(std::vector<llvm::BitVector> able, std::vector<llvm::BitVector> differ,
         const std::vector<Person>& people)
      : able_(std::move(able)), differ_(std::move(differ)), people_(people), taken_(able_.size(), none) {}

  /// Depth first without recursion: a stack of choices, each with the next person to try.
  std::optional<bool> run() {
    std::vector<Choice> stack;
    while (true) {
      if (++steps_ > DutyPuzzle::most_steps) return std::nullopt;
      const std::optional<Choice> next = narrowest();
      if (!next) return true;
      stack.push_back(*next);
      while (!advance(stack.back())) {
        stack.pop_back();
        if (stack.empty()) return false;
        taken_[stack.back().variable] = none;
        if (++steps_ > DutyPuzzle::most_steps) return std::nullopt;
      }
    }
  }

private:
  static constexpr int none = -1;
  struct Choice {
    std::size_t variable = 0;
    int last = none;  // the person tried last
  };

  [[nodiscard]] llvm::BitVector left_for(std::size_t variable) const {
    llvm::BitVector left = able_[variable];
    for (const unsigned other : differ_[variable].set_bits()) {
      if (taken_[other] != none) left.reset(static_cast<unsigned>(taken_[other]));
    }
    return left;
  }

  /// The open variable with the fewest people left; nothing if none is open.
  [[nodiscard]] std::optional<Choice> narrowest() const {
    std::optional<Choice> best;
    unsigned fewest = 0;
    for (std::size_t i = 0; i < able_.size(); ++i) {
      if (taken_[i] != none) continue;
      const unsigned count = left_for(i).count();
      if (!best || count < fewest) {
        best = Choice{i, none};
        fewest = count;
      }
    }
    return best;
  }

  /// Takes the next person for the choice; false if there is none left. Of nameless people that nobody has
  /// taken yet one is like another, so only the first of a pool is tried.
  bool advance(Choice& choice) {
    const llvm::BitVector left = left_for(choice.variable);
    for (int next = left.find_next(static_cast<unsigned>(choice.last + 1) - 1U); next != none;
         next = left.find_next(static_cast<unsigned>(next))) {
      if (is_like_an_earlier_one(static_cast<std::uint32_t>(next), left)) continue;
      choice.last = next;
      taken_[choice.variable] = next;
      return true;
    }
    return false;
  }

  [[nodiscard]] bool is_like_an_earlier_one(std::uint32_t person, const llvm::BitVector& left) const {
    if (!people_[person].nameless || person == 0 || !left.test(person - 1)) return false;
    const Person& before = people_[person - 1];
    return before.nameless && before.actor == people_[person].actor && !is_taken(person) &&
           !is_taken(person - 1);
  }
  [[nodiscard]] bool is_taken(std::uint32_t person) const {
    return std::find(taken_.begin(), taken_.end(), static_cast<int>(person)) != taken_.end();
  }

  std::vector<llvm::BitVector> able_;    // by variable: people
  std::vector<llvm::BitVector> differ_;  // by variable: variables
  const std::vector<Person>& people_;
  std::vector<int> taken_;  // by variable
  std::size_t steps_ = 0;
};

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

/// How many people do it: a committee's quorum, else one. The fewest of those it may come to.
std::uint32_t performers(const ir::Definition& definition, const ir::Node& node) {
  const auto of = [&](ir::ActorId actor) {
    const ir::Actor& who = definition[actor];
    return who.kind == ir::ActorKind::Committee ? std::max(1U, who.quorum) : 1U;
  };
  std::uint32_t fewest = of(node.actor);
  for (const ir::Escalation& escalation : node.escalations) {
    if (escalation.to) fewest = std::min(fewest, of(escalation.to));
  }
  return fewest;
}

}  // namespace

DutyPuzzle::DutyPuzzle(const View& view, ir::ProcessId id) : view_(view), id_(id), process_(view[id]) {
  collect_duties();
  if (!duties_.empty()) collect_people();
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
    copies_.push_back(performers(view_.definition, process_[node]));
    places += copies_.back();
  }
  // Numbered by actor, a pool's members one after another; of a pool never more than one beyond the places,
  // so that one may be away without being missed.
  const auto same = [](const Person& a, const Person& b) {
    return a.actor == b.actor && a.nameless == b.nameless;
  };
  const auto find = [&](const Person& wanted) {
    return std::find_if(people_.begin(), people_.end(),
                        [&](const Person& known) { return same(known, wanted); });
  };
  for (const analysis::Candidates& of : candidates) {
    for (const ir::ActorId person : of.persons) {
      if (find({person, false}) == people_.end()) people_.push_back({person, false});
    }
    for (const analysis::Nameless& pool : of.nameless) {
      if (find({pool.role, true}) != people_.end()) continue;
      // The whole pool, also where a committee has one seat for it.
      const ir::Actor& role = view_.definition[pool.role];
      const auto count = static_cast<std::uint32_t>(role.staff - role.persons.size());
      people_.insert(people_.end(), std::min(std::max(pool.count, count), places + 1), {pool.role, true});
    }
  }
  for (std::size_t place = 0; place < nodes_.size(); ++place) {
    able_.push_back(people_in(candidates[place]));
    seats_.push_back(seats_of(process_[nodes_[place]]));
  }
  for (const ir::NodeId node : nodes_) {
    llvm::BitVector after(static_cast<unsigned>(process_.nodes.size()));
    std::vector<ir::NodeId> work{node};
    while (!work.empty()) {
      const ir::NodeId at = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process_[at].out) {
        const ir::NodeId to = process_[edge].to;
        if (after.test(to.index)) continue;
        after.set(to.index);
        work.push_back(to);
      }
    }
    after_.push_back(std::move(after));
  }
}

llvm::BitVector DutyPuzzle::people_in(const analysis::Candidates& of) const {
  llvm::BitVector able(static_cast<unsigned>(people_.size()));
  for (std::uint32_t i = 0; i < people_.size(); ++i) {
    const bool named = std::find(of.persons.begin(), of.persons.end(), people_[i].actor) != of.persons.end();
    const bool pooled =
        std::any_of(of.nameless.begin(), of.nameless.end(),
                    [&](const analysis::Nameless& pool) { return pool.role == people_[i].actor; });
    if (people_[i].nameless ? pooled : named) able.set(i);
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

/// One case may come to both: one after the other, or in two branches of one parallel.
bool DutyPuzzle::can_meet(ir::NodeId a, ir::NodeId b) const {
  if (after_[place_index(a)].test(b.index) || after_[place_index(b)].test(a.index)) return true;
  for (ir::BranchId branch = process_[a].branch; branch; branch = process_[branch].parent) {
    const ir::BranchId other = analysis::branch_of(process_, b, process_[branch].fork);
    if (other.valid() && other != branch) return true;
    if (other == branch) return false;
  }
  return false;
}

// Of steps that can meet two by two, some run comes to all: an order in which each leads to the next exists
// in every tournament, and branches of one parallel run side by side.
bool DutyPuzzle::occur_together(const std::vector<ir::NodeId>& nodes) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::size_t j = i + 1; j < nodes.size(); ++j) {
      if (!can_meet(nodes[i], nodes[j])) return false;
    }
  }
  return true;
}

std::optional<bool> DutyPuzzle::is_solvable(const llvm::BitVector& duties,
                                            std::optional<std::uint32_t> away) const {
  // Steps that one person does are one variable.
  std::vector<std::uint32_t> root(nodes_.size());
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](std::uint32_t place) {
    while (root[place] != place) place = root[place];
    return place;
  };
  for (const unsigned i : duties.set_bits()) {
    const Duty& duty = duties_[i];
    for (std::size_t n = 1; duty.together && n < duty.nodes.size(); ++n) {
      const std::uint32_t a = place_index(duty.nodes[0]);
      const std::uint32_t b = place_index(duty.nodes[n]);
      // A committee decides as several: that one of them is the same person is not held against it.
      if (copies_[a] == 1 && copies_[b] == 1 && can_meet(nodes_[a], nodes_[b])) root[find(b)] = find(a);
    }
  }
  std::vector<std::vector<std::size_t>> variables(nodes_.size());  // by root
  std::vector<llvm::BitVector> able;
  for (std::uint32_t place = 0; place < nodes_.size(); ++place) {
    const std::uint32_t at = find(place);
    llvm::BitVector people = able_[place];
    if (away) people.reset(*away);
    for (const std::size_t known : variables[at]) able[known] &= people;
    if (!variables[at].empty()) continue;
    for (std::uint32_t copy = 0; copy < copies_[place]; ++copy) {
      variables[at].push_back(able.size());
      able.push_back(people);
      if (copy < seats_[place].size()) able.back() &= seats_[place][copy];
    }
  }
  std::vector<llvm::BitVector> differ(able.size(), llvm::BitVector(static_cast<unsigned>(able.size())));
  const auto separate = [&](std::size_t a, std::size_t b) {
    differ[a].set(static_cast<unsigned>(b));
    differ[b].set(static_cast<unsigned>(a));
  };
  for (const std::vector<std::size_t>& seats : variables) {  // of one committee
    for (const std::size_t a : seats) {
      for (const std::size_t b : seats) {
        if (a != b) separate(a, b);
      }
    }
  }
  for (const unsigned i : duties.set_bits()) {
    const Duty& duty = duties_[i];
    for (std::size_t n = 0; !duty.together && n < duty.nodes.size(); ++n) {
      for (std::size_t m = n + 1; m < duty.nodes.size(); ++m) {
        if (!can_meet(duty.nodes[n], duty.nodes[m])) continue;
        const std::uint32_t a = find(place_index(duty.nodes[n]));
        const std::uint32_t b = find(place_index(duty.nodes[m]));
        if (a == b) return false;  // one person, and never the same
        for (const std::size_t x : variables[a]) {
          for (const std::size_t y : variables[b]) separate(x, y);
        }
      }
    }
  }
  return Search(std::move(able), std::move(differ), people_).run();
}

bool DutyPuzzle::is_replaceable(std::uint32_t person) const {
  for (std::size_t place = 0; place < able_.size(); ++place) {
    if (able_[place].test(person) && able_[place].count() <= copies_[place]) return false;
  }
  return true;
}

std::size_t DutyPuzzle::people_for(const std::vector<ir::NodeId>& nodes) const {
  llvm::BitVector all(static_cast<unsigned>(people_.size()));
  for (const ir::NodeId node : nodes) all |= able_[place_index(node)];
  return all.count();
}

}  // namespace wain::lint
