#include "estimate/visits.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {
namespace {

constexpr std::uint32_t none = UINT32_MAX;
/// Below so many nodes elimination in a square beats any sparse method.
constexpr std::uint32_t small_cycle = 24;
/// More visits than this are no figure: the way out is lost in rounding.
constexpr double most_visits = 1e12;

/// Arcs by where they come from.
struct Graph {
  std::vector<std::uint32_t> first;  // by node: into `arcs`, one more than nodes
  std::vector<Arc> arcs;

  Graph(std::size_t nodes, const std::vector<Arc>& unsorted) : first(nodes + 1), arcs(unsorted.size()) {
    for (const Arc& arc : unsorted) ++first[arc.from + 1];
    for (std::size_t i = 0; i < nodes; ++i) first[i + 1] += first[i];
    std::vector<std::uint32_t> at(first.begin(), first.end() - 1);
    for (const Arc& arc : unsorted) arcs[at[arc.from]++] = arc;
  }
};

/// Tarjan's components from the nodes where cases come from, without recursion. In `order` a component
/// stands behind all that it leads to.
class Components {
public:
  Components(const Graph& graph, const std::vector<double>& source)
      : component(source.size(), none), graph_(graph), low_(source.size()), index_(source.size(), none) {
    for (std::uint32_t i = 0; i < source.size(); ++i)
      if (source[i] > 0 && index_[i] == none) run(i);
  }

  std::vector<std::uint32_t> component;      ///< by node; none: no case comes here
  std::vector<std::uint32_t> order, begins;  ///< nodes by component; where each begins

private:
  void run(std::uint32_t root) {
    open(root);
    while (!stack_.empty()) {
      const std::uint32_t node = stack_.back().node;
      if (stack_.back().next < graph_.first[node + 1]) {
        const std::uint32_t to = graph_.arcs[stack_.back().next++].to;
        if (index_[to] == none) {
          open(to);
        } else if (component[to] == none) {
          low_[node] = std::min(low_[node], index_[to]);
        }
        continue;
      }
      stack_.pop_back();
      if (!stack_.empty()) low_[stack_.back().node] = std::min(low_[stack_.back().node], low_[node]);
      if (low_[node] == index_[node]) close(node);
    }
  }
  void open(std::uint32_t node) {
    index_[node] = low_[node] = next_index_++;
    path_.push_back(node);
    stack_.push_back({node, graph_.first[node]});
  }
  void close(std::uint32_t root) {
    const auto number = static_cast<std::uint32_t>(begins.size());
    begins.push_back(static_cast<std::uint32_t>(order.size()));
    while (true) {
      const std::uint32_t node = path_.back();
      path_.pop_back();
      component[node] = number;
      order.push_back(node);
      if (node == root) return;
    }
  }

  struct Frame {
    std::uint32_t node, next;
  };
  const Graph& graph_;
  std::vector<std::uint32_t> low_, index_, path_;
  std::vector<Frame> stack_;
  std::uint32_t next_index_ = 0;
};

/// No pivoting: the columns are diagonally dominant.
std::vector<double> eliminate(std::uint32_t size, const std::vector<Arc>& arcs, std::vector<double> b) {
  std::vector<double> m(static_cast<std::size_t>(size) * size);
  const auto at = [&](std::uint32_t row, std::uint32_t column) -> double& {
    return m[static_cast<std::size_t>(row) * size + column];
  };
  for (std::uint32_t i = 0; i < size; ++i) at(i, i) = 1;
  for (const Arc& arc : arcs) at(arc.to, arc.from) -= arc.chance;
  for (std::uint32_t pivot = 0; pivot < size; ++pivot) {
    if (!(at(pivot, pivot) > 1e-14)) return {};
    for (std::uint32_t row = pivot + 1; row < size; ++row) {
      const double factor = at(row, pivot) / at(pivot, pivot);
      if (factor == 0) continue;
      for (std::uint32_t column = pivot; column < size; ++column) at(row, column) -= factor * at(pivot, column);
      b[row] -= factor * b[pivot];
    }
  }
  for (std::uint32_t row = size; row-- > 0;) {
    for (std::uint32_t column = row + 1; column < size; ++column) b[row] -= at(row, column) * b[column];
    b[row] /= at(row, row);
  }
  return b;
}

/// Solves the components one after another, in order.
class Solver {
public:
  Solver(const Graph& graph, const Components& components, const std::vector<double>& source)
      : graph_(graph), components_(components), local_(source.size()) {
    visits_.of = source;
  }

  Visits run() && {
    std::size_t end = components_.order.size();
    for (std::size_t i = components_.begins.size(); i-- > 0 && visits_.solved();) {
      one(components_.begins[i], end);
      end = components_.begins[i];
    }
    if (!visits_.solved()) std::fill(visits_.of.begin(), visits_.of.end(), 0.0);
    return std::move(visits_);
  }

private:
  void one(std::size_t begin, std::size_t end) {
    const std::uint32_t head = components_.order[begin];
    inner_.clear();
    bool leaves = false;
    for (std::size_t i = begin; i < end; ++i) local_[components_.order[i]] = static_cast<std::uint32_t>(i - begin);
    for (std::size_t i = begin; i < end; ++i) leaves |= gather(components_.order[i]);
    if (!inner_.empty()) {
      if (!leaves || !solve(begin, end)) {
        visits_.endless = head;
        return;
      }
    }
    for (std::size_t i = begin; i < end; ++i) hand_on(components_.order[i]);
  }

  /// Notes the arcs that stay in the component; whether something leaves it here.
  bool gather(std::uint32_t node) {
    bool leaves = false;
    double out = 0;
    for (std::uint32_t i = graph_.first[node]; i < graph_.first[node + 1]; ++i) {
      const Arc& arc = graph_.arcs[i];
      out += arc.chance;
      if (components_.component[arc.to] == components_.component[node])
        inner_.push_back({local_[node], local_[arc.to], arc.chance});
      else
        leaves = true;
    }
    return leaves || out < 1 - 1e-12;
  }

  bool solve(std::size_t begin, std::size_t end) {
    const auto size = static_cast<std::uint32_t>(end - begin);
    std::vector<double> b(size);
    for (std::uint32_t i = 0; i < size; ++i) b[i] = visits_.of[components_.order[begin + i]];
    const std::vector<double> x = size <= small_cycle ? eliminate(size, inner_, b) : solve_cycle(size, inner_, b);
    if (x.empty()) return false;
    for (std::uint32_t i = 0; i < size; ++i) {
      if (!std::isfinite(x[i]) || x[i] > most_visits) return false;
      visits_.of[components_.order[begin + i]] = std::max(0.0, x[i]);
    }
    return true;
  }

  void hand_on(std::uint32_t node) {
    for (std::uint32_t i = graph_.first[node]; i < graph_.first[node + 1]; ++i) {
      const Arc& arc = graph_.arcs[i];
      if (components_.component[arc.to] != components_.component[node])
        visits_.of[arc.to] += arc.chance * visits_.of[node];
    }
  }

  const Graph& graph_;
  const Components& components_;
  std::vector<std::uint32_t> local_;
  std::vector<Arc> inner_;
  Visits visits_;
};

}  // namespace

Visits solve_visits(const std::vector<double>& source, const std::vector<Arc>& arcs) {
  const Graph graph(source.size(), arcs);
  const Components components(graph, source);
  return Solver(graph, components, source).run();
}

}  // namespace wain::estimate
