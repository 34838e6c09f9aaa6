#include "driver/compile_roots.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "driver/lint_cache.h"
#include "driver/progress.h"
#include "driver/threads.h"
#include "ingest/read_ir.h"

namespace wain::driver {
namespace {

using Identities = std::set<std::string, std::less<>>;

/// Reads imports from the file system and remembers which file each path led to.
class ImportReader {
public:
  ImportReader(const InputFile& root, const Overlay& overlay) : root_(root), overlay_(overlay) { forget(); }

  /// As if nothing had been read but the root.
  void forget() { identities_ = {{root_.path, root_.identity}}; }

  sema::ReadResult read(const std::string& path) {
    // The root was read already; the loader only asks which file it is.
    if (path == root_.path) return {std::nullopt, {}, root_.identity};
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

  /// Which file each path led to that was read.
  [[nodiscard]] const auto& identities() const { return identities_; }

private:
  const InputFile& root_;
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

/// What was found in one root, until those before it are in the report.
struct Compiled {
  std::unique_ptr<SourceManager> sources;
  Diagnostics diagnostics;
  std::vector<Fix> fixes;
};

}  // namespace

sema::Analysis analyze_root(SourceManager& sources, FileId root, const sema::FileReader& read,
                            Diagnostics& diagnostics) {
  if (!ingest::is_ir(sources.path(root), sources.text(root)))
    return sema::analyze(sources, root, read, diagnostics);
  return {ingest::read_ir(sources, root, diagnostics), {}};
}

namespace {

/// What all compilations of a run have in common.
struct Circumstances {
  const Identities& identities;  ///< of the files of the command line
  const Overlay& overlay;
  const Work& work;
  LintCache* cache;
};

Compiled compile_root(const InputFile& input, std::size_t at, std::string text, const Circumstances& run) {
  Compiled result{std::make_unique<SourceManager>(), {}, {}};
  SourceManager& sources = *result.sources;
  const FileId root = sources.add(input.path, std::move(text));
  ImportReader reader(input, run.overlay);
  const sema::FileReader read = [&](const std::string& path) { return reader.read(path); };
  const auto named = [&](std::string_view path) { return reader.leads_to(path, run.identities); };
  LintCache* const cache = input.is_stdin ? nullptr : run.cache;
  if (cache != nullptr) {
    std::optional<cache::KnownFindings> known = cache->recall(sources, {read, reader.identities(), named});
    if (known) {
      result.diagnostics.all() = std::move(known->diagnostics);
      result.fixes = std::move(known->fixes);
      return result;
    }
    reader.forget();  // what was imported once is no matter of this compilation
  }
  Compilation compilation{at, analyze_root(sources, root, read, result.diagnostics), sources,
                          result.diagnostics};
  compilation.analysis.definition->roots = files_among(sources, reader, run.identities);
  run.work(compilation);
  result.fixes = std::move(compilation.fixes);
  if (cache != nullptr && compilation.lasting)
    cache->keep(sources, result.diagnostics, result.fixes, {read, reader.identities(), named});
  return result;
}

/// The inputs, each compiled by the thread that comes for it. They are read, and their findings go into the
/// report, in the order of the command line, whichever thread is done first.
class Compiling {
public:
  Compiling(const Arguments& arguments, const Inputs& inputs, const Overlay& overlay, const Work& work,
            LintCache* cache)
      : inputs_(inputs),
        run_{identities_, overlay, work, cache},
        progress_(inputs.files.size(), !arguments.quiet),
        done_(inputs.files.size()) {
    for (const InputFile& file : inputs.files) identities_.insert(file.identity);
    outcome_.complete = inputs.complete;
  }

  Outcome on(std::size_t threads) {
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(threads, inputs_.files.size()); ++i)
      others.emplace_back([this] { take_all(); });
    take_all();
    for (std::thread& other : others) other.join();
    progress_.clear();
    outcome_.report.finish(compiled_);
    return std::move(outcome_);
  }

private:
  struct Task {
    std::size_t at;
    std::string text;
  };

  void take_all() {
    while (std::optional<Task> task = take()) {
      Compiled result = compile_root(inputs_.files[task->at], task->at, std::move(task->text), run_);
      hand_in(task->at, std::move(result));
    }
  }

  /// The next input that can be read.
  std::optional<Task> take() {
    const std::scoped_lock lock(mutex_);
    while (next_ < inputs_.files.size()) {
      const std::size_t at = next_++;
      const InputFile& file = inputs_.files[at];
      progress_.at(file.path);
      const auto over = run_.overlay.find(file.identity);
      std::optional<std::string> text =
          over != run_.overlay.end() ? std::optional(over->second) : read_input(file);
      if (text) return Task{at, *std::move(text)};
      outcome_.complete = false;
      done_[at].emplace();
    }
    return std::nullopt;
  }

  void hand_in(std::size_t at, Compiled result) {
    const std::scoped_lock lock(mutex_);
    ++compiled_;
    done_[at] = std::move(result);
    for (; reported_ < done_.size() && done_[reported_]; ++reported_) {
      Compiled& each = *done_[reported_];
      if (each.sources)
        outcome_.report.add(std::move(each.sources), std::move(each.diagnostics), std::move(each.fixes));
      each = {};
    }
  }

  const Inputs& inputs_;
  Identities identities_;
  Circumstances run_;
  std::mutex mutex_;  ///< of all that follows
  Progress progress_;
  Outcome outcome_;
  std::vector<std::optional<Compiled>> done_;
  std::size_t next_ = 0;
  std::size_t reported_ = 0;
  std::size_t compiled_ = 0;
};

}  // namespace

Outcome compile_roots(const Arguments& arguments, const Work& work, Turns turns) {
  return compile_roots(arguments, find_inputs(arguments), {}, work, turns);
}

Outcome compile_roots(const Arguments& arguments, const Inputs& inputs, const Overlay& overlay,
                      const Work& work, Turns turns, LintCache* cache) {
  return Compiling(arguments, inputs, overlay, work, cache)
      .on(turns == Turns::OneByOne ? 1 : threads(arguments));
}

}  // namespace wain::driver
