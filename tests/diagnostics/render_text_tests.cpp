#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnostics/report_of.h"

namespace wain::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RenderText, PointsAtThePlace) {
  Draft draft;
  const FileId file = draft.file("flows/a.wain", "role A\nstep X by Bilud\n");
  draft.add(draft.at(file, "Bilud"), "there is no actor `Bilud`");
  EXPECT_EQ(text_of(draft.report()),
            "error[FIL001]: there is no actor `Bilud`\n"
            " --> flows/a.wain:2:11\n"
            "  |\n"
            "2 | step X by Bilud\n"
            "  |           ^^^^^\n"
            "\n");
}

TEST(RenderText, LabelsOnOneLineAndRemarks) {
  Draft draft;
  const FileId file = draft.file("a.wain", "alpha beta gamma\n");
  Diagnostic& d = draft.add(draft.at(file, "beta"), "m", Level::Warning);
  d.notes = {note(draft.at(file, "alpha"), "first"), note(draft.at(file, "gamma"), "last"),
             note({}, "write less")};
  EXPECT_EQ(text_of(draft.report()),
            "warning[FIL001]: m\n"
            " --> a.wain:1:7\n"
            "  |\n"
            "1 | alpha beta gamma\n"
            "  | ----- ^^^^ ----- last\n"
            "  | |\n"
            "  | first\n"
            "  = help: write less\n"
            "\n");
}

TEST(RenderText, TwoLabelsBelowHaveBars) {
  Draft draft;
  const FileId file = draft.file("a.wain", "alpha beta gamma\n");
  Diagnostic& d = draft.add(draft.at(file, "gamma"), "m");
  d.notes = {note(draft.at(file, "alpha"), "first"), note(draft.at(file, "beta"), "second")};
  EXPECT_THAT(text_of(draft.report()), HasSubstr("1 | alpha beta gamma\n"
                                                 "  | ----- ---- ^^^^^\n"
                                                 "  | |     |\n"
                                                 "  | |     second\n"
                                                 "  | first\n"));
}

TEST(RenderText, LinesBetweenAreShownOrSkipped) {
  Draft draft;
  const FileId file = draft.file("a.wain", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
  Diagnostic& d = draft.add(draft.at(file, "three"), "m");
  d.notes = {note(draft.at(file, "one"), "n1"), note(draft.at(file, "seven"), "n7")};
  EXPECT_THAT(text_of(draft.report()), HasSubstr("1 | one\n"
                                                 "  | --- n1\n"
                                                 "2 | two\n"
                                                 "3 | three\n"
                                                 "  | ^^^^^\n"
                                                 "...\n"
                                                 "7 | seven\n"
                                                 "  | ----- n7\n"));
}

TEST(RenderText, NotesInOtherFilesShowTheirPath) {
  Draft draft;
  const FileId root = draft.file("a.wain", "import \"b.wain\"\n");
  const FileId other = draft.file("lib/b.wain", std::string(9, '\n') + "role Clerk\n");
  draft.add(draft.at(root, "\"b.wain\""), "m").notes = {note(draft.at(other, "Clerk"), "declared here")};
  EXPECT_EQ(text_of(draft.report()),
            "error[FIL001]: m\n"
            "  --> a.wain:1:8\n"
            "   |\n"
            " 1 | import \"b.wain\"\n"
            "   |        ^^^^^^^^\n"
            "   |\n"
            "  ::: lib/b.wain:10:6\n"
            "   |\n"
            "10 | role Clerk\n"
            "   |      ----- declared here\n"
            "\n");
}

TEST(RenderText, TabsAreExpanded) {
  Draft draft;
  const FileId file = draft.file("a.wain", "\tx\ty\n");
  draft.add(draft.at(file, "y"), "m");
  EXPECT_THAT(text_of(draft.report()), HasSubstr("1 |     x   y\n"
                                                 "  |         ^\n"));
}

TEST(RenderText, WideAndCombiningCharactersAreMeasured) {
  Draft draft;
  const FileId file = draft.file("a.wain", "\"漢字\" e\xCC\x81t X\n");
  draft.add(draft.at(file, "X"), "m");
  // The quoted word takes six columns, the accent none: ten stand before X.
  EXPECT_THAT(text_of(draft.report()), HasSubstr("\n  |           ^\n"));
}

TEST(RenderText, WideCharactersAreUnderlinedWhole) {
  Draft draft;
  const FileId file = draft.file("a.wain", "漢字 x\n");
  draft.add(draft.at(file, "漢字"), "m");
  EXPECT_THAT(text_of(draft.report()), HasSubstr("  | ^^^^\n"));
}

TEST(RenderText, LongLinesAreCutAroundThePlace) {
  Draft draft;
  const FileId file = draft.file("a.wain", std::string(500, 'a') + " here " + std::string(500, 'b') + "\n");
  draft.add(draft.at(file, "here"), "m");
  const std::string text = text_of(draft.report(), {.width = 60, .summary = false});
  std::size_t source = text.find("1 | ");
  ASSERT_NE(source, std::string::npos);
  const std::string line = text.substr(source, text.find('\n', source) - source);
  const std::string carets = text.substr(text.find('\n', source) + 1);
  EXPECT_LE(line.size(), 60U);
  EXPECT_THAT(line, HasSubstr("...a"));
  EXPECT_THAT(line, HasSubstr("b..."));
  EXPECT_EQ(line.find("here"), carets.find("^^^^"));
}

TEST(RenderText, ALineOfMegabytesStaysCheap) {
  Draft draft;
  const FileId file =
      draft.file("a.wain", std::string(4'000'000, 'a') + "here" + std::string(4'000'000, 'b'));
  draft.add(draft.at(file, "here"), "m");
  const std::string text = text_of(draft.report());
  EXPECT_LT(text.size(), 1000U);
  EXPECT_THAT(text, HasSubstr("here"));
  EXPECT_THAT(text, HasSubstr("^^^^"));
}

TEST(RenderText, BadPlacesAreRepaired) {
  Draft draft;
  const FileId file = draft.file("a.wain", "abc\n");
  draft.add({file, 900, 4}, "beyond the end");
  draft.add({file, 2, 1}, "the wrong way round");
  draft.add({FileId{77}, 0, 1}, "in no file");
  draft.add({}, "nowhere").notes = {note({FileId{9}, 1, 2}, "a remark")};
  const std::string text = text_of(draft.report());
  EXPECT_THAT(text, HasSubstr("a.wain:2:1\n"));
  EXPECT_THAT(text, HasSubstr("a.wain:1:3\n  |\n1 | abc\n  |   ^\n"));
  EXPECT_THAT(text, HasSubstr("error[FIL001]: in no file\n\n"));
  EXPECT_THAT(text, HasSubstr("error[FIL001]: nowhere\n  = help: a remark\n"));
}

TEST(RenderText, APlaceInTheMiddleOfACharacterIsRepaired) {
  Draft draft;
  const FileId file = draft.file("a.wain", "é漢\n");
  draft.add({file, 1, 4}, "m");
  EXPECT_THAT(text_of(draft.report()), HasSubstr("1 | é漢\n  | ^\n"));
}

TEST(RenderText, APlaceOfSeveralLinesIsDrawnOnItsFirst) {
  Draft draft;
  const FileId file = draft.file("a.wain", "process P {\n  end\n}\n");
  draft.add({file, 8, 19}, "m");
  EXPECT_THAT(text_of(draft.report()), HasSubstr("1 | process P {\n  |         ^^^\n\n"));
}

TEST(RenderText, NothingInTheSourceReachesTheTerminal) {
  Draft draft;
  const FileId file = draft.file("a\x1b[2J.wain", "x \x1b[31m \xE2\x80\xAE \xFF y\n");
  draft.add(draft.at(file, "y"), "a title \x1b]0;pwned\x07");
  const std::string text = text_of(draft.report());
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(text, Not(HasSubstr("\xFF")));
}

TEST(RenderText, ColourOnlyWhenAsked) {
  Draft draft;
  const FileId file = draft.file("a.wain", "abc\n");
  draft.add(draft.at(file, "abc"), "m");
  const Report report = draft.report();
  EXPECT_THAT(text_of(report), Not(HasSubstr("\x1b")));
  const std::string colored = text_of(report, {.color = true, .summary = false});
  EXPECT_THAT(colored, HasSubstr("\x1b[1;31merror[FIL001]\x1b[0m"));
  EXPECT_THAT(colored, HasSubstr("\x1b[1;31m^^^\x1b[0m"));
}

TEST(RenderText, TheSummaryCounts) {
  EXPECT_EQ(str(Summary{2, 1, 0, 3}), "2 errors, 1 warning in 3 files");
  EXPECT_EQ(str(Summary{0, 0, 2, 1}), "2 infos in 1 file");
  EXPECT_EQ(str(Summary{0, 0, 0, 2}), "nothing found in 2 files");
}

}  // namespace
}  // namespace wain::testing
