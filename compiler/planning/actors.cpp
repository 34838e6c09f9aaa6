// Pools of work, who serves them, committees.
#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "estimate/desks.h"
#include "planning/work.h"

namespace wain::planning {
namespace {

/// Actors whose queues cases come to, seats of committees among them.
std::vector<bool> used_actors(const Work& work) {
  const ir::Definition& definition = work.definition;
  std::vector<bool> used(definition.actors.size(), false);
  const auto add = [&](ir::ActorId actor) {
    if (!actor) return;
    used[actor.index] = true;
    if (definition[actor].kind != ir::ActorKind::Committee) return;
    for (const ir::ActorId member : definition[actor].members) used[member.index] = true;
  };
  for (const PlannedProcess& planned : work.processes) {
    for (const ir::NodeId id : planned.nodes) {
      const ir::Node& node = definition[planned.id][id];
      add(node.actor);
      for (const ir::Escalation& escalation : node.escalations) add(escalation.to);
    }
  }
  return used;
}

plan::Pool::Kind kind_of(ir::ActorKind kind) {
  switch (kind) {
    case ir::ActorKind::Role: return plan::Pool::Kind::Role;
    case ir::ActorKind::Person: return plan::Pool::Kind::Person;
    default: return plan::Pool::Kind::Machine;
  }
}

std::int64_t rate(Work& work, const std::optional<ir::Money>& money, ir::ActorId actor) {
  return money ? work.money(*money, work.definition[actor].name_span) : 0;
}

void add_pool(Work& work, ir::ActorId id) {
  const ir::Actor& actor = work.definition[id];
  plan::Pool out;
  work.name(out, actor, work.ids[id]);
  out.kind = kind_of(actor.kind);
  if (actor.is_automated()) out.capacity = work.settings.capacity(id);
  out.cost_per_hour = rate(work, work.settings.cost_per_hour(id), id);
  out.cost_per_case = rate(work, work.settings.cost_per_case(id), id);
  work.pool_of[id.index] = static_cast<plan::Index>(work.plan.pools.size());
  work.plan.pools.push_back(std::move(out));
}

void add_person(Work& work, ir::ActorId id) {
  const ir::Actor& actor = work.definition[id];
  plan::People out;
  for (const ir::ActorId role : actor.plays)
    if (work.pool_of[role.index] != plan::none) out.pools.push_back(work.pool_of[role.index]);
  if (work.pool_of[id.index] != plan::none) out.pools.push_back(work.pool_of[id.index]);
  if (out.pools.empty()) return;
  work.name(out, actor, work.ids[id]);
  out.calendar = calendar_index(work, estimate::hours_of(work.settings, id));
  out.available = estimate::available_of(work.settings, id);
  if (const auto cost = work.settings.cost_per_hour(id)) out.cost_per_hour = rate(work, cost, id);
  work.plan.people.push_back(std::move(out));
}

void add_anonymous(Work& work, ir::ActorId id) {
  if (work.pool_of[id.index] == plan::none) return;
  const std::uint32_t count = estimate::staff_of(work.settings, id).anonymous;
  if (count == 0) return;
  plan::People out;
  work.name(out, work.definition[id], work.ids[id]);
  out.count = count;
  out.pools = {work.pool_of[id.index]};
  out.calendar = calendar_index(work, work.settings.hours(id));
  out.available = work.settings.available(id);
  work.plan.people.push_back(std::move(out));
}

/// The first node that a committee is to decide, for a message.
std::string_view decided_by(const Work& work, ir::ActorId committee) {
  for (const PlannedProcess& planned : work.processes)
    for (const ir::NodeId id : planned.nodes) {
      const ir::Node& node = work.definition[planned.id][id];
      const bool escalated =
          std::any_of(node.escalations.begin(), node.escalations.end(),
                      [&](const ir::Escalation& escalation) { return escalation.to == committee; });
      if (node.actor == committee || escalated) return node.name;
    }
  return {};
}

void add_committee(Work& work, ir::ActorId id) {
  const ir::Actor& actor = work.definition[id];
  const std::optional<ir::Meeting> meets = work.settings.meets(id);
  if (!meets) {
    work.diagnostics.report(sim::NeverMeets, actor.name_span,
                            {arg("committee", actor.name), arg("step", decided_by(work, id))});
    return;
  }
  plan::Committee out;
  work.name(out, actor, work.ids[id]);
  for (const ir::ActorId member : actor.members) out.seats.push_back(work.pool_of[member.index]);
  out.quorum = work.settings.quorum(id);
  out.quorum_met = work.settings.quorum_met(id);
  const ir::CalendarId clock = estimate::clock_of(work.settings, id);
  const std::string_view zone = clock ? work.definition[clock].timezone : "UTC";
  out.cadence = lower_cadence(work, meets->cadence, zone, actor.name_span);
  out.length = meets->length.microseconds;
  out.agenda_closes = actor.agenda_closes ? actor.agenda_closes->microseconds : 0;
  out.hears = work.settings.hears(id);
  out.cost_per_case = rate(work, work.settings.cost_per_case(id), id);
  work.committee_of[id.index] = static_cast<plan::Index>(work.plan.committees.size());
  work.plan.committees.push_back(std::move(out));
}

}  // namespace

void lower_actors(Work& work) {
  const std::vector<bool> used = used_actors(work);
  const auto& actors = work.definition.actors;
  for (std::uint32_t i = 0; i < actors.size(); ++i)
    if (used[i] && actors[i].kind != ir::ActorKind::Committee) add_pool(work, {i});
  for (std::uint32_t i = 0; i < actors.size(); ++i) {
    if (actors[i].kind == ir::ActorKind::Person) add_person(work, {i});
    if (actors[i].kind == ir::ActorKind::Role) add_anonymous(work, {i});
  }
  for (std::uint32_t i = 0; i < actors.size(); ++i)
    if (used[i] && actors[i].kind == ir::ActorKind::Committee) add_committee(work, {i});
}

}  // namespace wain::planning
