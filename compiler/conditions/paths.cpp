#include "conditions/paths.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace wain::conditions {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

/// How many branches a join waits for, of those that can reach it.
std::size_t awaited(const ir::Process& process, ir::NodeId join, std::size_t inputs) {
  const ir::NodeId fork = process[join].partner;
  if (!fork || process[fork].join_rule == ir::JoinRule::All) return inputs;
  if (process[fork].join_rule == ir::JoinRule::First) return std::min<std::size_t>(1, inputs);
  return std::min<std::size_t>(std::max<std::uint32_t>(process[fork].join_count, 1), inputs);
}

}  // namespace

void Leaves::add(const ir::Definition& definition, const Leaf& leaf, ir::TypeId type) {
  if (!leaf.path.variable || all_.size() >= most_ || find(leaf) != none) return;
  std::optional<Variable> variable = variable_for(definition, type);
  if (!variable) return;
  if (leaf.count) variable->least = 0;
  index_.emplace(Key{leaf.path.variable, leaf.path.fields, leaf.count}, size());
  of_variable_[leaf.path.variable].push_back(size());
  all_.push_back({leaf, *variable, type});
}

std::uint32_t Leaves::find(const Leaf& leaf) const {
  const auto at = index_.find(std::tie(leaf.path.variable, leaf.path.fields, leaf.count));
  return at == index_.end() ? none : at->second;
}

void Leaves::touch(const ir::Path& path, llvm::BitVector& bits) const {
  const auto at = of_variable_.find(path.variable);
  if (at == of_variable_.end()) return;
  for (const std::uint32_t leaf : at->second) {
    if (ir::overlap(all_[leaf].leaf.path, path)) bits.set(leaf);
  }
}

Paths::Paths(const analysis::Writes& writes, const analysis::Reach& reach, const analysis::LoopNest& loops,
             Leaves leaves, Encoding& encoding, Formulas& formulas)
    : writes_(writes),
      reach_(reach),
      leaves_(std::move(leaves)),
      encoding_(encoding),
      formulas_(formulas),
      beside_(writes, reach, leaves_.size(),
              [&](const ir::Path& path, llvm::BitVector& bits) { leaves_.touch(path, bits); }),
      nest_(loops),
      is_entry_(static_cast<unsigned>(writes.process.nodes.size())),
      join_inputs_(writes.process.nodes.size()) {
  const std::size_t edges = process().edges.size();
  for (const analysis::Loop& loop : nest_.loops) {
    for (const ir::NodeId entry : loop.entries) is_entry_.set(entry.index);
  }
  for (const ir::NodeId node : reach_.order) {
    if (process()[node].kind == ir::NodeKind::Join)
      join_inputs_[node.index] = analysis::join_inputs(process(), reach_, node);
  }
  renaming_.assign(edges, none);
  renaming_past_.assign(edges, none);
  condition_.assign(edges, Formulas::yes());
  condition_past_.assign(edges, Formulas::yes());
  taken_.assign(edges, Formulas::no());
  taken_past_.assign(edges, Formulas::no());
  sort_steps();
  settle_versions();
  reached_ = forward(
      {Formulas::yes()}, [](const ir::Edge&, FormulaId, State&) {},
      [](const analysis::Loop&, FormulaId, State&) {});
}

bool Paths::is_in(ir::NodeId node, std::uint32_t loop) const {
  for (std::uint32_t at = nest_.innermost[node.index]; at != none; at = nest_.loops[at].parent) {
    if (at == loop) return true;
  }
  return false;
}

void Paths::sort_steps() {
  const auto nodes = static_cast<std::uint32_t>(process().nodes.size());
  const std::size_t count = nodes + nest_.loops.size();
  std::vector<std::vector<std::uint32_t>> next(count);
  std::vector<std::uint32_t> missing(count), rank(count, none);
  const auto lead = [&](std::uint32_t from, std::uint32_t to) {
    next[from].push_back(to);
    ++missing[to];
  };
  for (std::uint32_t i = 0; i < reach_.order.size(); ++i) rank[reach_.order[i].index] = i;
  for (std::uint32_t i = 0; i < nest_.loops.size(); ++i) {
    for (const ir::NodeId entry : nest_.loops[i].entries) lead(nodes + i, entry.index);
    rank[nodes + i] = rank[nest_.loops[i].entries.front().index];
  }
  for (const ir::NodeId from : reach_.order) {
    for (const ir::EdgeId edge : process()[from].out) {
      const ir::NodeId to = process()[edge].to;
      if (!is_entry_.test(to.index))
        lead(from.index, to.index);
      else if (const std::uint32_t loop = nest_.innermost[to.index]; !is_in(from, loop))
        lead(from.index, nodes + loop);
    }
  }
  using Ranked = std::pair<std::uint32_t, std::uint32_t>;
  std::priority_queue<Ranked, std::vector<Ranked>, std::greater<>> ready;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (missing[i] == 0 && rank[i] != none) ready.emplace(rank[i], i);
  }
  while (!ready.empty()) {
    const std::uint32_t step = ready.top().second;
    ready.pop();
    order_.push_back(step);
    for (const std::uint32_t to : next[step]) {
      if (--missing[to] == 0) ready.emplace(rank[to], to);
    }
  }
}

Paths::Ways Paths::ways_to(ir::NodeId node) const {
  Ways ways;
  for (const ir::EdgeId edge : process()[node].in) {
    if (reach_.has(process()[edge].from)) ways.push_back({edge});
  }
  return ways;
}

Paths::Ways Paths::ways_into(std::uint32_t loop) const {
  Ways ways;
  for (const ir::NodeId entry : nest_.loops[loop].entries) {
    for (const Way& way : ways_to(entry)) {
      if (!is_in(process()[way.edge].from, loop)) ways.push_back(way);
    }
  }
  return ways;
}

VarId Paths::fresh(std::uint32_t step, std::uint32_t leaf) {
  const auto [at, is_new] = fresh_.try_emplace({step, leaf});
  if (is_new) at->second = formulas_.variable(leaves_.variable(leaf));
  return at->second;
}

llvm::BitVector Paths::written(const ir::Edge& edge) const {
  llvm::BitVector bits(leaves_.size());
  if (leaves_.size() != 0) writes_.on_exit(edge, [&](const ir::Path& path) { leaves_.touch(path, bits); });
  return bits;
}

Paths::Versions Paths::versions_over(const Way& way, ir::BranchId into) {
  const ir::Edge& edge = process()[way.edge];
  Versions before = versions_[edge.from.index];
  if (way.skips || leaves_.size() == 0) return before;
  llvm::BitVector bits = written(edge);
  if (const llvm::BitVector* unsteady = beside_.of(process()[edge.from].branch)) {
    llvm::BitVector left = *unsteady;
    if (const llvm::BitVector* still = beside_.of(into)) left.reset(*still);
    bits |= left;
  }
  if (bits.none()) return before;
  auto after = std::make_shared<std::vector<VarId>>(*before);
  for (const unsigned leaf : bits.set_bits()) (*after)[leaf] = fresh(edge.from.index, leaf);
  return after;
}

/// The versions where ways meet: where they differ, a new one, to which each way's is renamed.
Paths::Versions Paths::merged(llvm::ArrayRef<Way> ways, llvm::ArrayRef<Versions> versions,
                              const llvm::BitVector& unknown, std::uint32_t step) {
  const auto same = [&](const Versions& other) { return other == versions.front(); };
  if (unknown.none() && std::all_of(versions.begin(), versions.end(), same)) return versions.front();
  auto result = std::make_shared<std::vector<VarId>>(*versions.front());
  std::vector<Formulas::Renaming> renamings(ways.size());
  for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf) {
    if (unknown.test(leaf)) {
      (*result)[leaf] = fresh(step, leaf);
      continue;
    }
    const VarId first = (*versions.front())[leaf];
    if (std::all_of(versions.begin(), versions.end(), [&](const Versions& v) { return (*v)[leaf] == first; }))
      continue;
    const VarId met = (*result)[leaf] = fresh(step, leaf);
    for (std::size_t i = 0; i < ways.size(); ++i) renamings[i].add((*versions[i])[leaf], met);
  }
  for (std::size_t i = 0; i < ways.size(); ++i) {
    if (renamings[i].empty()) continue;
    (ways[i].skips ? renaming_past_ : renaming_)[ways[i].edge.index] =
        static_cast<std::uint32_t>(renamings_.size());
    renamings_.push_back(std::move(renamings[i]));
  }
  return result;
}

void Paths::settle_loop(std::uint32_t loop) {
  const auto nodes = static_cast<std::uint32_t>(process().nodes.size());
  const Ways ways = ways_into(loop);
  std::vector<Versions> versions;
  for (const Way& way : ways)
    versions.push_back(versions_over(way, process()[process()[way.edge].to].branch));
  if (nest_.loops[loop].entries.front().index == 0 || versions.empty()) versions.push_back(versions_[0]);
  llvm::BitVector unknown(leaves_.size());
  if (leaves_.size() != 0) {
    for (const ir::NodeId node : nest_.loops[loop].nodes)
      writes_.anywhere(process()[node], [&](const ir::Path& path) { leaves_.touch(path, unknown); });
  }
  versions_[nodes + loop] = merged(ways, versions, unknown, nodes + loop);
}

void Paths::settle_join(ir::NodeId node) {
  const std::vector<analysis::JoinInput>& inputs = join_inputs_[node.index];
  const ir::NodeId fork = process()[node].partner;
  const bool waits_for_all = awaited(process(), node, inputs.size()) == inputs.size();
  Ways ways;
  std::vector<Versions> versions;
  std::vector<ir::BranchId> branches;  // of each way
  for (const analysis::JoinInput& input : inputs) {
    const auto add = [&](const Way& way) {
      ways.push_back(way);
      versions.push_back(versions_over(way, process()[process()[way.edge].from].branch));
      branches.push_back(input.branch);
    };
    for (const ir::EdgeId edge : input.edges) add({edge});
    if (input.skipped_by) add({input.skipped_by, true});
  }
  // Of every leaf, only the ways of the one branch that writes it count; of one that several may have
  // written, and of what a withdrawn branch may have, nothing is known.
  llvm::BitVector unknown(leaves_.size());
  for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf) {
    ir::BranchId writer;
    std::size_t writers = 0;
    for (const ir::BranchId branch : process()[fork].branches) {
      if (!beside_.own(branch).test(leaf)) continue;
      writer = branch;
      ++writers;
    }
    const bool is_known =
        waits_for_all && std::find(branches.begin(), branches.end(), writer) != branches.end();
    if (writers > 1 || (writers == 1 && !is_known)) unknown.set(leaf);
    if (writers != 1 || !is_known) continue;
    const auto from_writer =
        static_cast<std::size_t>(std::find(branches.begin(), branches.end(), writer) - branches.begin());
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if (branches[i] == writer) continue;
      auto changed = std::make_shared<std::vector<VarId>>(*versions[i]);
      (*changed)[leaf] = (*versions[from_writer])[leaf];
      versions[i] = std::move(changed);
    }
  }
  versions_[node.index] = merged(ways, versions, unknown, node.index);
}

void Paths::settle_node(ir::NodeId node) {
  const auto nodes = static_cast<std::uint32_t>(process().nodes.size());
  if (is_entry_.test(node.index)) {
    versions_[node.index] = versions_[nodes + nest_.innermost[node.index]];
  } else if (process()[node].kind == ir::NodeKind::Join && process()[node].partner) {
    settle_join(node);
  } else if (node.index != 0) {
    const Ways ways = ways_to(node);
    llvm::SmallVector<Versions, 4> versions;
    for (const Way& way : ways) versions.push_back(versions_over(way, process()[node].branch));
    versions_[node.index] = merged(ways, versions, llvm::BitVector(leaves_.size()), node.index);
  }
  settle_conditions(node);
}

VarId Paths::value_at(ir::NodeId node, const Leaf& leaf) {
  const std::uint32_t index = leaves_.find(leaf);
  if (index == none) return {};
  const llvm::BitVector* unsteady = beside_.of(process()[node].branch);
  if (unsteady != nullptr && unsteady->test(index)) {
    const auto steps = static_cast<std::uint32_t>(process().nodes.size() + nest_.loops.size());
    return fresh(steps + node.index, index);
  }
  return (*versions_[node.index])[index];
}

FormulaId Paths::guard(ir::NodeId node, const ir::Edge& edge) {
  if (!edge.guard) return {};
  return translate(writes_.definition, encoding_, formulas_, edge.guard, {},
                   [&](const Leaf& leaf) { return value_at(node, leaf); });
}

void Paths::settle_conditions(ir::NodeId id) {
  const ir::Node& node = process()[id];
  if (node.kind != ir::NodeKind::Split && node.kind != ir::NodeKind::Fork) return;
  FormulaId so_far = Formulas::yes();
  for (const ir::EdgeId edge : node.out) {
    const FormulaId holds = guard(id, process()[edge]);
    if (node.kind == ir::NodeKind::Fork) {
      if (!holds) continue;
      condition_[edge.index] = holds;
      condition_past_[edge.index] = formulas_.negation(holds);
    } else {
      condition_[edge.index] = holds ? formulas_.all(so_far, holds) : so_far;
      if (holds) so_far = formulas_.all(so_far, formulas_.negation(holds));
    }
  }
}

void Paths::settle_versions() {
  const auto nodes = static_cast<std::uint32_t>(process().nodes.size());
  versions_.resize(nodes + nest_.loops.size());
  auto start = std::make_shared<std::vector<VarId>>();
  for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf)
    start->push_back(formulas_.variable(leaves_.variable(leaf)));
  versions_[0] = std::move(start);
  for (const std::uint32_t step : order_) {
    if (step >= nodes)
      settle_loop(step - nodes);
    else
      settle_node({step});
  }
}

Paths::State Paths::state_over(const Way& way, const State& before, OnEdge on_edge) {
  const std::size_t edge = way.edge.index;
  const FormulaId condition = (way.skips ? condition_past_ : condition_)[edge];
  State state = before;
  formulas_.spend(state.size() + 1);
  for (FormulaId& formula : state) formula = formulas_.all(formula, condition);
  FormulaId& taken = (way.skips ? taken_past_ : taken_)[edge];
  if (reached_.empty()) taken = state.front();  // the first time, this is what it is
  on_edge(process()[way.edge], taken, state);
  const std::uint32_t renaming = (way.skips ? renaming_past_ : renaming_)[edge];
  if (renaming != none) {
    for (FormulaId& formula : state) formula = formulas_.rename(formula, renamings_[renaming]);
  }
  return state;
}

/// From the last to the first: the arms of a choice then fold into what stood before it.
Paths::State Paths::any(llvm::ArrayRef<State> states) {
  State result = states.back();
  for (std::size_t i = states.size() - 1; i-- > 0;) {
    for (std::size_t k = 0; k < result.size(); ++k) result[k] = formulas_.any(states[i][k], result[k]);
  }
  return result;
}

Paths::State Paths::merged(llvm::ArrayRef<Way> ways, const std::vector<State>& at, OnEdge on_edge) {
  const auto over = [&](const Way& way) {
    return state_over(way, at[process()[way.edge].from.index], on_edge);
  };
  if (ways.size() == 1) return over(ways.front());
  std::vector<State> states;
  states.reserve(ways.size());
  for (const Way& way : ways) states.push_back(over(way));
  return any(states);
}

Paths::State Paths::joined(ir::NodeId node, const std::vector<State>& at, OnEdge on_edge) {
  const std::vector<analysis::JoinInput>& inputs = join_inputs_[node.index];
  std::vector<State> states;
  for (const analysis::JoinInput& input : inputs) {
    Ways ways;
    for (const ir::EdgeId edge : input.edges) ways.push_back({edge});
    if (input.skipped_by) ways.push_back({input.skipped_by, true});
    states.push_back(merged(ways, at, on_edge));
  }
  State result(states.front().size());
  std::vector<FormulaId> formulas(states.size());
  for (std::size_t k = 0; k < result.size(); ++k) {
    for (std::size_t i = 0; i < states.size(); ++i) formulas[i] = states[i][k];
    result[k] = formulas_.at_least(awaited(process(), node, inputs.size()), formulas);
  }
  return result;
}

std::vector<Paths::State> Paths::forward(const State& start, OnEdge on_edge, OnLoop on_loop) {
  const auto nodes = static_cast<std::uint32_t>(process().nodes.size());
  std::vector<State> at(nodes + nest_.loops.size());
  for (const std::uint32_t step : order_) {
    if (step >= nodes) {
      const analysis::Loop& loop = nest_.loops[step - nodes];
      const Ways ways = ways_into(step - nodes);
      State state = ways.empty() ? start : merged(ways, at, on_edge);
      if (!ways.empty() && loop.entries.front().index == 0) state = any({state, start});
      on_loop(loop, reached_.empty() ? state.front() : reached_[step].front(), state);
      if (!nest_.complete && loop.depth >= analysis::deepest_loop) {
        // Not taken apart: more may be true inside than is said here.
        if (!cut_off_) cut_off_ = formulas_.opaque();
        for (FormulaId& formula : state) formula = formulas_.all(formula, cut_off_);
      }
      at[step] = std::move(state);
    } else if (is_entry_.test(step)) {
      at[step] = at[nodes + nest_.innermost[step]];
    } else if (step == 0) {
      at[step] = start;
    } else if (process().nodes[step].kind == ir::NodeKind::Join && process().nodes[step].partner) {
      at[step] = joined({step}, at, on_edge);
    } else {
      at[step] = merged(ways_to({step}), at, on_edge);
    }
  }
  return at;
}

}  // namespace wain::conditions
