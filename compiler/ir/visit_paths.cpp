#include "ir/visit_paths.h"

#include <llvm/ADT/SmallVector.h>

namespace wain::ir {

void visit_paths(const Definition& definition, ExprId root, llvm::function_ref<void(const Expr&)> visit) {
  if (!root) return;  // most guards and priorities
  llvm::SmallVector<ExprId, 16> work{root};
  while (!work.empty()) {
    const ExprId id = work.back();
    work.pop_back();
    if (!id) continue;
    const Expr& expr = definition[id];
    if (expr.kind == ExprKind::PathRef || expr.kind == ExprKind::Count) visit(expr);
    work.append(expr.operands.rbegin(), expr.operands.rend());
  }
}

}  // namespace wain::ir
