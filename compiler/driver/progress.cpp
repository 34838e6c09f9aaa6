#include "driver/progress.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "diagnostics/display_line.h"
#include "driver/output.h"

namespace wain::driver {
namespace {

constexpr std::chrono::seconds patience(1);
constexpr std::chrono::milliseconds pause(100);
constexpr const char* erase_line = "\r\x1b[2K";

}  // namespace

Progress::Progress(std::size_t total, bool wanted)
    : total_(total),
      wanted_(wanted && total > 1 && is_terminal(STDERR_FILENO)),
      next_(Clock::now() + patience) {}

void Progress::at(std::string_view what) {
  ++done_;
  if (!wanted_ || Clock::now() < next_) return;
  next_ = Clock::now() + pause;
  shown_ = true;
  const unsigned width = terminal_width(STDERR_FILENO, 80);
  const DisplayLine line(fmt::format("[{}/{}] {}", done_ - 1, total_, what), 0, 1);
  const std::string text = erase_line + line.slice(0, width - 1);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Progress::clear() {
  if (shown_) std::fputs(erase_line, stderr);
  shown_ = false;
}

}  // namespace wain::driver
