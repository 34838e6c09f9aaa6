#include "syntax/tree.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wain::syntax {
namespace {

constexpr auto make_rule_names() {
  std::array<std::string_view, 256> names{};
#define WAIN_GRAMMAR_RULE(id, number) names[number] = #id;
#include "syntax/grammar_tables.inc"
  return names;
}
constexpr auto rule_names = make_rule_names();

}  // namespace

std::string_view name(Rule rule) { return rule_names[static_cast<std::size_t>(rule)]; }

NodeId Tree::child(NodeId id, Rule wanted) const {
  for (const NodeId node : children(id))
    if (rule(node) == wanted) return node;
  return {};
}

NodeId Tree::child_at(NodeId id, std::size_t n) const {
  for (const NodeId node : children(id))
    if (n-- == 0) return node;
  return {};
}

std::string_view Tree::token_text(std::uint32_t index) const {
  const Token& t = token(index);
  return text.substr(t.begin, t.end - t.begin);
}

std::uint32_t Tree::own_token(NodeId id, Tok kind) const {
  const Node& node = nodes[id.index];
  std::uint32_t at = node.first_token;
  for (const NodeId child : children(id)) {
    for (; at < nodes[child.index].first_token; ++at)
      if (token(at).kind == kind) return at;
    at = nodes[child.index].end_token;
  }
  for (; at < node.end_token; ++at)
    if (token(at).kind == kind) return at;
  return UINT32_MAX;
}

Span Tree::span(NodeId id) const {
  const Node& node = nodes[id.index];
  const Token& first = token(node.first_token);
  if (node.end_token <= node.first_token) return {file, first.begin, first.begin};
  return {file, first.begin, std::max(first.begin, token(node.end_token - 1).end)};
}

std::string_view Tree::text_of(NodeId id) const {
  const Span s = span(id);
  return text.substr(s.begin, s.end - s.begin);
}

Span Tree::token_span(std::uint32_t index) const {
  const Token& t = token(index);
  return {file, t.begin, t.end};
}

std::string Tree::documentation(NodeId id) const {
  const std::uint32_t before = first_token(id).begin;
  const auto& comments = buffer.comments;
  auto end = std::lower_bound(comments.begin(), comments.end(), before,
                              [](const Comment& c, std::uint32_t offset) { return c.begin < offset; });
  // Back over the doc comments with nothing but white space between them and the node.
  auto first = end;
  std::uint32_t next = before;
  while (first != comments.begin()) {
    const Comment& c = *(first - 1);
    const std::string_view gap = text.substr(c.end, next - c.end);
    if (c.kind != Comment::Kind::Doc || gap.find_first_not_of(" \t\r\n") != std::string_view::npos) break;
    next = c.begin;
    --first;
  }
  std::string result;
  for (; first != end; ++first) {
    std::string_view line = text.substr(first->begin + 3, first->end - first->begin - 3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (!result.empty() || first->begin != next) result += '\n';
    result += line;
  }
  return result;
}

std::string print(const Tree& tree) {
  std::string out;
  std::vector<std::uint32_t> ends;  // where the open nodes' subtrees end
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    while (!ends.empty() && ends.back() <= i) ends.pop_back();
    const Node& node = tree.nodes[i];
    const Span span = tree.span({i});
    out.append(2 * ends.size(), ' ');
    out += fmt::format("{}{}", name(node.rule), node.has_error ? " !" : "");
    if (node.size == 1) out += fmt::format(" `{}`", tree.text_of({i}));
    out += fmt::format(" {}..{}\n", span.begin, span.end);
    ends.push_back(i + node.size);
  }
  return out;
}

}  // namespace wain::syntax
