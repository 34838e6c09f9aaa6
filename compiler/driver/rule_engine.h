/// The one place where the command line meets the lint rules.
#pragma once

#include <optional>

#include "diagnostics/diagnostic.h"
#include "driver/arguments.h"
#include "ir/definition.h"
#include "ir/value.h"

namespace wain::driver {

/// Runs every rule over a definition; findings are added to what the front end reported.
void run_rules(const ir::Definition& definition, ir::Date today, Diagnostics& diagnostics);
/// The day of --today, or the system's; nothing, and a complaint, if it is no date.
std::optional<ir::Date> date_of(const Arguments& arguments);

}  // namespace wain::driver
