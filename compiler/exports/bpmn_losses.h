/// What BPMN does otherwise than the language.
#pragma once

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::exports {

/// Reports where the meaning of an exported definition is not that of its BPMN: branches that the language
/// withdraws, audits, which are notes there.
void report_bpmn_losses(const ir::Definition& definition, const SourceManager& sources,
                        Diagnostics& diagnostics);

}  // namespace wain::exports
