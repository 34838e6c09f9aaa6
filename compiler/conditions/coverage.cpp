#include "conditions/coverage.h"

#include "analysis/judgments.h"

#include <algorithm>

namespace wain::conditions {
namespace {

bool judges(const ir::Node& gate, ir::CriterionId criterion) {
  return gate.kind == ir::NodeKind::Gate &&
         std::find(gate.judges.begin(), gate.judges.end(), criterion) != gate.judges.end();
}

}  // namespace

Coverage::Coverage(Paths& paths, const analysis::Writes& writes, const Authority& authority,
                   Formulas& formulas, ir::CriterionId criterion, const llvm::BitVector& calls_judge)
    : paths_(paths),
      writes_(writes),
      authority_(authority),
      formulas_(formulas),
      criterion_(criterion),
      calls_judge_(calls_judge) {
  for (std::uint32_t leaf = 0; leaf < paths.leaves().size(); ++leaf)
    leaves_.push_back(formulas.variable(paths.leaves().variable(leaf)));
  const std::size_t nodes = writes.process.nodes.size();
  round_.assign(nodes, Formulas::yes());
  settle();
  // What a loop writes may be anything when the case comes round.
  bool again = false;
  for (std::uint32_t i = 0; i < paths.loops().loops.size(); ++i) {
    const analysis::Loop& loop = paths.loops().loops[i];
    llvm::BitVector written(paths.leaves().size());
    for (const ir::NodeId node : loop.nodes) {
      writes.anywhere(writes.process[node],
                      [&](const ir::Path& path) { paths.leaves().touch(path, written); });
    }
    if (written.none()) continue;
    again = true;
    for (const ir::NodeId entry : loop.entries)
      round_[entry.index] =
          with_unknown(covered_[entry.index], written, static_cast<std::uint32_t>(3 * nodes + i));
  }
  if (again) settle();
}

void Coverage::settle() {
  const auto nodes = static_cast<std::uint32_t>(writes_.process.nodes.size());
  covered_.assign(nodes, Formulas::yes());
  formulas_.spend(paths_.order().size() * 4);
  for (auto step = paths_.order().rbegin(); step != paths_.order().rend(); ++step) {
    if (*step < nodes) covered_[*step] = of_node({*step});
  }
}

/// The exit on which the case goes on as approved; invalid where it does not, or has a choice.
ir::EdgeId Coverage::onward(ir::NodeId id) const {
  const ir::Node& node = writes_.process[id];
  for (const ir::EdgeId id_of : node.out) {
    const ir::Edge& edge = writes_.process[id_of];
    if (edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve) return id_of;
    if (edge.kind != ir::EdgeKind::Outcome) continue;  // a call goes on with the first outcome
    const std::vector<ir::OutcomeId>& yields = writes_.definition[node.callee].yields;
    if (!yields.empty() && edge.outcome == yields.front()) return id_of;
  }
  return {};
}

FormulaId Coverage::of_node(ir::NodeId id) {
  const ir::Node& node = writes_.process[id];
  switch (node.kind) {
    case ir::NodeKind::End: return Formulas::no();
    case ir::NodeKind::Split: return of_choice(id);
    case ir::NodeKind::Fork: return of_fork(id);
    case ir::NodeKind::Call: return of_call(id);
    default: break;
  }
  const ir::EdgeId edge = onward(id);
  const FormulaId later = edge ? over(edge) : Formulas::yes();
  if (!judges(node, criterion_) || analysis::silent_approval(writes_.process, node)) return later;
  return formulas_.any(own(id), later);
}

FormulaId Coverage::of_call(ir::NodeId id) {
  const ir::Node& node = writes_.process[id];
  if (calls_judge_.test(node.callee.index)) return Formulas::yes();
  const ir::EdgeId edge = onward(id);
  return edge ? over(edge) : Formulas::yes();
}

FormulaId Coverage::of_choice(ir::NodeId id) {
  std::vector<FormulaId> all;
  FormulaId so_far = Formulas::yes();
  for (const ir::EdgeId edge : writes_.process[id].out) {
    const FormulaId holds = guard(id, writes_.process[edge]);
    const FormulaId taken = holds ? formulas_.all(so_far, holds) : so_far;
    all.push_back(formulas_.any(formulas_.negation(taken), over(edge)));
    if (holds) so_far = formulas_.all(so_far, formulas_.negation(holds));
  }
  return formulas_.all(all);
}

/// n − k + 1 of the branches must cover for the first k to bring a coverage.
FormulaId Coverage::of_fork(ir::NodeId id) {
  const ir::Node& fork = writes_.process[id];
  std::vector<FormulaId> branches;
  for (const ir::EdgeId edge : fork.out) {
    FormulaId branch = over(edge);
    if (const FormulaId holds = guard(id, writes_.process[edge])) {
      const FormulaId past = fork.partner ? at_head(id, fork.partner) : Formulas::yes();
      branch = formulas_.all(formulas_.any(formulas_.negation(holds), branch), formulas_.any(holds, past));
    } else if (writes_.process[edge].kind == ir::EdgeKind::When && fork.partner) {
      branch = formulas_.all(branch, at_head(id, fork.partner));
    }
    branches.push_back(branch);
  }
  if (branches.empty()) return Formulas::yes();
  std::size_t waited = branches.size();
  if (fork.join_rule == ir::JoinRule::First) waited = 1;
  if (fork.join_rule == ir::JoinRule::KOfN)
    waited = std::clamp<std::size_t>(fork.join_count, 1, branches.size());
  return formulas_.at_least(branches.size() - waited + 1, branches);
}

FormulaId Coverage::at_head(ir::NodeId from, ir::NodeId to) {
  if (paths_.is_loop_entry(to) && paths_.is_in(from, paths_.loops().innermost[to.index]))
    return round_[to.index];
  return covered_[to.index];
}

FormulaId Coverage::over(ir::EdgeId id) {
  const ir::Edge& edge = writes_.process[id];
  FormulaId formula = at_head(edge.from, edge.to);
  const auto nodes = static_cast<std::uint32_t>(writes_.process.nodes.size());
  // What siblings may write is steady outside of the branch only.
  if (const llvm::BitVector* unsteady = paths_.beside().of(writes_.process[edge.to].branch))
    formula = with_unknown(formula, *unsteady, nodes + edge.to.index);
  return with_unknown(formula, paths_.written(edge), edge.from.index);
}

FormulaId Coverage::guard(ir::NodeId node, const ir::Edge& edge) {
  if (!edge.guard) return {};
  return translate(writes_.definition, paths_.encoding(), formulas_, edge.guard, {},
                   [&](const Leaf& leaf) { return value(node, leaf); });
}

FormulaId Coverage::own(ir::NodeId gate) {
  return authority_.may_decide(gate, criterion_, paths_.encoding(), formulas_,
                               [&](const Leaf& leaf) { return value(gate, leaf); });
}

VarId Coverage::value(ir::NodeId node, const Leaf& leaf) {
  const std::uint32_t index = paths_.leaves().find(leaf);
  if (index == UINT32_MAX) return {};
  const llvm::BitVector* unsteady = paths_.beside().of(writes_.process[node].branch);
  const auto nodes = static_cast<std::uint32_t>(writes_.process.nodes.size());
  if (unsteady != nullptr && unsteady->test(index)) return unknown(2 * nodes + node.index, index);
  return leaves_[index];
}

VarId Coverage::unknown(std::uint32_t place, std::uint32_t leaf) {
  const auto [at, is_new] = unknown_.try_emplace({place, leaf});
  if (is_new) at->second = formulas_.variable(paths_.leaves().variable(leaf));
  return at->second;
}

FormulaId Coverage::with_unknown(FormulaId formula, const llvm::BitVector& leaves, std::uint32_t place) {
  Renaming renaming;
  for (const unsigned leaf : leaves.set_bits()) renaming.add(leaves_[leaf], unknown(place, leaf));
  return formulas_.rename(formula, renaming);
}

FormulaId Coverage::at_gate(FormulaId formula, ir::NodeId gate) {
  if (formulas_.is_spent()) return formulas_.opaque();
  Renaming renaming;
  for (const VarId variable : formulas_.mentioned(formula)) {
    const auto leaf = std::lower_bound(leaves_.begin(), leaves_.end(), variable);  // in order of their making
    if (leaf == leaves_.end() || *leaf != variable) continue;
    const auto index = static_cast<std::uint32_t>(leaf - leaves_.begin());
    renaming.add(variable, paths_.value_at(gate, paths_.leaves()[index]));
  }
  return formulas_.rename(formula, renaming);
}

FormulaId Coverage::after(ir::NodeId gate) {
  const ir::EdgeId edge = onward(gate);
  FormulaId covered = at_gate(edge ? over(edge) : Formulas::yes(), gate);
  // Somebody in a sibling branch whose approval the case waits for as well.
  const ir::Process& process = writes_.process;
  for (ir::BranchId branch = process[gate].branch; branch; branch = process[branch].parent) {
    const ir::NodeId fork = process[branch].fork;
    if (process[fork].join_rule != ir::JoinRule::All) continue;
    for (const ir::EdgeId entry : process[fork].out) {
      if (process[entry].kind == ir::EdgeKind::When) continue;
      if (analysis::branch_of(process, process[entry].to, fork) == branch) continue;
      covered = formulas_.any(covered, at_gate(over(entry), fork));
    }
  }
  return covered;
}

}  // namespace wain::conditions
