#include "analysis/every_run.h"

#include <algorithm>
#include <utility>

#include "analysis/anticipation.h"

namespace wain::analysis::test {
namespace {

bool is_work(const ir::Node& node) {
  return node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
}

Bits variables_of(const std::vector<ir::Path>& paths) {
  Bits result = 0;
  for (const ir::Path& path : paths) result |= Bits{1} << path.variable.index;
  return result;
}

ir::NodeId node_of(const Moment::Token& token) { return {token.node}; }

bool stands_in(const ir::Process& process, ir::NodeId node, ir::NodeId fork) {
  return branch_of(process, node, fork).valid();
}

auto parallel_at(Moment& moment, ir::NodeId fork) {
  return std::find_if(moment.parallels.begin(), moment.parallels.end(),
                      [&](const Moment::Parallel& one) { return one.fork == fork.index; });
}

}  // namespace

EveryRun::EveryRun(const ir::Definition& definition, const ir::Process& process,
                   const std::vector<Judgment>& judgments)
    : definition_(definition), process_(process) {
  for (const Judgment& judgment : judgments) {
    criteria_.push_back(judgment.criterion);
    evidence_.push_back(variables_of(judgment.evidence));
  }
}

Moment EveryRun::start() { return {{{0, false, 0}}, {}, 0}; }

Bits EveryRun::resting_on(Bits variables) const {
  Bits result = 0;
  for (std::size_t i = 0; i < evidence_.size(); ++i) {
    if ((evidence_[i] & variables) != 0) result |= Bits{1} << i;
  }
  return result;
}

Bits EveryRun::written_on(const ir::Edge& edge) const {
  const ir::Node& node = process_[edge.from];
  Bits result = variables_of(node.updates);
  if (edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve) {
    for (const ir::Product& product : node.produces) result |= Bits{1} << product.variable.index;
  }
  return result;
}

/// What a gate's yes says: of what it had in hand, and nobody wrote while it worked.
Bits EveryRun::judged_on(const ir::Edge& edge, Bits stale) const {
  const ir::Node& gate = process_[edge.from];
  bool no = false, silence = false;
  for (const ir::EdgeId id : gate.out) {
    const ir::EdgeKind kind = process_[id].kind;
    no = no || kind == ir::EdgeKind::Reject || kind == ir::EdgeKind::Return;
    silence = silence || (kind == ir::EdgeKind::Timeout && process_[id].to == edge.to);
  }
  if (edge.kind != ir::EdgeKind::Approve || !no || silence || !definition_[gate.actor].is_human()) return 0;
  const Bits seen = variables_of(gate.sees);
  Bits result = 0;
  for (std::size_t i = 0; i < criteria_.size(); ++i) {
    const bool asked = std::find(gate.judges.begin(), gate.judges.end(), criteria_[i]) != gate.judges.end();
    if (asked && (evidence_[i] & ~seen) == 0 && (evidence_[i] & stale) == 0) result |= Bits{1} << i;
  }
  return result;
}

void EveryRun::write(Move& move, Bits variables) const {
  move.written |= variables;
  move.after.holds &= ~resting_on(variables);
  for (Moment::Token& token : move.after.tokens) {
    if (token.busy) token.stale |= variables;
  }
}

/// Takes back what stands in the branches of a fork. What was under way may have written.
void EveryRun::withdraw(Move& move, ir::NodeId fork) const {
  std::vector<Moment::Token> kept;
  Bits written = 0;
  for (const Moment::Token& token : move.after.tokens) {
    if (!stands_in(process_, node_of(token), fork))
      kept.push_back(token);
    else if (token.busy)
      written |= variables_of(process_[node_of(token)].updates);
  }
  move.after.tokens = std::move(kept);
  auto& parallels = move.after.parallels;
  parallels.erase(std::remove_if(parallels.begin(), parallels.end(),
                                 [&](const Moment::Parallel& one) {
                                   return one.fork == fork.index || stands_in(process_, {one.fork}, fork);
                                 }),
                  parallels.end());
  write(move, written);
}

void EveryRun::moves(const Moment& from, bool approving_only,
                     llvm::function_ref<void(const Move&)> visit) const {
  for (std::size_t i = 0; i < from.tokens.size(); ++i) {
    const Moment::Token& token = from.tokens[i];
    const ir::Node& node = process_[node_of(token)];
    if (node.kind == ir::NodeKind::Fork) {
      open_fork(from, i, visit);
      continue;
    }
    if (is_work(node) && node.branch && !token.busy) {  // others may go on while it works
      Move move{from, {}, {}, 0, 0, {}, false};
      move.after.tokens[i].busy = true;
      std::sort(move.after.tokens.begin(), move.after.tokens.end());
      visit(move);
      continue;
    }
    for (const ir::EdgeId edge : node.out) {
      if (!approving_only || is_approving(definition_, process_, process_[edge])) leave(from, i, edge, visit);
    }
  }
}

void EveryRun::leave(const Moment& from, std::size_t token, ir::EdgeId over,
                     llvm::function_ref<void(const Move&)> visit) const {
  const ir::Edge& edge = process_[over];
  Move move{from, {}, over, 0, 0, {}, false};
  const Bits stale = from.tokens[token].stale;
  move.after.tokens.erase(move.after.tokens.begin() + static_cast<std::ptrdiff_t>(token));
  if (is_work(process_[edge.from])) {
    move.done = edge.from;
    move.judged = judged_on(edge, stale);
    write(move, written_on(edge));
    move.after.holds |= move.judged;
  }
  go(std::move(move), over, visit);
}

void EveryRun::open_fork(const Moment& from, std::size_t token,
                         llvm::function_ref<void(const Move&)> visit) const {
  const ir::NodeId fork = node_of(from.tokens[token]);
  const std::vector<ir::EdgeId>& out = process_[fork].out;
  for (Bits chosen = 0; chosen < Bits{1} << out.size(); ++chosen) {
    const auto is_chosen = [&](std::size_t i) { return (chosen >> i & 1U) != 0; };
    bool possible = true;
    for (std::size_t i = 0; i < out.size(); ++i)
      possible = possible && (is_chosen(i) || process_[out[i]].share.has_value());
    if (!possible) continue;
    Move move{from, {}, {}, 0, 0, {}, false};
    move.after.tokens.erase(move.after.tokens.begin() + static_cast<std::ptrdiff_t>(token));
    Moment::Parallel parallel{static_cast<std::uint8_t>(fork.index), 0, 0};
    std::uint8_t straight = 0;  // empty branches come to the join at once
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!is_chosen(i)) continue;
      ++parallel.started;
      const ir::NodeId to = process_[out[i]].to;
      if (to == process_[fork].partner)
        ++straight;
      else
        move.after.tokens.push_back({static_cast<std::uint8_t>(to.index), false, 0});
    }
    std::sort(move.after.tokens.begin(), move.after.tokens.end());
    parallel.arrived = straight;
    move.after.parallels.push_back(parallel);
    std::sort(move.after.parallels.begin(), move.after.parallels.end());
    if (parallel.started == 0 || straight > 0)
      pass_join(std::move(move), process_[fork].partner, visit);
    else
      visit(move);
  }
}

void EveryRun::go(Move move, ir::EdgeId over, llvm::function_ref<void(const Move&)> visit) const {
  const ir::Edge& edge = process_[over];
  for (ir::BranchId branch = process_[edge.from].branch; branch; branch = process_[branch].parent) {
    const ir::NodeId fork = process_[branch].fork;
    const bool stays = edge.to == process_[branch].join || branch_of(process_, edge.to, fork) == branch;
    if (!stays || process_[edge.to].kind == ir::NodeKind::End) withdraw(move, fork);
  }
  if (process_[edge.to].kind == ir::NodeKind::Join) {
    ++parallel_at(move.after, process_[edge.to].partner)->arrived;
    return pass_join(std::move(move), edge.to, visit);
  }
  move.arrived = edge.to;
  move.ended = process_[edge.to].kind == ir::NodeKind::End;
  if (!move.ended) move.after.tokens.push_back({static_cast<std::uint8_t>(edge.to.index), false, 0});
  std::sort(move.after.tokens.begin(), move.after.tokens.end());
  visit(move);
}

void EveryRun::pass_join(Move move, ir::NodeId join, llvm::function_ref<void(const Move&)> visit) const {
  const ir::NodeId fork = process_[join].partner;
  const Moment::Parallel parallel = *parallel_at(move.after, fork);
  std::uint32_t needed = parallel.started;
  if (process_[fork].join_rule == ir::JoinRule::First) needed = 1;
  if (process_[fork].join_rule == ir::JoinRule::KOfN) needed = process_[fork].join_count;
  if (parallel.arrived >= needed) {
    withdraw(move, fork);
    move.arrived = join;
    move.after.tokens.push_back({static_cast<std::uint8_t>(join.index), false, 0});
    std::sort(move.after.tokens.begin(), move.after.tokens.end());
  }
  visit(move);
}

}  // namespace wain::analysis::test
