/// Expressions of one process as the flat list of a plan.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "planning/data.h"

namespace wain::planning {

/// What names in an expression mean.
struct Names {
  const ir::Process& process;
  const PlannedProcess& planned;
  const std::vector<DrawnPath>& drawn;
  /// By name, the measures that are in the plan already.
  const std::map<std::string_view, plan::Index>& measures;
  /// By criterion of the definition, the one of the plan.
  const std::vector<plan::Index>& criterion_of;
};

/// A built-in measure of cases and visits by its name in Wain; nothing for other names.
std::optional<plan::Figure> figure_of(std::string_view name);
/// The criterion of the measure `missed(C)`; invalid for other measures.
ir::CriterionId missed_criterion(const ir::Definition& definition, std::string_view measure);

/// Appends an expression with all that it is made of; its index. None, and nothing is appended, if it reads
/// what a plan cannot say: data that is not drawn, measures that are not simulated.
plan::Index lower_expression(const ir::Definition& definition, const Names& names, ir::ExprId expression,
                             std::vector<plan::Expression>& out);

}  // namespace wain::planning
