#include "driver/interrupt.h"

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
    constexpr long pause = 50'000'000;  // ns
    while (!over_) {
      const timespec time{0, pause};
      if (sigtimedwait(&interrupt, nullptr, &time) != SIGINT) continue;
      constexpr int interrupted = 130;
      if (flag_.exchange(true)) _exit(interrupted);
    }
  });
}

Interrupt::~Interrupt() {
  over_ = true;
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace wain::driver
