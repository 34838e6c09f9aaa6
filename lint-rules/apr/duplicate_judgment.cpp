// duplicate-judgment (APR018): the same judgment in two branches of one parallel.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "analysis/controls.h"
#include "analysis/judgments.h"
#include "rules/apr/standing.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// A gate in one of the branches, itself or deeper.
struct BranchGate {
  ir::NodeId gate;
  ir::BranchId branch;
  bool always = false;  ///< nobody comes to the branch's end without it
};

bool judges_all(const ir::Node& gate, const std::vector<ir::CriterionId>& criteria) {
  return std::all_of(criteria.begin(), criteria.end(), [&](ir::CriterionId criterion) {
    return std::find(gate.judges.begin(), gate.judges.end(), criterion) != gate.judges.end();
  });
}

bool sees_all(const ir::Node& gate, const std::vector<ir::Path>& evidence) {
  return std::all_of(evidence.begin(), evidence.end(), [&](const ir::Path& path) {
    return std::any_of(gate.sees.begin(), gate.sees.end(),
                       [&](const ir::Path& seen) { return ir::is_prefix(seen, path); });
  });
}

bool is_judge(const View& view, const ir::Process& process, const ir::Node& node) {
  return !node.judges.empty() && analysis::judges_in_earnest(view.definition, process, node);
}

class ForkSearch {
public:
  /// `inside`: the reachable nodes of its branches, with all that is nested in them.
  ForkSearch(const View& view, ir::ProcessId id, ir::NodeId fork, const std::vector<ir::NodeId>& inside,
             AuthorityComparison& authority)
      : view_(view),
        authority_(authority),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        fork_(fork),
        said_(static_cast<unsigned>(process_.nodes.size())),
        open_(said_) {
    const analysis::Writes writes = view.writes(id);
    for (const ir::NodeId node : inside) {
      writes.anywhere(process_[node], [&](const ir::Path& path) { written_.push_back(path); });
      if (is_judge(view, process_, process_[node]))
        gates_.push_back({node, analysis::branch_of(process_, node, fork), false});
    }
    too_many_ = gates_.size() > most_gates;
    if (too_many_) gates_.clear();
    std::sort(gates_.begin(), gates_.end(),
              [](const BranchGate& a, const BranchGate& b) { return a.gate < b.gate; });
    for (BranchGate& gate : gates_) gate.always = is_unavoidable(gate);
  }

  void run(Reporter& reporter) {
    if (too_many_) reporter.leave_open(rule::DuplicateJudgment, std::string(process_.name));
    for (std::size_t later = gates_.size(); later-- > 1;) {  // of three of which two will do, the last goes
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (said_.test(gates_[earlier].gate.index)) continue;
        const auto superfluous = duplicate(gates_[earlier], gates_[later], reporter);
        if (!superfluous) continue;
        said_.set(superfluous->index);
        report(*superfluous, *superfluous == gates_[later].gate ? gates_[earlier].gate : gates_[later].gate,
               reporter);
        break;
      }
    }
  }

private:
  /// Pairs are compared; a parallel with more gates is left alone.
  static constexpr std::size_t most_gates = 500;

  /// The one of the two that is to be reported: the later in the text, if it adds nothing to the other
  /// one and no control needs it; else the earlier if that is so of it.
  [[nodiscard]] std::optional<ir::NodeId> duplicate(const BranchGate& a, const BranchGate& b,
                                                    Reporter& reporter) {
    if (a.branch == b.branch || !(a.always || b.always)) return std::nullopt;
    const ir::Node& first = process_[a.gate];
    const ir::Node& second = process_[b.gate];
    const auto within = [&](const ir::Node& small, const ir::Node& large) {
      return judges_all(large, small.judges) && sees_all(large, small.sees) && is_untouched(small.sees) &&
             authority_(id_, small, large).covers;
    };
    if (within(second, first) && !is_needed(b.gate, reporter)) return b.gate;
    if (within(first, second) && !is_needed(a.gate, reporter)) return a.gate;
    return std::nullopt;
  }

  [[nodiscard]] bool is_untouched(const std::vector<ir::Path>& evidence) const {
    return std::none_of(written_.begin(), written_.end(), [&](const ir::Path& written) {
      return std::any_of(evidence.begin(), evidence.end(),
                         [&](const ir::Path& path) { return ir::overlap(path, written); });
    });
  }

  /// Or may be needed, which is left open.
  [[nodiscard]] bool is_needed(ir::NodeId gate, Reporter& reporter) {
    if (process_[gate].controls.empty()) return false;
    llvm::BitVector others(said_);  // those that are reported do not stand in for others
    others.flip();
    const auto needing = analysis::still_needed_by(view_.definition, process_, reach_, gate, others);
    if (needing.certain.empty() && !needing.open.empty() && !open_.test(gate.index)) {
      open_.set(gate.index);
      reporter.leave_open(rule::DuplicateJudgment, view_.symbol({id_, gate}));
    }
    return !needing.certain.empty() || !needing.open.empty();
  }

  /// Nobody comes through the branch without it: a branch that is always taken, and no way round.
  [[nodiscard]] bool is_unavoidable(const BranchGate& gate) const {
    const ir::NodeId join = process_[fork_].partner;
    if (!reach_.has(join)) return false;
    std::vector<ir::NodeId> work;
    llvm::BitVector visited(static_cast<unsigned>(process_.nodes.size()));
    const auto go = [&](ir::NodeId node) {
      if (node == gate.gate || visited.test(node.index)) return;
      visited.set(node.index);
      work.push_back(node);
    };
    for (const ir::EdgeId entry : process_[fork_].out) {
      if (analysis::branch_of(process_, process_[entry].to, fork_) == gate.branch) go(process_[entry].to);
    }
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      if (node == join) return false;
      if (analysis::branch_of(process_, node, fork_) != gate.branch) continue;
      for (const ir::EdgeId edge : process_[node].out) go(process_[edge].to);
    }
    return true;
  }

  void report(ir::NodeId superfluous, ir::NodeId other, Reporter& reporter) const {
    const ir::Node& gate = process_[superfluous];
    const ir::Node& same = process_[other];
    Diagnostics::Builder finding =
        reporter.report(rule::DuplicateJudgment, gate.name_span,
                        {arg("gate", gate.name), arg("other", same.name)}, gate.span);
    finding.symbol(view_.symbol({id_, superfluous}));
    finding.note(rule::NoteJudgesBeside, same.name_span,
                 {arg("other", same.name), arg("actor", view_.actor_of(same).name)});
    finding.help(rule::NoteOneWillDo);
  }

  const View& view_;
  AuthorityComparison& authority_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  ir::NodeId fork_;
  llvm::BitVector said_;  // by node: reported
  llvm::BitVector open_;  // by node: left open
  bool too_many_ = false;
  std::vector<ir::Path> written_;  // in any branch
  std::vector<BranchGate> gates_;  // in order of writing
};

/// The reachable nodes that stand in the branches of forks, by fork, outer and inner ones.
std::map<ir::NodeId, std::vector<ir::NodeId>> insides(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  std::map<ir::NodeId, std::vector<ir::NodeId>> result;
  std::map<ir::NodeId, ir::BranchId> first_judged;  // by fork: a branch with a judge in it
  llvm::BitVector wanted(static_cast<unsigned>(process.nodes.size()));  // forks with judges in two branches
  const auto each_fork = [&](ir::NodeId node, auto visit) {
    for (ir::BranchId branch = process[node].branch; branch; branch = process[branch].parent) visit(branch);
  };
  for (const ir::NodeId node : view.reaches[id.index].order) {
    if (!is_judge(view, process, process[node])) continue;
    each_fork(node, [&](ir::BranchId branch) {
      const auto [at, fresh] = first_judged.try_emplace(process[branch].fork, branch);
      if (!fresh && at->second != branch) wanted.set(process[branch].fork.index);
    });
  }
  if (wanted.none()) return result;
  for (const ir::NodeId node : view.reaches[id.index].order) {
    each_fork(node, [&](ir::BranchId branch) {
      const ir::NodeId fork = process[branch].fork;
      if (wanted.test(fork.index)) result[fork].push_back(node);
    });
  }
  return result;
}

}  // namespace

void check_DuplicateJudgment(const View& view, Reporter& reporter) {
  AuthorityComparison authority(view);
  for (const ir::ProcessId id : view.processes) {
    if (view[id].branches.empty()) continue;
    for (const auto& [node, inside] : insides(view, id)) {
      const ir::Node& fork = view[id][node];
      // Two of several who race each other are no duplicates, nor are branches of which one may be taken.
      if (fork.join_rule == ir::JoinRule::All && !fork.inclusive)
        ForkSearch(view, id, node, inside, authority).run(reporter);
    }
  }
}

}  // namespace wain::lint
