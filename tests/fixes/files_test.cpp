// What is written where, when a file changes while it is being fixed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "driver/fix.h"
#include "fixes/linted.h"

namespace wain::fixes::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

TEST(Files, AreLeftAloneWhenTheyChangedSinceTheyWereRead) {
  std::string name = (fs::temp_directory_path() / "wain-fixes-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  const fs::path file = fs::path(name) / "a.wain";
  const std::string text =
      "person Ann\noutcome Done {\n  owner Ann\n  allow blind-gate because \"x\" until 2020-01-01\n}\n"
      "process P yields Done { end Done }\n";
  write(file, text);
  driver::Arguments arguments;
  arguments.fix = true;
  arguments.quiet = true;
  arguments.paths = {file.string()};
  const driver::Inputs inputs = driver::find_inputs(arguments);
  bool somebody_else_writes = true;
  const driver::LintPass lint = [&](const driver::Inputs&, const driver::Overlay& texts) {
    if (somebody_else_writes) write(file, text + "// and more\n");
    return linted(texts.begin()->second, file.string());
  };
  EXPECT_EQ(driver::lint_and_fix(arguments, inputs, lint), driver::ExitTrouble);
  EXPECT_EQ(read(file), text + "// and more\n");
  somebody_else_writes = false;
  EXPECT_NE(driver::lint_and_fix(arguments, inputs, lint), driver::ExitTrouble);
  EXPECT_EQ(read(file).find("allow"), std::string::npos);
  EXPECT_NE(read(file).find("// and more\n"), std::string::npos);
  fs::remove_all(name);
}

}  // namespace
}  // namespace wain::fixes::test
