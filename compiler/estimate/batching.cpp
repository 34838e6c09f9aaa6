#include "estimate/batching.h"

#include <algorithm>
#include <vector>

#include "estimate/batch.h"
#include "estimate/desks.h"

namespace wain::estimate {
namespace {

/// The cases that come to a node straight from a `wait until …`, with nothing but choices in between.
struct Release {
  ir::NodeId wait;   ///< invalid: there is none
  double share = 0;  ///< of all that come to the node
};

bool is_run(const ir::Node& node) {
  return node.kind == ir::NodeKind::Wait && node.wait && node.wait->kind == ir::WaitSpec::Kind::Cadence;
}

/// Backwards from the node, in order; of several waits the first that is found.
Release release_to(const ir::Process& process, const Flow& flow, ir::NodeId node) {
  struct Part {
    ir::NodeId node;
    double share;
  };
  Release release;
  std::vector<bool> seen(process.nodes.size());
  std::vector<Part> parts{{node, 1}};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part part = parts[i];
    double all = 0;
    for (const ir::EdgeId edge : process[part.node].in) all += flow.edges[edge.index];
    if (all <= 0) continue;
    for (const ir::EdgeId edge : process[part.node].in) {
      const ir::NodeId from = process[edge].from;
      const double share = part.share * flow.edges[edge.index] / all;
      const ir::NodeKind kind = process[from].kind;
      if (is_run(process[from])) {
        if (!release.wait) release.wait = from;
        if (release.wait == from) release.share += share;
      } else if ((kind == ir::NodeKind::Split || kind == ir::NodeKind::Merge) && !seen[from.index]) {
        seen[from.index] = true;
        parts.push_back({from, share});
      }
    }
  }
  return release;
}

/// Hours between the runs of a cadence.
std::vector<double> gaps_of(const Settings& settings, Zones& zones, const ir::Cadence& cadence) {
  const Timeline line = line_of(settings.definition(), cadence);
  const std::vector<double> runs = Desks(settings, line, zones).starts(cadence, "UTC");
  std::vector<double> gaps;
  for (std::size_t i = 1; i < runs.size(); ++i) gaps.push_back((runs[i] - runs[i - 1]) / second_of_hour);
  if (line.repeats() && !runs.empty())
    gaps.push_back((runs.front() + line.span() - runs.back()) / second_of_hour);
  return gaps;
}

}  // namespace

Batching batching(const Settings& settings, Flows& flows, Zones& zones, ir::ProcessId process,
                  ir::NodeId node, double per_week) {
  const ir::Process& of = settings.definition()[process];
  const auto& batches = of[node].batches;
  if (!batches) return {1, 0, false};
  const std::uint32_t size = batches->size;
  const double rate = per_week / (7 * 24);
  const auto limit = batches->or_after ? std::optional(batches->or_after->hours()) : std::nullopt;
  const auto one_by_one = [&](double at) {
    return Batching{mean_batch(at, size, limit), batch_wait(at, size, limit), false};
  };
  const Release release = limit ? release_to(of, flows.of(process).flow, node) : Release{};
  if (!release.wait || rate <= 0) return one_by_one(rate);
  const std::vector<double> gaps = gaps_of(settings, zones, of[release.wait].wait->cadence);
  // What is left over of one run must be gone before the next.
  if (gaps.empty() || *std::min_element(gaps.begin(), gaps.end()) <= *limit) return one_by_one(rate);
  BulkBatches sum;
  double hours = 0;
  for (const double gap : gaps) {
    const BulkBatches bulk = batches_of_bulk(rate * release.share * gap, size);
    sum.cases += bulk.cases;
    sum.batches += bulk.batches;
    sum.left_over += bulk.left_over;
    hours += gap;
  }
  // The others come one by one, and find a run's cases too seldom to count.
  const double others = rate * (1 - release.share);
  if (others <= 0) return {sum.cases / sum.batches, *limit * sum.left_over / sum.cases, true};
  const Batching alone = one_by_one(others);
  const double cases = sum.cases + others * hours;
  return {cases / (sum.batches + others * hours / alone.cases),
          (*limit * sum.left_over + others * hours * *alone.wait) / cases, true};
}

}  // namespace wain::estimate
