// unowned-outcome (OWN001): an outcome that some process ends in has no owner.
#include <algorithm>

#include "rules/engine/registry.h"
#include "rules/own/propose_owner.h"

namespace wain::lint {
namespace {

/// A way for a case to come to an end: over the exit that leads straight there, if that is an
/// exception; else just "here".
struct Ending {
  Place end;
  const ir::Edge* exit = nullptr;
};

bool is_exception(const ir::Edge& edge) {
  switch (edge.kind) {
    case ir::EdgeKind::Reject:
    case ir::EdgeKind::Return:
    case ir::EdgeKind::Fail:
    case ir::EdgeKind::Timeout:
    case ir::EdgeKind::Outcome: return true;
    default: return false;
  }
}

void add_endings(const View& view, Place end, std::vector<Ending>& endings) {
  const ir::Process& process = view[end.process];
  bool plainly = false;
  for (const ir::EdgeId id : view[end].in) {
    const ir::Edge& edge = process[id];
    if (!is_live(view.reaches[end.process.index], edge)) continue;
    if (is_exception(edge))
      endings.push_back({end, &edge});
    else
      plainly = true;
  }
  if (plainly) endings.push_back({end, nullptr});
}

void add_note(const View& view, const Ending& ending, Diagnostics::Builder& finding) {
  const ir::Process& process = view[ending.end.process];
  const DiagArg where = arg("process", process.name);
  const Span span = view[ending.end].span;
  if (ending.exit == nullptr) {
    finding.note(rule::NoteEndsInOutcome, span, {where});
    return;
  }
  const ir::Edge& exit = *ending.exit;
  const ir::Node& from = process[exit.from];
  const Span place = exit.span.valid() ? exit.span : span;
  const DiagArg step = arg("step", from.name);
  switch (exit.kind) {
    case ir::EdgeKind::Reject: finding.note(rule::NoteEndsOnReject, place, {where, step}); break;
    case ir::EdgeKind::Return: finding.note(rule::NoteEndsOnReturn, place, {where, step}); break;
    case ir::EdgeKind::Fail: finding.note(rule::NoteEndsOnFail, place, {where, step}); break;
    case ir::EdgeKind::Timeout:
      finding.note(rule::NoteEndsOnTimeout, place,
                   {where, step, arg("after", exit.after ? exit.after->str() : std::string("0s"))});
      break;
    default: {
      const ir::OutcomeId outcome = analysis::outcome_of(view.definition, from, exit);
      const std::string_view ended = outcome ? view.definition[outcome].name : std::string_view{};
      const std::string_view call = from.name.empty() ? view[from.callee].name : from.name;
      finding.note(rule::NoteEndsOnCall, place, {where, arg("step", call), arg("outcome", ended)});
    }
  }
}

void report(const View& view, ir::OutcomeId id, Reporter& reporter) {
  const ir::Outcome& outcome = view.definition[id];
  std::vector<Ending> endings;
  for (const Place end : view.ends[id.index]) add_endings(view, end, endings);
  Diagnostics::Builder finding = reporter.report(
      InOtherWords{rule::UnownedOutcome,
                   endings.size() > 1 ? rule::UnownedReachedOften : rule::UnownedOutcome},
      outcome.name_span, {arg("outcome", outcome.name), arg("ends", endings.size())}, outcome.span);
  finding.symbol(std::string(outcome.name));
  for (std::size_t i = 0; i < std::min(endings.size(), places_shown); ++i)
    add_note(view, endings[i], finding);
  if (endings.size() > places_shown) {
    finding.help(rule::NoteMorePlaces, {arg("count", endings.size() - places_shown)});
  }
  std::vector<ir::ProcessId> processes;
  for (const Place end : view.ends[id.index]) {
    if (processes.empty() || processes.back() != end.process) processes.push_back(end.process);
  }
  for (std::size_t i = 0; i < std::min(processes.size(), places_shown); ++i) {
    const ir::Process& process = view[processes[i]];
    if (!process.owner) continue;
    finding.note(rule::NoteOwnsActivity, process.name_span,
                 {arg("owner", view.definition[process.owner].name), arg("process", process.name)});
  }
  finding.help(rule::NoteSayOwner);
  propose_owner(view, id, reporter);
}

}  // namespace

void check_UnownedOutcome(const View& view, Reporter& reporter) {
  for (std::uint32_t i = 0; i < view.ends.size(); ++i) {
    const ir::Outcome& outcome = view.definition.outcomes[i];
    if (view.ends[i].empty() || outcome.broken) continue;
    // An owner that could not be resolved has been reported as an unknown name.
    if (!outcome.owner && outcome.owners_declared == 0) report(view, {i}, reporter);
  }
}

}  // namespace wain::lint
