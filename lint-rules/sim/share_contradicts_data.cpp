// share-contradicts-data (SIM102): an arm says how often it is taken, and the data that a scenario draws says
// something else. The estimate decides a choice by its data where all of it is drawn, so its share is
// compared.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "estimate/drawn.h"
#include "estimate/flow.h"
#include "estimate/settings.h"
#include "ir/visit_paths.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

constexpr double factor_apart = 1.5;
constexpr double points_apart = 0.02;

bool contradict(double a, double b) {
  if (std::abs(a - b) <= points_apart) return false;
  return std::max(a, b) > factor_apart * std::min(a, b);
}

class ShareCheck {
public:
  ShareCheck(const View& view, Reporter& reporter) : view_(view), reporter_(reporter) {}

  void look_at(ir::ScenarioId scenario) {
    if (view_.definition[scenario].draws.empty()) return;
    for (const ir::ProcessId id : view_.processes) {
      if (!view_.estimates.of(scenario).arrivals_per_week(id)) continue;  // it does not run there
      if (has_shares_over_data(id)) look_at(scenario, id);
    }
  }

private:
  [[nodiscard]] bool has_shares_over_data(ir::ProcessId id) const {
    const std::vector<ir::Edge>& edges = view_[id].edges;
    return std::any_of(edges.begin(), edges.end(),
                       [](const ir::Edge& edge) { return edge.guard.valid() && edge.share.has_value(); });
  }

  void look_at(ir::ScenarioId scenario, ir::ProcessId id) {
    const ir::Process& process = view_[id];
    const estimate::Flow& flow = view_.estimates.of(scenario).flow(id);
    if (!flow.solved) return;
    estimate::DrawnData data(view_.estimates.of(scenario).settings(), id, view_.reaches[id.index]);
    for (std::uint32_t i = 0; i < process.edges.size(); ++i) {
      const ir::Edge& edge = process.edges[i];
      const double visits = flow.visits[edge.from.index];
      if (!edge.guard || !edge.share || visits <= 0 || is_overridden(scenario, process, edge)) continue;
      if (!is_one_draw(data, edge)) continue;
      const double declared = edge.share->to_double();
      const double drawn = flow.edges[i] / visits;
      if (!contradict(declared, drawn) || !said_.insert({id, {i}}).second) continue;
      report(scenario, id, edge, declared, drawn);
    }
  }

  /// All that the condition reads is drawn once a case, here. What is drawn in one of several places, or by a
  /// caller, the estimate takes anew at each choice: then it does not know what earlier choices have sorted
  /// out.
  [[nodiscard]] bool is_one_draw(estimate::DrawnData& data, const ir::Edge& edge) const {
    bool result = true;
    ir::visit_paths(view_.definition, edge.guard, [&](const ir::Expr& use) {
      if (!result) return;
      const std::optional<estimate::DrawnValue> value = data.at(use.path, edge.from);
      result = value && !value->loose && !value->of_caller;
    });
    return result;
  }

  /// The scenario itself replaces the share of this branch: that is an experiment, not a contradiction.
  [[nodiscard]] bool is_overridden(ir::ScenarioId scenario, const ir::Process& process,
                                   const ir::Edge& edge) const {
    const std::vector<ir::Override>& overrides = view_.definition[scenario].overrides;
    return std::any_of(overrides.begin(), overrides.end(), [&](const ir::Override& one) {
      return one.property == ir::Override::Property::BranchShare && one.branch &&
             &view_[one.process] == &process && process[one.branch].fork == edge.from;
    });
  }

  void report(ir::ScenarioId scenario, ir::ProcessId id, const ir::Edge& edge, double declared,
              double drawn) {
    Diagnostics::Builder finding =
        reporter_.report(rule::ShareContradictsData, edge.span,
                         {arg("declared", share_text(declared)),
                          arg("scenario", view_.definition[scenario].name), arg("drawn", share_text(drawn))},
                         view_[id][edge.from].span);
    finding.symbol(view_.symbol({id, edge.from}));
    std::vector<ir::Path> read;
    ir::visit_paths(view_.definition, edge.guard, [&](const ir::Expr& use) { read.push_back(use.path); });
    for (const ir::Draw& draw : view_.definition[scenario].draws) {
      const auto same = [&](const ir::Path& path) { return path == draw.path; };
      if (draw.process == id && std::any_of(read.begin(), read.end(), same))
        finding.note(rule::NoteDrawnHere, draw.span,
                     {arg("data", ir::str(view_.definition, &view_[id], draw.path))});
    }
    finding.help(rule::NoteDataWins);
  }

  const View& view_;
  Reporter& reporter_;
  std::set<std::pair<ir::ProcessId, ir::EdgeId>> said_;  // once, for the first scenario
};

}  // namespace

void check_ShareContradictsData(const View& view, Reporter& reporter) {
  ShareCheck check(view, reporter);
  for (std::uint32_t i = 0; i < view.definition.scenarios.size(); ++i) {
    if (!view.definition.scenarios[i].broken) check.look_at({i});
  }
}

}  // namespace wain::lint
