#include "runtime/random/philox.h"

namespace wain::runtime {

Draws::Draws(std::uint64_t seed, std::uint32_t replication) {
  // The key has 64 bits and is made from 96: the replication goes through the generator itself.
  const PhiloxKey from{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
  const PhiloxCounter bits = philox(from, {replication, 0x5761696EU, 0, 0});
  keys_ = round_keys({bits[0], bits[1]});
}

std::array<double, Draws::block> Draws::uniforms(std::uint32_t first_ordinal, std::uint32_t what,
                                                 std::uint32_t path, std::uint32_t visit,
                                                 Purpose purpose) const {
  // The rounds of all counters side by side, two in a register. The upper halves of the words hold what
  // nobody reads.
  constexpr std::uint64_t first = 0xD2511F53U, second = 0xCD9E8D57U, low_bits = 0xFFFFFFFFU;
  using Pair [[gnu::vector_size(16)]] = std::uint64_t;
  struct Words {
    Pair zero, one, two, three;
  };
  const std::uint64_t last = visit << 8U | static_cast<std::uint32_t>(purpose);
  const auto words_of = [&](std::uint32_t ordinal) {
    return Words{Pair{ordinal, ordinal + 1U}, Pair{what, what}, Pair{path, path}, Pair{last, last}};
  };
  const auto round = [](Words& words, Pair low, Pair high) {
    const Pair a = (words.zero & low_bits) * first, b = (words.two & low_bits) * second;
    words = {(b >> 32U) ^ words.one ^ low, b, (a >> 32U) ^ words.three ^ high, a};
  };
  Words left = words_of(first_ordinal), right = words_of(first_ordinal + 2);
#pragma clang loop unroll(full)
  for (std::size_t i = 0; i < std::tuple_size_v<PhiloxKeys>; ++i) {
    const Pair low{keys_[i].low, keys_[i].low}, high{keys_[i].high, keys_[i].high};
    round(left, low, high);
    round(right, low, high);
  }
  const auto drawn = [](const Words& words, std::size_t i) {
    return of_bits(static_cast<std::uint32_t>(words.zero[i]), static_cast<std::uint32_t>(words.one[i]));
  };
  return {drawn(left, 0), drawn(left, 1), drawn(right, 0), drawn(right, 1)};
}

std::uint32_t mix(std::uint32_t hash, std::uint32_t number) {
  return philox({hash, 0}, {number, 0, 0, 0})[0];
}

std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return mix(hash, 0);
}

}  // namespace wain::runtime
