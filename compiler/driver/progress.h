/// One line on the terminal that says how far long work has come.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace wain::driver {

/// Shows itself only on a terminal, for several files, after a second.
class Progress {
public:
  Progress(std::size_t total, bool wanted);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// The next item begins.
  void at(std::string_view what);
  /// Takes the line away.
  void clear();

private:
  using Clock = std::chrono::steady_clock;
  std::size_t total_;
  std::size_t done_ = 0;
  bool wanted_;
  bool shown_ = false;
  Clock::time_point next_;
};

}  // namespace wain::driver
