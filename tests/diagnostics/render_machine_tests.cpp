#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llvm/Support/JSON.h>

#include "diagnostics/report_of.h"

namespace wain::testing {
namespace {

std::string short_of(const Report& report) {
  std::string text;
  llvm::raw_string_ostream out(text);
  render_short(out, report);
  return text;
}

llvm::json::Object json_of(const Report& report) {
  std::string text;
  llvm::raw_string_ostream out(text);
  render_json(out, report);
  auto value = llvm::json::parse(text);
  if (!value || !value->getAsObject()) {
    ADD_FAILURE() << "not a JSON object: " << text;
    llvm::consumeError(value.takeError());
    return {};
  }
  return *value->getAsObject();
}

TEST(RenderShort, ALineAFinding) {
  Draft draft;
  const FileId file = draft.file("a.wain", "ä b\n");
  draft.add(draft.at(file, "b"), "second", Level::Warning);
  draft.add({}, "nowhere");
  EXPECT_EQ(short_of(draft.report()),
            "error: nowhere [import-not-found]\n"
            "a.wain:1:3: warning: second [import-not-found]\n");
}

TEST(RenderJson, HasEveryFieldOfTheContract) {
  Draft draft;
  const FileId file = draft.file("a.wain", "ä b\ncd\n");
  Diagnostic& d = draft.add({file, 3, 6}, "what \"is\" it");
  d.symbol = "P.S";
  d.notes = {note(draft.at(file, "cd"), "here"), note({}, "help")};
  const llvm::json::Object report = json_of(draft.report(3));
  EXPECT_EQ(report.getString("schema"), "wain-findings");
  EXPECT_EQ(report.getInteger("version"), 1);
  ASSERT_EQ(report.getArray("findings")->size(), 1U);
  const llvm::json::Object& finding = *(*report.getArray("findings"))[0].getAsObject();
  EXPECT_EQ(finding.getString("rule"), "import-not-found");
  EXPECT_EQ(finding.getString("code"), "FIL001");
  EXPECT_EQ(finding.getString("level"), "error");
  EXPECT_EQ(finding.getString("symbol"), "P.S");
  EXPECT_EQ(finding.getString("file"), "a.wain");
  EXPECT_EQ(finding.getString("message"), "what \"is\" it");
  EXPECT_EQ(finding.getInteger("line"), 1);
  EXPECT_EQ(finding.getInteger("column"), 3);
  EXPECT_EQ(finding.getInteger("endLine"), 2);
  EXPECT_EQ(finding.getInteger("endColumn"), 2);
  EXPECT_EQ(finding.getInteger("byteBegin"), 3);
  EXPECT_EQ(finding.getInteger("byteEnd"), 6);
  const llvm::json::Array& notes = *finding.getArray("notes");
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].getAsObject()->getInteger("line"), 2);
  EXPECT_EQ(notes[1].getAsObject()->getString("message"), "help");
  EXPECT_TRUE(notes[1].getAsObject()->get("file")->getAsNull().has_value());
  EXPECT_EQ(report.getObject("summary")->getInteger("errors"), 1);
  EXPECT_EQ(report.getObject("summary")->getInteger("files"), 3);
}

TEST(RenderJson, BytesThatAreNoTextStayJson) {
  Draft draft;
  const FileId file = draft.file("\xFF.wain", "x\xFE\n");
  draft.add({file, 0, 1}, "odd \xFD");
  EXPECT_EQ(json_of(draft.report()).getArray("findings")->size(), 1U);
}

TEST(RenderJson, NothingFoundIsAnEmptyList) {
  Report report;
  report.finish(1);
  EXPECT_TRUE(json_of(report).getArray("findings")->empty());
}

TEST(Report, TheSameFileReadByTwoCompilationsIsReportedOnce) {
  Report report;
  for (const char* root : {"b.wain", "a.wain"}) {
    Draft draft;
    const FileId file = draft.file(root, "x\n");
    const FileId shared = draft.file("shared.wain", "y\n");
    draft.add({shared, 0, 1}, "in both");
    draft.add({file, 0, 1}, "in one");
    report.add(std::move(draft.sources), std::move(draft.diagnostics));
  }
  report.finish(2);
  EXPECT_EQ(short_of(report),
            "a.wain:1:1: error: in one [import-not-found]\n"
            "b.wain:1:1: error: in one [import-not-found]\n"
            "shared.wain:1:1: error: in both [import-not-found]\n");
  EXPECT_EQ(report.summary().errors, 3U);
}

TEST(Report, KnowsTheGravestLevel) {
  Draft draft;
  const FileId file = draft.file("a.wain", "x\n");
  draft.add({file, 0, 1}, "w", Level::Warning);
  draft.add({file, 0, 1}, "off", Level::Off);
  const Report report = draft.report();
  EXPECT_EQ(report.findings().size(), 1U);
  EXPECT_TRUE(report.reaches(Level::Info));
  EXPECT_TRUE(report.reaches(Level::Warning));
  EXPECT_FALSE(report.reaches(Level::Error));
}

}  // namespace
}  // namespace wain::testing
