#include "estimate/grid.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wain::estimate {

Grid::Grid(std::vector<double> edges, double alike, bool repeats)
    : edges_(std::move(edges)), bucket_(3'600), alike_(alike), repeats_(repeats) {
  index();
}

Grid Grid::even(double span, double cell, bool repeats) {
  Grid grid;
  const auto cells = static_cast<std::size_t>(std::ceil(span / cell));
  for (std::size_t i = 0; i < cells; ++i) grid.edges_.push_back(static_cast<double>(i) * cell);
  grid.edges_.push_back(span);
  grid.bucket_ = cell;
  grid.alike_ = cell / 2;
  grid.repeats_ = repeats;
  grid.index();
  return grid;
}

void Grid::index() {
  std::uint32_t cell = 0;
  for (double t = 0; t <= span(); t += bucket_) {
    while (cell + 1 < cells() && edges_[cell + 1] <= t) ++cell;
    by_bucket_.push_back(cell);
  }
}

}  // namespace wain::estimate
