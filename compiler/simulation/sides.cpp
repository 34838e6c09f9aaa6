#include "simulation/sides.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/statistics/intervals.h"
#include "runtime/statistics/sort_times.h"
#include "simulation/overload.h"
#include "simulation/runs_through.h"

namespace wain::simulation {
namespace {

using runtime::CellSums;
using runtime::ReplicationResult;
using Of = Reference::Of;
using Statistic = Reference::Statistic;

double time_of(const runtime::CauseTicks& time, plan::Figure figure) {
  const auto at = [&](runtime::Cause cause) {
    return static_cast<double>(time[static_cast<std::size_t>(cause)]);
  };
  const double touch = at(runtime::Cause::WorkHuman) + at(runtime::Cause::WorkMachine);
  runtime::Wide all = 0;
  for (const runtime::Wide ticks : time) all += ticks;
  switch (figure) {
    case plan::Figure::CycleTime: return static_cast<double>(all);
    case plan::Figure::TouchTime: return touch;
    case plan::Figure::WaitingTime: return static_cast<double>(all) - touch;
    default: return static_cast<double>(time[static_cast<std::size_t>(figure) - plan::first_cause]);
  }
}

double of_cell(const CellSums& cell, plan::Figure figure) {
  switch (figure) {
    case plan::Figure::Effort: return static_cast<double>(cell.effort);
    case plan::Figure::Cost: return cell.cost;
    case plan::Figure::Rework: return static_cast<double>(cell.rework);
    case plan::Figure::Loss: return cell.loss;
    default: return time_of(cell.time, figure);
  }
}

double of_node(const runtime::NodeSums& node, plan::Figure figure) {
  switch (figure) {
    case plan::Figure::Effort: return static_cast<double>(node.effort);
    case plan::Figure::Cost: return node.cost;
    default: return time_of(node.time, figure);
  }
}

bool is_level(const Reference& reference) { return reference.of == Of::Load || reference.of == Of::Queue; }

class Gatherer {
public:
  Gatherer(const Reference& reference, const Sample& sample)
      : of_(reference), plan_(*sample.plan), all_(*sample.replications) {}

  Side gather() && {
    for (const ReplicationResult& one : all_) {
      if (is_level(of_) && of_.watch != SIZE_MAX) {
        out_.levels.push_back(one.levels[of_.watch]);
      } else if (watch_of(of_)) {
        values(one);
      } else {
        out_.ratio.push_back(sum(one));
        out_.cases += static_cast<std::uint64_t>(out_.ratio.back().count);
      }
      out_.open.push_back(open_cases(one));
      out_.unfinished += out_.open.back();
    }
    if (is_level(of_)) out_.cases = all_.size();
    return std::move(out_);
  }

private:
  /// Calls `each(cell)` for the cells of all runs, of one outcome or all.
  template <class Each>
  void cells(const ReplicationResult& one, plan::Index outcome, Each each) const {
    for (std::size_t i = 0; i < one.cells.size(); ++i)
      if (outcome == plan::none || i % plan_.outcomes.size() == outcome) each(one.cells[i]);
  }

  [[nodiscard]] runtime::Sum sum(const ReplicationResult& one) const {
    runtime::Sum result;
    const auto count = [&](const CellSums& cell) { result.count += static_cast<double>(cell.cases); };
    switch (of_.of) {
      case Of::Cases:
        cells(one, of_.outcome, count);
        cells(one, of_.outcome, [&](const CellSums& cell) { result.sum += of_cell(cell, of_.figure); });
        break;
      case Of::Ends:
        cells(one, plan::none, count);
        if (of_.outcome != plan::none)
          cells(one, of_.outcome,
                [&](const CellSums& cell) { result.sum += static_cast<double>(cell.cases); });
        break;
      case Of::Missed: missed(one, result); break;
      case Of::Measures: measures(one, result); break;
      case Of::Visits:
        result = {static_cast<double>(one.nodes[of_.row].visits), of_node(one.nodes[of_.row], of_.figure)};
        break;
      case Of::VisitCount:
        result = {cases_through(one), static_cast<double>(one.nodes[of_.row].visits)};
        break;
      case Of::StepRework:
        result = {cases_through(one), static_cast<double>(one.nodes[of_.row].rework)};
        break;
      case Of::Load:
        if (of_.committee != plan::none)
          result = {static_cast<double>(one.committees[of_.committee].offered),
                    one.committees[of_.committee].used};
        else
          result = {static_cast<double>(one.pools[of_.pool].open),
                    static_cast<double>(one.pools[of_.pool].load_work)};
        break;
      case Of::Queue:
        result = {static_cast<double>(plan_.length - plan_.warmup.value_or(0)),
                  static_cast<double>(of_.committee != plan::none ? one.committees[of_.committee].queue
                                                                  : one.pools[of_.pool].queue)};
        break;
    }
    return result;
  }

  /// Of the cases that may be wrong in it.
  void missed(const ReplicationResult& one, runtime::Sum& result) const {
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      const std::size_t ends = plan_.outcomes.size();
      const bool asked = of_.outcome == plan::none || i % ends == of_.outcome;
      if (!asked || !plan::may_be_wrong(plan_, i / ends, of_.criterion)) continue;
      result.count += static_cast<double>(one.cells[i].cases);
      result.sum += static_cast<double>(one.cells[i].missed[of_.criterion]);
    }
  }

  void measures(const ReplicationResult& one, runtime::Sum& result) const {
    std::vector<bool> counted(plan_.runs.size(), false);
    for (const MeasureAt& at : of_.measures) {
      const bool first = !counted[at.run];
      counted[at.run] = true;
      for (std::size_t k = 0; k < plan_.outcomes.size(); ++k) {
        const CellSums& cell = one.cells[at.run * plan_.outcomes.size() + k];
        const bool asked = of_.outcome == plan::none || of_.outcome == k;
        if (asked && first) result.count += static_cast<double>(cell.cases);
        if (at.outcome == plan::none || at.outcome == k)
          result.sum += static_cast<double>(cell.holds[at.measure]);
      }
    }
  }

  [[nodiscard]] double cases_through(const ReplicationResult& one) const {
    double count = 0;
    for (const std::size_t run : runs_through(plan_, of_.process))
      for (std::size_t k = 0; k < plan_.outcomes.size(); ++k)
        count += static_cast<double>(one.cells[run * plan_.outcomes.size() + k].cases);
    return count;
  }

  void values(const ReplicationResult& one) {
    std::vector<std::int64_t>& own = out_.values.emplace_back();
    if (of_.watch != SIZE_MAX)
      own = one.watched[of_.watch];
    else  // cycle times are kept anyway
      cells(one, of_.outcome, [&](const CellSums& cell) {
        own.insert(own.end(), cell.cycle_times.begin(), cell.cycle_times.end());
      });
    runtime::sort_times(own);
    out_.cases += own.size();
    std::uint64_t open = open_cases(one);
    if (of_.of == Of::Visits && one.nodes[of_.row].visits > own.size())
      open = one.nodes[of_.row].visits - own.size();
    else if (of_.of == Of::Visits)
      open = 0;
    out_.unknown.push_back(open);
  }

  /// Whether the figure depends on how cases of the run end that did not.
  [[nodiscard]] bool concerns(std::size_t run) const {
    if (of_.of == Of::Missed && !plan::may_be_wrong(plan_, run, of_.criterion)) return false;
    if (of_.of == Of::Measures && std::none_of(of_.measures.begin(), of_.measures.end(),
                                               [&](const MeasureAt& at) { return at.run == run; }))
      return false;
    if (of_.outcome == plan::none || of_.of == Of::Ends) return true;
    const auto& nodes = plan_.processes[plan_.runs[run].process].nodes;
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const plan::Node& node) { return node.outcome == of_.outcome; });
  }

  [[nodiscard]] std::uint64_t open_cases(const ReplicationResult& one) const {
    if (is_level(of_)) return 0;
    std::uint64_t open = 0;
    for (std::size_t run = 0; run < one.unfinished.size(); ++run)
      if (concerns(run)) open += one.unfinished[run];
    return open;
  }

  const Reference& of_;
  const plan::Plan& plan_;
  const std::vector<ReplicationResult>& all_;
  Side out_;
};

}  // namespace

std::optional<runtime::Watch> watch_of(const Reference& reference) {
  using Kind = runtime::Watch::Of;
  const bool wanted = reference.statistic == Statistic::Quantile || reference.statistic == Statistic::Max;
  if (!wanted || reference.missing != Missing::Nothing) return std::nullopt;
  switch (reference.of) {
    case Of::Cases: return runtime::Watch{Kind::Case, reference.figure, reference.outcome, plan::none};
    case Of::Visits: return runtime::Watch{Kind::Visit, reference.figure, plan::none, reference.row};
    case Of::VisitCount: return runtime::Watch{Kind::Visits, {}, plan::none, reference.row};
    case Of::StepRework: return runtime::Watch{Kind::Rework, {}, plan::none, reference.row};
    case Of::Queue:
      return runtime::Watch{Kind::Queue, {}, plan::none, plan::none, reference.pool, reference.committee};
    case Of::Load:
      return runtime::Watch{Kind::Load, {}, plan::none, plan::none, reference.pool, reference.committee};
    default: return std::nullopt;
  }
}

Side side_of(const Reference& reference, const Sample& sample) {
  return Gatherer(reference, sample).gather();
}

double quantile_of(std::vector<std::int64_t> sorted, std::uint64_t unknown, double q) {
  const auto total = static_cast<double>(sorted.size() + unknown);
  const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(q * total - 1e-9 * total)));
  return rank <= sorted.size() ? static_cast<double>(sorted[rank - 1])
                               : std::numeric_limits<double>::infinity();
}

std::optional<double> level_of(const std::vector<runtime::Levels>& levels, double q) {
  runtime::Levels all;
  double total = 0;
  for (const runtime::Levels& own : levels) {
    all.insert(all.end(), own.begin(), own.end());
    for (const runtime::LevelTime& one : own) total += static_cast<double>(one.time);
  }
  if (total <= 0) return std::nullopt;
  std::sort(all.begin(), all.end(),
            [](const runtime::LevelTime& a, const runtime::LevelTime& b) { return a.level < b.level; });
  constexpr double rounding = 1e-9;
  double within = 0;
  for (const runtime::LevelTime& one : all) {
    within += static_cast<double>(one.time);
    if (within >= (q - rounding) * total) return one.level;
  }
  return all.back().level;
}

std::string overloaded(const Sample& sample) {
  const plan::Plan& plan = *sample.plan;
  if (!plan.warmup) return {};
  for (plan::Index i = 0; i < plan.pools.size(); ++i)
    if (is_overloaded(plan, *sample.replications, i)) return plan.pools[i].name;
  for (plan::Index i = 0; i < plan.committees.size(); ++i)
    if (is_committee_overloaded(plan, *sample.replications, i)) return plan.committees[i].name;
  return {};
}

bool grows(const Reference& reference) {
  if (reference.of == Of::Queue) return true;
  if (reference.of != Of::Cases && reference.of != Of::Visits) return false;
  switch (reference.figure) {
    case plan::Figure::CycleTime:
    case plan::Figure::WaitingTime:
    case plan::Figure::Queue:
    case plan::Figure::Hours: return true;
    default: return false;
  }
}

}  // namespace wain::simulation
