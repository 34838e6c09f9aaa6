#include "runtime/log/trace_recorder.h"

#include <algorithm>

namespace wain::runtime {
namespace {

using plan::Index;
using plan::none;

class Recorder final : public Observer {
public:
  Recorder(const LogNames& names, std::function<void(const Trace&)> give)
      : names_(names), give_(std::move(give)) {}

  void arrived(const CaseRef& of, std::int64_t time) override {
    if (of.live >= live_.size()) live_.resize(of.live + 1);
    Trace& trace = live_[of.live];
    trace.run = of.run;
    trace.ordinal = of.ordinal;
    trace.arrival = time;
    trace.outcome = none;
    trace.end = 0;
    trace.ended = trace.measured = false;
    trace.cost = 0;
    trace.instances = 0;
    trace.first_values = 0;
    trace.events.clear();
    trace.values.clear();
  }

  void work_started(const WorkEvent& event) override {
    LoggedEvent& logged = add(event, Transition::Start);
    logged.instance = ++live_[event.of.live].instances;
    if (event.batch == none) return;
    if (event.batch != beginning_) ++batches_;
    beginning_ = event.batch;
    logged.batch = batches_;
  }
  void work_suspended(const WorkEvent& event) override { go_on(event, Transition::Suspend); }
  void work_resumed(const WorkEvent& event) override { go_on(event, Transition::Resume); }
  void work_completed(const WorkEvent& event) override { go_on(event, Transition::Complete); }
  void work_withdrawn(const WorkEvent& event) override { go_on(event, Transition::Abort); }

  void left(const NodeExit& exit) override {
    Trace& trace = live_[exit.of.live];
    const plan::NodeKind kind = names_.plan.processes[exit.process].nodes[exit.node].kind;
    if (kind == plan::NodeKind::Start) return start_values(trace, exit);
    LoggedEvent* event = nullptr;
    if (kind == plan::NodeKind::Wait || exit.kind == plan::ExitKind::Timeout)
      event = &happened(trace, exit, kind == plan::NodeKind::Wait ? Transition::Complete : Transition::Skip);
    else
      event = completed(trace, exit);
    if (event == nullptr) return;
    event->decision = exit.kind;
    event->has_decision = kind == plan::NodeKind::Gate || exit.kind != plan::ExitKind::Next;
    event->first_value = static_cast<Index>(trace.values.size());
    keep_values(trace, exit);
    event->values = static_cast<Index>(trace.values.size()) - event->first_value;
  }

  void ended(const CaseRef& of, Index outcome, std::int64_t time) override {
    Trace& trace = live_[of.live];
    trace.outcome = outcome;
    trace.end = time;
    trace.ended = true;
  }

  void closed(const CaseClosed& of) override {
    Trace& trace = live_[of.of.live];
    trace.measured = of.measured;
    trace.cost = of.cost;
    // The start of a hearing is told at its end.
    const auto earlier = [](const LoggedEvent& a, const LoggedEvent& b) { return a.time < b.time; };
    if (!std::is_sorted(trace.events.begin(), trace.events.end(), earlier))
      std::stable_sort(trace.events.begin(), trace.events.end(), earlier);
    give_(trace);
  }

private:
  LoggedEvent& add(const WorkEvent& event, Transition transition) {
    LoggedEvent& logged = live_[event.of.live].events.emplace_back();
    logged.time = event.time;
    logged.enabled = event.enabled;
    logged.cost = event.cost;
    logged.activity = names_.first_activity[event.process] + event.node;
    logged.work = event.work;
    logged.visit = event.visit;
    logged.transition = transition;
    if (event.committee != none) {
      logged.resource = names_.resource_of_committee[event.committee];
      logged.role = static_cast<Index>(names_.plan.pools.size()) + event.committee;
    } else {
      logged.resource = event.people != none ? names_.first_person[event.people] + event.person
                                             : names_.resource_of_pool[event.pool];
      logged.role = event.pool;
    }
    return logged;
  }

  /// Work that has begun: numbered as its start was.
  void go_on(const WorkEvent& event, Transition transition) {
    LoggedEvent& logged = add(event, transition);
    beginning_ = none;
    const auto& events = live_[event.of.live].events;
    const auto begun = std::find_if(events.rbegin() + 1, events.rend(),
                                    [&](const LoggedEvent& e) { return e.work == event.work; });
    if (begun == events.rend()) return;
    logged.instance = begun->instance;
    logged.batch = begun->batch;
  }

  /// What has no work: a wait that is over, a step that nobody began in time.
  LoggedEvent& happened(Trace& trace, const NodeExit& exit, Transition transition) {
    LoggedEvent& logged = trace.events.emplace_back();
    logged.time = exit.time;
    logged.enabled = exit.enabled;
    logged.activity = names_.first_activity[exit.process] + exit.node;
    logged.work = exit.work;
    logged.visit = exit.visit;
    logged.instance = ++trace.instances;
    logged.transition = transition;
    return logged;
  }

  LoggedEvent* completed(Trace& trace, const NodeExit& exit) const {
    const Index activity = names_.first_activity[exit.process] + exit.node;
    const auto found = std::find_if(trace.events.rbegin(), trace.events.rend(), [&](const LoggedEvent& e) {
      return e.transition == Transition::Complete && e.work == exit.work && e.activity == activity;
    });
    return found == trace.events.rend() ? nullptr : &*found;
  }

  void keep_values(Trace& trace, const NodeExit& exit) const {
    for (std::size_t i = 0; i < exit.values; ++i) {
      const Index column = names_.column_of[exit.drawn[i].process][exit.drawn[i].slot];
      if (column != none) trace.values.push_back({column, exit.drawn[i].value});
    }
  }

  /// At arrival; or what a called process draws when it begins, which goes with the event before it.
  void start_values(Trace& trace, const NodeExit& exit) const {
    const bool ready = trace.events.empty() || trace.events.back().values == 0;
    const auto first = static_cast<Index>(trace.values.size());
    keep_values(trace, exit);
    const Index count = static_cast<Index>(trace.values.size()) - first;
    if (trace.events.empty()) {
      trace.first_values += count;
      return;
    }
    LoggedEvent& last = trace.events.back();
    if (ready) last.first_value = first;
    if (last.first_value + last.values == first || ready) last.values += count;
  }

  const LogNames& names_;
  std::function<void(const Trace&)> give_;
  std::vector<Trace> live_;  ///< by the engine's number of live cases
  std::uint32_t batches_ = 0;
  Index beginning_ = none;  ///< the batch of which cases are being told that it begins
};

}  // namespace

std::unique_ptr<Observer> record_traces(const LogNames& names, std::function<void(const Trace&)> give) {
  return std::make_unique<Recorder>(names, std::move(give));
}

}  // namespace wain::runtime
