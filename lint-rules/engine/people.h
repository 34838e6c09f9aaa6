/// Who is who: pools, who stands for whom, who reports to whom.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "ir/definition.h"

namespace wain::lint {

/// A set of actors, by index.
using Actors = llvm::BitVector;

class People {
public:
  explicit People(const ir::Definition& definition) : definition_(definition) {}

  /// How many persons may do what is given to this actor: a role's pool, a person's one, a committee's
  /// quorum. 0 for a machine.
  [[nodiscard]] std::uint32_t pool(ir::ActorId actor) const;
  /// The actor; of a person its roles; of a role its persons and what else they play. "A person stands
  /// for every role played and a role for every person who plays it."
  [[nodiscard]] std::vector<ir::ActorId> same_people(ir::ActorId actor) const;
  /// Those who sit in a committee or stand for one who does; else `same_people`. The actor is first.
  [[nodiscard]] std::vector<ir::ActorId> acting(ir::ActorId actor) const;
  /// Everyone to whom somebody of `actors` reports, in one step or many. Not the actors themselves,
  /// unless somebody reports to them.
  [[nodiscard]] Actors superiors(const std::vector<ir::ActorId>& actors) const;
  /// Whether `actor`, or somebody who stands for it, says whom they report to.
  [[nodiscard]] bool reports_to_somebody(ir::ActorId actor) const;

private:
  const ir::Definition& definition_;
};

}  // namespace wain::lint
