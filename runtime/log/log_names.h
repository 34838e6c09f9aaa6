/// What a log calls things: worked out once from the plan.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/log/trace.h"

namespace wain::runtime {

struct LogActivity {
  std::string name;  ///< the step's, with its process where other processes have a step of the name
  plan::Index process = plan::none;
  bool is_gate = false;
};

struct LogResource {
  enum class Kind : std::uint8_t { Person, Machine, Committee };
  Kind kind = Kind::Person;
  std::string name;
};

/// A datum of cases, by its name.
struct LogColumn {
  std::string name;
  const plan::Slot* slot = nullptr;
  bool at_arrival = false, at_steps = false;  ///< where it may be drawn
};

struct LogNames {
  explicit LogNames(const plan::Plan& of);

  const plan::Plan& plan;
  std::vector<LogActivity> activities;        ///< all nodes of the plan, process by process
  std::vector<plan::Index> first_activity;    ///< by process
  std::vector<LogResource> resources;         ///< persons, machines, committees
  std::vector<plan::Index> first_person;      ///< resource, by people of the plan
  std::vector<plan::Index> resource_of_pool;  ///< of machines
  std::vector<plan::Index> resource_of_committee;
  std::vector<std::string> roles;  ///< pools, then committees
  std::vector<LogColumn> columns;
  std::vector<std::vector<plan::Index>> column_of;  ///< by process and slot
  std::vector<std::string> case_prefixes;           ///< by run: `HandleClaim-`

  /// Whether visits of the node are in a log.
  static bool has_events(const plan::Node& node);
  [[nodiscard]] const std::string& process_of(const Trace& trace) const {
    return plan.processes[plan.runs[trace.run].process].name;
  }
  /// `HandleClaim-17`: numbered from 1 in order of arrival.
  void append_case(std::string& to, const Trace& trace) const;
  /// `Register-3`: the third batch of all; nothing of an event that is in none.
  void append_batch(std::string& to, const LoggedEvent& event) const;
  /// Whether anything in the plan is done in batches.
  [[nodiscard]] bool has_batches() const;
};

/// What a visit of the node may draw, wherever it is kept.
std::vector<plan::Index> columns_drawn(const LogNames& names, plan::Index process, const plan::Node& node);
/// The words of the standard lifecycle of XES.
std::string_view word_of(Transition transition);
/// How a gate or a check was left: `approves`, `rejects`, ….
std::string_view word_of(plan::ExitKind decision, bool of_gate);

}  // namespace wain::runtime
