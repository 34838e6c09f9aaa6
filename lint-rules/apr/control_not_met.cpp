// control-not-met (APR016): a case gets past a claimed control with too few distinct approvers.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analysis/shortfalls.h"
#include "rules/apr/case_paths.h"
#include "rules/engine/path_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Of so many paths to points in a process the conditions are asked; what is left is not decided.
constexpr std::size_t most_questions = 200;

using Shortfalls = llvm::ArrayRef<analysis::Shortfall>;

/// Where the finding stands: a gate that approves on the way, else one that does not; of the process
/// itself, else of what it calls.
analysis::Claim spokesman(const analysis::Shortfall& shortfall) {
  for (const bool here : {true, false}) {
    for (const std::vector<analysis::Claim>* claims : {&shortfall.approved, &shortfall.unapproved}) {
      for (const analysis::Claim& claim : *claims) {
        if ((claim.process == shortfall.process) == here) return claim;
      }
    }
  }
  return {};
}

std::string_view name_of(const View& view, const ir::Node& point) {
  return point.kind == ir::NodeKind::End ? view.definition[point.outcome].name : point.name;
}

void note_point(const View& view, const analysis::Shortfall& shortfall, Diagnostics::Builder& finding) {
  const ir::Node& point = view[shortfall.process][shortfall.point];
  const bool is_end = point.kind == ir::NodeKind::End;
  finding.note(is_end ? rule::NoteEndsUnmet : rule::NoteDoneUnmet, is_end ? point.span : point.name_span,
               {arg("point", name_of(view, point)), arg("approvers", shortfall.approvers),
                arg("required", view.definition[shortfall.control].approvers)});
}

/// `unmet`: of one control and process, each at a point of its own; the first is shown with its path.
void report(const View& view, Shortfalls unmet, ShortCases& cases, Reporter& reporter) {
  const analysis::Shortfall& first = unmet.front();
  const ir::Process& process = view[first.process];
  const ir::Control& control = view.definition[first.control];
  const analysis::Claim claim = spokesman(first);
  const ir::Node& gate = view[claim.process][claim.gate];
  Diagnostics::Builder finding =
      reporter.report(InOtherWords{rule::ControlNotMet,
                                   control.approvers == 1 ? rule::ControlNotMetByAny : rule::ControlNotMet},
                      gate.name_span,
                      {arg("control", control.name), arg("required", control.approvers),
                       arg("approvers", first.approvers), arg("point", name_of(view, process[first.point]))},
                      gate.span);
  finding.symbol(view.symbol({claim.process, claim.gate}));
  if (const std::string path = path_text(view.definition, process, cases.way_to(first)); !path.empty())
    finding.help(rule::NoteUnjudgedPath, {arg("path", path)});
  for (std::size_t i = 0; i < std::min(unmet.size(), places_shown); ++i) note_point(view, unmet[i], finding);
  std::size_t shown = 0;
  for (const std::vector<analysis::Claim>* claims : {&first.approved, &first.unapproved}) {
    for (const analysis::Claim& other : *claims) {
      if (other == claim || ++shown > places_shown) continue;
      const ir::Node& node = view[other.process][other.gate];
      finding.note(rule::NoteClaimsToo, node.name_span,
                   {arg("gate", node.name), arg("actor", view.actor_of(node).name)});
    }
  }
  finding.note(rule::NoteControlIs, control.name_span, {arg("control", control.name)});
  finding.help(rule::NoteClaimOnTheWay, {arg("control", control.name)});
}

}  // namespace

void check_ControlNotMet(const View& view, Reporter& reporter) {
  if (view.definition.controls.empty()) return;
  const analysis::Shortfalls shortfalls = analysis::shortfalls(view.definition, view.calls, view.reaches);
  for (const analysis::OpenControl& open : shortfalls.open)
    reporter.leave_open(rule::ControlNotMet, std::string(view[open.process].name));
  const std::vector<analysis::Shortfall>& all = shortfalls.found;
  ShortCases cases(view);
  // A caller comes short for want of the same gate as what it calls: that is one mistake.
  std::set<std::tuple<ir::ControlId, ir::ProcessId, ir::ProcessId, ir::NodeId>> said;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    std::vector<analysis::Shortfall> unmet;
    const auto same = [&](const analysis::Shortfall& other) {
      return other.process == all[begin].process && other.control == all[begin].control;
    };
    std::size_t asked = 0;
    for (end = begin; end < all.size() && same(all[end]); ++end) {
      const bool is_known = !unmet.empty() && unmet.back().point == all[end].point;
      if (is_known || unmet.size() == places_shown) continue;
      if (++asked > most_questions) continue;
      if (cases.may_happen(all[end])) unmet.push_back(analysis::on_the_way(view.definition, all[end]));
    }
    if (asked > most_questions && unmet.size() < places_shown)
      reporter.leave_open(rule::ControlNotMet, std::string(view[all[begin].process].name));
    if (unmet.empty()) continue;
    const analysis::Claim at = spokesman(unmet.front());
    if (said.emplace(unmet.front().control, unmet.front().root, at.process, at.gate).second)
      report(view, unmet, cases, reporter);
  }
}

}  // namespace wain::lint
