/// What deadlock and lack-of-synchronization share: the search, and how its findings name what has no name.
#pragma once

#include <optional>
#include <string>

#include "analysis/soundness.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// What is wrong with the branches of a process; nothing for one that is well nested, as all that were
/// written in text are.
std::optional<analysis::Soundness> unsoundness(const View& view, ir::ProcessId process);

/// The node if it has a name, else the nearest that has, on the way there or on the way from there. Invalid:
/// none.
ir::NodeId named_before(const ir::Process& process, ir::NodeId node);
ir::NodeId named_behind(const ir::Process& process, ir::NodeId node);
/// The node's own name, or what it is.
std::string name_or_kind(const ir::Process& process, ir::NodeId node);

}  // namespace wain::lint
