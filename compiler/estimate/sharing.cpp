#include "estimate/sharing.h"

#include <algorithm>
#include <limits>

namespace wain::estimate {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// Dinic's maximum flow.
class Flow {
public:
  explicit Flow(std::size_t nodes) : out_(nodes) {}
  void add(std::uint32_t from, std::uint32_t to, double capacity) {
    out_[from].push_back(static_cast<std::uint32_t>(arcs_.size()));
    arcs_.push_back({to, capacity});
    out_[to].push_back(static_cast<std::uint32_t>(arcs_.size()));
    arcs_.push_back({from, 0});
  }
  void run(std::uint32_t source, std::uint32_t sink, double negligible) {
    negligible_ = negligible;
    while (levels(source, sink)) {
      next_.assign(out_.size(), 0);
      while (push(source, sink)) {
      }
    }
  }
  /// Nodes from which the sink can no longer be reached: the largest side of the source of a minimum cut.
  [[nodiscard]] std::vector<bool> cut_off(std::uint32_t sink) const {
    std::vector<bool> reaches(out_.size(), false);
    std::vector<std::uint32_t> work{sink};
    reaches[sink] = true;
    while (!work.empty()) {
      const std::uint32_t at = work.back();
      work.pop_back();
      for (const std::uint32_t arc : out_[at]) {
        const std::uint32_t from = arcs_[arc].to;
        if (reaches[from] || arcs_[arc ^ 1U].left <= negligible_) continue;
        reaches[from] = true;
        work.push_back(from);
      }
    }
    reaches.flip();
    return reaches;
  }

private:
  struct Arc {
    std::uint32_t to;
    double left;
  };
  bool levels(std::uint32_t source, std::uint32_t sink) {
    level_.assign(out_.size(), UINT32_MAX);
    level_[source] = 0;
    std::vector<std::uint32_t> queue{source};
    for (std::size_t i = 0; i < queue.size(); ++i) {
      for (const std::uint32_t arc : out_[queue[i]]) {
        if (arcs_[arc].left <= negligible_ || level_[arcs_[arc].to] != UINT32_MAX) continue;
        level_[arcs_[arc].to] = level_[queue[i]] + 1;
        queue.push_back(arcs_[arc].to);
      }
    }
    return level_[sink] != UINT32_MAX;
  }
  /// One augmenting path, without recursion.
  bool push(std::uint32_t source, std::uint32_t sink) {
    std::vector<std::uint32_t> path;
    std::uint32_t at = source;
    while (at != sink) {
      if (next_[at] == out_[at].size()) {
        if (path.empty()) return false;
        at = arcs_[path.back() ^ 1U].to;
        path.pop_back();
        ++next_[at];
        continue;
      }
      const std::uint32_t arc = out_[at][next_[at]];
      if (arcs_[arc].left > negligible_ && level_[arcs_[arc].to] == level_[at] + 1) {
        path.push_back(arc);
        at = arcs_[arc].to;
      } else {
        ++next_[at];
      }
    }
    double least = unlimited;
    for (const std::uint32_t arc : path) least = std::min(least, arcs_[arc].left);
    for (const std::uint32_t arc : path) {
      arcs_[arc].left -= least;
      arcs_[arc ^ 1U].left += least;
    }
    return true;
  }

  std::vector<std::vector<std::uint32_t>> out_;
  std::vector<Arc> arcs_;
  std::vector<std::uint32_t> level_;
  std::vector<std::size_t> next_;
  double negligible_ = 0;
};

class Levels {
public:
  explicit Levels(const SharedWork& shared)
      : shared_(shared), kind_left_(shared.work.size(), true), server_left_(shared.hours.size(), true) {}

  std::vector<SharedLevel> run() && {
    std::vector<SharedLevel> levels;
    while (std::find(kind_left_.begin(), kind_left_.end(), true) != kind_left_.end()) {
      SharedLevel level = busiest();
      for (const std::uint32_t kind : level.kinds) {
        kind_left_[kind] = false;
        for (const std::uint32_t server : shared_.served[kind]) server_left_[server] = false;
      }
      levels.push_back(std::move(level));
    }
    return levels;
  }

private:
  [[nodiscard]] double ratio(const std::vector<std::uint32_t>& kinds) const {
    std::vector<bool> counted(server_left_.size(), false);
    double work = 0, hours = 0;
    for (const std::uint32_t kind : kinds) {
      work += shared_.work[kind];
      for (const std::uint32_t server : shared_.served[kind]) {
        if (counted[server] || !server_left_[server]) continue;
        counted[server] = true;
        hours += shared_.hours[server];
      }
    }
    if (hours > 0) return work / hours;
    return work > 0 ? unlimited : 0;
  }

  /// Raises the load until no set is busier. Begins with all that are left.
  SharedLevel busiest() const {
    SharedLevel best;
    for (std::uint32_t kind = 0; kind < kind_left_.size(); ++kind)
      if (kind_left_[kind]) best.kinds.push_back(kind);
    for (const std::uint32_t kind : best.kinds)  // whom nobody can serve
      if (ratio({kind}) == unlimited) return {unlimited, {kind}};
    best.load = ratio(best.kinds);
    while (best.load > 0) {
      std::vector<std::uint32_t> kinds = busier_than(best.load);
      const double load = kinds.empty() ? 0 : ratio(kinds);
      if (load <= best.load * (1 + 1e-12)) {
        if (!kinds.empty() && load >= best.load * (1 - 1e-9)) best.kinds = std::move(kinds);
        break;
      }
      best = {load, std::move(kinds)};
    }
    return best;
  }

  /// The largest set that maximises work - load × hours of those who can do it.
  [[nodiscard]] std::vector<std::uint32_t> busier_than(double load) const {
    const auto kinds = static_cast<std::uint32_t>(kind_left_.size());
    const auto servers = static_cast<std::uint32_t>(server_left_.size());
    const std::uint32_t source = kinds + servers, sink = source + 1;
    Flow flow(sink + 1);
    double total = 0;
    for (std::uint32_t kind = 0; kind < kinds; ++kind) {
      if (!kind_left_[kind]) continue;
      total += shared_.work[kind];
      flow.add(source, kind, shared_.work[kind]);
      for (const std::uint32_t server : shared_.served[kind])
        if (server_left_[server]) flow.add(kind, kinds + server, unlimited);
    }
    for (std::uint32_t server = 0; server < servers; ++server)
      if (server_left_[server]) flow.add(kinds + server, sink, load * shared_.hours[server]);
    flow.run(source, sink, total * 1e-13);
    const std::vector<bool> cut = flow.cut_off(sink);
    std::vector<std::uint32_t> result;
    for (std::uint32_t kind = 0; kind < kinds; ++kind)
      if (kind_left_[kind] && cut[kind]) result.push_back(kind);
    return result;
  }

  const SharedWork& shared_;
  std::vector<bool> kind_left_, server_left_;
};

}  // namespace

std::vector<SharedLevel> shared_load(const SharedWork& shared) { return Levels(shared).run(); }

}  // namespace wain::estimate
