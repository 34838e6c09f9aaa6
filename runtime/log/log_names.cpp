#include "runtime/log/log_names.h"

#include <algorithm>
#include <map>
#include <set>

#include "runtime/log/log_text.h"

namespace wain::runtime {
namespace {

using plan::Index;
using plan::none;

void name_activities(LogNames& names) {
  std::map<std::string_view, std::size_t> processes_with;
  for (const plan::Process& process : names.plan.processes)
    for (const plan::Node& node : process.nodes)
      if (LogNames::has_events(node)) ++processes_with[node.name];
  for (Index p = 0; p < names.plan.processes.size(); ++p) {
    const plan::Process& process = names.plan.processes[p];
    names.first_activity.push_back(static_cast<Index>(names.activities.size()));
    for (const plan::Node& node : process.nodes) {
      const bool shared = LogNames::has_events(node) && processes_with[node.name] > 1;
      names.activities.push_back(
          {shared ? process.name + "." + node.name : node.name, p, node.kind == plan::NodeKind::Gate});
    }
  }
}

void name_resources(LogNames& names) {
  using Kind = LogResource::Kind;
  for (const plan::People& people : names.plan.people) {
    names.first_person.push_back(static_cast<Index>(names.resources.size()));
    for (std::uint32_t i = 0; i < people.count; ++i)
      names.resources.push_back(
          {Kind::Person, people.count == 1 ? people.name : people.name + "-" + std::to_string(i + 1)});
  }
  for (const plan::Pool& pool : names.plan.pools) {
    const bool machine = pool.kind == plan::Pool::Kind::Machine;
    names.resource_of_pool.push_back(machine ? static_cast<Index>(names.resources.size()) : none);
    if (machine) names.resources.push_back({Kind::Machine, pool.name});
    names.roles.push_back(pool.name);
  }
  for (const plan::Committee& committee : names.plan.committees) {
    names.resource_of_committee.push_back(static_cast<Index>(names.resources.size()));
    names.resources.push_back({Kind::Committee, committee.name});
    names.roles.push_back(committee.name);
  }
}

/// A slot of a process, and whether its values are drawn at the start of a run or at steps.
struct DrawnSlots {
  std::vector<std::vector<bool>> at_arrival, at_steps;
};

/// What calls draw goes to the slots of the caller; repeated until nothing new is found.
DrawnSlots find_drawn(const plan::Plan& plan) {
  DrawnSlots drawn;
  for (const plan::Process& process : plan.processes) {
    drawn.at_arrival.emplace_back(process.slots.size());
    drawn.at_steps.emplace_back(process.slots.size());
  }
  for (std::size_t p = 0; p < plan.processes.size(); ++p)
    for (const plan::Node& node : plan.processes[p].nodes)
      for (const plan::Draw& draw : node.draws)
        (node.kind == plan::NodeKind::Start ? drawn.at_arrival : drawn.at_steps)[p][draw.slot] = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t p = 0; p < plan.processes.size(); ++p)
      for (const plan::Node& node : plan.processes[p].nodes)
        for (const plan::Argument& argument : node.arguments) {
          const bool below =
              drawn.at_steps[node.callee][argument.callee] || drawn.at_arrival[node.callee][argument.callee];
          if (!below || drawn.at_steps[p][argument.caller]) continue;
          changed = drawn.at_steps[p][argument.caller] = true;
        }
  }
  return drawn;
}

/// By process and slot: whether some copy of the process has it as its own and not as a caller's.
std::vector<std::vector<bool>> find_owned(const plan::Plan& plan, const std::set<Index>& roots) {
  std::vector<std::vector<bool>> owned;
  for (Index p = 0; p < plan.processes.size(); ++p)
    owned.emplace_back(plan.processes[p].slots.size(), roots.contains(p));
  for (const plan::Process& process : plan.processes)
    for (const plan::Node& node : process.nodes) {
      if (node.kind != plan::NodeKind::Call) continue;
      for (Index s = 0; s < owned[node.callee].size(); ++s)
        if (std::none_of(node.arguments.begin(), node.arguments.end(),
                         [s](const plan::Argument& argument) { return argument.callee == s; }))
          owned[node.callee][s] = true;
    }
  return owned;
}

void name_columns(LogNames& names) {
  const DrawnSlots drawn = find_drawn(names.plan);
  std::set<Index> roots;
  for (const plan::Run& run : names.plan.runs) roots.insert(run.process);
  const auto owned = find_owned(names.plan, roots);
  for (Index p = 0; p < names.plan.processes.size(); ++p) {
    const plan::Process& process = names.plan.processes[p];
    std::vector<Index>& of = names.column_of.emplace_back(process.slots.size(), none);
    for (Index s = 0; s < process.slots.size(); ++s) {
      const bool at_arrival = drawn.at_arrival[p][s] && roots.contains(p);
      const bool at_steps = drawn.at_steps[p][s] || (drawn.at_arrival[p][s] && !roots.contains(p));
      if (!owned[p][s] || (!at_arrival && !at_steps)) continue;
      const plan::Slot& slot = process.slots[s];
      auto found = std::find_if(names.columns.begin(), names.columns.end(), [&](const LogColumn& column) {
        return column.name == slot.name && column.slot->type == slot.type &&
               column.slot->members == slot.members;
      });
      if (found == names.columns.end()) {
        const bool taken = std::any_of(names.columns.begin(), names.columns.end(),
                                       [&](const LogColumn& column) { return column.name == slot.name; });
        names.columns.push_back({taken ? process.name + "." + slot.name : slot.name, &slot, false, false});
        found = names.columns.end() - 1;
      }
      found->at_arrival = found->at_arrival || at_arrival;
      found->at_steps = found->at_steps || at_steps;
      of[s] = static_cast<Index>(found - names.columns.begin());
    }
  }
}

void name_cases(LogNames& names) {
  std::map<Index, std::size_t> runs_of;
  for (const plan::Run& run : names.plan.runs) ++runs_of[run.process];
  for (std::size_t i = 0; i < names.plan.runs.size(); ++i) {
    const Index process = names.plan.runs[i].process;
    std::string prefix = names.plan.processes[process].name + "-";
    if (runs_of[process] > 1) prefix += std::to_string(i + 1) + "-";
    names.case_prefixes.push_back(std::move(prefix));
  }
}

}  // namespace

LogNames::LogNames(const plan::Plan& of) : plan(of) {
  name_activities(*this);
  name_resources(*this);
  name_columns(*this);
  name_cases(*this);
}

bool LogNames::has_events(const plan::Node& node) {
  return node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate ||
         node.kind == plan::NodeKind::Audit || node.kind == plan::NodeKind::Wait;
}

void LogNames::append_case(std::string& to, const Trace& trace) const {
  to += case_prefixes[trace.run];
  append_whole(to, static_cast<std::int64_t>(trace.ordinal) + 1);
}

void LogNames::append_batch(std::string& to, const LoggedEvent& event) const {
  if (event.batch == 0) return;
  (to += activities[event.activity].name) += '-';
  append_whole(to, event.batch);
}

bool LogNames::has_batches() const {
  for (const plan::Process& process : plan.processes)
    for (const plan::Node& node : process.nodes)
      if (node.batch) return true;
  return false;
}

std::string_view word_of(Transition transition) {
  constexpr std::string_view words[transitions] = {"start",    "suspend",   "resume",
                                                   "complete", "ate_abort", "autoskip"};
  return words[static_cast<std::size_t>(transition)];
}

std::string_view word_of(plan::ExitKind decision, bool of_gate) {
  switch (decision) {
    case plan::ExitKind::Reject: return "rejects";
    case plan::ExitKind::Return: return "returns";
    case plan::ExitKind::Fail: return "fails";
    case plan::ExitKind::Timeout: return "timeout";
    default: return of_gate ? "approves" : "passes";
  }
}

std::vector<Index> columns_drawn(const LogNames& names, Index process, const plan::Node& node) {
  std::vector<std::pair<Index, Index>> open;
  for (const plan::Draw& draw : node.draws) open.emplace_back(process, draw.slot);
  std::set<Index> columns;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [p, s] = open[i];
    if (names.column_of[p][s] != none) columns.insert(names.column_of[p][s]);
    for (Index caller = 0; caller < names.plan.processes.size(); ++caller)
      for (const plan::Node& call : names.plan.processes[caller].nodes) {
        if (call.kind != plan::NodeKind::Call || call.callee != p) continue;
        for (const plan::Argument& argument : call.arguments)
          if (argument.callee == s) open.emplace_back(caller, argument.caller);
      }
  }
  return {columns.begin(), columns.end()};
}

}  // namespace wain::runtime
