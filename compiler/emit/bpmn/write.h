/// A BPMN model as the XML that other tools read.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "emit/bpmn/model.h"

namespace wain::emit::bpmn {

/// The namespace of what BPMN has no words for: owners, criteria, evidence, controls.
inline constexpr std::string_view wain_namespace = "urn:wain:bpmn:1";

/// Writes a model that was laid out: BPMN 2.0 with diagram interchange, in the order that its schema asks
/// for.
void write_bpmn(const Model& model, llvm::raw_ostream& out);

}  // namespace wain::emit::bpmn
