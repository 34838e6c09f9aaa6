/// The part of Prosimos's input that BPMN does not say: who works, when, for how long, how often.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "exports/flat_graph.h"
#include "exports/losses.h"
#include "exports/prosimos_clock.h"
#include "exports/prosimos_model.h"

namespace wain::exports {

/// Writes the parameters as JSON, and reports what they lose.
void write_prosimos_parameters(const plan::Plan& plan, const FlatGraph& graph, const ProsimosModel& model,
                               Losses& losses, ProsimosClock& clock, llvm::raw_ostream& out);

}  // namespace wain::exports
