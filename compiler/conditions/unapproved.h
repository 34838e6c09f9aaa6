/// Whether a case that a control applies to can take a path: with no approval from some gates, or with
/// that of all of several.
#pragma once

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "conditions/process_model.h"

namespace wain::conditions {

/// A case to which the control applies can come to `point` over none of the edges in `withheld` (by edge
/// index). One that names a record applies to no case that has not got a variable of it yet. Without a
/// control: any case.
Answer comes_unapproved(ProcessModel& model, ir::ControlId control, ir::NodeId point,
                        const llvm::BitVector& withheld);

/// A case to which the control applies can come to each of the nodes; that it can come to all of them on
/// one path is for the graph to say. The control is asked about at the last.
Answer comes_to_all(ProcessModel& model, ir::ControlId control, llvm::ArrayRef<ir::NodeId> nodes);

}  // namespace wain::conditions
