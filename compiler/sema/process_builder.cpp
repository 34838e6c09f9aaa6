#include "sema/process_builder.h"

#include <fmt/format.h>

namespace wain::sema {

using syntax::Rule;

ProcessBuilder::ProcessBuilder(Context& shared, ir::Process& lowered, Cursor tree)
    : context(shared),
      process(lowered),
      declaration(tree),
      has_syntax_error(tree.has_error() || shared.units[tree.unit].incomplete),
      has_broken_header(lowered.broken),
      duration_type(shared.definition.intern({.kind = ir::TypeKind::Duration})) {}

ir::NodeId ProcessBuilder::add_node(ir::NodeKind kind, const Cursor& statement) {
  const ir::NodeId id{static_cast<std::uint32_t>(process.nodes.size())};
  ir::Node& node = process.nodes.emplace_back();
  node.kind = kind;
  node.branch = branch;
  node.span = statement.span();
  node.name_span = keyword_span(statement);
  node.broken = statement.has_error() || context.units[statement.unit].incomplete;
  for (const ir::EdgeId edge : open) process[edge].to = id;
  open.clear();
  return id;
}

ir::NodeId ProcessBuilder::add_step(ir::NodeKind kind, const Cursor& statement) {
  const ir::NodeId id = add_node(kind, statement);
  fill_header(process[id], statement);
  const ir::Node& node = process[id];
  if (node.name.empty()) return id;
  const auto [first, fresh] = steps.try_emplace(node.name.data(), id.index);
  if (!fresh)
    report(id, Diag::FlowDuplicateStep, node.name_span,
           {arg("process", process.name), arg("name", node.name)})
        .note(Diag::NoteFirstDeclaredHere, process.nodes[first->second].name_span, {arg("name", node.name)});
  return id;
}

ir::EdgeId ProcessBuilder::add_edge(ir::EdgeKind kind, ir::NodeId from, Span span) {
  const ir::EdgeId id{static_cast<std::uint32_t>(process.edges.size())};
  ir::Edge& edge = process.edges.emplace_back();
  edge.kind = kind;
  edge.from = from;
  edge.span = span;
  return id;
}

ir::EdgeId ProcessBuilder::open_edge(ir::EdgeKind kind, ir::NodeId from, Span span) {
  const ir::EdgeId id = add_edge(kind, from, span);
  open.push_back(id);
  return id;
}

void ProcessBuilder::merge(const Frontier& ends, const Cursor& statement) {
  open = ends;
  if (open.empty()) return;
  const ir::NodeId node = add_node(ir::NodeKind::Merge, statement);
  open_edge(ir::EdgeKind::Next, node, process[node].name_span);
}

Diagnostics::Builder ProcessBuilder::report(Diag id, Span span, const std::vector<DiagArg>& args) {
  auto builder = context.diagnostics.report(id, span, args);
  builder.symbol(std::string(process.name));
  return builder;
}

Diagnostics::Builder ProcessBuilder::report(ir::NodeId node, Diag id, Span span,
                                            const std::vector<DiagArg>& args) {
  auto builder = context.diagnostics.report(id, span, args);
  builder.symbol(symbol(node));
  return builder;
}

std::string ProcessBuilder::symbol(ir::NodeId node) const {
  const std::string_view name = process[node].name;
  return name.empty() ? std::string(process.name) : fmt::format("{}.{}", process.name, name);
}

Span keyword_span(const Cursor& statement) {
  return statement.tree().token_span(statement.tree()[statement.node].first_token);
}

}  // namespace wain::sema
