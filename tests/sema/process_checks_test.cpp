// What a process may not say, and its valid twin.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sema/process_text.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A body with one mistake, its `LINE:COLUMN name`, and the same without the mistake.
struct Case {
  const char* wrong;
  const char* message;
  const char* right;
};

const Case cases[] = {
    // names
    {"step A by Clerk\nstep A by Clerk end Done", "4:6 duplicate-step",
     "step A by Clerk\nstep B by Clerk end Done"},
    {"step A by Clerk { produces x: Paper }\nstep B by Clerk { produces x: Letter } end Done",
     "4:28 product-type-conflict",
     "step A by Clerk { produces x: Paper }\nstep B by Clerk { produces x: Paper } end Done"},
    {"step A by Clerk { produces claim: Claim } end Done", "3:28 product-is-parameter",
     "step A by Clerk { updates claim } end Done"},
    {"step A by Clerk { updates clam } end Done", "3:27 unknown-data",
     "step A by Clerk { updates claim } end Done"},
    {"parallel { branch X { }\nbranch X { } } end Done", "4:8 duplicate-branch",
     "parallel { branch X { }\nbranch Y { } } end Done"},
    // properties
    {"step A by Clerk { judges Right } end Done", "3:19 property-misfit",
     "step A by Clerk { checks Right } end Done"},
    {"step A by Clerk { sees claim } end Done", "3:19 property-misfit",
     "step A by Clerk { reads claim } end Done"},
    {"step A by Clerk { rejects 2% -> end No } end Done", "3:19 property-misfit",
     "approval A by Clerk { rejects 2% -> end No } end Done"},
    {"step A by Clerk { returns 2% -> A } end Done", "3:19 property-misfit",
     "approval A by Clerk { returns 2% -> A } end Done"},
    {"step A by Clerk { escalates after 2d to Lead } end Done", "3:19 property-misfit",
     "approval A by Clerk { escalates after 2d to Lead } end Done"},
    {"step A by Clerk { after 2d approves } end Done", "3:19 property-misfit",
     "approval A by Clerk { after 2d approves } end Done"},
    {"step A by Clerk { required by FourEyes } end Done", "3:19 property-misfit",
     "approval A by Clerk { required by FourEyes } end Done"},
    {"approval A by Clerk { samples 5% } end Done", "3:23 property-misfit",
     "step A by Clerk audit B of A by Lead { samples 5% } end Done"},
    {"step A by Clerk audit B of A by Lead { updates claim } end Done", "3:40 property-misfit",
     "step A by Clerk audit B of A by Lead { reads claim } end Done"},
    {"step A by Clerk { takes 1h takes 2h } end Done", "3:28 property-twice",
     "step A by Clerk { takes 1h } end Done"},
    {"step A by Clerk { costs 2 EUR per h } end Done", "3:35 activity-costs-per",
     "step A by Clerk { costs 2 EUR per case } end Done"},
    {"auto A by Clerk end Done", "3:11 auto-by-human", "auto A by Ledger end Done"},
    {"auto A by Board end Done", "3:11 auto-by-human", "step A by Board end Done"},
    {"approval A by Clerk { rejects 60% -> end No returns 40.1% -> A } end Done", "3:10 exits-over-100",
     "approval A by Clerk { rejects 60% -> end No returns 40% -> A } end Done"},
    {"approval A by Clerk { judges True rejects 5% -> end No } end Done", "3:35 share-and-truth",
     "approval A by Clerk { judges True rejects -> end No } end Done"},
    {"approval A by Clerk { judges True rejects 70% -> end No returns 40% -> A } end Done",
     "3:10 exits-over-100",
     "approval A by Clerk { judges True fails 5% -> A rejects 60% -> end No returns 40% -> A } end Done"},
    {"step A by Clerk { catches 80% } end Done", "3:19 catches-without-judges",
     "step A by Clerk { checks Right catches 80% } end Done"},
    {"approval A by Clerk { false alarms 1% } end Done", "3:23 catches-without-judges",
     "approval A by Clerk { judges Right false alarms 1% } end Done"},
    {"step A by Clerk { batches 0 } end Done", "3:27 empty-batch", "step A by Clerk { batches 1 } end Done"},
    {"step A by Clerk { priority claim.note } end Done", "3:28 priority-type",
     "step A by Clerk { priority claim.amount } end Done"},
    {"approval A by Clerk { escalates after 2d to Robot } end Done", "3:45 escalates-to-machine",
     "approval A by Clerk { escalates after 2d to Board } end Done"},
    {"if claim.small ~ 101% { } end Done", "3:18 share-above-one", "if claim.small ~ 100% { } end Done"},
    // statements
    {"if claim.small { step A by Clerk\naudit B of A by Lead { samples 5% } } end Done",
     "4:1 nested-process-statement",
     "if claim.small { step A by Clerk }\naudit B of A by Lead { samples 5% } end Done"},
    {"step A by Clerk step B by Clerk parallel { branch X {\nseparate A, B } } end Done",
     "4:1 nested-process-statement", "step A by Clerk step B by Clerk\nseparate A, B end Done"},
    {"repeat { owner Lead } until ~ 50% end Done", "3:10 nested-process-statement", "owner Lead end Done"},
    {"owner Lead\nowner Clerk end Done", "4:1 second-process-owner", "owner Lead end Done"},
    {"observed { cases 5 } end Done", "3:1 misplaced-observed",
     "parallel { branch X { observed { cases 5 } } } end Done"},
    {"if claim.small ~ 60% { } else if claim.amount > 1 EUR ~ 41% { } end Done", "3:1 arms-over-100",
     "if claim.small ~ 60% { } else if claim.amount > 1 EUR ~ 40% { } end Done"},
    {"choose { when ~ 60% { } when ~ 39% { } } end Done", "3:1 choose-not-100",
     "choose { when ~ 60% { } when ~ 40% { } } end Done"},
    {"choose { when ~ 60% { } when ~ 41% { } otherwise { } } end Done", "3:1 arms-over-100",
     "choose { when ~ 60% { } when ~ 39% { } otherwise { } } end Done"},
    {"if claim.small { } else { } else if claim.small { } end Done", "3:29 else-not-last",
     "if claim.small { } else if claim.small { } else { } end Done"},
    {"choose { otherwise { } } end Done", "3:1 empty-choose",
     "choose { when claim.small { } otherwise { } } end Done"},
    {"parallel { } end Done", "3:1 empty-parallel", "parallel { branch X { } } end Done"},
    {"parallel join 2 of 3 { branch X { } branch Y { } } end Done", "3:15 join-count",
     "parallel join 2 of 2 { branch X { } branch Y { } } end Done"},
    {"parallel join 3 of 2 { branch X { } branch Y { } } end Done", "3:15 join-impossible",
     "parallel join 1 of 2 { branch X { } branch Y { } } end Done"},
    {"parallel join 0 of 2 { branch X { } branch Y { } } end Done", "3:15 join-impossible",
     "parallel join all { branch X { } branch Y { } } end Done"},
    {"parallel join first { branch X when claim.small { } branch Y { } } end Done", "3:15 join-with-when",
     "parallel join all { branch X when claim.small { } branch Y { } } end Done"},
    {"step A by Clerk { fails 1% -> end Else } end Done", "3:35 outcome-not-yielded",
     "step A by Clerk { fails 1% -> end No } end Done"},
    {"end Else", "3:5 outcome-not-yielded", "end No"},
    {"step A by Clerk", "4:1 no-end", "step A by Clerk end Done"},
    // jumps
    {"step Abc by Clerk if claim.small { -> Abd } end Done", "3:39 unknown-step",
     "step Abc by Clerk if claim.small { -> Abc } end Done"},
    {"step A by Clerk audit B of A by Lead { samples 5% } if claim.small { -> B } end Done",
     "3:73 not-a-target",
     "step A by Clerk audit B of A by Lead { samples 5% } if claim.small { -> A } end Done"},
    {"if claim.small { -> A } parallel { branch X { step A by Clerk } branch Y { } } end Done",
     "3:21 jump-into-branch", "if claim.small { -> A } if claim.small { step A by Clerk } end Done"},
    {"parallel { branch X { step A by Clerk } branch Y { -> A } } end Done", "3:55 jump-between-branches",
     "step A by Clerk parallel { branch X { } branch Y { -> A } } end Done"},
    // duties and audits
    {"step A by Clerk auto B by Robot separate A, B end Done", "3:45 duty-not-human",
     "step A by Clerk step B by Lead separate A, B end Done"},
    {"step A by Clerk separate A end Done", "3:17 duty-too-few",
     "step A by Clerk approval B by Board together A, B end Done"},
    {"step A by Clerk step B by Clerk separate A, B, A end Done", "3:48 named-twice",
     "step A by Clerk step B by Clerk separate A, B end Done"},
    {"step A by Clerk separate A, C end Done", "3:29 unknown-step",
     "step A by Clerk step C by Clerk separate A, C end Done"},
    {"step A by Clerk audit B of C by Lead { samples 5% } end Done", "3:28 unknown-step",
     "step A by Clerk audit B of A by Lead { samples 5% } end Done"},
    {"step A by Clerk audit B of A by Lead { samples 5% } audit C of B by Lead { samples 5% } end Done",
     "3:64 audit-not-of-step",
     "step A by Clerk audit B of A by Lead { samples 5% } audit C of A by Lead { samples 5% } end Done"},
    // branches that write
    {"parallel { branch X { step A by Clerk { produces p: Paper } }\nbranch Y { step B by Clerk { produces "
     "p: Paper } } } end Done",
     "4:39 concurrent-update",
     "parallel { branch X { step A by Clerk { produces p: Paper } }\nbranch Y { step B by Clerk { produces "
     "q: Paper } } } end Done"},
    {"parallel { branch X { step A by Clerk { updates claim.parts.size } }\nbranch Y { step B by Clerk { "
     "updates claim.parts } } } end Done",
     "4:38 concurrent-update",
     "parallel { branch X { step A by Clerk { updates claim.parts.size } }\nbranch Y { step B by Clerk { "
     "updates claim.note } } } end Done"},
    {"parallel { branch X { parallel { branch V { step A by Clerk { updates claim.note } } branch W { } } }\n"
     "branch Y { step B by Clerk { updates claim } } } end Done",
     "4:38 concurrent-update",
     "parallel { branch X { step A by Clerk { updates claim.note } step B by Clerk { updates claim } } "
     "branch Y { } } end Done"},
};

class ProcessChecks : public testing::TestWithParam<Case> {};
TEST_P(ProcessChecks, OneMistakeOneMessage) {
  EXPECT_THAT(body_names(GetParam().wrong), ElementsAre(GetParam().message)) << GetParam().wrong;
  EXPECT_THAT(body_messages(GetParam().right), IsEmpty()) << GetParam().right;
}
INSTANTIATE_TEST_SUITE_P(All, ProcessChecks, testing::ValuesIn(cases));

TEST(ProcessChecks, Words) {
  EXPECT_THAT(body_messages("approval A by Clerk { rejects 60% -> end No returns 40.1% -> A } end Done"),
              ElementsAre("3:10 exits-over-100: the exits of `A` add up to 100.1%, more than 100%"));
  EXPECT_THAT(body_messages("step A by Clerk { sees claim } end Done"),
              ElementsAre("3:19 property-misfit: `sees` does not fit on `step`"));
  const Compiled c = compile(process("step A by Clerk -> Done"));
  EXPECT_THAT(c.notes(), ElementsAre(testing::EndsWith(" `Done` is an outcome; write `end Done`")));
}

TEST(ProcessChecks, Headers) {
  EXPECT_THAT(process_messages("process P() { step A by Clerk end Done }"),
              ElementsAre("2:9 process-yields-nothing: `P` yields no outcome"));
  EXPECT_THAT(process_messages("process P(a: Paper, a: Paper) yields Done { }"),
              ElementsAre("2:21 duplicate-parameter: `P` has a second parameter `a`"));
  EXPECT_THAT(process_messages("process P() yields Done | Done { }"),
              ElementsAre("2:27 duplicate-yield: `P` yields `Done` twice"));
}

TEST(ProcessChecks, Replaces) {
  const std::string old = with_declarations("process O(a: Paper, b: Claim) yields Done | No { end Done }\n");
  EXPECT_THAT(messages(old + "process P(b: Claim, a: Paper) yields Done replaces O { }"), IsEmpty());
  EXPECT_THAT(
      messages(old + "process P(a: Paper, c: Claim) yields Else replaces O { }"),
      ElementsAre("3:21 replaces-parameter-missing: `P` replaces `O`, but has no parameter `b: Claim`",
                  "3:38 replaces-outcome-extra: `P` replaces `O`, which does not yield `Else`"));
  EXPECT_THAT(
      messages(old + "process P(a: Letter, b: Claim) yields Done replaces O { }"),
      ElementsAre(
          "3:11 replaces-parameter-type: parameter `a` is `Letter` here and `Paper` in the replaced `O`"));
  EXPECT_THAT(
      process_messages("process A() yields Done replaces B { }\nprocess B() yields Done replaces A { }"),
      ElementsAre("2:9 replaces-cycle: `A` replaces itself: `A -> B -> A`"));
}

const char* const callee =
    "process Q(c: Claim, p: Paper) yields Done | No { if c.small { end No } end Done }\n";
std::vector<std::string> call_messages(std::string_view call) {
  return messages(with_declarations(fmt::format(
      "{}process P(claim: Claim, paper: Paper) yields Done | No {{ {} end Done }}", callee, call)));
}

TEST(ProcessChecks, Calls) {
  EXPECT_THAT(call_messages("call Q(claim, paper) on No -> end No"), IsEmpty());
  EXPECT_THAT(call_messages("call Q(claim) on No -> end No"),
              ElementsAre("3:64 argument-count: `Q` takes 2 arguments, found 1"));
  EXPECT_THAT(call_messages("call Q(paper, paper) on No -> end No"),
              ElementsAre("3:65 argument-type: parameter `c` of `Q` is `Claim`, found `Paper`"));
  EXPECT_THAT(
      call_messages("call Q(claim, paper)"),
      ElementsAre("3:63 call-outcome-missing: `Q` may end in `No`, and this call does not say what then"));
  EXPECT_THAT(call_messages("call Q(claim, paper) on No -> end No on Else -> end No"),
              ElementsAre("3:98 call-outcome-unknown: `Q` does not yield `Else`"));
  EXPECT_THAT(
      call_messages("call Q(claim, paper) on Done -> end No on No -> end No"),
      ElementsAre(
          "3:82 call-outcome-first: `Done` is the first outcome of `Q`, which continues after the call"));
}

TEST(ProcessChecks, Recursion) {
  EXPECT_THAT(
      process_messages("process A() yields Done { call B() }\nprocess B() yields Done { call C() call A() }\n"
                       "process C() yields Done { call B() }\nprocess D() yields Done { call A() }"),
      ElementsAre("2:32 call-recursion: `A` calls itself: `A -> B -> A`"));
  EXPECT_THAT(process_messages("process A() yields Done { call A() }"),
              ElementsAre("2:32 call-recursion: `A` calls itself: `A -> A`"));
}

TEST(ProcessChecks, CallsWriteWhatTheirCalleesUpdate) {
  const std::string callees =
      "process R(c: Claim) yields Done { step W by Clerk { updates c.note } }\n"
      "process Q(c: Claim) yields Done { call R(c) }\n";
  const auto two = [&](std::string_view other) {
    return process_messages(
        callees +
        fmt::format("process P(claim: Claim) yields Done {{ parallel {{ branch X {{ call Q(claim) }} "
                    "branch Y {{ step B by Clerk {{ updates {} }} }} }} }}",
                    other));
  };
  EXPECT_THAT(two("claim.note"),
              ElementsAre("4:114 concurrent-update: branches `X` and `Y` both write `claim.note`"));
  EXPECT_THAT(two("claim.amount"), IsEmpty());
}

TEST(ProcessChecks, NothingIsSaidOfWhatASyntaxErrorMayDecide) {
  for (const char* body :
       {"step A by Clerk { produces } step B by Clerk { reads x } end Done",
        "step by Clerk if claim.small { -> Gone } end Done", "step A by Clerk separate A, end Done",
        "choose { when ~ 60% { } when ~ { } } end Done"})
    EXPECT_EQ(body_names(body).size(), 1U) << body;
}

}  // namespace
}  // namespace wain::sema::test
