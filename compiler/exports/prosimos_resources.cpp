#include "exports/prosimos_resources.h"

#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"

namespace wain::exports {
namespace {

/// More at once than ever work on outcomes, which take no time.
constexpr std::uint32_t wide = 100;

class Finder {
public:
  Finder(const plan::Plan& plan, Losses& losses, ProsimosClock& clock)
      : plan_(plan), losses_(losses), clock_(clock) {}

  ProsimosResources find() {
    add_calendar("always", always_open());
    for (const plan::People& people : plan_.people) add_people(people);
    for (plan::Index i = 0; i < plan_.pools.size(); ++i)
      if (plan_.pools[i].kind == plan::Pool::Kind::Machine) add_machine(i);
    for (plan::Index i = 0; i < plan_.committees.size(); ++i) add_committee(i);
    ProsimosResource clerk;
    clerk.id = clerk.name = clerk.pool = "outcomes";
    clerk.amount = wide;
    clerk.calendar = "always";
    clerk.records = true;
    out_.resources.push_back(std::move(clerk));
    return std::move(out_);
  }

private:
  std::string add_calendar(const std::string& id, const Week& week) {
    const bool known = std::any_of(out_.calendars.begin(), out_.calendars.end(),
                                   [&](const auto& calendar) { return calendar.first == id; });
    if (!known) out_.calendars.emplace_back(id, week);
    return id;
  }

  std::string calendar_of(plan::Index calendar) {
    if (calendar == plan::none) return "always";
    return add_calendar(plan_.calendars[calendar].id, clock_.week(calendar));
  }

  void add_people(const plan::People& people) {
    ProsimosResource& one = out_.resources.emplace_back();
    one.id = "people." + people.id;
    one.name = people.name;
    one.pool = plan_.pools[people.pools[0]].id;
    one.amount = people.count;
    const std::int64_t cost = people.cost_per_hour.value_or(plan_.pools[people.pools[0]].cost_per_hour);
    one.cost_per_hour = static_cast<double>(cost) / 1e4;
    one.calendar = calendar_of(people.calendar);
    one.slower = people.available > 0 ? 1 / people.available : 1;
    one.of = people.pools;
    if (people.available < 1)
      losses_.add(sim::ExportAvailable, losses_.sites().of_actor(people.id),
                  {arg("people", people.name), arg("share", fmt::format("{:g} %", people.available * 100))});
  }

  void add_machine(plan::Index i) {
    const plan::Pool& pool = plan_.pools[i];
    ProsimosResource& one = out_.resources.emplace_back();
    one.id = "machine." + pool.id;
    one.name = pool.name;
    one.pool = pool.id;
    one.amount = pool.capacity;
    one.cost_per_hour = static_cast<double>(pool.cost_per_hour) / 1e4;
    one.calendar = "always";
    one.of = {i};
  }

  void add_committee(plan::Index i) {
    const plan::Committee& committee = plan_.committees[i];
    ProsimosResource& one = out_.resources.emplace_back();
    one.id = "committee." + committee.id;
    one.name = committee.name;
    one.pool = committee.id;
    one.calendar = add_calendar("meetings." + committee.id, clock_.week(committee));
    one.committee = i;
    note_meeting(committee);
  }

  void note_meeting(const plan::Committee& committee) {
    const Span place = losses_.sites().of_actor(committee.id);
    std::string lost = "its members can work on other things meanwhile";
    if (committee.agenda_closes > 0) lost += ", the agenda stays open until it starts";
    if (committee.hears) lost += ", it hears as many as there is time for";
    lost += ", and it always has its quorum";
    losses_.add(sim::ExportMeeting, place, {arg("committee", committee.name), arg("lost", lost)});
    if (committee.cadence.kind == plan::Cadence::Kind::Weekly) return;
    const std::string cadence = committee.cadence.kind == plan::Cadence::Kind::EveryNWeeks
                                    ? fmt::format("every {} weeks", committee.cadence.weeks)
                                    : std::string("on days of the month");
    losses_.add(sim::ExportCadence, place, {arg("committee", committee.name), arg("cadence", cadence)});
  }

  const plan::Plan& plan_;
  Losses& losses_;
  ProsimosClock& clock_;
  ProsimosResources out_;
};

}  // namespace

ProsimosResources prosimos_resources(const plan::Plan& plan, Losses& losses, ProsimosClock& clock) {
  return Finder(plan, losses, clock).find();
}

bool does(const ProsimosResource& resource, const plan::Plan& plan, const FlatNode& task) {
  if (task.kind == FlatKind::Outcome) return resource.records;
  if (task.kind != FlatKind::Task) return false;
  const plan::Node& node = plan.processes[task.process].nodes[task.node];
  if (node.committee != plan::none) return resource.committee == node.committee;
  return std::find(resource.of.begin(), resource.of.end(), node.pool) != resource.of.end();
}

}  // namespace wain::exports
