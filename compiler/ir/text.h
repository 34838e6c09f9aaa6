/// The parts of a definition as they are written in Wain. Types, paths and expressions: definition.h.
#pragma once

#include <cstdint>
#include <string>

#include "ir/definition.h"

namespace wain::ir {

/// A number with an underscore between groups of three digits: `10_500`.
std::string grouped(std::uint64_t number);
/// `lognormal(mean 12min, sd 5min)`, `40s`.
std::string str(const Distribution& distribution);
/// `every Mon, Thu 14:00`, `1st, 3rd Mon of month 10:00`.
std::string str(const Cadence& cadence);
/// `Mon..Thu 09:00-12:30, 13:00-17:30`.
std::string str(const OpeningHours& hours);
/// `40 per day during OfficeHours`.
std::string str(const Definition& definition, const Arrivals& arrivals);
/// `p90(Rebuilt.Check.waiting_time)`.
std::string str(const Definition& definition, const StatisticRef& reference);
/// `p90(cycle_time) <= 50% of mean(Today.cycle_time)`.
std::string str(const Definition& definition, const StatisticComparison& claim);
/// The name of an element, or `?` for an invalid id.
template <class Id>
std::string_view name_of(const Definition& definition, Id id) {
  return id && !definition[id].name.empty() ? definition[id].name : "?";
}
/// `Clerk, Lead`: the names of elements, in order.
template <class Ids>
std::string names_of(const Definition& definition, const Ids& ids, std::string_view separator = ", ") {
  std::string out;
  for (const auto id : ids) {
    if (!out.empty()) out += separator;
    out += name_of(definition, id);
  }
  return out;
}

}  // namespace wain::ir
