/// `allow RULE because … until …`: which findings are covered.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <llvm/ADT/StringMap.h>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "rules/engine/lint.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// The allows of a definition, so laid out that a finding finds those around it in logarithmic time.
class AllowIndex {
public:
  AllowIndex(const ir::Definition& definition, ir::Date today);

  /// Whether a finding of `rule` in `place` (or on `subject`) is covered by an allow that has not
  /// expired. Every one around it counts the finding as hidden.
  bool hides(std::string_view rule, Span place, Span subject);
  [[nodiscard]] const std::vector<AllowUse>& uses() const { return uses_; }

private:
  struct Scope {
    Span span;
    std::uint32_t allow;  ///< index into definition.allows
    std::uint32_t outer;  ///< index of the scope around it; none: UINT32_MAX
  };
  bool hides(const std::vector<Scope>& scopes, Span place);

  llvm::StringMap<std::vector<Scope>> scopes_;  // by rule; by file, begin, and outer before inner
  std::vector<AllowUse> uses_;
};

}  // namespace wain::lint
