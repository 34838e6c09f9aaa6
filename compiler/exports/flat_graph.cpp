#include "exports/flat_graph.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "exports/race.h"

namespace wain::exports {
namespace {

/// A process in place of a call, or the outermost one.
struct Frame {
  plan::Index process;
  std::size_t caller = SIZE_MAX;  ///< another frame
  plan::Index call = plan::none;  ///< its node
  std::string prefix;
  std::vector<std::size_t> first;  ///< by node: what a case comes to
  std::vector<std::size_t> last;   ///< by node: what it leaves
};

class Flattener {
public:
  Flattener(const plan::Plan& plan, const ExitShares& shares, Losses& losses)
      : plan_(plan), shares_(shares), losses_(losses) {}

  FlatGraph run() {
    add_frame(plan_.runs[0].process, SIZE_MAX, plan::none, "");
    for (std::size_t i = 0; i < frames_.size(); ++i) add_nodes(i);
    end_ = add(FlatKind::End, "end", "end");
    const std::size_t ends = add(FlatKind::Xor, "ends", "");
    connect(ends, end_);
    for (plan::Index i = 0; i < plan_.outcomes.size(); ++i) {
      const std::size_t one = add(FlatKind::Outcome, "outcome." + plan_.outcomes[i].id,
                                  unique("outcome " + plan_.outcomes[i].name));
      out_.nodes[one].outcome = i;
      outcomes_.push_back(one);
      connect(one, ends);
    }
    for (std::size_t i = 0; i < frames_.size(); ++i) add_exits(i);
    prune();
    return std::move(out_);
  }

private:
  void add_frame(plan::Index process, std::size_t caller, plan::Index call, std::string prefix) {
    Frame frame{process, caller, call, std::move(prefix), {}, {}};
    frames_.push_back(std::move(frame));
  }

  std::size_t add(FlatKind kind, const std::string& id, const std::string& name,
                  plan::Index process = plan::none, plan::Index node = plan::none) {
    out_.nodes.push_back({kind, id, name, process, node, plan::none});
    return out_.nodes.size() - 1;
  }

  void connect(std::size_t from, std::size_t to, double share = 1, std::string label = {}) {
    out_.edges.push_back({from, to, share, std::move(label)});
  }

  std::string unique(const std::string& name) {
    std::string free = name;
    for (unsigned n = 2; !names_.try_emplace(free, true).second; ++n) free = fmt::format("{} ({})", name, n);
    return free;
  }

  void add_nodes(std::size_t f) {
    const plan::Process& process = plan_.processes[frames_[f].process];
    const plan::Index p = frames_[f].process;
    for (plan::Index n = 0; n < process.nodes.size(); ++n) {
      const plan::Node& node = process.nodes[n];
      const std::string id = frames_[f].prefix + node.id;
      const std::size_t index = add_node(f, node, id, p, n);
      frames_[f].first.push_back(index);
      frames_[f].last.push_back(index);
      if (node.kind == plan::NodeKind::Call) add_frame(node.callee, f, n, id + ".");
      const bool decides = node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate;
      if (!decides || ways(node) < 2) continue;
      frames_[f].last[n] = add(FlatKind::Xor, id + ".decided", "");
      connect(index, frames_[f].last[n]);
    }
  }

  static std::size_t ways(const plan::Node& node) {
    return static_cast<std::size_t>(
        std::count_if(node.exits.begin(), node.exits.end(),
                      [](const plan::Exit& exit) { return exit.kind != plan::ExitKind::Timeout; }));
  }

  std::size_t add_node(std::size_t f, const plan::Node& node, const std::string& id, plan::Index p,
                       plan::Index n) {
    const plan::Process& process = plan_.processes[p];
    const std::string name = frames_[f].prefix + node.name;
    switch (node.kind) {
      case plan::NodeKind::Start:
        return f == 0 ? add(FlatKind::Start, id, "start") : add(FlatKind::Xor, id, "");
      case plan::NodeKind::Work:
      case plan::NodeKind::Gate: return add(FlatKind::Task, id, unique(name), p, n);
      case plan::NodeKind::Wait: return add(FlatKind::Wait, id, unique(name), p, n);
      case plan::NodeKind::Fork: return add(fork_kind(process, node), id, "");
      case plan::NodeKind::Join: return add(joins_all(process, n) ? FlatKind::And : FlatKind::Xor, id, "");
      default: return add(FlatKind::Xor, id, "");
    }
  }

  static FlatKind fork_kind(const plan::Process& process, const plan::Node& fork) {
    if (!is_race(process, fork)) return FlatKind::And;
    return deadline(process, fork) ? FlatKind::Xor : FlatKind::First;
  }

  static bool joins_all(const plan::Process& process, plan::Index join) {
    const auto branch = std::find_if(process.branches.begin(), process.branches.end(),
                                     [&](const plan::Branch& one) { return one.join == join; });
    return branch == process.branches.end() || !is_race(process, process.nodes[branch->fork]);
  }

  void add_exits(std::size_t f) {
    const plan::Process& process = plan_.processes[frames_[f].process];
    add_branch_ends(f);
    for (plan::Index n = 0; n < process.nodes.size(); ++n) {
      const plan::Node& node = process.nodes[n];
      switch (node.kind) {
        case plan::NodeKind::End: end(f, node, frames_[f].last[n]); break;
        case plan::NodeKind::Call: connect(frames_[f].last[n], callee_start(f, n)); break;
        case plan::NodeKind::Fork: fork(f, n); break;
        case plan::NodeKind::Audit:
          losses_.add(sim::ExportAudit, process, node, {arg("actor", plan_.pools[node.pool].name)});
          break;
        default: exits(f, n);
      }
      if (node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate) note_clocks(process, node);
    }
    for (const plan::Duty& duty : process.duties) losses_.add_duty(process, duty);
  }

  /// All ways of a branch to its join come together first: an and-join counts flows, not branches.
  void add_branch_ends(std::size_t f) {
    const plan::Process& process = plan_.processes[frames_[f].process];
    std::vector<std::size_t> ends;
    for (const plan::Branch& branch : process.branches) {
      const std::size_t end = add(FlatKind::Xor, frames_[f].prefix + branch.id + ".ends", "");
      connect(end, frames_[f].first[branch.join]);
      ends.push_back(end);
    }
    branch_ends_[f] = std::move(ends);
  }

  /// Where an exit from a node leads.
  std::size_t target(std::size_t f, const plan::Node& from, plan::Index to) {
    const plan::Process& process = plan_.processes[frames_[f].process];
    const plan::Node& node = process.nodes[to];
    if (node.kind == plan::NodeKind::Join && from.branch != plan::none &&
        process.branches[from.branch].join == to)
      return branch_ends_[f][from.branch];
    if (leaves(process, from, node)) losses_.add(sim::ExportWithdrawn, process, from);
    return frames_[f].first[to];
  }

  /// Out of a branch, or to an end within it, past the others. Of a race nobody is left, but there may be
  /// others around it.
  [[nodiscard]] static bool leaves(const plan::Process& process, const plan::Node& from,
                                   const plan::Node& to) {
    plan::Index left = from.branch;
    while (left != plan::none && is_race(process, process.nodes[process.branches[left].fork]))
      left = process.branches[left].parent;
    if (left == plan::none) return false;
    if (to.kind == plan::NodeKind::End) return true;
    for (plan::Index branch = to.branch; branch != plan::none; branch = process.branches[branch].parent)
      if (branch == left) return false;
    return true;
  }

  void exits(std::size_t f, plan::Index n) {
    const plan::Node& node = plan_.processes[frames_[f].process].nodes[n];
    const std::vector<double>& shares = shares_[frames_[f].process][n];
    const plan::Process& process = plan_.processes[frames_[f].process];
    if (share_source(plan_, process, node) == ShareSource::Data) losses_.add(sim::ExportData, process, node);
    for (std::size_t e = 0; e < node.exits.size(); ++e)
      if (node.exits[e].kind != plan::ExitKind::Timeout)
        connect(frames_[f].last[n], target(f, node, node.exits[e].to), shares[e], label(node, node.exits[e]));
  }

  static std::string label(const plan::Node& node, const plan::Exit& exit) {
    switch (exit.kind) {
      case plan::ExitKind::Reject: return "rejects";
      case plan::ExitKind::Return: return "returns";
      case plan::ExitKind::Fail: return "fails";
      default: return node.kind == plan::NodeKind::Gate ? "approves" : exit.label;
    }
  }

  void fork(std::size_t f, plan::Index n) {
    const plan::Process& process = plan_.processes[frames_[f].process];
    const plan::Node& node = process.nodes[n];
    const bool race = is_race(process, node), deadline = race && exports::deadline(process, node);
    if (race && !deadline) losses_.add(sim::ExportRace, process, node);
    if (share_source(plan_, process, node) == ShareSource::Data) losses_.add(sim::ExportData, process, node);
    if (!race && node.join != plan::JoinRule::All)
      losses_.add(sim::ExportJoin, process, node,
                  {arg("rule", node.join == plan::JoinRule::First
                                   ? std::string("the first")
                                   : fmt::format("{} of {}", node.join_count, node.exits.size()))});
    for (std::size_t e = 0; e < node.exits.size(); ++e) {
      const plan::Exit& exit = node.exits[e];
      const double share = shares_[frames_[f].process][n][e];
      const std::size_t fork = frames_[f].last[n], to = frames_[f].first[exit.to];
      if (race || share >= 1 || exit.branch == plan::none) {
        connect(fork, to, deadline ? share : 1);
        continue;
      }
      const std::size_t choice = add(
          FlatKind::Xor, fmt::format("{}{}.taken", frames_[f].prefix, process.branches[exit.branch].id), "");
      connect(fork, choice);
      connect(choice, to, share);
      connect(choice, branch_ends_[f][exit.branch], 1 - share);
    }
  }

  std::size_t callee_start(std::size_t f, plan::Index call) {
    for (const Frame& frame : frames_)
      if (frame.caller == f && frame.call == call) return frame.first[0];
    return 0;
  }

  void end(std::size_t f, const plan::Node& node, std::size_t from) {
    const Frame& frame = frames_[f];
    if (frame.caller == SIZE_MAX) {
      connect(from, outcomes_[node.outcome]);
      return;
    }
    const plan::Node& call = plan_.processes[frames_[frame.caller].process].nodes[frame.call];
    const plan::Exit* way = nullptr;
    for (const plan::Exit& exit : call.exits) {
      if (exit.kind == plan::ExitKind::Outcome && exit.outcome == node.outcome) way = &exit;
      if (exit.kind == plan::ExitKind::Next && way == nullptr) way = &exit;
    }
    if (way != nullptr) connect(from, target(frame.caller, call, way->to));
  }

  void note_clocks(const plan::Process& process, const plan::Node& node) {
    if (!node.escalations.empty()) losses_.add(sim::ExportEscalation, process, node);
    const bool expires = std::any_of(node.exits.begin(), node.exits.end(), [](const plan::Exit& exit) {
      return exit.kind == plan::ExitKind::Timeout;
    });
    if (expires) losses_.add(sim::ExportTimeout, process, node);
    if (node.priority != plan::none) losses_.add(sim::ExportPriority, process, node);
    if (share_source(plan_, process, node) == ShareSource::Truth)
      losses_.add(sim::ExportTruth, process, node);
  }

  /// Without nodes that no case comes to, and without gateways of one way in and one way out.
  void prune() {
    std::vector<bool> kept = reached();
    std::vector<FlatEdge> edges;
    for (FlatEdge& edge : out_.edges)
      if (kept[edge.from]) edges.push_back(std::move(edge));
    const std::vector<std::size_t> into = count(edges, &FlatEdge::to);
    const std::vector<std::size_t> away = count(edges, &FlatEdge::from);
    std::vector<std::size_t> only(out_.nodes.size(), SIZE_MAX);
    for (std::size_t i = 0; i < edges.size(); ++i) only[edges[i].from] = i;
    const auto is_passage = [&](std::size_t node) {
      const FlatKind kind = out_.nodes[node].kind;
      return (kind == FlatKind::Xor || kind == FlatKind::And) && into[node] == 1 && away[node] == 1;
    };
    std::vector<std::size_t> index(out_.nodes.size(), SIZE_MAX);
    FlatGraph pruned;
    for (std::size_t i = 0; i < out_.nodes.size(); ++i) {
      if (!kept[i] || is_passage(i)) continue;
      index[i] = pruned.nodes.size();
      pruned.nodes.push_back(std::move(out_.nodes[i]));
    }
    for (FlatEdge& edge : edges) {
      if (index[edge.from] == SIZE_MAX) continue;
      std::size_t to = edge.to;
      for (std::size_t hops = 0; index[to] == SIZE_MAX && hops < edges.size(); ++hops)
        to = edges[only[to]].to;
      pruned.edges.push_back({index[edge.from], index[to], edge.share, std::move(edge.label)});
    }
    out_ = std::move(pruned);
  }

  [[nodiscard]] std::vector<bool> reached() const {
    std::vector<std::vector<std::size_t>> next(out_.nodes.size());
    for (const FlatEdge& edge : out_.edges) next[edge.from].push_back(edge.to);
    std::vector<bool> seen(out_.nodes.size(), false);
    std::vector<std::size_t> open{frames_[0].first[0]};
    seen[open[0]] = true;
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      for (const std::size_t to : next[node])
        if (!seen[to]) {
          seen[to] = true;
          open.push_back(to);
        }
    }
    return seen;
  }

  [[nodiscard]] std::vector<std::size_t> count(const std::vector<FlatEdge>& edges,
                                               std::size_t FlatEdge::* end) const {
    std::vector<std::size_t> counts(out_.nodes.size(), 0);
    for (const FlatEdge& edge : edges) ++counts[edge.*end];
    return counts;
  }

  const plan::Plan& plan_;
  const ExitShares& shares_;
  Losses& losses_;
  FlatGraph out_;
  std::vector<Frame> frames_;
  std::map<std::string, bool> names_;
  std::map<std::size_t, std::vector<std::size_t>> branch_ends_;  // by frame
  std::vector<std::size_t> outcomes_;
  std::size_t end_ = 0;
};

}  // namespace

FlatGraph flatten(const plan::Plan& plan, const ExitShares& shares, Losses& losses) {
  return Flattener(plan, shares, losses).run();
}

}  // namespace wain::exports
