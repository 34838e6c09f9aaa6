// rubber-stamp (APR012): a gate that says no so seldom that it pays only if a miss is very dear.
#include <algorithm>
#include <cmath>
#include <string>

#include "rules/apr/weighing.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// What a miss must cost before a judgment that finds one in 1/`share` cases pays.
std::string least_loss(const std::optional<Effort>& cost, double share) {
  if (!cost) return render(rule::NoteJudgments, {arg("count", count_text(std::llround(1 / share)))});
  const std::string least = effort_text(times(*cost, 1 / share));
  return cost->cost ? least : render(rule::NoteHoursOfWork, {arg("time", least)});
}

Diagnostics::Builder open_finding(const Weighed& gate, Reporter& reporter) {
  const double upper = gate.noes.bounds.upper;
  std::vector<DiagArg> args{arg("gate", gate.node->name), arg("share", share_text(gate.noes.share)),
                            arg("upper", share_text(upper))};
  if (upper <= 0)
    return reporter.report(InOtherWords{rule::RubberStamp, rule::SaysNeverNo}, gate.node->name_span, args,
                           gate.node->span);
  args.push_back(arg("least", least_loss(gate.cost, upper)));
  if (!gate.noes.counted)
    return reporter.report(rule::RubberStamp, gate.node->name_span, args, gate.node->span);
  args.push_back(arg("noes", count_text(gate.noes.counted->noes)));
  args.push_back(arg("cases", count_text(gate.noes.counted->cases)));
  return reporter.report(InOtherWords{rule::RubberStamp, rule::SaidNoSeldom}, gate.node->name_span, args,
                         gate.node->span);
}

void report(const View& view, Place place, const Weighed& gate, double threshold, Reporter& reporter) {
  Diagnostics::Builder finding = open_finding(gate, reporter);
  finding.symbol(view.symbol(place));
  note_noes(view, place, gate, finding);
  if (gate.loss) {
    finding.note(rule::NoteMissPriced, gate.loss->span,
                 {arg("criterion", gate.loss->criterion), arg("loss", gate.loss->price.str()),
                  arg("threshold", share_text(threshold))});
  }
  if (gate.node->controls.empty()) {
    finding.help(rule::NoteTryWithout);
    return;
  }
  finding.level(Level::Info);
  for (const ir::ControlId id : gate.node->controls) {
    const ir::Control& control = view.definition[id];
    finding.note(
        gate.cost ? rule::NoteControlCosts : rule::NoteControlRequires, control.name_span,
        {arg("control", control.name), arg("cost", gate.cost ? effort_text(*gate.cost) : std::string())});
  }
}

}  // namespace

void check_RubberStamp(const View& view, Reporter& reporter) {
  const double preset = view.option(RuleOption::RubberStampShare);
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const std::optional<Weighed> gate = weigh(view, {id, node});
      if (!gate) continue;
      const double threshold = gate->pays_from().value_or(preset);
      if (gate->noes.bounds.upper < threshold) report(view, {id, node}, *gate, threshold, reporter);
    }
  }
}

}  // namespace wain::lint
