// The engine: which findings come through, and who is who.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/engine/registry.h"
#include "rules/lint_text.h"

namespace wain::lint {
namespace {

using test::findings;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string work =
    "process P yields Done {\n step W by Head { takes 1h  irreversible }\n end Done\n}\n";

TEST(Registry, HasEveryRuleOfTheTableOnce) {
  std::size_t rules = 0;
  for (const Diag id : all_diagnostics()) rules += info(id).kind == DiagKind::Rule ? 1U : 0U;
  EXPECT_EQ(all_rules().size(), rules);
}

TEST(Lint, SaysOfImportedFilesOnlyWhatANamedFileBringsAbout) {
  const std::string mandate = "control Old { cites \"x\"  review by 2020-01-01 }\n";
  const std::string not_here = "process Q yields Other {\n step V by Head { takes 1h  irreversible }\n}\n";
  const sema::test::Files org = {
      {"org.wain", "person Head\noutcome Done\noutcome Other\n" + mandate + not_here}};
  EXPECT_THAT(findings("import \"org.wain\"\n" + work, "", "2026-06-30", org),
              ElementsAre("error unowned-outcome Done", "warning unmeasured-outcome Done"));
  EXPECT_THAT(findings("person Head\noutcome Done\n" + work),
              ElementsAre("error unowned-outcome Done", "warning unmeasured-outcome Done"));
}

TEST(Lint, KeepsSilentAboutWhatAnErrorCouldDecide) {
  // The owner's name is wrong, so that is the one message about owners.
  const auto wrong_owner =
      findings("person Head\noutcome Done { owner Haed  good when p90(cycle_time) <= 5d }\n" + work);
  EXPECT_THAT(wrong_owner, ElementsAre(testing::HasSubstr("unknown-name")));
  // The broken process might end in the outcome.
  const auto broken = findings(
      "person Head\noutcome Done\nprocess P yields Done {\n step W by Nobody { takes 1h }\n end Done\n}\n");
  EXPECT_THAT(broken, ElementsAre(testing::HasSubstr("unknown-name")));
}

TEST(Allow, CoversTheElementItStandsIn) {
  EXPECT_THAT(
      findings("person Head\noutcome Done { owner Head  allow unmeasured-outcome because \"later\" }\n" +
               work),
      IsEmpty());
}

TEST(Allow, OfTheSubjectCoversAFindingElsewhere) {
  EXPECT_THAT(
      findings(
          "person Head\ncriterion C\noutcome Done { owner Head  requires C  good when p90(cycle_time) <= 5d\n"
          " allow unjudged-criterion because \"judged outside\" }\n" +
          work),
      IsEmpty());
}

TEST(Allow, OfAnotherRuleOrPlaceHidesNothing) {
  EXPECT_THAT(
      findings(
          "person Head { allow unmeasured-outcome because \"wrong place\" }\noutcome Done { owner Head }\n" +
          work),
      ElementsAre("warning unmeasured-outcome Done", "warning unused-allow Head"));
}

TEST(Allow, IsNotCalledUnusedWhileThereAreErrors) {
  EXPECT_THAT(
      findings("person Head\noutcome Done { owner Haed  allow unowned-outcome because \"soon\" }\n" + work,
               "unused-allow"),
      ElementsAre(testing::HasSubstr("unknown-name")));
}

TEST(Allow, CannotHideTheRulesAboutAllows) {
  EXPECT_THAT(findings("person Head\noutcome Done { owner Head  good when p90(cycle_time) <= 5d\n"
                       " allow unused-allow because \"x\"  allow unowned-outcome because \"y\" }\n" +
                       work),
              ElementsAre("warning unused-allow Done", "warning unused-allow Done"));
}

TEST(People, ReportThroughRolesAndPersons) {
  const auto compiled = sema::test::compile(
      "person Chief\nrole Lead { reports to Chief }\nperson Mara plays Lead\nrole Clerk { staff 3  reports "
      "to Mara }\n"
      "person Tom plays Clerk\ncommittee Board { members Tom, Chief  quorum 2 }\n");
  const ir::Definition& definition = compiled.definition();
  const People people(definition);
  const auto id = [&](std::string_view name) {
    for (std::uint32_t i = 0; i < definition.actors.size(); ++i) {
      if (definition.actors[i].name == name) return ir::ActorId{i};
    }
    return ir::ActorId{};
  };
  EXPECT_TRUE(people.superiors({id("Tom")}).test(id("Chief").index));  // Tom as a clerk, Mara as a lead
  EXPECT_FALSE(people.superiors({id("Chief")}).test(id("Tom").index));
  EXPECT_EQ(people.pool(id("Clerk")), 3U);
  EXPECT_EQ(people.pool(id("Lead")), 1U);
  EXPECT_THAT(people.acting(id("Board")), testing::Contains(id("Tom")));
}

TEST(Pages, SayTheCodeAndLevelOfTheTable) {
  std::ifstream index_file(WAIN_SOURCE_DIR "/docs/rules.md");
  const std::string index((std::istreambuf_iterator<char>(index_file)), {});
  for (const Rule& rule : all_rules()) {
    const DiagInfo& row = info(rule.id);
    EXPECT_THAT(index,
                testing::HasSubstr(fmt::format("/{}.md) | {} | {} |", row.name, row.code, name(row.level))));
    std::string page;
    for (const char* family :
         {"own", "apr", "gat", "flw", "gov", "sod", "dat", "aut", "sim", "dif", "sty", "meta"}) {
      std::ifstream in(fmt::format("{}/lint-rules/{}/{}.md", WAIN_SOURCE_DIR, family, row.name));
      page.append(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_THAT(page, testing::StartsWith(fmt::format("# {}\n\n> `{}`, {} by default\n", row.name, row.code,
                                                      name(row.level))));
    for (const char* section :
         {"What it sees", "Why it matters", "Example", "Use instead", "Options", "When to allow it"}) {
      EXPECT_THAT(page, testing::HasSubstr(fmt::format("\n## {}\n", section))) << row.name;
    }
  }
}

}  // namespace
}  // namespace wain::lint
