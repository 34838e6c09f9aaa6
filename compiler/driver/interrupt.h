/// Ctrl-C as a flag instead of an end.
#pragma once

#include <atomic>
#include <csignal>
#include <thread>

namespace wain::driver {

/// While it lives, SIGINT sets a flag. To be made before other threads are. A second SIGINT, a fifth of a
/// second later or more, ends the program.
class Interrupt {
public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  [[nodiscard]] const std::atomic<bool>& flag() const { return flag_; }

private:
  sigset_t before_{};
  std::atomic<bool> flag_ = false;
  std::atomic<bool> over_ = false;
  std::thread watcher_;
};

}  // namespace wain::driver
