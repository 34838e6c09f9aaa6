/// A decision about a claim for other programs: `expect` in wain-test, `good when` in wain-simulation.
#pragma once

#include <string>

#include <llvm/Support/JSON.h>

#include "simulation/decide.h"

namespace wain::driver {

/// The properties of the object that is being written, from `ground` to `atBoundary`. `currency`: of the left
/// side.
void write_decision(llvm::json::OStream& json, const simulation::Claim& claim,
                    const simulation::Decision& decision, const std::string& currency);

}  // namespace wain::driver
