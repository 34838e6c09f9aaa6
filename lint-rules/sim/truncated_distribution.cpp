// truncated-distribution (SIM105): a `normal` of which more than a hundredth lies below 0, where it counts as
// 0.
#include <cmath>

#include <fmt/format.h>

#include "estimate/distribution.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

constexpr double tolerated = 0.01;

/// A mean in the units of the text: `10min20s`, to the second, or a plain number.
std::string mean_text(const ir::Value& like, double number) {
  if (!std::holds_alternative<ir::Duration>(like)) return fmt::format("{:.4g}", number);
  return ir::Duration{std::llround(number * 3600) * ir::Duration::second}.str();
}

class TruncationCheck {
public:
  TruncationCheck(const View& view, Reporter& reporter) : view_(view), reporter_(reporter) {}

  void look_at(const ir::Distribution& drawn, Span subject, const std::string& symbol) {
    if (drawn.kind != ir::DistributionKind::Normal || drawn.parameters.size() != 2) return;
    const double mean = estimate::number_of(view_.definition, drawn.parameters[0], drawn.type);
    const double sd = estimate::number_of(view_.definition, drawn.parameters[1], drawn.type);
    if (!(sd > 0)) return;
    const double below = 0.5 * std::erfc(mean / sd / std::sqrt(2.0));
    if (below <= tolerated) return;
    const double truncated = estimate::moments(view_.definition, drawn).mean;
    reporter_
        .report(rule::TruncatedDistribution, drawn.span,
                {arg("share", share_text(below)), arg("mean", mean_text(drawn.parameters[0], truncated)),
                 arg("declared", mean_text(drawn.parameters[0], mean))},
                subject)
        .symbol(symbol)
        .help(rule::NoteOtherShape);
  }

private:
  const View& view_;
  Reporter& reporter_;
};

void look_at_scenario(const ir::Scenario& scenario, TruncationCheck& check) {
  // What is inherited is looked at where it is written.
  const auto is_own = [&](Span span) { return scenario.span.contains(span); };
  const std::string symbol(scenario.name);
  for (const ir::Run& run : scenario.runs) {
    if (run.arrivals && run.arrivals->gaps && is_own(run.arrivals->gaps->span))
      check.look_at(*run.arrivals->gaps, scenario.span, symbol);
  }
  for (const ir::Draw& draw : scenario.draws) {
    if (is_own(draw.distribution.span)) check.look_at(draw.distribution, scenario.span, symbol);
  }
  for (const ir::Override& replaced : scenario.overrides) {
    if (replaced.takes && is_own(replaced.takes->span)) check.look_at(*replaced.takes, scenario.span, symbol);
  }
}

}  // namespace

void check_TruncatedDistribution(const View& view, Reporter& reporter) {
  TruncationCheck check(view, reporter);
  for (const ir::ProcessId id : view.processes) {
    for (std::uint32_t i = 0; i < view[id].nodes.size(); ++i) {
      const ir::Node& node = view[id].nodes[i];
      if (node.takes && !node.broken) check.look_at(*node.takes, node.span, view.symbol({id, {i}}));
    }
  }
  for (const ir::Scenario& scenario : view.definition.scenarios) {
    if (!scenario.broken) look_at_scenario(scenario, check);
  }
}

}  // namespace wain::lint
