// serial-independent-gates (GAT003): two gates in a row that need nothing of each other.
#include <algorithm>
#include <optional>

#include "analysis/passing.h"
#include "rules/apr/noes.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/gat/derived.h"
#include "rules/gat/figure_budget.h"
#include "rules/gat/side_by_side.h"

namespace wain::lint {
namespace {

using Paths = std::vector<ir::Path>;

/// Less than a millisecond is rounding.
constexpr double least_saving = 1e-3 / 3600;  // hours

bool share_data(const Paths& some, const Paths& others) {
  return std::any_of(some.begin(), some.end(), [&](const ir::Path& a) {
    return std::any_of(others.begin(), others.end(), [&](const ir::Path& b) { return ir::overlap(a, b); });
  });
}

Paths written_by(const analysis::Writes& writes, const ir::Node& node) {
  Paths paths;
  writes.anywhere(node, [&](const ir::Path& path) { paths.push_back(path); });
  return paths;
}

bool judge_different_things(const ir::Node& a, const ir::Node& b) {
  return !a.judges.empty() && !b.judges.empty() &&
         std::none_of(a.judges.begin(), a.judges.end(), [&](ir::CriterionId criterion) {
           return std::find(b.judges.begin(), b.judges.end(), criterion) != b.judges.end();
         });
}

class PairSearch {
public:
  PairSearch(const View& view, ir::ProcessId id, FigureBudget& budget)
      : view_(view), id_(id), process_(view[id]), budget_(budget) {}

  void run(Reporter& reporter) {
    for (const ir::NodeId gate : view_.gates(id_)) {
      if (!is_candidate(gate)) continue;
      const ir::NodeId next = straight_after(gate);
      if (next && is_candidate(next) && are_independent(gate, next)) report(gate, next, reporter);
    }
  }

private:
  [[nodiscard]] bool is_candidate(ir::NodeId node) const {
    return process_[node].kind == ir::NodeKind::Gate && view_.is_human(process_[node]) &&
           !process_[node].irreversible;
  }

  /// The node that only this gate's yes (or its silence, where that goes the same way) leads to.
  [[nodiscard]] ir::NodeId straight_after(ir::NodeId gate) const {
    const auto approves = [&](ir::EdgeId edge) { return process_[edge].kind == ir::EdgeKind::Approve; };
    const std::vector<ir::EdgeId>& out = process_[gate].out;
    const auto approval = std::find_if(out.begin(), out.end(), approves);
    if (approval == out.end()) return {};
    ir::NodeId before = gate, to = process_[*approval].to;
    for (std::size_t steps = 0; steps < process_.nodes.size() && is_entered_only_from(to, before); ++steps) {
      if (!analysis::is_passed(process_, to)) return to;
      before = to;
      to = process_[process_[to].out.front()].to;
    }
    return {};
  }
  [[nodiscard]] bool is_entered_only_from(ir::NodeId node, ir::NodeId before) const {
    return std::all_of(process_[node].in.begin(), process_[node].in.end(), [&](ir::EdgeId edge) {
      const ir::NodeId from = process_[edge].from;
      return from == before || !view_.reaches[id_.index].has(from);
    });
  }

  [[nodiscard]] bool are_independent(ir::NodeId first, ir::NodeId second) const {
    const ir::Node& earlier = process_[first];
    const ir::Node& later = process_[second];
    if (first == second || !judge_different_things(earlier, later)) return false;
    if (later.sees.empty() && later.reads.empty()) return false;  // nobody knows what it needs
    // One person cannot do both at once.
    if (earlier.actor == later.actor && view_.people.pool(earlier.actor) == 1) return false;
    const analysis::Writes writes = view_.writes(id_);
    const Paths made = written_by(writes, earlier), changed = written_by(writes, later);
    return !share_data(made, looked_at(later)) && !share_data(changed, looked_at(earlier)) &&
           !share_data(made, changed);
  }

  /// One of the two gates: hours of a visit, and how it leaves.
  struct Side {
    std::optional<double> takes;  ///< elapsed, less what it would wait for the hours of both anyway
    std::optional<double> effort;
    double rejects = 0;  ///< of its cases; 0 if not known
    double leaves = 0;   ///< of its cases: do not go on
  };
  [[nodiscard]] Side side(ir::NodeId gate, ir::NodeId other) {
    const estimate::Model& model = view_.estimates.for_process(id_);
    Side result;
    if (!figures_) figures_ = budget_.spend(process_, 1);
    if (*figures_) result.takes = takes(model, gate, other);
    result.effort = effort(model, gate);
    if (const std::optional<Noes> rejects = rejects_of(process_, process_[gate]))
      result.rejects = rejects->share;
    const estimate::Flow& flow = model.flow(id_);
    const double visits = flow.solved ? flow.visits[gate.index] : 0;
    result.leaves = result.rejects;
    if (visits <= 0) return result;
    const std::vector<ir::EdgeId>& out = process_[gate].out;
    const auto approval = std::find_if(out.begin(), out.end(), [&](ir::EdgeId edge) {
      return process_[edge].kind == ir::EdgeKind::Approve;
    });
    if (approval == out.end()) return result;
    double goes_on = 0;  // silence that approves goes the same way
    for (const ir::EdgeId edge : out) {
      if (process_[edge].to == process_[*approval].to) goes_on += flow.edges[edge.index];
    }
    result.leaves = std::max(result.rejects, 1 - goes_on / visits);
    return result;
  }

  /// Of a committee of which nobody says how many cases it hears: as many people as its quorum, for as long
  /// as the case takes.
  [[nodiscard]] std::optional<double> effort(const estimate::Model& model, ir::NodeId gate) const {
    const std::optional<double> known = model.effort_hours(id_, gate);
    const ir::Actor& actor = view_.actor_of(process_[gate]);
    if (known || actor.kind != ir::ActorKind::Committee || !*figures_) return known;
    const std::vector<std::optional<estimate::NodeTime>>& times = model.times(id_).nodes;
    if (times.size() <= gate.index || !times[gate.index]) return std::nullopt;
    return times[gate.index]->touch * actor.quorum;
  }

  /// Two people with the same hours wait for the morning once, side by side or not: then a visit takes what
  /// the case would gain if this gate did its work in no time.
  [[nodiscard]] std::optional<double> takes(const estimate::Model& model, ir::NodeId gate, ir::NodeId other) {
    const std::vector<std::optional<estimate::NodeTime>>& times = model.times(id_).nodes;
    if (times.size() <= gate.index || !times[gate.index]) return std::nullopt;
    const double elapsed = times[gate.index]->elapsed;
    const ir::ActorId actor = process_[gate].actor, beside = process_[other].actor;
    const estimate::Settings& settings = model.settings();
    const bool meets = settings.meets(actor).has_value() || process_[gate].batches.has_value();
    const bool same_hours = settings.meets(beside) || settings.hours(actor) == settings.hours(beside);
    const estimate::Flow& flow = model.flow(id_);
    if (meets || !same_hours || !flow.solved || flow.visits[gate.index] <= 0) return elapsed;
    if (!budget_.spend(process_, 1)) return std::nullopt;
    const std::optional<estimate::Ceiling> ceiling = model.ceiling(id_, gate);
    return ceiling ? std::min(elapsed, ceiling->saved.hours / flow.visits[gate.index]) : elapsed;
  }

  /// What side by side would change for a case that comes to the pair, in hours; what is not known is absent.
  struct Trade {
    std::optional<double> saved;  ///< elapsed time, at most
    std::optional<double> lost;   ///< work on cases that the order knocks out
  };
  /// Against one after the other, `first` first. Of n that work at the same time one waits for the last, and
  /// no longer than for the first no (docs/estimate.md, joins): (1 - q1) min(t1, t2) + q2 max(0, t1 - t2).
  /// The knock-out order saves r1 c2 (cost of checks in order: sum of c_i times the product of 1 - r_j).
  static Trade trade(const Side& first, const Side& second) {
    Trade result;
    if (first.takes && second.takes)
      result.saved = (1 - first.leaves) * std::min(*first.takes, *second.takes) +
                     second.leaves * std::max(0.0, *first.takes - *second.takes);
    if (second.effort) result.lost = first.rejects * *second.effort;
    return result;
  }
  /// The order saves at least as many hours of work as side by side saves hours of waiting.
  static bool order_pays(const Trade& trade) {
    constexpr double rounding = 1e-9;
    return trade.saved && trade.lost && *trade.lost > 0 && *trade.lost >= *trade.saved * (1 - rounding);
  }

  void report(ir::NodeId first, ir::NodeId second, Reporter& reporter) {
    const Side before = side(first, second), after = side(second, first);
    const Trade gain = trade(before, after);
    if (gain.saved && *gain.saved < least_saving) return;  // another branch takes longer anyway
    // What may stand side by side may also be turned round.
    if (order_pays(gain) || order_pays(trade(after, before))) return;
    const estimate::Flow& flow = view_.estimates.for_process(id_).flow(id_);
    const double visits = flow.solved ? flow.visits[first.index] : 1;
    const ir::Node& earlier = process_[first];
    const ir::Node& later = process_[second];
    const std::vector<DiagArg> args = {
        arg("earlier", earlier.name),
        arg("later", later.name),
        arg("actor", view_.actor_of(earlier).name),
        arg("saved", gain.saved ? time_text(*gain.saved * visits) : std::string()),
        arg("share", share_text(before.rejects)),
        arg("lost", gain.lost ? work_text(*gain.lost * visits) : std::string())};
    const Diag words = gain.saved ? rule::NoteIndependentSaves : rule::SerialIndependentGates;
    Diagnostics::Builder finding =
        reporter.report(InOtherWords{rule::SerialIndependentGates, words}, later.name_span, args, later.span);
    finding.symbol(view_.symbol({id_, second}));
    finding.note(rule::NoteEarlierGate, earlier.name_span, args);
    if (gain.lost && *gain.lost > 0) finding.help(rule::NoteKnockOutLost, args);
    finding.help(rule::NoteSideBySide);
    if (earlier.branch == later.branch) propose_side_by_side(view_, id_, first, second, reporter);
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  FigureBudget& budget_;
  std::optional<bool> figures_;  // times may be computed; absent: not asked yet
};

}  // namespace

void check_SerialIndependentGates(const View& view, Reporter& reporter) {
  FigureBudget budget(view);
  for (const ir::ProcessId id : view.processes) PairSearch(view, id, budget).run(reporter);
}

}  // namespace wain::lint
