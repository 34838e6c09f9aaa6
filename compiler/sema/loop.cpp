/// `repeat { } until E ~ P%`: a merge to come back to, the body, a split that leaves or goes round.
#include "sema/process_builder.h"

namespace wain::sema {

using syntax::Rule;
using syntax::Tok;

void lower_repeat(ProcessBuilder& b, const Cursor& statement) {
  const ir::NodeId entry = b.add_node(ir::NodeKind::Merge, statement);
  b.open_edge(ir::EdgeKind::Next, entry, b[entry].name_span);
  if (const Cursor block = statement.child(Rule::Block); block.valid())
    lower_block(b, block, BlockPlace::Nested);

  const Cursor condition = statement.child(Rule::Condition);
  const ir::NodeId split = b.add_node(ir::NodeKind::Split, statement);
  const std::uint32_t until = statement.tree().own_token(statement.node, Tok::Until);
  if (until != UINT32_MAX && condition.valid()) {
    b[split].name_span = statement.tree().token_span(until);
    b[split].span = cover(b[split].name_span, condition.span());
  }
  const Arm arm = condition.valid() ? lower_arm(b, condition) : Arm{{}, {}, {}, b[split].name_span};
  const ir::EdgeId leave = b.add_edge(ir::EdgeKind::Until, split, arm.span);
  set_arm(b[leave], arm);
  b[b.add_edge(ir::EdgeKind::Again, split, keyword_span(statement))].to = entry;
  b.open.assign(1, leave);
}

}  // namespace wain::sema
