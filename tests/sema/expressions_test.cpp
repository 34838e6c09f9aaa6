#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A predicate over a record with a field of every type; the expression starts at 3:28.
std::string predicate(const std::string& expression) {
  return "record P { name text }\ndocument D\ncontrol C { applies to R : " + expression +
         " }\nconstant Large = 10_000 EUR\n"
         "record R { amount money EUR  dollars money USD  kind motor | home  other motor | boat  injured "
         "bool\n"
         "  score ratio  n int  x number  wait duration  note text  day date  doc D  who P  all list of P  "
         "home int }";
}
std::vector<std::string> errors(const std::string& expression) { return messages(predicate(expression)); }

TEST(Expressions, WellTyped) {
  for (const char* text : {"amount > 10 EUR",
                           "amount <= Large",
                           "amount * 2 < 3 EUR",
                           "2 * amount < 3 EUR",
                           "amount / 2 >= 1.5 EUR",
                           "amount * 50% < Large",
                           "kind == motor",
                           "motor == kind",
                           "kind in (motor, home)",
                           "not injured",
                           "injured == true",
                           "injured and not not injured",
                           "score < 90%",
                           "score + 5% < 1%",
                           "score * 2 < 10%",
                           "n > 3",
                           "n in (1, 2)",
                           "x > 3",
                           "x > 2.5",
                           "3 < x",
                           "x * 1.5 > -2",
                           "n * 2 > 4",
                           "wait > 1h30min",
                           "wait + 1h > 2 * wait",
                           "wait * 150% > 1h",
                           "note == \"x\"",
                           "day < 2026-12-24",
                           "count(all) > 2",
                           "who.name == \"x\"",
                           "(n > 1 or n < 0) and injured",
                           "amount - 2 EUR + amount > 0 EUR",
                           "-n < 3",
                           "kind == home",
                           "n - -3 > 0"})
    EXPECT_THAT(errors(text), IsEmpty()) << text;
}

TEST(Expressions, MismatchShowsBothPlaces) {
  const Compiled c = compile(predicate("amount > 3 USD"));
  EXPECT_THAT(c.messages(), ElementsAre("3:37 type-mismatch: cannot compare money EUR with money USD"));
  EXPECT_THAT(c.notes(), ElementsAre("3:28 this is money EUR", "3:37 this is money USD"));
  EXPECT_THAT(errors("amount + dollars > 1 EUR"),
              ElementsAre("3:37 cannot-add: cannot add money EUR and money USD"));
  EXPECT_THAT(errors("amount - wait > 1 EUR"),
              ElementsAre("3:37 cannot-subtract: cannot subtract a duration from money EUR"));
  EXPECT_THAT(errors("amount < wait"),
              ElementsAre("3:37 type-mismatch: cannot compare money EUR with a duration"));
  EXPECT_THAT(errors("n == x"), ElementsAre("3:33 type-mismatch: cannot compare an int with a number"));
  EXPECT_THAT(errors("n > 2.5"), ElementsAre("3:32 type-mismatch: cannot compare an int with a number"));
  EXPECT_THAT(
      errors("kind == other"),
      ElementsAre("3:36 type-mismatch: cannot compare one of `motor | home` with one of `motor | boat`"));
}

TEST(Expressions, APlainNumberIsNeverARatioOrMoney) {
  const Compiled ratio = compile(predicate("score < 0.9"));
  EXPECT_THAT(ratio.names(), ElementsAre("3:36 type-mismatch"));
  EXPECT_THAT(ratio.notes(), testing::Contains("write `90%`"));
  const Compiled money = compile(predicate("amount < 1000"));
  EXPECT_THAT(money.names(), ElementsAre("3:37 type-mismatch"));
  EXPECT_THAT(money.notes(), testing::Contains("write `1_000 EUR`"));
  EXPECT_THAT(errors("wait < 5"), ElementsAre("3:35 type-mismatch: cannot compare a duration with an int"));
}

TEST(Expressions, EnumMembersAreKnownOppositeTheirEnumOnly) {
  const Compiled c = compile(predicate("kind == motr"));
  EXPECT_THAT(c.messages(), ElementsAre("3:36 unknown-member: `motr` is not one of `motor | home`"));
  EXPECT_THAT(c.notes(), ElementsAre("3:28 this is one of `motor | home`", "did you mean `motor`?"));
  EXPECT_THAT(errors("note == motor"), ElementsAre("3:36 unknown-field: `R` has no field `motor`"));
  EXPECT_THAT(errors("motor"), ElementsAre("3:28 unknown-field: `R` has no field `motor`"));
  EXPECT_THAT(errors("kind in (motor, bike)"),
              ElementsAre("3:44 unknown-member: `bike` is not one of `motor | home`"));
}

TEST(Expressions, WhatATypeDoesNotSupport) {
  EXPECT_THAT(errors("doc == doc"), ElementsAre("3:28 no-comparison: the document `D` cannot be compared"));
  EXPECT_THAT(errors("who == who"), ElementsAre("3:28 no-comparison: the record `P` cannot be compared"));
  EXPECT_THAT(errors("all == all"), ElementsAre("3:28 no-comparison: a list of P cannot be compared"));
  EXPECT_THAT(
      errors("kind < motor"),
      ElementsAre("3:28 no-order: one of `motor | home` has no order: only `==`, `!=` and `in` compare it"));
  EXPECT_THAT(errors("injured < true"),
              ElementsAre("3:28 no-order: a bool has no order: only `==`, `!=` and `in` compare it"));
  EXPECT_THAT(errors("note + note == note"), ElementsAre("3:28 no-arithmetic: `+` does not apply to text"));
  EXPECT_THAT(errors("-injured"), ElementsAre("3:29 no-arithmetic: `-` does not apply to a bool"));
  EXPECT_THAT(errors("amount"), ElementsAre("3:28 not-a-condition: expected a condition, found money EUR"));
  EXPECT_THAT(errors("not n"), ElementsAre("3:32 not-a-condition: expected a condition, found an int"));
  EXPECT_THAT(errors("injured and n"),
              ElementsAre("3:40 not-a-condition: expected a condition, found an int"));
}

TEST(Expressions, AreLinear) {
  EXPECT_THAT(errors("n * n > 1"),
              ElementsAre("3:28 factor-not-literal: one side of `*` must be a literal number or ratio"));
  EXPECT_THAT(
      errors("n / n > 1"),
      ElementsAre("3:32 divisor-not-literal: the right side of `/` must be a literal number or ratio"));
  EXPECT_THAT(errors("n / 0 > 1"), ElementsAre("3:32 division-by-zero: division by zero"));
  EXPECT_THAT(errors("n / -0.0 > 1"), ElementsAre("3:32 division-by-zero: division by zero"));
  EXPECT_THAT(errors("amount * 3 EUR > 1 EUR"),
              ElementsAre("3:28 factor-not-literal: one side of `*` must be a literal number or ratio"));
  EXPECT_THAT(errors("n / 0% > 1"), ElementsAre("3:32 division-by-zero: division by zero"));
}

TEST(Expressions, NamesAndFields) {
  EXPECT_THAT(errors("who.nme == \"x\""), ElementsAre("3:32 unknown-field: `P` has no field `nme`"));
  EXPECT_THAT(errors("n.more == 1"),
              ElementsAre("3:30 no-fields: an int has no fields: nothing is called `more`"));
  EXPECT_THAT(errors("count(n) > 1"),
              ElementsAre("3:34 count-of-no-list: `count` takes a list, found an int"));
  EXPECT_THAT(errors("sum(all) > 1"),
              ElementsAre("3:28 unknown-function: `sum` is not a function: expressions know `count`"));
  EXPECT_THAT(errors("visits(all) > 1"),
              ElementsAre("3:28 unknown-function: `visits` is not a function: expressions know `count`"));
}

TEST(Expressions, OneMistakeOneMessage) {
  EXPECT_THAT(errors("nobody > 1 and (nobody2 + 1) * 2 == 3").size(), 2U);
  EXPECT_THAT(errors("(amount + wait) * 2 > 3 EUR and injured").size(), 1U);
  EXPECT_THAT(names("record R { x Bad }\ncontrol C { applies to R: x > 1 and x == \"a\" }"),
              ElementsAre("1:14 unknown-name"));
}

TEST(Expressions, LongSumsAreRefused) {
  std::string text = "n";
  for (int i = 0; i < 100'000; ++i) text += " + n";
  EXPECT_THAT(names(predicate(text + " > 1")), ElementsAre("3:28 expression-too-long"));
  std::string negations;
  for (int i = 0; i < 100'001; ++i) negations += "not ";
  EXPECT_THAT(errors(negations + "injured"), IsEmpty());
}

}  // namespace
}  // namespace wain::sema::test
