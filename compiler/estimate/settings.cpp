#include "estimate/settings.h"

#include <algorithm>
#include <tuple>

namespace wain::estimate {
namespace {

auto key_of(const ir::Override& o) { return std::tuple(o.property, o.actor, o.process, o.node, o.branch); }

bool before(const ir::Override* a, const ir::Override* b) { return key_of(*a) < key_of(*b); }

std::optional<double> ratio_of(const ir::Override* replaced) {
  if (replaced == nullptr) return std::nullopt;
  const auto* ratio = std::get_if<ir::Ratio>(&replaced->value);
  return ratio == nullptr ? std::nullopt : std::optional(ratio->value.to_double());
}

std::optional<std::uint32_t> count_of(const ir::Override* replaced) {
  if (replaced == nullptr) return std::nullopt;
  const auto* count = std::get_if<ir::Decimal>(&replaced->value);
  return count == nullptr ? std::nullopt : std::optional(static_cast<std::uint32_t>(count->mantissa));
}

std::optional<ir::Money> money_of(const ir::Override* replaced) {
  if (replaced == nullptr) return std::nullopt;
  const auto* money = std::get_if<ir::Money>(&replaced->value);
  return money == nullptr ? std::nullopt : std::optional(*money);
}

}  // namespace

Settings::Settings(const ir::Definition& definition, ir::ScenarioId scenario, Grain grain)
    : definition_(definition), scenario_(scenario), grain_(grain) {
  if (!scenario) return;
  for (const ir::Override& replaced : definition[scenario].overrides) sorted_.push_back(&replaced);
  std::sort(sorted_.begin(), sorted_.end(), before);
}

const ir::Override* Settings::find(const ir::Override& key) const {
  if (sorted_.empty()) return nullptr;
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), &key, before);
  return at != sorted_.end() && key_of(**at) == key_of(key) ? *at : nullptr;
}

const ir::Override* Settings::of_node(Property property, ir::ProcessId process, ir::NodeId node) const {
  if (sorted_.empty()) return nullptr;
  ir::Override key;
  key.property = property;
  key.process = process;
  key.node = node;
  return find(key);
}

const ir::Override* Settings::of_actor(Property property, ir::ActorId actor) const {
  if (sorted_.empty()) return nullptr;
  ir::Override key;
  key.property = property;
  key.actor = actor;
  return find(key);
}

const ir::Distribution* Settings::takes(ir::ProcessId process, ir::NodeId node) const {
  if (const ir::Override* replaced = of_node(Property::Takes, process, node); replaced && replaced->takes)
    return &*replaced->takes;
  const ir::Node& declared = definition_[process][node];
  return declared.takes ? &*declared.takes : nullptr;
}

std::optional<double> Settings::exit_share(ir::ProcessId process, ir::NodeId node, ir::EdgeKind kind) const {
  switch (kind) {
    case ir::EdgeKind::Reject: return ratio_of(of_node(Property::Rejects, process, node));
    case ir::EdgeKind::Return: return ratio_of(of_node(Property::Returns, process, node));
    case ir::EdgeKind::Fail: return ratio_of(of_node(Property::Fails, process, node));
    default: return std::nullopt;
  }
}

std::optional<double> Settings::branch_share(ir::ProcessId process, ir::BranchId branch) const {
  if (sorted_.empty()) return std::nullopt;
  ir::Override key;
  key.property = Property::BranchShare;
  key.process = process;
  key.branch = branch;
  return ratio_of(find(key));
}

double Settings::samples(ir::ProcessId process, ir::NodeId audit) const {
  if (const auto replaced = ratio_of(of_node(Property::Samples, process, audit))) return *replaced;
  const auto& declared = definition_[process][audit].samples;
  return declared ? declared->value.to_double() : 1.0;
}

std::optional<ir::Money> Settings::cost_per_visit(ir::ProcessId process, ir::NodeId node) const {
  if (const auto replaced = money_of(of_node(Property::CostPerCase, process, node))) return replaced;
  return definition_[process][node].cost_per_case;
}

std::uint32_t Settings::staff(ir::ActorId role) const {
  const ir::Actor& actor = definition_[role];
  if (actor.kind != ir::ActorKind::Role) return 1;
  return count_of(of_actor(Property::Staff, role)).value_or(actor.staff);
}

std::uint32_t Settings::capacity(ir::ActorId machine) const {
  return count_of(of_actor(Property::Capacity, machine)).value_or(definition_[machine].capacity.value_or(1));
}

double Settings::available(ir::ActorId actor) const {
  if (const auto replaced = ratio_of(of_actor(Property::Available, actor))) return *replaced;
  const auto& declared = definition_[actor].available;
  return declared ? declared->to_double() : 1.0;
}

ir::CalendarId Settings::hours(ir::ActorId actor) const {
  const ir::Override* replaced = of_actor(Property::Hours, actor);
  return replaced != nullptr ? replaced->hours : definition_[actor].hours;
}

std::optional<ir::Meeting> Settings::meets(ir::ActorId committee) const {
  if (const ir::Override* replaced = of_actor(Property::Meets, committee); replaced && replaced->meets)
    return replaced->meets;
  return definition_[committee].meets;
}

std::optional<std::uint32_t> Settings::hears(ir::ActorId committee) const {
  const auto replaced = count_of(of_actor(Property::Hears, committee));
  return replaced ? replaced : definition_[committee].hears;
}

std::uint32_t Settings::quorum(ir::ActorId committee) const {
  return count_of(of_actor(Property::Quorum, committee)).value_or(definition_[committee].quorum);
}

std::optional<double> Settings::quorum_met(ir::ActorId committee) const {
  const ir::Override* replaced = of_actor(Property::Quorum, committee);
  const auto& met = replaced != nullptr ? replaced->quorum_met : definition_[committee].quorum_met;
  return met ? std::optional(met->to_double()) : std::nullopt;
}

std::optional<ir::Money> Settings::cost_per_hour(ir::ActorId actor) const {
  const auto replaced = money_of(of_actor(Property::CostPerHour, actor));
  return replaced ? replaced : definition_[actor].cost_per_hour;
}

std::optional<ir::Money> Settings::cost_per_case(ir::ActorId actor) const {
  const auto replaced = money_of(of_actor(Property::CostPerCase, actor));
  return replaced ? replaced : definition_[actor].cost_per_case;
}

}  // namespace wain::estimate
