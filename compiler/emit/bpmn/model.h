/// A BPMN 2.0 model as plain data: what is drawn, and where. Whoever makes one leaves the boxes and points to
/// layout.h.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "emit/bpmn/xml.h"

namespace wain::emit::bpmn {

using Index = std::uint32_t;
inline constexpr Index none = UINT32_MAX;

/// In pixels; x grows to the right, y downwards.
struct Point {
  int x = 0, y = 0;
};
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
};

enum class Kind : std::uint8_t {
  StartEvent,
  EndEvent,
  Task,
  UserTask,
  ServiceTask,
  CallActivity,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
  ComplexGateway,
  EventBasedGateway,
  CatchEvent,
  BoundaryEvent,
  Annotation,  ///< text beside the flow, tied to the node `host`
};

/// What an event waits for. The text is a duration (ISO 8601), a cadence or nobody's message.
enum class Trigger : std::uint8_t { None, Timer, Cycle, Message, Error, Terminate };

struct Node {
  Kind kind = Kind::Task;
  std::string id, name, documentation;
  Index lane = none;
  Index host = none;  ///< of a boundary event and an annotation: another node
  Trigger trigger = Trigger::None;
  std::string trigger_text;
  std::string called;      ///< of a call activity: the id of a process
  std::string activation;  ///< of a complex gateway that joins: how many flows it waits for
  Index performer = none;  ///< of a task: a resource
  std::vector<Xml> extensions;
  Box box;
};

struct Flow {
  std::string id, name;
  Index from = none, to = none;
  std::string condition;    ///< as it is written in Wain; empty: none
  bool is_default = false;  ///< of an exclusive or inclusive gateway
  std::vector<Xml> extensions;
  std::vector<Point> points;
};

struct Lane {
  std::string id, name;
  std::vector<Xml> extensions;
  Box box;
};

struct Process {
  std::string id, name, documentation;
  std::vector<Lane> lanes;
  std::vector<Node> nodes;
  std::vector<Flow> flows;
  std::vector<Xml> extensions;
  Box box;  ///< of its pool, if it has lanes
};

/// Who performs tasks: a role, a person, a committee, a machine.
struct Resource {
  std::string id, name;
  std::vector<Xml> extensions;
};

struct Model {
  std::vector<Process> processes;
  std::vector<Resource> resources;
  std::vector<Xml> extensions;     ///< what belongs to all processes
  std::vector<Xml> relationships;  ///< at the end of the document
  /// Prefix and namespace of all extensions.
  std::vector<std::pair<std::string, std::string>> namespaces;
  bool pools = true;  ///< false: one process, drawn without a pool
};

}  // namespace wain::emit::bpmn
