// The forms that leave this program, read by the programs they are for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <llvm/Support/JSON.h>

#include "emit/dot.h"
#include "emit/hostile.h"
#include "emit/ir_json.h"
#include "emit/mermaid.h"
#include "emit/schema_versions.h"

namespace wain::emit {
namespace {

using ir::Definition;
using ir::test::ClaimsExample;
using ir::test::HostileExample;
using testing::HasSubstr;
using testing::Not;

template <class Emit>
std::string text_of(Emit emit) {
  std::string text;
  llvm::raw_string_ostream out(text);
  emit(out);
  return text;
}
std::string dot_of(const Definition& definition) {
  return text_of([&](auto& out) { emit_dot(definition, out); });
}
std::string mermaid_of(const Definition& definition) {
  return text_of([&](auto& out) { emit_mermaid(definition, out); });
}
std::string json_of(const Definition& definition, const SourceManager& sources = {}) {
  return text_of([&](auto& out) { emit_ir_json(definition, sources, out); });
}

std::filesystem::path write(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

int run(const std::string& command) { return std::system(command.c_str()); }

const std::string source_dir = WAIN_SOURCE_DIR;
const std::string schema = source_dir + "/docs/schema/ir-2.schema.json";
const std::string validate = "/usr/bin/python3 " + source_dir + "/tests/interop/validate_json.py ";

bool validates(const std::string& name, const std::string& json) {
  return run(validate + schema + " " + write(name, json).string()) == 0;
}

TEST(IrJson, IsValidAgainstItsSchema) {
  EXPECT_TRUE(validates("claims.json", json_of(ClaimsExample().definition)));
  EXPECT_TRUE(validates("hostile.json", json_of(HostileExample().definition)));
  EXPECT_TRUE(validates("empty.json", json_of(Definition())));
}

TEST(IrJson, TheSchemaIsStrict) {
  std::string json = json_of(ClaimsExample().definition);
  const std::string kind = R"("kind": "gate")";
  const std::size_t at = json.find(kind);
  ASSERT_NE(at, std::string::npos);
  json.insert(at, R"("surprise": 1, )");
  EXPECT_FALSE(validates("surprise.json", json));
}

TEST(IrJson, SchemaAndCodeAgreeOnTheVersion) {
  std::ifstream file(schema);
  std::stringstream text;
  text << file.rdbuf();
  auto parsed = llvm::json::parse(text.str());
  ASSERT_TRUE(static_cast<bool>(parsed));
  const llvm::json::Object* version = parsed->getAsObject()->getObject("properties")->getObject("version");
  EXPECT_EQ(version->getInteger("const"), ir_schema_version);
  EXPECT_THAT(schema, HasSubstr("ir-" + std::to_string(ir_schema_version) + ".schema.json"));
}

/// GoogleTest cannot print LLVM's strings.
std::string text(std::optional<llvm::StringRef> value) { return value ? value->str() : "(none)"; }

const llvm::json::Object& by_id(const llvm::json::Array& list, llvm::StringRef id) {
  for (const llvm::json::Value& value : list) {
    if (value.getAsObject()->getString("id") == id) return *value.getAsObject();
  }
  static const llvm::json::Object none;
  return none;
}

TEST(IrJson, SaysWhatTheDefinitionSays) {
  ClaimsExample e;
  SourceManager sources;
  const FileId file = sources.add("claims.wain", "ä\nabc step Register by ClaimsHandler");
  e.at(e.process_id, e.register_).span = {file, 7, 11};
  auto parsed = llvm::json::parse(json_of(e.definition, sources));
  ASSERT_TRUE(static_cast<bool>(parsed));
  const llvm::json::Object& root = *parsed->getAsObject();
  EXPECT_EQ(text(root.getString("schema")), "wain-ir");
  EXPECT_EQ(root.getInteger("version"), ir_schema_version);

  const llvm::json::Object& process = by_id(*root.getArray("processes"), "HandleClaim");
  const llvm::json::Object& check = by_id(*process.getArray("nodes"), "Check");
  EXPECT_EQ(text(check.getString("actor")), "ClaimsHandler");
  EXPECT_EQ(text((*check.getArray("out"))[1].getAsString()), "Check.reject");
  const llvm::json::Object& reject = by_id(*process.getArray("edges"), "Check.reject");
  EXPECT_EQ(text(reject.getString("to")), "end.2");
  EXPECT_EQ(text(reject.getString("share")), "0.02");
  const llvm::json::Object* guard = by_id(*process.getArray("edges"), "split.1.when").getObject("guard");
  EXPECT_EQ(text(guard->getString("text")), "claim.amount > 10_000 EUR");
  const llvm::json::Object* place = by_id(*process.getArray("nodes"), "Register").getObject("location");
  EXPECT_EQ(place->getInteger("line"), 2);
  EXPECT_EQ(place->getInteger("column"), 5);

  bool found = false;
  for (const llvm::json::Value& value : *root.getArray("expressions")) {
    const llvm::json::Object& expr = *value.getAsObject();
    if (expr.getInteger("id") != guard->getInteger("expression")) continue;
    found = true;
    EXPECT_EQ(text(expr.getString("kind")), ">");
  }
  EXPECT_TRUE(found);
  EXPECT_THAT(json_of(e.definition, sources), HasSubstr(R"("amount": "10000.00")"));
}

TEST(IrJson, NamesThatTwoFilesShareStayApart) {
  ir::test::Builder b;
  SourceManager sources;
  for (const char* path : {"a.wain", "b.wain"}) {
    const ir::ActorId id = b.actor(ir::ActorKind::Role, "Clerk");
    b.definition.actors[id.index].name_span = {sources.add(path, "role Clerk"), 5, 10};
  }
  auto parsed = llvm::json::parse(json_of(b.definition, sources));
  ASSERT_TRUE(static_cast<bool>(parsed));
  const llvm::json::Array& actors = *parsed->getAsObject()->getArray("actors");
  EXPECT_EQ(text(actors[0].getAsObject()->getString("id")), "Clerk@a.wain");
  EXPECT_EQ(text(actors[1].getAsObject()->getString("id")), "Clerk@b.wain");
}

bool dot_reads(const std::string& name, const std::string& dot) {
  // A warning (an unknown entity, a bad escape) is a defect of ours too.
  const std::string path = write(name, dot).string();
  const int status = run("dot -Tsvg " + path + " -o " + path + ".svg 2> " + path + ".err");
  std::ifstream errors(path + ".err");
  std::stringstream text;
  text << errors.rdbuf();
  EXPECT_EQ(text.str(), "");
  return status == 0;
}

TEST(Dot, IsReadByGraphviz) {
  EXPECT_TRUE(dot_reads("claims.dot", dot_of(ClaimsExample().definition)));
  EXPECT_TRUE(dot_reads("hostile.dot", dot_of(HostileExample().definition)));
  EXPECT_TRUE(dot_reads("empty.dot", dot_of(Definition())));
}

TEST(Dot, ShowsExitsOwnersAndWhoDecides) {
  const std::string dot = dot_of(ClaimsExample().definition);
  EXPECT_THAT(dot, HasSubstr(R"(label=" rejects 2% ")"));
  EXPECT_THAT(dot, HasSubstr(R"(label=" after 5d unjudged ")"));
  EXPECT_THAT(dot, HasSubstr("10_000 EUR (8%) "));
  EXPECT_THAT(dot, HasSubstr("owner: HeadOfClaims"));
  EXPECT_THAT(dot, HasSubstr("meets every Thu 14:00"));
  EXPECT_THAT(dot, HasSubstr("Summariser (model)"));
  EXPECT_THAT(dot, HasSubstr("label=\"Handle a \\\"claim\\\"\""));
}

TEST(Mermaid, EscapesWhatMermaidReads) {
  const std::string map = mermaid_of(HostileExample().definition);
  EXPECT_THAT(map, HasSubstr("1#46; #34;quoted#34;"));
  EXPECT_THAT(map, HasSubstr("#60;b#62;bold#60;/b#62;"));
  EXPECT_THAT(map, HasSubstr("#59;#35;35#59;<br/>second"));
  EXPECT_THAT(map, Not(HasSubstr("\"quoted\"")));
}

TEST(Mermaid, DrawsGatesAsDiamondsAndAuditsDashed) {
  const std::string map = mermaid_of(ClaimsExample().definition);
  EXPECT_THAT(map, HasSubstr("flowchart TD\n"));
  EXPECT_THAT(map, HasSubstr("p0n3{\"Is it covered?<br/>Claims handler\"}:::wHumanGate"));
  EXPECT_THAT(map, HasSubstr("p0n3 -->|\"rejects 2%\"| p0n13"));
  EXPECT_THAT(map, HasSubstr("p0n2 -.- p0n14"));
}

TEST(Mermaid, IsReadByMermaid) {
  const std::string folder = source_dir + "/tests/interop/mermaid";
  ASSERT_TRUE(std::filesystem::exists(folder + "/node_modules")) << "run scripts/setup --tests";
  const std::string claims = write("claims.mmd", mermaid_of(ClaimsExample().definition)).string();
  const std::string hostile = write("hostile.mmd", mermaid_of(HostileExample().definition)).string();
  EXPECT_EQ(run("node " + folder + "/parse.mjs " + claims + " " + hostile), 0);
}

}  // namespace
}  // namespace wain::emit
