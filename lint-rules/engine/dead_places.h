/// What no case can come to, since a condition on the way cannot hold: findings there would follow from that
/// one mistake.
#pragma once

#include <optional>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// A step, gate, wait, call or end: its span holds only what happens there. That of a choice or a parallel
/// holds steps that a jump may come to.
bool is_one_place(const ir::Node& node);

/// The steps, gates, waits, calls, ends and arms of choices that `dead-gate` and `dead-branch` speak of, with
/// the audits of such steps. Nothing is found out before a finding is asked about.
class DeadPlaces {
public:
  explicit DeadPlaces(const View& view) : view_(view) {}

  /// The finding is about a place that no case comes to, and not about the names, or the way there itself.
  [[nodiscard]] bool cover(const Diagnostic& finding);

private:
  [[nodiscard]] std::vector<Span> find() const;

  const View& view_;
  std::optional<std::vector<Span>> spans_;  // by file and begin; none within another
};

}  // namespace wain::lint
