#include "estimate/passage.h"

#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

namespace wain::estimate {
namespace {

constexpr double hour = 3600, day = 24 * hour;

/// Somebody who works for five hours a case, from nine to five on two days.
struct Office {
  Hours hours{{{9 * hour, 17 * hour}, {day + 9 * hour, day + 17 * hour}}, 7 * day, false};
  Desk desk;
  Step step;
  Office() {
    desk.human = true;
    desk.shifts = {{&hours, 1}};
    step.kind = Step::Kind::Work;
    step.desk = &desk;
    step.takes.values[0] = 5 * hour;
  }
};

TEST(Passage, IsCutAtClosingAndNowhereElse) {
  const Office office;
  Passage passage(office.step, 900);
  std::vector<Piece> out;
  passage.pass({9 * hour, 13 * hour}, 1, 0, out);
  passage.finish(out);
  ASSERT_EQ(out.size(), 2U);  // not one for each instant
  EXPECT_DOUBLE_EQ(out[0].at.begin, 14 * hour);
  EXPECT_DOUBLE_EQ(out[0].at.end, 17 * hour);
  EXPECT_DOUBLE_EQ(out[0].mass, 0.75);
  EXPECT_DOUBLE_EQ(out[1].at.begin, day + 9 * hour);
  EXPECT_DOUBLE_EQ(out[1].at.end, day + 10 * hour);
  EXPECT_NEAR(out[0].age + out[1].age, (5 + 16 * 0.25) * hour, 1e-6);
  EXPECT_NEAR(passage.spent().hours, 16 * 0.25 * hour, 1e-6);
  EXPECT_DOUBLE_EQ(passage.spent().inside, 1);
}

TEST(Passage, WhoWaitsForOneOpeningGoesOnTogether) {
  const Office office;
  Passage passage(office.step, 900);
  std::vector<Piece> out;
  for (int i = 0; i < 9; ++i) passage.pass({i * hour, (i + 1) * hour}, 1, 0, out);
  EXPECT_TRUE(out.empty());
  passage.finish(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_DOUBLE_EQ(out[0].at.begin, 14 * hour);
  EXPECT_DOUBLE_EQ(out[0].mass, 9);
  EXPECT_NEAR(out[0].age, 9 * (4.5 + 5) * hour, 1e-6);
}

TEST(Passage, AClockWinsOverALaterOpening) {
  Office office;
  office.step.clocks = {{3 * hour, nullptr, ir::EdgeId{0}}};
  Passage passage(office.step, 900);
  std::vector<Piece> out;
  passage.pass({4 * hour, 8 * hour}, 1, 0, out);  // who comes before six is gone by nine
  passage.finish(out);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_TRUE(out[0].timeout.valid());
  EXPECT_NEAR(out[0].mass, 0.5, 1e-6);
  EXPECT_NEAR(out[0].at.end, 9 * hour, 1);
  EXPECT_NEAR(out[1].mass, 0.5, 1e-6);
}

TEST(Grid, CellsAreLongWhereNobodyIsAtWork) {
  const Hours open({{9 * hour, 17 * hour}}, 2 * day, false);
  const Grid grid(graded_edges({9 * hour, 17 * hour}, 2 * day, [&](double t) { return open.is_open(t); }),
                  900, false);
  EXPECT_EQ(grid.at(0), 0U);
  EXPECT_EQ(grid.at(9 * hour - 1), 0U);
  EXPECT_LE(grid.width(grid.at(9 * hour)), hour);
  EXPECT_LT(grid.cells(), 14U);
  for (std::size_t i = 0; i < grid.cells(); ++i) {
    EXPECT_GT(grid.width(i), 0);
    EXPECT_EQ(grid.at(grid.begin(i)), i);
  }
}

}  // namespace
}  // namespace wain::estimate
