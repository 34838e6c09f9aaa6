#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, DeclarationsStandInAnyOrder) {
  EXPECT_THAT(messages("person Mara plays Head\nrole Head { reports to Board }\nperson Board"), IsEmpty());
}

TEST(Names, DuplicateShowsBothPlaces) {
  const Compiled c = compile("role Clerk\nperson Clerk");
  EXPECT_THAT(c.messages(), ElementsAre("2:8 duplicate-name: `Clerk` is declared a second time"));
  EXPECT_THAT(c.notes(), ElementsAre("1:6 `Clerk` is first declared here"));
}

TEST(Names, UnknownNameSuggestsTheNearest) {
  const Compiled c = compile("role Clerk\nrole Boss { reports to Clark }");
  EXPECT_THAT(
      c.messages(),
      ElementsAre("2:24 unknown-name: `Clark` is not declared: expected a role, person or committee"));
  EXPECT_THAT(c.notes(), ElementsAre("1:6 did you mean `Clerk`?"));
}

TEST(Names, FarNamesAreNotSuggested) {
  EXPECT_THAT(compile("role Clerk\nrole Boss { reports to Xyzzy }").notes(), IsEmpty());
}

TEST(Names, WrongKindShowsTheDeclaration) {
  const Compiled c = compile("document Paper\nrole Clerk { hours Paper }");
  EXPECT_THAT(c.messages(), ElementsAre("2:20 wrong-kind: expected a calendar, found the document `Paper`"));
  EXPECT_THAT(c.notes(), ElementsAre("1:10 `Paper` is declared here"));
}

TEST(Names, ComposedAndDecomposedAreOneName) {
  EXPECT_THAT(messages("role Pr\u00fcfer\nrole Chef { reports to Pru\u0308fer }"), IsEmpty());
}

TEST(Names, ListsNameEachOnce) {
  const Compiled c = compile("role A\nperson P plays A, A");
  EXPECT_THAT(c.names(), ElementsAre("2:19 named-twice"));
  EXPECT_THAT(c.notes(), ElementsAre("2:16 first named here"));
}

TEST(Names, AManyTimesUnknownNameIsQuick) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += fmt::format("role Person{} {{ reports to Persan{} }}\n", i, i);
  EXPECT_EQ(compile(text).diagnostics.size(), 20'000U);
}

TEST(Imports, NamesJoinTheFile) {
  EXPECT_THAT(
      compile("import \"org.wain\"\nrole Clerk { reports to Boss }", {{"org.wain", "role Boss"}}).messages(),
      IsEmpty());
}

TEST(Imports, AliasGivesQualifiedNames) {
  const Files files{{"org.wain", "role Boss"}};
  EXPECT_THAT(compile("import \"org.wain\" as org\nrole Clerk { reports to org.Boss }", files).messages(),
              IsEmpty());
  const Compiled bare = compile("import \"org.wain\" as org\nrole Clerk { reports to Boss }", files);
  EXPECT_THAT(bare.names(), ElementsAre("2:25 unknown-name"));
  EXPECT_THAT(bare.notes(), ElementsAre("org.wain:1:6 did you mean `org.Boss`?"));
  EXPECT_THAT(compile("import \"org.wain\" as org\nrole Clerk { reports to orb.Boss }", files).names(),
              ElementsAre("2:25 unknown-alias"));
  EXPECT_THAT(compile("import \"org.wain\" as org\nrole Clerk { reports to org.Bass }", files).names(),
              ElementsAre("2:29 unknown-name"));
}

TEST(Imports, AreNotTransitive) {
  const Files files{{"a.wain", "import \"b.wain\""}, {"b.wain", "role Boss"}};
  const Compiled c = compile("import \"a.wain\"\nrole Clerk { reports to Boss }", files);
  EXPECT_THAT(c.names(), ElementsAre("2:25 unknown-name"));
  EXPECT_THAT(c.notes(),
              ElementsAre("b.wain:1:6 it is declared in `b.wain`, which this file does not import"));
}

TEST(Imports, MissingFileIsOneMessage) {
  EXPECT_THAT(messages("import \"gone.wain\"\nrole Clerk { reports to Boss  hours Office }"),
              ElementsAre("1:8 import-not-found: cannot read `gone.wain`: no such file"));
  EXPECT_THAT(names("import \"gone.wain\" as org\nrole Clerk { reports to org.Boss }"),
              ElementsAre("1:8 import-not-found"));
  EXPECT_THAT(names("import \"\""), ElementsAre("1:8 import-empty"));
}

TEST(Imports, WhatAMissingFileMayHaveDeclaredIsNotReported) {
  EXPECT_THAT(names("import \"gone.wain\"\ncommittee C { members A, B quorum 2 }\nscenario S { runs P with X "
                    "takes 1h }\n"
                    "expect mean(S.X.cost) < 1 EUR"),
              ElementsAre("1:8 import-not-found"));
}

TEST(Imports, DirectoriesAreRefused) {
  EXPECT_EQ(read_file("/").reason, "it is a directory");
  EXPECT_EQ(read_file("/dev/null").reason, "it is not a regular file");
  EXPECT_FALSE(read_file("/no/such/file").text.has_value());
}

TEST(Imports, PathsAreRelativeToTheImportingFile) {
  const Files files{{"lib/a.wain", "import \"b.wain\"\nrole A { reports to B }"}, {"lib/b.wain", "role B"}};
  EXPECT_THAT(compile("import \"lib/a.wain\"\nimport \"./lib/../lib/b.wain\"\nrole C { reports to B }", files)
                  .messages(),
              IsEmpty());
}

TEST(Imports, CycleIsOneErrorAtTheImport) {
  const Files files{{"a.wain", "import \"b.wain\"\nrole A"},
                    {"b.wain", "import \"a.wain\"\nrole B { reports to A }"}};
  const Compiled c = compile("import \"a.wain\"", files);
  EXPECT_THAT(c.messages(), ElementsAre("b.wain:1:8 import-cycle: `a.wain` imports itself"));
  EXPECT_THAT(c.notes(), ElementsAre("a.wain:1:1 through this import of `b.wain`"));
  EXPECT_THAT(names("import \"main.wain\""), ElementsAre("1:8 import-cycle"));
}

TEST(Imports, ClashIsOneErrorAtTheImport) {
  const Compiled own = compile("import \"org.wain\"\nrole Boss", {{"org.wain", "role Boss"}});
  EXPECT_THAT(own.messages(), ElementsAre("1:8 import-clash: this import brings a second `Boss`"));
  EXPECT_THAT(own.notes(),
              ElementsAre("2:6 `Boss` is declared here", "org.wain:1:6 `Boss` is declared here"));
  const Files two{{"a.wain", "role X\nrole Y"}, {"b.wain", "role X\nrole Y"}};
  EXPECT_THAT(compile("import \"a.wain\"\nimport \"b.wain\"", two).names(), ElementsAre("2:8 import-clash"));
  EXPECT_THAT(compile("import \"a.wain\" as a\nimport \"b.wain\"", two).names(), IsEmpty());
}

TEST(Imports, TheSameTwice) {
  EXPECT_THAT(compile("import \"a.wain\"\nimport \"./a.wain\"", {{"a.wain", "role R"}}).names(),
              ElementsAre("2:8 import-twice"));
  EXPECT_THAT(
      compile("import \"a.wain\" as x\nimport \"b.wain\" as x", {{"a.wain", "role R"}, {"b.wain", "role S"}})
          .names(),
      ElementsAre("2:20 alias-twice"));
}

TEST(Imports, ADiamondOfManyFilesLoadsEachOnce) {
  constexpr int layers = 60, width = 20;
  Files files;
  const auto name = [](int layer, int i) { return fmt::format("f{}_{}.wain", layer, i); };
  const auto imports_of = [&](int layer) {
    std::string text;
    for (int i = 0; i < width; ++i) text += fmt::format("import \"{}\"\n", name(layer, i));
    return text;
  };
  for (int layer = 0; layer < layers; ++layer)
    for (int i = 0; i < width; ++i)
      files[name(layer, i)] =
          (layer + 1 < layers ? imports_of(layer + 1) : "") + fmt::format("role R{}_{}", layer, i);
  const Compiled c = compile(imports_of(0), files);
  EXPECT_THAT(c.messages(), IsEmpty());
  EXPECT_EQ(c.analysis.trees.size(), 1U + layers * width);
  EXPECT_EQ(c.definition().actors.size(), 1U * layers * width);
}

TEST(Imports, ALongChainIsNoRecursion) {
  Files files;
  constexpr int length = 5'000;
  for (int i = 0; i < length; ++i)
    files[fmt::format("c{}.wain", i)] =
        i + 1 < length ? fmt::format("import \"c{}.wain\"", i + 1) : "role Last";
  EXPECT_THAT(compile("import \"c0.wain\"", files).messages(), IsEmpty());
}

TEST(Allows, CoverTheElementTheyStandIn) {
  const Compiled c = compile("role Clerk {\n  allow late - gate because \"why\" until 2027-03-31\n}");
  EXPECT_THAT(c.messages(), IsEmpty());
  ASSERT_EQ(c.definition().allows.size(), 1U);
  const ir::Allow& allow = c.definition().allows[0];
  EXPECT_EQ(allow.rule, "late-gate");
  EXPECT_EQ(allow.reason, "why");
  EXPECT_EQ(allow.until, ir::Date::parse("2027-03-31"));
  EXPECT_EQ(allow.scope.begin, 0U);
  EXPECT_THAT(names("role Clerk { allow x because \" \" }"), ElementsAre("1:30 allow-without-reason"));
  EXPECT_THAT(names("role Clerk { allow x because \"y\" until 2027-02-30 }"),
              ElementsAre("1:40 no-such-date"));
}

}  // namespace
}  // namespace wain::sema::test
