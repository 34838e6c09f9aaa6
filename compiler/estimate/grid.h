/// The cells that a line of time is divided into: even ones, or finer where something begins or ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

namespace wain::estimate {

class Grid {
public:
  Grid() = default;
  /// Cells of one length.
  static Grid even(double span, double cell, bool repeats);
  /// Between these instants, in order and without repetition: the first is 0, the last the line's end.
  Grid(std::vector<double> edges, double alike, bool repeats);

  [[nodiscard]] double span() const { return edges_.back(); }
  [[nodiscard]] bool repeats() const { return repeats_; }
  [[nodiscard]] std::size_t cells() const { return edges_.size() - 1; }
  /// In seconds; of the cell behind the last one the end of the line.
  [[nodiscard]] double begin(std::size_t cell) const { return edges_[cell]; }
  [[nodiscard]] double width(std::size_t cell) const { return edges_[cell + 1] - edges_[cell]; }
  /// The cell of an instant in [0, span).
  [[nodiscard]] std::size_t at(double t) const {
    std::size_t cell = by_bucket_[static_cast<std::size_t>(static_cast<std::int64_t>(t * buckets_a_second_))];
    while (edges_[cell + 1] <= t) ++cell;
    return cell;
  }
  /// Durations that differ by less are not told apart.
  [[nodiscard]] double alike() const { return alike_; }

private:
  void index();
  std::vector<double> edges_;
  std::vector<std::uint32_t> by_bucket_;  // the cell in which each stretch of the line begins
  double bucket_ = 0, buckets_a_second_ = 0, alike_ = 0;
  bool repeats_ = false;
};

/// How long cells are, in seconds.
struct Grading {
  double finest = 1'800;     ///< next to an instant
  double coarsest = 14'400;  ///< between instants, while somebody is at work
  double closed = 86'400;    ///< while nobody is
  double slope = 1;          ///< a cell's length by its distance from the nearer instant
};

/// Instants that divide a line up to `span`: these, and between two of them, where somebody is at work,
/// others that stand closer the nearer they are to one of the two. Where nobody is there cases only wait, and
/// cells are long. `open(t)`: somebody is at work from t on.
std::vector<double> graded_edges(const std::vector<double>& instants, double span,
                                 llvm::function_ref<bool(double)> open, const Grading& grading = {});

}  // namespace wain::estimate
