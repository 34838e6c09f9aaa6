#include "estimate/grid.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wain::estimate {

Grid::Grid(std::vector<double> edges, double alike, bool repeats)
    : edges_(std::move(edges)), bucket_(repeats ? 300 : 3'600), alike_(alike), repeats_(repeats) {
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
  buckets_a_second_ = 1 / bucket_;
  std::uint32_t cell = 0;
  for (double t = 0; t <= span(); t += bucket_) {
    while (cell + 1 < cells() && edges_[cell + 1] <= t) ++cell;
    by_bucket_.push_back(cell);
  }
}

namespace {

/// The length of an open cell that begins at t, between two instants: about as far as the nearer one.
double graded_length(double begin, double t, double end, const Grading& grading) {
  const double behind = std::clamp((t - begin) * grading.slope, grading.finest, grading.coarsest);
  const bool second_half = t + behind > (begin + end) / 2;
  return second_half
             ? std::clamp((end - t) * grading.slope / (1 + grading.slope), grading.finest, grading.coarsest)
             : behind;
}

}  // namespace

std::vector<double> graded_edges(const std::vector<double>& instants, double span,
                                 llvm::function_ref<bool(double)> open, const Grading& grading) {
  std::vector<double> edges{0};
  for (std::size_t i = 0; i <= instants.size(); ++i) {
    const double end = i < instants.size() ? instants[i] : span, begin = edges.back();
    if (end <= begin || end > span) continue;
    const bool work = open(begin);
    for (double t = begin; end - t > grading.finest;) {
      t += work ? graded_length(begin, t, end, grading) : grading.closed;
      if (end - t < grading.finest) break;
      edges.push_back(t);
    }
    edges.push_back(end);
  }
  return edges;
}

}  // namespace wain::estimate
