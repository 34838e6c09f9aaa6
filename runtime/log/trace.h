/// A case as a log has it: what happened to it, in order of time.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Of a piece of work. A wait and a step that nobody began in time have one event alone.
enum class Transition : std::uint8_t { Start, Suspend, Resume, Complete, Abort, Skip };
inline constexpr std::size_t transitions = 6;

struct LoggedEvent {
  std::int64_t time = 0, enabled = 0;
  double cost = 0;                    ///< in 1/10,000 of the currency; at the end of work
  plan::Index activity = plan::none;  ///< into LogNames::activities
  plan::Index resource = plan::none;  ///< into LogNames::resources
  plan::Index role = plan::none;      ///< into LogNames::roles
  std::uint32_t work = 0;             ///< told by the engine
  std::uint32_t instance = 0;         ///< numbers the pieces of work of the case from 1
  std::uint32_t visit = 0;
  std::uint32_t batch = 0;                  ///< numbers the batches of the replication from 1; 0: in none
  plan::Index first_value = 0, values = 0;  ///< of Trace::values: drawn here
  Transition transition = Transition::Complete;
  bool has_decision = false;
  plan::ExitKind decision = plan::ExitKind::Next;
};

struct LoggedValue {
  plan::Index column = plan::none;  ///< into LogNames::columns
  std::int64_t value = 0;
};

struct Trace {
  plan::Index run = plan::none, outcome = plan::none;
  std::uint32_t ordinal = 0;
  std::int64_t arrival = 0, end = 0;
  bool ended = false, measured = false;
  double cost = 0;  ///< in 1/10,000 of the currency
  std::uint32_t instances = 0;
  plan::Index first_values = 0;  ///< so many of `values` were drawn at arrival
  std::vector<LoggedEvent> events;
  std::vector<LoggedValue> values;
};

}  // namespace wain::runtime
