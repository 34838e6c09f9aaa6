/// A gate on the scales: how often it says no, what a judgment costs, and what a miss does.
#pragma once

#include <optional>
#include <string_view>

#include "rules/apr/effort.h"
#include "rules/apr/noes.h"

namespace wain::lint {

/// The dearest miss among the criteria that a gate judges.
struct Loss {
  ir::Money price;
  std::string_view criterion;
  Span span;  ///< of its declaration
};

struct Weighed {
  const ir::Node* node = nullptr;
  Noes noes;
  std::optional<Effort> cost;  ///< of one judgment
  std::optional<Loss> loss;    ///< where every judged criterion says what a miss costs, in one currency

  /// c/L: the share of noes from which on the gate pays; nothing where one of the two is not known.
  [[nodiscard]] std::optional<double> pays_from() const;
};
/// A human gate that can say no, and whose share of noes is known; one that judges what it does not see is
/// left to `blind-gate`.
std::optional<Weighed> weigh(const View& view, Place place);

/// Notes the counted cases that a share rests on, with its interval and the log. It must be counted.
void note_counted(const Noes& noes, const ir::Node& gate, Diagnostics::Builder& finding);
/// Notes what the share of noes rests on: the counted cases with the interval and the log.
void note_noes(const View& view, Place place, const Weighed& gate, Diagnostics::Builder& finding);

}  // namespace wain::lint
