// How cases arrive.
#include <cmath>

#include "diagnostics/simulation_ids.h"
#include "estimate/arrivals.h"
#include "planning/values.h"
#include "planning/work.h"

namespace wain::planning {
namespace {

/// The gaps between arrivals, in open time; nothing, and a message, if the run does not say.
std::optional<plan::Distribution> gaps_of(Work& work, const ir::Run& run) {
  const std::string_view process = work.definition[run.process].name;
  const std::optional<estimate::Stream> stream = estimate::stream_of(work.settings, run);
  if (!stream || stream->per_open_hour <= 0) {
    work.diagnostics.report(sim::NoArrivals, run.span,
                            {arg("scenario", work.scenario.name), arg("process", process)});
    return std::nullopt;
  }
  if (run.arrivals->gaps) return lower_distribution(work.definition, *run.arrivals->gaps);
  plan::Distribution gaps;
  gaps.kind = plan::Distribution::Kind::Exponential;
  constexpr double parts = 1000;  // of a microsecond: what is left of the division is noise
  gaps.a = std::round(static_cast<double>(plan::hour) / stream->per_open_hour * parts) / parts;
  return gaps;
}

}  // namespace

void lower_runs(Work& work) {
  for (const ir::Run& run : work.scenario.runs) {
    const std::optional<plan::Distribution> gaps = gaps_of(work, run);
    if (!gaps) continue;
    plan::Run out;
    out.process = work.process_of[run.process.index];
    out.gaps = *gaps;
    out.calendar = calendar_index(work, run.arrivals->during);
    if (!work.plan.criteria.empty()) out.truth = truth_of_run(work, run.process);
    out.place = work.place(run.span);
    work.plan.runs.push_back(std::move(out));
  }
}

}  // namespace wain::planning
