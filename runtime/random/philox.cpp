#include "runtime/random/philox.h"

namespace wain::runtime {

Draws::Draws(std::uint64_t seed, std::uint32_t replication) {
  // The key has 64 bits and is made from 96: the replication goes through the generator itself.
  const PhiloxKey from{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
  const PhiloxCounter bits = philox(from, {replication, 0x5761696EU, 0, 0});
  key_ = {bits[0], bits[1]};
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
