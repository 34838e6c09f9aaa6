#include "estimate/density.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {

Cell& Density::cell_at(std::size_t index) {
  if (repeats_ && cells_.empty()) cells_.resize(static_cast<std::size_t>(std::ceil(span_ / cell_seconds)));
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
  if (at.begin >= span_) {
    if (!repeats_) {
      lost_ += mass;
      return;
    }
    const double rounds = std::floor(at.begin / span_) * span_;
    at = {at.begin - rounds, at.end - rounds};
  }
  const double cell = std::floor(at.begin / cell_seconds), next = (cell + 1) * cell_seconds;
  if (at.end <= next) return add_within(cell, at, mass, age);
  const double part = (next - at.begin) / at.width();
  add_within(cell, {at.begin, next}, mass * part, age * part);
  add({next, at.end}, mass * (1 - part), age * (1 - part));
}

void Density::add_within(double cell, Spread at, double mass, double age) {
  Cell& target = cell_at(static_cast<std::size_t>(cell));
  const double begin = at.begin - cell * cell_seconds, end = at.end - cell * cell_seconds;
  target.add({mass, mass * (begin + end) / 2, mass * (begin * begin + begin * end + end * end) / 3, age}, 1);
  mass_ += mass;
}

void Density::add(const Density& other, double factor) {
  if (factor == 0 || other.empty()) return;
  if (span_ <= 0) {
    span_ = other.span_;
    repeats_ = other.repeats_;
  }
  cell_at(other.first_);
  cell_at(other.first_ + other.cells_.size() - 1);
  Cell* target = cells_.data() + (other.first_ - first_);
  for (const Cell& cell : other.cells_) (target++)->add(cell, factor);
  mass_ += factor * other.mass_;
}

void Density::scale(double factor) {
  for (Cell& cell : cells_)
    cell = {cell.mass * factor, cell.offset * factor, cell.square * factor, cell.age * factor};
  mass_ *= factor;
  lost_ *= factor;
}

double Density::age() const {
  double sum = 0;
  for (const Cell& cell : cells_) sum += cell.age;
  return sum;
}

Spread Density::spread(std::size_t cell, const Cell& content) {
  const double begin = static_cast<double>(cell) * cell_seconds;
  // To the microsecond: an instant that was exact stays exact.
  const double mean = std::round(content.offset / content.mass * 1e6) / 1e6;
  const double variance = content.square / content.mass - mean * mean;
  if (variance < 1e-3) return {begin + mean, begin + mean};
  const double half = std::min({std::sqrt(3 * variance), mean, cell_seconds - mean});
  return {begin + mean - half, begin + mean + half};
}

}  // namespace wain::estimate
