#include "estimate/outflow.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {

void Outflow::add(Spread at, double mass, double age) {
  const double span = grid_->span();
  if (at.begin >= span || at.end >= span) {
    if (!grid_->repeats() || at.width() >= span) return cases_.add(at, mass, age);
    if (at.begin >= span) {
      const double rounds = std::floor(at.begin / span) * span;
      return add({at.begin - rounds, at.end - rounds}, mass, age);
    }
  }
  const std::size_t first = grid_->at(at.begin);
  if (at.end <= grid_->begin(first + 1)) return cases_.add_within(first, at, mass, age);
  const double a_second = 1 / at.width(), mass_a_second = mass * a_second, age_a_second = age * a_second;
  const auto add_part = [&](std::size_t cell, double begin, double end) {
    cases_.add_within(cell, {begin, end}, mass_a_second * (end - begin), age_a_second * (end - begin));
  };
  const auto add_cells = [&](std::size_t from, std::size_t to) {
    if (from < next_ && next_ <= to) {  // of this round are some of them, and some of the next
      for (std::size_t cell = from; cell < to; ++cell)
        add_part(cell, grid_->begin(cell), grid_->begin(cell + 1));
    } else if (from < to) {
      rise(from, {mass_a_second, age_a_second, 1});
      rise(to, {-mass_a_second, -age_a_second, -1});
    }
  };
  add_part(first, at.begin, grid_->begin(first + 1));
  if (at.end < span) {
    const std::size_t last = grid_->at(at.end);
    add_cells(first + 1, last);
    return add_part(last, grid_->begin(last), at.end);
  }
  add_cells(first + 1, grid_->cells());
  const std::size_t last = grid_->at(at.end - span);
  add_cells(0, last);
  add_part(last, grid_->begin(last), at.end - span);
}

void Outflow::rise(std::size_t cell, const Rise& by) {
  if (cell >= rises_.size()) rises_.resize(cell + 1);
  rises_[cell].add(by);
}

void Outflow::lay_out(std::size_t cell) {
  level_.add(rises_[cell]);
  rises_[cell] = {};
  if (level_.spreads == 0) {
    level_ = {};  // without what rounding left
    return;
  }
  if (cell == grid_->cells() || level_.mass <= 0) return;
  const Spread all{grid_->begin(cell), grid_->begin(cell + 1)};
  cases_.add_within(cell, all, level_.mass * all.width(), level_.age * all.width());
}

Cell Outflow::take(std::size_t cell) {
  for (; next_ <= cell; ++next_)
    if (next_ < rises_.size()) lay_out(next_);
  return cases_.take(cell);
}

Density& Outflow::start_over() {
  for (std::size_t cell = next_; cell < rises_.size(); ++cell) lay_out(cell);
  for (std::size_t cell = 0; cell < std::min(next_, rises_.size()); ++cell) lay_out(cell);
  next_ = 0;
  return cases_;
}

}  // namespace wain::estimate
