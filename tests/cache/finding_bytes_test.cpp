#include "cache/finding_bytes.h"

#include <gmock/gmock.h>

#include "diagnostics/rule_ids.h"

namespace wain::cache {
namespace {

std::string bytes_of(const std::vector<Diagnostic>& diagnostics, const std::vector<Fix>& fixes) {
  ByteWriter out;
  write(out, diagnostics);
  write(out, fixes);
  return out.take();
}

std::vector<Diagnostic> some_findings() {
  const Span place{FileId{1}, 7, 12};
  return {{rule::UnownedOutcome,
           Level::Error,
           place,
           "nobody owns `Größe`",
           "P.Step",
           {{rule::RedundantApproval, {FileId{0}, 1, 2}, "here"},
            {rule::RubberStamp, {}, std::string("\0x", 2)}}},
          {rule::RubberStamp, Level::Info, {}, "", "", {}}};
}

std::vector<Fix> some_fixes() {
  Fix fix;
  fix.rule = rule::UnownedOutcome;
  fix.finding = {FileId{1}, 7, 12};
  fix.kind = FixKind::Proposal;
  fix.title = "name an owner";
  fix.edits = {{{FileId{1}, 7, 7}, "owner Lead\n"}, {{FileId{1}, 9, 12}, ""}};
  return {fix};
}

TEST(FindingBytes, ComeBackAsTheyWere) {
  const std::string bytes = bytes_of(some_findings(), some_fixes());
  ByteReader in(bytes);
  const KnownFindings known = read_findings(in);
  EXPECT_FALSE(in.failed());
  EXPECT_TRUE(in.rest().empty());
  ASSERT_EQ(known.diagnostics.size(), 2U);
  const Diagnostic& first = known.diagnostics[0];
  EXPECT_EQ(first.id, rule::UnownedOutcome);
  EXPECT_EQ(first.level, Level::Error);
  EXPECT_EQ(first.span, (Span{FileId{1}, 7, 12}));
  EXPECT_EQ(first.message, "nobody owns `Größe`");
  EXPECT_EQ(first.symbol, "P.Step");
  ASSERT_EQ(first.notes.size(), 2U);
  EXPECT_EQ(first.notes[0].message, "here");
  EXPECT_FALSE(first.notes[1].span.valid());
  EXPECT_EQ(first.notes[1].message, std::string("\0x", 2));
  EXPECT_EQ(known.diagnostics[1].level, Level::Info);
  ASSERT_EQ(known.fixes.size(), 1U);
  EXPECT_EQ(known.fixes[0].kind, FixKind::Proposal);
  EXPECT_EQ(known.fixes[0].title, "name an owner");
  EXPECT_EQ(known.fixes[0].edits, some_fixes()[0].edits);
  EXPECT_EQ(bytes_of(known.diagnostics, known.fixes), bytes);
}

TEST(FindingBytes, CutShortAnywhereTheyFail) {
  const std::string bytes = bytes_of(some_findings(), some_fixes());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    read_findings(in);
    EXPECT_TRUE(in.failed()) << size;
  }
}

}  // namespace
}  // namespace wain::cache
