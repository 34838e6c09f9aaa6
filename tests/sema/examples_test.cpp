// Every example of the project compiles without a message.
#include <filesystem>

#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

std::vector<std::string> examples() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(WAIN_SOURCE_DIR "/examples"))
    if (entry.path().extension() == ".wain") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

class Example : public testing::TestWithParam<std::string> {};

TEST_P(Example, Compiles) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add(GetParam(), read_file(GetParam()).text.value_or(""));
  const Analysis analysis = analyze(sources, root, read_file, diagnostics);
  for (const Diagnostic& d : diagnostics.all()) {
    const LineColumn at = sources.line_column(d.span.file, d.span.begin);
    EXPECT_EQ(d.level, Level::Info) << sources.path(d.span.file) << ":" << at.line << ":" << at.column << ": "
                                    << d.message;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Example, testing::ValuesIn(examples()));

}  // namespace
}  // namespace wain::sema::test
