/// The condition of an arm, as a reader would write it. Private to report.
#pragma once

#include <string>

#include "runtime/plan/plan.h"

namespace wain::report {

/// `claim.amount > 5 000 EUR`, `level = High and not urgent`.
std::string guard_text(const plan::Plan& plan, const plan::Process& process, plan::Index expression);

}  // namespace wain::report
