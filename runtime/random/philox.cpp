#include "runtime/random/philox.h"

#include "runtime/random/four.h"

namespace wain::runtime {
namespace {

/// The words of four counters. The upper halves hold what nobody reads.
struct FourCounters {
  FourWords zero, one, two, three;
};

/// Of the counter and those that follow it in its first word: two times four, so that neither waits for
/// itself.
[[gnu::always_inline]] inline void uniforms_of(const PhiloxKeys& keys, const PhiloxCounter& counter,
                                               double* numbers) {
  constexpr std::uint64_t first = 0xD2511F53U, second = 0xCD9E8D57U, low_bits = 0xFFFFFFFFU;
  constexpr std::uint32_t four = 4;
  FourCounters all[Draws::block / four];
  std::uint32_t ordinal = counter[0];
  for (FourCounters& words : all) {
    words = {FourWords{ordinal, ordinal + 1U, ordinal + 2U, ordinal + 3U}, FourWords{} + counter[1],
             FourWords{} + counter[2], FourWords{} + counter[3]};
    ordinal += four;
  }
#pragma clang loop unroll(full)
  for (const PhiloxKey& key : keys)
    for (FourCounters& words : all) {
      const FourWords a = (words.zero & low_bits) * first, b = (words.two & low_bits) * second;
      words = {(b >> 32U) ^ words.one ^ key.low, b, (a >> 32U) ^ words.three ^ key.high, a};
    }
  for (const FourCounters& words : all) {
    // As Draws::of_bits.
    const FourWords whole = (words.zero & low_bits) << 20U | (words.one & low_bits) >> 12U;
    FourReals reals;
    as_reals(whole, reals);
    reals = (reals + 0.5) * 0x1p-52;
    for (std::size_t i = 0; i < four; ++i) *numbers++ = reals[i];
  }
}

WAIN_WIDE void uniforms_wide(const PhiloxKeys& keys, const PhiloxCounter& counter, double* numbers) {
  uniforms_of(keys, counter, numbers);
}

}  // namespace

Draws::Draws(std::uint64_t seed, std::uint32_t replication) {
  // The key has 64 bits and is made from 96: the replication goes through the generator itself.
  const PhiloxKey from{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
  const PhiloxCounter bits = philox(from, {replication, 0x5761696EU, 0, 0});
  keys_ = round_keys({bits[0], bits[1]});
}

std::array<double, Draws::block> Draws::uniforms(std::uint32_t first_ordinal, std::uint32_t what,
                                                 std::uint32_t path, std::uint32_t visit,
                                                 Purpose purpose) const {
  const PhiloxCounter first{first_ordinal, what, path, visit << 8U | static_cast<std::uint32_t>(purpose)};
  std::array<double, block> numbers;
  if (has_wide_registers())
    uniforms_wide(keys_, first, numbers.data());
  else
    uniforms_of(keys_, first, numbers.data());
  return numbers;
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
