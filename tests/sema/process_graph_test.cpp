// The shape of the graph that each statement becomes.
#include <gtest/gtest.h>

#include "sema/process_text.h"

namespace wain::sema::test {
namespace {

TEST(ProcessGraph, Sequence) {
  EXPECT_EQ(body_graph("step A by Clerk  auto B by Robot  end Done"), "start>A A>B B>end3(Done)");
}

TEST(ProcessGraph, FallsOffIntoTheOnlyOutcome) {
  const Compiled c = compile(with_declarations("process P() yields Done { step A by Clerk }"));
  EXPECT_TRUE(c.messages().empty());
  EXPECT_EQ(graph(c.definition(), c.definition().processes[0]), "start>A A>end2(Done)");
}

TEST(ProcessGraph, ExitsInOrderOfWriting) {
  EXPECT_EQ(
      body_graph(
          "approval A by Clerk { rejects 2% -> end No returns 5% -> A fails 1% -> B after 5d approves } "
          "step B by Clerk { fails 3% -> A } end Done"),
      "start>A A:approve>B A:reject~2%>end2(No) A:return~5%>A A:fail~1%>B A:timeout>B B>end4(Done) "
      "B:fail~3%>A");
}

TEST(ProcessGraph, TimeoutThatRejects) {
  EXPECT_EQ(body_graph("approval A by Clerk { rejects -> end No  after 5d rejects -> end No } end Done"),
            "start>A A:approve>end4(Done) A:reject>end2(No) A:timeout>end3(No)");
}

TEST(ProcessGraph, If) {
  EXPECT_EQ(body_graph("if claim.small ~ 30% { step A by Clerk } else if claim.amount > 5 EUR { step B by "
                       "Clerk } end Done"),
            "start>split1 split1:when~30%>A split1:when>B split1:otherwise>merge4 A>merge4 B>merge4 "
            "merge4>end5(Done)");
  EXPECT_EQ(body_graph("if claim.small { end No } else { end Done }"),
            "start>split1 split1:when>end2(No) split1:otherwise>end3(Done)");
}

TEST(ProcessGraph, Choose) {
  EXPECT_EQ(body_graph("choose { when ~ 40% \"a\" { step A by Clerk } when ~ 60% { } } end Done"),
            "start>split1 split1:when~40%>A split1:when~60%>merge3 A>merge3 merge3>end4(Done)");
  EXPECT_EQ(
      body_graph(
          "choose { when claim.small { -> B } otherwise { } } step A by Clerk step B by Clerk end Done"),
      "start>split1 split1:when>B split1:otherwise>merge2 merge2>A A>B B>end5(Done)");
}

TEST(ProcessGraph, Repeat) {
  EXPECT_EQ(body_graph("repeat { step A by Clerk } until claim.small ~ 80% end Done"),
            "start>merge1 merge1>A A>split3 split3:until~80%>end4(Done) split3:again>merge1");
}

TEST(ProcessGraph, Parallel) {
  const Compiled c = compile(
      process("parallel join 2 of 3 { branch X { step A by Clerk } branch Y { } "
              "branch Z { if claim.small { -> Late } step B by Clerk } } step Late by Clerk end Done"));
  ASSERT_TRUE(c.messages().empty());
  const ir::Process& p = c.definition().processes[0];
  EXPECT_EQ(graph(c.definition(), p),
            "start>fork1 fork1:branch>A fork1:branch>merge3 fork1:branch>split4 A>join7 merge3>join7 "
            "split4:when>Late split4:otherwise>merge5 merge5>B B>join7 join7>Late Late>end9(Done)");
  EXPECT_EQ(p.nodes[1].join_rule, ir::JoinRule::KOfN);
  EXPECT_EQ(p.nodes[1].join_count, 2U);
  EXPECT_EQ(p.nodes[1].partner, ir::NodeId{7});
  EXPECT_EQ(p.nodes[7].partner, ir::NodeId{1});
  ASSERT_EQ(p.branches.size(), 3U);
  EXPECT_EQ(p.branches[2].name, "Z");
  EXPECT_EQ(p.branches[2].join, ir::NodeId{7});
  EXPECT_EQ(p.nodes[3].branch, ir::BranchId{1});
  EXPECT_FALSE(p.nodes[7].branch);
}

TEST(ProcessGraph, BranchesKnowTheirParents) {
  const Compiled c =
      compile(process("parallel { branch X { parallel join first { branch V { step A by Clerk } "
                      "branch W { -> A2 } } step A2 by Clerk } branch Y { end No } } end Done"));
  ASSERT_TRUE(c.messages().empty());
  const ir::Process& p = c.definition().processes[0];
  EXPECT_EQ(graph(c.definition(), p),
            "start>fork1 fork1:branch>fork2 fork1:branch>end7(No) fork2:branch>A fork2:branch>merge4 A>join5 "
            "merge4>A2 join5>A2 A2>join8 join8>end9(Done)");
  EXPECT_EQ(p.branches[1].parent, ir::BranchId{0});
  EXPECT_FALSE(p.branches[3].parent);
  EXPECT_EQ(p.nodes[2].join_rule, ir::JoinRule::First);
  EXPECT_EQ(p.nodes[5].branch, ir::BranchId{0});
}

TEST(ProcessGraph, InclusiveBranchesCarryGuardAndShare) {
  const Compiled c =
      compile(process("parallel { branch X when claim.small ~ 20% { step A by Clerk } branch Y { step B by "
                      "Clerk } } end Done"));
  ASSERT_TRUE(c.messages().empty());
  const ir::Process& p = c.definition().processes[0];
  EXPECT_TRUE(p.nodes[1].inclusive);
  EXPECT_TRUE(p[p.nodes[1].out[0]].guard);
  EXPECT_EQ(p[p.nodes[1].out[0]].share->percent(), "20%");
  EXPECT_FALSE(p[p.nodes[1].out[1]].guard);
}

TEST(ProcessGraph, Waits) {
  const Compiled c =
      compile(process("wait 14d wait until Mon, Thu 17:00 agenda closes 24h before "
                      "wait for \"the papers\" takes 3d produces paper: Paper end Done"));
  ASSERT_TRUE(c.messages().empty());
  const ir::Process& p = c.definition().processes[0];
  EXPECT_EQ(graph(c.definition(), p), "start>wait1 wait1>wait2 wait2>wait3 wait3>end4(Done)");
  EXPECT_TRUE(p.nodes[1].takes);
  EXPECT_EQ(p.nodes[2].wait->kind, ir::WaitSpec::Kind::Cadence);
  EXPECT_EQ(p.nodes[2].wait->agenda_closes->str(), "1d");
  EXPECT_EQ(p.nodes[3].wait->description, "the papers");
  EXPECT_EQ(p.nodes[3].produces.size(), 1U);
}

TEST(ProcessGraph, Calls) {
  const Compiled c = compile(
      process("call Q(claim) as Sub on No -> end No  call Q(claim) on No -> Sub end Done") +
      "process Q(c: Claim) yields Done | No { approval G by Clerk { rejects 1% -> end No } end Done }");
  ASSERT_TRUE(c.messages().empty());
  EXPECT_EQ(graph(c.definition(), c.definition().processes[0]),
            "start>Sub Sub:outcome>call3 Sub:outcome>end2(No) call3:outcome>end4(Done) call3:outcome>Sub");
}

TEST(ProcessGraph, AuditsStandBeside) {
  const Compiled c =
      compile(process("step A by Clerk audit Look of A by Lead { samples 5% finds 2% within 90d judges Right "
                      "takes 1h } end Done"));
  ASSERT_TRUE(c.messages().empty());
  const ir::Process& p = c.definition().processes[0];
  EXPECT_EQ(graph(c.definition(), p), "start>A A>end3(Done)");
  EXPECT_EQ(p.nodes[2].audited, ir::NodeId{1});
  EXPECT_EQ(p.nodes[2].samples->value.percent(), "5%");
  EXPECT_EQ(p.nodes[2].finds->value.percent(), "2%");
  EXPECT_EQ(p.nodes[2].finds_within->str(), "90d");
}

TEST(ProcessGraph, UnreachableStatementsKeepTheirNodes) {
  EXPECT_EQ(body_graph("step A by Clerk end Done step B by Clerk end No"), "start>A A>end2(Done) B>end4(No)");
}

TEST(ProcessGraph, PropertiesOfWork) {
  const Compiled c =
      compile(process("approval A by Clerk { judges Right, Fair sees claim takes 20min reads "
                      "claim.parts.size updates claim.note produces p: Paper "
                      "irreversible batches 20 or 1d priority claim.amount costs 2 EUR per case required by "
                      "FourEyes rejects 1% -> end No "
                      "escalates after 2d to Lead catches 80% false alarms 1% observed { cases 100 rejects 3 "
                      "waits median 2d } } end Done"));
  ASSERT_EQ(c.messages(), std::vector<std::string>{});
  const ir::Node& a = c.definition().processes[0].nodes[1];
  EXPECT_EQ(a.judges.size(), 2U);
  EXPECT_EQ(a.reads[0].fields, (std::vector<std::uint32_t>{3, 0}));
  EXPECT_EQ(a.updates.size(), 1U);
  EXPECT_EQ(a.produces.size(), 1U);
  EXPECT_TRUE(a.irreversible);
  EXPECT_EQ(a.batches->size, 20U);
  EXPECT_EQ(a.batches->or_after->str(), "1d");
  EXPECT_TRUE(a.priority);
  EXPECT_EQ(a.cost_per_case->str(), "2 EUR");
  EXPECT_EQ(a.controls.size(), 1U);
  EXPECT_EQ(a.escalations.size(), 1U);
  EXPECT_EQ(a.catches->value.percent(), "80%");
  EXPECT_EQ(a.false_alarms->value.percent(), "1%");
  EXPECT_EQ(a.observed->rejects, 3);
}

TEST(ProcessGraph, BrokenStatementsAreLoweredAsFarAsPossible) {
  const Compiled c = compile(process("step A by Clerk { takes } step B by Clerk -> Nowhere"));
  EXPECT_EQ(c.names().size(), 1U);  // the missing duration, and not the step that may have been lost
  const ir::Process& p = c.definition().processes[0];
  EXPECT_TRUE(p.broken);
  EXPECT_TRUE(p.nodes[1].broken);
  EXPECT_EQ(p.nodes[2].name, "B");
}

}  // namespace
}  // namespace wain::sema::test
