#include "rules/engine/reporter.h"

namespace wain::lint {

Diagnostics::Builder Reporter::report(Diag rule, Span place, const std::vector<DiagArg>& args, Span subject) {
  subjects_.push_back(subject);
  return findings_.report(rule, place, args);
}

}  // namespace wain::lint
