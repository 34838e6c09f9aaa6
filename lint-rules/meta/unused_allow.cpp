// unused-allow (META001): an `allow` that hides nothing, or names no rule.
#include <algorithm>

#include "diagnostics/nearest_name.h"
#include "rules/engine/registry.h"
#include "rules/meta/allow_place.h"
#include "rules/meta/remove_allow.h"

namespace wain::lint {
namespace {

/// The rule whose name is nearest to `wanted`, if near enough to be meant.
std::string_view nearest_rule(std::string_view wanted) {
  std::vector<std::string_view> names;
  for (const Rule& rule : all_rules()) names.push_back(info(rule.id).name);
  return nearest_name(wanted, names);
}

bool is_rule(std::string_view name) {
  return std::any_of(all_rules().begin(), all_rules().end(),
                     [&](const Rule& rule) { return info(rule.id).name == name; });
}

/// What a change loses is known to `wain diff` alone.
bool is_about_changes(std::string_view rule) {
  const auto id = find_diagnostic(rule);
  return id && info(*id).code.starts_with("DIF");
}

/// An allow in a file without processes: whether it hides something is known only to who imports the
/// file. A control's own date is known here.
bool waits_for_importers(const View& view, const ir::Allow& allow) {
  if (allow.rule == info(rule::ControlPastReview).name) return false;
  const std::vector<ir::Process>& processes = view.definition.processes;
  return std::none_of(processes.begin(), processes.end(),
                      [&](const ir::Process& process) { return process.span.file == allow.span.file; });
}

}  // namespace

void check_UnusedAllow(const View& view, Reporter& reporter) {
  for (std::size_t i = 0; i < view.allow_uses.size(); ++i) {
    const ir::Allow& allow = view.definition.allows[i];
    const AllowUse& use = view.allow_uses[i];
    const bool known = is_rule(allow.rule);
    if (use.hidden > 0 || (use.expired && known)) continue;
    // After an error the finding that it is there for may be missing.
    if (known && (view.incomplete || waits_for_importers(view, allow) || is_about_changes(allow.rule)))
      continue;
    Diagnostics::Builder finding = reporter.report(
        rule::UnusedAllow, allow.rule_span.valid() ? allow.rule_span : allow.span, {arg("rule", allow.rule)});
    finding.symbol(symbol_of_element(view, allow.scope));
    if (known) {
      offer_removal(allow, reporter);
      continue;
    }
    const auto named = find_diagnostic(allow.rule);
    if (named && info(*named).kind == DiagKind::FrontEnd) {
      finding.help(rule::NoteNotAllowable, {arg("rule", allow.rule)});
      offer_removal(allow, reporter);
      continue;
    }
    finding.help(rule::NoteNoSuchRule, {arg("rule", allow.rule)});
    // A code is no name, but it is known whose it is.
    const std::string_view nearest = named ? info(*named).name : nearest_rule(allow.rule);
    if (nearest.empty()) continue;
    finding.help(rule::NoteNearestRule, {arg("rule", nearest)});
    offer_other_name(allow, nearest, reporter);
  }
}

}  // namespace wain::lint
