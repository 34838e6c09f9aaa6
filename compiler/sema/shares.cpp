/// `E ~ P% "label"`: guard, share and label of an arm.
#include "sema/process_builder.h"

namespace wain::sema {

using syntax::Rule;

Arm lower_arm(ProcessBuilder& b, const Cursor& condition) {
  Arm arm;
  arm.span = condition.span();
  arm.label = title_of(condition);
  if (const Cursor expression = condition.expression(); expression.valid())
    arm.guard = lower_condition(expression, b.scope());
  if (const Cursor share = condition.child(Rule::Share); share.valid())
    arm.share = ratio_value(share.child(Rule::Value), "~");
  return arm;
}

void set_arm(ir::Edge& edge, const Arm& arm) {
  edge.guard = arm.guard;
  edge.share = arm.share;
  edge.label = arm.label;
}

std::optional<ir::Decimal> sum_of(const std::vector<ir::Decimal>& shares) {
  if (shares.empty()) return std::nullopt;
  std::optional<ir::Decimal> sum = ir::Decimal{};
  for (const ir::Decimal share : shares)
    if (sum) sum = add(*sum, share);
  return sum;
}

}  // namespace wain::sema
