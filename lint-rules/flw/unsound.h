/// What deadlock and lack-of-synchronization share: the search, and how its findings name what has no name.
#pragma once

#include <string>

#include "analysis/soundness.h"
#include "rules/engine/registry.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// The mistake by the first of its runs that some case can take, as far as that can be told: else by the
/// first of which it is not decided, else as it was found. Asked are the runs that the search kept, and,
/// where none of them can be taken, those of the first `most_full_states` states without any reduction.
constexpr std::size_t most_full_states = 20'000;
analysis::UnsoundRun likeliest(const View& view, ir::ProcessId process, const analysis::UnsoundRun& found);

/// A run rests on conditions. Where some case fulfils them all the finding stays what it is; where that is
/// not decided it becomes a warning, and where no case does an info, which name them: the search does not
/// ask.
void qualify(const View& view, ir::ProcessId process, const analysis::UnsoundRun& found,
             Diagnostics::Builder& finding);

/// The node if it has a name, else the nearest that has, on the way there or on the way from there. Invalid:
/// none.
ir::NodeId named_before(const ir::Process& process, ir::NodeId node);
ir::NodeId named_behind(const ir::Process& process, ir::NodeId node);
/// The node's own name, or what it is.
std::string name_or_kind(const ir::Process& process, ir::NodeId node);

}  // namespace wain::lint
