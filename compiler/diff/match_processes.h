/// Which processes of two definitions are versions of one.
#pragma once

#include <string>
#include <vector>

#include "diff/definition_diff.h"

namespace wain::diff {

struct ProcessMatch {
  std::vector<ProcessPair> pairs;  ///< in order of the new ones
  std::vector<ir::ProcessId> gone, come;
};

/// By name; then by `replaces`; then those of which half of the steps are the same, if nothing else is as
/// much alike; then the last one on each side, if both have a step or an outcome in common.
ProcessMatch match_processes(const ir::Definition& before, const ir::Definition& after);

/// Whether some step of the one is in the other too, by its name or by what is done in it.
bool share_a_step(const ir::Definition& before, const ir::Process& was, const ir::Definition& after,
                  const ir::Process& is);

/// A step, gate or audit: what has a name, and is compared.
bool is_compared(const ir::Node& node);
/// What somebody does, and what it is about, under whatever name.
std::string likeness(const ir::Definition& of, const ir::Process& in, const ir::Node& node);

}  // namespace wain::diff
