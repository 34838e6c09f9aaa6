/// Values and distributions in the units of a plan.
#pragma once

#include <optional>

#include "ir/definition.h"
#include "runtime/plan/plan.h"

namespace wain::planning {

/// What a slot of this type holds; nothing for types without values that count (text, records, lists).
std::optional<plan::Type> slot_type(const ir::Definition& definition, ir::TypeId type);
/// A distribution of this type, its parameters in the units of a slot; a duration's in microseconds.
plan::Distribution lower_distribution(const ir::Definition& definition, const ir::Distribution& given);
/// A literal in whole units: exact.
plan::Expression lower_literal(const ir::Value& value);
/// The least that it can give, in microseconds.
double least_of(const plan::Distribution& distribution);

}  // namespace wain::planning
