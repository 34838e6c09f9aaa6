#include "driver/compile_roots.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "driver/progress.h"

namespace wain::driver {
namespace {

using Identities = std::set<std::string, std::less<>>;

/// Reads imports from the file system and remembers which file each path led to.
class ImportReader {
public:
  ImportReader(const InputFile& root, const Overlay& overlay) : root_(root.path), overlay_(overlay) {
    identities_[root.path] = root.identity;
  }

  sema::ReadResult read(const std::string& path) {
    // The root was read already; the loader only asks which file it is.
    if (path == root_) return {std::nullopt, {}, identities_[root_]};
    sema::ReadResult result = sema::read_file(path);
    identities_[path] = result.identity;
    if (const auto over = overlay_.find(result.identity); result.text && over != overlay_.end())
      result.text = over->second;
    return result;
  }
  [[nodiscard]] bool leads_to(std::string_view path, const Identities& identities) const {
    const auto known = identities_.find(path);
    return known != identities_.end() && identities.contains(known->second);
  }

private:
  std::string root_;
  const Overlay& overlay_;
  std::map<std::string, std::string, std::less<>> identities_;
};

std::vector<FileId> files_among(const SourceManager& sources, const ImportReader& reader,
                                const Identities& identities) {
  std::vector<FileId> files;
  for (std::uint32_t i = 0; i < sources.size(); ++i)
    if (reader.leads_to(sources.path(FileId{i}), identities)) files.push_back(FileId{i});
  return files;
}

void drop_rules_elsewhere(Diagnostics& diagnostics, const std::vector<FileId>& roots) {
  std::erase_if(diagnostics.all(), [&](const Diagnostic& d) {
    const bool elsewhere =
        d.span.valid() && std::find(roots.begin(), roots.end(), d.span.file) == roots.end();
    return elsewhere && info(d.id).kind == DiagKind::Rule;
  });
}

void compile_root(const InputFile& input, std::string text, const Identities& identities,
                  const Overlay& overlay, const Work& work, Report& report) {
  auto sources = std::make_unique<SourceManager>();
  const FileId root = sources->add(input.path, std::move(text));
  ImportReader reader(input, overlay);
  const sema::FileReader read = [&](const std::string& path) { return reader.read(path); };
  Diagnostics diagnostics;
  Compilation compilation{sema::analyze(*sources, root, read, diagnostics), *sources, diagnostics};
  const std::vector<FileId> roots = files_among(*sources, reader, identities);
  compilation.analysis.definition->roots = roots;
  work(compilation);
  drop_rules_elsewhere(diagnostics, roots);
  report.add(std::move(sources), std::move(diagnostics), std::move(compilation.fixes));
}

}  // namespace

Outcome compile_roots(const Arguments& arguments, const Work& work) {
  return compile_roots(arguments, find_inputs(arguments), {}, work);
}

Outcome compile_roots(const Arguments& arguments, const Inputs& inputs, const Overlay& overlay,
                      const Work& work) {
  Outcome outcome;
  outcome.complete = inputs.complete;
  Identities identities;
  for (const InputFile& file : inputs.files) identities.insert(file.identity);
  Progress progress(inputs.files.size(), !arguments.quiet);
  std::size_t compiled = 0;
  for (const InputFile& file : inputs.files) {
    progress.at(file.path);
    const auto over = overlay.find(file.identity);
    std::optional<std::string> text = over != overlay.end() ? std::optional(over->second) : read_input(file);
    outcome.complete &= text.has_value();
    if (!text) continue;
    compile_root(file, std::move(*text), identities, overlay, work, outcome.report);
    ++compiled;
  }
  progress.clear();
  outcome.report.finish(compiled);
  return outcome;
}

}  // namespace wain::driver
