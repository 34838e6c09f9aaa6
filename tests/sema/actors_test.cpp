#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Records, FieldsAndCircles) {
  EXPECT_THAT(messages("record A { x money EUR  y motor | home  z list of A  w B }\nrecord B { when date }"),
              IsEmpty());
  EXPECT_THAT(names("record A { x int\n x text }"), ElementsAre("2:2 duplicate-name"));
  EXPECT_THAT(names("record A { x money eur }"), ElementsAre("1:20 bad-currency"));
  EXPECT_THAT(names("record A { x a | b | a }"), ElementsAre("1:22 named-twice"));
  EXPECT_THAT(names("record A { x Bee }"), ElementsAre("1:14 unknown-name"));
  const Compiled circle = compile("record A { b B }\nrecord B {\n a A }");
  EXPECT_THAT(circle.messages(), ElementsAre("3:2 recursive-record: the record `A` contains itself"));
  EXPECT_THAT(circle.notes(), ElementsAre("1:12 through the field `b`"));
  EXPECT_THAT(names("record A { a A }"), ElementsAre("1:12 recursive-record"));
}

TEST(Controls, Properties) {
  const Compiled c = compile(
      "record Claim { amount money EUR }\ncontrol C {\n cites \"4.2\"\n applies to Claim: amount > 1 EUR\n"
      " requires 2 distinct approvers\n review by 2027-01-01\n}\ncriterion K { a miss costs 5 EUR wrong in "
      "3% }");
  EXPECT_THAT(c.messages(), IsEmpty());
  EXPECT_EQ(c.definition().controls[0].approvers, 2U);
  EXPECT_EQ(c.definition().controls[0].cites, "4.2");
  EXPECT_TRUE(c.definition().controls[0].applies_when.valid());
  EXPECT_EQ(c.definition().criteria[0].wrong_in->value, ir::Decimal::make(3, 2));
  EXPECT_THAT(names("control C { cites \"a\" cites \"b\" }"), ElementsAre("1:23 property-twice"));
  EXPECT_THAT(names("control C { requires 0 distinct approvers }"), ElementsAre("1:22 too-small"));
  EXPECT_THAT(names("record R { x int }\ncontrol C { applies to R: y > 1 }"),
              ElementsAre("2:27 unknown-field"));
  EXPECT_THAT(names("criterion K { a miss costs 3d }"), ElementsAre("1:28 wrong-value"));
}

TEST(Actors, PropertiesFitTheirKind) {
  EXPECT_THAT(messages("calendar Office\nrole Clerk { staff 2 hours Office costs 5 EUR per h costs 1 EUR per "
                       "case available 60% }\n"
                       "model M { capacity 4 accountable Clerk }\nsystem S { capacity 2 }\n"
                       "committee C { members Clerk quorum 1 met 90% meets every Thu 14:00 for 1h agenda "
                       "closes 24h before hears 8 }"),
              IsEmpty());
  EXPECT_THAT(messages("person P { staff 2 }"),
              ElementsAre("1:12 misplaced-property: a person has no `staff`"));
  EXPECT_THAT(names("role R { capacity 2 }"), ElementsAre("1:10 misplaced-property"));
  EXPECT_THAT(names("role R { members R }"), ElementsAre("1:10 misplaced-property"));
  EXPECT_THAT(names("role R { accountable R }"), ElementsAre("1:10 misplaced-property"));
  EXPECT_THAT(names("system S { available 10% }"), ElementsAre("1:12 misplaced-property"));
  EXPECT_THAT(names("role R { staff 2 staff 3 }"), ElementsAre("1:18 property-twice"));
  EXPECT_THAT(names("role R { costs 1 EUR per h costs 2 EUR per h }"), ElementsAre("1:28 property-twice"));
  EXPECT_THAT(names("role R { costs 1 EUR per day }"), ElementsAre("1:26 unknown-cost-unit"));
}

TEST(Actors, Meetings) {
  EXPECT_THAT(messages("role R\ncommittee A { members R meets every Mon, Thu 17:00 for 2h }\n"
                       "committee B { members R meets every day 09:30 for 15min }\n"
                       "committee C { members R meets 1st, 3rd Mon of month 10:00 for 1h }\n"
                       "committee D { members R meets every 2 weeks on Thu 14:00 from 2026-01-08 for 1h }"),
              IsEmpty());
  EXPECT_THAT(names("role R\ncommittee A { members R meets every Mon 17:00 for 0s }"),
              ElementsAre("2:51 parameter-not-positive"));
  EXPECT_THAT(names("role R\ncommittee A { members R meets every 0 weeks on Mon 17:00 for 1h }"),
              ElementsAre("2:37 bad-weeks"));
  EXPECT_THAT(names("role R\ncommittee A { members R meets every Mon 24:00 for 1h }"),
              ElementsAre("2:41 no-such-time"));
  EXPECT_THAT(names("role R\ncommittee A { members R agenda closes 2h before }"),
              ElementsAre("2:11 agenda-without-meeting"));
}

TEST(People, Pools) {
  const Compiled c = compile("role A\nrole B { staff 3 }\nperson P plays A, B\nperson Q plays A");
  EXPECT_THAT(c.messages(), IsEmpty());
  EXPECT_EQ(c.definition().actors[0].staff, 2U);
  EXPECT_EQ(c.definition().actors[1].staff, 3U);
  const Compiled few = compile("role A { staff 1 }\nperson P plays A\nperson Q plays A");
  EXPECT_THAT(few.messages(),
              ElementsAre("1:6 staff-below-persons: `A` has a staff of 1 and 2 declared persons"));
  EXPECT_THAT(few.notes(), ElementsAre("2:8 `P` plays it", "3:8 `Q` plays it"));
  EXPECT_THAT(names("role A plays A"), ElementsAre("1:14 plays-only-persons"));
  EXPECT_THAT(names("person P\nperson Q plays P"), ElementsAre("2:16 not-human"));
}

TEST(People, Quorums) {
  const Compiled c =
      compile("role A\nrole B\nperson P\ncommittee C { members A, B, P }\ncommittee D { members A, B }");
  EXPECT_THAT(c.messages(), IsEmpty());
  EXPECT_EQ(c.definition().actors[3].quorum, 2U);
  EXPECT_EQ(c.definition().actors[4].quorum, 2U);
  EXPECT_THAT(names("role A\ncommittee C { members A quorum 2 }"), ElementsAre("2:11 quorum-too-large"));
  EXPECT_THAT(names("committee C"), ElementsAre("1:11 no-members"));
  EXPECT_THAT(names("system S\ncommittee C { members S }"), ElementsAre("2:23 not-human"));
}

TEST(People, ASeatNeedsAPersonOfItsOwn) {
  // P plays both roles, so two seats hold one person.
  EXPECT_THAT(messages("role A\nrole B\nperson P plays A, B\ncommittee C { members A, B quorum 2 }"),
              ElementsAre("4:11 quorum-unfillable: a quorum of 2 cannot be filled: the seats of `C` can hold "
                          "1 distinct persons"));
  // One more in B: P takes A, the other B.
  EXPECT_THAT(
      messages(
          "role A\nrole B\nperson P plays A, B\nperson Q plays B\ncommittee C { members B, A quorum 2 }"),
      IsEmpty());
  EXPECT_THAT(
      messages("role A\nrole B { staff 2 }\nperson P plays A, B\ncommittee C { members A, B quorum 2 }"),
      IsEmpty());
  // Three seats, three persons, one assignment.
  EXPECT_THAT(
      messages("role A\nrole B\nrole D\nperson P plays A, B, D\nperson Q plays A, B\nperson R plays A\n"
               "committee C { members A, B, D quorum 3 }"),
      IsEmpty());
}

TEST(People, ReportingCircles) {
  EXPECT_THAT(messages("role A { reports to B }\nrole B { reports to A }"),
              ElementsAre("1:6 reporting-circle: `A` reports to itself: A → B → A"));
  EXPECT_THAT(names("role A { reports to A }"), ElementsAre("1:6 reporting-circle"));
  EXPECT_THAT(names("role A { reports to B }\nrole B { reports to C }\nrole C"), IsEmpty());
  EXPECT_THAT(names("system S\nrole A { reports to S }"), ElementsAre("2:21 not-human"));
}

TEST(Authority, Lines) {
  const std::string data = "record Claim { amount money EUR }\ncriterion K\n";
  EXPECT_THAT(messages(data + "role R { authority Claim: amount <= 2_000 EUR on K }"), IsEmpty());
  EXPECT_THAT(names(data + "role R { authority Claim: amount <= 2_000 USD }"),
              ElementsAre("3:37 type-mismatch"));
  EXPECT_THAT(names(data + "role R { authority Claim: amount }"), ElementsAre("3:27 not-a-condition"));
  EXPECT_THAT(names(data + "role R { authority K: amount < 3 EUR }"), ElementsAre("3:20 wrong-kind"));
  EXPECT_THAT(names(data + "role R { authority Claim: amunt < 3 EUR }"), ElementsAre("3:27 unknown-field"));
}

}  // namespace
}  // namespace wain::sema::test
