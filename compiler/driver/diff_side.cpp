#include "driver/diff_side.h"

#include <filesystem>

#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/git_show.h"
#include "driver/inputs.h"
#include "driver/rule_engine.h"

namespace wain::driver {
namespace {

sema::ReadResult read(const DiffSource& source, const std::string& path) {
  if (source.revision.empty()) return sema::read_file(path);
  GitText shown = git_show(source.revision, path);
  return {std::move(shown.text), std::move(shown.reason), path};
}

/// The text of the side's own file; nothing, and a complaint, if it cannot be read.
std::optional<std::string> read_root(const DiffSource& source) {
  if (source.is_stdin) return read_input({source.path, source.path, true});
  sema::ReadResult root = read(source, source.path);
  if (root.text) return std::move(root.text);
  if (source.revision.empty())
    complain(Diag::ToolCannotRead, {arg("path", source.path), arg("reason", root.reason)});
  else
    complain(Diag::ToolGitFailed,
             {arg("path", source.path), arg("revision", source.revision), arg("reason", root.reason)});
  return std::nullopt;
}

bool is_file(const std::string& word) {
  std::error_code error;
  return std::filesystem::is_regular_file(word, error);
}

/// A file that goes by the name of a revision is meant as the file.
bool names_revision(const std::string& word) { return !is_file(word) && is_revision(word); }

/// `claims.wain`, or `REVISION:claims.wain` as git has it, for a file that went by another name then.
DiffSource source_of(const std::string& word, const std::string& stdin_name) {
  if (word == "-") return {{}, stdin_name, true};
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos || is_file(word) || !is_revision(word.substr(0, colon))) return {{}, word};
  return {word.substr(0, colon), word.substr(colon + 1)};
}

/// Two revisions, as git writes them: `A..B`, and `A...B` for what B has done since it left A. A side that is
/// left out is HEAD. Nothing if the word is not such.
std::optional<std::pair<std::string, std::string>> revisions_of(const std::string& word) {
  const std::size_t dots = word.find("..");
  if (dots == std::string::npos || is_file(word)) return std::nullopt;
  const bool since = word.compare(dots, 3, "...") == 0;
  const auto named = [](const std::string& side) { return side.empty() ? std::string("HEAD") : side; };
  const std::string one = named(word.substr(0, dots));
  const std::string other = named(word.substr(dots + (since ? 3 : 2)));
  if (!is_revision(one) || !is_revision(other)) return std::nullopt;
  if (!since) return {{one, other}};
  const std::optional<std::string> base = merge_base(one, other);
  if (!base) return std::nullopt;
  constexpr std::size_t shown = 12;  // a hash that can be read, and is still one commit's
  return {{base->substr(0, shown), other}};
}

}  // namespace

std::optional<std::pair<DiffSource, DiffSource>> diff_sources(const Arguments& arguments) {
  const std::vector<std::string>& words = arguments.paths;
  if (words.size() == 3 && words[2] != "-") return {{{words[0], words[2]}, {words[1], words[2]}}};
  if (words.size() == 2) {
    if (const auto range = revisions_of(words[0]); range && words[1] != "-")
      return {{{range->first, words[1]}, {range->second, words[1]}}};
    if (words[1] != "-" && names_revision(words[0])) return {{{words[0], words[1]}, {{}, words[1]}}};
    if (words[0] != "-" || words[1] != "-")
      return {{source_of(words[0], arguments.stdin_name), source_of(words[1], arguments.stdin_name)}};
  }
  complain(Diag::ToolDiffForm);
  return std::nullopt;
}

std::optional<DiffSide> compile_side(const DiffSource& source, const lint::LintOptions& options,
                                     RuleConfigs& configs) {
  std::optional<std::string> root = read_root(source);
  if (!root) return std::nullopt;
  DiffSide side;
  side.title = source.revision.empty() ? source.path : source.revision + ":" + source.path;
  side.sources = std::make_unique<SourceManager>();
  const FileId file = side.sources->add(source.path, std::move(*root));
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
