#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ir::Value constant(const std::string& literal) {
  const Compiled c = compile("constant C = " + literal);
  EXPECT_THAT(c.messages(), IsEmpty()) << literal;
  return c.definition().constants.at(0).value;
}

TEST(Literals, AreExact) {
  EXPECT_EQ(ir::str(constant("1_000")), "1000");
  EXPECT_EQ(ir::str(constant("2.5")), "2.5");
  EXPECT_EQ(ir::str(constant("0.0001 EUR")), "0.0001 EUR");
  EXPECT_EQ(ir::str(constant("10_000 EUR")), "10_000 EUR");
  EXPECT_EQ(std::get<ir::Duration>(constant("1h30min")).microseconds, 90 * ir::Duration::minute);
  EXPECT_EQ(std::get<ir::Ratio>(constant("98%")).value, ir::Decimal::make(98, 2));
  EXPECT_EQ(std::get<bool>(constant("true")), true);
  EXPECT_EQ(ir::str(constant("2028-02-29")), "2028-02-29");
  EXPECT_EQ(std::get<std::string>(constant(R"("a \"b\" \\ \n")")), "a \"b\" \\ \n");
}

TEST(Literals, OutOfRange) {
  EXPECT_THAT(
      messages("constant C = 1234567890123456789"),
      ElementsAre(
          "1:14 number-too-large: `1234567890123456789` does not fit: a number has at most 18 digits"));
  EXPECT_THAT(names("constant C = 0.00001 EUR"), ElementsAre("1:14 money-places"));
  EXPECT_THAT(names("constant C = 999_999_999_999_999_999 EUR"), ElementsAre("1:14 number-too-large"));
  EXPECT_THAT(names("constant C = 900_000_000w"), ElementsAre("1:14 bad-duration"));
  EXPECT_THAT(names("constant C = 0.0000001s"), ElementsAre("1:14 bad-duration"));
  EXPECT_THAT(names("constant C = 2027-02-29"), ElementsAre("1:14 no-such-date"));
  EXPECT_THAT(names("constant C = 2027-13-01"), ElementsAre("1:14 no-such-date"));
  EXPECT_THAT(messages("constant C = 10 eur"),
              ElementsAre("1:17 bad-currency: `eur` is not a currency: one is three capital letters"));
  EXPECT_THAT(
      messages("constant C = \"a\\qb\""),
      ElementsAre("1:16 bad-escape: `\\q` is not an escape: a text knows `\\\"`, `\\\\`, `\\n` and `\\t`"));
}

TEST(Literals, ConstantsStandForValues) {
  EXPECT_THAT(messages("constant Many = 6\nrole Clerk { staff Many }"), IsEmpty());
  EXPECT_THAT(messages("constant Long = 6h\nrole Clerk { staff Long }"),
              ElementsAre("2:20 wrong-value: `staff` takes a whole number, found a duration"));
  EXPECT_THAT(names("role Clerk { staff Many }"), ElementsAre("1:20 unknown-name"));
  EXPECT_THAT(names("role Many\nrole Clerk { staff Many }"), ElementsAre("2:20 wrong-kind"));
  EXPECT_THAT(
      compile("import \"c.wain\" as c\nrole Clerk { staff c.Many }", {{"c.wain", "constant Many = 6"}})
          .names(),
      IsEmpty());
}

TEST(Literals, CountsAndShares) {
  EXPECT_THAT(names("role Clerk { staff 2.5 }"), ElementsAre("1:20 not-whole"));
  EXPECT_THAT(names("role Clerk { staff 0 }"), ElementsAre("1:20 too-small"));
  EXPECT_THAT(names("role Clerk { staff 99_999_999_999 }"), ElementsAre("1:20 too-large"));
  EXPECT_THAT(names("role Clerk { available 101% }"), ElementsAre("1:24 share-above-one"));
  EXPECT_THAT(names("role Clerk { available 0% }"), ElementsAre("1:24 parameter-not-positive"));
  EXPECT_THAT(names("role Clerk { available 100% }"), IsEmpty());
  EXPECT_THAT(names("role Clerk { available 0.5 }"), ElementsAre("1:24 wrong-value"));
}

TEST(Calendars, HoursAreBlocksOfTheWeek) {
  const Compiled c = compile(
      "calendar C {\n timezone \"Europe/Berlin\"\n Mon..Thu 09:00-12:30, 13:00-17:30\n Fri 9:00-24:00\n"
      " Sat..Sun 22:00-06:00\n closed 2026-12-24..2026-12-26, 2027-01-01\n}");
  EXPECT_THAT(c.messages(), IsEmpty());
  const ir::Calendar& calendar = c.definition().calendars.at(0);
  EXPECT_EQ(calendar.timezone, "Europe/Berlin");
  ASSERT_EQ(calendar.hours.size(), 3U);
  EXPECT_EQ(calendar.hours[0].days.size(), 4U);
  EXPECT_EQ(calendar.hours[1].ranges[0].second.minutes, 1440);
  EXPECT_EQ(calendar.closed.size(), 2U);
}

TEST(Calendars, Mistakes) {
  EXPECT_THAT(messages("calendar C { timezone \"Europe/Berln\" }"),
              ElementsAre("1:23 unknown-timezone: `Europe/Berln` is not a time zone"));
  EXPECT_THAT(names("calendar C { timezone \"UTC\" timezone \"UTC\" }"), ElementsAre("1:29 property-twice"));
  const Compiled overlap = compile("calendar C {\n Mon 09:00-12:00\n Mon..Tue 11:00-13:00\n}");
  EXPECT_THAT(overlap.messages(),
              ElementsAre("3:11 hours-overlap: Mon 11:00-13:00 overlaps hours that are given already"));
  EXPECT_THAT(overlap.notes(), ElementsAre("2:6 these hours"));
  EXPECT_THAT(names("calendar C { Mon 09:00-12:00, 12:00-13:00 }"), IsEmpty());
  EXPECT_THAT(names("calendar C { Sun 22:00-06:00  Mon 05:00-07:00 }"), ElementsAre("1:35 hours-overlap"));
  EXPECT_THAT(names("calendar C { Sun 22:00-06:00  Mon 06:00-07:00 }"), IsEmpty());
  EXPECT_THAT(names("calendar C { Mon, Mon 09:00-10:00 }"), ElementsAre("1:19 day-twice"));
  EXPECT_THAT(names("calendar C { Mon 24:00-10:00 }"), ElementsAre("1:18 no-such-time"));
  EXPECT_THAT(names("calendar C { Mon 09:60-10:00 }"), ElementsAre("1:18 no-such-time"));
  EXPECT_THAT(names("calendar C { Mon 09:00-09:00 }"), ElementsAre("1:18 empty-hours"));
  EXPECT_THAT(names("calendar C { closed 2026-12-26..2026-12-24 }"), ElementsAre("1:21 closed-backwards"));
  EXPECT_THAT(names("calendar C { closed 2026-12-24..2026-12-26, 2026-12-26 }"),
              ElementsAre("1:45 closed-twice"));
}

}  // namespace
}  // namespace wain::sema::test
