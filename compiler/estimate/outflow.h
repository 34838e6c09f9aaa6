/// Cases that leave a step, in as many parts as its work takes lengths of time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "estimate/density.h"

namespace wain::estimate {

/// A density that many wide spreads are added to. Of each only the two cells at its ends are worked out: that
/// from here to there so many cases come every second is noted at the two places, and summed up on the way
/// along the line when cells are asked for. So a spread costs the same whether it covers four cells or forty.
class Outflow {
public:
  /// In the cells of a line, which must outlive it.
  explicit Outflow(const Grid& grid) : grid_(&grid), cases_(grid) {}

  /// As Density::add.
  void add(Spread at, double mass, double age);
  /// Takes what is in a cell out of it; cells are asked for in the order of time, until `start_over`.
  Cell take(std::size_t cell);
  /// Everything that was added, along the whole line. What is added later counts as of a new round.
  Density& start_over();
  /// What has come into cells; of what lies ahead nothing but the ends.
  [[nodiscard]] const Density& cases() const { return cases_; }

private:
  /// What begins with a cell, or ends before it if below 0.
  struct Rise {
    double mass = 0, age = 0;  // a second
    std::int32_t spreads = 0;
    void add(const Rise& other) {
      mass += other.mass;
      age += other.age;
      spreads += other.spreads;
    }
  };
  void rise(std::size_t cell, const Rise& by);
  void lay_out(std::size_t cell);

  const Grid* grid_;
  Density cases_;
  std::vector<Rise> rises_;  // by cell
  Rise level_;               // of all rises up to `next_`
  std::size_t next_ = 0;     // cells before this one are laid out
};

}  // namespace wain::estimate
