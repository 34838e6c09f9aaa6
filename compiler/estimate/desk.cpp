#include "estimate/desk.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {
namespace {

/// Instants closer than this are one.
constexpr double same_instant = 1e-3;
/// What is left of a case that no meeting has heard is put to the last one looked at.
constexpr double negligible = 1e-9;
constexpr std::size_t most_meetings = 4096;

}  // namespace

void Desk::begin(double entered, double from, std::vector<Beginning>& ways) const {
  if (!sittings.empty()) return begin_at_meeting(entered, from, ways);
  if (committee && shifts.empty()) return;
  if (shifts.empty()) {
    ways.push_back({from, 1, nullptr});
    return;
  }
  std::optional<double> first;
  double persons = 0;
  for (const Shift& shift : shifts) {
    const std::optional<double> open = shift.hours->open(from);
    if (!open || (first && *open > *first + same_instant)) continue;
    if (!first || *open < *first - same_instant) persons = 0;
    first = open;
    persons += shift.persons;
  }
  if (!first) return;
  for (const Shift& shift : shifts) {
    const std::optional<double> open = shift.hours->open(from);
    if (open && *open <= *first + same_instant)
      ways.push_back({*open, shift.persons / persons, shift.hours, shift.available});
  }
}

void Desk::begin_at_meeting(double entered, double from, std::vector<Beginning>& ways) const {
  const double earliest = std::max(from, entered + agenda_closes) - same_instant;
  const double round = repeats ? std::floor(earliest / span) * span : 0;
  auto at = static_cast<std::size_t>(
      std::lower_bound(sittings.begin(), sittings.end(), earliest - round,
                       [](const Sitting& sitting, double t) { return sitting.at < t; }) -
      sittings.begin());
  hear_from(at, round, ways);
}

void Desk::hear_from(std::size_t at, double round, std::vector<Beginning>& ways) const {
  // A place may have to be waited for: so many meetings for some, one more for the others.
  const double whole = std::floor(deferred), part = deferred - whole;
  double left = 1;
  std::size_t turns = 0;
  auto skip = static_cast<std::size_t>(std::min(whole, 1e6));
  double later = 0;  // of those already in turn, who wait one meeting more
  for (std::size_t looked = 0; looked < most_meetings + skip && left + later > negligible; ++at, ++looked) {
    if (at >= sittings.size()) {
      if (!repeats || ++turns > 1'000) return;
      at = 0;
    }
    const Sitting& sitting = sittings[at];
    if (sitting.held <= 0) continue;
    if (skip > 0) {
      --skip;
      continue;
    }
    const double come = left * sitting.held;
    const double heard = come * (1 - part) + later * sitting.held;
    later = later * (1 - sitting.held) + come * part;
    left -= come;
    if (heard > 0) ways.push_back({round + static_cast<double>(turns) * span + sitting.at, heard, nullptr});
  }
}

std::size_t Desk::sitting_at(double at) const {
  const double t = repeats ? at - std::floor(at / span) * span : at;
  const auto found = std::lower_bound(sittings.begin(), sittings.end(), t - same_instant,
                                      [](const Sitting& sitting, double when) { return sitting.at < when; });
  return found == sittings.end() ? 0 : static_cast<std::size_t>(found - sittings.begin());
}

double Desk::heard_before_at(double at) const {
  if (fullness.empty()) return heard_before;
  // Of n cases a mean one waits for (n - 1) / 2.
  return std::max(0.0, (heard_before + hearing / 2) * fullness[sitting_at(at)] - hearing / 2);
}

bool Desk::is_certain() const {
  if (!sittings.empty()) {
    const bool chance = std::any_of(sittings.begin(), sittings.end(), [](const Sitting& sitting) {
      return sitting.held > 0 && sitting.held < 1;
    });
    return !chance && deferred <= 0 && heard_before <= 0;
  }
  return shifts.size() <= 1;
}

}  // namespace wain::estimate
