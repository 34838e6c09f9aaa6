/// A plan as JSON: docs/schema/plan-2.schema.json.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "runtime/plan/plan.h"

namespace wain::planning {

/// `"version"` of `wain-plan`: the schema file carries it in its name.
inline constexpr int plan_schema_version = 2;

/// What is absent, empty, false or the default is left out. The same plan gives the same text; what is read
/// back (plan::read_plan) is the same plan.
void emit_plan_json(const plan::Plan& plan, llvm::raw_ostream& out);

}  // namespace wain::planning
