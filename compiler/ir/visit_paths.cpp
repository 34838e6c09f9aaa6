#include "ir/visit_paths.h"

#include <vector>

namespace wain::ir {

void visit_paths(const Definition& definition, ExprId root, llvm::function_ref<void(const Expr&)> visit) {
  std::vector<ExprId> work{root};
  while (!work.empty()) {
    const ExprId id = work.back();
    work.pop_back();
    if (!id) continue;
    const Expr& expr = definition[id];
    if (expr.kind == ExprKind::PathRef || expr.kind == ExprKind::Count) visit(expr);
    work.insert(work.end(), expr.operands.rbegin(), expr.operands.rend());
  }
}

}  // namespace wain::ir
