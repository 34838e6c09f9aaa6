// How fixes are laid out, place by place, and what `--diff` shows of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixes/apply.h"
#include "fixes/lay_out.h"

namespace wain::fixes {
namespace {

using Kind = Rewrite::Kind;

/// The span of the first `words` in the text.
Span place_of(FileId file, std::string_view text, std::string_view words) {
  const auto begin = static_cast<std::uint32_t>(text.find(words));
  return {file, begin, begin + static_cast<std::uint32_t>(words.size())};
}

/// The text after one rewrite of `words`; `refused` if it cannot be laid out.
std::string rewritten(const std::string& text, Kind kind, std::string_view words, std::string put = {},
                      std::string close = {}, std::string_view other = {}) {
  SourceManager sources;
  const FileId file = sources.add("a.wain", text);
  Fix fix;
  fix.rewrites = {{kind, place_of(file, text, words), std::move(put), std::move(close),
                   other.empty() ? Span{} : place_of(file, text, other)}};
  return Layouter(sources).lay_out(fix) ? with_edits(text, fix.edits) : "refused";
}

TEST(LayOut, RemovesAnElementWithItsLinesOnly) {
  EXPECT_EQ(rewritten("a\n  allow x\nb\n", Kind::Remove, "allow x"), "a\nb\n");
  EXPECT_EQ(rewritten("a\r\n  allow x\r\nb\r\n", Kind::Remove, "allow x"), "a\r\nb\r\n");
  EXPECT_EQ(rewritten("a\n  allow x  // why\nb\n", Kind::Remove, "allow x"), "a\n  // why\nb\n");
  EXPECT_EQ(rewritten("a { b  allow x  c }", Kind::Remove, "allow x"), "a { b  c }");
  EXPECT_EQ(rewritten("a { allow x }", Kind::Remove, "allow x"), "a { }");
  EXPECT_EQ(rewritten("a\n  // stays\n  /// goes\n  gate\nb", Kind::Remove, "gate"), "a\n  // stays\nb");
  EXPECT_EQ(rewritten("a\n  gate", Kind::Remove, "gate"), "a\n");
}

TEST(LayOut, PutsAnItemInside) {
  EXPECT_EQ(rewritten("outcome A\n", Kind::PutInside, "outcome A", "owner B"), "outcome A { owner B }\n");
  EXPECT_EQ(rewritten("outcome A { }\n", Kind::PutInside, "outcome A { }", "owner B"),
            "outcome A { owner B }\n");
  EXPECT_EQ(rewritten("outcome A {}\n", Kind::PutInside, "outcome A {}", "owner B"),
            "outcome A { owner B }\n");
  EXPECT_EQ(rewritten("outcome A { x }\n", Kind::PutInside, "outcome A { x }", "owner B"),
            "outcome A { x  owner B }\n");
  EXPECT_EQ(
      rewritten("outcome A {\n\tx  // why\n}\n", Kind::PutInside, "outcome A {\n\tx  // why\n}", "owner B"),
      "outcome A {\n\tx  // why\n\towner B\n}\n");
}

TEST(LayOut, EnclosesLinesAndKeepsTheirIndentation) {
  EXPECT_EQ(rewritten("p {\n  a {\n    b\n  }  // c\n}", Kind::Enclose, "a {\n    b\n  }", "when {\n\tx {",
                      "\t}\n}"),
            "p {\n  when {\n    x {\n      a {\n        b\n      }\n    }\n  }  // c\n}");
  EXPECT_EQ(rewritten("p { a }", Kind::Enclose, "a", "when {", "}"), "p { when { a } }");
}

TEST(LayOut, PutsNeighboursSideBySideWithWhatStandsBetween) {
  EXPECT_EQ(rewritten("p {\n  a1 {}\n  // then\n  b1 {}\n}", Kind::SideBySide, "a1 {}", "A", "B", "b1 {}"),
            "p {\n  parallel {\n    branch A {\n      a1 {}\n    }\n    // then\n    branch B {\n      b1 "
            "{}\n    }\n  }\n}");
  EXPECT_EQ(rewritten("p {\n  a1 {}\n  audit\n  b1 {}\n}", Kind::SideBySide, "a1 {}", "A", "B", "b1 {}"),
            "refused");
}

TEST(LayOut, RefusesWhatTheTextRestsOn) {
  SourceManager sources;
  const std::string text = "approval G by A\nstep S { fails 1% -> G }\nstep T\n";
  const FileId file = sources.add("a.wain", text);
  Fix fix;
  fix.rewrites = {{Kind::Remove, place_of(file, text, "approval G by A"), {}, {}, {}}};
  fix.gone = {"G"};
  EXPECT_FALSE(Layouter(sources).lay_out(fix));
  fix.gone = {"A"};
  EXPECT_TRUE(Layouter(sources).lay_out(fix));
  fix.closed = {"G"};
  EXPECT_FALSE(Layouter(sources).lay_out(fix));
  fix.closed = {"T"};
  EXPECT_TRUE(Layouter(sources).lay_out(fix));
}

TEST(UnifiedDiff, ShowsThreeLinesAroundEachChange) {
  EXPECT_EQ(unified_diff("x", "a\n", "a\n"), "");
  EXPECT_EQ(unified_diff("x", "a\nb", "a\nc"),
            "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at "
            "end of file\n");
  EXPECT_EQ(unified_diff("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
  const std::string far = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
  EXPECT_EQ(unified_diff("x", far, "2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n"),
            "--- a/x\n+++ b/x\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -8,3 +7,4 @@\n 8\n 9\n 10\n+11\n");
}

}  // namespace
}  // namespace wain::fixes
