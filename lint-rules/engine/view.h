/// One prepared view of a definition that all rules share. Everything in it is computed once, in time
/// and space proportional to the definition.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "analysis/graph.h"
#include "analysis/soundness.h"
#include "analysis/writes.h"
#include "conditions/decisions.h"
#include "estimate/model.h"
#include "ir/definition.h"
#include "rules/engine/lint.h"
#include "rules/engine/people.h"

namespace wain::lint {

/// A node of a process.
struct Place {
  ir::ProcessId process;
  ir::NodeId node;
};

/// What became of an `allow`; known to the rules about allows only.
struct AllowUse {
  bool expired = false;
  std::size_t hidden = 0;  ///< findings
};

struct View {
  View(const ir::Definition& of, const LintOptions& with);

  const ir::Definition& definition;
  const LintOptions& options;
  People people;
  analysis::CallOrder calls;
  analysis::ParameterUpdates parameter_updates;
  /// Of every process in `flows`; of others empty. By process index.
  std::vector<analysis::Reach> reaches;
  /// Processes whose graph can be followed, in order of declaration. Rules look at `processes` alone, but for
  /// those about the flow itself.
  std::vector<ir::ProcessId> flows;
  /// Of these, the sound ones: whose branches are well nested, and those of all that they call.
  std::vector<ir::ProcessId> processes;
  /// By process index, of each in `flows` whose branches are not well nested: what is wrong with them.
  std::vector<std::optional<analysis::Soundness>> soundness;
  /// By outcome index: every reachable end in it.
  std::vector<std::vector<Place>> ends;
  /// By actor index: reachable work and escalations, and audits of reachable work.
  std::vector<std::vector<Place>> acts;
  /// By process index: reachable calls of it.
  std::vector<std::vector<Place>> callers;
  /// By process index: pairs of audit and the audited node, in order; only of reachable work.
  std::vector<std::vector<ir::NodeId>> audits;
  /// The gates of one process after the other, and by process where its own begin; see `gates`.
  std::vector<ir::NodeId> all_gates;
  std::vector<std::uint32_t> first_gate;
  /// An error of the front end stands somewhere: a finding may be missing because of it.
  bool incomplete = false;
  /// One each for definition.allows; filled when the findings have been filtered.
  std::vector<AllowUse> allow_uses;
  /// The static time model; nothing is computed before a rule asks.
  estimate::Models estimates;
  /// Conditions and authority: redundant gates, dead ways. Nothing is computed before a rule asks.
  std::unique_ptr<conditions::Decisions> decisions;

  [[nodiscard]] const ir::Process& operator[](ir::ProcessId id) const { return definition[id]; }
  [[nodiscard]] const ir::Node& operator[](Place place) const {
    return definition[place.process][place.node];
  }
  [[nodiscard]] const ir::Actor& actor_of(const ir::Node& node) const { return definition[node.actor]; }
  [[nodiscard]] bool is_human(const ir::Node& node) const {
    return is_work(node) && actor_of(node).is_human();
  }
  [[nodiscard]] bool is_automated(const ir::Node& node) const {
    return is_work(node) && actor_of(node).is_automated();
  }
  /// A task or gate.
  [[nodiscard]] static bool is_work(const ir::Node& node) {
    return node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
  }
  [[nodiscard]] analysis::Writes writes(ir::ProcessId id) const {
    return {definition, definition[id], parameter_updates};
  }
  /// The number that the user, or else the table of rules, gives.
  [[nodiscard]] double option(RuleOption id) const { return options.settings[id]; }
  /// The reachable gates of a process in `flows`, in order of control.
  [[nodiscard]] llvm::ArrayRef<ir::NodeId> gates(ir::ProcessId id) const {
    return llvm::ArrayRef<ir::NodeId>(all_gates).slice(first_gate[id.index],
                                                       first_gate[id.index + 1] - first_gate[id.index]);
  }
  /// The element stands in a file that was asked about.
  [[nodiscard]] bool in_roots(Span span) const;
  /// The finding stands in such a file, or something in one brings it about: a note points there. An
  /// outcome that nobody owns may be declared in an imported file, and only who imports it ends there.
  [[nodiscard]] bool concerns_roots(const Diagnostic& finding) const;
  /// `Process.Step`; the process alone for a node without a name.
  [[nodiscard]] std::string symbol(Place place) const;
};

/// The edge is reached: its tail is.
inline bool is_live(const analysis::Reach& reach, const ir::Edge& edge) { return reach.has(edge.from); }

}  // namespace wain::lint
