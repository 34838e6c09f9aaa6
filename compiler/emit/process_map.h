/// What a process map says to people, whatever the drawing tool: how an element looks, its lines of
/// text, what stands at an arrow. dot and mermaid only differ in spelling. Private to emit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/definition.h"

namespace wain::emit {

enum class Look : std::uint8_t {
  Start,
  HumanStep,
  CommitteeStep,
  SystemStep,
  ModelStep,
  HumanGate,
  CommitteeGate,
  MachineGate,
  Split,
  Merge,
  Fork,
  Join,
  Wait,
  Call,
  Outcome,
  Audit
};

struct MapNode {
  Look look = Look::HumanStep;
  std::string title;               ///< wrapped with \n; empty for bars and joints
  std::vector<std::string> lines;  ///< below the title, smaller
  std::string details;             ///< what would crowd the picture: for a tooltip
};

/// What an arrow means for the case that takes it.
enum class Tone : std::uint8_t { Plain, Yes, No, Back, Failure, Silence };

struct MapEdge {
  Tone tone = Tone::Plain;
  std::string label;  ///< wrapped with \n
};

MapNode describe(const ir::Definition& definition, const ir::Process& process, const ir::Node& node);
MapEdge describe(const ir::Definition& definition, const ir::Process& process, const ir::Edge& edge);
/// The display title of an element, or its name.
std::string_view display(const ir::Header& header);

}  // namespace wain::emit
