#include "emit/bpmn.h"

#include "emit/bpmn/from_definition.h"
#include "emit/bpmn/write.h"

namespace wain::emit {

void emit_bpmn(const ir::Definition& definition, const SourceManager& sources, llvm::raw_ostream& out) {
  bpmn::write_bpmn(bpmn::definition_model(definition, sources).model, out);
}

}  // namespace wain::emit
