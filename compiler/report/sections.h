/// The sections of the page, each as markup. Private to report.
#pragma once

#include <string>

#include "report/report.h"

namespace wain::report {

/// summary.cpp: the sentence, what to heed, and the scenarios beside each other.
std::string summary_section(const Input& input);
/// maps.cpp: the processes, with the time spent as colour.
std::string map_section(const Input& input);
/// causes.cpp: where the time goes, by step and cause.
std::string cause_section(const Input& input);
/// cycle_times.cpp: how cycle times are distributed.
std::string cycle_time_section(const Input& input);
/// outcomes.cpp: how cases end.
std::string outcome_section(const Input& input);
/// people.cpp: how busy everyone is, meetings, and loads by hour of the week.
std::string people_section(const Input& input);
/// week_grid.cpp: loads by hour of the week; nothing if they were not kept.
std::string week_part(const Input& input);
/// step_tables.cpp: every figure of every step.
std::string step_section(const Input& input);
/// notes.cpp: what the figures rest on.
std::string notes_section(const Input& input);

/// The patterns of the nine causes, once a page, for `fill="url(#cause-0)"`.
std::string cause_patterns();
/// What the patterns and colours mean, but for causes that nowhere have a part.
std::string cause_legend(const Input& input);

}  // namespace wain::report
