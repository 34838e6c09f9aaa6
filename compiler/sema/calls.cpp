/// `call P(args) as N on O -> T`: arguments against parameters, exits against outcomes.
#include <algorithm>

#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

void check_argument(ProcessBuilder& b, ir::NodeId node, const ir::Path& argument,
                    const ir::Variable& parameter) {
  const ir::Definition& definition = b.context.definition;
  const ir::TypeId found = type_of(definition, argument, b.scope());
  if (assignable(definition, found, parameter.type)) return;
  b.report(node, Diag::FlowArgumentType, argument.span,
           {arg("name", parameter.name), arg("callee", definition[b[node].callee].name),
            arg("type", str(definition, parameter.type)), arg("found", str(definition, found))})
      .note(Diag::NoteDeclaredHere, parameter.name_span, {arg("name", parameter.name)});
}

/// A path that could not be understood keeps its place, without a variable, until all are checked.
void lower_arguments(ProcessBuilder& b, ir::NodeId node, const Cursor& statement) {
  const Cursor list = statement.child(Rule::Arguments);
  if (!list.valid()) return;
  const Cursor paths = list.child(Rule::PathList);
  if (paths.valid())
    for (const Cursor& path : paths.children(Rule::Path))
      b[node].arguments.push_back(lower_path(path, b.scope()).value_or(ir::Path{}));
  if (!b[node].callee) return;
  const ir::Process& callee = b.context.definition[b[node].callee];
  if (callee.broken && callee.parameters.empty()) return;
  const std::vector<ir::Path>& arguments = b[node].arguments;
  if (arguments.size() != callee.parameters.size()) {
    if (statement.has_error()) return;
    b.report(node, Diag::FlowArgumentCount, list.span(),
             {arg("callee", callee.name), arg("wanted", callee.parameters.size()),
              arg("found", arguments.size())})
        .note(Diag::NoteDeclaredHere, callee.name_span, {arg("name", callee.name)});
    return;
  }
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (arguments[i].variable) check_argument(b, node, arguments[i], callee[callee.parameters[i]]);
}

/// Which argument is which cannot be told once one is not known: then the call has none.
void drop_unknown_arguments(ir::Node& call) {
  if (std::all_of(call.arguments.begin(), call.arguments.end(),
                  [](const ir::Path& path) { return path.variable.valid(); }))
    return;
  call.arguments.clear();
  call.broken = true;
}

/// The exits of one call, as they are written.
class Exits {
public:
  Exits(ProcessBuilder& b, ir::NodeId node, Cursor statement)
      : b_(b), node_(node), statement_(statement), callee_(b.context.definition[b[node].callee]) {}

  void lower(const Cursor& exit) {
    const Cursor qualified = exit.child(Rule::Qualified);
    const ir::OutcomeId outcome = resolve_outcome(qualified);
    if (!outcome) all_known_ = false;
    const ir::EdgeId edge = b_.add_edge(ir::EdgeKind::Outcome, node_, exit.span());
    b_[edge].outcome = outcome;
    const bool right = outcome && admit(outcome, qualified);
    if (const Cursor target = exit.child(Rule::Target); target.valid()) lead_to(b_, edge, target);
    if (!right) b_[edge].kind = ir::EdgeKind::Fail;
    if (!right) b_[edge].outcome = {};
  }

  void check_all_there(Span call) {
    if (!all_known_ || statement_.has_error() || callee_.broken) return;
    for (std::size_t i = 1; i < callee_.yields.size(); ++i) {
      const ir::OutcomeId outcome = callee_.yields[i];
      if (seen_.contains(outcome.index)) continue;
      const std::string_view name = b_.context.definition[outcome].name;
      b_.report(node_, Diag::FlowExitMissing, call, {arg("callee", callee_.name), arg("outcome", name)})
          .note(Diag::NoteFlowYieldsHere, callee_.yield_spans[i])
          .help(Diag::NoteFlowWriteOn, {arg("outcome", name)});
    }
  }

private:
  bool admit(ir::OutcomeId outcome, const Cursor& qualified) {
    const auto& yields = callee_.yields;
    const std::vector<DiagArg> args{arg("callee", callee_.name),
                                    arg("outcome", b_.context.definition[outcome].name)};
    const auto at = std::find(yields.begin(), yields.end(), outcome);
    if (at == yields.end()) {
      if (!callee_.broken)
        b_.report(node_, Diag::FlowExitNotYielded, qualified.span(), args)
            .note(Diag::NoteDeclaredHere, callee_.name_span, {arg("name", callee_.name)});
      return false;
    }
    if (at == yields.begin() && !callee_.broken) {
      b_.report(node_, Diag::FlowExitFirst, qualified.span(), args)
          .note(Diag::NoteFlowYieldsHere, callee_.yield_spans.front());
      return false;
    }
    const auto [first, fresh] = seen_.try_emplace(outcome.index, qualified.span());
    if (fresh) return true;
    b_.report(node_, Diag::NamedTwice, qualified.span(), {arg("name", qualified.text())})
        .note(Diag::NoteFirstNamedHere, first->second);
    return false;
  }

  ProcessBuilder& b_;
  ir::NodeId node_;
  Cursor statement_;
  const ir::Process& callee_;
  llvm::DenseMap<std::uint32_t, Span> seen_;
  bool all_known_ = true;
};

/// Nothing is known of what the call yields: its exits lead on as they are written.
void lower_blind_exits(ProcessBuilder& b, ir::NodeId node, const std::vector<Cursor>& exits) {
  for (const Cursor& exit : exits) {
    const ir::EdgeId edge = b.add_edge(ir::EdgeKind::Fail, node, exit.span());
    resolve_outcome(exit.child(Rule::Qualified));
    if (const Cursor target = exit.child(Rule::Target); target.valid()) lead_to(b, edge, target);
  }
}

}  // namespace

void lower_call(ProcessBuilder& b, const Cursor& statement) {
  const ErrorWatch errors(b.context);
  const ir::NodeId node = b.add_step(ir::NodeKind::Call, statement);
  const Cursor qualified = statement.child(Rule::Qualified);
  const Span place = qualified.valid() ? qualified.span() : keyword_span(statement);
  if (b[node].name.empty()) b[node].name_span = place;
  if (qualified.valid()) b[node].callee = resolve_process(qualified);
  lower_arguments(b, node, statement);
  drop_unknown_arguments(b[node]);
  const std::vector<Cursor> exits = statement.children(Rule::CallExit);
  const bool blind = !b[node].callee || b.context.definition[b[node].callee].yields.empty();
  const ir::EdgeId onward = b.open_edge(blind ? ir::EdgeKind::Next : ir::EdgeKind::Outcome, node, place);
  if (blind) {
    lower_blind_exits(b, node, exits);
  } else {
    b[onward].outcome = b.context.definition[b[node].callee].yields.front();
    Exits on(b, node, statement);
    for (const Cursor& exit : exits) on.lower(exit);
    on.check_all_there(place);
  }
  // What a broken callee may end in is not known either.
  if (errors.any() || blind || b.context.definition[b[node].callee].broken) b[node].broken = true;
}

}  // namespace wain::sema
