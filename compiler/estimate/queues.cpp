#include "estimate/queues.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "estimate/queue.h"

namespace wain::estimate {
namespace {

/// So much of a pool's work must come in its own hours.
constexpr double enough_inside = 0.95;

class QueueFinder {
public:
  QueueFinder(const QueueContext& context, ir::ActorId actor)
      : context_(context), definition_(context.settings.definition()), actor_(actor) {}

  Queue find() && {
    load_ = context_.loads.of(actor_);
    if (!context_.rates.complete || load_ == nullptr) {
      add(WhyNot::Kind::NoQueueNoArrivals);
      return std::move(queue_);
    }
    for (const Pool& pool : context_.pools.pools)
      if (pool.actor == actor_) pool_ = &pool;
    check();
    if (queue_.why.empty()) compute();
    return std::move(queue_);
  }

private:
  void check() {
    if (load_->to_clock_a_week > 0)
      add(WhyNot::Kind::LoadToClock, {}, load_->load, load_->to_clock_a_week);
    else if (load_->load >= 1)
      add(WhyNot::Kind::LoadAbove, {}, load_->load, load_->growth_a_week);
    for (const WhyNot& why : load_->why) note(queue_.why, why);
    component();
    for (const Pool* pool : served_by_) {
      for (const Offer& offer : pool->offers) {
        feeds(offer);
        priorities(offer);
      }
    }
    if (queue_.why.empty()) inside();
  }

  /// (iii) All that these people do is done by all of them, and they keep the same hours.
  void component() {
    for (const Pool& pool : context_.pools.pools) {
      const bool shares = std::any_of(pool.served.begin(), pool.served.end(), [&](std::uint32_t server) {
        return std::find(pool_->served.begin(), pool_->served.end(), server) != pool_->served.end();
      });
      if (!shares) continue;
      served_by_.push_back(&pool);
      if (pool.served != pool_->served) add(WhyNot::Kind::PoolsDiffer);
    }
    const Staff staff = staff_of(context_.settings, actor_);
    std::set<ir::CalendarId> calendars;
    for (const ir::ActorId person : staff.persons) {
      calendars.insert(hours_of(context_.settings, person));
    }
    if (staff.anonymous > 0) calendars.insert(context_.settings.hours(actor_));
    if (calendars.size() > 1) add(WhyNot::Kind::PoolsDiffer);
    if (calendars.size() == 1) calendar_ = *calendars.begin();
  }

  /// (ii) Backwards from a step over what is no human work: machines, choices and waits hand bulks on.
  void feeds(const Offer& offer) {
    const ir::Node& node = definition_[offer.process][offer.node];
    if (node.kind == ir::NodeKind::Audit) return;
    if (node.batches && node.batches->size > 1) return add(WhyNot::Kind::FedByMeeting, offer);
    std::vector<Offer> work{offer};
    std::set<std::pair<ir::ProcessId, ir::NodeId>> seen{{offer.process, offer.node}};
    const auto reach = [&](ir::ProcessId process, ir::NodeId from) {
      if (context_.flows.of(process).flow.visits[from.index] > 0 && seen.emplace(process, from).second)
        work.push_back({process, from});
    };
    for (std::size_t i = 0; i < work.size(); ++i) {
      const ir::ProcessId id = work[i].process;
      const ir::Process& process = definition_[id];
      for (const ir::EdgeId edge : process[work[i].node].in) {
        if (context_.flows.of(id).flow.edges[edge.index] <= 0) continue;
        const ir::NodeId from = process[edge].from;
        if (is_bulk(process[from])) return add(WhyNot::Kind::FedByMeeting, offer);
        if (process[from].kind == ir::NodeKind::Call)
          ends_of(process[from].callee, reach);
        else if (!is_human_work(process[from]))
          reach(id, from);
      }
      if (work[i].node.index == 0) callers_of(id, reach);
    }
  }

  [[nodiscard]] bool is_bulk(const ir::Node& node) const {
    if (node.kind == ir::NodeKind::Wait) return node.wait && node.wait->kind == ir::WaitSpec::Kind::Cadence;
    const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
    if (!work) return false;
    if (node.batches && node.batches->size > 1) return true;
    return definition_[node.actor].kind == ir::ActorKind::Committee &&
           context_.settings.meets(node.actor).has_value();
  }
  [[nodiscard]] bool is_human_work(const ir::Node& node) const {
    const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
    return work && definition_[node.actor].is_human();
  }

  template <class Reach>
  void ends_of(ir::ProcessId callee, const Reach& reach) {
    const ir::Process& process = definition_[callee];
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i)
      if (process.nodes[i].kind == ir::NodeKind::End) reach(callee, ir::NodeId{i});
  }
  template <class Reach>
  void callers_of(ir::ProcessId callee, const Reach& reach) {
    for (std::uint32_t p = 0; p < definition_.processes.size(); ++p) {
      if (context_.rates.per_week[p] <= 0) continue;
      const ir::Process& process = definition_.processes[p];
      for (std::uint32_t i = 0; i < process.nodes.size(); ++i)
        if (process.nodes[i].kind == ir::NodeKind::Call && process.nodes[i].callee == callee)
          reach({p}, ir::NodeId{i});
    }
  }

  /// (iv)
  void priorities(const Offer& offer) {
    const ir::Process& process = definition_[offer.process];
    const ir::Node& node = process[offer.node];
    const bool bound =
        std::any_of(process.duties.begin(), process.duties.end(), [&](const ir::DutyConstraint& duty) {
          return std::find(duty.nodes.begin(), duty.nodes.end(), offer.node) != duty.nodes.end();
        });
    const bool distinct = std::any_of(node.controls.begin(), node.controls.end(), [&](ir::ControlId control) {
      return definition_[control].approvers > 1;
    });
    if (node.priority || bound || distinct) add(WhyNot::Kind::Priorities, offer);
  }

  /// (i) By work: most of it must come while the pool is open.
  void inside() {
    double all = 0, in = 0;
    for (const Pool* pool : served_by_) {
      for (const Offer& offer : pool->offers) {
        const ir::Node& node = definition_[offer.process][offer.node];
        if (node.kind == ir::NodeKind::Audit) continue;
        const Seen seen = context_.seen(offer.process, offer.node);
        if (seen.mass <= 0) continue;
        all += offer.per_week;
        in += offer.per_week * seen.inside / seen.mass;
      }
    }
    if (all > 0 && in < enough_inside * all) add(WhyNot::Kind::OutsideHours, {}, 1 - in / all);
  }

  void compute() {
    double visits = 0, hours = 0, squares = 0;
    for (const Pool* pool : served_by_) {
      visits += pool->visits;
      hours += pool->hours;
      squares += pool->squares;
    }
    const double mean = hours / visits;
    const double cs2 = mean > 0 ? std::max(0.0, squares / visits / (mean * mean) - 1) : 0;
    const double open = open_hours();
    const double available = definition_[actor_].is_human() ? availability() : 1;
    const double wait = allen_cunneen(visits / open, mean / available, load_->servers, 1, cs2);
    if (!std::isfinite(wait)) return add(WhyNot::Kind::Bursts);
    // A pool that never closes and whose work comes in office hours has its queue in these hours.
    const bool closes = calendar_.valid();
    queue_.wait = QueueWait{wait, closes ? wait * 7 * 24 / open : wait};
  }

  [[nodiscard]] double availability() const {
    const Staff staff = staff_of(context_.settings, actor_);
    double sum = staff.anonymous * context_.settings.available(actor_);
    for (const ir::ActorId person : staff.persons) sum += available_of(context_.settings, person);
    return sum / std::max(1.0, static_cast<double>(staff.persons.size() + staff.anonymous));
  }

  /// Of the pool; of one that never closes, of the arrivals.
  [[nodiscard]] double open_hours() const {
    const Timeline week = Timeline::week();
    const auto hours = [&](ir::CalendarId calendar) {
      return calendar ? week.hours(definition_[calendar], nullptr).open_time() / second_of_hour : 7.0 * 24;
    };
    if (calendar_) return hours(calendar_);
    double least = 7 * 24;
    for (const Stream& stream : context_.rates.streams) least = std::min(least, hours(stream.during));
    return least;
  }

  void add(WhyNot::Kind kind, const Offer& offer = {}, double a = 0, double b = 0) {
    WhyNot why = cause(kind, offer.process, offer.node);
    why.actor = actor_;
    why.a = a;
    why.b = b;
    note(queue_.why, why);
  }

  const QueueContext& context_;
  const ir::Definition& definition_;
  ir::ActorId actor_;
  const ActorLoad* load_ = nullptr;
  const Pool* pool_ = nullptr;
  std::vector<const Pool*> served_by_;  // pools that share servers with this one
  ir::CalendarId calendar_;
  Queue queue_;
};

}  // namespace

Queue queue_of(const QueueContext& context, ir::ActorId actor) { return QueueFinder(context, actor).find(); }

}  // namespace wain::estimate
