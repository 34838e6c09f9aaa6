#include "estimate/step.h"

#include <algorithm>
#include <cmath>

#include "estimate/clocks.h"

namespace wain::estimate {
namespace {

constexpr double same_instant = 1e-3;
/// Chances below this are rounding.
constexpr double negligible = 1e-9;

double seconds(ir::Duration duration) { return static_cast<double>(duration.microseconds) / 1e6; }

}  // namespace

void Step::moves(double t, std::vector<Move>& out) const {
  switch (kind) {
    case Kind::Pass: out.push_back({t, 1, {}}); return;
    case Kind::Work: work(t, out); return;
    case Kind::Run: run(t, out); return;
    case Kind::Timer:
    case Kind::Outside: break;
  }
  for (std::size_t i = 0; i < takes.count; ++i) out.push_back({t + takes.values[i], takes.shares[i], {}});
}

void Step::run(double t, std::vector<Move>& out) const {
  if (runs.empty()) return;
  const double earliest = t + cut_off - same_instant;
  double round = repeats ? std::floor(earliest / span) * span : 0;
  auto at = std::lower_bound(runs.begin(), runs.end(), earliest - round);
  if (at == runs.end()) {
    if (!repeats) return;
    at = runs.begin();
    round += span;
  }
  out.push_back({std::max(t, round + *at), 1, {}});
}

void Step::work(double t, std::vector<Move>& out) const {
  if (!batch.ways || batch.ways->at(t).empty()) return work(t, t + batch.mean, 1, out);
  for (const BatchWays::Wait& wait : batch.ways->at(t))
    work(t, batch.ways->leaves(wait, {t, t}).mean(), wait.share, out);
}

/// Clocks run from the arrival until the work begins; at the same instant the clock wins.
void Step::work(double entered, double ready, double chance, std::vector<Move>& out) const {
  struct Way {
    const Desk* desk;
    Beginning begins;
  };
  std::vector<Beginning> found;
  desk->begin(ready, ready, found);
  for (Beginning& way : found) way.chance *= chance;
  if (clocks.empty()) {
    for (const Beginning& way : found) finish(*desk, way, out);
    return;
  }
  std::vector<Way> ways;
  for (const Beginning& way : found) ways.push_back({desk, way});
  for (const Clock& clock : clocks) {
    const double rings = entered + clock.after;
    double begun = 0;
    std::erase_if(ways, [&](const Way& way) {
      const bool late = way.begins.at >= rings - same_instant;
      if (!late) begun += way.begins.chance;
      return late;
    });
    const double waiting = chance - begun;
    if (waiting <= negligible) continue;
    if (clock.timeout) {
      out.push_back({rings, waiting, clock.timeout});
      break;  // the visit is over
    }
    found.clear();
    clock.desk->begin(entered, rings, found);
    for (Beginning& way : found) {
      way.chance *= waiting;
      ways.push_back({clock.desk, way});
    }
  }
  for (const Way& way : ways) finish(*way.desk, way.begins, out);
}

void Step::finish(const Desk& at_desk, const Beginning& way, std::vector<Move>& out) const {
  const bool meeting = !at_desk.sittings.empty();
  for (std::size_t i = 0; i < takes.count; ++i) {
    const double work = takes.values[i] / (meeting ? 1 : way.available);
    const double from = meeting ? way.at + at_desk.heard_before_at(way.at) : way.at;
    const bool in_hours = !meeting && way.hours != nullptr;
    const std::optional<double> end = in_hours ? way.hours->finish(from, work) : std::optional(from + work);
    if (end) out.push_back({*end, way.chance * takes.shares[i], {}});
  }
}

namespace {

class StepBuilder {
public:
  StepBuilder(Desks& desks, ir::ProcessId process, ir::NodeId id, StepCauses& causes)
      : desks_(desks),
        process_(process),
        id_(id),
        node_(desks.settings().definition()[process][id]),
        causes_(causes) {
    step_.span = desks.timeline().span();
    step_.repeats = desks.timeline().repeats();
  }

  Step build(bool instantly, const BatchWait& batch_wait, std::string_view clock_of_waits) && {
    switch (node_.kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate: work(instantly, batch_wait); break;
      case ir::NodeKind::Wait: wait(clock_of_waits); break;
      default: break;
    }
    return std::move(step_);
  }

private:
  void work(bool instantly, const BatchWait& batch_wait) {
    step_.kind = Step::Kind::Work;
    step_.desk = &desks_.of(node_.actor);
    set_takes(instantly, step_.desk->human);
    set_clocks();
    step_.certain = step_.certain && step_.desk->is_certain();
    if (step_.desk->committee && step_.desk->shifts.empty() && step_.desk->sittings.empty())
      add(WhyNot::Kind::NeverMeets);
    if (!node_.batches || node_.batches->size <= 1) return;
    step_.certain = false;
    step_.batches = true;
    const std::optional<BatchDelay> waits = batch_wait(process_, id_);
    if (waits) {
      step_.batch = *waits;
      causes_.about = true;
      add(step_.batch.ways ? WhyNot::Kind::BatchAtRandom : WhyNot::Kind::BatchSteady);
    } else {
      causes_.at_least = true;
      add(WhyNot::Kind::BatchNoArrivals);
    }
  }

  void set_takes(bool instantly, bool needed) {
    const Settings& settings = desks_.settings();
    const ir::Distribution* takes = settings.takes(process_, id_);
    if (takes == nullptr && needed) {
      add(WhyNot::Kind::NoTakes);
      causes_.unknown = true;
    }
    step_.takes = {};
    if (takes == nullptr || instantly) return;
    step_.takes = slices(settings.definition(), *takes, settings.grain() == Grain::Coarse ? 8 : 16);
    for (double& value : step_.takes.values) value *= second_of_hour;
    for (double& half : step_.takes.halves) half *= second_of_hour;
    step_.certain = step_.takes.count == 1;
  }

  void set_clocks() {
    for (const GateClock& clock : clocks_of(desks_.settings().definition()[process_], id_))
      step_.clocks.push_back(
          {seconds(clock.after), clock.timeout ? nullptr : &desks_.of(clock.to), clock.timeout});
  }

  void wait(std::string_view clock_of_waits) {
    const bool cadence = node_.wait && node_.wait->kind == ir::WaitSpec::Kind::Cadence;
    if (cadence) {
      step_.kind = Step::Kind::Run;
      step_.runs = desks_.starts(node_.wait->cadence, clock_of_waits);
      if (node_.wait->agenda_closes) step_.cut_off = seconds(*node_.wait->agenda_closes);
      if (step_.runs.empty()) add(WhyNot::Kind::NeverMeets);
      return;
    }
    const bool outside = node_.wait && node_.wait->kind == ir::WaitSpec::Kind::Outside;
    step_.kind = outside ? Step::Kind::Outside : Step::Kind::Timer;
    set_takes(false, true);
  }

  void add(WhyNot::Kind kind) {
    WhyNot why;
    why.kind = kind;
    why.process = process_;
    why.node = id_;
    why.actor = node_.actor;
    note(causes_.why, why);
  }

  Desks& desks_;
  ir::ProcessId process_;
  ir::NodeId id_;
  const ir::Node& node_;
  StepCauses& causes_;
  Step step_;
};

}  // namespace

Step step_of(Desks& desks, ir::ProcessId process, ir::NodeId node, bool instantly,
             const BatchWait& batch_wait, std::string_view clock_of_waits, StepCauses& causes) {
  return StepBuilder(desks, process, node, causes).build(instantly, batch_wait, clock_of_waits);
}

}  // namespace wain::estimate
