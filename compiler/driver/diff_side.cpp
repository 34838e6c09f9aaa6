#include "driver/diff_side.h"

#include <filesystem>

#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/git_show.h"
#include "driver/rule_engine.h"

namespace wain::driver {
namespace {

sema::ReadResult read(const DiffSource& source, const std::string& path) {
  if (source.revision.empty()) return sema::read_file(path);
  GitText shown = git_show(source.revision, path);
  return {std::move(shown.text), std::move(shown.reason), path};
}

bool is_file(const std::string& word) {
  std::error_code error;
  return std::filesystem::is_regular_file(word, error);
}

/// `claims.wain`, or `REVISION:claims.wain` as git has it, for a file that went by another name then.
DiffSource source_of(const std::string& word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos || is_file(word) || !is_revision(word.substr(0, colon))) return {{}, word};
  return {word.substr(0, colon), word.substr(colon + 1)};
}

}  // namespace

std::optional<std::pair<DiffSource, DiffSource>> diff_sources(const std::vector<std::string>& words) {
  if (words.size() == 3) return {{{words[0], words[2]}, {words[1], words[2]}}};
  if (words.size() == 2) {
    // A file that goes by the name of a revision is meant as the file.
    if (is_file(words[0]) || !is_revision(words[0])) return {{source_of(words[0]), source_of(words[1])}};
    return {{{words[0], words[1]}, {{}, words[1]}}};
  }
  complain(Diag::ToolDiffForm);
  return std::nullopt;
}

std::optional<DiffSide> compile_side(const DiffSource& source, const lint::LintOptions& options,
                                     RuleConfigs& configs) {
  sema::ReadResult root = read(source, source.path);
  if (!root.text) {
    if (source.revision.empty())
      complain(Diag::ToolCannotRead, {arg("path", source.path), arg("reason", root.reason)});
    else
      complain(Diag::ToolGitFailed,
               {arg("path", source.path), arg("revision", source.revision), arg("reason", root.reason)});
    return std::nullopt;
  }
  DiffSide side;
  side.title = source.revision.empty() ? source.path : source.revision + ":" + source.path;
  side.sources = std::make_unique<SourceManager>();
  const FileId file = side.sources->add(source.path, std::move(*root.text));
  const sema::FileReader reader = [&](const std::string& path) { return read(source, path); };
  side.analysis = analyze_root(*side.sources, file, reader, side.diagnostics);
  if (side.diagnostics.has_errors()) return side;
  // What an imported file says about owners and people is part of the work.
  for (std::uint32_t i = 0; i < side.sources->size(); ++i) side.analysis.definition->roots.push_back({i});
  side.options = std::make_unique<lint::LintOptions>(options_for(*side.sources, options, configs));
  side.view = std::make_unique<lint::View>(*side.analysis.definition, *side.options);
  lint::lint(*side.view, side.diagnostics);
  return side;
}

}  // namespace wain::driver
