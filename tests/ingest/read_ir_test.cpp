// Reading an IR from JSON: what was written comes back, and what is wrong is said where it stands.
#include "ingest/read_ir.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llvm/Support/raw_ostream.h>

#include "emit/ir_json.h"
#include "ingest/json_document.h"
#include "ir/verifier.h"
#include "sema/analyze.h"

namespace wain::ingest {
namespace {

using testing::HasSubstr;

struct Read {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<ir::Definition> definition;
};

Read read(std::string text) {
  Read result;
  const FileId file = result.sources.add("graph.json", std::move(text));
  result.definition = read_ir(result.sources, file, result.diagnostics);
  return result;
}

/// The one thing that is wrong with a text: its kind, the line and column, and what is said.
struct Wrong {
  Diag id{};
  std::string place;
  std::string said;
};
Wrong wrong_with(std::string text) {
  const Read result = read(std::move(text));
  if (result.diagnostics.size() == 0) return {};
  const Diagnostic& first = result.diagnostics.all().front();
  const LineColumn at = result.sources.line_column(first.span.file, first.span.begin);
  return {first.id, std::to_string(at.line) + ":" + std::to_string(at.column), first.message};
}

std::string emitted(const ir::Definition& definition, const SourceManager& sources) {
  std::string text;
  llvm::raw_string_ostream out(text);
  emit::emit_ir_json(definition, sources, out);
  return text;
}

/// Numbers of expressions mean nothing beyond one document: those that nothing uses are not written.
std::string without_number(const std::string& line) {
  const std::size_t first = line.find_first_not_of(' ');
  const std::size_t digits = line.find_first_of("0123456789");
  const bool is_reference =
      line.find("\"expression\": ") != std::string::npos || line.find("\"id\": ") != std::string::npos;
  if (digits == std::string::npos || (digits != first && !is_reference)) return line;
  return line.substr(
      0, is_reference && line.find('"', line.find(':')) != std::string::npos ? line.size() : digits);
}

/// Without the lines that say where something stood.
std::string without_places(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const bool opens =
        line.find("\"location\": {") != std::string::npos || line.find("\"scope\": {") != std::string::npos;
    inside = inside || opens;
    const bool closes = inside && line.find('}') != std::string::npos;
    if (!inside && line.find("graph.json") == std::string::npos &&
        line.find(".wain\"") == std::string::npos) {
      if (!line.empty() && line.back() == ',') line.pop_back();
      result += without_number(line) + '\n';
    }
    if (closes) inside = false;
  }
  return result;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void expect_back(const std::filesystem::path& path, std::size_t& files) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add(path.string(), text_of(path));
  const sema::Analysis analysis = sema::analyze(sources, file, sema::read_file, diagnostics);
  if (diagnostics.has_errors()) return;
  ++files;
  const std::string before = emitted(*analysis.definition, sources);
  const Read back = read(before);
  for (const Diagnostic& each : back.diagnostics.all()) ADD_FAILURE() << path << ": " << each.message;
  const std::string after = emitted(*back.definition, back.sources);
  EXPECT_TRUE(without_places(after) == without_places(before)) << path;
  const Read again = read(after);
  EXPECT_TRUE(without_places(emitted(*again.definition, again.sources)) == without_places(after)) << path;
  EXPECT_THAT(ir::verify(*back.definition), testing::IsEmpty()) << path;
}

TEST(ReadIr, WhatIsWrittenComesBack) {
  std::size_t files = 0;
  for (const char* folder : {WAIN_SOURCE_DIR "/examples", WAIN_SOURCE_DIR "/tests/files"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.path().extension() == ".wain") expect_back(entry.path(), files);
  }
  EXPECT_GT(files, 100U);
}

TEST(ReadIr, WhatIsNoJson) {
  const auto check = [](std::string text, const char* place, const char* said) {
    const Wrong wrong = wrong_with(text);
    EXPECT_EQ(wrong.id, Diag::MalformedJson) << text;
    EXPECT_EQ(wrong.place, place) << text;
    EXPECT_THAT(wrong.said, HasSubstr(said)) << text;
  };
  check("", "1:1", "a value is expected");
  check("{\"a\": 1,}", "1:9", "a key in quotes");
  check("[1 2]", "1:4", "`,` or `]`");
  check("{\"a\" 1}", "1:6", "`:`");
  check("{\"a\": 1, \"a\": 2}", "1:10", "`a` stands twice");
  check("{\"a\": 01}", "1:8", "`,` or `}`");
  check("{\"a\": -}", "1:7", "no number");
  check("{\"a\": \"\\x\"}", "1:7", "an escape or a byte");
  check("{\"a\": \"\xff\"}", "1:7", "an escape or a byte");
  check("{\"a\": \"\\ud800\"}", "1:7", "an escape or a byte");
  check("{\"a\": \"b", "1:9", "`\"`");
  check("{} {}", "1:4", "behind its end");
  check("{\"a\":\n tru}", "2:2", "a value");
  check(std::string(100'000, '['), "1:257", "more than 256 deep");
}

TEST(ReadIr, EscapesAreResolved) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("a.json", R"(["\u00e4\ud83d\ude00\n\"\\\/", "ü"])");
  const JsonDocument json = parse_json(sources.text(file), file, diagnostics);
  ASSERT_EQ(json.values.size(), 3U);
  EXPECT_EQ(json[1].text, "ä😀\n\"\\/");
  EXPECT_EQ(json[2].text, "ü");
}

TEST(ReadIr, WhatIsNoIrOfAKnownVersion) {
  EXPECT_EQ(wrong_with("{}").id, Diag::UnknownIr);
  EXPECT_EQ(wrong_with("[]").id, Diag::UnknownIr);
  EXPECT_EQ(wrong_with(R"({"schema": "wain-plan", "version": 2})").place, "1:12");
  EXPECT_THAT(wrong_with(R"({"schema": "wain-ir"})").said, HasSubstr("`version` is missing"));
  EXPECT_THAT(wrong_with(R"({"schema": "wain-ir", "version": 3})").said,
              HasSubstr("version is 3, and this `wain` reads 1 to 2"));
  EXPECT_EQ(wrong_with(R"({"schema": "wain-ir", "version": "2"})").id, Diag::UnknownIr);
}

/// A document with something put into its process `P` of two nodes, or beside it.
std::string document(const std::string& more_nodes, const std::string& more_edges,
                     const std::string& more = "") {
  return R"({"schema": "wain-ir", "version": 2,
"actors": [{"id": "A", "name": "A", "kind": "role"}],
"outcomes": [{"id": "Done", "name": "Done", "owner": "A"}],
)" + more +
         R"("processes": [{"id": "P", "name": "P", "yields": ["Done"],
"nodes": [{"id": "s", "kind": "start"}, {"id": "e", "kind": "end", "outcome": "Done"})" +
         more_nodes + "],\n\"edges\": [" + more_edges + "]}]}";
}
const std::string next_to_end = R"({"id": "1", "kind": "next", "from": "s", "to": "e"})";

TEST(ReadIr, ListsThatAreAbsentAreEmpty) {
  const Read result = read(document("", next_to_end));
  EXPECT_EQ(result.diagnostics.size(), 0U);
  ASSERT_EQ(result.definition->processes.size(), 1U);
  const ir::Process& process = result.definition->processes.front();
  EXPECT_EQ(process.nodes[0].out.size(), 1U);
  EXPECT_EQ(process.nodes[1].in.size(), 1U);
  EXPECT_EQ(result.sources.text(process.name_span), "\"P\"");
}

TEST(ReadIr, WhatDoesNotHoldTogether) {
  const auto check = [](const std::string& text, const char* place, const char* said) {
    const Wrong wrong = wrong_with(text);
    EXPECT_EQ(wrong.id, Diag::BadIr) << text;
    EXPECT_EQ(wrong.place, place) << text;
    EXPECT_THAT(wrong.said, HasSubstr(said)) << text;
  };
  check(document(R"(, {"id": "t", "kind": "tsk"})", next_to_end), "5:108",
        "`kind` must be one of `start`, `task`");
  check(document(R"(, {"id": "e", "kind": "end", "outcome": "Done"})", next_to_end), "5:95",
        "a second node `e`");
  check(document("", R"({"id": "1", "kind": "next", "from": "s", "to": "x"})"), "6:58",
        "there is no node `x`");
  check(document("", R"({"id": "1", "kind": "next", "from": "s"})"), "6:11", "`to` is missing");
  check(document("", R"({"id": "1", "kind": "next", "from": "s", "to": "e", "colour": 1})"), "6:63",
        "no key `colour`");
  check(document("", next_to_end, "\"constants\": 3,\n"), "4:14", "`constants` must be a list");
  check(document("", next_to_end, "\"criteria\": [7],\n"), "4:14", "`criteria` must be an object");
  check(document("", next_to_end, R"("criteria": [{"id": "C", "wrong_in": "3%"}],)"), "4:38",
        "a decimal number in quotes");
  check(document("", next_to_end,
                 R"("criteria": [{"id": "C", "miss_costs": {"amount": "1.00", "currency": "eur"}}],)"),
        "4:71", "three capital letters");
  check(document("", next_to_end, R"("controls": [{"id": "C", "approvers": -1}],)"), "4:39",
        "a whole number from 0");
  check(document("", next_to_end, R"("controls": [{"id": "C", "review_by": "soon"}],)"), "4:39",
        "a date like");
  check(document("", next_to_end, R"("types": [{"id": 0, "kind": "list", "element": 1}],)"), "4:48",
        "there is no type `1`");
  check(document("", next_to_end, R"("expressions": [{"id": 1, "kind": "not", "operands": [0]}],)"), "4:55",
        "does not stand before it");
}

TEST(ReadIr, ContradictionsAreTheVerifiers) {
  const auto check = [](const std::string& text, const char* said) {
    const Wrong wrong = wrong_with(text);
    EXPECT_EQ(wrong.id, Diag::BadIr) << text;
    EXPECT_THAT(wrong.said, HasSubstr(said)) << text;
  };
  check(document("", ""), "0 exits of kind next");
  check(document(R"(, {"id": "t", "kind": "task"})", next_to_end), "its actor is missing");
  check(document("", next_to_end, R"("controls": [{"id": "C", "approvers": 0}],)"), "below 1");
  check(document("", next_to_end, R"("types": [{"id": 0, "kind": "record", "record": "R"}],
"records": [{"id": "R", "name": "R", "fields": [{"id": "r", "name": "r", "type": {"id": 0}}]}],)"),
        "contains itself");
  check(document("", next_to_end, R"("scenarios": [{"id": "S", "name": "S", "from": "S"}],)"),
        "leads back to itself");
  check(R"({"schema": "wain-ir", "version": 2, "actors": [{"id": "C", "kind": "committee", "members": ["A"],
"meets": {"cadence": {"kind": "every_n_weeks", "weeks": 0, "time": "09:00", "days": ["Mon"]}, "length": {"microseconds": 60}}},
{"id": "A", "kind": "role"}]})",
        "every 0 weeks");
}

// Pairs ------------------------------------------------------------------------------------------------

std::string task(const std::string& id) {
  return R"(, {"id": ")" + id + R"(", "kind": "task", "actor": "A", "name": ")" + id + "\"}";
}
std::string other(const std::string& id, const std::string& kind) {
  return R"(, {"id": ")" + id + R"(", "kind": ")" + kind + "\"}";
}
std::string edges(const std::vector<std::array<std::string, 3>>& all) {
  std::string text;
  for (const auto& [from, to, kind] : all)
    text += (text.empty() ? "" : ",\n") + (R"({"id": ")" + from + to) + R"(", "kind": ")" + kind +
            R"(", "from": ")" + from + R"(", "to": ")" + to + "\"}";
  return text;
}

TEST(PairBranches, WhatNestsIsPaired) {
  const Read result = read(document(other("f", "fork") + other("g", "fork") + other("k", "join") +
                                        other("j", "join") + task("a") + task("b") + task("c"),
                                    edges({{"s", "f", "next"},
                                           {"f", "g", "branch"},
                                           {"f", "c", "branch"},
                                           {"g", "a", "branch"},
                                           {"g", "b", "branch"},
                                           {"a", "k", "next"},
                                           {"b", "k", "next"},
                                           {"k", "j", "next"},
                                           {"c", "j", "next"},
                                           {"j", "e", "next"}})));
  ASSERT_EQ(result.diagnostics.size(), 0U) << result.diagnostics.all().front().message;
  const ir::Process& process = result.definition->processes.front();
  EXPECT_EQ(process.nodes[2].partner.index, 5U);
  EXPECT_EQ(process.nodes[3].partner.index, 4U);
  EXPECT_EQ(process.branches.size(), 4U);
  EXPECT_EQ(process.nodes[3].branch, process.nodes[4].branch);
  EXPECT_THAT(ir::verify(*result.definition), testing::IsEmpty());
}

TEST(PairBranches, WhatDoesNotNestIsLeftAlone) {
  // A way out of a branch would withdraw the other one, if there were pairs.
  const Read result =
      read(document(other("f", "fork") + other("j", "join") + other("x", "split") + task("a") + task("b"),
                    edges({{"s", "f", "next"},
                           {"f", "x", "branch"},
                           {"f", "b", "branch"},
                           {"x", "a", "when"},
                           {"x", "e", "otherwise"},
                           {"a", "j", "next"},
                           {"b", "j", "next"},
                           {"j", "e", "next"}})));
  ASSERT_EQ(result.diagnostics.size(), 0U) << result.diagnostics.all().front().message;
  EXPECT_FALSE(result.definition->processes.front().nodes[2].partner);
  EXPECT_TRUE(result.definition->processes.front().branches.empty());
}

}  // namespace
}  // namespace wain::ingest
