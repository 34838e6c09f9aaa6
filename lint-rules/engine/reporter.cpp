#include "rules/engine/reporter.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "diagnostics/proposals.h"

namespace wain::lint {

Diagnostics::Builder Reporter::report(Diag rule, Span place, const std::vector<DiagArg>& args, Span subject) {
  subjects_.push_back(subject);
  fixes_.emplace_back();
  return findings_.report(rule, place, args);
}

Diagnostics::Builder Reporter::report(InOtherWords rule, Span place, const std::vector<DiagArg>& args,
                                      Span subject) {
  const Diagnostics::Builder finding = report(rule.rule, place, args, subject);
  findings_.all().back().message = render(rule.words, args);
  return finding;
}

void Reporter::offer(Fix fix) {
  fix.rule = findings_.all().back().id;
  fix.finding = findings_.all().back().span;
  assert(fix.kind == FixKind::Safe ||
         std::count(proposing_rules().begin(), proposing_rules().end(), fix.rule));
  fixes_.back().push_back(std::move(fix));
}

}  // namespace wain::lint
