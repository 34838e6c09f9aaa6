#include "emit/bpmn/from_definition.h"

#include <algorithm>

#include <fmt/format.h>

#include "emit/bpmn/extensions.h"
#include "emit/bpmn/ids.h"
#include "emit/bpmn/layout.h"
#include "emit/bpmn/write.h"
#include "emit/element_ids.h"
#include "emit/process_map.h"
#include "ir/text.h"

namespace wain::emit::bpmn {
namespace {

/// In one line: labels of the process map are wrapped.
std::string unwrapped(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// A merge that nothing but one edge comes to says nothing.
bool is_passage(const ir::Node& node) {
  return node.kind == ir::NodeKind::Merge && node.in.size() < 2 && node.out.size() == 1;
}

class Builder {
public:
  Builder(const ir::Definition& definition, const ElementIds& names, ir::ProcessId id, Ids& ids,
          DefinitionModel& all)
      : definition_(definition),
        source_(definition[id]),
        names_(names.inside[id.index]),
        prefix_(names[id] + "."),
        ids_(ids),
        all_(all) {}

  Process run(std::string id, ProcessParts& parts) {
    parts_ = &parts;
    out_.id = std::move(id);
    out_.name = display(source_);
    out_.documentation = source_.documentation;
    out_.extensions = process_extensions(definition_, source_);
    parts.nodes.assign(source_.nodes.size(), none);
    parts.flows.assign(source_.edges.size(), none);
    parts.boundary.assign(source_.edges.size(), none);
    parts.escalated.resize(source_.nodes.size());
    exit_.assign(source_.nodes.size(), none);
    make_lanes();
    for (std::size_t i = 0; i < source_.nodes.size(); ++i) add_node(i);
    for (std::size_t i = 0; i < source_.nodes.size(); ++i) add_audit(i);
    for (std::size_t i = 0; i < source_.edges.size(); ++i) add_edge(i);
    return std::move(out_);
  }

private:
  /// One a doer, in order of appearance. What nobody does stands where its case comes from.
  void make_lanes() {
    lane_.assign(source_.nodes.size(), none);
    std::vector<Index> of_actor(definition_.actors.size(), none);
    for (std::size_t i = 0; i < source_.nodes.size(); ++i) {
      const ir::Node& node = source_.nodes[i];
      if (!node.actor || node.kind == ir::NodeKind::Audit) continue;
      lane_[i] = lane_of(node.actor, of_actor);
      for (const ir::Escalation& escalation : node.escalations) lane_of(escalation.to, of_actor);
    }
    lane_of_actor_ = std::move(of_actor);
    if (out_.lanes.empty()) return;
    std::vector<std::uint32_t> queue{0};
    std::vector<bool> seen(source_.nodes.size(), false);
    Index first = none;
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::uint32_t node = queue[i];
      if (first == none) first = lane_[node];
      for (const ir::EdgeId edge : source_.nodes[node].out) {
        const std::uint32_t to = source_[edge].to.index;
        if (seen[to]) continue;
        seen[to] = true;
        if (lane_[to] == none) lane_[to] = lane_[node];
        queue.push_back(to);
      }
    }
    if (first == none) first = 0;
    for (Index& lane : lane_)
      if (lane == none) lane = first;
  }

  Index lane_of(ir::ActorId actor, std::vector<Index>& of_actor) {
    if (!actor) return none;
    Index& lane = of_actor[actor.index];
    if (lane != none) return lane;
    lane = static_cast<Index>(out_.lanes.size());
    const ir::Actor& who = definition_[actor];
    out_.lanes.push_back(
        {ids_.take(prefix_ + "lane." + std::string(who.name)), std::string(display(who)), {}, {}});
    return lane;
  }

  Index push(Kind kind, const std::string& id, std::size_t at) {
    Node node;
    node.kind = kind;
    node.id = ids_.take(prefix_ + id);
    node.lane = lane_[at];
    out_.nodes.push_back(std::move(node));
    return static_cast<Index>(out_.nodes.size() - 1);
  }

  Index connect(const std::string& id, Index from, Index to) {
    out_.flows.push_back({ids_.take(prefix_ + id), {}, from, to, {}, false, {}, {}});
    return static_cast<Index>(out_.flows.size() - 1);
  }

  [[nodiscard]] Kind work_kind(const ir::Node& node) const {
    return node.actor && definition_[node.actor].is_automated() ? Kind::ServiceTask : Kind::UserTask;
  }

  void add_node(std::size_t i) {
    const ir::Node& node = source_.nodes[i];
    if (is_passage(node) || node.kind == ir::NodeKind::Audit) return;
    const std::string& id = names_.nodes[i];
    const Index index = push(kind_of(node), id, i);
    parts_->nodes[i] = exit_[i] = index;
    Node& out = out_.nodes[index];
    out.name = node.kind == ir::NodeKind::Merge ? std::string()
                                                : unwrapped(describe(definition_, source_, node).title);
    out.documentation = node.documentation;
    out.extensions = node_extensions(definition_, source_, node);
    if (node.actor) out.performer = all_.resources[node.actor.index];
    // An end inside a branch is the end of the case: the other branches stop.
    if (node.kind == ir::NodeKind::End && node.branch) out.trigger = Trigger::Terminate;
    if (node.kind == ir::NodeKind::Call && node.callee) out.called = called_id(node.callee);
    if (node.kind == ir::NodeKind::Join) out.activation = activation(node);
    if (node.kind == ir::NodeKind::Wait) add_trigger(out, node);
    if (node.kind == ir::NodeKind::Gate) {
      exit_[i] = decide(id, index, i);
      add_escalations(i);
    }
    if (node.kind == ir::NodeKind::Call && has_outcomes(node)) exit_[i] = decide(id, index, i);
  }

  [[nodiscard]] std::string called_id(ir::ProcessId callee) const {
    return all_.model.processes[callee.index].id;
  }

  [[nodiscard]] bool has_outcomes(const ir::Node& node) const {
    return std::any_of(node.out.begin(), node.out.end(),
                       [&](ir::EdgeId edge) { return source_[edge].kind == ir::EdgeKind::Outcome; });
  }

  [[nodiscard]] Kind kind_of(const ir::Node& node) const {
    switch (node.kind) {
      case ir::NodeKind::Start: return Kind::StartEvent;
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate: return work_kind(node);
      case ir::NodeKind::Fork: return node.inclusive ? Kind::InclusiveGateway : Kind::ParallelGateway;
      case ir::NodeKind::Join: {
        if (!node.partner) return Kind::ParallelGateway;
        const ir::Node& fork = source_[node.partner];
        if (fork.join_rule != ir::JoinRule::All) return Kind::ComplexGateway;
        return fork.inclusive ? Kind::InclusiveGateway : Kind::ParallelGateway;
      }
      case ir::NodeKind::Wait: return Kind::CatchEvent;
      case ir::NodeKind::Call: return Kind::CallActivity;
      case ir::NodeKind::End: return Kind::EndEvent;
      default: return Kind::ExclusiveGateway;
    }
  }

  [[nodiscard]] std::string activation(const ir::Node& join) const {
    if (!join.partner) return {};
    const ir::Node& fork = source_[join.partner];
    if (fork.join_rule == ir::JoinRule::All) return {};
    return fmt::format("activationCount >= {}", fork.join_rule == ir::JoinRule::First ? 1U : fork.join_count);
  }

  static void add_trigger(Node& out, const ir::Node& node) {
    if (!node.wait) return;
    switch (node.wait->kind) {
      case ir::WaitSpec::Kind::Outside: out.trigger = Trigger::Message; return;
      case ir::WaitSpec::Kind::Cadence:
        out.trigger = Trigger::Cycle;
        out.trigger_text = str(node.wait->cadence);
        return;
      case ir::WaitSpec::Kind::Timer: {
        out.trigger = Trigger::Timer;
        if (!node.takes) return;
        const ir::Duration* fixed = node.takes->kind == ir::DistributionKind::Constant
                                        ? std::get_if<ir::Duration>(&node.takes->parameters[0])
                                        : nullptr;
        out.trigger_text = fixed != nullptr ? iso_duration(fixed->microseconds) : str(*node.takes);
      }
    }
  }

  /// The gateway behind an activity whose case leaves it on several ways.
  Index decide(const std::string& id, Index activity, std::size_t at) {
    const Index gateway = push(Kind::ExclusiveGateway, id + ".decided", at);
    connect(id + ".decides", activity, gateway);
    return gateway;
  }

  Index boundary(const std::string& id, Index host, Trigger trigger, std::size_t at) {
    const Index event = push(Kind::BoundaryEvent, id, at);
    Node& out = out_.nodes[event];
    out.lane = out_.nodes[host].lane;
    out.host = host;
    out.trigger = trigger;
    return event;
  }

  /// Each moves the work to an activity of its own, which decides the same.
  void add_escalations(std::size_t i) {
    const ir::Node& node = source_.nodes[i];
    Index from = parts_->nodes[i];
    std::int64_t passed = 0;
    for (std::size_t n = 0; n < node.escalations.size(); ++n) {
      const ir::Escalation& escalation = node.escalations[n];
      if (!escalation.to) continue;
      const std::string id = fmt::format("{}.escalated.{}", names_.nodes[i], n + 1);
      const Index event = boundary(id + ".after", from, Trigger::Timer, i);
      out_.nodes[event].name = "after " + escalation.after.str();
      // Clocks run from the first queue; the next activity is entered later.
      out_.nodes[event].trigger_text =
          iso_duration(std::max<std::int64_t>(0, escalation.after.microseconds - passed));
      passed = escalation.after.microseconds;
      const ir::Actor& actor = definition_[escalation.to];
      const Index task = push(actor.is_automated() ? Kind::ServiceTask : Kind::UserTask, id, i);
      Node& out = out_.nodes[task];
      out.lane = lane_of_actor_[escalation.to.index];
      out.name = fmt::format("{}: {}", out_.nodes[parts_->nodes[i]].name, display(actor));
      out.performer = all_.resources[escalation.to.index];
      out.extensions.emplace_back("wain:escalated")
          .set("from", node.name)
          .set("after", escalation.after.str())
          .set("by", actor.name);
      connect(id + ".moves", event, task);
      connect(id + ".decides", task, exit_[i]);
      parts_->escalated[i].push_back(task);
      from = task;
    }
  }

  void add_audit(std::size_t i) {
    const ir::Node& audit = source_.nodes[i];
    if (audit.kind != ir::NodeKind::Audit || !audit.audited) return;
    const Index host = parts_->nodes[audit.audited.index];
    if (host == none) return;
    const Index note = push(Kind::Annotation, names_.nodes[i], i);
    Node& out = out_.nodes[note];
    out.lane = out_.nodes[host].lane;
    out.host = host;
    const MapNode map = describe(definition_, source_, audit);
    out.name = "audit: " + unwrapped(map.title);
    for (const std::string& line : map.lines) out.name += "\n" + line;
    out.documentation = audit.documentation;
    out.extensions = node_extensions(definition_, source_, audit);
    parts_->nodes[i] = note;
  }

  /// Where a case that follows this edge arrives.
  [[nodiscard]] Index arrival(const ir::Edge& edge) const {
    ir::NodeId to = edge.to;
    for (std::size_t hops = 0; is_passage(source_[to]) && hops < source_.nodes.size(); ++hops)
      to = source_[source_[to].out[0]].to;
    return parts_->nodes[to.index];
  }

  void add_edge(std::size_t i) {
    const ir::Edge& edge = source_.edges[i];
    const std::string& id = names_.edges[i];
    Index from = exit_[edge.from.index];
    const Index to = arrival(edge);
    if (from == none || to == none) return;
    const std::string label = unwrapped(describe(definition_, source_, edge).label);
    const bool fails = edge.kind == ir::EdgeKind::Fail, expires = edge.kind == ir::EdgeKind::Timeout;
    if (fails || expires) {
      from = parts_->boundary[i] = boundary(id, parts_->nodes[edge.from.index],
                                            fails ? Trigger::Error : Trigger::Timer, edge.from.index);
      Node& event = out_.nodes[from];
      event.name = label;
      if (edge.after) event.trigger_text = iso_duration(edge.after->microseconds);
      event.extensions = edge_extensions(definition_, source_, edge);
      parts_->flows[i] = connect(id + ".flow", from, to);
      return;
    }
    const Index index = connect(id, from, to);
    parts_->flows[i] = index;
    Flow& flow = out_.flows[index];
    flow.name = label;
    flow.extensions = edge_extensions(definition_, source_, edge);
    flow.is_default = edge.kind == ir::EdgeKind::Otherwise;
    const bool decides = source_[edge.from].kind == ir::NodeKind::Split || source_[edge.from].inclusive;
    if (edge.guard && decides && !flow.is_default) flow.condition = str(definition_, &source_, edge.guard);
  }

  const ir::Definition& definition_;
  const ir::Process& source_;
  const ProcessIds& names_;
  std::string prefix_;
  Ids& ids_;
  DefinitionModel& all_;
  ProcessParts* parts_ = nullptr;
  Process out_;
  std::vector<Index> lane_;           // by node of the IR
  std::vector<Index> lane_of_actor_;  // by actor
  std::vector<Index> exit_;           // by node of the IR: what its ordinary edges leave
};

}  // namespace

DefinitionModel definition_model(const ir::Definition& definition, const SourceManager& sources) {
  const ElementIds names(definition, sources);
  DefinitionModel out;
  out.model.namespaces = {{"wain", std::string(wain_namespace)}};
  out.model.extensions = definition_extensions(definition);
  Ids ids;
  for (const std::string_view taken : {"definitions", "collaboration", "diagram", "plane"}) ids.take(taken);
  // Processes first: calls refer to them, and their ids are the names that a reader knows.
  for (const std::string& name : names.processes) out.model.processes.emplace_back().id = ids.take(name);
  for (std::size_t i = 0; i < definition.actors.size(); ++i) {
    const ir::Actor& actor = definition.actors[i];
    out.resources.push_back(static_cast<Index>(out.model.resources.size()));
    out.model.resources.push_back({ids.take("actor." + names.actors[i]), std::string(display(actor)),
                                   actor_extensions(definition, actor)});
  }
  out.parts.resize(definition.processes.size());
  for (std::uint32_t i = 0; i < definition.processes.size(); ++i) {
    Builder builder(definition, names, ir::ProcessId{i}, ids, out);
    out.model.processes[i] = builder.run(out.model.processes[i].id, out.parts[i]);
  }
  lay_out(out.model);
  return out;
}

std::string iso_duration(std::int64_t microseconds) {
  const std::int64_t days = microseconds / ir::Duration::day;
  std::int64_t rest = microseconds % ir::Duration::day;
  std::string out = days > 0 ? fmt::format("P{}D", days) : "P";
  if (rest == 0 && days > 0) return out;
  out += 'T';
  const std::int64_t hours = rest / ir::Duration::hour;
  rest %= ir::Duration::hour;
  const std::int64_t minutes = rest / ir::Duration::minute;
  rest %= ir::Duration::minute;
  if (hours > 0) out += fmt::format("{}H", hours);
  if (minutes > 0) out += fmt::format("{}M", minutes);
  const std::int64_t parts = rest % ir::Duration::second;
  if (parts != 0)
    out += fmt::format("{}.{:06}S", rest / ir::Duration::second, parts);
  else if (rest > 0 || microseconds == 0)
    out += fmt::format("{}S", rest / ir::Duration::second);
  return out;
}

}  // namespace wain::emit::bpmn
