/// The part of Prosimos's input that BPMN says.
#pragma once

#include <string>
#include <vector>

#include "emit/bpmn/model.h"
#include "exports/flat_graph.h"

namespace wain::exports {

struct ProsimosModel {
  emit::bpmn::Model model;
  std::vector<std::string> nodes, flows;  ///< ids, by node and edge of the graph
};

/// Plain tasks, one start, one end, and a diagram.
ProsimosModel prosimos_model(const plan::Plan& plan, const FlatGraph& graph);

}  // namespace wain::exports
