#include "analysis/approvers.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace wain::analysis {
namespace {

std::uint32_t nameless_in(const ir::Actor& role) {
  const auto named = static_cast<std::uint32_t>(role.persons.size());
  const std::uint32_t staff = std::max({role.staff, named, 1U});
  return staff - named;
}

void add_pool(const ir::Definition& definition, ir::ActorId id, Candidates& to) {
  const ir::Actor& actor = definition[id];
  if (actor.kind == ir::ActorKind::Person) to.persons.push_back(id);
  if (actor.kind != ir::ActorKind::Role) return;
  to.persons.insert(to.persons.end(), actor.persons.begin(), actor.persons.end());
  if (const std::uint32_t count = nameless_in(actor); count > 0) to.nameless.push_back({id, count});
}

/// A maximum flow over a graph of a few dozen nodes, by shortest augmenting paths.
class PeopleFlow {
public:
  explicit PeopleFlow(const ir::Definition& definition) : definition_(definition) { nodes_.resize(2); }

  void add_gate(ir::ActorId id) {
    const ir::Actor& actor = definition_[id];
    if (actor.is_automated()) return;
    const std::size_t gate = fresh();
    if (actor.kind != ir::ActorKind::Committee) {
      connect(source, gate, 1);
      seat(gate, id);
      return;
    }
    connect(source, gate, std::max(actor.quorum, 1U));
    for (const ir::ActorId member : actor.members) {
      const std::size_t place = fresh();
      connect(gate, place, 1);
      seat(place, member);
    }
  }

  std::uint32_t maximum() {
    std::uint32_t total = 0;
    while (augment()) ++total;
    return total;
  }

private:
  static constexpr std::size_t source = 0, sink = 1;
  struct Arc {
    std::size_t to;
    std::uint32_t room;
  };

  std::size_t fresh() {
    nodes_.emplace_back();
    return nodes_.size() - 1;
  }
  void connect(std::size_t from, std::size_t to, std::uint32_t room) {
    nodes_[from].push_back(arcs_.size());
    arcs_.push_back({to, room});
    nodes_[to].push_back(arcs_.size());
    arcs_.push_back({from, 0});
  }
  void seat(std::size_t from, ir::ActorId who) {
    Candidates pool;
    add_pool(definition_, who, pool);
    for (const ir::ActorId person : pool.persons) connect(from, person_node({person, false}, 1), 1);
    for (const Nameless& some : pool.nameless) connect(from, person_node({some.role, true}, some.count), 1);
  }
  std::size_t person_node(std::pair<ir::ActorId, bool> key, std::uint32_t room) {
    const auto [at, is_fresh] = people_.try_emplace(key, nodes_.size());
    if (is_fresh) {
      fresh();
      connect(at->second, sink, room);
    }
    return at->second;
  }

  bool augment() {
    constexpr std::size_t none = SIZE_MAX;
    std::vector<std::size_t> came_by(nodes_.size(), none);
    std::vector<std::size_t> queue{source};
    for (std::size_t i = 0; i < queue.size() && came_by[sink] == none; ++i) {
      for (const std::size_t arc : nodes_[queue[i]]) {
        const std::size_t to = arcs_[arc].to;
        if (arcs_[arc].room == 0 || to == source || came_by[to] != none) continue;
        came_by[to] = arc;
        queue.push_back(to);
      }
    }
    if (came_by[sink] == none) return false;
    for (std::size_t node = sink; node != source; node = arcs_[came_by[node] ^ 1U].to) {
      --arcs_[came_by[node]].room;
      ++arcs_[came_by[node] ^ 1U].room;
    }
    return true;
  }

  const ir::Definition& definition_;
  std::vector<std::vector<std::size_t>> nodes_;
  std::vector<Arc> arcs_;  // an arc and its reverse stand side by side
  std::map<std::pair<ir::ActorId, bool>, std::size_t> people_;
};

}  // namespace

Candidates candidates(const ir::Definition& definition, ir::ActorId id) {
  Candidates result;
  const ir::Actor& actor = definition[id];
  if (actor.kind == ir::ActorKind::Committee) {
    for (const ir::ActorId member : actor.members) add_pool(definition, member, result);
  } else {
    add_pool(definition, id, result);
  }
  std::sort(result.persons.begin(), result.persons.end());
  result.persons.erase(std::unique(result.persons.begin(), result.persons.end()), result.persons.end());
  const auto by_role = [](const Nameless& a, const Nameless& b) { return a.role < b.role; };
  std::sort(result.nameless.begin(), result.nameless.end(), by_role);
  const auto same_role = [](const Nameless& a, const Nameless& b) { return a.role == b.role; };
  result.nameless.erase(std::unique(result.nameless.begin(), result.nameless.end(), same_role),
                        result.nameless.end());
  return result;
}

std::uint32_t distinct_approvers(const ir::Definition& definition, llvm::ArrayRef<ir::ActorId> gates) {
  PeopleFlow flow(definition);
  for (const ir::ActorId gate : gates) flow.add_gate(gate);
  return flow.maximum();
}

}  // namespace wain::analysis
