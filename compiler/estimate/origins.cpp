#include "estimate/origins.h"

#include <algorithm>

namespace wain::estimate {
namespace {

/// Two ways come together.
Origin meet(const Origin& a, const Origin& b) {
  if (a.kind == Origin::Kind::Never) return b;
  if (b.kind == Origin::Kind::Never || a == b) return a;
  return {Origin::Kind::Many, {}};
}

}  // namespace

Origins::Origins(const ir::Definition& definition, ir::ProcessId process, const analysis::Reach& reach,
                 const analysis::ParameterUpdates& updates)
    : process_(definition[process]),
      reach_(reach),
      writes_{definition, process_, updates},
      repeats_(process_.nodes.size(), false) {
  analysis::FlowGraph graph(process_, reach);
  for (const analysis::Component& component : analysis::components(graph))
    for (const ir::NodeId node : component.nodes) repeats_[node.index] = component.cyclic;
}

bool Origins::writes(ir::NodeId node, const ir::Path& path, bool whole) const {
  bool found = false;
  writes_.anywhere(process_[node], [&](const ir::Path& written) {
    found |= whole ? ir::overlap(written, path) : written == path;
  });
  if (whole || found) return found;
  const auto& products = process_[node].produces;
  return std::any_of(products.begin(), products.end(),
                     [&](const ir::Product& product) { return product.variable == path.variable; });
}

std::vector<Origin> Origins::of(const ir::Path& path, bool whole) const {
  std::vector<Origin> out(process_.nodes.size()), in(process_.nodes.size());
  const bool parameter = path.variable && process_[path.variable].parameter;
  // Each origin changes twice at most: from never to one to many.
  for (bool changed = true; changed;) {
    changed = false;
    for (const ir::NodeId node : reach_.order) {
      Origin here;
      if (node.index == 0 && parameter) here = {Origin::Kind::One, node};
      for (const ir::EdgeId edge : process_[node].in)
        if (reach_.has(process_[edge].from)) here = meet(here, out[process_[edge].from.index]);
      in[node.index] = here;
      if (writes(node, path, whole))
        here = {repeats_[node.index] ? Origin::Kind::Again : Origin::Kind::One, node};
      if (here == out[node.index]) continue;
      out[node.index] = here;
      changed = true;
    }
  }
  return in;
}

}  // namespace wain::estimate
