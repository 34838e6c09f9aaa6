// superseded-approval (APR011): what an early gate judges is judged again, by people who decide anyway,
// and it does not pay as a screen for them.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "analysis/anticipation.h"
#include "analysis/controls.h"
#include "rules/apr/standing.h"
#include "rules/apr/weighing.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Of gates that are judged again, times the nodes that a case may come to behind each: beyond this a process
/// is left undecided, as the rule's page says.
constexpr std::size_t most_work = 5'000'000;
/// A gate that claims a control asks alone what stands ahead of it, which costs so many times more.
constexpr std::size_t alone_costs = 10;

/// Why a later gate may stand in for an earlier one.
enum class Rank : std::uint8_t { None, Above, Wider, Mandated };

class ProcessSearch {
public:
  ProcessSearch(const View& view, ir::ProcessId id, AuthorityComparison& authority, Hierarchy& hierarchy,
                EffortAhead& effort_ahead, const llvm::BitVector& criteria,
                const llvm::BitVector& irreversible)
      : view_(view),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        authority_(authority),
        hierarchy_(hierarchy),
        effort_ahead_(effort_ahead),
        irreversible_(irreversible),
        writes_(view.writes(id)),
        judgments_(writes_, reach_, analysis::Judges::People, criteria, no_exports_),
        redundant_(static_cast<unsigned>(process_.nodes.size())) {}

  void run(llvm::ArrayRef<ir::NodeId> gates, Reporter& reporter) {
    for (const conditions::RedundantGate& of : view_.decisions->redundancy(id_).gates)
      redundant_.set(of.gate.index);
    const auto ahead = anticipated([&](ir::NodeId gate) { return !is_redundant(gate); });
    std::vector<std::pair<ir::NodeId, std::vector<unsigned>>> judged_again;
    for (const ir::NodeId gate : gates) {
      std::optional<std::vector<unsigned>> own = judgments_of(gate);
      if (own && !is_redundant(gate) && holds_all(ahead[gate.index], *own))
        judged_again.emplace_back(gate, std::move(*own));
    }
    const auto asks_alone = [&](const auto& gate) { return !process_[gate.first].controls.empty(); };
    const auto alone =
        static_cast<std::size_t>(std::count_if(judged_again.begin(), judged_again.end(), asks_alone));
    const std::size_t work = (judged_again.size() + alone_costs * alone) * process_.nodes.size();
    if (work > most_work) return reporter.leave_open(rule::SupersededApproval, std::string(process_.name));
    for (const auto& [gate, own] : judged_again) check(gate, own, reporter);
  }

private:
  [[nodiscard]] bool is_redundant(ir::NodeId gate) const { return redundant_.test(gate.index); }
  using Facts = std::vector<llvm::BitVector>;

  Facts anticipated(llvm::function_ref<bool(ir::NodeId)> counts) const {
    return analysis::anticipated_judgments(writes_, reach_, judgments_, irreversible_,
                                           [&](ir::NodeId gate, unsigned) { return counts(gate); });
  }

  static bool holds_all(const llvm::BitVector& facts, const std::vector<unsigned>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](unsigned judgment) { return facts.test(judgment); });
  }

  /// (c, sees(h)) for every c that it judges; nothing if it is no judgment in earnest.
  [[nodiscard]] std::optional<std::vector<unsigned>> judgments_of(ir::NodeId id) const {
    const ir::Node& gate = process_[id];
    if (gate.judges.empty() || !analysis::judges_in_earnest(view_.definition, process_, gate))
      return std::nullopt;
    const analysis::Evidence seen = analysis::normalized(gate.sees);
    std::vector<unsigned> result;
    for (const ir::CriterionId criterion : gate.judges) {
      if (const std::optional<unsigned> judgment = judgments_.find(criterion, seen))
        result.push_back(*judgment);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result.size() == gate.judges.size() ? std::optional(std::move(result)) : std::nullopt;
  }

  void check(ir::NodeId gate, const std::vector<unsigned>& own, Reporter& reporter) {
    const std::optional<Weighed> weighed = weigh(view_, {id_, gate});
    if (!weighed || !weighed->cost) return;
    if (!holds_all(ahead_by_rank(gate)[gate.index], own)) return;
    const llvm::BitVector later = judging_again(gate, own);
    if (later.none() || is_needed(gate, reporter)) return;
    const std::optional<Effort> behind = effort_ahead_({id_, gate}, later);
    if (!behind) return;
    const Effort saved = times(*behind, weighed->noes.share);
    if (is_less(saved, *weighed->cost) && !view_.decisions->is_dead(id_, gate))
      report(gate, later, *weighed, saved, reporter);
  }

  [[nodiscard]] Rank rank(ir::NodeId early, ir::NodeId late) {
    const ir::Node& gate = process_[early];
    const ir::Node& other = process_[late];
    if (early == late || is_redundant(late)) return Rank::None;
    const auto [at, fresh] = ranks_.try_emplace({gate.actor, gate.judges, other.actor}, Rank::None);
    if (fresh) at->second = rank_of(gate, other);
    if (at->second != Rank::None || other.controls.empty()) return at->second;
    return authority_(id_, gate, other).covers && !hierarchy_.is_above(gate.actor, other.actor)
               ? Rank::Mandated
               : Rank::None;
  }
  [[nodiscard]] Rank rank_of(const ir::Node& gate, const ir::Node& other) {
    const AuthorityOrder order = authority_(id_, gate, other);
    if (!order.covers) return Rank::None;
    if (hierarchy_.is_above(other.actor, gate.actor)) return Rank::Above;
    return order.is_strictly_wider() ? Rank::Wider : Rank::None;
  }

  /// Anticipated at gates that may stand in for this one. Gates of one actor with the same criteria ask
  /// for the same; a gate that could stand in for itself (a control requires it) asks alone.
  const Facts& ahead_by_rank(ir::NodeId gate) {
    const ir::Node& node = process_[gate];
    const ir::NodeId alone = node.controls.empty() ? ir::NodeId{} : gate;
    const auto [at, fresh] = ahead_.try_emplace({node.actor, node.judges, alone});
    if (fresh) at->second = anticipated([&](ir::NodeId late) { return rank(gate, late) != Rank::None; });
    return at->second;
  }

  /// The gates ahead, on approving ways on which nothing of the evidence is written, that judge some of
  /// the same again and may stand in for this one.
  [[nodiscard]] llvm::BitVector judging_again(ir::NodeId gate, const std::vector<unsigned>& own) {
    llvm::BitVector result(static_cast<unsigned>(process_.nodes.size()));
    llvm::BitVector wanted(judgments_.size());
    for (const unsigned judgment : own) wanted.set(judgment);
    llvm::BitVector visited(result.size());
    std::vector<ir::NodeId> work{gate};
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId id : process_[node].out) {
        const ir::Edge& edge = process_[id];
        if (!analysis::is_approving(view_.definition, process_, edge)) continue;
        if (edge.kind == ir::EdgeKind::Approve && node != gate && makes_some(edge, wanted) &&
            rank(gate, node) != Rank::None)
          result.set(node.index);
        llvm::BitVector left = wanted;
        left.reset(judgments_.killed(edge));
        if (left.none() || visited.test(edge.to.index)) continue;
        visited.set(edge.to.index);
        work.push_back(edge.to);
      }
    }
    return result;
  }

  [[nodiscard]] bool makes_some(const ir::Edge& edge, const llvm::BitVector& wanted) const {
    const llvm::ArrayRef<llvm::BitVector> made = judgments_.made(edge);
    return std::any_of(made.begin(), made.end(),
                       [&](const llvm::BitVector& one) { return one.anyCommon(wanted); });
  }

  /// A control would not be met by the others, those aside that are reported to be too many themselves; or
  /// may not be, and that is left open.
  [[nodiscard]] bool is_needed(ir::NodeId gate, Reporter& reporter) const {
    if (process_[gate].controls.empty()) return false;
    llvm::BitVector others(static_cast<unsigned>(process_.nodes.size()));
    for (const ir::NodeId node : reach_.order) {
      if (node != gate && !is_redundant(node)) others.set(node.index);
    }
    const analysis::SurplusClaims claims = analysis::surplus_claims(view_.definition, process_, reach_);
    for (const analysis::SurplusClaim& surplus : claims.found) others.reset(surplus.gate.index);
    const auto needing = analysis::still_needed_by(view_.definition, process_, reach_, gate, others);
    if (needing.certain.empty() && !needing.open.empty())
      reporter.leave_open(rule::SupersededApproval, view_.symbol({id_, gate}));
    return !needing.certain.empty() || !needing.open.empty();
  }

  void report(ir::NodeId id, const llvm::BitVector& later, const Weighed& weighed, const Effort& saved,
              Reporter& reporter) {
    const ir::Node& gate = process_[id];
    const ir::Node& next = process_.nodes[static_cast<std::size_t>(later.find_first())];
    Diagnostics::Builder finding = reporter.report(
        rule::SupersededApproval, gate.name_span,
        {arg("gate", gate.name), arg("later", next.name), arg("share", share_text(weighed.noes.share)),
         arg("saved", effort_text(in_like(saved, *weighed.cost))),
         arg("cost", effort_text(in_like(*weighed.cost, saved)))},
        gate.span);
    finding.symbol(view_.symbol({id_, id}));
    std::size_t shown = 0;
    for (const unsigned i : later.set_bits()) {
      const Rank why = rank(id, {i});
      const Diag note = why == Rank::Above   ? rule::NoteSuperiorAgain
                        : why == Rank::Wider ? rule::NoteWiderAgain
                                             : rule::NoteMandatedAgain;
      const ir::Node& again = process_.nodes[i];
      if (++shown <= places_shown)
        finding.note(note, again.name_span,
                     {arg("later", again.name), arg("actor", view_.actor_of(again).name)});
    }
    note_noes(view_, {id_, id}, weighed, finding);
    if (const auto waiting = waiting_at(view_, {id_, id}); waiting && *waiting > 0)
      finding.help(rule::NoteWaitsToo, {arg("gate", gate.name), arg("waiting", time_text(*waiting))});
    finding.help(rule::NoteTryWithout);
  }

  /// In hours unless the other one is in money too.
  static Effort in_like(Effort effort, const Effort& other) {
    if (!other.cost) effort.cost.reset();
    return effort;
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  AuthorityComparison& authority_;
  Hierarchy& hierarchy_;
  EffortAhead& effort_ahead_;
  const llvm::BitVector& irreversible_;
  analysis::Writes writes_;
  std::vector<std::vector<analysis::Export>> no_exports_;  // what callees judge is not anticipated
  analysis::Judgments judgments_;
  llvm::BitVector redundant_;  // by node: reported as such, so it must not be another gate's excuse
  std::map<std::tuple<ir::ActorId, std::vector<ir::CriterionId>, ir::ActorId>, Rank> ranks_;
  std::map<std::tuple<ir::ActorId, std::vector<ir::CriterionId>, ir::NodeId>, Facts> ahead_;
};

/// Cheap: false only where some approving way from the gate ends before anybody judges the first of its
/// criteria again. Of several branches at once that says nothing.
bool may_be_judged_again(const View& view, ir::ProcessId id, ir::NodeId gate) {
  const ir::Process& process = view[id];
  if (process[gate].judges.empty()) return false;
  if (!process.branches.empty()) return true;
  const ir::CriterionId criterion = process[gate].judges.front();
  const auto is_judged = [&](const ir::Node& node) {
    return std::find(node.judges.begin(), node.judges.end(), criterion) != node.judges.end() &&
           analysis::judges_in_earnest(view.definition, process, node);
  };
  llvm::BitVector visited(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> work{gate};
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId id_of : process[node].out) {
      const ir::NodeId to = process[id_of].to;
      if (visited.test(to.index) || !analysis::is_approving(view.definition, process, process[id_of]))
        continue;
      visited.set(to.index);
      if (process[to].kind == ir::NodeKind::End) return false;
      if (!is_judged(process[to])) work.push_back(to);
    }
  }
  return true;
}

/// Criteria that two gates or more of a process judge.
llvm::BitVector judged_twice(const View& view, ir::ProcessId id, llvm::ArrayRef<ir::NodeId> gates) {
  llvm::BitVector once(static_cast<unsigned>(view.definition.criteria.size())), twice(once.size());
  for (const ir::NodeId gate : gates) {
    for (const ir::CriterionId criterion : view[id][gate].judges) {
      (once.test(criterion.index) ? twice : once).set(criterion.index);
    }
  }
  return twice;
}

}  // namespace

void check_SupersededApproval(const View& view, Reporter& reporter) {
  AuthorityComparison authority(view);
  Hierarchy hierarchy(view);
  EffortAhead effort_ahead(view);
  std::optional<llvm::BitVector> irreversible;
  for (const ir::ProcessId id : view.processes) {
    const llvm::ArrayRef<ir::NodeId> gates = view.gates(id);
    if (gates.size() < 2) continue;
    const llvm::BitVector criteria = judged_twice(view, id, gates);
    const auto again = [&](ir::NodeId gate) { return may_be_judged_again(view, id, gate); };
    if (criteria.none() || std::none_of(gates.begin(), gates.end(), again)) continue;
    if (!irreversible) irreversible = analysis::irreversible_processes(view.definition, view.calls);
    ProcessSearch(view, id, authority, hierarchy, effort_ahead, criteria, *irreversible).run(gates, reporter);
  }
}

}  // namespace wain::lint
