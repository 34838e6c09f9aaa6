#include "sema/context.h"

namespace wain::sema {

using syntax::Rule;

void lower_constants(Context& context) {
  for (const Symbol& symbol : context.symbols) {
    if (symbol.kind != SymbolKind::Constant) continue;
    const Cursor declaration{&context, symbol.tree, symbol.declaration};
    ir::Constant& constant = context.definition.constants[symbol.index];
    constant.value = literal_value(declaration.child(Rule::Literal));
    constant.type = type_of(context.definition, constant.value);
    if (std::holds_alternative<std::monostate>(constant.value)) constant.broken = true;
  }
}

}  // namespace wain::sema
