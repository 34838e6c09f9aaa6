#include "analysis/state_search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include <llvm/ADT/Hashing.h>

namespace wain::analysis {
namespace {

/// Tokens in all states together that are kept.
constexpr std::size_t most_tokens = 10'000'000;
/// Ways of an inclusive fork of which all sets are gone through.
constexpr std::size_t most_inclusive = 10;

/// Marked arcs, sorted: no arc is marked twice.
using State = std::vector<std::uint32_t>;

struct StateHash {
  std::size_t operator()(const State& state) const {
    return llvm::hash_combine_range(state.begin(), state.end());
  }
};

/// How a state was come to.
struct Step {
  std::uint32_t before = UINT32_MAX;
  ir::NodeId done;
  std::vector<std::uint32_t> onto;
};

class StateSearch {
public:
  StateSearch(const ir::Process& process, const Net& net, std::size_t limit)
      : process_(process), net_(net), limit_(limit) {}

  Soundness run() && {
    intern({0}, {});
    for (std::uint32_t at = 0; at < states_.size() && result_.decided; ++at) {
      if (states_.size() > limit_ || tokens_ > most_tokens) result_.decided = false;
      expand(at);
    }
    result_.states = states_.size();
    return std::move(result_);
  }

private:
  [[nodiscard]] bool is_marked(const State& state, std::uint32_t arc) const {
    return std::binary_search(state.begin(), state.end(), arc);
  }
  /// A token on the arc stands in some branch of the fork.
  [[nodiscard]] bool is_inside(std::uint32_t arc, ir::NodeId fork) const {
    for (ir::BranchId at = net_.arcs[arc].where; at; at = process_[at].parent) {
      if (process_[at].fork == fork) return true;
    }
    return false;
  }

  void intern(State state, Step step) {
    const auto [at, is_new] =
        index_.try_emplace(std::move(state), static_cast<std::uint32_t>(states_.size()));
    if (!is_new) return meet_again(at->second, std::move(step));
    states_.push_back(&at->first);
    tokens_ += at->first.size();
    steps_.push_back(std::move(step));
  }

  /// Another way to a state that is known.
  void meet_again(std::uint32_t at, Step step) {
    constexpr std::size_t most_ways = 4;       // to one state
    constexpr std::size_t most_kept = 50'000;  // to all
    if (kept_ == most_kept) return;
    std::vector<Step>& ways = other_steps_[at];
    if (ways.size() == most_ways) return;
    ways.push_back(std::move(step));
    ++kept_;
  }

  void expand(std::uint32_t at) {
    const State state = *states_[at];
    std::vector<ir::NodeId> waiting;
    bool goes_on = false;
    for (const std::uint32_t arc : state) {
      const ir::NodeId node = net_.arcs[arc].to;
      switch (process_[node].kind) {
        case ir::NodeKind::End: end(at, state, arc); break;
        case ir::NodeKind::Fork: fork(at, state, arc); break;
        case ir::NodeKind::Join:
          if (!is_first(state, node, arc)) continue;
          if (join(at, state, node)) break;
          waiting.push_back(node);
          continue;
        default:
          for (const std::uint32_t exit : net_.out[node.index]) move(at, state, {arc}, node, {exit});
      }
      goes_on = true;
    }
    if (goes_on) return;
    report_join(at, state, waiting);
  }

  [[nodiscard]] bool is_first(const State& state, ir::NodeId join, std::uint32_t arc) const {
    const auto first = std::find_if(state.begin(), state.end(),
                                    [&](std::uint32_t other) { return net_.arcs[other].to == join; });
    return *first == arc;
  }

  void fork(std::uint32_t at, const State& state, std::uint32_t arc) {
    const ir::NodeId node = net_.arcs[arc].to;
    const std::vector<std::uint32_t>& out = net_.out[node.index];
    if (!process_[node].inclusive) return start(at, state, arc, out);
    std::vector<std::uint32_t> always;
    std::vector<std::uint32_t> sometimes;
    for (const std::uint32_t exit : out) (net_.arcs[exit].always ? always : sometimes).push_back(exit);
    if (sometimes.size() > most_inclusive) {
      result_.decided = false;
      return;
    }
    for (std::uint32_t chosen = 0; chosen < 1U << sometimes.size(); ++chosen) {
      std::vector<std::uint32_t> onto = always;
      for (std::size_t i = 0; i < sometimes.size(); ++i) {
        if ((chosen >> i & 1U) != 0) onto.push_back(sometimes[i]);
      }
      // Where no branch is started, the case goes on behind the join at once.
      if (onto.empty() && process_[node].partner) onto = net_.out[process_[node].partner.index];
      if (!onto.empty()) start(at, state, arc, onto);
    }
  }

  /// A branch that is nothing but a jump out of the parallel: the case leaves at once.
  void start(std::uint32_t at, const State& state, std::uint32_t arc,
             const std::vector<std::uint32_t>& onto) {
    const ir::NodeId node = net_.arcs[arc].to;
    const auto out = std::find_if(onto.begin(), onto.end(), [&](std::uint32_t branch) {
      return process_[node].partner && net_.arcs[branch].from == node && !is_inside(branch, node);
    });
    move(at, state, {arc}, node, out == onto.end() ? onto : std::vector{*out});
  }

  /// False if it waits.
  bool join(std::uint32_t at, const State& state, ir::NodeId node) {
    const JoinNeed& need = net_.joins[node.index];
    std::vector<std::uint32_t> taken;
    std::uint32_t there = 0;
    for (const std::vector<std::uint32_t>& group : need.groups) {
      const std::size_t before = taken.size();
      for (const std::uint32_t arc : group) {
        if (is_marked(state, arc)) taken.push_back(arc);
      }
      there += taken.size() > before ? 1 : 0;
    }
    if (there < need.wanted) return false;
    const auto is_under_way = [&](std::uint32_t arc) {
      return net_.arcs[arc].to != node && is_inside(arc, need.fork);
    };
    if (need.inclusive && std::any_of(state.begin(), state.end(), is_under_way)) return false;
    if (need.fork && process_[need.fork].join_rule != ir::JoinRule::All) {
      for (const std::uint32_t arc : state) {
        if (is_under_way(arc)) taken.push_back(arc);
      }
    }
    move(at, state, taken, node, net_.out[node.index]);
    return true;
  }

  /// The branches that are left over an arc lose their other tokens.
  void withdraw(State& state, ir::NodeId node, std::uint32_t onto) const {
    for (ir::BranchId at = process_[node].branch; at; at = process_[at].parent) {
      if (is_within(process_, net_.arcs[onto].where, at)) return;
      std::erase_if(state, [&](std::uint32_t arc) { return is_inside(arc, process_[at].fork); });
    }
  }

  void move(std::uint32_t at, const State& state, const std::vector<std::uint32_t>& taken, ir::NodeId node,
            const std::vector<std::uint32_t>& onto) {
    State after;
    for (const std::uint32_t arc : state) {
      if (std::find(taken.begin(), taken.end(), arc) == taken.end()) after.push_back(arc);
    }
    for (const std::uint32_t arc : onto) withdraw(after, node, arc);
    for (const std::uint32_t arc : onto) {
      if (is_marked(after, arc)) return report_double(at, {at, node, onto}, arc);
      after.insert(std::lower_bound(after.begin(), after.end(), arc), arc);
    }
    intern(std::move(after), {at, node, onto});
  }

  void end(std::uint32_t at, const State& state, std::uint32_t arc) {
    const ir::NodeId node = net_.arcs[arc].to;
    State left = state;
    left.erase(std::find(left.begin(), left.end(), arc));
    for (ir::BranchId in = process_[node].branch; in; in = process_[in].parent)
      std::erase_if(left, [&](std::uint32_t other) { return is_inside(other, process_[in].fork); });
    if (left.empty()) return;
    add(unsynchronized_, {Fault::EndsEarly, node, net_.arcs[left.front()].to, 0, {}, {}, {}, {}},
        {at, node, {}});
  }

  /// Says a mistake, or, once one of its sort has been said, keeps its runs beside those of that one.
  void add(std::optional<std::size_t>& said, const UnsoundRun& found, const Step& last) {
    if (said && result_.faults[*said].others.size() >= most_other_runs) return;
    for (std::vector<ir::NodeId>& run : runs_to(last)) {
      // What is only done in another order asks the same of a case.
      std::vector<ir::NodeId> done = run;
      std::sort(done.begin(), done.end());
      if (!kept_runs_.emplace(said.value_or(result_.faults.size()), std::move(done)).second) continue;
      UnsoundRun one = found;
      one.run = std::move(run);
      if (!said) {
        said = result_.faults.size();
        result_.faults.push_back(std::move(one));
      } else if (result_.faults[*said].others.size() < most_other_runs) {
        result_.faults[*said].others.push_back(std::move(one));
      }
    }
  }

  void report_double(std::uint32_t at, const Step& last, std::uint32_t arc) {
    const Arc& doubled = net_.arcs[arc];
    const ir::NodeKind kind = process_[doubled.from].kind;
    const bool is_done = kind == ir::NodeKind::Task || kind == ir::NodeKind::Gate ||
                         kind == ir::NodeKind::Call || kind == ir::NodeKind::Wait;
    const ir::NodeId twice = is_done                ? doubled.from
                             : doubled.over.empty() ? doubled.to
                                                    : doubled.over.front();
    add(unsynchronized_, {Fault::TwiceAtOnce, twice, at_fork(at), 0, {}, {}, {}, {}}, last);
  }

  /// The fork that was done last before the state; invalid if there is none.
  [[nodiscard]] ir::NodeId at_fork(std::uint32_t at) const {
    for (; steps_[at].before != UINT32_MAX; at = steps_[at].before) {
      if (process_[steps_[at].done].kind == ir::NodeKind::Fork) return steps_[at].done;
    }
    return {};
  }

  using Way = std::vector<const Step*>;  // the last step first

  void follow_back(Way& way) const {
    while (way.back()->before != UINT32_MAX) way.push_back(&steps_[way.back()->before]);
  }

  [[nodiscard]] std::vector<ir::NodeId> run_of(const Way& way) const {
    std::vector<ir::NodeId> run;
    for (auto step = way.rbegin(); step != way.rend(); ++step) {
      if (!(*step)->done) continue;  // the start, and what is done no more
      run.push_back((*step)->done);
      for (const std::uint32_t arc : (*step)->onto)
        run.insert(run.end(), net_.arcs[arc].over.begin(), net_.arcs[arc].over.end());
    }
    return run;
  }

  /// The shortest run that ends with the step, and some that come to one of its states otherwise.
  std::vector<std::vector<ir::NodeId>> runs_to(const Step& last) {
    constexpr std::size_t most_ways_to_one = 128;
    struct Turned {
      Way way;
      std::size_t from = 0;  // before this its steps are those of the run that it was made of
    };
    std::vector<Turned> ways{{{&last}, 0}};
    follow_back(ways.front().way);
    std::vector<std::vector<ir::NodeId>> runs;
    for (std::size_t next = 0; next < ways.size(); ++next) {
      if (next > 0 && ways_left_ == 0) break;
      ways_left_ -= ways_left_ > 0 ? 1 : 0;
      runs.push_back(run_of(ways[next].way));
      for (std::size_t i = ways[next].from; i < ways[next].way.size(); ++i) {
        const auto others = other_steps_.find(ways[next].way[i]->before);
        if (others == other_steps_.end()) continue;
        for (const Step& other : others->second) {
          if (ways.size() >= most_ways_to_one) break;
          Way way(ways[next].way.begin(), ways[next].way.begin() + static_cast<std::ptrdiff_t>(i) + 1);
          way.push_back(&other);
          follow_back(way);
          ways.push_back({std::move(way), i + 1});
        }
      }
    }
    return runs;
  }

  /// What control can come to from a join.
  const llvm::BitVector& behind(ir::NodeId join) {
    const auto [known, is_new] = behind_.try_emplace(join);
    if (!is_new) return known->second;
    llvm::BitVector& nodes = known->second;
    nodes.resize(static_cast<unsigned>(process_.nodes.size()));
    std::vector<ir::NodeId> work{join};
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const std::uint32_t arc : net_.out[node.index]) {
        const ir::NodeId to = net_.arcs[arc].to;
        if (nodes.test(to.index)) continue;
        nodes.set(to.index);
        work.push_back(to);
      }
    }
    return nodes;
  }

  /// Of several joins that wait, one that waits for none of the others; each is reported once.
  void report_join(std::uint32_t at, const State& state, std::vector<ir::NodeId> waiting) {
    std::sort(waiting.begin(), waiting.end());
    const auto waits_for_none = [&](ir::NodeId join) {
      return std::none_of(waiting.begin(), waiting.end(), [&](ir::NodeId other) {
        return other != join && behind(other).test(join.index) && !behind(join).test(other.index);
      });
    };
    const auto cause = std::find_if(waiting.begin(), waiting.end(), waits_for_none);
    if (cause == waiting.end()) return;
    const JoinNeed& need = net_.joins[cause->index];
    UnsoundRun found{
        Fault::Deadlock, *cause, {}, std::max(need.wanted, need.inclusive ? 2U : 1U), {}, {}, {}, {}};
    for (const std::vector<std::uint32_t>& group : need.groups) {
      const auto marked =
          std::find_if(group.begin(), group.end(), [&](std::uint32_t arc) { return is_marked(state, arc); });
      if (marked != group.end())
        found.arrived.push_back(last_on(*marked));
      else if (!group.empty())
        found.missing.push_back(last_on(group.front()));
    }
    add(said_[*cause], found, {at, {}, {}});
  }
  /// What stands directly before the end of an arc.
  [[nodiscard]] ir::NodeId last_on(std::uint32_t arc) const {
    return net_.arcs[arc].over.empty() ? net_.arcs[arc].from : net_.arcs[arc].over.back();
  }

  const ir::Process& process_;
  const Net& net_;
  std::size_t limit_;
  Soundness result_;
  std::unordered_map<State, std::uint32_t, StateHash> index_;  // only looked up
  std::vector<const State*> states_;
  std::vector<Step> steps_;  // by state
  std::size_t tokens_ = 0;
  std::map<std::uint32_t, std::vector<Step>> other_steps_;  // by state
  std::size_t kept_ = 0;
  std::size_t ways_left_ = 2'000;                                        // that are still gone back, over all
  std::set<std::pair<std::size_t, std::vector<ir::NodeId>>> kept_runs_;  // by fault: what is done on them
  std::optional<std::size_t> unsynchronized_;                            // the fault that is said of it
  std::map<ir::NodeId, std::optional<std::size_t>> said_;                // by join: likewise
  std::map<ir::NodeId, llvm::BitVector> behind_;                         // by join
};

}  // namespace

Soundness search_states(const ir::Process& process, const Net& net, std::size_t limit) {
  return StateSearch(process, net, limit).run();
}

}  // namespace wain::analysis
