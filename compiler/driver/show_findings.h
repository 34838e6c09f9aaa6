/// A report on standard output, in the format that was asked for.
#pragma once

#include "driver/arguments.h"
#include "driver/compile_roots.h"

namespace wain::driver {

/// Whether to paint what goes to this descriptor.
bool wants_color(ColorChoice choice, int descriptor);
/// Writes the report, less what a baseline knows, and gives the exit status.
int show_findings(Outcome outcome, const Arguments& arguments);
/// Writes the report as text to standard error: for commands whose product is on standard output.
void show_findings_aside(const Report& report, ColorChoice color);

}  // namespace wain::driver
