// The search behind CriterionQuery: backwards from the node, carrying the judgments that would still
// do. A judgment that the path overwrites is dropped from the set; a step that makes one of the set
// answers yes; the start, or an empty set, answers no. What is not answered no is judged (greatest
// fixpoint: going round a loop once more proves nothing new).
#include <algorithm>
#include <map>
#include <utility>

#include <llvm/ADT/DenseMap.h>

#include "analysis/availability.h"

namespace wain::analysis {
namespace {

/// Beyond this many pairs of node and set, a question is given up.
constexpr std::size_t state_limit = 200'000;

using StateId = std::uint32_t;
constexpr StateId no_state = UINT32_MAX;

/// Why an edge hands on no judgment.
struct Failure {
  ir::EdgeId edge;
  StateId from = no_state;  ///< the state at the edge's tail; none: overwritten right there
};

/// "One of `wanted` holds at `node`."
struct State {
  ir::NodeId node;
  std::uint32_t set = 0;
  bool failed = false;
  std::uint32_t failures = 0;  ///< of inputs, at a join
  std::uint32_t allowed = 0;   ///< so many inputs may fail
  Failure reason;
  struct Dependent {
    StateId state;
    ir::EdgeId edge;
    std::uint32_t input;  ///< of a join; each input fails once
  };
  std::vector<Dependent> dependents;
  std::vector<bool> failed_inputs;
};

}  // namespace

struct CriterionQuery::Search {
  const Writes& writes;
  const Reach& reach;
  const Judgments& judgments;
  std::vector<State> states;
  std::vector<llvm::BitVector> sets;
  std::map<std::vector<llvm::BitVector::size_type>, std::uint32_t> set_ids;
  llvm::DenseMap<std::pair<std::uint32_t, std::uint32_t>, StateId> state_ids;
  std::vector<StateId> to_expand, to_fail;
  std::size_t expanded = 0, spread = 0;  // how far the two lists have been worked off

  Search(const Writes& of_writes, const Reach& of_reach, const Judgments& of_judgments)
      : writes(of_writes), reach(of_reach), judgments(of_judgments) {}
  const ir::Process& process() const { return writes.process; }

  std::uint32_t id_of(const llvm::BitVector& set) {
    std::vector<llvm::BitVector::size_type> key;
    for (const unsigned bit : set.set_bits()) key.push_back(bit);
    const auto [at, fresh] = set_ids.try_emplace(std::move(key), static_cast<std::uint32_t>(sets.size()));
    if (fresh) sets.push_back(set);
    return at->second;
  }

  StateId state_of(ir::NodeId node, const llvm::BitVector& set) {
    const std::uint32_t id = id_of(set);
    const auto [at, fresh] = state_ids.try_emplace({node.index, id}, static_cast<StateId>(states.size()));
    if (fresh) {
      State state;
      state.node = node;
      state.set = id;
      states.push_back(std::move(state));
      to_expand.push_back(at->second);
    }
    return at->second;
  }

  void fail(StateId id, Failure reason) {
    State& state = states[id];
    if (state.failed) return;
    state.failed = true;
    state.reason = reason;
    to_fail.push_back(id);
  }

  void fail_input(StateId id, std::uint32_t input, Failure reason) {
    State& state = states[id];
    if (state.failed_inputs[input]) return;
    state.failed_inputs[input] = true;
    if (++state.failures > state.allowed) fail(id, reason);
  }

  /// What holds at the state's node depends on OUT(from, edge).
  void expand_edge(StateId id, std::uint32_t input, ir::EdgeId edge_id) {
    const ir::Edge& edge = process()[edge_id];
    if (judgments.is_dead_exit(edge)) return;
    llvm::BitVector set = sets[states[id].set];
    if (const llvm::BitVector* ended = judgments.interference(edge)) set.reset(*ended);
    for (const llvm::BitVector& made : judgments.made(edge)) {
      llvm::BitVector outside = made;
      outside.reset(set);
      if (outside.none()) return;  // one of those made is among the wanted, and nothing ends it here
    }
    set.reset(judgments.killed(edge));
    if (set.none()) return fail_input(id, input, {edge_id, no_state});
    const StateId before = state_of(edge.from, set);
    if (states[before].failed)
      fail_input(id, input, {edge_id, before});
    else
      states[before].dependents.push_back({id, edge_id, input});
  }

  void expand(StateId id) {
    const ir::NodeId node = states[id].node;
    if (node.index == 0) {
      fail(id, {});
      return;
    }
    if (process()[node].kind == ir::NodeKind::Join) {
      const std::vector<JoinInput> inputs = join_inputs(process(), reach, node);
      const std::size_t needed = needed_inputs(process(), node, inputs.size());
      states[id].failed_inputs.resize(inputs.size());
      states[id].allowed = static_cast<std::uint32_t>(inputs.size() - needed);
      for (std::uint32_t i = 0; i < inputs.size(); ++i) {
        for (const ir::EdgeId edge : inputs[i].edges) expand_edge(id, i, edge);
        if (inputs[i].skipped_by) expand_edge(id, i, inputs[i].skipped_by);
      }
      return;
    }
    states[id].failed_inputs.resize(1);
    for (const ir::EdgeId edge : process()[node].in) {
      if (reach.has(process()[edge].from)) expand_edge(id, 0, edge);
    }
  }

  /// False if the limit was met.
  bool run() {
    for (; expanded < to_expand.size(); ++expanded) {
      if (states.size() > state_limit) return false;
      expand(to_expand[expanded]);
    }
    for (; spread < to_fail.size(); ++spread) {
      const StateId failed = to_fail[spread];
      const std::vector<State::Dependent> dependents = states[failed].dependents;
      for (const State::Dependent& dependent : dependents) {
        fail_input(dependent.state, dependent.input, {dependent.edge, failed});
      }
    }
    return true;
  }

  /// The path below which all judgments fail, from the reasons. A state's reason failed before it, so
  /// this ends.
  UnjudgedPath path(StateId id) const {
    UnjudgedPath result;
    while (states[id].reason.edge) {
      const Failure& reason = states[id].reason;
      result.edges.push_back(reason.edge);
      if (reason.from == no_state) {
        name_the_write(reason.edge, sets[states[id].set], result);
        break;
      }
      id = reason.from;
    }
    std::reverse(result.edges.begin(), result.edges.end());
    return result;
  }

  /// Where, on a path from the start, the last of the judgments that it brings is overwritten; a
  /// judgment of another path had been enough for the search to go on past it.
  void find_the_write(const llvm::BitVector& wanted, UnjudgedPath& result) const {
    llvm::BitVector held(wanted.size());
    for (const ir::EdgeId id : result.edges) {
      const ir::Edge& edge = process()[id];
      llvm::BitVector now = held;
      now.reset(judgments.killed(edge));
      for (const llvm::BitVector& made : judgments.made(edge)) now |= made;
      now &= wanted;
      if (const llvm::BitVector* ended = judgments.interference(edge)) now.reset(*ended);
      if (held.any() && now.none()) {
        result.overwritten.reset();
        name_the_write(id, held, result);
      }
      held = std::move(now);
    }
  }

  /// What ended the last of the judgments on `edge`: a write of the step itself, or of a sibling branch.
  void name_the_write(ir::EdgeId id, const llvm::BitVector& wanted, UnjudgedPath& result) const {
    const ir::Edge& edge = process()[id];
    result.overwritten_at = edge.from;
    writes.on_exit(edge, [&](const ir::Path& written) {
      for (const unsigned i : wanted.set_bits()) {
        for (const ir::Path& seen : judgments.all()[i].evidence) {
          if (!result.overwritten && ir::overlap(written, seen)) result.overwritten = written;
        }
      }
    });
  }
};

CriterionQuery::CriterionQuery(const Writes& writes, const Reach& reach, const Judgments& judgments)
    : search_(std::make_unique<Search>(writes, reach, judgments)) {}
CriterionQuery::~CriterionQuery() = default;

std::optional<UnjudgedPath> CriterionQuery::way_without(ir::NodeId node, const llvm::BitVector& wanted) {
  if (wanted.none()) return UnjudgedPath{};
  const StateId root = search_->state_of(node, wanted);
  if (!search_->run() || !search_->states[root].failed) return std::nullopt;
  UnjudgedPath result = search_->path(root);
  if (!result.overwritten_at) search_->find_the_write(wanted, result);
  return result;
}

}  // namespace wain::analysis
