// The only file that knows Eigen: it compiles slowly.
#include <cmath>

#include <Eigen/SparseLU>

#include "estimate/visits.h"

namespace wain::estimate {

std::vector<double> solve_cycle(std::uint32_t size, const std::vector<Arc>& arcs, const std::vector<double>& b) {
  using Matrix = Eigen::SparseMatrix<double>;
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(arcs.size() + size);
  for (std::uint32_t i = 0; i < size; ++i) entries.emplace_back(static_cast<int>(i), static_cast<int>(i), 1.0);
  for (const Arc& arc : arcs)
    entries.emplace_back(static_cast<int>(arc.to), static_cast<int>(arc.from), -arc.chance);
  Matrix matrix(static_cast<int>(size), static_cast<int>(size));
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::SparseLU<Matrix> solver;
  solver.compute(matrix);
  if (solver.info() != Eigen::Success) return {};
  const Eigen::VectorXd x = solver.solve(Eigen::Map<const Eigen::VectorXd>(b.data(), static_cast<int>(size)));
  if (solver.info() != Eigen::Success || !x.allFinite()) return {};
  return {x.data(), x.data() + x.size()};
}

}  // namespace wain::estimate
