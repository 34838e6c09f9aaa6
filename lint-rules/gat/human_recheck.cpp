// human-recheck (GAT004): a person judges once more what the machine before has checked, on nothing that
// the machine did not have, and every case goes there.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "analysis/case_walk.h"
#include "analysis/judgments.h"
#include "ir/text.h"
#include "rules/apr/noes.h"
#include "rules/engine/exit_shares.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/engine/sampling.h"
#include "rules/gat/derived.h"
#include "rules/gat/gate_map.h"

namespace wain::lint {
namespace {

using Paths = std::vector<ir::Path>;
using Criteria = std::vector<ir::CriterionId>;

/// What the proposed audit is to notice.
constexpr double noticed_share = 0.01;

/// Beyond so many steps of walks through one process, nothing more is said of it.
constexpr std::size_t steps_a_process = 500'000;

/// The criteria that passing this automated node answers.
Criteria answered(const ir::Process& process, const ir::Node& machine) {
  Criteria result = machine.checks;
  if (machine.kind == ir::NodeKind::Gate && analysis::can_say_no(process, machine) && !machine.sees.empty() &&
      !analysis::silent_approval(process, machine))
    result.insert(result.end(), machine.judges.begin(), machine.judges.end());
  return result;
}

bool contains(const Criteria& criteria, ir::CriterionId criterion) {
  return std::find(criteria.begin(), criteria.end(), criterion) != criteria.end();
}

/// What a person's judgment rests on.
Paths evidence_of(const ir::Node& node) {
  Paths paths = node.sees;
  if (node.kind == ir::NodeKind::Task) paths.insert(paths.end(), node.reads.begin(), node.reads.end());
  return paths;
}

bool within(const Paths& evidence, const Paths& had) {
  return std::all_of(evidence.begin(), evidence.end(), [&](const ir::Path& path) {
    return std::any_of(had.begin(), had.end(),
                       [&](const ir::Path& whole) { return ir::is_prefix(whole, path); });
  });
}

/// What a machine has answered, and who judges it again: asked of the nodes that a walk comes to.
struct Question {
  const View& view;
  const ir::Process& process;
  ir::CriterionId criterion;
  Paths had;                                  // by the machine
  std::vector<ir::NodeId> not_the_same = {};  // judges for whom something has changed

  [[nodiscard]] bool is_judged_at(ir::NodeId id) const {
    const ir::Node& node = process[id];
    if (!view.is_human(node) || !contains(node.judges, criterion)) return false;
    if (node.kind == ir::NodeKind::Gate && !analysis::can_say_no(process, node)) return false;
    if (std::find(not_the_same.begin(), not_the_same.end(), id) != not_the_same.end()) return false;
    const Paths evidence = evidence_of(node);
    return !evidence.empty() && within(evidence, had);
  }
};

/// The domain of a walk (analysis::CaseWalk) that asks whether every onward way meets such a judge.
struct Meets {
  using State = bool;
  const ir::Process& process;
  const ExitShares& shares;
  const Question& question;

  [[nodiscard]] bool arrive(ir::NodeId node, bool met) const { return met || question.is_judged_at(node); }
  [[nodiscard]] bool stops(ir::NodeId node, bool met) const {
    return met || process[node].kind == ir::NodeKind::End;
  }
  template <class Visit>
  void leave(ir::NodeId node, bool met, Visit visit) const {
    for (const ir::EdgeId edge : process[node].out) {
      if (is_onward(process[edge])) visit(process[edge].to, met, shares.edges[edge.index]);
    }
  }
  [[nodiscard]] double enters(ir::EdgeId edge) const {
    return process[edge].kind == ir::EdgeKind::When ? 0.5 : 1.0;
  }
  [[nodiscard]] static bool entering(ir::EdgeId, bool met) { return met; }
  [[nodiscard]] static bool merged(bool a, bool b, bool all) { return all ? a || b : a && b; }
};

/// A person's judgment of what machines have answered.
struct Recheck {
  ir::NodeId judge;
  std::vector<ir::NodeId> machines;
  Criteria criteria;
};

class RecheckSearch {
public:
  RecheckSearch(const View& view, ir::ProcessId id)
      : view_(view),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        positions_(analysis::positions(process_, reach_)),
        even_(even_shares(process_)) {}

  std::vector<Recheck> run() {
    for (const ir::NodeId node : reach_.order) {
      const ir::Node& machine = process_[node];
      if (!view_.is_automated(machine)) continue;
      for (const ir::CriterionId criterion : answered(process_, machine)) {
        if (may_be_judged_after(node, criterion)) look_behind(node, criterion);
      }
    }
    return std::move(found_);
  }

private:
  /// Every onward way from the node may meet a person who judges the criterion, on whatever evidence.
  [[nodiscard]] bool may_be_judged_after(ir::NodeId node, ir::CriterionId criterion) {
    const auto [at, fresh] = judged_.try_emplace(criterion.index);
    if (fresh) at->second = judged_ahead(criterion);
    const ir::Node& machine = process_[node];
    return std::all_of(machine.out.begin(), machine.out.end(), [&](ir::EdgeId edge) {
      return !is_onward(process_[edge]) || at->second.test(process_[edge].to.index);
    });
  }

  /// By node: there, or on every onward way from there, a person judges the criterion. Too much rather
  /// than too little: of a parallel, one branch is enough.
  [[nodiscard]] llvm::BitVector judged_ahead(ir::CriterionId criterion) const {
    llvm::BitVector ahead(static_cast<unsigned>(process_.nodes.size()), true);
    std::vector<ir::NodeId> work;
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind == ir::NodeKind::End) work.push_back(node);
    }
    for (const ir::NodeId end : work) ahead.reset(end.index);
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process_[node].in) {
        const ir::NodeId from = process_[edge].from;
        if (!is_onward(process_[edge]) || !ahead.test(from.index) || passes(from, criterion, ahead)) continue;
        ahead.reset(from.index);
        work.push_back(from);
      }
    }
    return ahead;
  }
  [[nodiscard]] bool passes(ir::NodeId node, ir::CriterionId criterion, const llvm::BitVector& ahead) const {
    const ir::Node& at = process_[node];
    if (view_.is_human(at) && contains(at.judges, criterion)) return true;
    return at.kind == ir::NodeKind::Fork && std::any_of(at.out.begin(), at.out.end(), [&](ir::EdgeId edge) {
             return ahead.test(process_[edge].to.index);
           });
  }

  void look_behind(ir::NodeId machine, ir::CriterionId criterion) {
    Question question{view_, process_, criterion, in_hand(process_[machine])};
    const std::vector<ir::NodeId>& judges = judges_of(criterion);
    if (std::none_of(judges.begin(), judges.end(),
                     [&](ir::NodeId judge) { return question.is_judged_at(judge); }))
      return;
    // Those who come first and judge what has changed since are none; then who comes after them?
    for (bool settled = false; !settled;) {
      const Meets domain{process_, even_, question};
      analysis::CaseWalk<Meets> walk(process_, positions_, domain, steps_left_);
      const auto arrivals = walk.leaving(machine, false);
      steps_left_ -= std::min(steps_left_, walk.steps());
      const bool every =
          std::all_of(arrivals.begin(), arrivals.end(), [](const auto& at) { return at.state; });
      if (!walk.complete() || !every) return;  // some cases pass unchecked
      settled = true;
      for (const auto& arrival : arrivals) {
        if (is_fresh(machine, arrival.node)) continue;
        question.not_the_same.push_back(arrival.node);
        settled = false;
      }
      if (!settled) continue;
      for (const auto& arrival : arrivals) add(arrival.node, machine, criterion);
    }
  }

  /// The people's work that judges the criterion.
  const std::vector<ir::NodeId>& judges_of(ir::CriterionId criterion) {
    const auto [at, fresh] = judges_.try_emplace(criterion.index);
    if (fresh) {
      for (const ir::NodeId node : reach_.order) {
        if (view_.is_human(process_[node]) && contains(process_[node].judges, criterion))
          at->second.push_back(node);
      }
    }
    return at->second;
  }

  /// Some node on an onward way from the machine to the judge `changes` something. The way ends where it
  /// comes to either again.
  [[nodiscard]] bool is_changed_between(ir::NodeId machine, ir::NodeId judge,
                                        llvm::function_ref<bool(ir::NodeId)> changes) const {
    const llvm::BitVector behind = between(machine, judge, false);
    if (behind.none()) return false;
    llvm::BitVector both = between(judge, machine, true);
    both &= behind;
    return std::any_of(both.set_bits_begin(), both.set_bits_end(),
                       [&](unsigned node) { return changes({node}); });
  }

  /// Nodes that control can come to from `start` (backwards: from which it comes there) short of `stop`.
  [[nodiscard]] llvm::BitVector between(ir::NodeId start, ir::NodeId stop, bool backwards) const {
    llvm::BitVector result(static_cast<unsigned>(process_.nodes.size()));
    std::vector<ir::NodeId> work{start};
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : backwards ? process_[node].in : process_[node].out) {
        const ir::NodeId to = backwards ? process_[edge].from : process_[edge].to;
        if (!is_onward(process_[edge]) || !reach_.has(to) || to == stop || to == start) continue;
        if (result.test(to.index)) continue;
        result.set(to.index);
        work.push_back(to);
      }
    }
    return result;
  }

  /// Nothing on the way, or beside it, may have changed what the judgment rests on.
  [[nodiscard]] bool is_fresh(ir::NodeId machine, ir::NodeId judge) {
    const Paths evidence = evidence_of(process_[judge]);
    const auto changes = [&](ir::NodeId node) {
      bool result = false;
      writes_.anywhere(process_[node], [&](const ir::Path& written) {
        result = result || std::any_of(evidence.begin(), evidence.end(),
                                       [&](const ir::Path& path) { return ir::overlap(written, path); });
      });
      return result;
    };
    if (is_changed_between(machine, judge, changes)) return false;
    if (!process_[machine].branch && !process_[judge].branch) return true;
    const std::vector<ir::NodeId>& writers = writers_in_branches();
    return std::none_of(writers.begin(), writers.end(), [&](ir::NodeId node) {
      return (is_beside(node, machine) || is_beside(node, judge)) && changes(node);
    });
  }

  const std::vector<ir::NodeId>& writers_in_branches() {
    if (writers_) return *writers_;
    writers_.emplace();
    for (const ir::NodeId node : reach_.order) {
      bool writes = false;
      writes_.anywhere(process_[node], [&](const ir::Path&) { writes = true; });
      if (writes && process_[node].branch) writers_->push_back(node);
    }
    return *writers_;
  }

  /// The two stand in different branches of one parallel.
  [[nodiscard]] bool is_beside(ir::NodeId node, ir::NodeId other) const {
    for (ir::BranchId at = process_[other].branch; at; at = process_[at].parent) {
      const ir::BranchId branch = analysis::branch_of(process_, node, process_[at].fork);
      if (branch && branch != at) return true;
    }
    return false;
  }

  void add(ir::NodeId judge, ir::NodeId machine, ir::CriterionId criterion) {
    if (judge == machine || process_[judge].kind == ir::NodeKind::End) return;
    auto at = std::find_if(found_.begin(), found_.end(),
                           [&](const Recheck& recheck) { return recheck.judge == judge; });
    if (at == found_.end()) at = found_.insert(found_.end(), {judge, {}, {}});
    if (std::find(at->machines.begin(), at->machines.end(), machine) == at->machines.end())
      at->machines.push_back(machine);
    if (!contains(at->criteria, criterion)) at->criteria.push_back(criterion);
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<std::uint32_t> positions_;
  ExitShares even_;
  std::map<std::uint32_t, llvm::BitVector> judged_;  // by criterion index
  std::map<std::uint32_t, std::vector<ir::NodeId>> judges_;
  std::size_t steps_left_ = steps_a_process;
  std::optional<std::vector<ir::NodeId>> writers_;  // in branches of parallels
  std::vector<Recheck> found_;
};

/// What the counted or declared noes say of a re-check.
enum class Finds { Seldom, Often, Unknown };

Finds finds(const std::optional<Noes>& noes, double limit) {
  if (!noes) return Finds::Unknown;
  if (noes->share >= limit) return Finds::Often;
  return noes->bounds.upper < limit ? Finds::Seldom : Finds::Unknown;
}

/// How many cases would show that noes of this share are below `limit`: Wilson's upper end falls under it.
std::int64_t cases_to_collect(double share, double limit) {
  const auto is_enough = [&](std::int64_t cases) {
    const auto noes = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(cases)));
    return wilson(noes, cases).upper < limit;
  };
  std::int64_t enough = 1;
  constexpr std::int64_t most = 1'000'000'000;
  while (!is_enough(enough) && enough < most) enough *= 2;
  std::int64_t too_few = enough / 2;
  while (enough - too_few > 1) {
    const std::int64_t middle = too_few + (enough - too_few) / 2;
    (is_enough(middle) ? enough : too_few) = middle;
  }
  return enough;
}

class RecheckReport {
public:
  RecheckReport(const View& view, ir::ProcessId id, const Recheck& recheck)
      : view_(view), id_(id), process_(view[id]), recheck_(recheck), judge_(process_[recheck.judge]) {}

  void to(Reporter& reporter) const {
    const double limit = view_.option(RuleOption::RecheckLimit);
    const std::optional<Noes> noes = noes_of(process_, judge_);
    const Finds found = finds(noes, limit);
    const ir::Node& machine = process_[recheck_.machines.front()];
    const std::vector<DiagArg> args = {
        arg("gate", judge_.name),
        arg("criteria", ir::names_of(view_.definition, recheck_.criteria)),
        arg("step", machine.name),
        arg("share", noes ? share_text(noes->share) : std::string()),
        arg("actor", view_.actor_of(judge_).name),
        arg("limit", share_text(limit)),
        arg("n", count_text(cases_to_collect(noes ? noes->share : 0.0, limit)))};
    Diagnostics::Builder finding = reporter.report(InOtherWords{rule::HumanRecheck, words(found, noes)},
                                                   judge_.name_span, args, judge_.span);
    finding.symbol(view_.symbol({id_, recheck_.judge}));
    if (found != Finds::Seldom || !judge_.controls.empty()) finding.level(Level::Info);
    for (const ir::NodeId id : recheck_.machines) {
      const ir::Node& step = process_[id];
      finding.note(rule::NoteMachineChecks, step.name_span,
                   {arg("step", step.name), arg("actor", view_.actor_of(step).name)});
    }
    if (noes && noes->counted)
      finding.help(
          rule::NoteNoesCounted,
          {arg("noes", count_text(noes->counted->noes)), arg("cases", count_text(noes->counted->cases)),
           arg("upper", share_text(noes->bounds.upper)),
           arg("source", noes->counted->source.empty() ? "?" : noes->counted->source)});
    say_what_to_do(found, args, finding);
  }

private:
  static Diag words(Finds found, const std::optional<Noes>& noes) {
    if (found != Finds::Unknown) return rule::HumanRecheck;
    return noes ? rule::NoteRecheckFew : rule::NoteRecheckUnknown;
  }

  void say_what_to_do(Finds found, const std::vector<DiagArg>& args, Diagnostics::Builder& finding) const {
    if (!judge_.controls.empty()) {
      finding.help(
          rule::NoteRecheckRequired,
          {arg("gate", judge_.name), arg("control", view_.definition[judge_.controls.front()].name)});
    }
    if (found == Finds::Often) finding.help(rule::NoteMachineMisses, args);
    if (found == Finds::Unknown) finding.help(rule::NoteCollectNoes, args);
    if (found == Finds::Seldom && judge_.controls.empty()) {
      finding.help(rule::NoteAuditInstead,
                   {arg("step", process_[recheck_.machines.front()].name),
                    arg("n", samples_to_notice(noticed_share)), arg("share", share_text(noticed_share))});
    }
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const Recheck& recheck_;
  const ir::Node& judge_;
};

/// A machine that answers a criterion, and a person who judges: cheap to ask.
bool may_recheck(const View& view, ir::ProcessId id) {
  bool answers = false, judges = false;
  for (const ir::NodeId node : view.reaches[id.index].order) {
    const ir::Node& work = view[id][node];
    if (!View::is_work(work)) continue;
    if (view.is_automated(work))
      answers = answers || !work.checks.empty() || !work.judges.empty();
    else
      judges = judges || !work.judges.empty();
  }
  return answers && judges;
}

}  // namespace

void check_HumanRecheck(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    if (!may_recheck(view, id)) continue;
    for (const Recheck& recheck : RecheckSearch(view, id).run())
      RecheckReport(view, id, recheck).to(reporter);
  }
}

}  // namespace wain::lint
