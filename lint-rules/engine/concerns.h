/// Which data a step has to do with.
#pragma once

#include "ir/definition.h"

namespace wain::lint {

/// It says which data it reads, sees or writes.
bool names_data(const ir::Node& node);
/// Whether `done` has to do with `seen`: it names overlapping data. A step that names none concerns all
/// parameters.
bool concerns(const ir::Process& process, const ir::Node& done, const ir::Path& seen);

}  // namespace wain::lint
