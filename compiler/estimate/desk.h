/// When somebody takes up a case that comes at an instant: people in their hours, or a committee at its
/// next meeting. With unlimited capacity, as 2.1 has it.
#pragma once

#include <optional>
#include <vector>

#include "estimate/hours.h"
#include "estimate/why.h"

namespace wain::estimate {

/// One of several ways in which work begins.
struct Beginning {
  double at = 0;
  double chance = 1;
  const Hours* hours = nullptr;  ///< in which the work goes on; null: without a break
  double available = 1;          ///< share of them that the work gets: it takes so much longer
};

/// People with the same hours, and the same share of them for this work.
struct Shift {
  const Hours* hours = nullptr;
  double persons = 1;
  double available = 1;
};

struct Sitting {
  double at = 0;
  double held = 1;  ///< the chance that it takes place
};

struct Desk {
  bool human = false, committee = false;
  std::vector<Shift> shifts;      ///< empty: always at hand
  std::vector<Sitting> sittings;  ///< of a committee that meets, in order
  double agenda_closes = 0;       ///< seconds before a meeting
  double heard_before = 0;        ///< mean seconds of other cases' hearing before one's own
  double hearing = 0;             ///< mean seconds of one hearing
  std::vector<double> fullness;   ///< by sitting: its agenda over the mean one; empty: all alike
  double deferred = 0;            ///< meetings that a case waits longer, on average, for a place
  double span = 0;
  bool repeats = false;

  /// Ways in which work begins on a case that entered the queue at `entered` and is at this desk from `from`
  /// on. Empty: never on this line.
  void begin(double entered, double from, std::vector<Beginning>& ways) const;
  /// Of cases that are in time for this sitting, in a round of the line that began at `round`: when they are
  /// heard. What is missing to a chance of 1 never is.
  void hear_from(std::size_t sitting, double round, std::vector<Beginning>& ways) const;
  /// The sitting that begins at this instant.
  [[nodiscard]] std::size_t sitting_at(double at) const;
  /// `heard_before`, of the sitting that begins at this instant.
  [[nodiscard]] double heard_before_at(double at) const;
  /// Whether all cases at one instant begin at one instant.
  [[nodiscard]] bool is_certain() const;

private:
  void begin_at_meeting(double entered, double from, std::vector<Beginning>& ways) const;
};

}  // namespace wain::estimate
