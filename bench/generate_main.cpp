/// Prints a generated definition: `wain_generate 100000 > big.wain`.

#include <cstdio>
#include <cstdlib>

#include "generate.h"

int main(int argc, char** argv) {
  const std::size_t lines = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  const std::string text = wain::bench::generate(lines);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
