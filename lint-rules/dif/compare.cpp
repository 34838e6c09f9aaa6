#include "rules/dif/compare.h"

#include <utility>

#include "rules/engine/allows.h"

namespace wain::lint {

std::vector<Loss> losses(const View& before, const View& after, llvm::ArrayRef<VersionPair> pairs,
                         llvm::ArrayRef<OutcomePair> renamed) {
  const LintOptions& options = after.options;
  Comparison versions{before, after, {}, renamed.vec(), false};
  for (const VersionPair pair : pairs) {
    if (before.calls.sound.test(pair.before.index) && after.calls.sound.test(pair.after.index))
      versions.pairs.push_back(pair);
  }
  Reporter reporter;
  LossSink sink(reporter);
  find_lost_judgments(versions, sink);
  find_lost_owners(versions, sink);
  find_lost_controls(versions, sink);
  find_widened_authority(versions, sink);
  find_weakened_checks(versions, sink);

  AllowIndex allows(after.definition, options.today);
  std::vector<Loss> result;
  for (std::size_t i = 0; i < reporter.findings().size(); ++i) {
    Diagnostic& finding = reporter.findings()[i];
    if (const auto wanted = wanted_level(options, finding.id, finding.span.file)) finding.level = *wanted;
    const bool hidden = allows.hides(info(finding.id).name, finding.span, reporter.subjects()[i]);
    const bool is_reported = finding.level != Level::Off && !hidden;
    result.push_back({std::move(finding), is_reported, std::move(sink.keys()[i])});
  }
  return result;
}

}  // namespace wain::lint
