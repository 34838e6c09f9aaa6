// audit-too-thin (GOV006): an audit promises to see an error share within a time, and its sample is too small
// for that. weeks = ln 0.05 / ln(1 - e) / (cases a week × P).
#include <algorithm>
#include <cmath>
#include <optional>

#include "estimate/flow.h"
#include "estimate/settings.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/engine/sampling.h"

namespace wain::lint {
namespace {

constexpr double hours_a_week = 168;

/// What an audit promises, and what it gets to see.
struct Watch {
  ir::ScenarioId scenario;
  double sample = 0;         ///< share of the visits
  double finds = 0;          ///< the error share that it promises to see
  double within_weeks = 0;   ///< … in this time
  double cases_a_week = 0;   ///< visits of the audited step
  std::int64_t samples = 0;  ///< that show the share with 95 % certainty

  [[nodiscard]] double needed_weeks() const { return static_cast<double>(samples) / (cases_a_week * sample); }
  /// The share of the visits that would keep the promise; above 1: no sample does.
  [[nodiscard]] double needed_sample() const {
    return static_cast<double>(samples) / (cases_a_week * within_weeks);
  }
};

std::optional<Watch> watch_of(const View& view, ir::ProcessId id, ir::NodeId node) {
  const ir::Node& audit = view[id][node];
  if (!audit.finds || !audit.finds_within || audit.broken) return std::nullopt;
  const estimate::Model& model = view.estimates.for_process(id);
  const std::optional<double> arrivals = model.arrivals_per_week(id);
  const estimate::Flow& flow = model.flow(id);
  if (!arrivals || !flow.solved || !model.scenario()) return std::nullopt;
  Watch watch;
  watch.scenario = model.scenario();
  watch.sample = model.settings().samples(id, node);
  watch.finds = audit.finds->value.to_double();
  watch.within_weeks = audit.finds_within->hours() / hours_a_week;
  watch.cases_a_week = *arrivals * flow.visits[audit.audited.index];
  watch.samples = samples_to_notice(watch.finds);
  if (watch.samples == 0 || !(watch.cases_a_week > 0) || !(watch.sample > 0) || !(watch.within_weeks > 0))
    return std::nullopt;
  return watch;
}

void report(const View& view, Place place, const Watch& watch, Reporter& reporter) {
  const ir::Process& process = view[place.process];
  const ir::Node& audit = process[place.node];
  const std::string within = time_text(watch.within_weeks * hours_a_week);
  const DiagArg cases = arg("cases", count_text(std::llround(watch.cases_a_week)));
  Diagnostics::Builder finding =
      reporter.report(rule::AuditTooThin, audit.name_span,
                      {arg("audit", audit.name), arg("finds", share_text(watch.finds)), arg("within", within),
                       arg("needed", time_text(watch.needed_weeks() * hours_a_week)),
                       arg("sample", share_text(watch.sample)), cases},
                      audit.span);
  finding.symbol(view.symbol(place));
  const ir::Node& step = process[audit.audited];
  finding.note(rule::NoteAuditedHere, step.name_span,
               {arg("step", step.name), cases, arg("scenario", view.definition[watch.scenario].name)});
  finding.help(rule::NoteBadBeforeSeen, {arg("passed", count_text(std::llround(1 / watch.sample - 1)))});
  const DiagArg n = arg("n", count_text(watch.samples));
  const DiagArg share = arg("share", share_text(watch.finds));
  if (watch.needed_sample() <= 1) {
    // Rounded up: what is advised must do.
    const double samples = std::min(1.0, std::ceil(watch.needed_sample() * 100) / 100);
    finding.help(rule::NoteSamplesNeeded,
                 {n, share, arg("samples", share_text(samples)), arg("within", within)});
  } else {
    const auto come = static_cast<std::int64_t>(watch.cases_a_week * watch.within_weeks);
    finding.help(rule::NoteEvenAllTooFew, {n, share, arg("within", within), arg("come", count_text(come))});
  }
}

}  // namespace

void check_AuditTooThin(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.audits[id.index]) {
      const std::optional<Watch> watch = watch_of(view, id, node);
      if (watch && watch->needed_weeks() > watch->within_weeks) report(view, {id, node}, *watch, reporter);
    }
  }
}

}  // namespace wain::lint
