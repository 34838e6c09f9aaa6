#include "emit/bpmn/write.h"

#include <fmt/format.h>

namespace wain::emit::bpmn {
namespace {

constexpr std::string_view model_namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";

std::string_view tag_of(Kind kind) {
  switch (kind) {
    case Kind::StartEvent: return "bpmn:startEvent";
    case Kind::EndEvent: return "bpmn:endEvent";
    case Kind::Task: return "bpmn:task";
    case Kind::UserTask: return "bpmn:userTask";
    case Kind::ServiceTask: return "bpmn:serviceTask";
    case Kind::CallActivity: return "bpmn:callActivity";
    case Kind::ExclusiveGateway: return "bpmn:exclusiveGateway";
    case Kind::InclusiveGateway: return "bpmn:inclusiveGateway";
    case Kind::ParallelGateway: return "bpmn:parallelGateway";
    case Kind::ComplexGateway: return "bpmn:complexGateway";
    case Kind::EventBasedGateway: return "bpmn:eventBasedGateway";
    case Kind::CatchEvent: return "bpmn:intermediateCatchEvent";
    case Kind::BoundaryEvent: return "bpmn:boundaryEvent";
    case Kind::Annotation: return "bpmn:textAnnotation";
  }
  return "bpmn:task";
}

bool is_gateway(Kind kind) {
  return kind == Kind::ExclusiveGateway || kind == Kind::InclusiveGateway || kind == Kind::ParallelGateway ||
         kind == Kind::ComplexGateway || kind == Kind::EventBasedGateway;
}

void add_text(Xml& to, std::string_view tag, const std::string& text) {
  if (!text.empty()) to.add(tag).text = text;
}

void add_extensions(Xml& to, const std::vector<Xml>& extensions) {
  if (!extensions.empty()) to.add("bpmn:extensionElements").children = extensions;
}

Xml expression(std::string_view tag, const std::string& text) {
  Xml out(tag);
  out.set("xsi:type", "bpmn:tFormalExpression");
  out.text = text;
  return out;
}

void add_trigger(Xml& to, const Node& node) {
  const std::string id = node.id + ".trigger";
  switch (node.trigger) {
    case Trigger::None: return;
    case Trigger::Timer:
      to.add("bpmn:timerEventDefinition")
          .set("id", id)
          .children.push_back(expression("bpmn:timeDuration", node.trigger_text));
      return;
    case Trigger::Cycle:
      to.add("bpmn:timerEventDefinition")
          .set("id", id)
          .children.push_back(expression("bpmn:timeCycle", node.trigger_text));
      return;
    case Trigger::Message: to.add("bpmn:messageEventDefinition").set("id", id); return;
    case Trigger::Error: to.add("bpmn:errorEventDefinition").set("id", id); return;
    case Trigger::Terminate: to.add("bpmn:terminateEventDefinition").set("id", id); return;
  }
}

/// The id of the flow that a gateway's case takes when no condition holds.
std::string default_flow(const Process& process, Index node) {
  for (const Flow& flow : process.flows)
    if (flow.from == node && flow.is_default) return flow.id;
  return {};
}

bool has_default(Kind kind) {
  return kind == Kind::ExclusiveGateway || kind == Kind::InclusiveGateway || kind == Kind::ComplexGateway;
}

Xml node_xml(const Model& model, const Process& process, Index index) {
  const Node& node = process.nodes[index];
  Xml out(tag_of(node.kind));
  out.set("id", node.id);
  out.set_if("name", node.name);
  if (node.kind == Kind::BoundaryEvent) out.set("attachedToRef", process.nodes[node.host].id);
  if (node.kind == Kind::CallActivity) out.set_if("calledElement", node.called);
  if (has_default(node.kind)) out.set_if("default", default_flow(process, index));
  unsigned into = 0, away = 0;
  for (const Flow& flow : process.flows) {
    into += flow.to == index ? 1U : 0U;
    away += flow.from == index ? 1U : 0U;
  }
  if (is_gateway(node.kind))
    out.set("gatewayDirection", into > 1 && away > 1 ? "Mixed"
                                : into > 1           ? "Converging"
                                : away > 1           ? "Diverging"
                                                     : "Unspecified");
  if (node.kind == Kind::EventBasedGateway) out.set("eventGatewayType", "Exclusive");
  add_text(out, "bpmn:documentation", node.documentation);
  add_extensions(out, node.extensions);
  for (const Flow& flow : process.flows)
    if (flow.to == index) out.add("bpmn:incoming").text = flow.id;
  for (const Flow& flow : process.flows)
    if (flow.from == index) out.add("bpmn:outgoing").text = flow.id;
  if (node.performer != none)
    out.add("bpmn:performer").set("id", node.id + ".performer").add("bpmn:resourceRef").text =
        model.resources[node.performer].id;
  add_trigger(out, node);
  if (!node.activation.empty())
    out.children.push_back(expression("bpmn:activationCondition", node.activation));
  return out;
}

Xml flow_xml(const Process& process, const Flow& flow) {
  Xml out("bpmn:sequenceFlow");
  out.set("id", flow.id);
  out.set_if("name", flow.name);
  out.set("sourceRef", process.nodes[flow.from].id).set("targetRef", process.nodes[flow.to].id);
  add_extensions(out, flow.extensions);
  if (!flow.condition.empty()) out.children.push_back(expression("bpmn:conditionExpression", flow.condition));
  return out;
}

void add_lanes(Xml& to, const Process& process) {
  if (process.lanes.empty()) return;
  Xml& set = to.add("bpmn:laneSet").set("id", process.id + ".lanes");
  for (Index i = 0; i < process.lanes.size(); ++i) {
    const Lane& lane = process.lanes[i];
    Xml& out = set.add("bpmn:lane").set("id", lane.id).set_if("name", lane.name);
    add_extensions(out, lane.extensions);
    for (const Node& node : process.nodes)
      if (node.lane == i && node.kind != Kind::Annotation) out.add("bpmn:flowNodeRef").text = node.id;
  }
}

void add_annotation(Xml& to, const Process& process, const Node& node) {
  Xml& out = to.add("bpmn:textAnnotation").set("id", node.id);
  add_text(out, "bpmn:documentation", node.documentation);
  add_extensions(out, node.extensions);
  out.add("bpmn:text").text = node.name;
  to.add("bpmn:association")
      .set("id", node.id + ".link")
      .set("sourceRef", process.nodes[node.host].id)
      .set("targetRef", node.id);
}

Xml process_xml(const Model& model, const Process& process) {
  Xml out("bpmn:process");
  out.set("id", process.id).set_if("name", process.name).set("isExecutable", "false");
  add_text(out, "bpmn:documentation", process.documentation);
  add_extensions(out, process.extensions);
  add_lanes(out, process);
  for (Index i = 0; i < process.nodes.size(); ++i)
    if (process.nodes[i].kind != Kind::Annotation) out.children.push_back(node_xml(model, process, i));
  for (const Flow& flow : process.flows) out.children.push_back(flow_xml(process, flow));
  for (const Node& node : process.nodes)
    if (node.kind == Kind::Annotation) add_annotation(out, process, node);
  return out;
}

Xml bounds(const Box& box) {
  Xml out("dc:Bounds");
  out.set("x", std::to_string(box.x)).set("y", std::to_string(box.y));
  out.set("width", std::to_string(box.width)).set("height", std::to_string(box.height));
  return out;
}

Xml& add_shape(Xml& plane, const std::string& id) {
  return plane.add("bpmndi:BPMNShape").set("id", id + ".shape").set("bpmnElement", id);
}

void add_edge(Xml& plane, const std::string& id, const std::vector<Point>& points) {
  Xml& edge = plane.add("bpmndi:BPMNEdge").set("id", id + ".edge").set("bpmnElement", id);
  for (const Point& point : points)
    edge.add("di:waypoint").set("x", std::to_string(point.x)).set("y", std::to_string(point.y));
}

/// Names of events and gateways stand below or above them, where there is no line.
void add_label(Xml& shape, const Node& node) {
  if (node.name.empty() || node.box.width > 60) return;
  const bool below = node.kind != Kind::BoundaryEvent;
  const Box label{node.box.x - 27, below ? node.box.y + node.box.height + 4 : node.box.y + node.box.height,
                  node.box.width + 54, 27};
  shape.add("bpmndi:BPMNLabel").children.push_back(bounds(label));
}

void draw(Xml& plane, const Process& process, bool pool) {
  const auto banner = [&](const std::string& id, const Box& box) {
    Xml& shape = add_shape(plane, id);
    shape.set("isHorizontal", "true");
    shape.children.push_back(bounds(box));
  };
  if (pool) banner(process.id + ".pool", process.box);
  for (const Lane& lane : process.lanes) banner(lane.id, lane.box);
  for (const Node& node : process.nodes) {
    Xml& shape = add_shape(plane, node.id);
    if (node.kind == Kind::ExclusiveGateway) shape.set("isMarkerVisible", "true");
    shape.children.push_back(bounds(node.box));
    add_label(shape, node);
  }
  for (const Flow& flow : process.flows) add_edge(plane, flow.id, flow.points);
  for (const Node& node : process.nodes) {
    if (node.kind != Kind::Annotation) continue;
    const Box& host = process.nodes[node.host].box;
    add_edge(plane, node.id + ".link",
             {{host.x + host.width, host.y + 10}, {node.box.x, node.box.y + node.box.height / 2}});
  }
}

}  // namespace

void write_bpmn(const Model& model, llvm::raw_ostream& out) {
  Xml root("bpmn:definitions");
  root.set("xmlns:bpmn", model_namespace)
      .set("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI")
      .set("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC")
      .set("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI")
      .set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  for (const auto& [prefix, name] : model.namespaces) root.set("xmlns:" + prefix, name);
  root.set("id", "definitions").set("targetNamespace", wain_namespace).set("exporter", "wain");
  for (const Resource& resource : model.resources) {
    Xml& one = root.add("bpmn:resource").set("id", resource.id).set("name", resource.name);
    add_extensions(one, resource.extensions);
  }
  if (model.pools) {
    Xml& collaboration = root.add("bpmn:collaboration").set("id", "collaboration");
    add_extensions(collaboration, model.extensions);
    for (const Process& process : model.processes)
      collaboration.add("bpmn:participant")
          .set("id", process.id + ".pool")
          .set_if("name", process.name)
          .set("processRef", process.id);
  }
  for (const Process& process : model.processes) root.children.push_back(process_xml(model, process));
  Xml& diagram = root.add("bpmndi:BPMNDiagram").set("id", "diagram");
  Xml& plane = diagram.add("bpmndi:BPMNPlane").set("id", "plane");
  plane.set("bpmnElement", model.pools || model.processes.empty() ? "collaboration" : model.processes[0].id);
  for (const Process& process : model.processes) draw(plane, process, model.pools);
  root.children.insert(root.children.end(), model.relationships.begin(), model.relationships.end());
  write_xml(root, out);
}

}  // namespace wain::emit::bpmn
