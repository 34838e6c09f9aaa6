/// The statements of a process, block by block, and what holds once all of them stand.
#include "sema/call_graph.h"
#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

void report_nested(ProcessBuilder& b, const Cursor& item) {
  const auto& tree = item.tree();
  b.report(Diag::FlowNested, keyword_span(item),
           {arg("statement", tree.token_text(tree[item.node].first_token)), arg("process", b.process.name)})
      .help(Diag::NoteFlowProcessLevel);
}

void lower_owner(ProcessBuilder& b, const Cursor& property) {
  if (b.owner_span.valid()) {
    b.report(Diag::FlowTwoOwners, property.span(), {arg("process", b.process.name)})
        .note(Diag::NoteFirstGivenHere, b.owner_span);
    return;
  }
  b.owner_span = property.span();
  b.process.owner = resolve_actor(property.child(Rule::Qualified));
}

/// What stands beside the flow, and only directly in a process.
void lower_beside_flow(ProcessBuilder& b, const Cursor& item, BlockPlace place) {
  if (place != BlockPlace::Process) {
    report_nested(b, item);
    return;
  }
  switch (item.rule()) {
    case Rule::Audit: lower_audit(b, item); break;
    case Rule::Separation: b.separations.push_back(item); break;
    case Rule::OwnerProp: lower_owner(b, item); break;
    default: break;  // measures are lowered together, at the end
  }
}

void lower_observed_item(ProcessBuilder& b, const Cursor& item, BlockPlace place) {
  if (place != BlockPlace::Branch) {
    b.report(Diag::FlowObservedPlace, keyword_span(item));
    return;
  }
  ir::Branch& branch = b.process.branches[b.branch.index];
  if (branch.observed)
    b.report(Diag::PropertyTwice, keyword_span(item), {arg("property", "observed")})
        .note(Diag::NoteFirstGivenHere, branch.observed->span);
  else
    b.process.branches[b.branch.index].observed = lower_observed(item);
}

void lower_item(ProcessBuilder& b, const Cursor& item, BlockPlace place) {
  switch (item.rule()) {
    case Rule::Activity: lower_activity(b, item); break;
    case Rule::IfStatement: lower_if(b, item); break;
    case Rule::ChooseStatement: lower_choose(b, item); break;
    case Rule::ParallelStatement: lower_parallel(b, item); break;
    case Rule::RepeatStatement: lower_repeat(b, item); break;
    case Rule::WaitStatement: lower_wait(b, item); break;
    case Rule::CallStatement: lower_call(b, item); break;
    case Rule::GotoStatement: lower_goto(b, item); break;
    case Rule::EndStatement: lower_end(b, item); break;
    case Rule::Audit:
    case Rule::Separation:
    case Rule::OwnerProp:
    case Rule::Measure: lower_beside_flow(b, item, place); break;
    case Rule::Observed: lower_observed_item(b, item, place); break;
    default: break;  // `allow` is collected for the whole file
  }
}

/// One node a statement, one more for what a block opens and closes.
void reserve(ProcessBuilder& b, const Cursor& block) {
  const syntax::Tree& tree = block.tree();
  const std::uint32_t first = block.node.index;
  std::size_t nodes = 2;
  for (std::uint32_t i = first; i < first + tree.nodes[first].size; ++i) {
    switch (tree.nodes[i].rule) {
      case Rule::Activity:
      case Rule::Audit:
      case Rule::WaitStatement:
      case Rule::CallStatement:
      case Rule::EndStatement:
      case Rule::Target: ++nodes; break;
      case Rule::IfStatement:
      case Rule::ChooseStatement:
      case Rule::ParallelStatement:
      case Rule::RepeatStatement: nodes += 2; break;
      default: break;
    }
  }
  b.process.nodes.reserve(nodes);
  b.process.edges.reserve(nodes + nodes / 4);
}

void add_start(ProcessBuilder& b) {
  const ir::NodeId start = b.add_node(ir::NodeKind::Start, b.declaration);
  b[start].name_span = b[start].span = b.process.name_span;
  b.open_edge(ir::EdgeKind::Next, start, b.process.name_span);
}

/// Drops edges that lead nowhere (to a step that does not exist), and tells the nodes their edges.
void settle_edges(ir::Process& process) {
  std::erase_if(process.edges, [](const ir::Edge& edge) { return !edge.to.valid(); });
  for (std::uint32_t i = 0; i < process.edges.size(); ++i) {
    process[process.edges[i].from].out.push_back({i});
    process[process.edges[i].to].in.push_back({i});
  }
}

void lower_body(Context& context, const Symbol& symbol) {
  ir::Process& process = context.definition.processes[symbol.index];
  const ErrorWatch errors(context);
  ProcessBuilder b(context, process, {&context, symbol.tree, symbol.declaration});
  collect_variables(b);
  const Cursor block = b.declaration.child(Rule::Block);
  if (block.valid()) reserve(b, block);
  add_start(b);
  if (block.valid()) lower_block(b, block, BlockPlace::Process);
  end_body(b, block.valid() ? block : b.declaration);
  resolve_jumps(b);
  settle_edges(process);
  check_implicit_end(b);
  lower_audits(b);
  lower_separations(b);
  if (block.valid()) {
    DataScope scope = b.scope();
    scope.measures = true;
    process.measures = lower_measures(block, scope);
  }
  if (errors.any() || b.has_syntax_error) process.broken = true;
}

}  // namespace

void lower_block(ProcessBuilder& b, const Cursor& block, BlockPlace place) {
  for (const syntax::NodeId child : block.tree().children(block.node)) lower_item(b, block.at(child), place);
}

void lower_process_bodies(Context& context) {
  for (const Symbol& symbol : context.symbols)
    if (symbol.kind == SymbolKind::Process) lower_body(context, symbol);
  check_recursion(context);
}

}  // namespace wain::sema
