#include <algorithm>
#include <cmath>

#include <unistd.h>

#include "diagnostics/simulation_ids.h"
#include "driver/command.h"
#include "driver/complain.h"
#include "driver/interrupt.h"
#include "driver/output.h"
#include "driver/plans.h"
#include "driver/progress.h"
#include "driver/show_findings.h"
#include "driver/simulate_render.h"
#include "driver/simulation_logs.h"
#include "driver/threads.h"
#include "ir/value.h"
#include "report/report.h"
#include "runtime/engine/simulate.h"
#include "simulation/report.h"

namespace wain::driver {
namespace {

constexpr unsigned usual_width = 80;  // of what is no terminal
constexpr double doubt = 0.05;        // of a 95 % interval
/// Looks of --until-precision: at 20, 40, 80, … replications, the k-th at a level of 0.05/2^k.
constexpr std::uint32_t first_look = 20, last_look = 10'240;

/// One plan with what is known of it so far.
struct Simulated {
  plan::Plan plan;
  runtime::SimulationResult result;
  std::vector<runtime::Watch> watches;  ///< what `goods` need
  std::vector<simulation::Good> goods;  ///< undecided
};

class Simulations {
public:
  Simulations(const Arguments& arguments, std::vector<plan::Plan> plans)
      : arguments_(arguments), logs_(arguments) {
    for (plan::Plan& plan : plans) {
      Simulated& one = all_.emplace_back();
      one.plan = std::move(plan);
      one.goods = simulation::goods_of(one.plan, one.watches);
    }
  }

  /// False: they cannot be written, and it was said. To be called before `run`.
  bool open_logs() {
    std::vector<const plan::Plan*> plans;
    for (const Simulated& one : all_) plans.push_back(&one.plan);
    return logs_.open(plans);
  }

  /// The same after `run`.
  bool finish_logs() {
    bool written = true;
    for (std::size_t i = 0; i < all_.size() && written; ++i)
      written = logs_.commit(i, all_[i].result.replications.size());
    return written;
  }

  /// False: a plan cannot be run, and it was said.
  bool run(double precision) {
    if (precision <= 0) {
      if (!look(arguments_.replications.value_or(0))) return false;
      gather(doubt);
      return true;
    }
    double of_look = doubt;  // of every interval that is shown, of differences and quantiles as well
    for (std::uint32_t wanted = first_look; wanted <= last_look; wanted *= 2) {
      of_look /= 2;
      if (!look(wanted)) return false;
      gather(of_look);
      if (interrupt_.flag() || is_precise(precision)) return true;
    }
    complain(sim::ToolNotPrecise,
             {arg("replications", last_look), arg("reached", fmt::format("{:.2g} %", reached() * 100))});
    return true;
  }

  [[nodiscard]] const std::vector<simulation::ScenarioFigures>& figures() const { return figures_; }
  /// The page, of what is known now.
  [[nodiscard]] std::string page(const std::vector<simulation::Comparison>& comparisons) const {
    report::Input input{{}, figures_, comparisons, WAIN_VERSION};
    for (std::size_t i = 0; i < all_.size(); ++i)
      input.scenarios.push_back({&all_[i].plan, &all_[i].result, &figures_[i]});
    return report_html(input);
  }
  [[nodiscard]] bool is_partial() const {
    return std::any_of(figures_.begin(), figures_.end(), [](const auto& one) { return one.partial; });
  }

private:
  [[nodiscard]] std::uint64_t seed_of(const plan::Plan& plan) const {
    return arguments_.seed.value_or(plan.seed);
  }

  /// Runs each plan up to so many replications; 0: as many as it says.
  bool look(std::uint32_t wanted) {
    std::size_t total = 0;
    for (Simulated& one : all_) total += left(one, wanted);
    Progress progress(total, !arguments_.quiet);
    for (Simulated& one : all_) {
      runtime::SimulateOptions options;
      logs_.observe(static_cast<std::size_t>(&one - all_.data()), options);
      options.first_replication = static_cast<std::uint32_t>(one.result.replications.size());
      options.replications = left(one, wanted);
      options.seed = seed_of(one.plan);
      options.jobs = threads(arguments_);
      options.cancel = &interrupt_.flag();
      options.watches = one.watches;
      options.by_hour = !arguments_.report.empty();
      options.progress = [&](std::uint32_t, std::uint32_t) { progress.at(one.plan.scenario); };
      wanted_ = wanted;
      if (*options.replications == 0) continue;
      if (interrupt_.flag()) {
        one.result.cancelled = true;
        continue;
      }
      runtime::SimulationResult more = runtime::simulate(one.plan, options);
      for (const plan::Problem& problem : more.problems)
        complain(sim::ToolPlanProblem, {arg("path", one.plan.scenario), arg("problem", str(problem))});
      if (!more.problems.empty()) return false;
      one.result.cancelled = more.cancelled;
      std::move(more.replications.begin(), more.replications.end(),
                std::back_inserter(one.result.replications));
    }
    return true;
  }

  static std::uint32_t left(const Simulated& one, std::uint32_t wanted) {
    const std::uint32_t all = wanted > 0 ? wanted : one.plan.replications;
    const auto done = static_cast<std::uint32_t>(one.result.replications.size());
    return all > done ? all - done : 0;
  }

  void gather(double doubt_of_look) {
    figures_.clear();
    for (const Simulated& one : all_) {
      simulation::ScenarioFigures& figures = figures_.emplace_back(simulation::figures_of(
          one.plan, one.result,
          {wanted_ > 0 ? wanted_ : one.plan.replications, seed_of(one.plan), 1 - doubt_of_look}));
      if (one.result.replications.empty()) continue;
      figures.goods = one.goods;
      simulation::decide_goods(
          figures.goods,
          {&one.plan, &one.result.replications, seed_of(one.plan), simulation::is_random(one.plan)},
          1 - doubt_of_look);
    }
  }

  /// The widest half of an interval of a mean cycle time, as a share of the mean.
  [[nodiscard]] double reached() const {
    double widest = 0;
    for (const simulation::ScenarioFigures& scenario : figures_)
      for (const simulation::RunFigures& run : scenario.runs)
        if (run.cycle.known && run.cycle.value > 0)
          widest = std::max(widest, run.cycle.half / run.cycle.value);
    return widest;
  }
  [[nodiscard]] bool is_precise(double precision) const { return reached() <= precision; }

  const Interrupt interrupt_;  // before the logs, so that Ctrl-C leaves nothing half written behind
  const Arguments& arguments_;
  std::vector<Simulated> all_;
  SimulationLogs logs_;  // of plans in `all_`
  std::vector<simulation::ScenarioFigures> figures_;
  std::uint32_t wanted_ = 0;
};

/// 0: none is asked for; nothing: what was written is none, and it was said.
std::optional<double> precision_of(const Arguments& arguments) {
  if (arguments.precision.empty()) return 0;
  const auto share = ir::Decimal::parse_percent(arguments.precision);
  if (share && share->to_double() > 0) return share->to_double();
  complain(sim::ToolNotAPrecision, {arg("value", arguments.precision)});
  return std::nullopt;
}

int run_simulate(const Arguments& arguments) {
  const std::optional<double> precision = precision_of(arguments);
  if (!precision) return ExitTrouble;
  LoadedPlans loaded = load_plans(arguments);
  if (!loaded.complete) return ExitTrouble;
  if (loaded.has_errors) return ExitFindings;
  Simulations simulations(arguments, std::move(loaded.plans));
  if (!simulations.open_logs() || !simulations.run(*precision)) return ExitTrouble;
  const bool logged = simulations.finish_logs();
  if (simulations.is_partial()) complain(sim::ToolInterrupted);
  const std::vector<simulation::Comparison> comparisons =
      simulation::compare(simulations.figures(), simulations.figures().front().confidence);
  if (!arguments.report.empty()) {
    const std::string problem = write_file(arguments.report, simulations.page(comparisons));
    if (!problem.empty()) {
      complain(Diag::ToolCannotWrite, {arg("path", arguments.report), arg("reason", problem)});
      return ExitTrouble;
    }
  }
  FileOutput out(STDOUT_FILENO);
  out << (arguments.format == Format::Json ? simulation_json(simulations.figures(), comparisons)
                                           : simulation_text(simulations.figures(), comparisons,
                                                             terminal_width(STDOUT_FILENO, usual_width)));
  return finish_stdout(out) && logged && !simulations.is_partial() ? ExitClean : ExitTrouble;
}

}  // namespace

const Command& simulate_command() {
  static constexpr Command command{"simulate",   "run the scenarios, and compare them",
                                   R"(Examples:
  wain simulate claims.wain                        every scenario, side by side
  wain simulate --scenario Today --scenario Rebuilt claims.wain
  wain simulate --until-precision 1% claims.wain
  wain simulate today.json rebuilt.json            plans, of `compile --emit plan`
  wain simulate --format json claims.wain
  wain simulate --report claims.html claims.wain   a page for others, too
  wain simulate --log claims.xes claims.wain       an event log, for process mining

A log is of one replication. Of several scenarios each has a log of its own, and
the file's name says of which: claims.Today.xes, claims.Rebuilt.xes.

The later scenarios are compared with the first: the same cases with the same
luck, so that the difference is not noise. The result is the same for any number
of --jobs. Ctrl-C gives what there is.

Exit status: 0 simulated, 1 a file has errors, 2 wain could not do its job, or not
all of it.)", TakesFiles | TakesTable | TakesSimulation,
                                   Level::Error, run_simulate};
  return command;
}

}  // namespace wain::driver
