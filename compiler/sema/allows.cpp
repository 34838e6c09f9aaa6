#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

/// `late-gate`: the words and dashes of a rule's name, whatever white space stands between them.
std::string_view rule_name(const Cursor& rule) {
  std::string text;
  const syntax::Node& node = rule.tree()[rule.node];
  for (std::uint32_t token = node.first_token; token < node.end_token; ++token) {
    if (rule.tree().token(token).broken) return {};
    text += rule.tree().token_text(token);
  }
  return rule.context->definition.keep(text);
}

/// A block is the inside of something: findings lie on the process, arm or branch around it.
bool is_scope(Rule rule) { return rule != Rule::Block && rule != Rule::Observed; }

void collect(const Cursor& allow, Span scope) {
  if (allow.has_error()) return;
  Context& context = *allow.context;
  const Cursor rule = allow.child(Rule::RuleName);
  const std::uint32_t reason = allow.tree().own_token(allow.node, Tok::String);
  if (!rule.valid() || reason == UINT32_MAX) return;
  ir::Allow result;
  result.rule = rule_name(rule);
  result.rule_span = rule.span();
  result.reason = string_value(allow, reason);
  result.scope = scope;
  result.span = allow.span();
  if (result.rule.empty()) return;
  if (result.reason.find_first_not_of(" \t\n") == std::string_view::npos) {
    context.diagnostics.report(Diag::AllowReasonEmpty, allow.tree().token_span(reason));
    return;
  }
  if (const std::uint32_t date = allow.tree().own_token(allow.node, Tok::Date); date != UINT32_MAX)
    result.until = date_value(allow, date);
  context.definition.allows.push_back(result);
}

}  // namespace

void collect_allows(Context& context) {
  for (std::uint32_t unit = 0; unit < context.units.size(); ++unit) {
    const syntax::Tree& tree = context.units[unit].tree;
    const auto is_allow = [](const syntax::Node& node) { return node.rule == Rule::Allow; };
    if (std::none_of(tree.nodes.begin(), tree.nodes.end(), is_allow)) continue;
    // The nodes around the current one, outermost first, in preorder: no recursion.
    std::vector<std::uint32_t> around;
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
      while (!around.empty() && around.back() + tree.nodes[around.back()].size <= i) around.pop_back();
      if (tree.nodes[i].rule == Rule::Allow) {
        Span scope;
        for (std::size_t k = around.size(); k-- > 0 && !scope.valid();)
          if (is_scope(tree.nodes[around[k]].rule)) scope = tree.span({around[k]});
        collect({&context, unit, {i}}, scope);
      }
      if (tree.nodes[i].size > 1) around.push_back(i);
    }
  }
}

}  // namespace wain::sema
