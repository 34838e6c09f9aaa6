#include <csignal>

#include "driver/command.h"

int main(int argc, char** argv) {
  // A reader that goes away ends the writing (`wain lint . | head`), not the program.
  std::signal(SIGPIPE, SIG_IGN);
  return wain::driver::run_command_line(argc, argv);
}
