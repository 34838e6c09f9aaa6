#include "rules/meta/remove_allow.h"

#include <utility>

#include "diagnostics/rule_ids.h"

namespace wain::lint {

void offer_removal(const ir::Allow& allow, Reporter& reporter) {
  Fix fix;
  fix.kind = FixKind::Safe;
  fix.title = render(rule::FixRemoveAllow, {arg("rule", allow.rule)});
  fix.rewrites = {{Rewrite::Kind::Remove, allow.span, {}, {}, {}}};
  reporter.offer(std::move(fix));
}

void offer_other_name(const ir::Allow& allow, std::string_view rule, Reporter& reporter) {
  if (!allow.rule_span.valid()) return;
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixRenameAllow, {arg("rule", rule)});
  fix.rewrites = {{Rewrite::Kind::Replace, allow.rule_span, std::string(rule), {}, {}}};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
