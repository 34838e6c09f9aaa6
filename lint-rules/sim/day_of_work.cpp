// day-of-work (SIM104): work is written in days, and a day is 24 hours: for somebody with office hours that
// is more than one working day.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "rules/engine/registry.h"
#include "rules/sim/working_hours.h"

namespace wain::lint {
namespace {

/// The day-like figure of a distribution of working time: the constant, mode or mean, else its upper end,
/// if every figure of it but the deviation is a whole number of days. Nothing otherwise.
std::optional<ir::Duration> days_of(const ir::Distribution& takes) {
  using Kind = ir::DistributionKind;
  std::vector<ir::Duration> figures;
  for (const ir::Value& value : takes.parameters) {
    if (const auto* duration = std::get_if<ir::Duration>(&value)) figures.push_back(*duration);
  }
  for (const auto& [value, share] : takes.points) {
    if (const auto* duration = std::get_if<ir::Duration>(&value)) figures.push_back(*duration);
  }
  const bool has_deviation =
      takes.kind == Kind::Normal || takes.kind == Kind::Lognormal || takes.kind == Kind::Gamma;
  if (has_deviation && figures.size() == 2) figures.pop_back();
  if (figures.empty()) return std::nullopt;
  const bool whole = std::all_of(figures.begin(), figures.end(), [](ir::Duration figure) {
    return figure.microseconds > 0 && figure.microseconds % ir::Duration::day == 0;
  });
  if (!whole) return std::nullopt;
  if (takes.kind == Kind::Triangular && figures.size() == 3) return figures[1];
  return *std::max_element(figures.begin(), figures.end());
}

std::string number_text(double number) { return fmt::format("{:.3g}", number); }

/// `16h`, `11h30min`: as it is written.
std::string hours_text(ir::Duration work) {
  const std::int64_t hours = work.microseconds / ir::Duration::hour;
  const std::int64_t minutes = work.microseconds % ir::Duration::hour / ir::Duration::minute;
  return minutes == 0 ? fmt::format("{}h", hours) : fmt::format("{}h{}min", hours, minutes);
}

/// Changes how long the work takes, so it is a proposal.
void propose_hours(Span takes, const std::string& hours, Reporter& reporter) {
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixWorkInHours, {arg("hours", hours)});
  fix.rewrites = {{Rewrite::Kind::Replace, takes, hours, {}, {}}};
  reporter.offer(std::move(fix));
}

}  // namespace

void check_DayOfWork(const View& view, Reporter& reporter) {
  const estimate::Settings settings(view.definition, {});
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
      const ir::Node& node = process.nodes[i];
      const bool audits =
          node.kind == ir::NodeKind::Audit && node.audited && view.reaches[id.index].has(node.audited);
      if (node.broken || !node.takes || !(audits || (View::is_work(node) && view.reaches[id.index].has({i}))))
        continue;
      const ir::Actor& actor = view.actor_of(node);
      if (actor.kind != ir::ActorKind::Role && actor.kind != ir::ActorKind::Person) continue;
      const ir::CalendarId calendar = working_hours(settings, node.actor);
      const std::optional<ir::Duration> takes = days_of(*node.takes);
      if (!calendar || !takes) continue;
      const double a_day = hours_a_day(view.definition[calendar]);
      if (!(a_day > 0) || a_day > 20) continue;  // shifts around the clock: a day of work is a day
      const double meant = takes->hours() / 24;
      Diagnostics::Builder finding = reporter.report(
          rule::DayOfWork, node.takes->span,
          {arg("step", node.name), arg("takes", takes->str()), arg("actor", actor.name),
           arg("hours", number_text(a_day) + " h"), arg("days", number_text(takes->hours() / a_day))},
          node.span);
      finding.symbol(view.symbol({id, {i}}));
      finding.note(rule::NoteHoursAre, view.definition[calendar].name_span, {arg("actor", actor.name)});
      const ir::Duration right{static_cast<std::int64_t>(meant * a_day * 60 + 0.5) * ir::Duration::minute};
      const std::string hours = hours_text(right);
      finding.help(rule::NoteWorkInHours, {arg("whole", number_text(meant)), arg("hours", hours)});
      if (node.takes->kind == ir::DistributionKind::Constant)
        propose_hours(node.takes->span, hours, reporter);
    }
  }
}

}  // namespace wain::lint
