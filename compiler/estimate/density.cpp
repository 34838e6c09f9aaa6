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
  const std::size_t first = grid_->at(at.begin);
  if (at.end <= grid_->begin(first + 1)) return add_within(first, at, mass, age);
  const double mass_a_second = mass / at.width(), age_a_second = age / at.width();
  if (at.end > span) {
    add_along(first, grid_->cells() - 1, {at.begin, span}, mass_a_second, age_a_second);
    at.begin = span;
    if (at.width() * mass_a_second < 1e-9 * mass) return;
    return add(at, mass_a_second * at.width(), age_a_second * at.width());
  }
  const std::size_t last = at.end < span ? grid_->at(at.end) : grid_->cells() - 1;
  add_along(first, last, at, mass_a_second, age_a_second);
}

/// From one cell to another one.
void Density::add_along(std::size_t first, std::size_t last, Spread at, double mass_a_second,
                        double age_a_second) {
  cell_at(first);
  Cell* target = &cell_at(last) - (last - first);
  double begin = at.begin - grid_->begin(first);
  for (std::size_t cell = first; cell <= last; ++cell, ++target) {
    const double end = cell < last ? grid_->width(cell) : at.end - grid_->begin(last);
    target->add_even(begin, end, mass_a_second * (end - begin), age_a_second * (end - begin));
    begin = 0;
  }
  mass_ += mass_a_second * at.width();
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
  for (Cell& cell : cells_) cell.scale(factor);
  mass_ *= factor;
}

void Density::scale(double factor) {
  scale_cells(factor);
  lost_ *= factor;
}

void Density::add_series(double ratio, double older) {
  for (Cell& cell : cells_) cell.grow_older(older * ratio / (1 - ratio));
  scale_cells(1 / (1 - ratio));
}

double Density::age() const {
  double sum = 0;
  for (const Cell& cell : cells_) sum += cell.age;
  return sum;
}

bool Density::without_lump(Cell& cell) {
  constexpr double rounding = 1e-12;
  const Cell::Lump& lump = cell.lump;
  if (cell.mass - lump.mass <= rounding * cell.mass) return false;
  cell.mass -= lump.mass;
  cell.offset = std::max(0.0, cell.offset - lump.mass * lump.offset);
  cell.square = std::max(0.0, cell.square - lump.mass * lump.offset * lump.offset);
  cell.age -= lump.age;
  cell.lump = {};
  return true;
}

Spread Density::spread(std::size_t cell, const Cell& content) const {
  const double begin = grid_->begin(cell), width = grid_->width(cell);
  // To the microsecond: an instant that was exact stays exact.
  const double mean = std::clamp(to_microsecond(content.offset / content.mass), 0.0, width);
  const double variance = content.square / content.mass - mean * mean;
  if (variance < 1e-3) return {begin + mean, begin + mean};
  const double half = std::min({std::sqrt(3 * variance), mean, width - mean});
  return {begin + mean - half, begin + mean + half};
}

}  // namespace wain::estimate
