/// The one place where the command line meets the emitters.
#pragma once

#include <string>

#include "driver/arguments.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::driver {

/// The definition in the asked form; nothing for a plan, which is of one scenario (plans.h).
std::string emit_text(EmitKind kind, const ir::Definition& definition, const SourceManager& sources);

}  // namespace wain::driver
