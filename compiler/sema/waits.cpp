/// `wait 14d`, `wait until Mon 17:00`, `wait for "…"`: time passes and nobody works.
#include "sema/process_builder.h"

namespace wain::sema {

using syntax::Rule;
using syntax::Tok;

void lower_wait(ProcessBuilder& b, const Cursor& statement) {
  const ErrorWatch errors(b.context);
  const ir::NodeId node = b.add_node(ir::NodeKind::Wait, statement);
  ir::WaitSpec spec;
  if (const Cursor cadence = statement.child(Rule::Cadence); cadence.valid()) {
    spec.kind = ir::WaitSpec::Kind::Cadence;
    spec.cadence = lower_cadence(cadence);
    if (const Cursor agenda = statement.child(Rule::AgendaProp); agenda.valid())
      spec.agenda_closes = duration_value(agenda.child(Rule::Value), "agenda closes");
  } else if (statement.has(Tok::For)) {
    spec.kind = ir::WaitSpec::Kind::Outside;
    spec.description = title_of(statement);
  } else if (const Cursor time = statement.distribution(); time.valid()) {
    b[node].takes = lower_distribution(time, b.duration_type);
  }
  b[node].wait = std::move(spec);
  SeenProperties seen;
  for (const syntax::NodeId child : statement.tree().children(statement.node)) {
    const Cursor item = statement.at(child);
    if (seen.admit(b, node, Construct::Wait, item)) lower_data_property(b, node, item);
  }
  b.open_edge(ir::EdgeKind::Next, node, b[node].name_span);
  if (errors.any()) b[node].broken = true;
}

}  // namespace wain::sema
