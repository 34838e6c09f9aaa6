/// The whole front end over texts that nobody meant to write. Each ends, gives a definition, and says
/// something where something is wrong; the verifier inside `analyze` aborts on a graph that is not one.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string example(const char* name) {
  const std::filesystem::path path = std::filesystem::path(WAIN_SOURCE_DIR) / "examples" / name;
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// `count` pieces of text, each with its number in the place of `#`.
std::string numbered(std::string_view piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    for (const char c : piece) {
      if (c == '#')
        text += std::to_string(i);
      else
        text += c;
    }
  return text;
}

const Files& imports() {
  static const Files files{{"org/room.wain", example("org/room.wain")}};
  return files;
}

TEST(BadInput, AFileCutAtEveryByte) {
  const std::string whole = example("room-rebuilt.wain");
  ASSERT_GT(whole.size(), 1000U);
  std::size_t clean = 0;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const Compiled c = compile(whole.substr(0, length), imports());
    ASSERT_NE(c.analysis.definition, nullptr);
    ASSERT_LE(c.diagnostics.size(), 40U) << "cut after " << length;
    clean += c.diagnostics.size() == 0 ? 1 : 0;
  }
  EXPECT_THAT(compile(whole, imports()).messages(), IsEmpty());
  EXPECT_LT(clean, whole.size() / 2) << "most cuts leave something open, or a name that is not declared";
}

TEST(BadInput, AFileWithoutEachOfItsLines) {
  const std::string whole = example("room-rebuilt.wain");
  for (std::size_t begin = 0; begin < whole.size();) {
    const std::size_t end = std::min(whole.find('\n', begin), whole.size() - 1) + 1;
    const Compiled c = compile(whole.substr(0, begin) + whole.substr(end), imports());
    ASSERT_NE(c.analysis.definition, nullptr);
    begin = end;
  }
}

TEST(BadInput, AMillionDeclarations) {
#if __has_feature(address_sanitizer)
  constexpr std::size_t count = 250'000;  // a sanitizer takes several times as long
#else
  constexpr std::size_t count = 1'000'000;
#endif
  const Compiled c = compile(numbered("document D#\n", count));
  EXPECT_EQ(c.diagnostics.size(), 0U);
  EXPECT_EQ(c.definition().documents.size(), count);
}

TEST(BadInput, OneNameForAHundredThousand) {
  const Compiled c = compile(numbered("document D\n", 100'000));
  EXPECT_EQ(c.diagnostics.size(), 99'999U);
  EXPECT_EQ(c.definition().documents.size(), 100'000U);
}

TEST(BadInput, TwoHundredThousandUnknownNames) {
  const Compiled c = compile("role Clerk\n" + numbered("person P# plays Clrk#\n", 200'000));
  EXPECT_EQ(c.diagnostics.size(), 200'000U);
  EXPECT_EQ(info(c.diagnostics.all().back().id).name, "unknown-name");
}

TEST(BadInput, AWideProcess) {
  const std::string text = "role Clerk\noutcome Done\nprocess P yields Done {\n" +
                           numbered("step S# by Clerk { produces d#: int fails 1% -> Z# }\n", 20'000) + "}";
  const Compiled c = compile(text);
  EXPECT_EQ(c.diagnostics.size(), 20'000U);
  EXPECT_THAT(c.names().front(), "4:49 unknown-step");
}

TEST(BadInput, LongChains) {
  // Each is as long as the file: roles that report, scenarios that inherit, calls, records in records.
  std::string roles = "role R0\n", scenarios = "scenario S0\n", records = "record A0 { x int }\n";
  for (int i = 1; i < 50'000; ++i) {
    roles += fmt::format("role R{} {{ reports to R{} }}\n", i, i - 1);
    scenarios += fmt::format("scenario S{} from S{}\n", i, i - 1);
    records += fmt::format("record A{} {{ x A{} }}\n", i, i - 1);
  }
  EXPECT_THAT(messages(roles), IsEmpty());
  EXPECT_THAT(messages(scenarios), IsEmpty());
  EXPECT_THAT(messages(records), IsEmpty());
  EXPECT_THAT(compile(records + "record A0").names(), SizeIs(1));
}

TEST(BadInput, AFileThatImportsItself) {
  const std::string text = "import \"main.wain\"\nrole Clerk\n";
  EXPECT_THAT(compile(text, {{"main.wain", text}}).names(), ElementsAre("1:8 import-cycle"));
  const std::string aliased = "import \"./main.wain\" as me\nrole Clerk { reports to me.Lead }\nrole Lead\n";
  EXPECT_THAT(compile(aliased, {{"main.wain", aliased}}).names(), ElementsAre("1:8 import-cycle"));
}

TEST(BadInput, ADiamondOfAHundredThousandImports) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root =
      sources.add("main.wain", numbered("import \"m#.wain\"\n", 100'000) + "role Clerk { hours Hours }\n");
  const FileReader read = [](const std::string& path) -> ReadResult {
    if (path == "base.wain") return {"calendar Hours { Mon 09:00-10:00 }\n", {}, {}};
    if (path == "main.wain") return {std::nullopt, "not again", {}};
    return {"import \"base.wain\"\ndocument " + path.substr(0, path.find('.')) + "\n", {}, {}};
  };
  const Analysis analysis = analyze(sources, root, read, diagnostics);
  EXPECT_EQ(analysis.trees.size(), 100'002U);
  // Imports are not transitive: the root itself does not import `base.wain`.
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(info(diagnostics.all()[0].id).name, "unknown-name");
}

TEST(BadInput, AChainOfTenThousandImports) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId root = sources.add("main.wain", "import \"1.wain\"\nrole Clerk\n");
  const FileReader read = [](const std::string& path) -> ReadResult {
    if (path == "main.wain") return {std::nullopt, "not again", {}};
    const int number = std::stoi(path);
    if (number == 10'000) return {"role Last\n", {}, {}};
    return {fmt::format("import \"{}.wain\"\nrole R{}\n", number + 1, number), {}, {}};
  };
  EXPECT_EQ(analyze(sources, root, read, diagnostics).trees.size(), 10'001U);
  EXPECT_EQ(diagnostics.size(), 0U);
}

TEST(BadInput, BytesThatAreNoText) {
  EXPECT_THAT(names(std::string("role A\0role B\n", 14)), ElementsAre("1:7 bad-character"));
  EXPECT_THAT(names("role A \xff\nrole B { reports to A }\n"), ElementsAre("1:8 invalid-utf8"));
  EXPECT_THAT(names("\xef\xbb\xbfrole A\r\nrole B {\r\n  reports to A\r\n}\r\n"), IsEmpty());
  EXPECT_THAT(names("role A\rrole B"), IsEmpty());
  EXPECT_THAT(names("\xef\xbb\xbf"), ElementsAre("1:1 empty-file"));
  EXPECT_THAT(names(std::string(1'000, '\0')), SizeIs(testing::Ge(1U)));
}

TEST(BadInput, EachByteAlone) {
  for (int byte = 0; byte < 256; ++byte) {
    const Compiled c = compile(std::string(1, static_cast<char>(byte)));
    EXPECT_GE(c.diagnostics.size(), 1U) << byte;
  }
}

}  // namespace
}  // namespace wain::sema::test
