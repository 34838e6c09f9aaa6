// Data on the graph: what is read must have been produced on every way.
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sema/process_text.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const produce = "step Make by Clerk { produces p: Paper }\n";
const char* const read = "step Use by Clerk { reads p }\nend Done";

std::vector<std::string> around(std::string_view before, std::string_view after) {
  return body_messages(fmt::format("{}\n{}", before, after));
}

TEST(Assignment, ProducedBefore) { EXPECT_THAT(around(produce, read), IsEmpty()); }

TEST(Assignment, ProducedAfter) {
  EXPECT_THAT(
      body_messages("step Use by Clerk { reads p }\nstep Make by Clerk { produces p: Paper }\nend Done"),
      ElementsAre("3:27 read-before-produced: `p` is read, and nothing has produced it on the way `Use`"));
}

TEST(Assignment, AFailedStepProducesNothing) {
  const std::string body =
      "step Register by Clerk\nauto Summarise by Robot { produces p: Paper fails 3% -> Check }\n"
      "step File by Clerk { reads p }\napproval Check by Clerk { sees p rejects 1% -> end No }\nend Done";
  const Compiled c = compile(process(body));
  EXPECT_THAT(c.messages(),
              ElementsAre("6:32 read-before-produced: `p` is read, and nothing has produced it on the way "
                          "`Register -> Summarise fails -> Check`"));
  EXPECT_THAT(c.notes(), ElementsAre("4:36 `p` is produced here"));
  EXPECT_EQ(c.diagnostics.all()[0].symbol, "P.Check");
}

TEST(Assignment, AGateProducesWhereItApproves) {
  EXPECT_THAT(body_messages("approval G by Clerk { produces p: Paper rejects 1% -> end No }\nstep Use by "
                            "Clerk { reads p } end Done"),
              IsEmpty());
  EXPECT_THAT(body_messages("approval G by Clerk { produces p: Paper after 5d approves }\nstep Use by Clerk "
                            "{ reads p } end Done"),
              ElementsAre("4:27 read-before-produced: `p` is read, and nothing has produced it on the way `G "
                          "after 5d -> Use`"));
  EXPECT_THAT(body_names("approval G by Clerk { produces p: Paper returns 1% -> Use }\nend Done step Use by "
                         "Clerk { reads p } end Done"),
              ElementsAre("4:36 read-before-produced"));
}

TEST(Assignment, BothArmsOrNone) {
  const char* const after = "step Use by Clerk { reads p } end Done";
  EXPECT_THAT(around("if claim.small { step A by Clerk { produces p: Paper } } else { step B by Clerk { "
                     "produces p: Paper } }",
                     after),
              IsEmpty());
  EXPECT_THAT(around("if claim.small { step A by Clerk { produces p: Paper } } else { end No }", after),
              IsEmpty());
  EXPECT_EQ(around("if claim.small { step A by Clerk { produces p: Paper } }", after).size(), 1U);
}

TEST(Assignment, Loops) {
  EXPECT_THAT(body_messages("repeat { step A by Clerk { produces p: Paper } step B by Clerk { reads p } } "
                            "until claim.small\nstep Use by Clerk { reads p } end Done"),
              IsEmpty());
  EXPECT_THAT(body_names("repeat { step B by Clerk { reads p } step A by Clerk { produces p: Paper } } until "
                         "claim.small\nend Done"),
              ElementsAre("3:34 read-before-produced"));
}

TEST(Assignment, JoinRules) {
  const auto with = [](std::string_view join, std::string_view second) {
    return body_names(
        fmt::format("parallel {} {{ branch X {{ step A by Clerk {{ produces p: Paper }} }} branch Y {{ {} }} "
                    "branch Z {{ }} }}\n"
                    "step Use by Clerk {{ reads p }} end Done",
                    join, second));
  };
  const std::string two = "step B by Clerk { produces p: Paper }";
  EXPECT_THAT(with("", ""), IsEmpty());
  EXPECT_THAT(with("join first", ""), ElementsAre("4:27 read-before-produced"));
  EXPECT_THAT(with("join 2 of 3", ""), ElementsAre("4:27 read-before-produced"));
  EXPECT_THAT(with("join 2 of 3", two),
              ElementsAre(testing::HasSubstr("concurrent-update")));  // and assigned
  EXPECT_THAT(with("join 3 of 3", ""), IsEmpty());
}

TEST(Assignment, BranchesWithWhenMayBeLeftOut) {
  EXPECT_THAT(body_names("parallel { branch X when claim.small { step A by Clerk { produces p: Paper } } "
                         "branch Y { } }\nstep Use by Clerk { reads p } end Done"),
              ElementsAre("4:27 read-before-produced"));
  EXPECT_THAT(body_names("parallel { branch X when claim.small { } branch Y { step A by Clerk { produces p: "
                         "Paper } } }\nstep Use by Clerk { reads p } end Done"),
              IsEmpty());
}

TEST(Assignment, ABranchDoesNotSeeItsSibling) {
  EXPECT_THAT(body_names("parallel { branch X { step A by Clerk { produces p: Paper } }\nbranch Y { step B "
                         "by Clerk { reads p } } } end Done"),
              ElementsAre("4:36 read-before-produced"));
}

TEST(Assignment, EveryKindOfRead) {
  const std::string late = "step Make by Clerk { produces p: Claim } end Done";
  const auto names_with = [&](std::string_view early) {
    return body_names(fmt::format("{}\n{}", early, late));
  };
  for (const char* early :
       {"step A by Clerk { reads p.note }", "approval A by Clerk { sees p rejects 1% -> end No }",
        "step A by Clerk { updates p.note }", "step A by Clerk { priority p.amount }", "if p.small { }",
        "choose { when p.small { } otherwise { } }", "repeat { } until p.small",
        "parallel { branch X when p.small { } }", "wait for \"x\" takes 1d reads p"})
    EXPECT_EQ(names_with(early).size(), 1U) << early;
  EXPECT_THAT(
      messages(process("call Q(p)\n" + late) + "process Q(c: Claim) yields Done { }"),
      ElementsAre("3:8 read-before-produced: `p` is read, and nothing has produced it on the way `Q`"));
}

TEST(Assignment, AuditsReadWhatTheirStepLeaves) {
  EXPECT_THAT(
      body_names(
          "step A by Clerk { produces p: Paper } audit B of A by Lead { samples 5% reads p } end Done"),
      IsEmpty());
  EXPECT_THAT(
      body_messages("step A by Clerk audit B of A by Lead { samples 5%\nreads p } step C by Clerk { produces "
                    "p: Paper } end Done"),
      ElementsAre("4:7 read-before-produced: `p` is read, and nothing has produced it on the way `A -> B`"));
}

TEST(Assignment, OneMessageAWay) {
  EXPECT_THAT(body_names("step A by Clerk { reads p, p }\nstep B by Clerk { reads p } step C by Clerk { "
                         "produces p: Paper } end Done"),
              ElementsAre("3:25 read-before-produced"));
}

TEST(Assignment, UnreachableStepsReadNothing) {
  EXPECT_THAT(
      body_names("end Done step A by Clerk { reads p } step B by Clerk { produces p: Paper } end Done"),
      IsEmpty());
}

TEST(Assignment, LongWaysShowTheirEnds) {
  std::string body;
  for (int i = 0; i < 20; ++i) body += fmt::format("step S{} by Clerk\n", i);
  EXPECT_THAT(
      body_messages(body + "step Use by Clerk { reads p } step Make by Clerk { produces p: Paper } end Done"),
      ElementsAre("23:27 read-before-produced: `p` is read, and nothing has produced it on the way "
                  "`S0 -> S1 -> S2 -> S3 -> … -> S17 -> S18 -> S19 -> Use`"));
}

/// A long chain of steps, each of which produces a variable, reads the one before, and may fail back.
TEST(Assignment, ManyNodesAndVariables) {
  const auto chain = [](int count) {
    std::string body;
    for (int i = 0; i < count; ++i) {
      body += fmt::format("step S{} by Clerk {{ produces v{}: Paper ", i, i);
      if (i > 0) body += fmt::format("reads v{} fails 1% -> S{} ", i - 1, i - 1);
      body += "}\n";
    }
    return body + "end Done";
  };
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(body_names(chain(10'000)), IsEmpty());
  EXPECT_LT(std::chrono::steady_clock::now() - start,
            std::chrono::seconds(30));  // a bound on growth, not a benchmark
}

}  // namespace
}  // namespace wain::sema::test
