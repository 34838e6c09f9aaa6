/// Old and new versions of processes, compared by the rules DIF: `process B replaces A` in one definition, or
/// the two definitions of `wain diff`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Two processes that are versions of one.
struct VersionPair {
  ir::ProcessId before, after;
};

/// Two outcomes that are one.
struct OutcomePair {
  ir::OutcomeId before, after;
};

struct Comparison {
  const View& before;
  const View& after;
  std::vector<VersionPair> pairs;    ///< both sound; in order of the new ones
  std::vector<OutcomePair> renamed;  ///< of two definitions: under another name
  /// One definition: the new process `replaces` the old one, and notes may point at the old one.
  bool is_replacement = false;

  /// The outcome that it is now, or was; invalid if there is none.
  [[nodiscard]] ir::OutcomeId now(ir::OutcomeId before) const;
  [[nodiscard]] ir::OutcomeId then(ir::OutcomeId after) const;
};

/// Every sound process that replaces a sound one.
Comparison replacements(const View& view);

/// The element of a name; invalid if there is none.
template <class Id, class Element>
Id named(const std::vector<Element>& elements, std::string_view name) {
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].name == name) return Id{i};
  }
  return {};
}

/// What a loss is about, for `wain diff` to find what it has said of it already.
struct LossKey {
  std::string subject;  ///< an outcome, a process, an actor, `Process.Step`
  std::string before;   ///< what is gone; empty if nothing is
  std::string after;    ///< what is there instead
};

/// Where the rules put what they find; one key a finding.
class LossSink {
public:
  explicit LossSink(Reporter& reporter) : reporter_(reporter) {}
  Diagnostics::Builder report(InOtherWords rule, Span place, const std::vector<DiagArg>& args, Span subject,
                              LossKey key) {
    keys_.push_back(std::move(key));
    return reporter_.report(rule, place, args, subject);
  }
  [[nodiscard]] std::vector<LossKey>& keys() { return keys_; }

private:
  Reporter& reporter_;
  std::vector<LossKey> keys_;
};

void find_lost_judgments(const Comparison& versions, LossSink& sink);
void find_lost_owners(const Comparison& versions, LossSink& sink);
void find_lost_controls(const Comparison& versions, LossSink& sink);
void find_widened_authority(const Comparison& versions, LossSink& sink);
void find_weakened_checks(const Comparison& versions, LossSink& sink);

/// The process and all that it calls, in steps of any number, by process index. Of sound processes.
llvm::BitVector called_from(const View& view, ir::ProcessId process);
/// All that call the process, in steps of any number; without it.
llvm::BitVector callers_of(const View& view, ir::ProcessId process);

}  // namespace wain::lint
