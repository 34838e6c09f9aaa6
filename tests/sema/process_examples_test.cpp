// Whole files: the project's examples, and the worked examples of the design where they are at hand.
#include <algorithm>
#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sema/process_text.h"

namespace wain::sema::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> wain_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".wain") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

Compiled compile_file(const fs::path& path) {
  Compiled result;
  const FileId root = result.sources.add(path.string(), read_file(path.string()).text.value_or(""));
  result.analysis = analyze(result.sources, root, read_file, result.diagnostics);
  result.diagnostics.sort(result.sources);
  return result;
}

/// Every edge is known at both ends, and jumps do not enter branches.
void expect_whole(const ir::Process& process) {
  for (std::uint32_t e = 0; e < process.edges.size(); ++e) {
    const ir::Edge& edge = process.edges[e];
    EXPECT_THAT(process[edge.from].out, testing::Contains(ir::EdgeId{e}));
    EXPECT_THAT(process[edge.to].in, testing::Contains(ir::EdgeId{e}));
  }
  for (const ir::Node& node : process.nodes) {
    if (node.kind == ir::NodeKind::End) EXPECT_TRUE(node.outcome);
    if (node.kind == ir::NodeKind::End || node.kind == ir::NodeKind::Audit)
      EXPECT_TRUE(node.out.empty());
    else
      EXPECT_FALSE(node.out.empty());
  }
}

void expect_clean(const fs::path& folder) {
  for (const fs::path& path : wain_files(folder)) {
    const Compiled compiled = compile_file(path);
    EXPECT_THAT(compiled.messages(), testing::IsEmpty()) << path;
    for (const ir::Process& process : compiled.definition().processes) {
      EXPECT_FALSE(process.broken) << process.name;
      expect_whole(process);
    }
  }
}

TEST(ProcessExamples, Examples) { expect_clean(fs::path(WAIN_SOURCE_DIR) / "examples"); }

}  // namespace
}  // namespace wain::sema::test
