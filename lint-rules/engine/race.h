/// Parallels that go on before all of their branches are done.
#pragma once

#include "ir/process.h"

namespace wain::lint {

/// Some branch around the node may be withdrawn when others of its fork are done: it need not be waited for,
/// and behind the join nothing can rest on what it produced.
bool stands_in_race(const ir::Process& process, const ir::Node& node);

}  // namespace wain::lint
