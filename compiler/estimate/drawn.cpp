#include "estimate/drawn.h"

#include <memory>
#include <utility>

namespace wain::estimate {
namespace {

/// A chain of calls longer than this is not followed upwards.
constexpr std::size_t most_callers = 256;

bool has_calls(const ir::Process& process) {
  for (const ir::Node& node : process.nodes)
    if (node.kind == ir::NodeKind::Call) return true;
  return false;
}

analysis::ParameterUpdates updates_of_callees(const ir::Definition& definition, ir::ProcessId process) {
  if (!has_calls(definition[process])) return analysis::ParameterUpdates(definition.processes.size());
  return analysis::parameter_updates(definition, analysis::call_order(definition));
}

/// A callee's path as the caller's, if it starts at a parameter.
std::optional<ir::Path> mapped(const ir::Process& callee, const ir::Node& call, const ir::Path& path) {
  return analysis::in_caller(callee, call, path);
}

}  // namespace

DrawnData::DrawnData(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach)
    : settings_(settings),
      process_(process),
      updates_(updates_of_callees(settings.definition(), process)),
      lookup_(settings.definition(), process, reach, updates_) {}

const std::vector<Origin>& DrawnData::origins(const ir::Path& path, bool whole) {
  for (const auto& known : known_)
    if (known->whole == whole && known->path == path) return known->origins;
  known_.push_back(std::make_unique<Known>(Known{path, whole, lookup_.of(path, whole)}));
  return known_.back()->origins;
}

/// The draw at this node, else the one for all.
const ir::Distribution* DrawnData::draw(ir::ProcessId process, const ir::Path& path, ir::NodeId at) const {
  if (settings_.scenario() == nullptr) return nullptr;
  const ir::Distribution* general = nullptr;
  for (const ir::Draw& draw : settings_.scenario()->draws) {
    if (draw.process != process || !(draw.path == path)) continue;
    if (draw.at && draw.at == at) return &draw.distribution;
    if (!draw.at) general = &draw.distribution;
  }
  return general;
}

std::optional<DrawnValue> DrawnData::at(const ir::Path& path, ir::NodeId node) {
  const ir::Process& process = settings_.definition()[process_];
  const Origin& origin = origins(path, false)[node.index];
  if (origin.kind == Origin::Kind::Never) return std::nullopt;
  DrawnValue value;
  value.path = path;
  value.loose = origin.changes();
  value.again = origin.kind == Origin::Kind::Again;
  const bool several = origin.kind == Origin::Kind::Many;
  value.origin = several ? node : origin.node;
  value.distribution = draw(process_, path, several ? ir::NodeId{} : origin.node);
  if (value.distribution == nullptr && several && settings_.scenario() != nullptr)
    for (const ir::Draw& draw : settings_.scenario()->draws)
      if (draw.process == process_ && draw.path == path) value.distribution = &draw.distribution;
  if (value.distribution == nullptr && process[path.variable].parameter) {
    value.distribution = from_callers(path);
    value.of_caller = true;
  }
  return value.distribution == nullptr ? std::nullopt : std::optional(value);
}

/// A callee's parameters are the caller's data: what every caller hands over, if it is one draw.
const ir::Distribution* DrawnData::from_callers(const ir::Path& path) const {
  if (settings_.scenario() == nullptr || settings_.scenario()->draws.empty()) return nullptr;
  const ir::Definition& definition = settings_.definition();
  std::vector<std::pair<ir::ProcessId, ir::Path>> work{{process_, path}};
  const ir::Distribution* found = nullptr;
  for (std::size_t i = 0; i < work.size() && i < most_callers; ++i) {
    const ir::Process& callee = definition[work[i].first];
    for (std::uint32_t p = 0; p < definition.processes.size(); ++p) {
      for (const ir::Node& node : definition.processes[p].nodes) {
        if (node.kind != ir::NodeKind::Call || node.callee != work[i].first) continue;
        const auto outer = mapped(callee, node, work[i].second);
        if (!outer) continue;
        const ir::Distribution* here = draw({p}, *outer, {});
        if (here == nullptr) {
          work.emplace_back(ir::ProcessId{p}, *outer);
        } else if (found != nullptr && found != here) {
          return nullptr;
        } else {
          found = here;
        }
      }
    }
  }
  return found;
}

}  // namespace wain::estimate
