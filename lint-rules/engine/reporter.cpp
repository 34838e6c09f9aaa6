#include "rules/engine/reporter.h"

namespace wain::lint {

Diagnostics::Builder Reporter::report(Diag rule, Span place, const std::vector<DiagArg>& args, Span subject) {
  subjects_.push_back(subject);
  return findings_.report(rule, place, args);
}

Diagnostics::Builder Reporter::report(InOtherWords rule, Span place, const std::vector<DiagArg>& args,
                                      Span subject) {
  const Diagnostics::Builder finding = report(rule.rule, place, args, subject);
  findings_.all().back().message = render(rule.words, args);
  return finding;
}

}  // namespace wain::lint
