#include "analysis/judgments.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <llvm/ADT/SmallVector.h>

namespace wain::analysis {
namespace {

bool touches(const ir::Path& written, const Evidence& evidence) {
  return std::any_of(evidence.begin(), evidence.end(),
                     [&](const ir::Path& path) { return ir::overlap(written, path); });
}

/// What a machine had in hand when it checked something: all that it read, saw and wrote.
Evidence of_machine(const ir::Node& node) {
  std::vector<ir::Path> paths = node.reads;
  paths.insert(paths.end(), node.sees.begin(), node.sees.end());
  paths.insert(paths.end(), node.updates.begin(), node.updates.end());
  for (const ir::Product& product : node.produces) paths.push_back({product.variable, {}, product.span});
  return normalized(std::move(paths));
}

bool is_work(const ir::Node& node) {
  return node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
}

}  // namespace

Evidence normalized(std::vector<ir::Path> paths) {
  std::sort(paths.begin(), paths.end(), [](const ir::Path& a, const ir::Path& b) {
    return std::tie(a.variable, a.fields) < std::tie(b.variable, b.fields);
  });
  Evidence result;
  for (ir::Path& path : paths) {  // a prefix sorts before what it holds
    if (result.empty() || !ir::is_prefix(result.back(), path)) result.push_back(std::move(path));
  }
  return result;
}

bool covers(const Evidence& in_hand, const Evidence& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const ir::Path& path) {
    return std::any_of(in_hand.begin(), in_hand.end(),
                       [&](const ir::Path& p) { return ir::is_prefix(p, path); });
  });
}

bool can_say_no(const ir::Process& process, const ir::Node& gate) {
  return std::any_of(gate.out.begin(), gate.out.end(), [&](ir::EdgeId edge) {
    return process[edge].kind == ir::EdgeKind::Reject || process[edge].kind == ir::EdgeKind::Return;
  });
}

ir::EdgeId silent_approval(const ir::Process& process, const ir::Node& gate) {
  const auto silent =
      std::find_if(gate.out.begin(), gate.out.end(), [&](ir::EdgeId edge) { return process[edge].approves; });
  return silent == gate.out.end() ? ir::EdgeId{} : *silent;
}

bool judges_in_earnest(const ir::Definition& definition, const ir::Process& process, const ir::Node& gate) {
  return gate.kind == ir::NodeKind::Gate && definition[gate.actor].is_human() && !gate.sees.empty() &&
         can_say_no(process, gate) && !silent_approval(process, gate);
}

Judgments::Judgments(const Writes& writes, const Reach& reach, Judges judges, const llvm::BitVector& criteria,
                     const std::vector<std::vector<Export>>& exports, llvm::ArrayRef<Judgment> also)
    : writes_(writes), reach_(reach), judges_(judges), criteria_(criteria), exports_(exports) {
  by_variable_.resize(writes.process.variables.size() + 1);  // the last: of what has none
  collect();
  for (const Judgment& judgment : also) add(judgment.criterion, judgment.evidence);
  settle_effects();
  settle_interference();
}

std::vector<Judgments::Maker> Judgments::makers(const ir::Edge& edge) const {
  const ir::Node& node = writes_.process[edge.from];
  const bool approving = edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
  std::vector<Maker> result;
  if (!approving || !is_work(node)) return result;
  const auto make = [&](const std::vector<ir::CriterionId>& criteria, const Evidence& evidence) {
    for (const ir::CriterionId criterion : criteria) {
      if (criteria_.test(criterion.index)) result.push_back({criterion, evidence});
    }
  };
  if (writes_.definition[node.actor].is_human()) {
    if (judges_in_earnest(writes_.definition, writes_.process, node))
      make(node.judges, normalized(node.sees));
  } else if (judges_ == Judges::PeopleAndMachines && !silent_approval(writes_.process, node)) {
    make(node.checks, of_machine(node));
    if (can_say_no(writes_.process, node) && !node.sees.empty()) make(node.judges, normalized(node.sees));
  }
  return result;
}

namespace {

/// Stands for the last variable of a judgment without evidence.
constexpr std::uint32_t no_variable = UINT32_MAX - 2;  // the last two are DenseMap's own

std::pair<std::uint32_t, std::uint32_t> key_of(ir::CriterionId criterion, const Evidence& evidence) {
  return {criterion.index, evidence.empty() ? no_variable : evidence.back().variable.index};
}

}  // namespace

std::optional<unsigned> Judgments::find(ir::CriterionId criterion, const Evidence& evidence) const {
  const auto at = by_last_.find(key_of(criterion, evidence));
  if (at == by_last_.end()) return std::nullopt;
  const auto same = [&](unsigned i) { return all_[i].evidence == evidence; };
  const auto known = std::find_if(at->second.begin(), at->second.end(), same);
  return known == at->second.end() ? std::nullopt : std::optional(*known);
}

void Judgments::add(ir::CriterionId criterion, Evidence evidence) {
  if (find(criterion, evidence)) return;
  by_last_[key_of(criterion, evidence)].push_back(size());
  for (const ir::Path& path : evidence) {
    std::vector<unsigned>& known = by_variable_[slot_of(path)];
    if (known.empty() || known.back() != size()) known.push_back(size());
  }
  all_.push_back({criterion, std::move(evidence)});
}

llvm::ArrayRef<Export> Judgments::exports_of(ir::ProcessId callee) const {
  return exports_.empty() ? llvm::ArrayRef<Export>() : llvm::ArrayRef<Export>(exports_[callee.index]);
}

/// The judgment as the caller knows it.
Judgment Judgments::in_caller(const ir::Node& call, const Judgment& judgment) const {
  Evidence evidence;
  for (const ir::Path& path : judgment.evidence) {
    if (auto mapped = analysis::in_caller(writes_.definition[call.callee], call, path))
      evidence.push_back(std::move(*mapped));
  }
  return {judgment.criterion, normalized(std::move(evidence))};
}

void Judgments::collect_of_call(const ir::Node& call) {
  for (const Export& exported : exports_of(call.callee)) {
    for (const Judgment& judgment : exported.judgments) {
      if (!criteria_.test(judgment.criterion.index)) continue;
      Judgment mapped = in_caller(call, judgment);
      add(mapped.criterion, std::move(mapped.evidence));
    }
  }
}

void Judgments::collect() {
  for (const ir::NodeId id : reach_.order) {
    const ir::Node& node = writes_.process[id];
    if (node.kind == ir::NodeKind::Call) collect_of_call(node);
    for (const ir::EdgeId edge : node.out) {
      for (Maker& maker : makers(writes_.process[edge])) {
        add(maker.criterion, maker.evidence);
        makers_.emplace_back(edge, std::move(maker));
      }
    }
  }
}

llvm::BitVector Judgments::of(ir::CriterionId criterion) const {
  llvm::BitVector result(size());
  for (unsigned i = 0; i < size(); ++i) {
    if (all_[i].criterion == criterion) result.set(i);
  }
  return result;
}

llvm::BitVector Judgments::ended_by(llvm::ArrayRef<ir::Path> written) const {
  llvm::BitVector result(size());
  for (const ir::Path& path : written) {
    for (const unsigned i : by_variable_[slot_of(path)]) {
      if (!result.test(i) && touches(path, all_[i].evidence)) result.set(i);
    }
  }
  return result;
}

/// A set for each judgment that whoever has this in hand has made: it rests on some of that, or on nothing.
void Judgments::settle_made(const Maker& maker) {
  llvm::SmallVector<unsigned, 8> made;
  const auto look_at = [&](std::uint32_t last) {
    const auto at = by_last_.find({maker.criterion.index, last});
    if (at == by_last_.end()) return;
    for (const unsigned i : at->second) {
      if (covers(maker.evidence, all_[i].evidence)) made.push_back(i);
    }
  };
  look_at(no_variable);
  for (std::size_t i = 0; i < maker.evidence.size(); ++i) {  // in order of their variables
    const ir::VariableId variable = maker.evidence[i].variable;
    if (i == 0 || maker.evidence[i - 1].variable != variable) look_at(variable.index);
  }
  std::sort(made.begin(), made.end());
  for (const unsigned i : made) {
    sets_.emplace_back(size());
    sets_.back().set(i);
  }
}

void Judgments::settle_made_by_call(const ir::Edge& edge) {
  const ir::Node& call = writes_.process[edge.from];
  const ir::OutcomeId outcome = outcome_of(writes_.definition, call, edge);
  for (const Export& exported : exports_of(call.callee)) {
    if (exported.outcome != outcome) continue;
    llvm::BitVector some(size());
    for (const Judgment& judgment : exported.judgments) {
      const Judgment mapped = in_caller(call, judgment);
      if (const std::optional<unsigned> at = find(mapped.criterion, mapped.evidence)) some.set(*at);
    }
    if (some.any()) sets_.push_back(std::move(some));
  }
}

void Judgments::settle_effects() {
  const ir::Process& process = writes_.process;
  effects_.resize(process.edges.size());
  sets_.emplace_back(size());
  auto maker = makers_.begin();
  llvm::SmallVector<ir::Path, 4> written;
  for (const ir::NodeId id : reach_.order) {  // as in collect()
    for (const ir::EdgeId edge : process[id].out) {
      Effect& effect = effects_[edge.index];
      effect.made = static_cast<std::uint32_t>(sets_.size());
      if (process[id].kind == ir::NodeKind::Call) settle_made_by_call(process[edge]);
      for (; maker != makers_.end() && maker->first == edge; ++maker) settle_made(maker->second);
      effect.made_count = static_cast<std::uint32_t>(sets_.size()) - effect.made;
      written.clear();
      writes_.on_exit(process[edge], [&](const ir::Path& path) { written.push_back(path); });
      if (written.empty()) continue;
      llvm::BitVector killed = ended_by(written);
      if (killed.none()) continue;
      effect.killed = static_cast<std::uint32_t>(sets_.size());
      sets_.push_back(std::move(killed));
    }
  }
  makers_ = {};
}

const llvm::BitVector& Judgments::killed(const ir::Edge& edge) const { return sets_[effect(edge).killed]; }

llvm::ArrayRef<llvm::BitVector> Judgments::made(const ir::Edge& edge) const {
  return llvm::ArrayRef<llvm::BitVector>(sets_).slice(effect(edge).made, effect(edge).made_count);
}

bool Judgments::is_dead_exit(const ir::Edge& edge) const {
  const ir::Node& node = writes_.process[edge.from];
  if (node.kind != ir::NodeKind::Call) return false;
  const ir::OutcomeId outcome = outcome_of(writes_.definition, node, edge);
  const auto ends_in_it = [&](const Export& exported) { return exported.outcome == outcome; };
  const llvm::ArrayRef<Export> exports = exports_of(node.callee);
  return std::none_of(exports.begin(), exports.end(), ends_in_it);
}

void Judgments::settle_interference() {
  const ir::Process& process = writes_.process;
  const std::size_t count = process.branches.size();
  if (count == 0) return;
  // What a branch, with all that is nested in it, may write. Branches are numbered outside in, so
  // one pass from the back carries inner writes outward.
  std::vector<std::vector<ir::Path>> written(count);
  for (const ir::NodeId id : reach_.order) {
    const ir::Node& node = process[id];
    if (!node.branch) continue;
    writes_.anywhere(node, [&](const ir::Path& path) { written[node.branch.index].push_back(path); });
  }
  std::vector<llvm::BitVector> ended(count);
  for (std::size_t i = 0; i < count; ++i) ended[i] = ended_by(written[i]);
  for (std::size_t i = count; i-- > 0;) {
    if (process.branches[i].parent) ended[process.branches[i].parent.index] |= ended[i];
  }
  interference_.assign(count, llvm::BitVector(size()));
  for (const ir::Node& node : process.nodes) {
    if (node.kind != ir::NodeKind::Fork || node.branches.empty()) continue;
    llvm::BitVector before(size());
    for (const ir::BranchId branch : node.branches) {
      interference_[branch.index] |= before;
      before |= ended[branch.index];
    }
    llvm::BitVector after(size());
    for (auto at = node.branches.rbegin(); at != node.branches.rend(); ++at) {
      interference_[at->index] |= after;
      after |= ended[at->index];
    }
    past_fork_[process.branches[node.branches.front().index].fork.index] = std::move(after);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (process.branches[i].parent) interference_[i] |= interference_[process.branches[i].parent.index];
  }
  for (auto& [fork, ended_beside] : past_fork_) {
    const ir::BranchId around = process.nodes[fork].branch;
    if (around) ended_beside |= interference_[around.index];
  }
}

const llvm::BitVector* Judgments::interference(const ir::Edge& edge) const {
  const ir::Process& process = writes_.process;
  ir::BranchId branch = process[edge.from].branch;
  if (process[edge.from].kind == ir::NodeKind::Fork) {
    branch = branch_of(process, edge.to, edge.from);
    const auto at = past_fork_.find(edge.from.index);
    if (!branch && at != past_fork_.end()) return &at->second;
  }
  return branch ? &interference_[branch.index] : nullptr;
}

}  // namespace wain::analysis
