#include "planning/data.h"

#include <algorithm>

#include "analysis/handed_over.h"
#include "analysis/writes.h"
#include "estimate/columns.h"
#include "planning/values.h"

namespace wain::planning {
namespace {

DrawnPath* find(std::vector<DrawnPath>& drawn, const ir::Path& path) {
  const auto known =
      std::find_if(drawn.begin(), drawn.end(), [&](const DrawnPath& one) { return one.path == path; });
  return known == drawn.end() ? nullptr : &*known;
}

/// What the scenario itself draws in one process.
std::vector<DrawnPath> own_draws(const Work& work, ir::ProcessId process) {
  std::vector<DrawnPath> own;
  for (const ir::Draw& draw : work.scenario.draws) {
    if (draw.process != process || !slot_type(work.definition, draw.distribution.type)) continue;
    DrawnPath* known = find(own, draw.path);
    if (known == nullptr) {
      own.push_back({draw.path, draw.distribution.type, nullptr, false});
      known = &own.back();
    }
    if (!draw.at) known->everywhere = &draw.distribution;
  }
  return own;
}

/// Parameters that one call hands over drawn.
std::vector<DrawnPath> handed_over(const ir::Process& callee, const ir::Node& call,
                                   const std::vector<DrawnPath>& caller) {
  std::vector<DrawnPath> handed;
  for (const DrawnPath& one : caller)
    if (const auto path = analysis::handed_over(callee, call, one.path);
        path && find(handed, *path) == nullptr)
      handed.push_back({*path, one.type, one.everywhere, true});
  return handed;
}

/// What both hold. A parameter that one call does not hand over drawn is not drawn data; one that the callers
/// draw differently is, but has no one distribution for a later update.
void keep_common(std::vector<DrawnPath>& all, std::vector<DrawnPath> more) {
  std::erase_if(all, [&](DrawnPath& one) {
    const DrawnPath* other = find(more, one.path);
    if (other != nullptr && other->everywhere != one.everywhere) one.everywhere = nullptr;
    return other == nullptr;
  });
}

/// Processes of the plan so ordered that every caller stands before what it calls.
std::vector<std::size_t> callers_first(const Work& work) {
  const analysis::CallOrder calls = analysis::call_order(work.definition);
  std::vector<std::size_t> order;
  for (std::size_t i = calls.order.size(); i-- > 0;)
    if (const plan::Index index = work.process_of[calls.order[i].index]; index != plan::none)
      order.push_back(index);
  return order;
}

bool runs_itself(const Work& work, ir::ProcessId process) {
  return std::any_of(work.scenario.runs.begin(), work.scenario.runs.end(),
                     [&](const ir::Run& run) { return run.process == process; });
}

/// What a process itself draws at this node; an invalid one: wherever nothing else is said.
const ir::Distribution* own_draw(const Work& work, ir::ProcessId process, const ir::Path& path,
                                 ir::NodeId at) {
  for (const ir::Draw& draw : work.scenario.draws)
    if (draw.process == process && draw.path == path && draw.at == at) return &draw.distribution;
  return nullptr;
}

}  // namespace

std::vector<std::vector<DrawnPath>> drawn_data(const Work& work) {
  std::vector<std::vector<DrawnPath>> all(work.processes.size());
  std::vector<std::optional<std::vector<DrawnPath>>> handed(work.processes.size());
  for (const std::size_t index : callers_first(work)) {
    const ir::ProcessId id = work.processes[index].id;
    const ir::Process& process = work.definition[id];
    std::vector<DrawnPath>& drawn = all[index] = own_draws(work, id);
    const auto is_parameter = [&](const DrawnPath& one) { return process[one.path.variable].parameter; };
    if (handed[index]) {
      if (runs_itself(work, id)) {
        std::vector<DrawnPath> parameters;
        std::copy_if(drawn.begin(), drawn.end(), std::back_inserter(parameters), is_parameter);
        keep_common(*handed[index], std::move(parameters));
      }
      std::erase_if(drawn, is_parameter);
      drawn.insert(drawn.begin(), handed[index]->begin(), handed[index]->end());
    }
    for (const ir::NodeId node : work.processes[index].nodes) {
      const ir::Node& call = process[node];
      if (call.kind != ir::NodeKind::Call) continue;
      auto& callee = handed[work.process_of[call.callee.index]];
      std::vector<DrawnPath> here = handed_over(work.definition[call.callee], call, drawn);
      if (callee)
        keep_common(*callee, std::move(here));
      else
        callee = std::move(here);
    }
  }
  return all;
}

plan::Index slot_of(const std::vector<DrawnPath>& drawn, const ir::Path& path) {
  const auto known =
      std::find_if(drawn.begin(), drawn.end(), [&](const DrawnPath& one) { return one.path == path; });
  return known == drawn.end() ? plan::none : static_cast<plan::Index>(known - drawn.begin());
}

std::vector<plan::Slot> lower_slots(Work& work, const ir::Process& process,
                                    const std::vector<DrawnPath>& drawn) {
  std::vector<plan::Slot> slots;
  for (const DrawnPath& one : drawn) {
    plan::Slot& slot = slots.emplace_back();
    slot.id = slot.name = slot.key = str(work.definition, &process, one.path);
    slot.place = work.place(process[one.path.variable].name_span);
    slot.type = slot_type(work.definition, one.type).value_or(plan::Type::Int);
    if (slot.type != plan::Type::Enum) continue;
    for (const std::string_view member : work.definition[work.definition[one.type].enumeration].members)
      slot.members.emplace_back(member);
  }
  return slots;
}

std::vector<plan::Draw> draws_at(const Work& work, ir::ProcessId id, ir::NodeId node,
                                 const std::vector<DrawnPath>& drawn) {
  const ir::Process& process = work.definition[id];
  const ir::Node& at = process[node];
  std::vector<plan::Draw> draws;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const DrawnPath& one = drawn[i];
    const ir::Distribution* from = own_draw(work, id, one.path, node);
    if (from == nullptr) {
      const bool arrives = node.index == 0 && process[one.path.variable].parameter;
      const bool produced =
          std::any_of(at.produces.begin(), at.produces.end(),
                      [&](const ir::Product& product) { return product.variable == one.path.variable; });
      const bool updated = std::find(at.updates.begin(), at.updates.end(), one.path) != at.updates.end();
      if (!arrives && !produced && !updated) continue;
      // What the callers hand over is drawn by them; a run of the process itself draws it at arrival.
      if (arrives && one.of_callers && !runs_itself(work, id)) continue;
      const ir::Distribution* own = own_draw(work, id, one.path, {});
      from = own != nullptr ? own : one.everywhere;
    }
    if (from != nullptr)
      draws.push_back({static_cast<plan::Index>(i), lower_distribution(work.definition, *from)});
  }
  return draws;
}

std::vector<plan::Argument> arguments_of(const Work& work, const ir::Node& call,
                                         const std::vector<DrawnPath>& caller,
                                         const std::vector<DrawnPath>& callee) {
  std::vector<plan::Argument> arguments;
  for (std::size_t i = 0; i < callee.size(); ++i) {
    const auto outer = analysis::in_caller(work.definition[call.callee], call, callee[i].path);
    if (!outer) continue;
    const plan::Index slot = slot_of(caller, *outer);
    if (slot != plan::none) arguments.push_back({static_cast<plan::Index>(i), slot});
  }
  return arguments;
}

bool reads_drawn_data(const ir::Definition& definition, const std::vector<DrawnPath>& drawn,
                      estimate::DrawnData& data, ir::ExprId expression, ir::NodeId node) {
  const auto paths = estimate::paths_read(definition, expression);
  if (!paths) return false;
  return std::all_of(paths->begin(), paths->end(), [&](const ir::Path& path) {
    const plan::Index slot = path.variable ? slot_of(drawn, path) : plan::none;
    return slot != plan::none && (drawn[slot].of_callers || data.at(path, node).has_value());
  });
}

}  // namespace wain::planning
