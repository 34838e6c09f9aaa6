#include "syntax/tree_builder.h"

namespace wain::syntax {
namespace {

enum class Role : std::uint8_t { Keep, Drop, DropIfOneChild };

/// See the comment at `Rule` in tree.h.
Role role(Rule rule) {
  switch (rule) {
    case Rule::File:
    case Rule::Declaration:
    case Rule::CalendarItem:
    case Rule::ActorItem:
    case Rule::CriterionItem:
    case Rule::ControlItem:
    case Rule::OutcomeItem:
    case Rule::BlockItem:
    case Rule::ActivityItem:
    case Rule::WaitItem:
    case Rule::ScenarioItem:
    case Rule::OverrideItem:
    case Rule::ObservedItem:
    case Rule::PlainWord: return Role::Drop;
    case Rule::Expression:
    case Rule::Conjunction:
    case Rule::Negation:
    case Rule::Comparison:
    case Rule::Sum:
    case Rule::Term:
    case Rule::Unary:
    case Rule::Primary: return Role::DropIfOneChild;
    default: return Role::Keep;
  }
}

Rule plain(Rule rule) {
  switch (rule) {
    case Rule::ExprName:
    case Rule::ArgumentName:
    case Rule::TypeName:
    case Rule::TargetName: return Rule::Name;
    default: return rule;
  }
}

/// Whether the node at `i` has one child that covers all its tokens.
bool wraps_one_child(const std::vector<Node>& nodes, std::size_t i) {
  if (nodes[i].size < 2) return false;
  const Node& child = nodes[i + 1];
  return child.size + 1 == nodes[i].size && child.first_token == nodes[i].first_token &&
         child.end_token == nodes[i].end_token;
}

}  // namespace

void TreeBuilder::flush(std::vector<Node>& nodes, std::uint32_t token_offset) {
  const std::size_t count = raw_.size();
  kept_before_.assign(count + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const Role r = role(raw_[i].rule);
    const bool drop = r == Role::Drop || (r == Role::DropIfOneChild && wraps_one_child(raw_, i));
    kept_before_[i + 1] = kept_before_[i] + (drop ? 0 : 1);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (kept_before_[i + 1] == kept_before_[i]) continue;
    Node node = raw_[i];
    node.rule = plain(node.rule);
    node.first_token += token_offset;
    node.end_token += token_offset;
    node.size = kept_before_[i + raw_[i].size] - kept_before_[i];
    nodes.push_back(node);
  }
  clear();
}

}  // namespace wain::syntax
