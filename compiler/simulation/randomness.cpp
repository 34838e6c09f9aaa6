// Whether anything in a plan is left to luck.
#include <algorithm>

#include "simulation/decide.h"

namespace wain::simulation {
namespace {

bool varies(const plan::Distribution& of) {
  using Kind = plan::Distribution::Kind;
  switch (of.kind) {
    case Kind::Constant: return false;
    case Kind::Uniform: return of.a != of.b;
    case Kind::Triangular: return of.a != of.b;
    case Kind::Normal:
    case Kind::Lognormal:
    case Kind::Gamma: return of.b != 0;
    case Kind::Empirical: return of.points.size() != 1;
    default: return of.a != 0;
  }
}

bool is_chance(double share) { return share > 0 && share < 1; }

bool is_random(const plan::Node& node) {
  if (node.takes && varies(*node.takes)) return true;
  if (std::any_of(node.draws.begin(), node.draws.end(),
                  [](const plan::Draw& draw) { return varies(draw.distribution); }))
    return true;
  if (std::any_of(node.exits.begin(), node.exits.end(),
                  [](const plan::Exit& exit) { return exit.share && is_chance(*exit.share); }))
    return true;
  if (node.catches && (is_chance(*node.catches) || is_chance(node.false_alarms))) return true;
  return node.kind == plan::NodeKind::Audit && is_chance(node.samples);
}

}  // namespace

bool is_random(const plan::Plan& plan) {
  for (const plan::Run& run : plan.runs)
    if (varies(run.gaps)) return true;
  for (const plan::Criterion& criterion : plan.criteria)
    if (criterion.wrong_in && is_chance(*criterion.wrong_in)) return true;
  for (const plan::Committee& committee : plan.committees)
    if (committee.quorum_met && is_chance(*committee.quorum_met)) return true;
  for (const plan::Process& process : plan.processes)
    if (std::any_of(process.nodes.begin(), process.nodes.end(),
                    [](const plan::Node& node) { return is_random(node); }))
      return true;
  return false;
}

}  // namespace wain::simulation
