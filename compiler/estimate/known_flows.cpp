#include "estimate/known_flows.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wain::estimate {
namespace {

/// A definition whose scenarios differ in more ways has little to share.
constexpr std::size_t most_known = 8;

bool same(const ir::Distribution& a, const ir::Distribution& b) {
  return std::tie(a.kind, a.type, a.parameters, a.count, a.shape, a.points) ==
         std::tie(b.kind, b.type, b.parameters, b.count, b.shape, b.points);
}

bool same(const ir::Draw& a, const ir::Draw& b) {
  return a.process == b.process && a.at == b.at && a.path == b.path && same(a.distribution, b.distribution);
}

bool same_draws(const ir::Scenario* a, const ir::Scenario* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr) return false;
  return std::equal(a->draws.begin(), a->draws.end(), b->draws.begin(), b->draws.end(),
                    [](const ir::Draw& x, const ir::Draw& y) { return same(x, y); });
}

bool same(const FlowGround& a, const FlowGround& b) {
  return a.clocks == b.clocks && a.shares == b.shares && a.why == b.why && same_draws(a.draws, b.draws);
}

}  // namespace

std::shared_ptr<const Prepared> KnownFlows::find(ir::ProcessId process, const FlowGround& ground) const {
  for (const Known& known : known_[process.index])
    if (same(known.ground, ground)) return known.flow;
  return nullptr;
}

void KnownFlows::add(ir::ProcessId process, FlowGround ground, std::shared_ptr<const Prepared> flow) {
  std::vector<Known>& known = known_[process.index];
  if (known.size() < most_known) known.push_back({std::move(ground), std::move(flow)});
}

}  // namespace wain::estimate
