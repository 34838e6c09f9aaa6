/// Where the parts of a BPMN model stand: columns from left to right in the order of the flow, a row of
/// lanes for each role, and flows at right angles in the channels between them.
#pragma once

#include "emit/bpmn/model.h"

namespace wain::emit::bpmn {

/// Sets the boxes of nodes, lanes and pools and the points of flows. No two nodes overlap (but a boundary
/// event sits on the edge of its host), and no flow crosses a node. The same model gives the same picture.
void lay_out(Model& model);

}  // namespace wain::emit::bpmn
