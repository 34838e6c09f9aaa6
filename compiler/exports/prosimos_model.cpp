#include "exports/prosimos_model.h"

#include <fmt/format.h>

#include "emit/bpmn/ids.h"
#include "emit/bpmn/layout.h"

namespace wain::exports {
namespace {

namespace bpmn = emit::bpmn;

bpmn::Kind kind_of(FlatKind kind) {
  switch (kind) {
    case FlatKind::Start: return bpmn::Kind::StartEvent;
    case FlatKind::Task:
    case FlatKind::Outcome: return bpmn::Kind::Task;
    case FlatKind::Xor: return bpmn::Kind::ExclusiveGateway;
    case FlatKind::And: return bpmn::Kind::ParallelGateway;
    case FlatKind::First: return bpmn::Kind::EventBasedGateway;
    case FlatKind::Wait: return bpmn::Kind::CatchEvent;
    case FlatKind::End: return bpmn::Kind::EndEvent;
  }
  return bpmn::Kind::Task;
}

}  // namespace

ProsimosModel prosimos_model(const plan::Plan& plan, const FlatGraph& graph) {
  ProsimosModel out;
  out.model.pools = false;
  const plan::Process& source = plan.processes[plan.runs[0].process];
  bpmn::Ids ids;
  for (const std::string_view taken : {"definitions", "diagram", "plane"}) ids.take(taken);
  bpmn::Process& process = out.model.processes.emplace_back();
  process.id = ids.take(source.id);
  process.name = source.title.empty() ? source.name : source.title;
  for (const FlatNode& node : graph.nodes) {
    bpmn::Node& one = process.nodes.emplace_back();
    one.kind = kind_of(node.kind);
    one.id = ids.take(node.id);
    one.name = node.name;
    if (node.kind == FlatKind::Wait) one.trigger = bpmn::Trigger::Timer;
    if (node.node != plan::none) one.documentation = plan.processes[node.process].nodes[node.node].title;
    out.nodes.push_back(one.id);
  }
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const FlatEdge& edge = graph.edges[i];
    bpmn::Flow& flow = process.flows.emplace_back();
    flow.id = ids.take(fmt::format("{}.to.{}", graph.nodes[edge.from].id, graph.nodes[edge.to].id));
    flow.name = edge.label;
    flow.from = static_cast<bpmn::Index>(edge.from);
    flow.to = static_cast<bpmn::Index>(edge.to);
    out.flows.push_back(flow.id);
  }
  lay_out(out.model);
  return out;
}

}  // namespace wain::exports
