// human-recheck (GAT004): a person judges once more what the machine before has checked, on nothing that
// the machine did not have, and every case goes there.
#include <algorithm>
#include <cmath>
#include <optional>

#include "ir/text.h"
#include "rules/apr/noes.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/engine/sampling.h"
#include "rules/gat/recheck_by_sample.h"
#include "rules/gat/recheck_search.h"

namespace wain::lint {
namespace {

/// What the proposed audit is to notice.
constexpr double noticed_share = 0.01;

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
        arg("criteria", ir::names_of(view_.definition, recheck_.criteria, "`, `")),
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
          noes->counted->source.empty() ? rule::NoteNoesCounted : rule::NoteNoesCountedInLog,
          {arg("noes", count_text(noes->counted->noes)), arg("cases", count_text(noes->counted->cases)),
           arg("upper", share_text(noes->bounds.upper)), arg("source", noes->counted->source)});
    say_what_to_do(found, args, finding);
    if (found == Finds::Seldom && judge_.controls.empty())
      propose_sample(view_, id_, recheck_, *noes, noticed_share, reporter);
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

}  // namespace

void check_HumanRecheck(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const Recheck& recheck : rechecks(view, id)) RecheckReport(view, id, recheck).to(reporter);
  }
}

}  // namespace wain::lint
