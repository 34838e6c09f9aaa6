// unjudged-criterion (OWN007): an outcome requires a criterion, and some way to an end in it brings no
// judgment: neither a gate approved it nor a machine checked it since its evidence was last written.
#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/ArrayRef.h>

#include "analysis/availability.h"
#include "rules/engine/figures.h"
#include "rules/engine/path_text.h"
#include "rules/engine/registry.h"
#include "rules/own/unjudged_share.h"

namespace wain::lint {
namespace {

/// An end at which a criterion is missing, and how a case gets there.
struct Unjudged {
  ir::OutcomeId outcome;
  ir::NodeId end;
  analysis::UnjudgedPath way;
};

/// An outcome that requires criteria, and where one process ends in it.
struct Demand {
  ir::OutcomeId outcome;
  std::vector<ir::NodeId> ends;
};

/// By criterion, of all processes: whether they may judge it. Found when asked.
class Judging {
public:
  explicit Judging(const View& view) : processes_(view) {}
  const llvm::BitVector& of(ir::CriterionId criterion) {
    const auto [at, fresh] = known_.try_emplace(criterion);
    if (fresh) at->second = processes_.of(criterion);
    return at->second;
  }

private:
  JudgingProcesses processes_;
  std::map<ir::CriterionId, llvm::BitVector> known_;
};

/// The judgments of one process that has to answer for criteria, and the questions asked of them.
class ProcessCheck {
public:
  ProcessCheck(const View& view, ir::ProcessId id, const llvm::BitVector& criteria,
               const std::vector<std::vector<analysis::Export>>& exports, Judging& judging,
               Reporter& reporter)
      : view_(view),
        id_(id),
        process_(view[id]),
        writes_(view.writes(id)),
        judgments_(writes_, view.reaches[id.index], analysis::Judges::PeopleAndMachines, criteria, exports),
        query_(writes_, view.reaches[id.index], judgments_),
        judging_(judging),
        reporter_(reporter) {
    for (const ir::NodeId node : view.reaches[id.index].order) {
      if (process_[node].kind == ir::NodeKind::Call) callees_.push_back(process_[node].callee);
    }
  }

  void check(const std::vector<Demand>& demands) {
    for (const Demand& demand : demands) {
      for (const ir::CriterionId criterion : view_.definition[demand.outcome].requires_criteria) {
        const llvm::BitVector wanted = judgments_.of(criterion);
        for (const ir::NodeId end : demand.ends) {
          if (auto way = query_.way_without(end, wanted))
            found_[criterion].push_back({demand.outcome, end, std::move(*way)});
        }
      }
    }
    // What is asked about a criterion is asked of all ends at once, however many outcomes require it.
    for (auto& [criterion, found] : found_) {
      const llvm::BitVector wanted = judgments_.of(criterion);
      drop_impossible(wanted, found);
      if (found.empty()) continue;
      const Arrivals& arrivals = arrivals_without(criterion, wanted);
      for (auto first = found.begin(); first != found.end();) {
        const auto last = std::find_if(
            first, found.end(), [&](const Unjudged& other) { return other.outcome != first->outcome; });
        report(criterion, llvm::ArrayRef<Unjudged>(&*first, static_cast<std::size_t>(last - first)),
               arrivals);
        first = last;
      }
    }
  }

private:
  using Found = std::vector<Unjudged>;
  using Arrivals = std::optional<std::vector<UnjudgedArrival>>;

  /// Guards may see to it that what one gate lets pass comes to another. Where that stays undecided, the
  /// graph has spoken.
  void drop_impossible(const llvm::BitVector& wanted, Found& found) const {
    if (found.empty() || wanted.none()) return;
    const std::vector<conditions::Answer> answers =
        view_.decisions->come_unjudged(id_, judgments_, wanted, ends_of(found));
    Found possible;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (answers[i] != conditions::Answer::No) possible.push_back(std::move(found[i]));
    }
    found = std::move(possible);
  }

  static std::vector<ir::NodeId> ends_of(llvm::ArrayRef<Unjudged> found) {
    std::vector<ir::NodeId> ends;
    for (const Unjudged& unjudged : found) ends.push_back(unjudged.end);
    return ends;
  }

  /// `found`: of one outcome.
  void report(ir::CriterionId criterion_id, llvm::ArrayRef<Unjudged> found, const Arrivals& arrivals) {
    const ir::Outcome& outcome = view_.definition[found.front().outcome];
    const ir::Criterion& criterion = view_.definition[criterion_id];
    const std::optional<double> share = arrivals ? unjudged_share(*arrivals, ends_of(found)) : std::nullopt;
    const bool is_figure = share && *share > 0;  // a clock that runs out has no share
    const bool was_judged = found.front().way.overwritten_at.valid();
    Diagnostics::Builder finding = reporter_.report(
        InOtherWords{rule::UnjudgedCriterion, is_figure ? rule::NoteUnjudgedShare : rule::UnjudgedCriterion},
        process_[found.front().end].span,
        {arg("outcome", outcome.name), arg("criterion", criterion.name), arg("process", process_.name),
         arg("share", is_figure ? share_text(*share) : std::string()),
         arg("without",
             render(was_judged ? rule::NoteWithoutLastingJudgment : rule::NoteWithoutJudgment, {}))},
        outcome.span);
    finding.symbol(fmt::format("{}.{}", process_.name, outcome.name));
    note_way(found.front().way, criterion, finding);
    for (std::size_t i = 1; i < std::min(found.size(), places_shown); ++i) {
      finding.note(rule::NoteUnjudgedEnd, process_[found[i].end].span, {arg("criterion", criterion.name)});
    }
    note_false_friends(criterion_id, finding);
    finding.note(rule::NoteRequiredHere, outcome.name_span, {arg("outcome", outcome.name)});
    finding.help(rule::NoteJudgeOnTheWay, {arg("criterion", criterion.name)});
  }

  /// Of criteria that nobody judges here, nor in what is called, all walks come to the same.
  const Arrivals& arrivals_without(ir::CriterionId criterion, const llvm::BitVector& wanted) {
    const llvm::BitVector& judging = judging_.of(criterion);
    const bool nobody =
        wanted.none() && std::none_of(callees_.begin(), callees_.end(),
                                      [&](ir::ProcessId id) { return judging.test(id.index); });
    std::optional<Arrivals>& known = nobody ? of_nobody_ : of_criterion_;
    if (!nobody || !known) known = unjudged_arrivals(view_, id_, judgments_, wanted, judging);
    return *known;
  }

  void note_way(const analysis::UnjudgedPath& way, const ir::Criterion& criterion,
                Diagnostics::Builder& finding) {
    if (way.edges.empty()) {
      finding.help(rule::NoteNobodyJudges, {arg("process", process_.name), arg("criterion", criterion.name)});
      return;
    }
    if (const std::string path = path_text(view_.definition, process_, way.edges); !path.empty()) {
      finding.help(rule::NoteUnjudgedPath, {arg("path", path)});
    }
    if (!way.overwritten_at) return;
    const ir::Node& writer = process_[way.overwritten_at];
    if (!way.overwritten) {
      finding.note(rule::NoteOverwrittenBeside, writer.span, {arg("criterion", criterion.name)});
      return;
    }
    const std::string_view step = writer.name.empty() ? ir::name(writer.kind) : writer.name;
    finding.note(rule::NoteOverwritten, writer.name_span,
                 {arg("step", step), arg("data", ir::str(view_.definition, &process_, *way.overwritten)),
                  arg("criterion", criterion.name)});
  }

  /// Gates that name the criterion and do not judge it, each with the reason.
  void note_false_friends(ir::CriterionId criterion, Diagnostics::Builder& finding) {
    for (const ir::NodeId id : view_.gates(id_)) {
      const ir::Node& gate = process_[id];
      if (std::find(gate.judges.begin(), gate.judges.end(), criterion) == gate.judges.end()) continue;
      const std::vector<DiagArg> args = {arg("gate", gate.name),
                                         arg("criterion", view_.definition[criterion].name)};
      if (!analysis::can_say_no(process_, gate))
        finding.note(rule::NoteYesOnlyNoJudgment, gate.name_span, args);
      else if (analysis::silent_approval(process_, gate))
        finding.note(rule::NoteMeekNoJudgment, gate.name_span, args);
      else if (gate.sees.empty() && view_.is_human(gate))
        finding.note(rule::NoteBlindNoJudgment, gate.name_span, args);
    }
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  analysis::Writes writes_;
  analysis::Judgments judgments_;
  analysis::CriterionQuery query_;
  Judging& judging_;
  Reporter& reporter_;
  std::vector<ir::ProcessId> callees_;
  std::optional<Arrivals> of_nobody_, of_criterion_;  // of the last criterion
  std::map<ir::CriterionId, Found> found_;            // of one outcome after the other
};

}  // namespace

void check_UnjudgedCriterion(const View& view, Reporter& reporter) {
  const ir::Definition& definition = view.definition;
  llvm::BitVector required(static_cast<unsigned>(definition.criteria.size()));
  std::vector<std::vector<Demand>> demanding(definition.processes.size());
  for (std::uint32_t i = 0; i < definition.outcomes.size(); ++i) {
    const ir::Outcome& outcome = definition.outcomes[i];
    if (outcome.broken) continue;
    for (const ir::CriterionId criterion : outcome.requires_criteria) required.set(criterion.index);
    if (outcome.requires_criteria.empty()) continue;
    for (const Place end : view.ends[i]) {
      std::vector<Demand>& demands = demanding[end.process.index];
      if (demands.empty() || demands.back().outcome.index != i) demands.push_back({{i}, {}});
      demands.back().ends.push_back(end.node);
    }
  }
  if (required.none()) return;
  const auto exports =
      analysis::exported_judgments(definition, view.calls, view.parameter_updates, view.reaches,
                                   analysis::Judges::PeopleAndMachines, required);
  Judging judging(view);
  for (const ir::ProcessId id : view.processes) {
    if (demanding[id.index].empty()) continue;
    ProcessCheck check(view, id, required, exports, judging, reporter);
    check.check(demanding[id.index]);
  }
}

}  // namespace wain::lint
