/// Tables of figures, and the parts that every section has. Private to report.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "report/report.h"

namespace wain::report {

/// `<section>` with its heading, and a sentence on how to read it; both are markup.
std::string section(std::string_view id, std::string_view heading, std::string_view lead,
                    std::string_view body);

/// A table whose first column heads its rows. Cells are markup. It scrolls in a box of its own.
struct Table {
  std::string caption;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> words;  ///< columns of words, which stand to the left
};
std::string table(const Table& table);
/// The same behind a line that opens it.
std::string folded(std::string_view line, std::string_view body);

/// The name of a scenario with its mark, as it stands in legends and headings.
/// Its colour and dashes: twelve that differ.
std::string scenario_mark(std::size_t scenario);
std::string scenario_name(const Input& input, std::size_t scenario);
/// Its title, if it has one.
std::string scenario_title(const Input& input, std::size_t scenario);
/// The process of a run, where there are several; else nothing.
std::string run_name(const Input& input, std::size_t run);
/// The most runs that a scenario has.
std::size_t runs_of(const Input& input);
/// The figures of a run of a scenario; null if it has none.
const simulation::RunFigures* run_of(const Input& input, std::size_t scenario, std::size_t run);
/// The longest of the mean cycle times of all runs, in hours.
double longest_cycle(const Input& input);
/// The comparison of a scenario with the first; null if there is none.
const simulation::Comparison* comparison_of(const Input& input, std::size_t scenario, std::size_t run);

/// `15 008`, with spaces that do not break.
std::string count_words(double count);
/// That of all intervals, for a message.
DiagArg confidence_of(const Input& input);
/// `2.9 d` and, smaller, the interval that it may lie in.
std::string quantile_cell(const simulation::QuantileInterval& quantile);
/// A figure, with its half interval smaller; markup.
std::string figure_cell(std::string_view figure);
/// The step as its title and, where they differ, its name; markup.
std::string step_name(const Input& input, std::size_t scenario, const simulation::StepFigures& step);
/// The names of all pools, the busiest first, but for those whose load is nowhere as great as that.
std::vector<std::string> pools_by_load(const Input& input, double least = 0);
/// The title of a step by its name, or its name.
std::string step_title(const plan::Plan& plan, std::string_view name);
/// The title of a pool or committee by its name; as it is, and as markup.
std::string actor_title(const plan::Plan& plan, std::string_view name);
std::string actor_name(const plan::Plan& plan, std::string_view name);
/// The title of an outcome by its name.
std::string outcome_name(const plan::Plan& plan, std::string_view name);

}  // namespace wain::report
