/// Local time to instants, opening hours to blocks of time, cadences to their dates. All lazily, from an
/// instant on, so that a horizon has no end and costs no memory.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Later than anything that happens.
inline constexpr std::int64_t never = INT64_MAX;

/// The instant of a local time given as microseconds since 1970-01-01 00:00 on the local clock. A time that
/// the clock leaves out is the first instant after the gap; one that comes twice is the first of the two.
std::int64_t instant_of(const plan::Zone& zone, std::int64_t local);
/// Microseconds to add to UTC at an instant.
std::int64_t offset_at(const plan::Zone& zone, std::int64_t instant);
/// The local date of an instant, in days since 1970-01-01.
std::int32_t local_day(const plan::Zone& zone, std::int64_t instant);

/// Open at `begin`, no longer at `end`.
struct Block {
  std::int64_t begin = 0, end = 0;
};

/// The open blocks of a calendar in order.
class OpenBlocks {
public:
  /// From the block on that holds `from` or comes next after it. The plan must outlive this.
  OpenBlocks(const plan::Plan& plan, plan::Index calendar, std::int64_t from);

  /// {never, never} if nothing opens for a hundred years. A calendar that is open for weeks on end gives
  /// blocks that touch.
  Block next();

private:
  /// The next opening of the weekly rules, whether or not it touches the last.
  Block raw();
  void lay_out_day();

  const plan::Calendar* calendar_ = nullptr;  // null: always open
  const plan::Zone* zone_ = nullptr;
  std::vector<plan::OpeningHours> rules_;  // by opening
  std::int32_t day_ = 0;
  std::size_t at_ = 0;
  std::vector<Block> of_day_;
  Block ahead_;  // read but not given yet
  std::int64_t from_ = 0;
};

/// The first time that a cadence falls due at or after an instant; `never` if not within a hundred years.
std::int64_t next_due(const plan::Plan& plan, const plan::Cadence& cadence, std::int64_t from);

}  // namespace wain::runtime
