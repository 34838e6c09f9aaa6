#include "driver/diff_report.h"

#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "analysis/graph.h"
#include "diagnostics/fingerprint.h"
#include "diff/take_names.h"
#include "driver/change_losses.h"
#include "driver/complain.h"

namespace wain::driver {
namespace {

template <class T, class Value>
bool alike(const std::optional<T>& a, const std::optional<T>& b, Value value) {
  if (!a || !b) return a.has_value() == b.has_value();
  return same_figure(value(*a), value(*b));
}

/// What people and machines do for a case: in the process and, at each call, in what it calls.
class CaseWork {
public:
  CaseWork(const ir::Definition& definition, const estimate::Model& model)
      : definition_(definition), model_(model) {}

  struct Sum {
    std::optional<double> effort_hours = 0;
    std::optional<estimate::Model::Cost> cost = estimate::Model::Cost{};
  };
  const Sum& of(ir::ProcessId id) {
    const auto [at, fresh] = known_.try_emplace(id);
    if (!fresh) return at->second;
    Sum sum;
    const estimate::Flow& flow = model_.flow(id);
    for (std::uint32_t i = 0; i < definition_[id].nodes.size(); ++i) {
      const ir::Node& node = definition_[id].nodes[i];
      const double visits = i < flow.visits.size() ? flow.visits[i] : 0;
      if (visits <= 0) continue;
      if (node.kind == ir::NodeKind::Call)
        add(of(node.callee), visits, sum);
      else if (node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate)
        add({model_.effort_hours(id, {i}), model_.effort_cost(id, {i})}, visits, sum);
    }
    return known_[id] = sum;
  }

private:
  static void add(const Sum& part, double times, Sum& sum) {
    if (!part.effort_hours) sum.effort_hours.reset();
    if (sum.effort_hours) *sum.effort_hours += times * *part.effort_hours;
    const bool clash = sum.cost && part.cost && sum.cost->amount > 0 && part.cost->amount > 0 &&
                       sum.cost->currency != part.cost->currency;
    if (!part.cost || clash) sum.cost.reset();
    if (!sum.cost) return;
    const bool is_first = !(sum.cost->amount > 0);
    sum.cost = {sum.cost->amount + times * part.cost->amount,
                is_first ? part.cost->currency : sum.cost->currency};
  }

  const ir::Definition& definition_;
  const estimate::Model& model_;
  std::map<ir::ProcessId, Sum> known_;
};

CaseFigures figures_of(const ir::Definition& definition, const estimate::Model& model, ir::ProcessId id) {
  CaseFigures result;
  const estimate::Times& times = model.times(id);
  result.cycle = times.cycle;
  if (result.cycle) result.touch_hours = 0;
  for (std::uint32_t i = 0; i < definition[id].nodes.size(); ++i) {
    if (!result.touch_hours || !times.nodes[i]) continue;
    *result.touch_hours += times.nodes[i]->causes[static_cast<std::size_t>(estimate::TimeCause::WorkHuman)] +
                           times.nodes[i]->causes[static_cast<std::size_t>(estimate::TimeCause::WorkMachine)];
  }
  const CaseWork::Sum work = CaseWork(definition, model).of(id);
  result.effort_hours = work.effort_hours;
  result.cost = work.cost;
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

/// What has another name now: what the linter says of them is said of the same thing.
class Renames {
public:
  Renames(const ir::Definition& before, const ir::Definition& after, const diff::Changes& changes) {
    for (const diff::ProcessPair& pair : changes.matched)
      add(before[pair.before].name, after[pair.after].name);
    for (const diff::Change& change : changes.list)
      if (change.kind == diff::ChangeKind::ElementRenamed) add(change.before, change.after);
    for (const diff::StepPair& pair : changes.renamed_steps)
      add(fmt::format("{}.{}", before[pair.of.before].name, before[pair.of.before][pair.before].name),
          fmt::format("{}.{}", after[pair.of.after].name, after[pair.of.after][pair.after].name));
  }

  /// What tells the finding from others on both sides: of something renamed its rule and the new name.
  [[nodiscard]] std::string key(const Diagnostic& d, const DiffSide& side, bool is_old) const {
    const std::map<std::string, std::string>& names = is_old ? now_ : itself_;
    auto found = names.find(d.symbol);
    if (found != names.end()) return fmt::format("{} {}", info(d.id).code, found->second);
    const std::size_t dot = d.symbol.find('.');
    if (dot != std::string::npos) found = names.find(d.symbol.substr(0, dot));
    if (found != names.end())
      return fmt::format("{} {}{}", info(d.id).code, found->second, d.symbol.substr(dot));
    return finding_key({&d, side.sources.get(), {}});
  }

private:
  void add(std::string_view before, std::string_view after) {
    if (before == after) return;
    now_.emplace(before, after);
    itself_.emplace(after, after);
  }

  std::map<std::string, std::string> now_;     // by what it was called
  std::map<std::string, std::string> itself_;  // by what it is called
};

std::map<std::string, std::size_t> by_key(const DiffSide& side, const Renames& renames, bool is_old) {
  std::map<std::string, std::size_t> result;
  for (const Diagnostic& d : side.diagnostics.all())
    if (info(d.id).kind == DiagKind::Rule && d.level != Level::Off) ++result[renames.key(d, side, is_old)];
  return result;
}

std::string place_text(const DiffSide& side, Span span) {
  if (!has_place(*side.sources, span)) return {};
  const LineColumn at = side.sources->line_column(span.file, span.begin);
  return fmt::format("{}:{}:{}", side.sources->path(span.file), at.line, at.column);
}

/// The findings of `side` that `other` has not; `is_old`: it is the side before.
std::vector<FindingChange> only_in(const DiffSide& side, const DiffSide& other, const Renames& renames,
                                   bool is_old) {
  const auto there = by_key(other, renames, !is_old);
  std::vector<FindingChange> result;
  std::map<std::string, std::size_t> seen;
  for (const Diagnostic& d : side.diagnostics.all()) {
    if (info(d.id).kind != DiagKind::Rule || d.level == Level::Off) continue;
    const std::string key = renames.key(d, side, is_old);
    const auto known = there.find(key);
    if (known != there.end() && seen[key]++ < known->second) continue;
    result.push_back({d.id, d.level, d.message, place_text(side, d.span)});
  }
  return result;
}

}  // namespace

bool same_figure(double a, double b) {
  constexpr double least = 5e-4;  // what the estimate leaves open is more
  return std::abs(a - b) <= least * std::max({std::abs(a), std::abs(b), 1e-9});
}

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

DiffReport diff_report(DiffSide& before, const DiffSide& after) {
  const ir::Definition& is = *after.analysis.definition;
  std::vector<diff::Change> renamed_elements = diff::take_names(*before.analysis.definition, is);
  const ir::Definition& was = *before.analysis.definition;
  diff::Changes changes = diff::compare(was, is);
  changes.list.insert(changes.list.end(), renamed_elements.begin(), renamed_elements.end());
  std::vector<lint::VersionPair> versions;
  for (const diff::ProcessPair pair : changes.matched) versions.push_back({pair.before, pair.after});
  std::vector<lint::OutcomePair> renamed;
  for (const diff::OutcomePair pair : changes.renamed) renamed.push_back({pair.before, pair.after});
  const Renames names(was, is, changes);
  DiffReport report{
      with_losses(std::move(changes.list), lint::losses(*before.view, *after.view, versions, renamed)),
      {},
      only_in(after, before, names, false),
      only_in(before, after, names, true)};
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
