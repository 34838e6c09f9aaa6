/// Cases on their way through a process, with a small state that says what has happened to them: where
/// do they arrive, in which state, and what share of them?
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// Walks from one node until the domain says stop. A parallel is one step: its branches are walked each
/// by itself, and what they did to the state is merged at the join. Loops are gone round until less than
/// `negligible` of the cases is left in them. Arrivals that no case comes to (shares of 0) are found as
/// well, with mass 0, so a walk answers structural questions too.
///
/// A `Domain` has
///   using State;                                     // totally ordered, with ==
///   State arrive(ir::NodeId, State) const;           // what coming to a node does
///   bool stops(ir::NodeId, const State&) const;      // the walk ends on arrival
///   void leave(ir::NodeId, const State&, visit) const;   // visit(NodeId to, State, share), each way on
///   double enters(ir::EdgeId) const;                 // the chance that this branch of a fork is taken
///   State entering(ir::EdgeId, State) const;         // what going into it, at its fork, does
///   State merged(const State&, const State&, bool all) const;   // two branches; all: the join waits
///                                                    // for both, else for whichever is first
template <class Domain>
class CaseWalk {
public:
  using State = typename Domain::State;
  struct Arrival {
    ir::NodeId node;
    State state;
    double mass = 0;
  };

  /// A walk is given up after `longest` steps.
  CaseWalk(const ir::Process& process, const std::vector<std::uint32_t>& positions, const Domain& domain,
           std::size_t longest = 200'000)
      : process_(process), positions_(positions), domain_(domain), longest_(longest) {}

  /// The arrivals of all cases that leave `start` in `state`.
  std::vector<Arrival> leaving(ir::NodeId start, const State& state) {
    Run run(*this, Region{});
    run.leave(start, state, 1.0);
    return run.finish();
  }
  /// False if a walk was too long: arrivals may be missing, and masses are lower bounds.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }

private:
  static constexpr double negligible = 1e-9;
  static constexpr double tolerable = 1e-3;  // what may be left in loops when a walk is cut short
  static constexpr unsigned deepest = 256;

  /// The branch of a fork that is being walked; without a fork everything.
  struct Region {
    ir::NodeId fork;
    ir::BranchId branch;
    unsigned depth = 0;
  };

  class Run {
  public:
    Run(CaseWalk& walk, Region region) : walk_(walk), region_(region) {}

    void leave(ir::NodeId node, const State& state, double mass) {
      each_way(node, state, [&](const Way& way) { go(way, mass); });
    }

    void come_to(ir::NodeId node, const State& state, double mass) { go(way_to(node, state, 1.0), mass); }

    std::vector<Arrival> finish() {
      while (!pending_.empty()) {
        if (++walk_.steps_ > walk_.longest_) {
          give_up();
          break;
        }
        Place& place = *pending_.front();
        Left& left = place.second;
        const double mass = pop();
        if (left.turns == Turns::None) {  // most places are left but once
          left.turns = Turns::One;
          leave(place.first.node, place.first.state, mass);
          continue;
        }
        if (left.turns == Turns::One) {
          left.turns = Turns::More;
          each_way(place.first.node, place.first.state, [&](const Way& way) { left.ways.push_back(way); });
        }
        for (const Way& way : left.ways) go(way, mass);
      }
      std::vector<Arrival> result;
      for (const auto& [at, mass] : arrived_) result.push_back({at.first, at.second, mass});
      return result;
    }

  private:
    struct Left;
    struct Key {
      std::uint32_t position;
      ir::NodeId node;
      State state;
    };
    /// The same of a state that stands elsewhere.
    struct KeyView {
      std::uint32_t position;
      ir::NodeId node;
      const State& state;
      friend bool operator==(const Key& a, const KeyView& b) {
        return a.node == b.node && a.state == b.state;
      }
    };
    struct InOrder {
      using is_transparent = void;
      template <class A, class B>
      bool operator()(const A& a, const B& b) const {
        return std::tie(a.position, a.node, a.state) < std::tie(b.position, b.node, b.state);
      }
    };
    struct ArrivalView {
      ir::NodeId node;
      const State& state;
    };
    struct ByNode {
      using is_transparent = void;
      using Key = std::pair<ir::NodeId, State>;
      bool operator()(const Key& a, const Key& b) const { return a < b; }
      bool operator()(const Key& a, const ArrivalView& b) const {
        return std::tie(a.first, a.second) < std::tie(b.node, b.state);
      }
    };
    using Known = std::map<Key, Left, InOrder>;
    using Place = typename Known::value_type;
    /// Where cases come next: a place to go on from, or the sum of those that have arrived.
    struct Way {
      Place* place;
      double* arrived;
      double share;
    };
    using Ways = std::vector<Way>;
    enum class Turns : std::uint8_t { None, One, More };
    /// The cases that are there and have yet to go on. Loops come by again and again: from the second turn on
    /// it is known where they go.
    struct Left {
      double mass = 0;
      bool pending = false, visited = false;
      Turns turns = Turns::None;
      Ways ways;
    };

    template <class Visit>
    void each_way(ir::NodeId node, const State& state, Visit visit) {
      if (walk_.process_[node].kind == ir::NodeKind::Fork) {
        for (const Arrival& arrival : walk_.through_fork(node, state, region_.depth))
          visit(way_to(arrival.node, arrival.state, arrival.mass));
      } else {
        walk_.domain_.leave(node, state, [&](ir::NodeId to, const State& left, double share) {
          visit(way_to(to, walk_.domain_.arrive(to, left), share));
        });
      }
    }

    Way way_to(ir::NodeId node, const State& state, double share) {
      if (is_outside(node) || walk_.domain_.stops(node, state)) {
        const auto at = arrived_.lower_bound(ArrivalView{node, state});
        const bool known = at != arrived_.end() && at->first.first == node && at->first.second == state;
        return {nullptr, &(known ? at : arrived_.emplace_hint(at, std::pair(node, state), 0.0))->second,
                share};
      }
      const KeyView key{walk_.positions_[node.index], node, state};
      auto at = known_.lower_bound(key);
      if (at == known_.end() || !(at->first == key))
        at = known_.emplace_hint(at, Key{key.position, node, state}, Left{});
      return {&*at, nullptr, share};
    }

    void go(const Way& way, double mass) {
      mass *= way.share;
      if (way.arrived != nullptr) {
        *way.arrived += mass;
        return;
      }
      Left& left = way.place->second;
      if (left.visited && mass <= negligible) return;
      left.visited = true;
      if (!left.pending) push(*way.place);
      left.mass += mass;
    }

    // The first in order on top.
    struct Later {
      bool operator()(const Place* a, const Place* b) const { return InOrder{}(b->first, a->first); }
    };
    void push(Place& place) {
      place.second.pending = true;
      pending_.push_back(&place);
      std::push_heap(pending_.begin(), pending_.end(), Later{});
    }
    /// The cases of the first.
    double pop() {
      std::pop_heap(pending_.begin(), pending_.end(), Later{});
      Left& left = pending_.back()->second;
      pending_.pop_back();
      left.pending = false;
      return std::exchange(left.mass, 0.0);
    }

    void give_up() {
      double left = 0;
      for (const auto& [key, at] : known_) left += at.mass;
      if (left > tolerable || region_.fork) walk_.complete_ = false;
    }
    [[nodiscard]] bool is_outside(ir::NodeId node) const {
      if (!region_.fork) return false;
      return node == walk_.process_[region_.fork].partner ||
             branch_of(walk_.process_, node, region_.fork) != region_.branch;
    }

    CaseWalk& walk_;
    Region region_;
    Known known_;                  // whatever cases have come to; its elements stay where they are
    std::vector<Place*> pending_;  // of these, a heap
    std::map<std::pair<ir::NodeId, State>, double, ByNode> arrived_;
  };
  friend class Run;

  /// What comes of one branch, or of several together.
  struct Outcome {
    ir::NodeId node;
    State state;
    friend auto operator<=>(const Outcome&, const Outcome&) = default;
  };
  using Outcomes = std::map<Outcome, double>;

  const std::vector<Arrival>& through_fork(ir::NodeId fork, const State& state, unsigned depth) {
    const auto [at, fresh] = forks_.try_emplace({fork, state});
    if (!fresh) return at->second;
    if (depth >= deepest) {
      complete_ = false;
      return at->second;
    }
    Outcomes together;
    bool first = true;
    for (const ir::EdgeId edge : process_[fork].out) {
      const Outcomes branch = through_branch(fork, edge, state, depth);
      together = first ? branch : both(fork, together, branch);
      first = false;
    }
    std::vector<Arrival> result;
    for (const auto& [outcome, mass] : together) result.push_back({outcome.node, outcome.state, mass});
    return at->second = std::move(result);  // a map's elements stay where they are
  }

  Outcomes through_branch(ir::NodeId fork, ir::EdgeId edge, const State& state, unsigned depth) {
    const ir::NodeId entry = process_[edge].to;
    const ir::NodeId join = process_[fork].partner;
    Outcomes result;
    const State inside = domain_.entering(edge, state);
    if (entry == join || !join) {
      result[{entry, inside}] = 1.0;
      return result;
    }
    const double taken = domain_.enters(edge);
    Run run(*this, Region{fork, branch_of(process_, entry, fork), depth + 1});
    run.come_to(entry, domain_.arrive(entry, inside), 1.0);
    for (const Arrival& arrival : run.finish()) result[{arrival.node, arrival.state}] = arrival.mass * taken;
    if (taken < 1.0) result[{join, state}] += 1.0 - taken;
    return result;
  }

  Outcomes both(ir::NodeId fork, const Outcomes& ones, const Outcomes& others) const {
    const bool all = process_[fork].join_rule == ir::JoinRule::All;
    Outcomes result;
    for (const auto& [a, share_a] : ones) {
      for (const auto& [b, share_b] : others) result[one_of(fork, a, b, all)] += share_a * share_b;
    }
    return result;
  }

  /// A branch that leaves takes the case with it; one that the walk stops in stops the case there.
  Outcome one_of(ir::NodeId fork, const Outcome& a, const Outcome& b, bool all) const {
    const ir::NodeId join = process_[fork].partner;
    if (a.node == join && b.node == join) return {join, domain_.merged(a.state, b.state, all)};
    if (!all) return a.node == join ? a : b;  // whoever finishes goes on without the other
    const Outcome& away = a.node == join ? b : a;
    const Outcome& other = a.node == join ? a : b;
    const bool inside = branch_of(process_, away.node, fork).valid();
    if (!inside || process_[away.node].kind == ir::NodeKind::End) return away;
    return {away.node, domain_.merged(away.state, other.state, true)};
  }

  const ir::Process& process_;
  const std::vector<std::uint32_t>& positions_;
  const Domain& domain_;
  std::size_t longest_;
  std::map<std::pair<ir::NodeId, State>, std::vector<Arrival>> forks_;
  std::size_t steps_ = 0;
  bool complete_ = true;
};

/// By node index: the place in reverse post-order; of nodes never reached, past the last.
inline std::vector<std::uint32_t> positions(const ir::Process& process, const Reach& reach) {
  std::vector<std::uint32_t> result(process.nodes.size(), static_cast<std::uint32_t>(process.nodes.size()));
  for (std::uint32_t i = 0; i < reach.order.size(); ++i) result[reach.order[i].index] = i;
  return result;
}

}  // namespace wain::analysis
