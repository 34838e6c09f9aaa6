/// Values, expressions and calendars as BPSim writes them.
#pragma once

#include <string>
#include <vector>

#include "emit/bpmn/xml.h"
#include "runtime/plan/plan.h"

namespace wain::exports {

/// A number with as few digits as give it back.
std::string bpsim_number(double value);
/// A distribution or constant of times, in seconds, `factor` times what is drawn.
emit::Xml bpsim_time(const plan::Distribution& distribution, double factor = 1);
/// What a slot is drawn from, in whole units: of the currency, seconds, members of an enum by name.
emit::Xml bpsim_value(const plan::Slot& slot, const plan::Distribution& distribution);
/// `FloatingParameter`, `NumericParameter`, `ExpressionParameter` … of a value.
emit::Xml bpsim_parameter(std::string_view tag, std::string_view value);

/// Every expression of a process in XPath 1.0, which reads data with `bpsim:getProperty`. Measures, which no
/// guard reads, are empty.
std::vector<std::string> bpsim_expressions(const plan::Process& process);

/// An iCalendar of the opening hours; the first week is that of `start`.
std::string ical(const plan::Plan& plan, const plan::Calendar& calendar);
/// An iCalendar of the meetings.
std::string ical(const plan::Plan& plan, const plan::Committee& committee);

}  // namespace wain::exports
