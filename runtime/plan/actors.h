/// Who works: queues, people, machines, committees.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/plan/calendars.h"
#include "runtime/plan/element.h"

namespace wain::plan {

/// A queue of work and who serves it: a role, a person named as an actor, or a machine.
struct Pool : Named {
  enum class Kind : std::uint8_t { Role, Person, Machine };
  Kind kind = Kind::Role;
  std::uint32_t capacity = 1;      ///< of a machine: how many at once, always
  std::int64_t cost_per_hour = 0;  ///< of people without a rate of their own; of a machine while it works
  std::int64_t cost_per_case = 0;  ///< for each visit
};

/// One person, or `count` anonymous ones who are alike. A person who plays several roles serves several
/// pools.
struct People : Named {
  std::uint32_t count = 1;
  std::vector<Index> pools;  ///< roles, and the pool of the person itself
  Index calendar = none;     ///< none: always there
  double available = 1;      ///< the share of its hours that this work gets
  std::optional<std::int64_t> cost_per_hour;
};

/// Hears cases at its meetings. A seat is filled by one of the people who serve its pool.
struct Committee : Named {
  std::vector<Index> seats;  ///< pools
  std::uint32_t quorum = 1;
  std::optional<double> quorum_met;  ///< drawn for each meeting, instead of counting who is there
  Cadence cadence;
  std::int64_t length = 0;
  std::int64_t agenda_closes = 0;      ///< before the start
  std::optional<std::uint32_t> hears;  ///< absent: no limit but the length
  std::int64_t cost_per_case = 0;
};

}  // namespace wain::plan
