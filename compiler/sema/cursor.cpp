#include "sema/context.h"

namespace wain::sema {

using syntax::Rule;

std::vector<Cursor> Cursor::children() const {
  std::vector<Cursor> result;
  for (const syntax::NodeId child : tree().children(node)) result.push_back(at(child));
  return result;
}

std::vector<Cursor> Cursor::children(Rule wanted) const {
  std::vector<Cursor> result;
  for (const syntax::NodeId child : tree().children(node))
    if (tree().rule(child) == wanted) result.push_back(at(child));
  return result;
}

Cursor Cursor::expression() const {
  for (const syntax::NodeId child : tree().children(node)) {
    switch (tree().rule(child)) {
      case Rule::Expression:
      case Rule::Conjunction:
      case Rule::Negation:
      case Rule::Comparison:
      case Rule::Sum:
      case Rule::Term:
      case Rule::Unary:
      case Rule::Primary:
      case Rule::Literal:
      case Rule::ExprPath: return at(child);
      default: break;
    }
  }
  return at({});
}

Cursor Cursor::distribution() const { return child(Rule::Distribution); }

}  // namespace wain::sema
