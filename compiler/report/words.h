/// Figures of a simulation in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulation/compare.h"
#include "simulation/report.h"

namespace wain::report {

/// `3.56 d ± 0.03`, rounded together (rounded.h); `at_least`: some cases did not end.
std::string time_words(const simulation::Interval& hours, bool at_least = false);
/// `-12 s ± 4`.
std::string change_words(const simulation::Interval& hours);
/// That of a comparison's cycle time: `-12 s ± 4`; `≥+162 d ± 5` where cases did not end, `-` where they
/// would tell.
std::string comparison_change_words(const simulation::Comparison& comparison);
/// `3.4 % ± 0.2`.
std::string share_words(const simulation::Interval& share);
/// How far a share moved: `+0.8 ± 0.3`, in points.
std::string points_words(const simulation::Interval& change);
/// So many significant digits, never an exponent: `0.00012`, `2.5`, `1_040`.
std::string digits_words(double value, int digits);
/// `1 case`, `12_345 cases`.
std::string cases_words(double count);
std::string visits_words(double count);
std::string replications_words(double count);
std::string number_words(const simulation::Interval& number);
std::string money_words(const simulation::Interval& amount, std::string_view currency);
/// The same with a sign: `+0.1 EUR ± 0.4`.
std::string money_change_words(const simulation::Interval& amount, std::string_view currency);
/// `3.5 d`, `never` of a quantile that so many cases did not reach.
std::string quantile_words(const simulation::QuantileInterval& quantile);
/// `95 %`, `97.5 %`.
std::string confidence_words(double confidence);
/// What a reader must know of a scenario before believing a figure, a sentence each; that it starts
/// empty is left to those who show all of a scenario's figures.
std::vector<std::string> caution_words(const simulation::ScenarioFigures& scenario);
/// `waiting in the queue of Clerk`; `by` empty: in general.
std::string cause_words(runtime::Cause cause, std::string_view by);

/// `Handle takes 3.56 d ± 0.03 in the scenario Today`; or that no case tells.
std::string headline(const simulation::RunFigures& run, std::string_view process, std::string_view scenario);
/// How a sentence of a comparison calls a scenario: `Today`, and of several runs `Today.Handle`.
std::string compared_name(const simulation::ScenarioFigures& scenario, std::size_t run);
/// What changed between the two scenarios of a comparison, and why, in one sentence.
std::string comparison_sentence(const simulation::Comparison& comparison, std::string_view first,
                                std::string_view second);

}  // namespace wain::report
