/// What judgments cost, and what those behind them cost.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// Work of people, as hours and, where every rate is known and in one currency, as money.
struct Effort {
  double hours = 0;
  std::optional<estimate::Model::Cost> cost;
};
/// `12 EUR`, else `25 min`.
std::string effort_text(const Effort& effort);
/// `effort` many times over.
Effort times(const Effort& effort, double factor);
/// Whether one is less than the other: in money if both are known in it, else in hours.
bool is_less(const Effort& small, const Effort& large);

/// The effort of one visit; nothing where `takes` is missing.
std::optional<Effort> effort_of(const View& view, Place place);

/// What lies ahead of gates. Use one object for many questions.
class EffortAhead {
public:
  explicit EffortAhead(const View& view) : view_(view) {}
  /// The expected effort of people on the approving way from `gate` (which is not in it) up to and
  /// including the last of `until`: every gate on it approves, also in what it calls, choices go by their
  /// shares, of parallel branches all count. Nothing where some effort on the way is not known.
  std::optional<Effort> operator()(Place gate, const llvm::BitVector& until);

private:
  /// The same from `start` on, which is in it.
  std::optional<Effort> from(Place start, const llvm::BitVector& until);
  /// … to the outcome that a call of the process goes on with.
  std::optional<Effort> through(ir::ProcessId callee);

  const View& view_;
  std::map<ir::ProcessId, std::optional<Effort>> through_;
};

/// Hours that a case waits for this work beside the work itself; nothing if the estimate does not say.
std::optional<double> waiting_at(const View& view, Place place);

}  // namespace wain::lint
