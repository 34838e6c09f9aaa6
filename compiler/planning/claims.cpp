#include "planning/claims.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <variant>

#include <fmt/format.h>

#include "planning/expressions.h"

namespace wain::planning {
namespace {

using simulation::Claim;
using simulation::Missing;
using simulation::Reference;
using simulation::Unit;
using Of = Reference::Of;

template <class Elements>
plan::Index index_of(const Elements& elements, const std::string& id) {
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (elements[i].id == id) return static_cast<plan::Index>(i);
  return plan::none;
}

template <class Owner>
const ir::Measure* declared_in(const Owner& owner, std::string_view name) {
  for (const ir::Measure& measure : owner.measures)
    if (measure.name == name) return &measure;
  return nullptr;
}

/// One statistic on its way into a claim.
class Lowering {
public:
  Lowering(const ir::Definition& definition, const emit::ElementIds& ids, const ir::StatisticRef& of,
           const plan::Plan& plan, std::size_t scenario)
      : definition_(definition), ids_(ids), of_(of), plan_(&plan) {
    out_.scenario = scenario;
  }

  Reference lower() {
    statistic();
    if (of_.outcome) out_.outcome = index_of(plan_->outcomes, ids_[of_.outcome]);
    if (of_.node)
      step();
    else if (of_.actor)
      actor();
    else if (of_.measure.empty())
      ends();
    else
      measure();
    // Without it in the plan, the scope would be all cases.
    if (of_.outcome && out_.outcome == plan::none && out_.of != Of::Ends) miss(Missing::NoCaseThere);
    if (out_.missing == Missing::Nothing && out_.figure == plan::Figure::Cost && plan_->currency.empty() &&
        (out_.of == Of::Cases || out_.of == Of::Visits))
      out_.missing = Missing::NoCosts;
    return out_;
  }

private:
  using Statistic = ir::StatisticRef::Statistic;

  void statistic() {
    constexpr double hundred = 100;
    switch (of_.statistic) {
      case Statistic::Mean: out_.statistic = Reference::Statistic::Mean; break;
      case Statistic::Max: out_.statistic = Reference::Statistic::Max; break;
      case Statistic::Share: out_.statistic = Reference::Statistic::Share; break;
      case Statistic::Median:
        out_.statistic = Reference::Statistic::Quantile;
        out_.quantile = 0.5;
        break;
      case Statistic::Percentile:
        out_.statistic = Reference::Statistic::Quantile;
        out_.quantile = of_.percentile / hundred;
        break;
    }
  }

  /// An outcome that only a callee has is no end of a case: its share is 0.
  void ends() { out_.of = Of::Ends; }

  void step() {
    out_.of = of_.measure == "visits"   ? Of::VisitCount
              : of_.measure == "rework" ? Of::StepRework
                                        : Of::Visits;
    out_.figure = figure_of(of_.measure).value_or(plan::Figure::CycleTime);
    out_.process = index_of(plan_->processes, ids_[of_.process]);
    if (out_.process == plan::none) return miss(Missing::NoCaseThere);
    const plan::Process& process = plan_->processes[out_.process];
    const plan::Index node = index_of(process.nodes, ids_.inside[of_.process.index].nodes[of_.node.index]);
    if (node == plan::none) return miss(Missing::NoCaseThere);
    plan::Index before = 0;
    for (plan::Index i = 0; i < out_.process; ++i)
      before += static_cast<plan::Index>(plan_->processes[i].nodes.size());
    out_.row = before + node;
  }

  void actor() {
    out_.of = of_.measure == "load" ? Of::Load : Of::Queue;
    out_.pool = index_of(plan_->pools, ids_[of_.actor]);
    if (out_.pool == plan::none) out_.committee = index_of(plan_->committees, ids_[of_.actor]);
    if (out_.pool == plan::none && out_.committee == plan::none) miss(Missing::NobodyThere);
  }

  void measure() {
    if (of_.measure.starts_with("missed(")) return missed();
    if (const auto figure = figure_of(of_.measure)) {
      out_.of = Of::Cases;
      out_.figure = *figure;
      if (*figure == plan::Figure::Loss && !has_truth()) miss(Missing::NoTruth);
      return;
    }
    out_.of = Of::Measures;
    for (std::size_t run = 0; run < plan_->runs.size(); ++run) own_measure(run);
    if (!out_.measures.empty()) return;
    miss(is_set_ ? Missing::NotDrawn : Missing::NeverSet);
  }

  [[nodiscard]] bool has_truth() const {
    return std::any_of(plan_->criteria.begin(), plan_->criteria.end(),
                       [](const plan::Criterion& one) { return one.wrong_in.has_value(); });
  }

  void missed() {
    out_.of = Of::Missed;
    const ir::CriterionId criterion = missed_criterion(definition_, of_.measure);
    if (criterion) out_.criterion = index_of(plan_->criteria, ids_[criterion]);
    if (out_.criterion == plan::none || !plan_->criteria[out_.criterion].wrong_in) miss(Missing::NoTruth);
  }

  /// That of the outcome asked for, else of the process, else of the outcomes that it yields: of several,
  /// each decides about its own cases.
  void own_measure(std::size_t run) {
    const plan::Process& process = plan_->processes[plan_->runs[run].process];
    const ir::Process* of = nullptr;
    for (std::uint32_t i = 0; i < definition_.processes.size(); ++i)
      if (ids_[ir::ProcessId{i}] == process.id) of = &definition_.processes[i];
    if (of == nullptr) return;
    if (of_.outcome && std::find(of->yields.begin(), of->yields.end(), of_.outcome) == of->yields.end())
      return;
    if (of_.outcome && add(run, process, declared_in(definition_[of_.outcome], of_.measure),
                           definition_[of_.outcome].name, out_.outcome))
      return;
    if (add(run, process, declared_in(*of, of_.measure), {}, out_.outcome)) return;
    if (of_.outcome) return;
    std::vector<ir::OutcomeId> having;
    for (const ir::OutcomeId outcome : of->yields)
      if (declared_in(definition_[outcome], of_.measure) != nullptr) having.push_back(outcome);
    for (const ir::OutcomeId outcome : having)
      add(run, process, declared_in(definition_[outcome], of_.measure), definition_[outcome].name,
          having.size() > 1 ? index_of(plan_->outcomes, ids_[outcome]) : plan::none);
  }

  /// Whether it is declared; in the plan it may have the outcome's name before its own.
  bool add(std::size_t run, const plan::Process& process, const ir::Measure* measure,
           std::string_view outcome_name, plan::Index outcome) {
    if (measure == nullptr) return false;
    is_set_ = is_set_ || measure->definition.valid();
    plan::Index index = plan::none;
    if (!outcome_name.empty())
      index = index_of(process.measures, fmt::format("{}.{}", outcome_name, measure->name));
    if (index == plan::none) index = index_of(process.measures, std::string(measure->name));
    if (index != plan::none) out_.measures.push_back({run, index, outcome});
    return true;
  }

  void miss(Missing why) { out_.missing = why; }

  const ir::Definition& definition_;
  const emit::ElementIds& ids_;
  const ir::StatisticRef& of_;
  const plan::Plan* plan_;
  Reference out_;
  bool is_set_ = false;  ///< the measure says when it holds
};

Unit unit_of(const Reference& reference) {
  if (reference.statistic == Reference::Statistic::Share || reference.of == Of::Load) return Unit::Share;
  if (reference.of != Of::Cases && reference.of != Of::Visits) return Unit::Number;
  switch (reference.figure) {
    case plan::Figure::Cost:
    case plan::Figure::Loss: return Unit::Money;
    case plan::Figure::Rework: return Unit::Number;
    default: return Unit::Time;
  }
}

double number_of(const ir::Value& value) {
  if (const auto* duration = std::get_if<ir::Duration>(&value))
    return static_cast<double>(duration->microseconds);
  if (const auto* money = std::get_if<ir::Money>(&value)) return static_cast<double>(money->units);
  if (const auto* ratio = std::get_if<ir::Ratio>(&value)) return ratio->value.to_double();
  if (const auto* number = std::get_if<ir::Decimal>(&value)) return number->to_double();
  return 0;
}

Claim::Op op_of(ir::Comparison op) {
  switch (op) {
    case ir::Comparison::Lt: return Claim::Op::Lt;
    case ir::Comparison::Le: return Claim::Op::Le;
    case ir::Comparison::Gt: return Claim::Op::Gt;
    case ir::Comparison::Ge: return Claim::Op::Ge;
  }
  return Claim::Op::Le;
}

}  // namespace

std::vector<ir::ScenarioId> scenarios_of(const ir::StatisticComparison& comparison) {
  std::vector<ir::ScenarioId> all{comparison.left.scenario};
  if (comparison.other && comparison.other->scenario != all.front())
    all.push_back(comparison.other->scenario);
  return all;
}

namespace {

/// `plan_of(reference)` is the plan that it is about, and which of all.
template <class PlanOf>
Claim lower(const ir::Definition& definition, const emit::ElementIds& ids,
            const ir::StatisticComparison& comparison, PlanOf plan_of) {
  const auto reference = [&](const ir::StatisticRef& of) {
    const auto [plan, scenario] = plan_of(of);
    return std::pair(Lowering(definition, ids, of, *plan, scenario).lower(), plan);
  };
  Claim claim;
  const plan::Plan* plan = nullptr;
  std::tie(claim.left, plan) = reference(comparison.left);
  claim.op = op_of(comparison.op);
  claim.unit = unit_of(claim.left);
  claim.number = number_of(comparison.value);
  if (comparison.factor) claim.factor = comparison.factor->to_double();
  if (comparison.other) {
    const auto [right, other] = reference(*comparison.other);
    claim.right = right;
    if (claim.unit == Unit::Money && other->currency != plan->currency && right.missing == Missing::Nothing)
      claim.right->missing = Missing::OtherCurrency;
  } else if (const auto* money = std::get_if<ir::Money>(&comparison.value);
             money != nullptr && claim.left.missing == Missing::Nothing &&
             money->currency.str() != plan->currency) {
    claim.left.missing = Missing::OtherCurrency;
  }
  return claim;
}

}  // namespace

Claim lower_claim(const ir::Definition& definition, const emit::ElementIds& ids,
                  const ir::StatisticComparison& comparison, const std::vector<ir::ScenarioId>& scenarios,
                  const std::vector<plan::Plan>& plans) {
  return lower(definition, ids, comparison, [&](const ir::StatisticRef& of) {
    const auto index = static_cast<std::size_t>(std::find(scenarios.begin(), scenarios.end(), of.scenario) -
                                                scenarios.begin());
    return std::pair(&plans[index], index);
  });
}

std::string claim_text(const SourceManager& sources, const ir::StatisticComparison& comparison) {
  std::string line;
  for (const char c : sources.text(comparison.span)) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

Claim lower_good_when(const ir::Definition& definition, const emit::ElementIds& ids,
                      const ir::StatisticComparison& comparison, const plan::Plan& plan) {
  return lower(definition, ids, comparison,
               [&](const ir::StatisticRef&) { return std::pair(&plan, std::size_t{0}); });
}

}  // namespace wain::planning
