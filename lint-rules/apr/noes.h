/// How often a gate says no, and how sure that is.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ir/definition.h"

namespace wain::lint {

/// Bounds of a share.
struct ShareBounds {
  double lower = 0;
  double upper = 0;
};
/// Wilson's interval of a share, two-sided at 95 %, from `hits` in `cases` (more than 0).
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.
ShareBounds wilson(std::int64_t hits, std::int64_t cases);

/// The counted figures that a share rests on.
struct Counted {
  std::int64_t cases = 0;
  std::int64_t noes = 0;
  std::string_view source;  ///< the log; empty if it is not named
};

/// The share of noes (rejects and returns) of a gate.
struct Noes {
  double share = 0;
  ShareBounds bounds;              ///< declared shares are exact
  std::optional<Counted> counted;  ///< absent: as declared
};
/// As counted, where `observed` says enough; else as declared; nothing if neither does, or if there is
/// no way to say no.
std::optional<Noes> noes_of(const ir::Process& process, const ir::Node& gate);
/// The same of rejects alone: only these end a case.
std::optional<Noes> rejects_of(const ir::Process& process, const ir::Node& gate);

}  // namespace wain::lint
