#include "sema/context.h"

namespace wain::sema {

using syntax::Rule;

void lower_expectations(Context& context) {
  for (std::uint32_t unit = 0; unit < context.units.size(); ++unit) {
    const Cursor file{&context, unit, context.units[unit].tree.root()};
    for (const Cursor& declaration : file.children(Rule::ExpectDecl)) {
      ir::Expectation expectation;
      expectation.span = declaration.span();
      auto claim = lower_statistics(declaration.child(Rule::ComparisonOfStatistics), {});
      expectation.broken = declaration.has_error() || !claim;
      if (claim) expectation.claim = std::move(*claim);
      context.definition.expectations.push_back(std::move(expectation));
    }
  }
}

}  // namespace wain::sema
