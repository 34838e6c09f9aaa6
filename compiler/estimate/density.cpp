#include "estimate/density.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wain::estimate {
namespace {

/// By adding and taking away what leaves no room for smaller digits. For less than 2^51 microseconds.
double to_microsecond(double seconds) {
  constexpr double room = 6755399441055744.0;  // 1.5 · 2^52
  return (seconds * 1e6 + room - room) / 1e6;
}

}  // namespace

Cell& Density::new_cell_at(std::size_t index) {
  if (grid_->repeats() && cells_.empty()) cells_.resize(grid_->cells());
  if (cells_.empty()) first_ = index;
  if (index < first_) {  // room for as much again: cases seldom come earlier
    const std::size_t begin = first_ - std::min(first_, std::max(first_ - index, cells_.size()));
    cells_.insert(cells_.begin(), first_ - begin, Cell{});
    first_ = begin;
  }
  if (index >= first_ + cells_.size()) cells_.resize(index - first_ + 1);
  return cells_[index - first_];
}

void Density::add_within(std::size_t cell, Spread at, double mass, double age) {
  Cell& target = cell_at(cell);
  const double begin = at.begin - grid_->begin(cell), end = at.end - grid_->begin(cell);
  target.mass += mass;
  target.offset += mass * (begin + end) / 2;
  target.square += mass * (begin * begin + begin * end + end * end) / 3;
  target.age += age;
  mass_ += mass;
}

void Density::add(Spread at, double mass, double age) {
  if (mass <= 0) return;
  const double span = grid_->span();
  if (at.begin >= span) {
    if (!grid_->repeats()) {
      lost_ += mass;
      return;
    }
    const double rounds = std::floor(at.begin / span) * span;
    at = {at.begin - rounds, at.end - rounds};
  }
  std::size_t cell = grid_->at(at.begin);
  if (at.end <= grid_->begin(cell + 1)) return add_within(cell, at, mass, age);
  const double mass_a_second = mass / at.width(), age_a_second = age / at.width();
  const double hardly = 1e-9 * at.width();
  for (; cell < grid_->cells(); ++cell) {
    const double end = std::min(at.end, grid_->begin(cell + 1)), width = end - at.begin;
    add_within(cell, {at.begin, end}, mass_a_second * width, age_a_second * width);
    at.begin = end;
    if (at.end - end < hardly) return;
  }
  add(at, mass_a_second * at.width(), age_a_second * at.width());  // the rest lies beyond the end
}

void Density::add(const Density& other, double factor) {
  if (factor == 0 || other.empty()) return;
  if (cells_.empty()) {
    const double lost = lost_;
    *this = other;
    lost_ = lost;
    if (factor != 1) scale_cells(factor);
    return;
  }
  cell_at(other.first_);
  cell_at(other.first_ + other.cells_.size() - 1);
  Cell* target = cells_.data() + (other.first_ - first_);
  for (const Cell& cell : other.cells_) (target++)->add(cell, factor);
  mass_ += factor * other.mass_;
}

void Density::scale_cells(double factor) {
  for (Cell& cell : cells_)
    cell = {cell.mass * factor, cell.offset * factor, cell.square * factor, cell.age * factor};
  mass_ *= factor;
}

void Density::scale(double factor) {
  scale_cells(factor);
  lost_ *= factor;
}

void Density::add_series(double ratio, double older) {
  for (Cell& cell : cells_) cell.age += cell.mass * older * ratio / (1 - ratio);
  scale_cells(1 / (1 - ratio));
}

double Density::age() const {
  double sum = 0;
  for (const Cell& cell : cells_) sum += cell.age;
  return sum;
}

Spread Density::spread(std::size_t cell, const Cell& content) const {
  const double begin = grid_->begin(cell), width = grid_->width(cell);
  // To the microsecond: an instant that was exact stays exact.
  const double mean = to_microsecond(content.offset / content.mass);
  const double variance = content.square / content.mass - mean * mean;
  if (variance < 1e-3) return {begin + mean, begin + mean};
  const double half = std::min({std::sqrt(3 * variance), mean, width - mean});
  return {begin + mean - half, begin + mean + half};
}

}  // namespace wain::estimate
