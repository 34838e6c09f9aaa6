/// Prints a generated definition: `wain_generate 100000 > big.wain` of so many lines, or one process:
/// `wain_generate --process 2000 200 > process.wain` of so many steps and gates.

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "generate.h"

int main(int argc, char** argv) {
  const auto number = [&](int at, std::size_t otherwise) {
    return at < argc ? std::strtoull(argv[at], nullptr, 10) : otherwise;
  };
  const bool one = argc > 1 && std::string_view(argv[1]) == "--process";
  const std::string text = one ? wain::bench::generate_process(number(2, 2'000), number(3, 200))
                               : wain::bench::generate(number(1, 100'000));
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
