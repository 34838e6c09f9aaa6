/// What a file that is written beside its target, and renamed, must know of the target.
#pragma once

#include <string>

#include <sys/types.h>

namespace wain::runtime {

/// The path behind symbolic links, so that a link stays one; the path itself if nothing is there.
std::string target_of(const std::string& path);
/// The permissions that a new file gets.
mode_t default_mode();

}  // namespace wain::runtime
