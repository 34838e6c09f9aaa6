// The figures of `wain simulate` for a reader.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "driver/simulate_render.h"
#include "driver/text_table.h"
#include "report/decision_words.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::driver {
namespace {

using lint::count_text;
using lint::share_text;
using report::cases_words;
using report::cause_words;
using report::caution_words;
using report::change_words;
using report::comparison_change_words;
using report::comparison_sentence;
using report::confidence_words;
using report::digits_words;
using report::money_words;
using report::number_words;
using report::points_words;
using report::quantile_words;
using report::replications_words;
using report::share_words;
using report::time_words;
using simulation::ScenarioFigures;
using Align = TextTable::Align;

std::string words(Diag id, const std::vector<DiagArg>& args = {}) { return render(id, args); }
std::string count_text(double count) {
  return lint::count_text(static_cast<std::int64_t>(std::llround(count)));
}

class TextRenderer {
public:
  TextRenderer(const std::vector<ScenarioFigures>& scenarios,
               const std::vector<simulation::Comparison>& comparisons, unsigned width)
      : scenarios_(scenarios), comparisons_(comparisons), width_(width) {}

  std::string render() && {
    for (const ScenarioFigures& scenario : scenarios_) {
      if (!text_.empty()) line("");
      one(scenario);
    }
    if (!comparisons_.empty()) compare();
    return std::move(text_);
  }

private:
  void line(const std::string& words) { text_ += words + "\n"; }
  void inner(const std::string& words) { text_ += "  " + words + "\n"; }

  void one(const ScenarioFigures& scenario) {
    for (const simulation::RunFigures& run : scenario.runs) one(scenario, run);
    sample(scenario);
    truth(scenario);
    cautions(scenario);
    for (const simulation::RunFigures& run : scenario.runs) outcomes(scenario, run);
    goods(scenario);
    steps(scenario);
    pools(scenario);
    meetings(scenario);
  }

  void one(const ScenarioFigures& scenario, const simulation::RunFigures& run) {
    line(report::headline(run, run.process, scenario.name));
    if (!run.cycle.known) return;
    inner(words(sim::SimulateQuantiles,
                {arg("median", quantile_words(run.median)), arg("p90", quantile_words(run.p90)),
                 arg("p99", quantile_words(run.p99))}));
    const std::string again = number_words(run.rework);
    inner(words(sim::SimulateWork,
                {arg("touch", time_words(run.touch)), arg("waiting", time_words(run.waiting)),
                 arg("effort", time_words(run.effort)),
                 arg("rework", again == "1" ? words(sim::CountVisit)
                                            : words(sim::CountVisits, {arg("count", again)}))}));
    if (!scenario.currency.empty())
      inner(words(sim::SimulateCost, {arg("cost", money_words(run.cost, scenario.currency))}));
    causes(run);
    ends(run);
    measures(run);
  }

  void causes(const simulation::RunFigures& run) {
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t c = 0; c < runtime::causes; ++c)
      if (run.causes[c].value > 0) found.emplace_back(run.causes[c].value / run.cycle.value, c);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string list;
    for (const auto& [share, cause] : found)
      list += (list.empty() ? "" : ", ") +
              words(sim::SimulateOneCause, {arg("cause", cause_words(static_cast<runtime::Cause>(cause), {})),
                                            arg("share", share_text(share))});
    if (!list.empty()) inner(words(sim::SimulateCauses, {arg("causes", list)}));
  }

  void ends(const simulation::RunFigures& run) {
    std::string list;
    for (const simulation::OutcomeFigures& end : run.outcomes) {
      if (end.cases <= 0) continue;
      list += (list.empty() ? "" : ", ") +
              words(sim::SimulateOneEnd, {arg("outcome", end.name), arg("share", share_words(end.share)),
                                          arg("cycle", time_words(end.cycle))});
    }
    if (!list.empty()) inner(words(sim::SimulateEnds, {arg("ends", list)}));
  }

  void measures(const simulation::RunFigures& run) {
    std::string list;
    for (const simulation::MeasureFigures& measure : run.measures)
      list += (list.empty() ? "" : ", ") +
              words(sim::SimulateOneMeasure,
                    {arg("measure", measure.name), arg("share", share_words(measure.share))});
    if (!list.empty()) inner(words(sim::SimulateMeasures, {arg("measures", list)}));
    std::string missing;
    for (const std::string& measure : run.not_simulated) missing += (missing.empty() ? "" : ", ") + measure;
    if (!missing.empty()) inner(words(sim::SimulateNotSimulated, {arg("measures", missing)}));
  }

  /// Where several ends are: a process that says no faster looks faster as a whole. What has an interval has
  /// it in the line of the ends.
  void outcomes(const ScenarioFigures& scenario, const simulation::RunFigures& run) {
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right,
                     Align::Right, Align::Right, Align::Right, Align::Right});
    const bool costs = !scenario.currency.empty();
    std::vector<std::string> heading{words(sim::SimulateByOutcome), words(sim::SimulateShare),
                                     words(sim::SimulateTakes),     words(sim::SimulateHalf),
                                     words(sim::SimulateP90),       words(sim::SimulateTouch),
                                     words(sim::SimulateEffort),    words(sim::SimulateRework)};
    if (costs) heading.push_back(words(sim::SimulateCostHeading));
    if (costs && scenario.loss) heading.push_back(words(sim::SimulateLossHeading));
    const std::size_t columns = heading.size();
    table.row(std::move(heading));
    std::size_t rows = 0;
    for (const simulation::OutcomeFigures& end : run.outcomes) {
      if (end.cases <= 0) continue;
      ++rows;
      std::vector<std::string> row{end.name,
                                   share_text(end.share.value),
                                   lint::time_text(end.cycle.value),
                                   quantile_words(end.median),
                                   quantile_words(end.p90),
                                   lint::time_text(end.touch.value),
                                   lint::time_text(end.effort.value),
                                   number_words({end.rework.value, 0, true})};
      row.push_back(money_words({end.cost.value, 0, true}, scenario.currency));
      if (end.loss) row.push_back(money_words({end.loss->value, 0, true}, scenario.currency));
      row.resize(columns);
      table.row(std::move(row));
    }
    if (rows > 1) text_ += "\n" + table.str(2, width_);
  }

  void goods(const ScenarioFigures& scenario) {
    if (!scenario.goods.empty()) line("");
    for (const simulation::Good& good : scenario.goods) {
      inner(words(sim::SimulateGood, {arg("outcome", good.outcome), arg("when", good.text),
                                      arg("verdict", report::good_words(good.decision.verdict))}));
      inner("  " + report::decision_words(good.claim, good.decision, scenario.currency));
    }
  }

  void sample(const ScenarioFigures& scenario) {
    if (scenario.partial)
      inner(
          words(sim::SimulatePartial, {arg("done", scenario.replications), arg("wanted", scenario.wanted)}));
    if (scenario.replications == 0) return;
    double cases = 0;
    for (const simulation::RunFigures& run : scenario.runs) cases += run.cases;
    const std::string a_week = number_words(scenario.throughput);
    inner(a_week == "1" ? words(sim::SimulateThroughputOne)
                        : words(sim::SimulateThroughput, {arg("throughput", a_week)}));
    inner(words(
        scenario.replications == 1 ? sim::SimulateSampleOne : sim::SimulateSample,
        {arg("cases", cases_words(cases)), arg("replications", replications_words(scenario.replications)),
         arg("seed", scenario.seed), arg("confidence", confidence_words(scenario.confidence))}));
  }

  void truth(const ScenarioFigures& scenario) {
    std::string list;
    for (const simulation::CriterionFigures& criterion : scenario.criteria)
      list += (list.empty() ? "" : ", ") +
              words(sim::SimulateOneMeasure,
                    {arg("measure", criterion.name), arg("share", share_words(criterion.missed))});
    if (!list.empty()) inner(words(sim::SimulateMissed, {arg("missed", list)}));
    if (scenario.loss && scenario.loss->known && !scenario.currency.empty())
      inner(words(sim::SimulateLoss, {arg("loss", money_words(*scenario.loss, scenario.currency))}));
    if (scenario.second_looks) inner(words(sim::SimulateSecondLooks));
  }

  void cautions(const ScenarioFigures& scenario) {
    for (const std::string& sentence : caution_words(scenario)) inner(sentence);
    if (!scenario.warmed_up) inner(words(sim::SimulateNoWarmup));
  }

  void steps(const ScenarioFigures& scenario) {
    if (scenario.steps.empty()) return;
    bool several = false;
    for (const simulation::StepFigures& step : scenario.steps)
      several = several || step.process != scenario.steps.front().process;
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Left,
                     Align::Right, Align::Left});
    table.row({words(sim::SimulateSteps), words(sim::SimulateVisits), words(sim::SimulateShare),
               words(sim::SimulatePerCase), words(sim::SimulateWaiting), words(sim::SimulateMostly),
               words(sim::SimulateNoes), words(sim::SimulateBy)});
    for (const simulation::StepFigures& step : scenario.steps) {
      const bool gate = step.kind == plan::NodeKind::Gate;
      table.row({several ? step.process + "." + step.name : step.name,
                 step.visits.known ? digits_words(step.visits.value, 3) : "-", share_text(step.share),
                 step.per_case.known ? lint::time_text(step.per_case.value) : "-",
                 step.waiting.known ? time_words(step.waiting) : "-", mostly(step),
                 gate && step.noes.known ? share_text(step.noes.value) : "", step.by});
    }
    text_ += "\n" + table.str(2, width_);
  }

  /// What a visit waits for, if it waits.
  static std::string mostly(const simulation::StepFigures& step) {
    const auto first = static_cast<std::size_t>(runtime::Cause::Queue);
    std::size_t most = first;
    for (std::size_t c = first; c < runtime::causes; ++c)
      if (step.causes[c] > step.causes[most]) most = c;
    return step.causes[most] > 0 ? cause_words(static_cast<runtime::Cause>(most), {}) : "";
  }

  void pools(const ScenarioFigures& scenario) {
    if (scenario.pools.empty()) return;
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right});
    table.row({words(sim::SimulatePools), words(sim::SimulateLoad), words(sim::SimulateQueue),
               words(sim::SimulateMost)});
    std::vector<const simulation::PoolFigures*> sorted;
    for (const simulation::PoolFigures& pool : scenario.pools) sorted.push_back(&pool);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return a->load.value > b->load.value; });
    for (const simulation::PoolFigures* pool : sorted)
      table.row({pool->name, pool->load.known ? share_words(pool->load) : "-",
                 pool->queue.known ? number_words(pool->queue) : "-", count_text(pool->most)});
    text_ += "\n" + table.str(2, width_);
  }

  void meetings(const ScenarioFigures& scenario) {
    if (scenario.committees.empty()) return;
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right,
                     Align::Right, Align::Right});
    table.row({words(sim::SimulateMeetings), words(sim::SimulateHeld), words(sim::SimulateHeard),
               words(sim::SimulateEmpty), words(sim::SimulateNoQuorum), words(sim::SimulateLoad),
               words(sim::SimulateQueue), words(sim::SimulateMost)});
    for (const simulation::CommitteeFigures& one : scenario.committees)
      table.row({one.name, digits_words(one.held, 3), digits_words(one.heard, 3), digits_words(one.empty, 3),
                 digits_words(one.without_quorum, 3), one.load.known ? share_words(one.load) : "-",
                 one.queue.known ? number_words(one.queue) : "-", count_text(one.most)});
    text_ += "\n" + table.str(2, width_);
  }

  // Side by side --------------------------------------------------------------------------------------

  /// Whether all that is compared runs one and the same process.
  [[nodiscard]] bool one_process() const {
    const std::string& first = scenarios_.front().runs.front().process;
    for (const ScenarioFigures& scenario : scenarios_)
      for (const simulation::RunFigures& run : scenario.runs)
        if (run.process != first) return false;
    return true;
  }

  void compare() {
    TextTable table(
        {Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right});
    const bool one = one_process();
    table.row({words(sim::SimulateCompare), one ? "" : words(sim::SimulateProcess), words(sim::SimulateCycle),
               words(sim::SimulateChange), words(sim::SimulateTouch), words(sim::SimulateP90),
               words(sim::SimulateCostHeading)});
    for (std::size_t run = 0; run < scenarios_.front().runs.size(); ++run) {
      for (std::size_t i = 0; i < scenarios_.size(); ++i)
        if (scenarios_[i].runs.size() == scenarios_.front().runs.size())
          row(table, scenarios_[i], run, comparison_of(i, run), !one);
    }
    text_ += "\n" + table.str(0, width_) + "\n";
    for (const simulation::Comparison& of : comparisons_) outcomes(of);
    const auto unpaired = [](const simulation::Comparison& of) { return !of.paired; };
    if (std::any_of(comparisons_.begin(), comparisons_.end(), unpaired)) line(words(sim::SimulateUnpaired));
    const auto blind = [](const ScenarioFigures& scenario) { return scenario.criteria.empty(); };
    for (const simulation::Comparison& of : comparisons_)
      line(comparison_sentence(of, scenarios_[of.first].name,
                               report::compared_name(scenarios_[of.second], of.run)));
    if (std::any_of(scenarios_.begin(), scenarios_.end(), blind)) line(words(sim::SimulateNotModelled));
  }

  /// None of the first scenario, and of one in which no case ended.
  [[nodiscard]] const simulation::Comparison* comparison_of(std::size_t scenario, std::size_t run) const {
    for (const simulation::Comparison& one : comparisons_)
      if (one.second == scenario && one.run == run) return &one;
    return nullptr;
  }

  static void row(TextTable& table, const ScenarioFigures& scenario, std::size_t run,
                  const simulation::Comparison* change, bool which) {
    const simulation::RunFigures& figures = scenario.runs[run];
    table.row({scenario.name, which ? figures.process : "",
               figures.cycle.known ? time_words(figures.cycle, figures.unfinished > 0) : "-",
               change != nullptr && change->cycle.known ? comparison_change_words(*change) : "",
               figures.touch.known ? lint::time_text(figures.touch.value) : "-", quantile_words(figures.p90),
               figures.cost.known && !scenario.currency.empty()
                   ? money_words({figures.cost.value, 0, true}, scenario.currency)
                   : "-"});
  }

  void outcomes(const simulation::Comparison& one) {
    std::string list;
    for (const simulation::OutcomeChange& outcome : one.outcomes) {
      if (!outcome.change.known) continue;
      const Diag id = outcome.cycle.known ? sim::SimulateOneChangeTime : sim::SimulateOneChange;
      list += (list.empty() ? "" : ", ") +
              words(id, {arg("outcome", outcome.name), arg("change", points_words(outcome.change)),
                         arg("cycle", change_words(outcome.cycle))});
    }
    if (!list.empty())
      line(words(sim::SimulateOutcomeChange,
                 {arg("scenario", scenarios_[one.second].name), arg("outcomes", list)}));
  }

  const std::vector<ScenarioFigures>& scenarios_;
  const std::vector<simulation::Comparison>& comparisons_;
  unsigned width_;
  std::string text_;
};

}  // namespace

std::string simulation_text(const std::vector<ScenarioFigures>& scenarios,
                            const std::vector<simulation::Comparison>& comparisons, unsigned width) {
  return TextRenderer(scenarios, comparisons, width).render();
}

}  // namespace wain::driver
