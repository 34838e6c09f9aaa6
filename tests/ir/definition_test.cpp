#include "ir/definition.h"

#include <gtest/gtest.h>

#include "ir/build.h"
#include "ir/text.h"

namespace wain::ir::test {
namespace {

TEST(Definition, EqualTypesShareOneId) {
  Builder b;
  EXPECT_EQ(b.money("EUR"), b.money("EUR"));
  EXPECT_NE(b.money("EUR"), b.money("USD"));
  EXPECT_NE(b.type(TypeKind::Int), b.type(TypeKind::Number));
  EXPECT_EQ(b.enumeration({"a", "b"}), b.enumeration({"a", "b"}));
  EXPECT_NE(b.enumeration({"a", "b"}), b.enumeration({"b", "a"}));
  EXPECT_NE(b.enumeration({"ab", ""}), b.enumeration({"a", "b"}));
  EXPECT_EQ(b.list(b.money("EUR")), b.list(b.money("EUR")));
}

TEST(Definition, InterningAMillionTypesStaysLinear) {
  Builder b;
  for (std::uint32_t round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 1'000'000; ++i) b.of(RecordId{i});
  }
  EXPECT_EQ(b.definition.types.size(), 1'000'000U);
}

TEST(Text, Types) {
  Builder b;
  const RecordId claim = b.record("Claim");
  EXPECT_EQ(str(b.definition, b.money("EUR")), "money EUR");
  EXPECT_EQ(str(b.definition, b.enumeration({"motor", "home"})), "motor | home");
  EXPECT_EQ(str(b.definition, b.list(b.list(b.of(claim)))), "list of list of Claim");
  EXPECT_EQ(str(b.definition, b.type(TypeKind::Ratio)), "ratio");
  EXPECT_EQ(str(b.definition, TypeId{}), "?");
}

struct ExpressionText : testing::Test, Builder {
  TypeId boolean = type(TypeKind::Bool);
  TypeId integer = type(TypeKind::Int);
  ProcessId p = process("P");
  ExprId a = path(variable(p, "a", boolean), {}, boolean);
  ExprId b = path(variable(p, "b", boolean), {}, boolean);
  ExprId c = path(variable(p, "c", boolean), {}, boolean);
  ExprId x = path(variable(p, "x", integer), {}, integer);
  ExprId y = path(variable(p, "y", integer), {}, integer);
  ExprId logic(ExprKind kind, std::vector<ExprId> operands) { return op(kind, boolean, std::move(operands)); }
  ExprId sum(ExprKind kind, std::vector<ExprId> operands) { return op(kind, integer, std::move(operands)); }
  std::string text(ExprId id) { return str(definition, &at(p), id); }
};

TEST_F(ExpressionText, ParenthesesOnlyWhereTheyMatter) {
  using enum ExprKind;
  EXPECT_EQ(text(logic(And, {logic(Or, {a, b}), c})), "(a or b) and c");
  EXPECT_EQ(text(logic(Or, {logic(And, {a, b}), c})), "a and b or c");
  EXPECT_EQ(text(logic(Not, {logic(And, {a, b})})), "not (a and b)");
  EXPECT_EQ(text(logic(Not, {logic(Lt, {x, y})})), "not x < y");
  EXPECT_EQ(text(logic(And, {logic(Not, {a}), logic(Not, {logic(Not, {b})})})), "not a and not not b");
  EXPECT_EQ(text(sum(Sub, {x, sum(Sub, {y, x})})), "x - (y - x)");
  EXPECT_EQ(text(sum(Sub, {sum(Sub, {x, y}), x})), "x - y - x");
  EXPECT_EQ(text(sum(Add, {x, sum(Add, {y, x})})), "x + y + x");
  EXPECT_EQ(text(sum(Mul, {literal(Decimal::make(2), integer), sum(Add, {x, y})})), "2 * (x + y)");
  EXPECT_EQ(text(sum(Neg, {sum(Add, {x, y})})), "-(x + y)");
  EXPECT_EQ(text(logic(Eq, {logic(Lt, {x, y}), a})), "(x < y) == a");
  EXPECT_EQ(text(logic(Not, {logic(In, {x, y, sum(Add, {x, y})})})), "not x in (y, x + y)");
}

TEST_F(ExpressionText, ALongChainDoesNotUseTheStack) {
  ExprId chain = x;
  for (int i = 0; i < 300'000; ++i) chain = sum(ExprKind::Sub, {chain, y});
  ExprId nots = a;
  for (int i = 0; i < 300'000; ++i) nots = logic(ExprKind::Not, {nots});
  EXPECT_EQ(text(chain).size(), 1U + 300'000U * 4U);
  EXPECT_EQ(text(nots).size(), 1U + 300'000U * 4U);
}

TEST(Text, PathsAndPredicates) {
  ClaimsExample e;
  const Process& process = e.at(e.process_id);
  EXPECT_EQ(str(e.definition, &process, e.guard), "claim.amount > 10_000 EUR");
  const AuthorityLine& line = e.definition.actors[e.handler.index].authority[0];
  EXPECT_EQ(str(e.definition, nullptr, line.predicate, line.record), "amount <= 2_000 EUR");
  EXPECT_EQ(str(e.definition, &process, Path{e.claim, {7}, {}}), "claim.?");
  EXPECT_EQ(type_of(e.definition, &process, Path{e.claim, {0}, {}}), e.money("EUR"));
  EXPECT_FALSE(type_of(e.definition, &process, Path{e.claim, {0, 0}, {}}));
}

TEST(Text, OverlapAndPrefix) {
  const Path whole{{1}, {}, {}};
  const Path field{{1}, {2}, {}};
  const Path sibling{{1}, {3}, {}};
  EXPECT_TRUE(overlap(whole, field));
  EXPECT_TRUE(overlap(field, whole));
  EXPECT_FALSE(overlap(field, sibling));
  EXPECT_FALSE(overlap(field, Path{{4}, {2}, {}}));
  EXPECT_TRUE(is_prefix(whole, field));
  EXPECT_FALSE(is_prefix(field, whole));
}

TEST(Text, DistributionsAndCadences) {
  Builder b;
  const TypeId duration = b.type(TypeKind::Duration);
  EXPECT_EQ(
      str(Distribution{DistributionKind::Lognormal, duration, {minutes(12), minutes(5)}, 0, {}, {}, {}}),
      "lognormal(mean 12min, sd 5min)");
  EXPECT_EQ(str(Distribution{DistributionKind::Erlang, duration, {minutes(5)}, 3, {}, {}, {}}),
            "erlang(3, mean 5min)");
  EXPECT_EQ(
      str(Distribution{DistributionKind::Weibull, duration, {minutes(5)}, 0, Decimal::make(15, 1), {}, {}}),
      "weibull(shape 1.5, scale 5min)");
  EXPECT_EQ(str(Distribution{
                DistributionKind::Triangular, duration, {minutes(1), minutes(2), minutes(9)}, 0, {}, {}, {}}),
            "triangular(1min, 2min, 9min)");
  EXPECT_EQ(str(Distribution{DistributionKind::Empirical,
                             {},
                             {},
                             0,
                             {},
                             {{std::string("motor"), percent(60)}, {std::string("home"), percent(40)}},
                             {}}),
            "empirical(motor: 60%, home: 40%)");
  using enum Weekday;
  EXPECT_EQ(str(Cadence{Cadence::Kind::Weekly, {Mon, Tue, Wed, Sat, Sun}, {570}, 1, {}, {}}),
            "every Mon..Wed, Sat, Sun 09:30");
  EXPECT_EQ(str(Cadence{Cadence::Kind::MonthlyNth, {Mon}, {600}, 1, {}, {1, 3}}),
            "1st, 3rd Mon of month 10:00");
  EXPECT_EQ(str(Cadence{Cadence::Kind::EveryNWeeks, {Thu}, {840}, 2, Date::parse("2026-01-08"), {}}),
            "every 2 weeks on Thu 14:00 from 2026-01-08");
}

}  // namespace
}  // namespace wain::ir::test
