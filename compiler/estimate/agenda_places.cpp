#include "estimate/agenda_places.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace wain::estimate {
namespace {

constexpr double same_instant = 1e-3;

/// Cases of one gate that come within a cell, for one meeting.
struct Group {
  std::size_t sitting, gate;
  double wait;   // until the meeting begins
  double hours;  // of the meeting that they take, in any unit
};

/// Cases that stand evenly from one place to another one.
void add(Places& places, double mass, double from, double to) {
  const auto count = static_cast<double>(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double begin = std::max(from * count, static_cast<double>(i));
    const double end = std::min(to * count, static_cast<double>(i) + 1);
    if (end > begin) places[i] += mass * (end - begin) / (count * (to - from));
  }
}

/// In order of meetings, and of arrival.
std::vector<Group> groups_of(const Desk& desk, const Grid& grid, const std::vector<HeardCases>& gates) {
  std::vector<Group> groups;
  for (std::size_t gate = 0; gate < gates.size(); ++gate) {
    gates[gate].cases->visit([&](const Coming& coming) {
      const double in_time = coming.at.mean() + desk.agenda_closes - same_instant;
      const double round = desk.repeats ? std::floor(in_time / grid.span()) * grid.span() : 0;
      auto next = std::lower_bound(desk.sittings.begin(), desk.sittings.end(), in_time - round,
                                   [](const Sitting& sitting, double t) { return sitting.at < t; });
      double at = round;
      if (next == desk.sittings.end()) {
        if (!desk.repeats) return;
        next = desk.sittings.begin();
        at += grid.span();
      }
      const double wait = at + next->at - coming.at.mean();
      if (wait >= gates[gate].gone) return;
      groups.push_back({static_cast<std::size_t>(next - desk.sittings.begin()), gate, wait,
                        coming.mass * gates[gate].takes});
    });
  }
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.sitting != b.sitting ? a.sitting < b.sitting : a.wait > b.wait;
  });
  return groups;
}

}  // namespace

std::vector<std::vector<Places>> places_of(const Desk& desk, const Grid& grid,
                                           const std::vector<HeardCases>& gates) {
  const std::vector<Group> groups = groups_of(desk, grid, gates);
  std::vector<std::vector<Places>> places(gates.size(), std::vector<Places>(desk.sittings.size(), Places{}));
  for (auto first = groups.begin(); first != groups.end();) {
    double all = 0;
    auto last = first;
    for (; last != groups.end() && last->sitting == first->sitting; ++last) all += last->hours;
    double before = 0;
    for (; first != last; ++first) {
      const double end = std::min(all, before + first->hours);
      if (end > before) add(places[first->gate][first->sitting], first->hours, before / all, end / all);
      before = end;
    }
  }
  for (std::vector<Places>& gate : places) {
    for (Places& one : gate) {
      const double sum = std::accumulate(one.begin(), one.end(), 0.0);
      for (double& share : one) share = sum > 0 ? share / sum : 1.0 / static_cast<double>(one.size());
    }
  }
  return places;
}

}  // namespace wain::estimate
