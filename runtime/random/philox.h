/// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy
/// as 1, 2, 3; SC 2011). A draw is a function of its key and its counter, so it does not matter in which
/// order draws are made, nor how many others there are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wain::runtime {

using PhiloxCounter = std::array<std::uint32_t, 4>;
struct PhiloxKey {
  std::uint32_t low = 0, high = 0;
};

/// The keys of the ten rounds.
using PhiloxKeys = std::array<PhiloxKey, 10>;

inline PhiloxKeys round_keys(PhiloxKey key) {
  constexpr std::uint32_t first_weyl = 0x9E3779B9U, second_weyl = 0xBB67AE85U;
  PhiloxKeys keys;
  for (PhiloxKey& of_round : keys) {
    of_round = key;
    key.low += first_weyl;
    key.high += second_weyl;
  }
  return keys;
}

inline PhiloxCounter philox_rounds(const PhiloxKeys& keys, PhiloxCounter counter) {
  constexpr std::uint64_t first = 0xD2511F53U, second = 0xCD9E8D57U;
  for (const PhiloxKey& key : keys) {
    const std::uint64_t a = first * counter[0], b = second * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key.low, static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key.high, static_cast<std::uint32_t>(a)};
  }
  return counter;
}

inline PhiloxCounter philox(PhiloxKey key, PhiloxCounter counter) {
  return philox_rounds(round_keys(key), counter);
}

/// What a draw is for; part of its counter, so that the draws of one visit are independent.
enum class Purpose : std::uint8_t {
  Takes,
  Exit,
  Fails,
  Arrival,
  Data,
  Truth,
  Look,
  Audit,
  AuditTakes,
  Quorum,
  Wait,
  Branch
};

/// The draws of one replication.
class Draws {
public:
  Draws(std::uint64_t seed, std::uint32_t replication);

  /// A uniform number in (0, 1), never 0 or 1: 52 bits and a half. `ordinal`: of the case in its stream;
  /// `what`: hash of a name; `path`: stream and calls on the way; `visit`: 0..65535.
  [[nodiscard]] double uniform(std::uint32_t ordinal, std::uint32_t what, std::uint32_t path,
                               std::uint32_t visit, Purpose purpose) const {
    const PhiloxCounter bits =
        philox_rounds(keys_, {ordinal, what, path, visit << 8U | static_cast<std::uint32_t>(purpose)});
    return of_bits(bits[0], bits[1]);
  }

  /// Those of so many ordinals from the first on; together they cost less.
  static constexpr std::size_t block = 8;
  [[nodiscard]] std::array<double, block> uniforms(std::uint32_t first_ordinal, std::uint32_t what,
                                                   std::uint32_t path, std::uint32_t visit,
                                                   Purpose purpose) const;

private:
  static double of_bits(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t whole = (static_cast<std::uint64_t>(high) << 20U) | (low >> 12U);
    return (static_cast<double>(static_cast<std::int64_t>(whole)) + 0.5) * 0x1p-52;
  }

  PhiloxKeys keys_;
};

/// 32-bit FNV-1a of a name, mixed once more so that like names differ in all bits.
std::uint32_t hash_of(std::string_view name);
/// Joins a hash with a number, for names inside names.
std::uint32_t mix(std::uint32_t hash, std::uint32_t number);

}  // namespace wain::runtime
