#include "driver/diff_report.h"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analysis/graph.h"
#include "diagnostics/fingerprint.h"
#include "driver/change_losses.h"
#include "driver/complain.h"

namespace wain::driver {
namespace {

/// What a person would see as the same figure.
bool alike(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::max({std::abs(a), std::abs(b), 1e-9});
}

template <class T, class Value>
bool alike(const std::optional<T>& a, const std::optional<T>& b, Value value) {
  if (!a || !b) return a.has_value() == b.has_value();
  return alike(value(*a), value(*b));
}

CaseFigures figures_of(const ir::Definition& definition, const estimate::Model& model, ir::ProcessId id) {
  CaseFigures result;
  const estimate::Times& times = model.times(id);
  result.cycle = times.cycle;
  if (result.cycle) result.touch_hours = 0;
  result.effort_hours = 0;
  result.cost = estimate::Model::Cost{};
  const estimate::Flow& flow = model.flow(id);
  for (std::uint32_t i = 0; i < definition[id].nodes.size(); ++i) {
    const ir::Node& node = definition[id].nodes[i];
    if (node.kind != ir::NodeKind::Task && node.kind != ir::NodeKind::Gate) continue;
    if (result.touch_hours && times.nodes[i])
      *result.touch_hours +=
          times.nodes[i]->causes[static_cast<std::size_t>(estimate::TimeCause::WorkHuman)] +
          times.nodes[i]->causes[static_cast<std::size_t>(estimate::TimeCause::WorkMachine)];
    if (i >= flow.visits.size() || flow.visits[i] <= 0) continue;
    const std::optional<double> effort = model.effort_hours(id, {i});
    if (!effort) result.effort_hours.reset();
    if (result.effort_hours) *result.effort_hours += flow.visits[i] * *effort;
    const std::optional<estimate::Model::Cost> cost = model.effort_cost(id, {i});
    if (!cost || (result.cost && result.cost->amount > 0 && result.cost->currency != cost->currency))
      result.cost.reset();
    if (result.cost) result.cost = {result.cost->amount + flow.visits[i] * cost->amount, cost->currency};
  }
  return result;
}

bool alike(const CaseFigures& a, const CaseFigures& b) {
  const auto itself = [](double value) { return value; };
  return alike(a.cycle, b.cycle, [](const estimate::Quantity& q) { return q.hours; }) &&
         alike(a.touch_hours, b.touch_hours, itself) && alike(a.effort_hours, b.effort_hours, itself) &&
         alike(a.cost, b.cost, [](const estimate::Model::Cost& cost) { return cost.amount; });
}

bool runs(const ir::Scenario& scenario, ir::ProcessId process) {
  for (const ir::Run& run : scenario.runs)
    if (run.process == process) return true;
  return false;
}

/// A process under the scenarios that run it on both sides; where there is none, without one.
void add_figures(const ir::Definition& before, const estimate::Models& old_models,
                 const ir::Definition& after, const estimate::Models& new_models, diff::ProcessPair pair,
                 std::vector<FigurePair>& out) {
  bool found = false;
  const auto add = [&](std::string_view scenario, const estimate::Model& was, const estimate::Model& is) {
    FigurePair figures{scenario, after[pair.after].name, figures_of(before, was, pair.before),
                       figures_of(after, is, pair.after)};
    if (!alike(figures.before, figures.after)) out.push_back(std::move(figures));
  };
  for (std::uint32_t i = 0; i < after.scenarios.size(); ++i) {
    if (!runs(after.scenarios[i], pair.after)) continue;
    for (std::uint32_t k = 0; k < before.scenarios.size(); ++k) {
      if (before.scenarios[k].name != after.scenarios[i].name || !runs(before.scenarios[k], pair.before))
        continue;
      found = true;
      add(after.scenarios[i].name, old_models.of({k}), new_models.of({i}));
    }
  }
  if (found) return;
  const estimate::Model& was = old_models.for_process(pair.before);
  const estimate::Model& is = new_models.for_process(pair.after);
  add(is.scenario() ? after[is.scenario()].name : std::string_view{}, was, is);
}

std::map<std::string, std::vector<const Diagnostic*>> by_key(const DiffSide& side) {
  std::map<std::string, std::vector<const Diagnostic*>> result;
  for (const Diagnostic& d : side.diagnostics.all())
    if (info(d.id).kind == DiagKind::Rule && d.level != Level::Off)
      result[finding_key({&d, side.sources.get(), {}})].push_back(&d);
  return result;
}

std::string place_text(const DiffSide& side, Span span) {
  if (!has_place(*side.sources, span)) return {};
  const LineColumn at = side.sources->line_column(span.file, span.begin);
  return fmt::format("{}:{}:{}", side.sources->path(span.file), at.line, at.column);
}

/// The findings of `side` that `other` has not.
std::vector<FindingChange> only_in(const DiffSide& side, const DiffSide& other) {
  const auto there = by_key(other);
  std::vector<FindingChange> result;
  std::map<std::string, std::size_t> seen;
  for (const Diagnostic& d : side.diagnostics.all()) {
    if (info(d.id).kind != DiagKind::Rule || d.level == Level::Off) continue;
    const std::string key = finding_key({&d, side.sources.get(), {}});
    const auto known = there.find(key);
    if (known != there.end() && seen[key]++ < known->second.size()) continue;
    result.push_back({d.id, d.level, d.message, place_text(side, d.span)});
  }
  return result;
}

}  // namespace

bool ReportedChange::takes_away() const {
  // A line of authority more lets somebody decide more only where there was another one.
  return loss || (diff::takes_away(change.kind) && change.kind != diff::ChangeKind::AuthorityAdded);
}

bool DiffReport::reaches(Level level) const {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const ReportedChange& each) {
                       return each.is_finding() && each.loss->finding.level >= level;
                     }) ||
         std::any_of(gained.begin(), gained.end(),
                     [&](const FindingChange& each) { return each.level >= level; });
}

DiffReport diff_report(const DiffSide& before, const DiffSide& after) {
  const ir::Definition& was = *before.analysis.definition;
  const ir::Definition& is = *after.analysis.definition;
  diff::Changes changes = diff::compare(was, is);
  std::vector<lint::VersionPair> versions;
  for (const diff::ProcessPair pair : changes.matched) versions.push_back({pair.before, pair.after});
  std::vector<lint::OutcomePair> renamed;
  for (const diff::OutcomePair pair : changes.renamed) renamed.push_back({pair.before, pair.after});
  DiffReport report{
      with_losses(std::move(changes.list), lint::losses(*before.view, *after.view, versions, renamed)),
      {},
      only_in(after, before),
      only_in(before, after)};
  for (ReportedChange& each : report.changes)
    if (each.loss) each.place = place_text(after, each.loss->finding.span);
  // Models of their own: these figures are those of `wain estimate`, which heeds single closed days.
  const estimate::Models old_models(was);
  const estimate::Models new_models(is);
  const analysis::CallOrder& old_calls = before.view->calls;
  const analysis::CallOrder& new_calls = after.view->calls;
  for (const diff::ProcessPair pair : changes.matched) {
    if (!old_calls.sound.test(pair.before.index) || !new_calls.sound.test(pair.after.index))
      complain(Diag::ToolNotNested, {arg("process", is[pair.after].name)});
    else
      add_figures(was, old_models, is, new_models, pair, report.figures);
  }
  return report;
}

}  // namespace wain::driver
