#include "ir/value.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace wain::ir {
namespace {

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST(Decimal, ParsesWhatTheLanguageWrites) {
  EXPECT_EQ(Decimal::parse("1_000"), Decimal::make(1000));
  EXPECT_EQ(Decimal::parse("2.50"), Decimal::make(25, 1));
  EXPECT_EQ(Decimal::parse("0.000"), Decimal::make(0));
  EXPECT_EQ(Decimal::parse("007"), Decimal::make(7));
  EXPECT_EQ(Decimal::parse("0.1_5"), Decimal::make(15, 2));
  EXPECT_EQ(Decimal::parse("1.0")->scale, 0);
}

TEST(Decimal, RefusesEverythingElse) {
  for (const char* text : {"", "_", "_1", "1_", "1__0", "1.", ".5", "1.2.3", "1_.5", "1._5", "-1", "+1", " 1",
                           "1e3", "1,5", "x"}) {
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
  }
}

TEST(Decimal, HoldsEighteenDigitsAndNotOneMore) {
  EXPECT_EQ(Decimal::parse("999_999_999_999_999_999"), Decimal::make(999'999'999'999'999'999));
  EXPECT_EQ(Decimal::parse("1_000_000_000_000_000_000"), std::nullopt);
  EXPECT_EQ(Decimal::parse("0.000000000000000001"), (Decimal{1, 18}));
  EXPECT_EQ(Decimal::parse("0.0000000000000000001"), std::nullopt);
  EXPECT_EQ(Decimal::parse("0.50000000000000000000000000"), Decimal::make(5, 1));
  EXPECT_EQ(Decimal::parse("123456789.1234567891"), std::nullopt);
}

TEST(Decimal, RoundTrips) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 10'000; ++i) {
    const auto digits = static_cast<std::int64_t>(random() % 1'000'000'000'000'000'000U) >> (random() % 60);
    const Decimal value = Decimal::make(digits, static_cast<std::uint8_t>(random() % 19));
    EXPECT_EQ(Decimal::parse(value.str()), value) << value.str();
    const std::optional<Decimal> percent = Decimal::parse_percent(value.percent());
    if (value < Decimal::make(1'000'000'000'000)) EXPECT_EQ(percent, value) << value.percent();
  }
}

TEST(Decimal, Text) {
  EXPECT_EQ(Decimal::make(25, 3).str(), "0.025");
  EXPECT_EQ(Decimal::make(-25, 3).str(), "-0.025");
  EXPECT_EQ(Decimal::make(smallest).str(), "-9223372036854775808");
  EXPECT_EQ(Decimal::make(25, 3).percent(), "2.5%");
  EXPECT_EQ(Decimal::make(5, 1).percent(), "50%");
  EXPECT_EQ(Decimal::make(1).percent(), "100%");
  EXPECT_EQ(Decimal::make(0).percent(), "0%");
  EXPECT_EQ(Decimal::make(largest).percent(), "922337203685477580700%");
}

TEST(Decimal, ComparesAcrossScales) {
  EXPECT_EQ((Decimal{10, 1}), (Decimal{1, 0}));
  EXPECT_LT(Decimal::make(99, 2), Decimal::make(1));
  EXPECT_GT(Decimal::make(largest), (Decimal{largest, 18}));
  EXPECT_LT(Decimal::make(smallest), (Decimal{smallest, 18}));
}

TEST(Decimal, AddsAndMultipliesExactly) {
  EXPECT_EQ(add(Decimal::make(1, 1), Decimal::make(2, 1)), Decimal::make(3, 1));
  EXPECT_EQ(add(Decimal::make(largest), Decimal::make(1)), std::nullopt);
  EXPECT_EQ(add(Decimal::make(largest), (Decimal{1, 18})), std::nullopt);
  EXPECT_EQ(add(Decimal::make(smallest), Decimal::make(largest)), Decimal::make(-1));
  EXPECT_EQ(multiply(Decimal::make(25, 2), Decimal::make(4)), Decimal::make(1));
  EXPECT_EQ(multiply((Decimal{1, 18}), Decimal::make(1, 1)), std::nullopt);
  EXPECT_EQ(multiply(Decimal::make(largest), Decimal::make(2)), std::nullopt);
}

TEST(Decimal, DoubleIsTheNearest) {
  EXPECT_EQ(Decimal::make(1, 1).to_double(), 0.1);
  EXPECT_EQ(Decimal::make(123'456'789, 4).to_double(), 12'345.6789);
}

Money usd(std::int64_t units) { return {units, *Currency::parse("USD")}; }

TEST(Money, Text) {
  EXPECT_EQ(usd(10'000'000).str(), "1_000 USD");
  EXPECT_EQ(usd(3'000).str(), "0.30 USD");
  EXPECT_EQ(usd(1'250).str(), "0.125 USD");
  EXPECT_EQ(usd(12'345'670'001).str(), "1_234_567.0001 USD");
  EXPECT_EQ(usd(-3'000).str(), "-0.30 USD");
  EXPECT_EQ(usd(smallest).str(), "-922_337_203_685_477.5808 USD");
  EXPECT_EQ(usd(100'000'000).amount(), "10000.00");
  EXPECT_EQ(usd(-1).amount(), "-0.0001");
}

TEST(Money, RoundTrips) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 10'000; ++i) {
    const Money money = usd(static_cast<std::int64_t>(random() >> (random() % 60)) / 16);
    EXPECT_EQ(Money::parse(money.str()), money) << money.str();
  }
  EXPECT_EQ(Money::parse("-12.50 USD"), usd(-125'000));
}

TEST(Money, RefusesWhatItCannotHold) {
  EXPECT_EQ(Money::make(Decimal::make(1, 5), *Currency::parse("EUR")), std::nullopt);
  EXPECT_EQ(Money::make(Decimal::make(largest / 9'999), *Currency::parse("EUR")), std::nullopt);
  EXPECT_EQ(Money::make((Decimal{1'000'000, 5}), *Currency::parse("USD")), usd(100'000));
  for (const char* text : {"", "5", "5 eur", "5 EURO", "5EUR", "x EUR", "5  EUR"}) {
    EXPECT_EQ(Money::parse(text), std::nullopt) << text;
  }
}

TEST(Duration, Parses) {
  EXPECT_EQ(Duration::parse("1h30min")->microseconds, 90 * Duration::minute);
  EXPECT_EQ(Duration::parse("1.5h")->microseconds, 90 * Duration::minute);
  EXPECT_EQ(Duration::parse("1w2d")->microseconds, 9 * Duration::day);
  EXPECT_EQ(Duration::parse("0.000001s")->microseconds, 1);
  EXPECT_EQ(Duration::parse("1_000s")->microseconds, 1000 * Duration::second);
}

TEST(Duration, Refuses) {
  for (const char* text : {"", "h", "1", "1m", "1hour", "1h30", "5bd", "0.0000001s", "1.h", "1 h",
                           "15250285w", "999999999999999999w", "15250284w15250284w"}) {
    EXPECT_EQ(Duration::parse(text), std::nullopt) << text;
  }
}

TEST(Duration, Text) {
  EXPECT_EQ(Duration{}.str(), "0s");
  EXPECT_EQ(Duration{52 * Duration::hour}.str(), "2d4h");
  EXPECT_EQ(Duration{14 * Duration::day}.str(), "2w");
  EXPECT_EQ(Duration{10 * Duration::day}.str(), "10d");
  EXPECT_EQ(Duration{90 * Duration::second}.str(), "1min30s");
  EXPECT_EQ(Duration{1'500'000}.str(), "1.5s");
  EXPECT_EQ(Duration{-Duration::hour}.str(), "-1h");
  EXPECT_TRUE(Duration{smallest}.str().starts_with("-106751991d"));
}

TEST(Duration, RoundTrips) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 10'000; ++i) {
    const Duration duration{static_cast<std::int64_t>(random() >> (1 + random() % 62))};
    EXPECT_EQ(Duration::parse(duration.str()), duration) << duration.str();
  }
  EXPECT_EQ(Duration::parse(Duration{largest}.str()), Duration{largest});
}

TEST(Date, EveryDayOfFourCenturiesRoundTrips) {
  Date date = *Date::parse("1899-12-31");
  std::string before = date.str();
  for (int i = 0; i < 146'097; ++i) {
    ++date.days;
    const std::string text = date.str();
    ASSERT_LT(before, text);
    ASSERT_EQ(Date::parse(text), date);
    before = text;
  }
  EXPECT_EQ(before, "2299-12-31");
  EXPECT_EQ(Date::parse("1970-01-01")->days, 0);
  EXPECT_EQ(Date::parse("2000-03-01")->days, 11'017);
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
                           "2026-1-1", "2026/01/01", "20260-1-1", "2026-01-0x", ""}) {
    EXPECT_EQ(Date::parse(text), std::nullopt) << text;
  }
  EXPECT_TRUE(Date::parse("2024-02-29"));
  EXPECT_TRUE(Date::parse("2000-02-29"));
}

TEST(Value, IsWrittenAsInTheLanguage) {
  EXPECT_EQ(TimeOfDay{570}.str(), "09:30");
  EXPECT_EQ(TimeOfDay{1440}.str(), "24:00");
  EXPECT_EQ(str(Value(Ratio{Decimal::make(98, 2)})), "98%");
  EXPECT_EQ(str(Value(Decimal::make(25, 1))), "2.5");
  EXPECT_EQ(str(Value(true)), "true");
  EXPECT_EQ(str(Value(std::string("say \"x\"\\"))), R"("say \"x\"\\")");
  EXPECT_EQ(str(Value(*Date::parse("2026-12-24"))), "2026-12-24");
}

}  // namespace
}  // namespace wain::ir
