#include "exports/measured_shares.h"

#include <algorithm>
#include <numeric>

#include "runtime/engine/simulate.h"

namespace wain::exports {
namespace {

/// Enough to tell shares to a few tenths of a point.
constexpr std::uint32_t counting_replications = 5;

/// Where the counter of an exit stands: a merge that was put into its way.
struct Counter {
  std::size_t process, node, exit;
  plan::Index merge;
};

plan::Node merge_before(const plan::Node& from, const plan::Exit& exit, std::size_t number,
                        const plan::Process& process) {
  plan::Node merge;
  merge.kind = plan::NodeKind::Merge;
  merge.id = from.id + ".count." + std::to_string(number);
  merge.name = merge.key = merge.id;
  // In the branch that the exit leads into, else in that of the node that it leaves.
  merge.branch = exit.kind == plan::ExitKind::Branch ? exit.branch : from.branch;
  // A way out of the branch is one already at its first step.
  if (exit.kind != plan::ExitKind::Branch && exit.to != plan::none) {
    const plan::Node& to = process.nodes[exit.to];
    if (to.kind != plan::NodeKind::Join) merge.branch = to.branch;
  }
  plan::Exit next;
  next.to = exit.to;
  merge.exits = {next};
  return merge;
}

std::vector<Counter> instrument(plan::Plan& plan) {
  std::vector<Counter> counters;
  for (std::size_t p = 0; p < plan.processes.size(); ++p) {
    plan::Process& process = plan.processes[p];
    const std::size_t count = process.nodes.size();
    for (std::size_t n = 0; n < count; ++n) {
      if (share_source(plan, process.nodes[n]) == ShareSource::Stated) continue;
      for (std::size_t e = 0; e < process.nodes[n].exits.size(); ++e) {
        const auto index = static_cast<plan::Index>(process.nodes.size());
        process.nodes.push_back(
            merge_before(process.nodes[n], process.nodes[n].exits[e], counters.size(), process));
        process.nodes[n].exits[e].to = index;
        counters.push_back({p, n, e, index});
      }
    }
  }
  return counters;
}

/// Exits without a share of their own take what is left, in even parts.
std::vector<double> stated(const plan::Node& node) {
  std::vector<double> shares(node.exits.size(), 0);
  double rest = 1;
  std::size_t open = 0;
  for (std::size_t i = 0; i < node.exits.size(); ++i) {
    const plan::Exit& exit = node.exits[i];
    if (exit.kind == plan::ExitKind::Timeout) continue;
    if (exit.kind == plan::ExitKind::Branch) {
      shares[i] = exit.share.value_or(1);
    } else if (exit.share && !(node.kind == plan::NodeKind::Split && i + 1 == node.exits.size())) {
      shares[i] = *exit.share;
      rest -= *exit.share;
    } else {
      shares[i] = -1;
      ++open;
    }
  }
  for (double& share : shares)
    if (share < 0) share = std::max(0.0, rest) / static_cast<double>(open);
  return shares;
}

void count(const plan::Plan& counted, const std::vector<Counter>& counters, ExitShares& shares) {
  runtime::SimulateOptions options;
  options.replications = std::min(counted.replications, counting_replications);
  options.keep_cycle_times = false;
  const runtime::SimulationResult result = runtime::simulate(counted, options);
  std::vector<std::size_t> first_node{0};
  for (const plan::Process& process : counted.processes)
    first_node.push_back(first_node.back() + process.nodes.size());
  const auto visits = [&](const Counter& counter) {
    double sum = 0;
    for (const runtime::ReplicationResult& one : result.replications)
      sum += static_cast<double>(one.nodes[first_node[counter.process] + counter.merge].visits);
    return sum;
  };
  for (std::size_t i = 0; i < counters.size();) {
    const Counter& head = counters[i];
    const plan::Node& node = counted.processes[head.process].nodes[head.node];
    std::vector<double>& out = shares[head.process][head.node];
    double all = 0, most = 0;
    for (std::size_t e = 0; e < out.size(); ++e) {
      const bool timeout = node.exits[e].kind == plan::ExitKind::Timeout;
      out[e] = timeout ? 0 : visits(counters[i + e]);
      all += out[e];
      most = std::max(most, out[e]);
    }
    // The branches of a fork are taken each for itself, and one that is always taken counts its visits.
    const double whole = node.kind == plan::NodeKind::Fork ? most : all;
    for (double& share : out) share = whole > 0 ? share / whole : 1.0 / static_cast<double>(out.size());
    i += out.size();
  }
}

}  // namespace

ShareSource share_source(const plan::Plan& plan, const plan::Node& node) {
  const bool guarded = std::any_of(node.exits.begin(), node.exits.end(),
                                   [](const plan::Exit& exit) { return exit.guard != plan::none; });
  if (guarded) return ShareSource::Data;
  const bool drawn = std::any_of(node.judges.begin(), node.judges.end(), [&](plan::Index criterion) {
    return plan.criteria[criterion].wrong_in.has_value();
  });
  return node.catches && drawn ? ShareSource::Truth : ShareSource::Stated;
}

ExitShares exit_shares(const plan::Plan& plan) {
  ExitShares out;
  for (const plan::Process& process : plan.processes) {
    out.emplace_back();
    for (const plan::Node& node : process.nodes) out.back().push_back(stated(node));
  }
  plan::Plan counted = plan;
  const std::vector<Counter> counters = instrument(counted);
  if (!counters.empty()) count(counted, counters, out);
  return out;
}

}  // namespace wain::exports
