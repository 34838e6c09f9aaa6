/// How many threads work that can be shared is done on.
#pragma once

#include <algorithm>
#include <thread>

#include "driver/arguments.h"

namespace wain::driver {

/// As many as --jobs says, else as there are cores; at least 1.
inline unsigned threads(const Arguments& arguments) {
  return arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace wain::driver
