/// Whose calendar holds when somebody works.
#pragma once

#include "estimate/settings.h"
#include "ir/definition.h"

namespace wain::lint {

/// The calendar of a role or person under a scenario: a person's own, else that of a role that the person
/// plays; of a role without one, that of its persons if it has no others and each has one (then the first
/// one's). Invalid: somebody works around the clock.
ir::CalendarId working_hours(const estimate::Settings& settings, ir::ActorId actor);

/// Mean open hours of a day on which the calendar opens, holidays left out; 0 if it never does.
double hours_a_day(const ir::Calendar& calendar);

}  // namespace wain::lint
