// Truth: which gates see it, and which steps rewrite what it stands on.
#include <algorithm>

#include "analysis/writes.h"
#include "planning/processes.h"

namespace wain::planning {
namespace {

std::vector<ir::Path>& paths_of(std::vector<Evidence>& all, ir::CriterionId criterion) {
  for (Evidence& one : all)
    if (one.criterion == criterion) return one.paths;
  return all.emplace_back(Evidence{criterion, {}}).paths;
}

void add(std::vector<ir::Path>& paths, const ir::Path& path) {
  if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
}

/// What the gates of one process look at.
std::vector<Evidence> own_evidence(const Work& work, const PlannedProcess& planned) {
  std::vector<Evidence> own;
  for (const ir::NodeId id : planned.nodes) {
    const ir::Node& node = work.definition[planned.id][id];
    if (node.kind != ir::NodeKind::Gate) continue;
    for (const ir::CriterionId criterion : node.judges)
      if (work.definition[criterion].wrong_in)
        for (const ir::Path& path : node.sees) add(paths_of(own, criterion), path);
  }
  return own;
}

}  // namespace

std::vector<std::vector<Evidence>> evidence_of_all(const Work& work) {
  std::vector<std::vector<Evidence>> all(work.processes.size());
  for (const ir::ProcessId id : analysis::call_order(work.definition).order) {  // callees first
    const plan::Index index = work.process_of[id.index];
    if (index == plan::none) continue;
    all[index] = own_evidence(work, work.processes[index]);
    for (const ir::NodeId node : work.processes[index].nodes) {
      const ir::Node& call = work.definition[id][node];
      if (call.kind != ir::NodeKind::Call) continue;
      const std::vector<Evidence> of_callee = all[work.process_of[call.callee.index]];
      for (const Evidence& one : of_callee)
        for (const ir::Path& path : one.paths)
          if (const auto outer = analysis::in_caller(work.definition[call.callee], call, path))
            add(paths_of(all[index], one.criterion), *outer);
    }
  }
  return all;
}

void lower_truth(ProcessWork& p, ir::NodeId id, const std::vector<Evidence>& evidence,
                 const analysis::ParameterUpdates& updates, plan::Node& out) {
  const ir::Node& node = p.process[id];
  for (const ir::CriterionId criterion : node.judges)
    out.judges.push_back(p.work.criterion_of[criterion.index]);
  for (const ir::CriterionId criterion : node.checks) {
    const plan::Index index = p.work.criterion_of[criterion.index];
    if (std::find(out.judges.begin(), out.judges.end(), index) == out.judges.end())
      out.judges.push_back(index);
  }
  if (estimate::truth_of(p.work.definition, node)) {
    const estimate::Noes noes = estimate::noes_of(node);
    out.catches = noes.to_wrong;
    out.false_alarms = noes.to_right;
  }
  if (node.kind == ir::NodeKind::Audit || !p.planned.reach.has(id)) return;
  const analysis::Writes writes{p.work.definition, p.process, updates};
  for (const Evidence& one : evidence) {
    bool rewrites = false;
    writes.anywhere(node, [&](const ir::Path& written) {
      for (const ir::Path& path : one.paths) {
        // What nobody has written before is not rewritten.
        if (!ir::overlap(written, path)) continue;
        const estimate::Origin& origin = p.data.origins(path, true)[id.index];
        rewrites = rewrites || origin.kind != estimate::Origin::Kind::Never;
      }
    });
    if (rewrites) out.redraws.push_back(p.work.criterion_of[one.criterion.index]);
  }
}

}  // namespace wain::planning
