#include "simulation/report.h"

#include <algorithm>
#include <limits>

#include "runtime/statistics/sort_times.h"
#include "simulation/decide.h"
#include "simulation/overload.h"
#include "simulation/places.h"
#include "simulation/runs_through.h"

namespace wain::simulation {
namespace {

using runtime::ReplicationResult;

constexpr double ticks_of_hour = 3.6e9, ticks_of_week = 168 * ticks_of_hour, units_of_money = 1e4;

double hours(runtime::Wide ticks) { return static_cast<double>(ticks) / ticks_of_hour; }

class Gatherer {
public:
  Gatherer(const plan::Plan& plan, const runtime::SimulationResult& result, const Settings& settings)
      : plan_(plan), all_(result.replications), confidence_(settings.confidence) {
    out_.name = plan.scenario;
    out_.title = plan.title;
    out_.currency = plan.currency;
    out_.replications = static_cast<std::uint32_t>(all_.size());
    out_.wanted = settings.wanted;
    out_.seed = settings.seed;
    out_.confidence = settings.confidence;
    out_.warmed_up = plan.warmup.has_value();
    out_.random = is_random(plan);
    out_.partial = result.cancelled && all_.size() < settings.wanted;
  }

  ScenarioFigures gather() && {
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) run(i);
    if (all_.empty()) return std::move(out_);
    whole();
    truth();
    steps();
    for (std::size_t i = 0; i < plan_.pools.size(); ++i) pool(i);
    for (std::size_t i = 0; i < plan_.committees.size(); ++i) committee(i);
    no_steady_state();
    return std::move(out_);
  }

private:
  /// One sum over one count, by replication.
  template <class Sum, class Count>
  [[nodiscard]] Ratio ratio(Sum sum, Count count) const {
    Ratio result;
    for (const ReplicationResult& one : all_) result.push_back({count(one), sum(one)});
    return result;
  }
  [[nodiscard]] Interval interval(const Ratio& of) const { return interval_of(of, confidence_); }

  /// The sum over the cells of a run.
  template <class Value>
  [[nodiscard]] double over(const ReplicationResult& one, std::size_t run, Value value) const {
    double sum = 0;
    for (std::size_t k = 0; k < plan_.outcomes.size(); ++k)
      sum += static_cast<double>(value(one.cells[run * plan_.outcomes.size() + k]));
    return sum;
  }
  [[nodiscard]] double cases(const ReplicationResult& one, std::size_t run) const {
    return over(one, run, [](const runtime::CellSums& cell) { return cell.cases; });
  }
  template <class Value>
  [[nodiscard]] Ratio per_case(std::size_t run, Value value) const {
    return ratio([&](const ReplicationResult& one) { return over(one, run, value); },
                 [&](const ReplicationResult& one) { return cases(one, run); });
  }

  static double time(const runtime::CellSums& cell, bool touch) {
    double sum = 0;
    for (std::size_t c = 0; c < runtime::causes; ++c)
      if (!touch || c <= static_cast<std::size_t>(runtime::Cause::WorkMachine)) sum += hours(cell.time[c]);
    return sum;
  }

  void run(std::size_t i) {
    RunFigures out;
    out.process = plan_.processes[plan_.runs[i].process].name;
    const Ratio cycle = per_case(i, [](const auto& cell) { return time(cell, false); });
    const Ratio touch = per_case(i, [](const auto& cell) { return time(cell, true); });
    const Ratio cost = per_case(i, [](const auto& cell) { return cell.cost / units_of_money; });
    out.cycle = interval(cycle);
    out.touch = interval(touch);
    out.cost = interval(cost);
    out.waiting =
        interval(per_case(i, [](const auto& cell) { return time(cell, false) - time(cell, true); }));
    out.effort = interval(per_case(i, [](const auto& cell) { return hours(cell.effort); }));
    out.rework = interval(per_case(i, [](const auto& cell) { return cell.rework; }));
    for (std::size_t c = 0; c < runtime::causes; ++c)
      out.causes[c] = interval(per_case(i, [c](const auto& cell) { return hours(cell.time[c]); }));
    std::vector<std::size_t> everywhere;
    for (std::size_t k = 0; k < plan_.outcomes.size(); ++k) everywhere.push_back(k);
    quantiles(i, everywhere, out);
    outcomes(i, out);
    const plan::Process& process = plan_.processes[plan_.runs[i].process];
    out.not_simulated = process.not_simulated;
    const auto& measures = process.measures;
    for (std::size_t m = 0; m < measures.size(); ++m)
      out.measures.push_back({measures[m].id, interval(per_case(i, [m](const auto& cell) {
                                return m < cell.holds.size() ? cell.holds[m] : 0;
                              }))});
    for (const ReplicationResult& one : all_) {
      out.cases += cases(one, i);
      out.unfinished += static_cast<double>(one.unfinished[i]);
    }
    out_.cycle_of_run.push_back(cycle);
    out_.touch_of_run.push_back(touch);
    out_.cost_of_run.push_back(cost);
    out_.runs.push_back(std::move(out));
  }

  /// Of the cases that end in one of the outcomes. Where those end that did not end yet is not known, so they
  /// count in all outcomes together only.
  template <class Figures>
  void quantiles(std::size_t run, const std::vector<std::size_t>& ends, Figures& out) const {
    std::vector<std::vector<std::int64_t>> values;
    std::vector<std::uint64_t> unfinished;
    for (const ReplicationResult& one : all_) {
      std::vector<std::int64_t>& own = values.emplace_back();
      own.reserve(static_cast<std::size_t>(cases(one, run)));
      for (const std::size_t k : ends) {
        const auto& ticks = one.cells[run * plan_.outcomes.size() + k].cycle_times;
        own.insert(own.end(), ticks.begin(), ticks.end());
      }
      runtime::sort_times(own);
      unfinished.push_back(ends.size() == plan_.outcomes.size() ? one.unfinished[run] : 0);
    }
    const Quantiles found = quantiles_of(values, unfinished, confidence_);
    out.median = found.median;
    out.p90 = found.p90;
    out.p99 = found.p99;
    if (!out_.random)
      for (QuantileInterval* one : {&out.median, &out.p90, &out.p99}) one->low = one->high = one->value;
  }

  void outcomes(std::size_t run, RunFigures& out) {
    std::vector<Ratio>& ratios = out_.outcome_of_run.emplace_back();
    std::vector<Ratio>& cycles = out_.cycle_of_outcome.emplace_back();
    for (std::size_t k = 0; k < plan_.outcomes.size(); ++k) {
      const auto cell = [&, k](const ReplicationResult& one) -> const runtime::CellSums& {
        return one.cells[run * plan_.outcomes.size() + k];
      };
      const auto count = [&](const ReplicationResult& one) { return static_cast<double>(cell(one).cases); };
      OutcomeFigures end;
      end.name = plan_.outcomes[k].name;
      for (const ReplicationResult& one : all_) end.cases += count(one);
      const Ratio share = ratio(count, [&](const ReplicationResult& one) { return cases(one, run); });
      end.share = interval(share);
      const auto mean = [&](auto value) {
        return ratio([&](const ReplicationResult& one) { return static_cast<double>(value(cell(one))); },
                     count);
      };
      const Ratio cycle = mean([](const auto& sums) { return time(sums, false); });
      end.cycle = interval(cycle);
      end.touch = interval(mean([](const auto& sums) { return time(sums, true); }));
      end.waiting = interval(mean([](const auto& sums) { return time(sums, false) - time(sums, true); }));
      end.effort = interval(mean([](const auto& sums) { return hours(sums.effort); }));
      end.cost = interval(mean([](const auto& sums) { return sums.cost / units_of_money; }));
      end.rework = interval(mean([](const auto& sums) { return sums.rework; }));
      if (has_truth()) end.loss = interval(mean([](const auto& sums) { return sums.loss / units_of_money; }));
      for (std::size_t c = 0; c < runtime::causes; ++c)
        end.causes[c] = interval(mean([c](const auto& sums) { return hours(sums.time[c]); }));
      quantiles(run, {k}, end);
      out.outcomes.push_back(std::move(end));
      ratios.push_back(share);
      cycles.push_back(cycle);
    }
  }

  void stuck(plan::Index process, plan::Index node) {
    if (process == plan::none || node == plan::none) return;
    const plan::Process& of = plan_.processes[process];
    out_.stuck_at = of.nodes[node].name;
    out_.stuck_for = duties_text(of, node);
  }

  void whole() {
    const double window =
        (static_cast<double>(plan_.length) - static_cast<double>(plan_.warmup.value_or(0))) / ticks_of_week;
    out_.throughput =
        interval(ratio([](const ReplicationResult& one) { return static_cast<double>(one.ended_in_window); },
                       [&](const ReplicationResult&) { return window; }));
    for (const ReplicationResult& one : all_) {
      out_.stuck += static_cast<double>(one.stuck);
      if (one.stuck > 0 && out_.stuck_at.empty()) stuck(one.stuck_process, one.stuck_node);
      const auto& said = out_.stopped;
      if (one.stop == runtime::Stop::Unfinished) continue;  // the runs say how many
      if (!one.stopped.empty() && std::find(said.begin(), said.end(), one.stopped) == said.end())
        out_.stopped.push_back(one.stopped);
    }
    const auto half = [&](std::size_t h) {
      return ratio([h](const ReplicationResult& one) { return hours(one.half_sum[h]); },
                   [h](const ReplicationResult& one) { return static_cast<double>(one.half_cases[h]); });
    };
    const Interval drift = difference_of(half(0), half(1), true, confidence_);
    if (!drift.known) return;
    out_.drift = drift;
    out_.drift_a_week = drift.value / (window / 2);
  }

  [[nodiscard]] bool has_truth() const {
    return std::any_of(plan_.criteria.begin(), plan_.criteria.end(),
                       [](const plan::Criterion& one) { return one.wrong_in.has_value(); });
  }

  void truth() {
    if (!has_truth()) return;
    Ratio loss;
    for (const ReplicationResult& one : all_) {
      double sum = 0, count = 0;
      for (const runtime::CellSums& cell : one.cells) {
        sum += cell.loss / units_of_money;
        count += static_cast<double>(cell.cases);
      }
      loss.push_back({count, sum});
    }
    out_.loss = interval(loss);
    for (std::size_t i = 0; i < plan_.criteria.size(); ++i) {
      if (!plan_.criteria[i].wrong_in) continue;
      Ratio missed;
      for (const ReplicationResult& one : all_) {
        double sum = 0, count = 0;
        for (std::size_t c = 0; c < one.cells.size(); ++c) {
          if (!plan::may_be_wrong(plan_, c / plan_.outcomes.size(), i)) continue;
          sum += static_cast<double>(one.cells[c].missed[i]);
          count += static_cast<double>(one.cells[c].cases);
        }
        missed.push_back({count, sum});
      }
      out_.criteria.push_back({plan_.criteria[i].name, interval(missed)});
      std::size_t looks = 0;
      for (const plan::Process& process : plan_.processes)
        for (const plan::Node& node : process.nodes)
          looks += node.catches && std::find(node.judges.begin(), node.judges.end(), i) != node.judges.end();
      out_.second_looks = out_.second_looks || looks > 1;
    }
  }

  void steps() {
    std::size_t row = 0;
    for (const plan::Process& process : plan_.processes)
      for (const plan::Node& node : process.nodes) step(process, node, row++);
  }

  void step(const plan::Process& process, const plan::Node& node, std::size_t row) {
    const bool shown = node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate ||
                       node.kind == plan::NodeKind::Wait;
    if (!shown) return;
    const auto sums = [row](const ReplicationResult& one) -> const runtime::NodeSums& {
      return one.nodes[row];
    };
    const auto visits = [&](const ReplicationResult& one) { return static_cast<double>(sums(one).visits); };
    const std::vector<std::size_t> runs =
        runs_through(plan_, static_cast<plan::Index>(&process - plan_.processes.data()));
    const auto all_cases = [&](const ReplicationResult& one) {
      double count = 0;
      for (const std::size_t i : runs) count += cases(one, i);
      return count;
    };
    const auto waits = [&](const ReplicationResult& one) {
      double sum = 0;
      for (auto c = static_cast<std::size_t>(runtime::Cause::Queue); c < runtime::causes; ++c)
        sum += hours(sums(one).time[c]);
      return sum;
    };
    StepFigures out;
    out.name = node.name;
    out.runs = runs;
    out.process = process.name;
    out.key = node.key;
    out.kind = node.kind;
    out.committee = node.committee != plan::none;
    if (node.pool != plan::none) out.by = plan_.pools[node.pool].name;
    if (out.committee) out.by = plan_.committees[node.committee].name;
    // Cases that did not end were there, too.
    out.visits = interval(ratio(visits, [&](const ReplicationResult& one) {
      double count = all_cases(one);
      for (const std::size_t i : runs) count += static_cast<double>(one.unfinished[i]);
      return count;
    }));
    out.per_case =
        interval(ratio([&](const ReplicationResult& one) { return hours(sums(one).critical); }, all_cases));
    out.waiting = interval(ratio(waits, visits));
    out.noes = interval(ratio(
        [&](const ReplicationResult& one) {
          return static_cast<double>(sums(one).rejects + sums(one).returns);
        },
        visits));
    double cycle = 0, critical = 0;
    for (const ReplicationResult& one : all_) {
      out.held += visits(one);
      critical += hours(sums(one).critical);
      for (const std::size_t i : runs)
        cycle += over(one, i, [](const auto& cell) { return time(cell, false); });
      for (std::size_t c = 0; c < runtime::causes; ++c) out.causes[c] += hours(sums(one).time[c]);
    }
    if (out.held > 0)
      for (double& cause : out.causes) cause /= out.held;
    out.share = cycle > 0 ? critical / cycle : 0;
    out_.steps.push_back(std::move(out));
  }

  void pool(std::size_t i) {
    const double window = static_cast<double>(plan_.length) - static_cast<double>(plan_.warmup.value_or(0));
    PoolFigures out;
    out.name = plan_.pools[i].name;
    out.place = place_text(plan_, plan_.pools[i].place);
    out.kind = plan_.pools[i].kind;
    out.load = interval(ratio([i](const ReplicationResult& one) { return hours(one.pools[i].load_work); },
                              [i](const ReplicationResult& one) { return hours(one.pools[i].open); }));
    out.queue =
        interval(ratio([i](const ReplicationResult& one) { return static_cast<double>(one.pools[i].queue); },
                       [&](const ReplicationResult&) { return window; }));
    for (const ReplicationResult& one : all_)
      out.most = std::max(out.most, static_cast<double>(one.pools[i].most));
    out.growth = growth_of(plan_, all_, static_cast<plan::Index>(i), confidence_);
    out.overloaded = is_overloaded(plan_, all_, static_cast<plan::Index>(i));
    out_.pools.push_back(std::move(out));
  }

  /// What grows for as long as the run is long has no interval (3.12).
  void no_steady_state() {
    const auto too_much = [](const auto& one) { return one.overloaded; };
    const bool grows = std::any_of(out_.pools.begin(), out_.pools.end(), too_much) ||
                       std::any_of(out_.committees.begin(), out_.committees.end(), too_much);
    if (!plan_.warmup || !grows) return;
    out_.steady = false;
    const auto open = [](Interval& interval) { interval.half = std::numeric_limits<double>::infinity(); };
    for (RunFigures& run : out_.runs) {
      open(run.cycle);
      open(run.waiting);
      open(run.causes[static_cast<std::size_t>(runtime::Cause::Queue)]);
      open(run.causes[static_cast<std::size_t>(runtime::Cause::Hours)]);
      for (OutcomeFigures& end : run.outcomes) {
        open(end.cycle);
        open(end.waiting);
      }
    }
    for (PoolFigures& pool : out_.pools)
      if (pool.overloaded) open(pool.queue);
    for (CommitteeFigures& committee : out_.committees)
      if (committee.overloaded) open(committee.queue);
  }

  void committee(std::size_t i) {
    CommitteeFigures out;
    out.name = plan_.committees[i].name;
    out.place = place_text(plan_, plan_.committees[i].place);
    double heard = 0;
    const auto count = static_cast<double>(all_.size());
    for (const ReplicationResult& one : all_) {
      out.held += static_cast<double>(one.committees[i].held) / count;
      out.empty += static_cast<double>(one.committees[i].empty) / count;
      out.without_quorum += static_cast<double>(one.committees[i].without_quorum) / count;
      heard += static_cast<double>(one.committees[i].heard) / count;
    }
    out.heard = out.held > 0 ? heard / out.held : 0;
    const double window = static_cast<double>(plan_.length) - static_cast<double>(plan_.warmup.value_or(0));
    out.load = interval(
        ratio([i](const ReplicationResult& one) { return one.committees[i].used; },
              [i](const ReplicationResult& one) { return static_cast<double>(one.committees[i].offered); }));
    out.queue = interval(
        ratio([i](const ReplicationResult& one) { return static_cast<double>(one.committees[i].queue); },
              [&](const ReplicationResult&) { return window; }));
    for (const ReplicationResult& one : all_)
      out.most = std::max(out.most, static_cast<double>(one.committees[i].most));
    out.growth = agenda_growth_of(plan_, all_, static_cast<plan::Index>(i), confidence_);
    out.overloaded = is_committee_overloaded(plan_, all_, static_cast<plan::Index>(i));
    out_.committees.push_back(std::move(out));
  }

  const plan::Plan& plan_;
  const std::vector<ReplicationResult>& all_;
  double confidence_;
  ScenarioFigures out_;
};

}  // namespace

ScenarioFigures figures_of(const plan::Plan& plan, const runtime::SimulationResult& result,
                           const Settings& settings) {
  return Gatherer(plan, result, settings).gather();
}

}  // namespace wain::simulation
