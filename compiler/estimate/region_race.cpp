// Where branches race for a join, or one may leave before the others are done, it depends on the whole
// distribution of their times who is first, and only between cases that came in together: these are walked
// through each branch by themselves, for as many instants as tell enough (2.6: no bound by expectations).
#include <algorithm>
#include <cmath>

#include "estimate/region_walk.h"

namespace wain::estimate {
namespace {

/// Instants of a week for all cases; of a parallel within a branch, for each instant of the outer one.
constexpr double most_instants = 128, most_inner_instants = 12;
constexpr unsigned deepest = 2;
/// Of the work that a walk may take: what may be gone before a parallel is followed, and what that may take.
constexpr std::uint64_t gone_before = 4, taken_by_one = 3;
/// Of cases that are few, as in later rounds of a loop.
constexpr double least_instants = 4;

/// Cases that come in at about one instant.
struct Together {
  double mass = 0, offset = 0, age = 0;            // sums over the mass
  std::vector<std::pair<std::size_t, double>> of;  // place in the cells of those that come in, and mass of it
  void add(std::size_t cell, const Coming& coming) {
    mass += coming.mass;
    offset += coming.mass * coming.at.mean();
    age += coming.age;
    of.emplace_back(cell, coming.mass);
  }
};

std::vector<Together> instants_of(const Density& cases, double most) {
  const double enough = std::min(1 / most, cases.mass() / least_instants);
  std::vector<Together> all;
  for (std::size_t c = 0; c < cases.cells().size(); ++c) {
    cases.visit(cases.first() + c, cases.cells()[c], [&](const Coming& coming) {
      if (all.empty() || all.back().mass >= enough || all.back().mass + coming.mass > 1.5 * enough)
        all.emplace_back();
      all.back().add(c, coming);
    });
  }
  return all;
}

/// Some cases of one branch that are done with it together.
struct Done {
  double elapsed;  // seconds since they came in
  double chance;   // of all that came in
  std::size_t branch;
  const Cell* content;
  std::size_t cell;
  ir::EdgeId edge;  // invalid: they come to the join
};

void collect(std::vector<Done>& all, const Density& cases, std::size_t branch, ir::EdgeId edge,
             const Density& start) {
  const double age = start.age() / start.mass();
  for (std::size_t c = 0; c < cases.cells().size(); ++c) {
    const Cell& cell = cases.cells()[c];
    if (cell.mass > 0)
      all.push_back(
          {cell.age / cell.mass - age, cell.mass / start.mass(), branch, &cell, cases.first() + c, edge});
  }
}

/// By how many of the branches but one have come to the join; none of them has left.
class Others {
public:
  explicit Others(std::size_t branches) : joined_(branches), left_(branches) {}
  void take(const Done& done) { (done.edge ? left_ : joined_)[done.branch] += done.chance; }
  /// The chance that what is done here decides, where the `needed`-th to come to the join does.
  double undecided(const Done& done, std::size_t needed) {
    chances_.assign(needed, 0.0);
    chances_[0] = 1;
    for (std::size_t i = 0; i < joined_.size(); ++i) {
      if (i == done.branch) continue;
      const double open = std::max(0.0, 1 - joined_[i] - left_[i]);
      for (std::size_t n = needed; n-- > 0;)
        chances_[n] = chances_[n] * open + (n > 0 ? chances_[n - 1] * joined_[i] : 0);
    }
    if (!done.edge) return chances_.back();
    double sum = 0;
    for (const double chance : chances_) sum += chance;
    return sum;
  }

private:
  std::vector<double> joined_, left_, chances_;
};

}  // namespace

/// Not along a horizon, which has too many instants, or once much of what a walk may take has gone into it.
bool RegionWalk::is_followed(const Branching& b) const {
  return walker_.context_.settings.grain() == Grain::Fine && walker_.context_.desks.timeline().repeats() &&
         b.branches.size() > 1 && walker_.together_ < deepest &&
         walker_.work_ < walker_.most_work() / gone_before && !is_certain(b) &&
         std::all_of(b.taken.begin(), b.taken.end(), [](double taken) { return taken >= 1; });
}

std::optional<Exits> RegionWalk::first_done(Branching& b, const Density& cases) {
  const std::uint64_t before = walker_.work_, most = walker_.most_work() / taken_by_one;
  std::vector<std::vector<double>> weights(b.branches.size(), std::vector<double>(cases.cells().size(), 0.0));
  ++walker_.together_;
  const std::vector<Together> instants =
      instants_of(cases, walker_.together_ > 1 ? most_inner_instants : most_instants);
  Exits out;
  bool fits = true;
  for (std::size_t n = 0; n < instants.size() && fits && !walker_.failed_; ++n) {
    const Together& came = instants[n];
    Density start(walker_.context_.desks.timeline().grid());
    const double at = came.offset / came.mass;
    start.add({at, at}, came.mass, came.age);
    const std::vector<double> decides = first_done_at(b, start, out);
    for (std::size_t i = 0; i < decides.size(); ++i)
      for (const auto& [cell, mass] : came.of)
        weights[i][cell] += decides[i] * mass / cases.cells()[cell].mass;
    fits = (walker_.work_ - before) / (n + 1) * instants.size() <= most;  // one tells of all
  }
  --walker_.together_;
  if (!fits) return std::nullopt;
  if (b.race) b.weights = std::move(weights);
  return out;
}

/// Of cases that come in at one instant: by branch the chance that it decides.
std::vector<double> RegionWalk::first_done_at(const Branching& b, const Density& start, Exits& out) {
  std::vector<Exits> branches;
  for (const ForkBranch& branch : b.branches) branches.push_back(through(branch, start, {0, 0}));
  std::vector<Done> done;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    collect(done, branches[i].joined, i, {}, start);
    for (const Exit& exit : branches[i].leaving) collect(done, exit.cases, i, exit.edge, start);
  }
  std::stable_sort(done.begin(), done.end(),
                   [](const Done& x, const Done& y) { return x.elapsed < y.elapsed; });
  Others others(branches.size());
  std::vector<double> decides(branches.size());
  for (const Done& one : done) {
    const double chance = others.undecided(one, b.needed);
    others.take(one);
    if (chance <= 0) continue;
    Density& target = one.edge ? out.at(one.edge) : out.joined;
    if (!target.is_set()) target = Density(walker_.context_.desks.timeline().grid());
    target.add(one.cell, *one.content, chance);
    decides[one.branch] += one.chance * chance;
  }
  return decides;
}

}  // namespace wain::estimate
