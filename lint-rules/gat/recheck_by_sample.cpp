#include "rules/gat/recheck_by_sample.h"

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"
#include "estimate/flow.h"
#include "ir/text.h"
#include "rules/engine/sampling.h"

namespace wain::lint {
namespace {

/// As long as a quarter: what the language's own example promises.
constexpr int days = 90;
constexpr double days_a_week = 7;

/// A share in whole percent, rounded up: what is proposed must do.
std::int64_t percent(double share) {
  constexpr double rounding = 1e-9;
  return static_cast<std::int64_t>(std::ceil(share * 100 - rounding));
}

/// The sample, in percent, in which the error share shows in time; nothing if none does or nothing is known.
std::optional<std::int64_t> sample_of(const View& view, ir::ProcessId id, ir::NodeId machine,
                                      double noticed) {
  const estimate::Model& model = view.estimates.for_process(id);
  const std::optional<double> arrivals = model.arrivals_per_week(id);
  const estimate::Flow& flow = model.flow(id);
  if (!arrivals || !flow.solved) return std::nullopt;
  const double cases = *arrivals * flow.visits[machine.index] * days / days_a_week;
  if (!(cases > 0)) return std::nullopt;
  const double share = static_cast<double>(samples_to_notice(noticed)) / cases;
  return share > 0 && share <= 1 ? std::optional(percent(share)) : std::nullopt;
}

bool is_taken(const ir::Process& process, const std::string& name) {
  for (const ir::Node& node : process.nodes) {
    if (node.name == name) return true;
  }
  return false;
}

}  // namespace

void propose_sample(const View& view, ir::ProcessId id, const Recheck& recheck, const Noes& noes,
                    double noticed, Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& gate = process[recheck.judge];
  const ir::NodeId machine = recheck.machines.front();
  const std::optional<double> effort = view.estimates.for_process(id).effort_hours(id, recheck.judge);
  const std::optional<std::int64_t> sample = sample_of(view, id, machine, noticed);
  const std::string audit = fmt::format("{}Audit", gate.name);
  if (gate.kind != ir::NodeKind::Gate || recheck.machines.size() != 1 || !effort || !sample ||
      view.actor_of(gate).kind == ir::ActorKind::Committee || is_taken(process, audit))
    return;
  const std::int64_t unsure = std::max<std::int64_t>(1, percent(noes.bounds.upper));
  const ir::Duration takes{std::llround(*effort * 3600) * ir::Duration::second};
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixRecheckBySample,
                     {arg("share", fmt::format("{} %", unsure)), arg("gate", gate.name),
                      arg("samples", fmt::format("{} %", *sample)), arg("step", process[machine].name)});
  fix.rewrites = {
      {Rewrite::Kind::Enclose,
       gate.span,
       fmt::format("choose {{\n\twhen ~ {}% \"{}\" {{", unsure, render(rule::FixUnsure, {})),
       "\t}\n\totherwise { }\n}",
       {}},
      {Rewrite::Kind::PutInside,
       process.span,
       fmt::format("audit {} of {} by {} {{ samples {}%  finds {}% within {}d  judges {}  takes {} }}", audit,
                   process[machine].name, view.actor_of(gate).name, *sample, percent(noticed), days,
                   ir::names_of(view.definition, recheck.criteria, ", "), takes.str()),
       {},
       {}}};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
