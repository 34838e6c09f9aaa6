// How busy everyone is, and what meetings hear.
#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"

namespace wain::report {
namespace {

std::string kind_of(plan::Pool::Kind kind) {
  return text(kind == plan::Pool::Kind::Machine  ? sim::ReportMachine
              : kind == plan::Pool::Kind::Person ? sim::ReportPerson
                                                 : sim::ReportRole);
}

std::string pool_table(const Input& input) {
  Table out;
  out.caption = text(sim::ReportPoolTable);
  out.head = {text(sim::ReportWho), text(sim::ReportScenario), text(sim::ReportLoad), text(sim::ReportQueue),
              text(sim::ReportQueueMost)};
  for (const std::string& name : pools_by_load(input))
    for (std::size_t s = 0; s < input.figures.size(); ++s)
      for (const simulation::PoolFigures& pool : input.figures[s].pools)
        if (pool.name == name)
          out.rows.push_back({actor_name(*input.scenarios[s].plan, pool.name) +
                                  element("span", kind_of(pool.kind), "class=\"of\""),
                              scenario_name(input, s), figure_cell(share_words(pool.load)),
                              figure_cell(number_words(pool.queue)), count_words(pool.most)});
  out.words = {1};
  return out.rows.empty() ? std::string() : table(out);
}

std::string meeting_table(const Input& input) {
  Table out;
  out.caption = text(sim::ReportMeetingTable);
  out.head = {text(sim::ReportCommittee), text(sim::ReportScenario), text(sim::SimulateHeld),
              text(sim::SimulateHeard),   text(sim::SimulateEmpty),  text(sim::SimulateNoQuorum),
              text(sim::ReportLoad),      text(sim::ReportQueue),    text(sim::ReportQueueMost)};
  const auto cell = [](double number) { return figure_cell(digits_words(number, 3)); };
  for (std::size_t s = 0; s < input.figures.size(); ++s)
    for (const simulation::CommitteeFigures& one : input.figures[s].committees)
      out.rows.push_back({actor_name(*input.scenarios[s].plan, one.name), scenario_name(input, s),
                          cell(one.held), cell(one.heard), cell(one.empty), cell(one.without_quorum),
                          figure_cell(share_words(one.load)), figure_cell(number_words(one.queue)),
                          count_words(one.most)});
  out.words = {1};
  return out.rows.empty() ? std::string() : table(out);
}

}  // namespace

std::string people_section(const Input& input) {
  return section("people", text(sim::ReportPeople), text(sim::ReportPeopleLead),
                 pool_table(input) + meeting_table(input) + week_part(input));
}

}  // namespace wain::report
