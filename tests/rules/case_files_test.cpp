// tests/files/lint/RULE/*.wain by the names in them: in `fires` and `info` files everything called
// Fires… is reported by the folder's rule and nothing else is; in `silent` files nothing is. The file
// tests hold the words; this holds the verdicts, whatever --update writes.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/lint_text.h"

namespace wain::lint {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `--today DATE` of the RUN line.
std::string today_of(const std::string& text) {
  std::smatch match;
  const std::regex pattern("--today ([0-9-]+)");
  return std::regex_search(text, match, pattern) ? match[1].str() : "2026-06-30";
}

/// Names declared or used as steps that start with Fires.
std::set<std::string> expected(const std::string& text) {
  const std::regex pattern("\\b(?:outcome|step|auto|approval|model|role|control) (Fires\\w*)");
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
}

TEST(CaseFiles, FireWhereTheySayAndNowhereElse) {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(WAIN_SOURCE_DIR "/tests/files/lint")) {
    if (entry.path().extension() != ".wain") continue;
    const std::string rule = entry.path().parent_path().filename();
    if (rule == "combinations") continue;  // of many rules: file_tests.py holds all that they report
    const std::string stem = entry.path().stem();
    const std::string text = read(entry.path());
    if (text.find("// FILE:") != std::string::npos) continue;  // of several files: file_tests.py reads them
    ++files;
    const auto found = test::findings(text, rule, today_of(text));
    if (stem.starts_with("silent"))
      EXPECT_THAT(found, testing::IsEmpty()) << entry.path();
    else
      EXPECT_THAT(found, testing::Not(testing::IsEmpty())) << entry.path();
    const std::set<std::string> wanted = expected(text);
    if (wanted.empty() || stem.starts_with("silent")) continue;
    std::set<std::string> names;
    for (const std::string& line : found) names.insert(line.substr(line.find_last_of(" .") + 1));
    EXPECT_EQ(names, wanted) << entry.path();
  }
  EXPECT_GT(files, 30U);
}

}  // namespace
}  // namespace wain::lint
