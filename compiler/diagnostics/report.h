/// What one run of the tool found, over all files it was asked about, ready for a renderer.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "diagnostics/fix.h"
#include "source/source.h"

namespace wain {

/// A diagnostic with the files that its places lie in.
struct Finding {
  const Diagnostic* diagnostic = nullptr;
  const SourceManager* sources = nullptr;
  std::vector<const Fix*> fixes;  ///< what would mend it, laid out
};

/// How much was found, and in how many files it was looked for.
struct Summary {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t infos = 0;
  std::size_t files = 0;
};

/// Findings of several compilations, each with files of its own. A file that several of them read
/// is reported on once.
class Report {
public:
  /// Takes over the findings of one compilation. The report keeps `sources` only if something was
  /// found in them. `fixes` are laid out, of whichever of the findings.
  void add(std::unique_ptr<SourceManager> sources, Diagnostics diagnostics, std::vector<Fix> fixes = {});
  /// Sorts by path, offset, code and drops doubles. To be called once, after the last `add`.
  void finish(std::size_t files);
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
  [[nodiscard]] const Summary& summary() const { return summary_; }
  /// Leaves out findings after `finish`: those whose index in `findings` is marked.
  void leave_out(const std::vector<bool>& marked);
  /// Whether something is at this level or graver.
  [[nodiscard]] bool reaches(Level level) const;

private:
  std::deque<std::unique_ptr<SourceManager>> sources_;
  std::deque<Diagnostics> diagnostics_;
  std::deque<std::vector<Fix>> fixes_;
  std::vector<Finding> findings_;
  Summary summary_;
};

/// What would mend a finding: safe if one of its fixes is; nothing without one.
std::optional<FixKind> mending(const Finding& finding);
/// The path that a finding's primary place lies in; empty without one.
std::string_view path_of(const Finding& finding);
/// Whether the place lies in a file of these sources.
bool has_place(const SourceManager& sources, Span span);
/// The place with both ends inside its file and in order; `has_place` must hold.
Span clamped(const SourceManager& sources, Span span);

}  // namespace wain
