#include "rules/engine/people.h"

#include <algorithm>

namespace wain::lint {

std::uint32_t People::pool(ir::ActorId id) const {
  const ir::Actor& actor = definition_[id];
  switch (actor.kind) {
    case ir::ActorKind::Role:
      return std::max({actor.staff, static_cast<std::uint32_t>(actor.persons.size()), 1U});
    case ir::ActorKind::Person: return 1;
    case ir::ActorKind::Committee: return std::max(actor.quorum, 1U);
    default: return 0;
  }
}

std::vector<ir::ActorId> People::same_people(ir::ActorId id) const {
  std::vector<ir::ActorId> result{id};
  const ir::Actor& actor = definition_[id];
  if (actor.kind == ir::ActorKind::Role)
    result.insert(result.end(), actor.persons.begin(), actor.persons.end());
  const std::size_t persons = result.size();
  for (std::size_t i = 0; i < persons; ++i) {
    const std::vector<ir::ActorId>& roles = definition_[result[i]].plays;
    result.insert(result.end(), roles.begin(), roles.end());
  }
  return result;
}

std::vector<ir::ActorId> People::acting(ir::ActorId id) const {
  const ir::Actor& actor = definition_[id];
  if (actor.kind != ir::ActorKind::Committee) return same_people(id);
  std::vector<ir::ActorId> result{id};
  for (const ir::ActorId member : actor.members) {
    const std::vector<ir::ActorId> same = same_people(member);
    result.insert(result.end(), same.begin(), same.end());
  }
  return result;
}

Actors People::superiors(const std::vector<ir::ActorId>& actors) const {
  Actors above(static_cast<unsigned>(definition_.actors.size()));
  Actors seen(above.size()), looked_at(above.size());
  std::vector<ir::ActorId> work;
  const auto look_at = [&](ir::ActorId actor) {
    if (looked_at.test(actor.index)) return;
    looked_at.set(actor.index);
    for (const ir::ActorId same : same_people(actor)) {
      if (seen.test(same.index)) continue;
      seen.set(same.index);
      work.push_back(same);
    }
  };
  for (const ir::ActorId actor : actors) look_at(actor);
  while (!work.empty()) {
    const ir::ActorId superior = definition_[work.back()].reports_to;
    work.pop_back();
    if (!superior || above.test(superior.index)) continue;
    above.set(superior.index);
    look_at(superior);
  }
  return above;
}

bool People::reports_to_somebody(ir::ActorId actor) const {
  const std::vector<ir::ActorId> acting_people = acting(actor);
  return std::any_of(acting_people.begin(), acting_people.end(),
                     [&](ir::ActorId who) { return definition_[who].reports_to.valid(); });
}

}  // namespace wain::lint
