#include "driver/emitters.h"

#include <llvm/Support/raw_ostream.h>

#include "emit/bpmn.h"
#include "emit/dot.h"
#include "emit/ir_json.h"
#include "emit/mermaid.h"
#include "ir/printer.h"

namespace wain::driver {

std::string emit_text(EmitKind kind, const ir::Definition& definition, const SourceManager& sources) {
  std::string text;
  llvm::raw_string_ostream out(text);
  switch (kind) {
    case EmitKind::Ir: out << ir::print(definition); break;
    case EmitKind::IrJson: emit::emit_ir_json(definition, sources, out); break;
    case EmitKind::Dot: emit::emit_dot(definition, out); break;
    case EmitKind::Mermaid: emit::emit_mermaid(definition, out); break;
    case EmitKind::Bpmn: emit::emit_bpmn(definition, sources, out); break;
    case EmitKind::Plan:  // of one scenario: plans.h
    case EmitKind::Prosimos:
    case EmitKind::Bpsim:
    case EmitKind::Bpsim1: break;  // of scenarios: exports.h
  }
  return text;
}

}  // namespace wain::driver
