// endless-loop (FLW003): no way to an end, or none that has a chance, or a loop whose condition nothing in it
// or beside it can change.
#include <algorithm>
#include <optional>
#include <vector>

#include "analysis/flow_graph.h"
#include "ir/visit_paths.h"
#include "rules/engine/registry.h"
#include "rules/engine/way_there.h"

namespace wain::lint {
namespace {

/// The shares of this node's exits take everything.
bool shares_take_all(const ir::Process& process, const ir::Node& node) {
  constexpr double nearly = 0.999;  // below it there is no need of exact sums
  double about = 0;
  for (const ir::EdgeId id : node.out) about += process[id].share ? process[id].share->to_double() : 0;
  if (about < nearly) return false;
  std::optional<ir::Decimal> sum = ir::Decimal{};
  for (const ir::EdgeId id : node.out) {
    if (process[id].share && sum) sum = ir::add(*sum, *process[id].share);
  }
  return sum && *sum >= ir::Decimal::make(1);
}

/// By edge: its chance is 0 as written, by its own share, or as the others take everything.
llvm::BitVector never_taken(const ir::Process& process, const analysis::Reach& reach) {
  llvm::BitVector result(static_cast<unsigned>(process.edges.size()));
  for (const ir::NodeId id : reach.order) {
    const ir::Node& node = process[id];
    if (node.kind == ir::NodeKind::Fork) continue;
    bool some = false, rest = false;
    const auto takes_the_rest = [&](ir::EdgeId edge) {
      const ir::EdgeKind kind = process[edge].kind;
      return !process[edge].share && kind != ir::EdgeKind::Timeout && kind != ir::EdgeKind::Outcome;
    };
    for (const ir::EdgeId edge : node.out) {
      const std::optional<ir::Decimal>& share = process[edge].share;
      if (share && share->mantissa == 0 && process[edge].kind != ir::EdgeKind::Timeout)
        result.set(edge.index);
      some = some || share;
      rest = rest || takes_the_rest(edge);
    }
    if (!some || !rest || !shares_take_all(process, node)) continue;
    for (const ir::EdgeId edge : node.out) {
      if (takes_the_rest(edge)) result.set(edge.index);
    }
  }
  return result;
}

/// In which outcomes each process can end, as far as its graph says.
class EndsOfCalls {
public:
  explicit EndsOfCalls(const View& view) : definition_(view.definition), ends_(definition_.processes.size()) {
    for (const ir::ProcessId id : view.calls.order) {  // callees first
      ends_[id.index].resize(static_cast<unsigned>(definition_.outcomes.size()));
      const ir::Process& process = definition_[id];
      if (!analysis::is_well_formed(process)) continue;
      const llvm::BitVector live = reached(process);
      for (const unsigned node : live.set_bits()) {
        if (process.nodes[node].kind == ir::NodeKind::End)
          ends_[id.index].set(process.nodes[node].outcome.index);
      }
    }
  }

  /// The edge stands for an outcome in which the called process never ends, though it does end. One that
  /// never ends at all is reported itself.
  [[nodiscard]] bool never_happens(const ir::Process& process, const ir::Edge& edge) const {
    const ir::Node& call = process[edge.from];
    if (call.kind != ir::NodeKind::Call) return false;
    const llvm::BitVector& ends = ends_[call.callee.index];
    const ir::OutcomeId outcome = analysis::outcome_of(definition_, call, edge);
    return outcome && ends.any() && !ends.test(outcome.index);
  }
  /// By node: control comes there, if calls end as they can.
  [[nodiscard]] llvm::BitVector reached(const ir::Process& process) const {
    llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
    std::vector<ir::NodeId> work{{0}};
    result.set(0);
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process[node].out) {
        const ir::NodeId to = process[edge].to;
        if (result.test(to.index) || never_happens(process, process[edge])) continue;
        result.set(to.index);
        work.push_back(to);
      }
    }
    return result;
  }

private:
  const ir::Definition& definition_;
  std::vector<llvm::BitVector> ends_;  // by process: outcomes
};

class EndlessCheck {
public:
  EndlessCheck(const View& view, const EndsOfCalls& calls, ir::ProcessId id, Reporter& reporter)
      : view_(view),
        calls_(calls),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        reporter_(reporter),
        live_(calls.reached(process_)),
        never_taken_(never_taken(process_, reach_)) {
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind == ir::NodeKind::End) ends_.push_back(node);
      if (process_[node].branch && live_.test(node.index)) in_branches_.push_back(node);
    }
  }

  void run() {
    const auto can_happen = [&](const ir::Edge& edge) { return !calls_.never_happens(process_, edge); };
    const llvm::BitVector ends_at_all = analysis::leading_to(process_, reach_, ends_, can_happen);
    if (!report_entries(ends_at_all, false)) return;
    bool start_ends = ends_at_all.test(0);
    if (never_taken_.any()) {
      const llvm::BitVector ends_by_chance = analysis::leading_to(
          process_, reach_, ends_,
          [&](const ir::Edge& edge) { return can_happen(edge) && !is_never_taken(edge); });
      report_entries(ends_by_chance, true);
      start_ends = ends_by_chance.test(0);
    }
    if (start_ends) report_loops();
  }

private:
  [[nodiscard]] bool is_never_taken(const ir::Edge& edge) const {
    return never_taken_.test(static_cast<unsigned>(&edge - process_.edges.data()));
  }

  /// Where a case comes from what may end into what never does. False if there is such a place.
  bool report_entries(const llvm::BitVector& may_end, bool by_shares) {
    llvm::BitVector said(static_cast<unsigned>(process_.nodes.size()));
    bool none = true;
    for (const ir::NodeId node : reach_.order) {  // what leads there stands before it
      if (may_end.test(node.index) || said.test(node.index) || !live_.test(node.index)) continue;
      none = false;
      report(node, mark_from(node, said), by_shares);
    }
    return none;
  }

  /// Everything that control comes to from here, in order of writing.
  std::vector<ir::NodeId> mark_from(ir::NodeId start, llvm::BitVector& said) const {
    std::vector<ir::NodeId> all{start};
    said.set(start.index);
    for (std::size_t next = 0; next < all.size(); ++next) {
      for (const ir::EdgeId edge : process_[all[next]].out) {
        const ir::NodeId to = process_[edge].to;
        if (said.test(to.index) || calls_.never_happens(process_, process_[edge])) continue;
        said.set(to.index);
        all.push_back(to);
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  void report(ir::NodeId entry, const std::vector<ir::NodeId>& nodes, bool by_shares) {
    const auto named = [&](ir::NodeId node) { return !process_[node].name.empty(); };
    ir::NodeId first = named(entry) ? entry : first_named(entry, nodes);
    if (!first) first = first_unnamed(entry, nodes);
    if (process_[first].broken) return;
    const ir::Node& step = process_[first];
    const std::vector<DiagArg> args{arg("step", name_of(step))};
    Diagnostics::Builder finding =
        by_shares ? reporter_.report(InOtherWords{rule::EndlessLoop, rule::NoteEndlessByShares},
                                     step.name_span, args, step.span)
                  : reporter_.report(rule::EndlessLoop, step.name_span, args, step.span);
    if (by_shares) finding.level(Level::Warning);
    finding.symbol(view_.symbol({id_, first}));
    std::size_t shown = 0;
    for (const ir::NodeId node : nodes) {
      for (const ir::EdgeId edge : process_[node].out) {
        if (by_shares && process_[edge].span.valid() && process_[edge].share &&
            is_never_taken(process_[edge]))
          finding.note(rule::NoteEndlessWay, process_[edge].span);
        if (calls_.never_happens(process_, process_[edge])) note_outcome(process_[edge], finding);
      }
      if (node != first && named(node) && ++shown <= places_shown)
        finding.note(rule::NoteLoopHolds, process_[node].name_span, {arg("step", process_[node].name)});
    }
    tell_run(first, finding);
    finding.help(rule::NoteGiveAWayOut);
  }

  void note_outcome(const ir::Edge& edge, Diagnostics::Builder& finding) const {
    const ir::Node& call = process_[edge.from];
    const ir::OutcomeId outcome = analysis::outcome_of(view_.definition, call, edge);
    finding.note(rule::NoteNeverEndsIn, call.name_span,
                 {arg("process", view_[call.callee].name), arg("outcome", view_.definition[outcome].name)});
  }

  [[nodiscard]] std::string name_of(const ir::Node& node) const {
    if (!node.name.empty()) return std::string(node.name);
    return std::string(node.callee ? view_[node.callee].name : ir::name(node.kind));
  }

  /// A call or wait; the entry if there is none either.
  [[nodiscard]] ir::NodeId first_unnamed(ir::NodeId entry, const std::vector<ir::NodeId>& nodes) const {
    const auto at = std::find_if(nodes.begin(), nodes.end(), [&](ir::NodeId node) {
      return process_[node].kind == ir::NodeKind::Call || process_[node].kind == ir::NodeKind::Wait;
    });
    return at == nodes.end() ? entry : *at;
  }

  [[nodiscard]] ir::NodeId first_named(ir::NodeId entry, const std::vector<ir::NodeId>& nodes) const {
    const std::vector<ir::NodeId> way = way_there(
        process_, entry, [&](ir::NodeId node) { return !process_[node].name.empty(); },
        [](const ir::Edge&) { return true; });
    return way.empty() || !std::binary_search(nodes.begin(), nodes.end(), way.back()) ? ir::NodeId{}
                                                                                      : way.back();
  }

  void tell_run(ir::NodeId to, Diagnostics::Builder& finding) const {
    const std::vector<ir::NodeId> way = way_there(
        process_, {0}, [&](ir::NodeId node) { return node == to; }, [](const ir::Edge&) { return true; });
    if (const std::string text = way_text(process_, way); !text.empty())
      finding.help(rule::NoteEndlessRun, {arg("way", text)});
  }

  /// A loop with one way out, decided by data that nothing in the loop writes: `repeat … until E`, or a
  /// choice of which one arm goes back.
  void report_loops() {
    for (const analysis::Loop& loop : view_.decisions->loops(id_).loops) {
      const std::vector<ir::NodeId> exits = exits_of(loop.nodes);
      const auto by_data = [&](ir::NodeId exit) {
        return !process_[exit].broken && first_guard(exit).valid();
      };
      if (exits.empty() || !std::all_of(exits.begin(), exits.end(), by_data)) continue;
      // Each round comes to the only exit there is; of several, only if all that it takes is decided by data.
      const std::optional<std::vector<ir::NodeId>> choices =
          exits.size() == 1 ? exits : choices_by_data(loop.nodes);
      if (!choices) continue;
      std::vector<ir::Path> read;
      for (const ir::NodeId choice : *choices) {
        for (const ir::EdgeId arm : process_[choice].out) {
          ir::visit_paths(view_.definition, process_[arm].guard, [&](const ir::Expr& use) {
            if (use.path.variable) read.push_back(use.path);
          });
        }
      }
      if (!read.empty() && !writes_any(loop.nodes, read) && !writes_any(beside(exits.front()), read))
        report_loop(exits, loop.nodes, read);
    }
  }

  /// The nodes that some way out of the loop leaves, in the order in which they are come to.
  [[nodiscard]] std::vector<ir::NodeId> exits_of(const std::vector<ir::NodeId>& nodes) const {
    llvm::BitVector inside(static_cast<unsigned>(process_.nodes.size()));
    for (const ir::NodeId node : nodes) inside.set(node.index);
    std::vector<ir::NodeId> exits;
    for (const ir::NodeId node : nodes) {
      const std::vector<ir::EdgeId>& out = process_[node].out;
      const auto leaves = [&](ir::EdgeId id) { return !inside.test(process_[id].to.index); };
      if (std::any_of(out.begin(), out.end(), leaves)) exits.push_back(node);
    }
    return exits;
  }

  /// The choices of a loop, if data decides whatever is taken in it: then each round is like the one before.
  /// Nothing if some way is a matter of chance, or of who is first.
  [[nodiscard]] std::optional<std::vector<ir::NodeId>> choices_by_data(
      const std::vector<ir::NodeId>& nodes) const {
    std::vector<ir::NodeId> choices;
    for (const ir::NodeId node : nodes) {
      if (process_[node].out.size() < 2) continue;
      if (!first_guard(node)) return std::nullopt;
      choices.push_back(node);
    }
    return choices;
  }

  /// The first arm with a condition, if the data decides the choice; invalid if some arm is a matter of
  /// chance.
  [[nodiscard]] ir::EdgeId first_guard(ir::NodeId choice) const {
    ir::EdgeId first;
    if (process_[choice].kind != ir::NodeKind::Split) return {};
    for (const ir::EdgeId arm : process_[choice].out) {
      const ir::Edge& edge = process_[arm];
      if (edge.guard && !first) first = arm;
      const bool takes_the_rest = edge.kind == ir::EdgeKind::Otherwise || edge.kind == ir::EdgeKind::Again;
      if (!edge.guard && !takes_the_rest) return {};
    }
    return first;
  }

  /// What stands in other branches of the parallels around a node: it may be done while the node is.
  [[nodiscard]] std::vector<ir::NodeId> beside(ir::NodeId node) const {
    std::vector<ir::NodeId> result;
    for (ir::BranchId own = process_[node].branch; own; own = process_[own].parent) {
      for (const ir::NodeId other : in_branches_) {
        const ir::BranchId branch = analysis::branch_of(process_, other, process_[own].fork);
        if (branch && branch != own) result.push_back(other);
      }
    }
    return result;
  }

  [[nodiscard]] bool writes_any(const std::vector<ir::NodeId>& nodes,
                                const std::vector<ir::Path>& read) const {
    bool result = false;
    for (const ir::NodeId node : nodes) {
      view_.writes(id_).anywhere(process_[node], [&](const ir::Path& written) {
        result = result || std::any_of(read.begin(), read.end(),
                                       [&](const ir::Path& path) { return ir::overlap(written, path); });
      });
    }
    return result;
  }

  void report_loop(const std::vector<ir::NodeId>& exits, const std::vector<ir::NodeId>& nodes,
                   const std::vector<ir::Path>& read) {
    std::string conditions;
    for (const ir::NodeId exit : exits) {
      if (!conditions.empty()) conditions += "`, `";
      conditions += ir::str(view_.definition, &process_, process_[first_guard(exit)].guard);
    }
    const ir::Edge& arm = process_[first_guard(exits.front())];
    Diagnostics::Builder finding = reporter_.report(
        InOtherWords{rule::EndlessLoop, rule::NoteEndlessByData}, arm.span,
        {arg("condition", conditions), arg("data", ir::str(view_.definition, &process_, read.front()))},
        process_[arm.from].span);
    finding.level(Level::Warning).symbol(view_.symbol({id_, arm.from}));
    std::size_t shown = 0;
    for (const ir::NodeId node : nodes) {
      if (!process_[node].name.empty() && ++shown <= places_shown)
        finding.note(rule::NoteLoopHolds, process_[node].name_span, {arg("step", process_[node].name)});
    }
    finding.help(rule::NoteLeaveTheLoop, {arg("data", ir::str(view_.definition, &process_, read.front()))});
  }

  const View& view_;
  const EndsOfCalls& calls_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  Reporter& reporter_;
  llvm::BitVector live_;         // by node: control comes there
  llvm::BitVector never_taken_;  // by edge
  std::vector<ir::NodeId> ends_;
  std::vector<ir::NodeId> in_branches_;
};

}  // namespace

void check_EndlessLoop(const View& view, Reporter& reporter) {
  const EndsOfCalls calls(view);
  for (const ir::ProcessId id : view.flows) EndlessCheck(view, calls, id, reporter).run();
}

}  // namespace wain::lint
