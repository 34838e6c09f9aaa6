#include "exports/bpsim_scenario.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "emit/element_ids.h"
#include "exports/bpsim_values.h"
#include "exports/measured_shares.h"

namespace wain::exports {

using emit::Xml;
namespace bpmn = emit::bpmn;

Drawing drawing_of(const bpmn::DefinitionModel& model, const ir::Definition& definition,
                   const SourceManager& sources) {
  const emit::ElementIds ids(definition, sources);
  Drawing out{model, definition, {}, {}, {}};
  for (std::size_t i = 0; i < definition.processes.size(); ++i) {
    out.processes[ids.processes[i]] = i;
    auto& nodes = out.nodes.emplace_back();
    for (std::uint32_t n = 0; n < ids.inside[i].nodes.size(); ++n) nodes[ids.inside[i].nodes[n]] = n;
  }
  for (std::size_t i = 0; i < ids.actors.size(); ++i) out.actors[ids.actors[i]] = i;
  return out;
}

namespace {

class Scenario {
public:
  Scenario(const plan::Plan& plan, const Drawing& drawing, const Written* base, bpmn::Ids& ids,
           BpsimVersion version, Losses& losses)
      : plan_(plan),
        drawing_(drawing),
        base_(base),
        ids_(ids),
        version_(version),
        losses_(losses),
        shares_(exit_shares(plan)) {}

  Written run() {
    for (const plan::Run& run : plan_.runs) arrivals(run);
    for (const plan::People& people : plan_.people) workers(people);
    for (const plan::Pool& pool : plan_.pools)
      if (pool.kind == plan::Pool::Kind::Machine) machine(pool);
    for (const plan::Committee& committee : plan_.committees) meetings(committee);
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) process(i);
    return std::move(out_);
  }

private:
  /// The parameters of an element, in the order that the schema asks for.
  struct Parameters {
    Xml time{"bpsim:TimeParameters"}, control{"bpsim:ControlParameters"},
        resource{"bpsim:ResourceParameters"}, priority{"bpsim:PriorityParameters"},
        cost{"bpsim:CostParameters"}, property{"bpsim:PropertyParameters"};
  };

  void add(const std::string& element, Parameters parameters) {
    Xml out("bpsim:ElementParameters");
    out.set("elementRef", element);
    for (Xml* one : {&parameters.time, &parameters.control, &parameters.resource, &parameters.priority,
                     &parameters.cost, &parameters.property})
      if (!one->children.empty()) out.children.push_back(std::move(*one));
    if (!out.children.empty()) out_.elements.emplace_back(element, std::move(out));
  }

  static void put(Xml& to, std::string_view tag, Xml value) {
    to.add(tag).children.push_back(std::move(value));
  }

  /// The id of a calendar with this text: that of the scenario below if it has it.
  std::string calendar(const std::string& name, const std::string& text) {
    for (const Written* written : {base_, static_cast<const Written*>(&out_)})
      if (written != nullptr)
        for (const auto& [id, known] : written->calendars)
          if (known == text && id.ends_with("." + name)) return id;
    std::string id = ids_.take("calendar." + plan_.scenario + "." + name);
    out_.calendars.emplace_back(id, text);
    return id;
  }

  std::string calendar(plan::Index index) {
    const plan::Calendar& one = plan_.calendars[index];
    return calendar(one.id, ical(plan_, one));
  }

  [[nodiscard]] const std::string& actor(const std::string& id) const {
    return drawing_.model.model.resources[drawing_.model.resources[drawing_.actors.at(id)]].id;
  }

  void arrivals(const plan::Run& run) {
    Parameters start;
    Xml gaps = bpsim_time(run.gaps);
    if (run.calendar != plan::none) gaps.set("validFor", calendar(run.calendar));
    put(start.control, "bpsim:InterTriggerTimer", std::move(gaps));
    const plan::Process& process = plan_.processes[run.process];
    draws(start, process, process.nodes[0]);
    add(node_id(process, process.nodes[0]), std::move(start));
  }

  /// So many while it is open, nobody else: without a second value BPSim would take one.
  Xml quantity(std::uint32_t count, const std::string& open) {
    Xml out("bpsim:Quantity");
    Xml some = bpsim_parameter("NumericParameter", std::to_string(count));
    if (!open.empty()) some.set("validFor", open);
    out.children.push_back(std::move(some));
    if (!open.empty()) out.children.push_back(bpsim_parameter("NumericParameter", "0"));
    return out;
  }

  void unit_cost(Parameters& to, std::int64_t per_hour) {
    if (per_hour == 0) return;
    constexpr double seconds_of_hour = 3600;
    put(to.cost, "bpsim:UnitCost",
        bpsim_parameter("FloatingParameter",
                        bpsim_number(static_cast<double>(per_hour) / 1e4 / seconds_of_hour)));
  }

  void workers(const plan::People& people) {
    Parameters out;
    out.resource.children.push_back(
        quantity(people.count, people.calendar == plan::none ? "" : calendar(people.calendar)));
    for (const plan::Index pool : people.pools)
      put(out.resource, "bpsim:Role", bpsim_parameter("StringParameter", plan_.pools[pool].id));
    unit_cost(out, people.cost_per_hour.value_or(plan_.pools[people.pools[0]].cost_per_hour));
    add(actor(people.id), std::move(out));
    if (people.available < 1)
      losses_.add(sim::ExportAvailable, losses_.sites().of_actor(people.id),
                  {arg("people", people.name), arg("share", fmt::format("{:g} %", people.available * 100))});
  }

  void machine(const plan::Pool& pool) {
    Parameters out;
    out.resource.children.push_back(quantity(pool.capacity, ""));
    unit_cost(out, pool.cost_per_hour);
    add(actor(pool.id), std::move(out));
  }

  void meetings(const plan::Committee& committee) {
    Parameters out;
    out.resource.children.push_back(quantity(1, calendar(committee.id, ical(plan_, committee))));
    add(actor(committee.id), std::move(out));
    std::string lost = "its members can work on other things meanwhile";
    if (committee.agenda_closes > 0) lost += ", the agenda stays open until it starts";
    if (committee.hears) lost += ", it hears as many as there is time for";
    lost += ", and it always has its quorum";
    losses_.add(sim::ExportMeeting, losses_.sites().of_actor(committee.id),
                {arg("committee", committee.name), arg("lost", lost)});
  }

  [[nodiscard]] std::size_t index_of(const plan::Process& process) const {
    return drawing_.processes.at(process.id);
  }
  [[nodiscard]] std::uint32_t index_of(const plan::Process& process, const plan::Node& node) const {
    return drawing_.nodes[index_of(process)].at(node.id);
  }
  [[nodiscard]] const bpmn::Process& drawn(const plan::Process& process) const {
    return drawing_.model.model.processes[index_of(process)];
  }
  [[nodiscard]] const bpmn::ProcessParts& parts(const plan::Process& process) const {
    return drawing_.model.parts[index_of(process)];
  }

  /// Empty: it is not drawn.
  [[nodiscard]] std::string node_id(const plan::Process& process, const plan::Node& node) const {
    const bpmn::Index index = parts(process).nodes[index_of(process, node)];
    return index == bpmn::none ? std::string() : drawn(process).nodes[index].id;
  }

  void process(std::size_t p) {
    const plan::Process& process = plan_.processes[p];
    const std::vector<std::string> expressions = bpsim_expressions(process);
    for (std::size_t n = 0; n < process.nodes.size(); ++n) {
      const plan::Node& node = process.nodes[n];
      const std::string id = node_id(process, node);
      if (node.kind == plan::NodeKind::Audit) {
        losses_.add(sim::ExportAudit, process, node, {arg("actor", plan_.pools[node.pool].name)});
        continue;
      }
      if (node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate)
        work(process, node, id, expressions);
      if (node.kind == plan::NodeKind::Wait) wait(process, node, id);
      exits(process, node, shares_[p][n], expressions);
      withdrawals(process, node);
    }
    for (const plan::Duty& duty : process.duties) losses_.add_duty(process, duty);
  }

  void draws(Parameters& to, const plan::Process& process, const plan::Node& node) {
    for (const plan::Draw& draw : node.draws) {
      const plan::Slot& slot = process.slots[draw.slot];
      Xml& property = to.property.add("bpsim:Property").set("name", slot.id);
      if (version_ == BpsimVersion::Two) property.set("type", property_type(slot.type));
      property.children.push_back(bpsim_value(slot, draw.distribution));
    }
  }

  static std::string_view property_type(plan::Type type) {
    switch (type) {
      case plan::Type::Enum: return "string";
      case plan::Type::Bool: return "boolean";
      case plan::Type::Int: return "long";
      default: return "double";
    }
  }

  /// Who of them all is longest about it: BPSim's times are those of the activity, whoever does it.
  [[nodiscard]] double slowest(plan::Index pool) const {
    double share = 1;
    for (const plan::People& people : plan_.people)
      if (std::find(people.pools.begin(), people.pools.end(), pool) != people.pools.end())
        share = std::min(share, people.available);
    return share > 0 ? 1 / share : 1;
  }

  void time_and_doer(Parameters& to, const plan::Node& node, plan::Index pool, plan::Index committee) {
    const double factor = pool == plan::none ? 1 : slowest(pool);
    if (node.takes) put(to.time, "bpsim:ProcessingTime", bpsim_time(*node.takes, factor));
    std::string selection;
    if (pool == plan::none)
      selection = fmt::format("bpsim:getResource('{}',1)", actor(plan_.committees[committee].id));
    else if (plan_.pools[pool].kind == plan::Pool::Kind::Machine)
      selection = fmt::format("bpsim:getResource('{}',1)", actor(plan_.pools[pool].id));
    else
      selection = fmt::format("bpsim:getResourceByRoles('{}',1)", plan_.pools[pool].id);
    put(to.resource, "bpsim:Selection", bpsim_parameter("ExpressionParameter", selection));
    const std::int64_t of_doer =
        pool == plan::none ? plan_.committees[committee].cost_per_case : plan_.pools[pool].cost_per_case;
    const std::int64_t cost = node.cost_per_case + of_doer;
    if (cost != 0)
      put(to.cost, "bpsim:FixedCost",
          bpsim_parameter("FloatingParameter", bpsim_number(static_cast<double>(cost) / 1e4)));
  }

  void work(const plan::Process& process, const plan::Node& node, const std::string& id,
            const std::vector<std::string>& expressions) {
    Parameters out;
    time_and_doer(out, node, node.pool, node.committee);
    if (node.priority != plan::none)
      put(out.priority, "bpsim:Priority", bpsim_parameter("ExpressionParameter", expressions[node.priority]));
    draws(out, process, node);
    add(id, std::move(out));
    escalations(process, node);
    if (node.batch && node.batch->size > 1) losses_.add(sim::ExportNoBatch, process, node);
    const auto rings = [](const plan::Exit& exit) { return exit.kind == plan::ExitKind::Timeout; };
    if (!node.escalations.empty() || std::any_of(node.exits.begin(), node.exits.end(), rings))
      losses_.add(sim::ExportClock, process, node);
    if (share_source(plan_, process, node) == ShareSource::Truth)
      losses_.add(sim::ExportTruth, process, node);
  }

  void escalations(const plan::Process& process, const plan::Node& node) {
    const std::vector<bpmn::Index>& tasks = parts(process).escalated[index_of(process, node)];
    const bpmn::Process& drawing = drawn(process);
    std::int64_t passed = 0;
    for (std::size_t i = 0; i < std::min(tasks.size(), node.escalations.size()); ++i) {
      const plan::Escalation& escalation = node.escalations[i];
      Parameters task;
      time_and_doer(task, node, escalation.pool, escalation.committee);
      add(drawing.nodes[tasks[i]].id, std::move(task));
      const auto into = std::find_if(drawing.flows.begin(), drawing.flows.end(),
                                     [&](const bpmn::Flow& flow) { return flow.to == tasks[i]; });
      if (into != drawing.flows.end()) timer(drawing.nodes[into->from].id, escalation.after - passed);
      passed = escalation.after;
    }
  }

  void timer(const std::string& event, std::int64_t after) {
    Parameters out;
    put(out.control, "bpsim:InterTriggerTimer",
        bpsim_parameter("DurationParameter", bpmn::iso_duration(after)));
    add(event, std::move(out));
  }

  void wait(const plan::Process& process, const plan::Node& node, const std::string& id) {
    plan::Distribution takes = node.takes.value_or(plan::Distribution{});
    if (node.wait == plan::WaitKind::Cadence) {
      takes.kind = plan::Distribution::Kind::Uniform;
      takes.b = static_cast<double>(plan::week) / std::max(1, std::popcount(node.cadence.days));
      losses_.add(sim::ExportWaitCadence, process, node,
                  {arg("gap", ir::Duration{static_cast<std::int64_t>(takes.b)}.str())});
    }
    Parameters out;
    put(out.control, "bpsim:InterTriggerTimer", bpsim_time(takes));
    draws(out, process, node);
    add(id, std::move(out));
  }

  [[nodiscard]] static bool fits(plan::ExitKind exit, ir::EdgeKind edge) {
    switch (edge) {
      case ir::EdgeKind::Reject: return exit == plan::ExitKind::Reject;
      case ir::EdgeKind::Return: return exit == plan::ExitKind::Return;
      case ir::EdgeKind::Fail: return exit == plan::ExitKind::Fail;
      case ir::EdgeKind::Timeout: return exit == plan::ExitKind::Timeout;
      case ir::EdgeKind::Branch: return exit == plan::ExitKind::Branch;
      case ir::EdgeKind::Outcome: return exit == plan::ExitKind::Outcome;
      default: return exit == plan::ExitKind::Next || exit == plan::ExitKind::Branch;
    }
  }

  /// The edge of the definition that an exit comes from: the next of the node's that fits and leads there.
  std::uint32_t edge_of(const plan::Process& process, const plan::Node& node, const plan::Exit& exit,
                        std::vector<bool>& used) const {
    const ir::Process& source = drawing_.definition.processes[index_of(process)];
    const std::uint32_t to = index_of(process, process.nodes[exit.to]);
    for (const ir::EdgeId id : source.nodes[index_of(process, node)].out) {
      const ir::Edge& edge = source[id];
      if (used[id.index] || edge.to.index != to || !fits(exit.kind, edge.kind)) continue;
      used[id.index] = true;
      return id.index;
    }
    return UINT32_MAX;
  }

  void exits(const plan::Process& process, const plan::Node& node, const std::vector<double>& shares,
             const std::vector<std::string>& expressions) {
    const bool chooses = node.kind == plan::NodeKind::Split || node.kind == plan::NodeKind::Gate ||
                         node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Fork;
    if (!chooses || node.exits.size() < 2) return;
    std::vector<bool> used(drawing_.definition.processes[index_of(process)].edges.size(), false);
    const ShareSource source = share_source(plan_, process, node);
    const bool by_data = source == ShareSource::Data, race = source == ShareSource::Race;
    // Who does not fail goes on to the gateway, where the rest is divided anew.
    double failing = 0;
    for (std::size_t i = 0; i < node.exits.size(); ++i)
      if (node.exits[i].kind == plan::ExitKind::Fail) failing += shares[i];
    for (std::size_t i = 0; i < node.exits.size(); ++i) {
      const plan::Exit& exit = node.exits[i];
      const std::uint32_t edge = edge_of(process, node, exit, used);
      if (edge == UINT32_MAX) continue;
      const bpmn::Index event = parts(process).boundary[edge], flow = parts(process).flows[edge];
      if (exit.kind == plan::ExitKind::Timeout) {
        if (event != bpmn::none) timer(drawn(process).nodes[event].id, exit.after);
        continue;
      }
      const bool fails = exit.kind == plan::ExitKind::Fail;
      const bpmn::Index at = fails ? event : flow;
      if (at == bpmn::none || (node.kind == plan::NodeKind::Work && !fails)) continue;
      Parameters out;
      if (by_data && exit.guard != plan::none)
        put(out.control, "bpsim:Condition", bpsim_parameter("ExpressionParameter", expressions[exit.guard]));
      else if (!by_data) {
        constexpr double parts = 1e9;  // what is left of the division is noise
        const double whole = fails || failing >= 1 ? 1 : 1 - failing;
        const double share = race ? 1 : std::round(shares[i] / whole * parts) / parts;
        put(out.control, "bpsim:Probability", bpsim_parameter("FloatingParameter", bpsim_number(share)));
      }
      add(fails ? drawn(process).nodes[event].id : drawn(process).flows[flow].id, std::move(out));
    }
  }

  /// BPMN's other branches go on.
  void withdrawals(const plan::Process& process, const plan::Node& node) {
    if (node.kind == plan::NodeKind::Fork && node.join != plan::JoinRule::All) {
      losses_.add(sim::ExportWithdrawn, process, node);
      return;
    }
    if (node.branch == plan::none) return;
    const bool leaves = std::any_of(node.exits.begin(), node.exits.end(), [&](const plan::Exit& exit) {
      const plan::Node& to = process.nodes[exit.to];
      if (process.branches[node.branch].join == exit.to || to.kind == plan::NodeKind::End) return false;
      for (plan::Index branch = to.branch; branch != plan::none; branch = process.branches[branch].parent)
        if (branch == node.branch) return false;
      return true;
    });
    if (leaves) losses_.add(sim::ExportWithdrawn, process, node);
  }

  const plan::Plan& plan_;
  const Drawing& drawing_;
  const Written* base_;
  bpmn::Ids& ids_;
  BpsimVersion version_;
  Losses& losses_;
  ExitShares shares_;
  Written out_;
};

}  // namespace

Written write_scenario(const plan::Plan& plan, const Drawing& drawing, const Written* base, bpmn::Ids& ids,
                       BpsimVersion version, Losses& losses) {
  return Scenario(plan, drawing, base, ids, version, losses).run();
}

}  // namespace wain::exports
