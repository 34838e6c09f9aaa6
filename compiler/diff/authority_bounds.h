/// Whether a changed authority line allows more than before, where its limits alone were moved.
#pragma once

#include <cstdint>

#include "ir/definition.h"

namespace wain::diff {

enum class Widening : std::uint8_t { Same, Wider, Narrower, Unclear };

/// Compares two predicates of the same shape, comparison by comparison, with literal limits; an `and` of
/// them is wider if one is and none is narrower. Unclear for everything else.
Widening compare_predicates(const ir::Definition& before, ir::ExprId old_predicate, ir::RecordId old_record,
                            const ir::Definition& after, ir::ExprId new_predicate, ir::RecordId new_record);

/// The same of two conditions of processes.
Widening compare_conditions(const ir::Definition& before, const ir::Process& old_process, ir::ExprId was,
                            const ir::Definition& after, const ir::Process& new_process, ir::ExprId is);

}  // namespace wain::diff
