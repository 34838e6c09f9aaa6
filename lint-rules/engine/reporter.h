/// Where rules put their findings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "diagnostics/fix.h"
#include "diagnostics/rule_ids.h"

namespace wain::lint {

/// Notes that list places stop here and say how many more there are.
constexpr std::size_t places_shown = 12;

/// A rule's finding in the words of a note's row: where there is a figure more, or less, to give than in
/// the rule's own.
struct InOtherWords {
  Diag rule;
  Diag words;
};

/// What a rule would have wanted to know, and of what: too much to work out.
struct Open {
  Diag rule;
  std::string symbol;
};

class Reporter {
public:
  /// A finding at `place`. `subject` is the element concerned, where the place lies outside of it: an
  /// `allow` in either covers the finding.
  Diagnostics::Builder report(Diag rule, Span place, const std::vector<DiagArg>& args = {},
                              Span subject = {});
  Diagnostics::Builder report(InOtherWords rule, Span place, const std::vector<DiagArg>& args,
                              Span subject = {});

  /// Says, to those who ask with `--verbose`, that the rule has not looked at something.
  void leave_open(Diag rule, std::string symbol) { open_.push_back({rule, std::move(symbol)}); }
  /// Something that would mend the last finding; its `rule` and `finding` are filled in here.
  void offer(Fix fix);

  [[nodiscard]] const std::vector<Open>& open() const { return open_; }
  [[nodiscard]] std::vector<Diagnostic>& findings() { return findings_.all(); }
  [[nodiscard]] const std::vector<Span>& subjects() const { return subjects_; }
  /// One list a finding.
  [[nodiscard]] std::vector<std::vector<Fix>>& fixes() { return fixes_; }

private:
  Diagnostics findings_;
  std::vector<Span> subjects_;           // one a finding
  std::vector<std::vector<Fix>> fixes_;  // one a finding
  std::vector<Open> open_;
};

}  // namespace wain::lint
