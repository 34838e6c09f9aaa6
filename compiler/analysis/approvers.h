/// Who can fill a place in person: the named persons behind an actor, and the nameless of its pools.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "ir/definition.h"

namespace wain::analysis {

/// The part of a role's pool that has no names: `staff` less the declared persons.
struct Nameless {
  ir::ActorId role;
  std::uint32_t count = 0;
};

/// Everyone who may come to act for an actor, each once, by index. Empty for a machine.
struct Candidates {
  std::vector<ir::ActorId> persons;
  std::vector<Nameless> nameless;
};
/// A role's pool, a person, or everyone who may fill a seat of a committee.
Candidates candidates(const ir::Definition& definition, ir::ActorId actor);

/// The most different people who can stand behind these gates, one an actor, a committee with its
/// quorum (a role among its members is one seat). Two gates of one person count once. A machine counts
/// as nobody. A maximum flow from the gates over their seats to the people.
std::uint32_t distinct_approvers(const ir::Definition& definition, llvm::ArrayRef<ir::ActorId> gates);

}  // namespace wain::analysis
