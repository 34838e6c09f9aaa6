// expired-allow (META002): an `allow` is past its date, and hides nothing any more.
#include <algorithm>

#include "rules/engine/registry.h"
#include "rules/meta/allow_place.h"
#include "rules/meta/remove_allow.h"

namespace wain::lint {

void check_ExpiredAllow(const View& view, Reporter& reporter) {
  for (std::size_t i = 0; i < view.allow_uses.size(); ++i) {
    const ir::Allow& allow = view.definition.allows[i];
    if (!view.allow_uses[i].expired) continue;
    const auto is_named = [&](const Rule& rule) { return info(rule.id).name == allow.rule; };
    if (std::none_of(all_rules().begin(), all_rules().end(), is_named)) continue;  // unused-allow says it
    const auto days = view.options.today.days - allow.until->days;
    reporter
        .report(
            InOtherWords{rule::ExpiredAllow, days == 1 ? rule::ExpiredAllowYesterday : rule::ExpiredAllow},
            allow.rule_span.valid() ? allow.rule_span : allow.span,
            {arg("rule", allow.rule), arg("until", allow.until->str()), arg("days", days)})
        .symbol(symbol_of_element(view, allow.scope))
        .help(rule::NoteAllowReason, {arg("reason", allow.reason)});
    offer_removal(allow, reporter);
  }
}

}  // namespace wain::lint
