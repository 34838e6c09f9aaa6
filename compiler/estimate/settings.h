/// A definition as one scenario sees it: every number-like property with its `with …` in place.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ir/definition.h"

namespace wain::estimate {

/// How closely the times of cases are followed. Coarse, for whoever is waiting at an editor: the dates on
/// which calendars are closed are left out, so that one week tells as much as the whole horizon where all
/// else comes round weekly, and the cells of that week are long where little happens (docs/estimate.md).
enum class Grain : std::uint8_t { Fine, Coarse };

class Settings {
public:
  /// `scenario` invalid: the definition as it stands.
  Settings(const ir::Definition& definition, ir::ScenarioId scenario, Grain grain = Grain::Fine);

  [[nodiscard]] Grain grain() const { return grain_; }

  [[nodiscard]] const ir::Definition& definition() const { return definition_; }
  [[nodiscard]] ir::ScenarioId scenario_id() const { return scenario_; }
  /// Null: no scenario.
  [[nodiscard]] const ir::Scenario* scenario() const { return scenario_ ? &definition_[scenario_] : nullptr; }

  /// Null: none.
  [[nodiscard]] const ir::Distribution* takes(ir::ProcessId process, ir::NodeId node) const;
  /// The replaced share of the node's one exit of this kind.
  [[nodiscard]] std::optional<double> exit_share(ir::ProcessId process, ir::NodeId node,
                                                 ir::EdgeKind kind) const;
  [[nodiscard]] std::optional<double> branch_share(ir::ProcessId process, ir::BranchId branch) const;
  /// Of an audit; 1 if nothing is said.
  [[nodiscard]] double samples(ir::ProcessId process, ir::NodeId audit) const;
  [[nodiscard]] std::optional<ir::Money> cost_per_visit(ir::ProcessId process, ir::NodeId node) const;

  [[nodiscard]] std::uint32_t staff(ir::ActorId role) const;
  [[nodiscard]] std::uint32_t capacity(ir::ActorId machine) const;
  [[nodiscard]] double available(ir::ActorId actor) const;
  [[nodiscard]] ir::CalendarId hours(ir::ActorId actor) const;
  [[nodiscard]] std::optional<ir::Meeting> meets(ir::ActorId committee) const;
  [[nodiscard]] std::optional<std::uint32_t> hears(ir::ActorId committee) const;
  [[nodiscard]] std::uint32_t quorum(ir::ActorId committee) const;
  [[nodiscard]] std::optional<double> quorum_met(ir::ActorId committee) const;
  [[nodiscard]] std::optional<ir::Money> cost_per_hour(ir::ActorId actor) const;
  [[nodiscard]] std::optional<ir::Money> cost_per_case(ir::ActorId actor) const;

private:
  using Property = ir::Override::Property;
  [[nodiscard]] const ir::Override* of_node(Property property, ir::ProcessId process, ir::NodeId node) const;
  [[nodiscard]] const ir::Override* of_actor(Property property, ir::ActorId actor) const;
  [[nodiscard]] const ir::Override* find(const ir::Override& key) const;

  const ir::Definition& definition_;
  ir::ScenarioId scenario_;
  Grain grain_;
  std::vector<const ir::Override*> sorted_;
};

}  // namespace wain::estimate
