#include "rules/engine/allows.h"

#include <algorithm>
#include <tuple>

namespace wain::lint {

AllowIndex::AllowIndex(const ir::Definition& definition, ir::Date today) : uses_(definition.allows.size()) {
  for (std::uint32_t i = 0; i < definition.allows.size(); ++i) {
    const ir::Allow& allow = definition.allows[i];
    uses_[i].expired = allow.until && *allow.until < today;
    if (uses_[i].expired) continue;
    scopes_[llvm::StringRef(allow.rule.data(), allow.rule.size())].push_back({allow.scope, i, UINT32_MAX});
  }
  for (auto& entry : scopes_) {
    std::vector<Scope>& scopes = entry.second;
    std::stable_sort(scopes.begin(), scopes.end(), [](const Scope& a, const Scope& b) {
      return std::tie(a.span.file, a.span.begin, b.span.end) <
             std::tie(b.span.file, b.span.begin, a.span.end);
    });
    std::vector<std::uint32_t> open;  // elements nest
    for (std::uint32_t i = 0; i < scopes.size(); ++i) {
      while (!open.empty() && !scopes[open.back()].span.contains(scopes[i].span)) open.pop_back();
      if (!open.empty()) scopes[i].outer = open.back();
      open.push_back(i);
    }
  }
}

bool AllowIndex::hides(const std::vector<Scope>& scopes, Span place) {
  if (!place.valid()) return false;
  const auto after = std::upper_bound(scopes.begin(), scopes.end(), place, [](Span p, const Scope& scope) {
    return std::tie(p.file, p.begin) < std::tie(scope.span.file, scope.span.begin);
  });
  bool hidden = false;
  auto at = static_cast<std::uint32_t>(after - scopes.begin()) - 1;  // wraps to "none" at the first
  for (; at != UINT32_MAX; at = scopes[at].outer) {
    if (!scopes[at].span.contains(place)) continue;
    ++uses_[scopes[at].allow].hidden;
    hidden = true;
  }
  return hidden;
}

bool AllowIndex::hides(std::string_view rule, Span place, Span subject) {
  const auto found = scopes_.find(llvm::StringRef(rule.data(), rule.size()));
  if (found == scopes_.end()) return false;
  const bool by_place = hides(found->second, place);
  const bool by_subject = hides(found->second, subject);
  return by_place || by_subject;
}

}  // namespace wain::lint
