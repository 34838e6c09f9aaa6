/// Whatever the text is, the parser ends, says where, and stays within its bounds.

#include <string>

#include <gtest/gtest.h>

#include "syntax/corpus.h"
#include "syntax/parse.h"

namespace wain::syntax {
namespace {

struct Parsed {
  SourceManager sources;
  Diagnostics diagnostics;
  Tree tree;
  explicit Parsed(std::string text) {
    tree = parse(sources, sources.add("bad.wain", std::move(text)), diagnostics);
  }
  [[nodiscard]] std::string first() const {
    return diagnostics.all().empty() ? "" : std::string(info(diagnostics.all()[0].id).name);
  }
};

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(BadInput, Empty) { EXPECT_EQ(Parsed("").first(), "empty-file"); }
TEST(BadInput, OnlyComments) { EXPECT_EQ(Parsed("// nothing\n").first(), "empty-file"); }

TEST(BadInput, MarkAndLineEnds) {
  EXPECT_EQ(Parsed("\xEF\xBB\xBFrole A {\r\n\tstaff 2\r\n}\r\nrole B\r").diagnostics.size(), 0U);
}

TEST(BadInput, NulBytesAreOneMessageARun) {
  const Parsed parsed(std::string("role A {\0\0\0 staff 2 }", 21));
  EXPECT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.first(), "bad-character");
}

TEST(BadInput, InvalidUtf8) {
  const Parsed parsed("role A { staff 2 } \xFF\xFE\nrole B");
  EXPECT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.first(), "invalid-utf8");
}

TEST(BadInput, InvalidUtf8InTextAndComment) {
  EXPECT_EQ(Parsed("document D \"a \xC3\"").first(), "invalid-utf8");
  const Parsed parsed("document D \"a \xC3\" // \xFF\n");
  EXPECT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(Parsed("document D \"caf\u00e9\" // \u20ac\n").diagnostics.size(), 0U);
}

TEST(BadInput, DeepParentheses) {
  const Parsed parsed("record R { a int }\nrole A { authority R: " + repeat("(", 100'000) + "a" +
                      repeat(")", 100'000) + " > 1 }\nrole B\n");
  EXPECT_EQ(parsed.first(), "nested-too-deep");
  EXPECT_EQ(parsed.diagnostics.size(), 1U);
}

TEST(BadInput, DeepBlocks) {
  const Parsed parsed("process P yields O {" + repeat("if a { ", 100'000) + repeat("} ", 100'000) +
                      "}\nrole B\n");
  EXPECT_EQ(parsed.first(), "nested-too-deep");
  EXPECT_EQ(parsed.diagnostics.size(), 1U);
}

TEST(BadInput, TwoHundredIsFine) {
  EXPECT_EQ(
      Parsed("process P yields O {" + repeat("if a { ", 199) + repeat("} ", 199) + "}").diagnostics.size(),
      0U);
  EXPECT_EQ(Parsed("constant C = 1\nprocess P yields O {" + repeat("if a { ", 200) + repeat("} ", 200) + "}")
                .first(),
            "nested-too-deep");
}

TEST(BadInput, LongChainsDoNotRecurse) {
  EXPECT_EQ(Parsed("record R { a bool }\nrole A { authority R: " + repeat("not ", 100'000) + "a }")
                .diagnostics.size(),
            0U);
  EXPECT_EQ(
      Parsed("process P yields O { if a { }" + repeat(" else if a { }", 100'000) + " }").diagnostics.size(),
      0U);
  EXPECT_EQ(Parsed("record R { a " + repeat("list of ", 100'000) + "int }").diagnostics.size(), 0U);
}

TEST(BadInput, UnclosedNestingIsFine) {
  for (const char* piece :
       {"{", "(", "process P {", "if a {", "}", ")", "\"", "/*", "approval A by B { judges "})
    EXPECT_GE(Parsed(repeat(piece, 5'000)).diagnostics.size(), 1U) << piece;
}

TEST(BadInput, ManyErrorsAreCut) {
  const Parsed parsed(repeat("role 1 {\n  staff staff }\n", 5'000));
  EXPECT_GE(parsed.diagnostics.size(), 50U);
  EXPECT_LE(parsed.diagnostics.size(), 101U);
  EXPECT_EQ(info(parsed.diagnostics.all().back().id).name, "too-many-errors");
  EXPECT_LE(Parsed(repeat("\x01 a ", 100'000)).diagnostics.size(), 201U);
}

TEST(BadInput, LongText) {
  EXPECT_EQ(Parsed("document D \"" + std::string(50'000'000, 'x') + "\"").diagnostics.size(), 0U);
  EXPECT_EQ(Parsed("document D \"" + std::string(5'000'000, 'x')).first(), "unterminated-text");
}

TEST(BadInput, TruncatedAtEveryByte) {
  const std::string text = read_file(WAIN_SOURCE_DIR "/examples/room-rebuilt.wain");
  ASSERT_FALSE(text.empty());
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Parsed parsed(text.substr(0, size));
    for (const Diagnostic& d : parsed.diagnostics.all()) ASSERT_LE(d.span.end, size);
    ASSERT_LE(parsed.diagnostics.size(), 4U) << size;
  }
}

}  // namespace
}  // namespace wain::syntax
