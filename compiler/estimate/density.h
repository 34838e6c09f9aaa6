/// How many cases are at one place, by the time at which they come there.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "estimate/grid.h"

namespace wain::estimate {

/// Cases that come within one cell, told by the moments of their instants: what is spread is taken as spread
/// evenly about its mean, so that means are kept. Those that come at one instant are also counted by
/// themselves: work that begins at an opening ends at an instant, and one second decides whether that is
/// before a closing or a run, or after it.
struct Cell {
  /// Those who come at one instant; of several instants in a cell the one at which most come.
  struct Lump {
    double mass = 0;
    double offset = 0;  ///< seconds into the cell
    double age = 0;     ///< sum over the mass
  };
  double mass = 0;
  double offset = 0;  ///< sum over the mass of seconds into the cell
  double square = 0;  ///< the same of their squares
  double age = 0;     ///< sum over the mass of seconds since the case arrived
  Lump lump;          ///< in the sums above as well
  void add(const Cell& other, double factor) {
    mass += factor * other.mass;
    offset += factor * other.offset;
    square += factor * other.square;
    age += factor * other.age;
    if (other.lump.mass > 0) add_lump({factor * other.lump.mass, other.lump.offset, factor * other.lump.age});
  }
  /// Cases spread evenly from `begin` to `end`, in seconds into the cell.
  void add_even(double begin, double end, double cases, double their_age) {
    mass += cases;
    offset += cases * (begin + end) / 2;
    square += cases * (begin * begin + begin * end + end * end) * (1.0 / 3);
    age += their_age;
    if (end - begin < same_instant) add_lump({cases, (begin + end) / 2, their_age});
  }
  void scale(double factor) {
    mass *= factor;
    offset *= factor;
    square *= factor;
    age *= factor;
    lump.mass *= factor;
    lump.age *= factor;
  }
  /// Cases become older by as much.
  void grow_older(double seconds) {
    age += mass * seconds;
    lump.age += lump.mass * seconds;
  }

private:
  static constexpr double same_instant = 1e-6;  // seconds; instants that are meant to be one are closer
  /// Of two instants the one at which more come is kept; the others' cases count among the spread ones.
  void add_lump(const Lump& other) {
    if (lump.mass > 0 && std::abs(lump.offset - other.offset) < same_instant) {
      lump.mass += other.mass;
      lump.age += other.age;
    } else if (other.mass > lump.mass) {
      lump = other;
    }
  }
};

/// From the earliest to the latest instant of some cases; the same, if they come at once.
struct Spread {
  double begin = 0, end = 0;
  [[nodiscard]] double width() const { return end - begin; }
  [[nodiscard]] double mean() const { return (begin + end) / 2; }
};

/// Cases at one instant, or spread evenly over a time.
struct Coming {
  Spread at;
  double mass = 0;
  double age = 0;  ///< sum over the mass
};

class Density {
public:
  Density() = default;
  /// In the cells of a line, which must outlive it. Of one that repeats later instants come round.
  explicit Density(const Grid& grid) : grid_(&grid) {}

  /// Cases spread evenly over a time. What lies beyond the end of a line that does not
  /// repeat is `lost`.
  void add(Spread at, double mass, double age);
  /// The same where all of it is within one cell.
  void add_within(std::size_t cell, Spread at, double mass, double age) {
    const double start = grid_->begin(cell);
    cell_at(cell).add_even(at.begin - start, at.end - start, mass, age);
    mass_ += mass;
  }
  /// Another density of the same line, times a factor.
  void add(const Density& other, double factor);
  void scale(double factor);
  /// Part of what is in one cell of another density of the same line.
  void add(std::size_t cell, const Cell& content, double factor) {
    cell_at(cell).add(content, factor);
    mass_ += factor * content.mass;
  }
  /// What comes in all later rounds as well, if each holds `ratio` of the one before and is `older`.
  void add_series(double ratio, double older);
  /// After cells were changed in place.
  void set_mass(double mass) { mass_ = mass; }

  /// It belongs to a line.
  [[nodiscard]] bool is_set() const { return grid_ != nullptr; }
  [[nodiscard]] bool empty() const { return mass_ <= 0; }
  [[nodiscard]] double mass() const { return mass_; }
  [[nodiscard]] double age() const;
  [[nodiscard]] double lost() const { return lost_; }
  /// The first cell that may hold something, and the cells from there on.
  [[nodiscard]] std::size_t first() const { return first_; }
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  [[nodiscard]] std::vector<Cell>& cells() { return cells_; }
  /// The cases of a cell, in seconds on the line: those at one instant, and the others.
  template <class Use>
  void visit(std::size_t cell, const Cell& content, const Use& use) const {
    if (content.mass <= 0) return;
    Cell rest = content;
    if (content.lump.mass > 0) {
      const double at = grid_->begin(cell) + content.lump.offset;
      use(Coming{{at, at}, content.lump.mass, content.lump.age});
      if (!without_lump(rest)) return;
    }
    use(Coming{spread(cell, rest), rest.mass, rest.age});
  }
  /// The same of all cells, in order.
  template <class Use>
  void visit(const Use& use) const {
    for (std::size_t i = 0; i < cells_.size(); ++i) visit(first_ + i, cells_[i], use);
  }
  /// Takes what is in a cell out of it.
  Cell take(std::size_t cell) {
    if (cell < first_ || cell - first_ >= cells_.size()) return {};
    const Cell taken = cells_[cell - first_];
    if (taken.mass == 0) return {};
    cells_[cell - first_] = {};
    mass_ = mass_ > taken.mass ? mass_ - taken.mass : 0;
    return taken;
  }
  /// Behind the last cell that may hold something.
  [[nodiscard]] std::size_t end() const { return first_ + cells_.size(); }

private:
  /// False if nothing but rounding is left.
  static bool without_lump(Cell& cell);
  [[nodiscard]] Spread spread(std::size_t cell, const Cell& content) const;
  Cell& cell_at(std::size_t index) {
    if (index >= first_ && index - first_ < cells_.size()) return cells_[index - first_];
    return new_cell_at(index);
  }
  Cell& new_cell_at(std::size_t index);
  void scale_cells(double factor);
  void add_along(std::size_t first, std::size_t last, Spread at, double mass_a_second, double age_a_second);

  const Grid* grid_ = nullptr;
  std::size_t first_ = 0;
  std::vector<Cell> cells_;  // from first_ on
  double mass_ = 0, lost_ = 0;
};

}  // namespace wain::estimate
