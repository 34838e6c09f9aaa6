// The pieces that the page is put together from.
#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "report/axis.h"
#include "report/guard_text.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/rounded.h"
#include "report/tables.h"
#include "report/words.h"

namespace wain::report {
namespace {

TEST(Html, NothingInATextIsMarkup) {
  EXPECT_EQ(escaped("<b a='1' c=\"2\">&amp;</b>"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;&lt;/b&gt;");
  EXPECT_EQ(escaped("a\x01\xFF\u202e"), "a\u2401\uFFFD\uFFFD");
  EXPECT_EQ(escaped("94 % ± 2 a"), "94\u00a0%\u00a0±\u00a02 a");
  EXPECT_EQ(escaped("2.8 h; 40 min of 5 EUR at 3 steps, 7 d"),
            "2.8\u00a0h; 40\u00a0min of 5\u00a0EUR at 3 steps, 7\u00a0d");
  EXPECT_EQ(marked("at `A<` and `B`"), "at <b class=\"name\">A&lt;</b> and <b class=\"name\">B</b>");
  EXPECT_EQ(marked("one ` alone <"), "one ` alone &lt;");
}

TEST(Html, CoordinatesAreShortAndPlain) {
  EXPECT_EQ(coordinate(1.0 / 3), "0.33");
  EXPECT_EQ(coordinate(-0.001), "0");
  EXPECT_EQ(coordinate(120), "120");
  EXPECT_EQ(coordinate(2.50), "2.5");
  EXPECT_EQ(coordinate(std::nan("")), "0");
}

TEST(Html, LinesAreNotLongerThanAllowed) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("The approver's signature", 14, 3), (Lines{"The approver's", "signature"}));
  EXPECT_EQ(wrapped("abcdefghij", 4, 3), (Lines{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrapped("漢字漢字", 4, 3), (Lines{"漢字", "漢字"}));
  EXPECT_EQ(wrapped("one two three four", 5, 2), (Lines{"one", "two…"}));
  EXPECT_EQ(wrapped("fails in 76 %", 10, 2), (Lines{"fails in", "76\u00a0%"}));
  EXPECT_TRUE(wrapped("", 10, 2).empty());
  for (const std::string& line : wrapped("a bb Donaudampfschifffahrt ccc 漢字漢字漢字漢字 dd", 9, 4))
    EXPECT_LE(text_width(line), 9) << line;
}

TEST(Words, FiguresHaveNoExponents) {
  EXPECT_EQ(digits_words(1000, 3), "1_000");
  EXPECT_EQ(digits_words(1040.4, 3), "1_040");
  EXPECT_EQ(digits_words(130.2, 2), "130");
  EXPECT_EQ(digits_words(12.34, 3), "12.3");
  EXPECT_EQ(digits_words(0.0000954, 2), "0.000095");
  EXPECT_EQ(digits_words(0.00003, 3), "0.00003");
  EXPECT_EQ(digits_words(0, 3), "0");
  EXPECT_EQ(digits_words(0.58812, 3), "0.588");
}

TEST(Words, AFigureAndHalfOfItsIntervalEndAtTheSamePlace) {
  const auto shown = [](double value, double half) {
    const Rounded both = rounded(value, half, 1e-6);
    return both.half.empty() ? "none" : both.value + " ± " + both.half;
  };
  EXPECT_EQ(shown(3.5563, 0.0284), "3.556 ± 0.028");
  EXPECT_EQ(shown(3.5563, 0.0384), "3.56 ± 0.04");
  EXPECT_EQ(shown(98.814, 0.58), "98.8 ± 0.6");
  EXPECT_EQ(shown(21, 4.2), "21 ± 4");
  EXPECT_EQ(shown(11, 1.43), "11.0 ± 1.4");
  EXPECT_EQ(shown(0.5, 0.096), "0.50 ± 0.10");
  EXPECT_EQ(shown(0.5, 0.295), "0.5 ± 0.3");
  EXPECT_EQ(shown(12345.6, 250.4), "12_346 ± 250");
  EXPECT_EQ(shown(123.456, 0.0012), "123.5 ± 0.1");  // four digits, and never a half of nothing
  EXPECT_EQ(shown(0.2, 3.9), "0 ± 4");
  EXPECT_EQ(shown(-0.004, 0.13), "0 ± 0.13");
  EXPECT_EQ(shown(4, 1e-9), "none");
  EXPECT_EQ(shown(4, std::numeric_limits<double>::infinity()), "none");
}

TEST(Words, IntervalsAreInTheUnitOfTheirFigure) {
  constexpr double second = 1.0 / 3600, minute = 1.0 / 60, day = 24;
  EXPECT_EQ(time_words({3.5563 * day, 40 * minute, true}), "3.556 d ± 0.028");
  EXPECT_EQ(time_words({3.5563 * day, 0, true}), "3.6 d");
  EXPECT_EQ(time_words({12 * second, 3.9 * minute, true}), "0 min ± 4");
  EXPECT_EQ(time_words({30, 1, true}, true), "≥30.0 h ± 1.0");
  EXPECT_EQ(change_words({-40.1 * minute, 3.9 * minute, true}), "-40 min ± 4");
  EXPECT_EQ(change_words({12 * second, 3.9 * minute, true}), "0 min ± 4");
  EXPECT_EQ(share_words({0.98814, 0.0058, true}), "98.8 % ± 0.6");
  EXPECT_EQ(share_words({0.98814, 0, true}), "99 %");
  EXPECT_EQ(points_words({0.0005, 0.001, true}), "+0.05 ± 0.10");
  EXPECT_EQ(points_words({0, 0, true}), "0");
  EXPECT_EQ(money_change_words({0.0004, 0.013, true}, "USD"), "0 USD ± 0.013");
  EXPECT_EQ(money_change_words({-0.24, 0.043, true}, "USD"), "-0.24 USD ± 0.04");
  EXPECT_EQ(money_words({63.912, 0.48, true}, "EUR"), "63.9 EUR ± 0.5");
  EXPECT_EQ(money_words({63.912, 0, true}, "EUR"), "64 EUR");
  EXPECT_EQ(number_words({0.00453, 0.0004, true}), "0.0045 ± 0.0004");
  EXPECT_EQ(number_words({0.0001, 0.0001, true}), "0");
}

TEST(Axis, HasRoundTicksInAUnitThatFits) {
  for (const double hours : {0.0, 0.001, 0.02, 0.4, 1.0, 3.7, 20.0, 26.0, 90.0, 168.0, 1000.0, 9000.0, 1e6}) {
    const Axis axis = axis_to(hours);
    EXPECT_GE(axis.end, hours);
    EXPECT_GE(axis.ticks.size(), 2U) << hours;
    EXPECT_LE(axis.ticks.size(), 13U) << hours;
    EXPECT_LE(axis.ticks.back(), axis.end);
  }
  EXPECT_EQ(axis_to(7 * 24).words(48), "2 d");
  EXPECT_EQ(axis_to(5).words(2), "2 h");
}

TEST(Axis, SharesSumToThoseThatLieOnIt) {
  double sum = 0;
  for (const double share : shares_in_bins({0, 0.5, 1, 2, 9}, 10, 2)) sum += share;
  EXPECT_NEAR(sum, 0.4, 1e-12);
}

TEST(Marks, TwelveScenariosDiffer) {
  std::set<std::string> marks;
  for (std::size_t i = 0; i < 12; ++i) marks.insert(scenario_mark(i));
  EXPECT_EQ(marks.size(), 12U);
}

TEST(Shades, GrowWithTheShare) {
  EXPECT_EQ(shade_of(0, 10), 0);
  EXPECT_EQ(shade_of(10, 10), shades - 1);
  EXPECT_EQ(shade_of(1, 0), 0);
  EXPECT_EQ(share_of_time(1e-7), "< 0.01 %");
  EXPECT_EQ(share_of_time(0), "0 %");
}

/// Where the truth decides, an exit's share is its part of the noes: alone, it is no figure at all.
TEST(ExitLabel, DoesNotTakeAPartOfTheNoesForAShareOfTheVisits) {
  plan::Plan plan;
  plan.criteria.emplace_back().wrong_in = 0.03;
  plan::Process process;
  plan::Node gate;
  gate.kind = plan::NodeKind::Gate;
  gate.judges = {0};
  plan::Exit no;
  no.kind = plan::ExitKind::Reject;
  no.share = 0.4;
  EXPECT_EQ(exit_label(plan, process, gate, no), "rejects 40 %");
  gate.catches = 0.8;
  EXPECT_EQ(exit_label(plan, process, gate, no), "rejects 40 % of the noes");
  no.share = 1;
  EXPECT_EQ(exit_label(plan, process, gate, no), "rejects");
}

/// kind = Urgent and (amount > 5000 EUR or not checked) and due < 2026-01-05
TEST(GuardText, ReadsLikeTheDefinition) {
  using plan::Operation;
  plan::Plan plan;
  plan.currency = "EUR";
  plan::Process process;
  const auto slot = [&](std::string name, plan::Type type) -> plan::Slot& {
    plan::Slot& made = process.slots.emplace_back();
    made.name = std::move(name);
    made.type = type;
    return made;
  };
  slot("kind", plan::Type::Enum).members = {"Plain", "Urgent"};
  slot("amount", plan::Type::Money);
  slot("checked", plan::Type::Bool);
  slot("due", plan::Type::Date);
  const auto add = [&](Operation operation, std::vector<plan::Index> operands, std::int64_t mantissa = 0,
                       plan::Index index = plan::none) {
    plan::Expression& made = process.expressions.emplace_back();
    made.operation = operation;
    made.operands = std::move(operands);
    made.mantissa = mantissa;
    made.index = index;
    return static_cast<plan::Index>(process.expressions.size() - 1);
  };
  const auto of = [&](plan::Index index) { return add(Operation::Slot, {}, 0, index); };
  const auto value = [&](std::int64_t mantissa) { return add(Operation::Literal, {}, mantissa); };
  const auto a = of(0), b = value(1), kind = add(Operation::Eq, {a, b});
  const auto c = of(1), d = value(5000), amount = add(Operation::Gt, {c, d});
  const auto e = of(2), no = add(Operation::Not, {e});
  const auto either = add(Operation::Or, {amount, no});
  const auto f = of(3), g = value(20458), due = add(Operation::Lt, {f, g});
  const auto all = add(Operation::And, {kind, either, due});
  EXPECT_EQ(guard_text(plan, process, all),
            "kind = Urgent and (amount > 5\u202f000 EUR or not checked) and due < 2026-01-05");
}

}  // namespace
}  // namespace wain::report
