#include "rules/engine/lint.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "rules/engine/allows.h"
#include "rules/engine/dead_places.h"
#include "rules/engine/registry.h"

namespace wain::lint {

std::optional<Level> wanted_level(const LintOptions& options, Diag rule, FileId file) {
  return options.level_in ? options.level_in(rule, file) : options.settings.level(rule);
}

namespace {

/// Hands over what is about the root files or comes of them, about what cases can come to, and what no allow
/// covers.
void deliver(const View& view, Reporter& reporter, AllowIndex* allows, Diagnostics& diagnostics,
             std::vector<Fix>& fixes) {
  DeadPlaces dead(view);
  for (std::size_t i = 0; i < reporter.findings().size(); ++i) {
    Diagnostic& finding = reporter.findings()[i];
    if (const std::optional<Level> wanted = wanted_level(view.options, finding.id, finding.span.file))
      finding.level = *wanted;
    if (!view.concerns_roots(finding)) continue;
    if (allows != nullptr && dead.cover(finding)) continue;
    // Also of a rule that is off: an allow that hides something once it is on is no unused one.
    const bool hidden =
        allows != nullptr && allows->hides(info(finding.id).name, finding.span, reporter.subjects()[i]);
    if (hidden || finding.level == Level::Off) continue;
    diagnostics.all().push_back(std::move(finding));
    std::move(reporter.fixes()[i].begin(), reporter.fixes()[i].end(), std::back_inserter(fixes));
  }
}

/// Switched off in every root file, and no allow asks what it would hide. (A row that says `off` is not
/// enough: some rules raise the level of what they find.)
bool is_switched_off(const View& view, Diag rule) {
  const std::vector<FileId>& roots = view.definition.roots;
  const auto off_in = [&](FileId file) { return wanted_level(view.options, rule, file) == Level::Off; };
  const auto names_it = [&](const ir::Allow& allow) { return allow.rule == info(rule).name; };
  return !roots.empty() && std::all_of(roots.begin(), roots.end(), off_in) &&
         std::none_of(view.definition.allows.begin(), view.definition.allows.end(), names_it);
}

void run(const View& view, bool about_allows, Reporter& reporter) {
  for (const Rule& rule : all_rules()) {
    if (rule.about_allows == about_allows && !is_switched_off(view, rule.id)) rule.check(view, reporter);
  }
}

Diag rule_of(conditions::Question question) {
  switch (question) {
    case conditions::Question::SaidAlready: return rule::RedundantApproval;
    case conditions::Question::WithinAuthority: return rule::BeyondAuthority;
    case conditions::Question::ArmsExclude: return rule::OverlappingGuards;
    case conditions::Question::EveryCaseTaken: return rule::MissingOtherwise;
    case conditions::Question::WayIsOpen: break;
  }
  return rule::DeadBranch;
}

LintWork work_of(const View& view, const Reporter& findings) {
  const conditions::SolverCounts counts = view.decisions->counts();
  LintWork work{counts.questions, counts.solver_calls, findings.open(), {}};
  for (const conditions::OpenQuestion& open : view.decisions->open_questions())
    work.undecided.push_back({rule_of(open.question), view.symbol({open.process, open.node})});
  return work;
}

}  // namespace

LintWork lint(const ir::Definition& definition, const LintOptions& options, Diagnostics& diagnostics) {
  View view(definition, options);
  return lint(view, diagnostics);
}

LintWork lint(View& view, Diagnostics& diagnostics) {
  view.incomplete = diagnostics.has_errors();
  AllowIndex allows(view.definition, view.options.today);

  Reporter findings;
  run(view, false, findings);
  std::vector<Fix> fixes;
  deliver(view, findings, &allows, diagnostics, fixes);

  view.allow_uses = allows.uses();
  Reporter about_allows;
  run(view, true, about_allows);
  deliver(view, about_allows, nullptr, diagnostics, fixes);
  LintWork work = work_of(view, findings);
  work.fixes = std::move(fixes);
  return work;
}

}  // namespace wain::lint
