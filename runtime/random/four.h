/// Four numbers side by side. A function that is written with them once is compiled twice: for registers of
/// 256 bits, where a processor has them, and for what every one has. Each step is rounded as IEEE 754 has it
/// in both (nothing is fused), so the results are the same bit for bit. Private to runtime/random.
#pragma once

#include <cstdint>

namespace wain::runtime {

using FourWords [[gnu::vector_size(32)]] = std::uint64_t;
using FourReals [[gnu::vector_size(32)]] = double;

#ifdef __x86_64__
#define WAIN_WIDE [[gnu::target("avx2")]]
inline bool has_wide_registers() { return __builtin_cpu_supports("avx2") != 0; }
#else
#define WAIN_WIDE
inline bool has_wide_registers() { return false; }
#endif

/// Whole numbers below 2^52 as reals, exactly: there is no instruction for it in 256 bits.
[[gnu::always_inline]] inline void as_reals(const FourWords& whole, FourReals& reals) {
  constexpr std::uint64_t bits_of_two_to_52 = 0x4330000000000000U;
  const FourWords above = whole | bits_of_two_to_52;
  reals = __builtin_bit_cast(FourReals, above) - 0x1p52;
}

}  // namespace wain::runtime
