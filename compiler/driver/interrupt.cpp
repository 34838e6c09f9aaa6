#include "driver/interrupt.h"

#include <chrono>
#include <ctime>

#include <unistd.h>

namespace wain::driver {

// A thread waits for the signal, so that no handler and no global state is needed.
Interrupt::Interrupt() {
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &before_);
  watcher_ = std::thread([this, interrupt] {
    using Clock = std::chrono::steady_clock;
    constexpr long pause = 50'000'000;  // ns
    // One interruption may come twice, to the process and to its group: `timeout -s INT` does so.
    constexpr std::chrono::milliseconds at_once(200);
    Clock::time_point first;
    while (!over_) {
      const timespec time{0, pause};
      if (sigtimedwait(&interrupt, nullptr, &time) != SIGINT) continue;
      constexpr int interrupted = 130;
      if (!flag_.exchange(true))
        first = Clock::now();
      else if (Clock::now() - first > at_once)
        _exit(interrupted);
    }
  });
}

Interrupt::~Interrupt() {
  over_ = true;
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace wain::driver
