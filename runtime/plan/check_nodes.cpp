#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/plan/check_parts.h"
#include "runtime/plan/words.h"

namespace wain::plan {
namespace {

bool may_leave_by(NodeKind node, ExitKind exit) {
  switch (exit) {
    case ExitKind::Next: return node != NodeKind::Fork && node != NodeKind::End && node != NodeKind::Audit;
    case ExitKind::Reject:
    case ExitKind::Return:
    case ExitKind::Timeout: return node == NodeKind::Gate;
    case ExitKind::Fail: return node == NodeKind::Work || node == NodeKind::Gate;
    case ExitKind::Branch: return node == NodeKind::Fork;
    case ExitKind::Outcome: return node == NodeKind::Call;
  }
  return false;
}

class NodeCheck {
public:
  NodeCheck(Check& check, const Process& process, std::string place)
      : check_(check), process_(process), place_(std::move(place)) {}

  void node(Index index) {
    const Node& node = process_.nodes[index];
    const std::string at = fmt::format("{}/nodes/{}", place_, index);
    if ((node.kind == NodeKind::Start) != (index == 0)) check_.add(at, ProblemKind::StartFirst);
    exit_kinds(node, at);
    shares(node, at);
    worker(node, at);
    for (std::size_t i = 0; i < node.exits.size(); ++i)
      arc(index, node.exits[i], fmt::format("{}/exits/{}/to", at, i));
  }

  void branch(Index index) {
    const Branch& branch = process_.branches[index];
    const std::string at = fmt::format("{}/branches/{}", place_, index);
    if (process_.nodes[branch.fork].kind != NodeKind::Fork)
      check_.add(at + "/fork", ProblemKind::BranchMismatch, process_.nodes[branch.fork].id, "a fork");
    if (process_.nodes[branch.join].kind != NodeKind::Join)
      check_.add(at + "/join", ProblemKind::BranchMismatch, process_.nodes[branch.join].id, "a join");
    if (branch.parent != none && branch.parent >= index)
      check_.add(at + "/parent", ProblemKind::OutOfOrder, "branches inside branches");
    if (process_.nodes[branch.fork].branch != branch.parent ||
        process_.nodes[branch.join].branch != branch.parent)
      check_.add(at + "/parent", ProblemKind::BranchMismatch, branch.id, "where its fork and its join stand");
  }

private:
  void exit_kinds(const Node& node, const std::string& at) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < node.exits.size(); ++i) {
      const ExitKind kind = node.exits[i].kind;
      next += kind == ExitKind::Next ? 1 : 0;
      if (!may_leave_by(node.kind, kind))
        check_.add(fmt::format("{}/exits/{}/kind", at, i), ProblemKind::ExitKind, word_of(kind),
                   word_of(node.kind));
    }
    switch (node.kind) {
      case NodeKind::End:
      case NodeKind::Audit: break;
      case NodeKind::Split:
      case NodeKind::Fork:
        if (node.exits.empty()) check_.add(at, ProblemKind::NeedsExits, word_of(node.kind));
        break;
      default:
        if (next != 1) check_.add(at, ProblemKind::OneNext, word_of(node.kind));
    }
  }

  void shares(const Node& node, const std::string& at) {
    constexpr double slack = 1e-9;  // decimal shares as doubles
    double sum = 0, noes = 0;
    bool guarded = false;
    for (const Exit& exit : node.exits) {
      guarded = guarded || exit.guard != none;
      if (exit.kind != ExitKind::Branch) sum += exit.share.value_or(0);
      if (exit.kind == ExitKind::Reject || exit.kind == ExitKind::Return) noes += exit.share.value_or(0);
    }
    const double most = node.catches ? std::max(noes, sum - noes) : sum;
    if (most > 1 + slack)
      check_.add(at + "/exits", ProblemKind::SharesOver, fmt::format("{:.6g} %", most * 100));
    if (node.kind == NodeKind::Split && !guarded) arms(node, at);
    if (node.catches) return;
    for (std::size_t i = 0; i < node.exits.size(); ++i) {
      const Exit& exit = node.exits[i];
      const bool by_share =
          exit.kind == ExitKind::Reject || exit.kind == ExitKind::Return || exit.kind == ExitKind::Fail;
      if (by_share && !exit.share)
        check_.add(fmt::format("{}/exits/{}", at, i), ProblemKind::Missing, "share");
    }
  }

  /// Without guards every arm but the last says its share.
  void arms(const Node& node, const std::string& at) {
    for (std::size_t i = 0; i + 1 < node.exits.size(); ++i)
      if (!node.exits[i].share) check_.add(fmt::format("{}/exits/{}", at, i), ProblemKind::NoShare);
  }

  void worker(const Node& node, const std::string& at) {
    const bool works = node.kind == NodeKind::Work || node.kind == NodeKind::Gate;
    const bool audit = node.kind == NodeKind::Audit;
    if (works && (node.pool == none) == (node.committee == none))
      check_.add(at, ProblemKind::NobodyWorks, word_of(node.kind));
    if (audit && (node.pool == none || node.committee != none))
      check_.add(at, ProblemKind::NobodyWorks, word_of(node.kind));
    if (audit && node.audited == none) check_.add(at, ProblemKind::Missing, "audited");
    if (node.pool != none) check_.served(node.pool, at + "/pool");
    if (node.batch && node.committee != none)
      check_.add(at + "/batch", ProblemKind::NotHere, "batch", "committee's step");
    if (node.kind == NodeKind::Wait && node.wait != WaitKind::Cadence && !node.takes)
      check_.add(at, ProblemKind::Missing, "takes");
    if (node.kind == NodeKind::Wait && node.wait == WaitKind::Cadence && !meets(node.cadence))
      check_.add(at + "/cadence", ProblemKind::NeverMeets, "what this waits for");
    for (std::size_t i = 0; i < node.escalations.size(); ++i) {
      const Escalation& escalation = node.escalations[i];
      if (escalation.pool != none) check_.served(escalation.pool, fmt::format("{}/escalations/{}", at, i));
      if (i > 0 && escalation.after <= node.escalations[i - 1].after)
        check_.add(fmt::format("{}/escalations/{}", at, i), ProblemKind::OutOfOrder, "escalations");
    }
  }

  /// Whether `outer` is `inner` or holds it.
  [[nodiscard]] bool within(Index inner, Index outer) const {
    for (;; inner = process_.branches[inner].parent) {
      if (inner == outer) return true;
      if (inner == none || process_.branches[inner].parent == inner) return false;
    }
  }

  void arc(Index from, const Exit& exit, const std::string& at) {
    const Node& source = process_.nodes[from];
    const Node& target = process_.nodes[exit.to];
    if (target.kind == NodeKind::Start || target.kind == NodeKind::Audit)
      return check_.add(at, ProblemKind::BranchMismatch, target.id, "a step that a case can go to");
    if (exit.kind == ExitKind::Branch) {
      const Branch& branch = process_.branches[exit.branch];
      const bool empty = exit.to == branch.join;
      if (branch.fork != from || (!empty && target.branch != exit.branch))
        check_.add(at, ProblemKind::BranchMismatch, target.id, "in the branch of this exit");
      return;
    }
    if (target.kind == NodeKind::Join && source.branch != none &&
        process_.branches[source.branch].join == exit.to)
      return;
    if (!within(source.branch, target.branch)) check_.add(at, ProblemKind::IntoBranch, target.id);
  }

  Check& check_;
  const Process& process_;
  std::string place_;
};

}  // namespace

void check_nodes(Check& check, const Process& process, const std::string& place) {
  if (process.nodes.empty()) return check.add(place + "/nodes", ProblemKind::StartFirst);
  NodeCheck nodes(check, process, place);
  const std::size_t before = check.problems.size();
  for (Index i = 0; i < process.branches.size(); ++i) nodes.branch(i);
  if (check.problems.size() != before) return;  // arcs are judged by the branches
  for (Index i = 0; i < process.nodes.size(); ++i) nodes.node(i);
}

}  // namespace wain::plan
