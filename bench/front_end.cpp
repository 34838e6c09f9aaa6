/// Lines per second of each phase, on a generated file of 100,000 lines and on the examples.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "generate.h"
#include "rules/engine/lint.h"
#include "sema/analyze.h"
#include "syntax/lexer.h"
#include "syntax/parse.h"

namespace {

using wain::Diagnostics;
using wain::FileId;
using wain::SourceManager;

struct Text {
  std::string path;
  std::string text;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::vector<Text>& generated() {
  static const std::vector<Text> texts = {{"generated.wain", wain::bench::generate(100'000)}};
  return texts;
}

const std::vector<Text>& examples() {
  static const std::vector<Text> texts = [] {
    std::vector<Text> result;
    for (const auto& entry : std::filesystem::directory_iterator(WAIN_SOURCE_DIR "/examples"))
      if (entry.path().extension() == ".wain")
        result.push_back({entry.path().string(), read_file(entry.path())});
    return result;
  }();
  return texts;
}

wain::sema::ReadResult read(const std::string& path) { return {read_file(path), "", path}; }

/// Counts lines for `Lines/s`.
void count(benchmark::State& state, const std::vector<Text>& texts) {
  std::int64_t lines = 0;
  std::int64_t bytes = 0;
  for (const Text& t : texts) {
    lines += std::count(t.text.begin(), t.text.end(), '\n');
    bytes += static_cast<std::int64_t>(t.text.size());
  }
  state.counters["Lines/s"] =
      benchmark::Counter(static_cast<double>(lines * state.iterations()), benchmark::Counter::kIsRate);
  state.SetBytesProcessed(bytes * state.iterations());
}

void lex(benchmark::State& state, const std::vector<Text>& texts) {
  for (auto _ : state)
    for (const Text& t : texts) benchmark::DoNotOptimize(wain::syntax::scan(t.text));
  count(state, texts);
}

void lex_and_parse(benchmark::State& state, const std::vector<Text>& texts) {
  for (auto _ : state) {
    for (const Text& t : texts) {
      SourceManager sources;
      Diagnostics diagnostics;
      const FileId file = sources.add(t.path, t.text);
      benchmark::DoNotOptimize(wain::syntax::parse(sources, file, diagnostics));
    }
  }
  count(state, texts);
}

void lex_to_ir(benchmark::State& state, const std::vector<Text>& texts) {
  for (auto _ : state) {
    for (const Text& t : texts) {
      SourceManager sources;
      Diagnostics diagnostics;
      const FileId file = sources.add(t.path, t.text);
      benchmark::DoNotOptimize(wain::sema::analyze(sources, file, read, diagnostics));
      if (diagnostics.has_errors()) state.SkipWithError(diagnostics.all().front().message.c_str());
    }
  }
  count(state, texts);
}

/// The rules alone, over IR that is already there.
void rules(benchmark::State& state, const std::vector<Text>& texts) {
  SourceManager sources;
  Diagnostics ignored;
  std::vector<wain::sema::Analysis> analyses;
  for (const Text& t : texts)
    analyses.push_back(wain::sema::analyze(sources, sources.add(t.path, t.text), read, ignored));
  for (auto _ : state) {
    Diagnostics diagnostics;
    for (const auto& analysis : analyses)
      wain::lint::lint(*analysis.definition, {wain::ir::Date{20'000}}, diagnostics);
    benchmark::DoNotOptimize(diagnostics.size());
  }
  count(state, texts);
}

BENCHMARK_CAPTURE(lex, generated, generated())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lex_and_parse, generated, generated())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lex_to_ir, generated, generated())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rules, generated, generated())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lex, examples, examples())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lex_and_parse, examples, examples())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lex_to_ir, examples, examples())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rules, examples, examples())->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
