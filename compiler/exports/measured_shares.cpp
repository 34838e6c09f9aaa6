#include "exports/measured_shares.h"

#include <algorithm>
#include <numeric>

#include "exports/race.h"
#include "runtime/engine/simulate.h"

namespace wain::exports {
namespace {

/// At first; enough for most choices.
constexpr std::uint32_t counting_replications = 5, most_replications = 20;
/// Enough to tell shares to a point or two.
constexpr double enough_visits = 1000;

/// Where the counter of an exit stands: a wait for nothing that was put into its way. What only joins ways
/// the engine does not count. A fork whose branches have conditions has one more, on the way to it.
struct Counter {
  std::size_t process, node, exit;
  plan::Index counter;
};

plan::Node counter_before(const plan::Node& from, const plan::Exit& exit, std::size_t number,
                          const plan::Process& process) {
  plan::Node counter;
  counter.kind = plan::NodeKind::Wait;
  counter.takes.emplace();
  counter.id = from.id + ".count." + std::to_string(number);
  counter.name = counter.key = counter.id;
  // In the branch that the exit leads into, else in that of the node that it leaves.
  counter.branch = exit.kind == plan::ExitKind::Branch ? exit.branch : from.branch;
  // A way out of the branch is one already at its first step.
  if (exit.kind != plan::ExitKind::Branch && exit.to != plan::none) {
    const plan::Node& to = process.nodes[exit.to];
    if (to.kind != plan::NodeKind::Join) counter.branch = to.branch;
  }
  plan::Exit next;
  next.to = exit.to;
  counter.exits = {next};
  return counter;
}

plan::Node counter_of_visits(const plan::Node& node, plan::Index at) {
  plan::Exit next;
  next.to = at;
  plan::Node counter;
  counter.kind = plan::NodeKind::Wait;
  counter.takes.emplace();
  counter.id = counter.name = counter.key = node.id + ".count";
  counter.branch = node.branch;
  counter.exits = {next};
  return counter;
}

/// Each branch of it is taken for itself, so that their visits do not sum to its own.
bool counts_visits(const plan::Node& node, ShareSource source) {
  return source == ShareSource::Data && node.kind == plan::NodeKind::Fork;
}

std::vector<Counter> instrument(plan::Plan& plan) {
  std::vector<Counter> counters;
  for (std::size_t p = 0; p < plan.processes.size(); ++p) {
    plan::Process& process = plan.processes[p];
    const std::size_t count = process.nodes.size();
    for (std::size_t n = 0; n < count; ++n) {
      const ShareSource source = share_source(plan, process, process.nodes[n]);
      if (source == ShareSource::Stated) continue;
      for (std::size_t e = 0; e < process.nodes[n].exits.size(); ++e) {
        // Of a race the wait that was the first is over; the others never are.
        const bool race = source == ShareSource::Race;
        const std::size_t at = race ? process.nodes[n].exits[e].to : n, exit = race ? 0 : e;
        const auto index = static_cast<plan::Index>(process.nodes.size());
        process.nodes.push_back(
            counter_before(process.nodes[at], process.nodes[at].exits[exit], counters.size(), process));
        process.nodes[at].exits[exit].to = index;
        counters.push_back({p, n, e, index});
      }
      if (!counts_visits(process.nodes[n], source)) continue;
      const auto fork = static_cast<plan::Index>(n), index = static_cast<plan::Index>(process.nodes.size());
      for (plan::Node& node : process.nodes)
        for (plan::Exit& exit : node.exits)
          if (exit.to == fork) exit.to = index;
      process.nodes.push_back(counter_of_visits(process.nodes[n], fork));
      counters.push_back({p, n, process.nodes[n].exits.size(), index});
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

/// Visits of each counter, in whole replications: as many as a rare choice needs, within bounds.
std::vector<double> visits_of(const plan::Plan& counted, const std::vector<Counter>& counters) {
  std::vector<std::size_t> first_node{0};
  for (const plan::Process& process : counted.processes)
    first_node.push_back(first_node.back() + process.nodes.size());
  std::vector<double> visits(counters.size(), 0);
  // A node that cases came to, but too few for its shares to mean anything.
  const auto is_rare = [&] {
    for (std::size_t i = 0; i < counters.size();) {
      const Counter& head = counters[i];
      double all = 0;
      for (; i < counters.size() && counters[i].process == head.process && counters[i].node == head.node; ++i)
        all += visits[i];
      if (all > 0 && all < enough_visits) return true;
    }
    return false;
  };
  runtime::SimulateOptions options;
  options.keep_cycle_times = false;
  const std::uint32_t most = std::min(counted.replications, most_replications);
  for (std::uint32_t done = 0; done < most && (done == 0 || is_rare()); done += *options.replications) {
    options.first_replication = done;
    options.replications = std::min(counting_replications, most - done);
    const runtime::SimulationResult result = runtime::simulate(counted, options);
    for (const runtime::ReplicationResult& one : result.replications)
      for (std::size_t i = 0; i < counters.size(); ++i)
        visits[i] +=
            static_cast<double>(one.nodes[first_node[counters[i].process] + counters[i].counter].visits);
  }
  return visits;
}

void count(const plan::Plan& counted, const std::vector<Counter>& counters, ExitShares& shares) {
  const std::vector<double> visits = visits_of(counted, counters);
  for (std::size_t i = 0; i < counters.size();) {
    const Counter& head = counters[i];
    const plan::Node& node = counted.processes[head.process].nodes[head.node];
    std::vector<double>& out = shares[head.process][head.node];
    double all = 0;
    for (std::size_t e = 0; e < out.size(); ++e) {
      const bool timeout = node.exits[e].kind == plan::ExitKind::Timeout;
      out[e] = timeout ? 0 : visits[i + e];
      all += out[e];
    }
    i += out.size();
    if (i < counters.size() && counters[i].exit == out.size()) all = visits[i++];
    for (double& share : out) share = all > 0 ? share / all : 1.0 / static_cast<double>(out.size());
  }
}

}  // namespace

ShareSource share_source(const plan::Plan& plan, const plan::Process& process, const plan::Node& node) {
  if (is_race(process, node)) return ShareSource::Race;
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
