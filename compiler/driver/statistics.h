/// `--statistics`: how often each rule reports.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "diagnostics/render.h"
#include "driver/arguments.h"

namespace wain::driver {

/// As text, a line a rule, the most frequent first, with the gravest level of its findings and how many of
/// them have a fix; or as JSON (`Format::Json`).
void write_statistics(llvm::raw_ostream& out, const Report& report, Format format, const TextStyle& style);

}  // namespace wain::driver
