// Spreads added end by end (estimate/outflow.h) against the same added cell by cell (estimate/density.h).
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "estimate/outflow.h"

namespace wain::estimate::test {
namespace {

constexpr double day = 86'400;

Grid uneven(bool repeats) {
  std::vector<double> edges{0};
  for (double width = 300; edges.back() + width < 7 * day; width = width < 14'400 ? width * 1.5 : 300)
    edges.push_back(edges.back() + width);
  edges.push_back(7 * day);
  return {edges, 150, repeats};
}

void expect_same(const Cell& a, const Cell& b) {
  EXPECT_NEAR(a.mass, b.mass, 1e-12);
  EXPECT_NEAR(a.offset, b.offset, 1e-8);
  EXPECT_NEAR(a.square, b.square, 1e-4);
  EXPECT_NEAR(a.age, b.age, 1e-6);
}

void expect_same(const Density& a, const Density& b, const Grid& grid) {
  EXPECT_NEAR(a.mass(), b.mass(), 1e-12);
  EXPECT_NEAR(a.lost(), b.lost(), 1e-12);
  const auto cell_of = [](const Density& density, std::size_t cell) {
    return cell >= density.first() && cell < density.end() ? density.cells()[cell - density.first()] : Cell{};
  };
  for (std::size_t cell = 0; cell < grid.cells(); ++cell) expect_same(cell_of(a, cell), cell_of(b, cell));
}

/// From minutes to nine days, from any instant on that is not over.
Spread any_spread(std::mt19937& random, double from, double span) {
  const auto chance = [&] { return static_cast<double>(random()) / 4294967296.0; };
  const double begin = from + (span - from) * chance();
  return {begin, begin + 60 * std::pow(200'000 / 60.0 * 4, chance())};
}

TEST(Outflow, IsWhatCellByCellComesTo) {
  for (const bool repeats : {true, false}) {
    const Grid grid = uneven(repeats);
    std::mt19937 random(1);
    Outflow outflow(grid);
    Density density(grid);
    for (int i = 0; i < 500; ++i) {
      const Spread at = any_spread(random, 0, grid.span());
      outflow.add(at, 0.002, 0.1);
      density.add(at, 0.002, 0.1);
    }
    expect_same(outflow.start_over(), density, grid);
  }
}

/// As a loop is walked: cells are taken out one by one, and what is added meanwhile comes later.
TEST(Outflow, IsTheSameWhileCellsAreTaken) {
  for (const bool repeats : {true, false}) {
    const Grid grid = uneven(repeats);
    std::mt19937 random(2);
    Outflow outflow(grid);
    Density density(grid);
    for (int round = 0; round < 3; ++round) {
      for (std::size_t cell = 0; cell < grid.cells(); ++cell) {
        const Spread at = any_spread(random, grid.begin(cell), grid.begin(cell + 1));
        outflow.add(at, 0.002, 0.1);
        density.add(at, 0.002, 0.1);
        expect_same(outflow.take(cell), density.take(cell));
      }
      expect_same(outflow.start_over(), density, grid);
    }
  }
}

}  // namespace
}  // namespace wain::estimate::test
