/// The first line of a process: parameters, yields, what it replaces.
#include "sema/context.h"

#include <utility>

#include <fmt/format.h>

namespace wain::sema {
namespace {

using syntax::Rule;

ir::Process& process_of(Context& context, const Symbol& symbol) {
  return context.definition.processes[symbol.index];
}

void lower_parameters(Context& context, ir::Process& process, const Cursor& declaration) {
  const Cursor list = declaration.child(Rule::Parameters);
  if (!list.valid()) return;
  NameTable seen;
  for (const Cursor& parameter : list.children(Rule::Parameter)) {
    const ir::VariableId id{static_cast<std::uint32_t>(process.variables.size())};
    ir::Variable& variable = process.variables.emplace_back();
    fill_header(variable, parameter);
    variable.parameter = true;
    variable.type = lower_type(parameter.child(Rule::Type));
    process.parameters.push_back(id);
    if (variable.name.empty()) continue;
    const auto [first, fresh] = seen.try_emplace(variable.name.data(), id.index);
    if (fresh) continue;
    context.diagnostics
        .report(Diag::FlowDuplicateParameter, variable.name_span,
                {arg("process", process.name), arg("name", variable.name)})
        .note(Diag::NoteFirstDeclaredHere, process.variables[first->second].name_span,
              {arg("name", variable.name)})
        .symbol(std::string(process.name));
  }
}

void lower_yields(Context& context, ir::Process& process, const Cursor& declaration) {
  const Cursor list = declaration.child(Rule::Yields);
  if (!list.valid()) return;
  llvm::DenseMap<std::uint32_t, Span> seen;
  for (const Cursor& qualified : list.children(Rule::Qualified)) {
    const ir::OutcomeId outcome = resolve_outcome(qualified);
    if (!outcome.valid()) continue;
    const auto [first, fresh] = seen.try_emplace(outcome.index, qualified.span());
    if (fresh) {
      process.yields.push_back(outcome);
      process.yield_spans.push_back(qualified.span());
      continue;
    }
    context.diagnostics
        .report(Diag::FlowDuplicateYield, qualified.span(),
                {arg("process", process.name), arg("outcome", qualified.text())})
        .note(Diag::NoteFirstNamedHere, first->second)
        .symbol(std::string(process.name));
  }
}

/// The outcomes that the ends of the body name, for the proposal of a `yields`.
std::string named_ends(const Cursor& declaration) {
  const syntax::Tree& tree = declaration.tree();
  const std::uint32_t first = declaration.node.index;
  llvm::DenseMap<const char*, bool> seen;
  std::string result;
  for (std::uint32_t i = first; i < first + tree.nodes[first].size; ++i) {
    const Cursor node = declaration.at({i});
    const bool ends = node.rule() == Rule::EndStatement || node.rule() == Rule::Target;
    const Cursor outcome = ends ? node.child(Rule::Qualified) : node.at({});
    if (!outcome.valid()) continue;
    const std::string_view text = declaration.context->definition.keep(outcome.text());
    if (!seen.try_emplace(text.data(), true).second) continue;
    result += fmt::format("{}{}", result.empty() ? "" : " | ", text);
  }
  return result;
}

void check_yields(Context& context, const ir::Process& process, const Cursor& declaration) {
  if (declaration.child(Rule::Yields).valid() || declaration.has_error()) return;
  const std::string ends = named_ends(declaration);
  auto report =
      context.diagnostics.report(Diag::FlowNoYields, process.name_span, {arg("process", process.name)});
  report.symbol(std::string(process.name));
  if (ends.empty())
    report.help(Diag::NoteFlowYieldSomething);
  else
    report.help(Diag::NoteFlowYieldWhat, {arg("outcomes", ends)});
}

void lower_header(Context& context, const Symbol& symbol) {
  const Cursor declaration{&context, symbol.tree, symbol.declaration};
  ir::Process& process = process_of(context, symbol);
  const ErrorWatch errors(context);
  lower_parameters(context, process, declaration);
  lower_yields(context, process, declaration);
  check_yields(context, process, declaration);
  if (const Cursor replaced = declaration.child(Rule::Qualified); replaced.valid())
    process.replaces = resolve_process(replaced);
  if (errors.any()) process.broken = true;
}

/// A replaced process and its replacement, and where the text says so.
struct Replacement {
  Context& context;
  ir::Process& process;
  const ir::Process& old;
  Span span;

  void report(Diag id, Span at, std::vector<DiagArg> args) {
    args.push_back(arg("process", process.name));
    args.push_back(arg("old", old.name));
    context.diagnostics.report(id, at, args)
        .note(Diag::NoteFlowReplacedHere, old.name_span)
        .symbol(std::string(process.name));
    process.broken = true;
  }
};

/// Missing parameters and those too many, each in order. One of both is a parameter that is renamed,
/// which is one mistake.
void report_unmatched(Replacement& r, const std::vector<ir::VariableId>& missing,
                      const std::vector<ir::VariableId>& extra) {
  const ir::Definition& definition = r.context.definition;
  for (std::size_t i = 0; i < missing.size(); ++i)
    r.report(Diag::FlowReplacesMissing, i < extra.size() ? r.process[extra[i]].name_span : r.span,
             {arg("name", r.old[missing[i]].name), arg("type", str(definition, r.old[missing[i]].type))});
  for (std::size_t i = missing.size(); i < extra.size(); ++i)
    r.report(Diag::FlowReplacesExtra, r.process[extra[i]].name_span, {arg("name", r.process[extra[i]].name)});
}

void check_parameters(Replacement& r) {
  const ir::Definition& definition = r.context.definition;
  NameTable own, wanted;
  std::vector<ir::VariableId> missing, extra;
  for (const ir::VariableId id : r.process.parameters) own.try_emplace(r.process[id].name.data(), id.index);
  for (const ir::VariableId id : r.old.parameters) {
    const ir::Variable& parameter = r.old[id];
    wanted.try_emplace(parameter.name.data(), id.index);
    const auto found = own.find(parameter.name.data());
    if (found == own.end()) {
      missing.push_back(id);
      continue;
    }
    const ir::Variable& mine = r.process.variables[found->second];
    const ir::TypeId error = r.context.error_type;
    if (mine.type != parameter.type && mine.type != error && parameter.type != error)
      r.report(Diag::FlowReplacesType, mine.name_span,
               {arg("name", mine.name), arg("type", str(definition, mine.type)),
                arg("other", str(definition, parameter.type))});
  }
  for (const ir::VariableId id : r.process.parameters)
    if (!wanted.contains(r.process[id].name.data())) extra.push_back(id);
  report_unmatched(r, missing, extra);
}

void check_outcomes(Replacement& r) {
  llvm::DenseMap<std::uint32_t, bool> yielded;
  for (const ir::OutcomeId outcome : r.old.yields) yielded.try_emplace(outcome.index, true);
  for (std::size_t i = 0; i < r.process.yields.size(); ++i)
    if (!yielded.contains(r.process.yields[i].index))
      r.report(Diag::FlowReplacesYield, r.process.yield_spans[i],
               {arg("outcome", r.context.definition[r.process.yields[i]].name)});
}

void check_replaces(Context& context, const Symbol& symbol) {
  ir::Process& process = process_of(context, symbol);
  if (!process.replaces) return;
  const Cursor declaration{&context, symbol.tree, symbol.declaration};
  const ir::Process& old = context.definition[process.replaces];
  if (&old == &process || process.broken || old.broken) return;
  Replacement r{context, process, old, declaration.child(Rule::Qualified).span()};
  check_parameters(r);
  check_outcomes(r);
}

/// `replaces` chains that come back: one message a circle, at its first process in the text.
void check_replaces_cycles(Context& context, const std::vector<const Symbol*>& processes) {
  std::vector<ir::Process>& all = context.definition.processes;
  std::vector<std::uint32_t> walk(all.size(), 0);  // the walk that came by first; 0: none
  std::uint32_t number = 0;
  for (const Symbol* symbol : processes) {
    ++number;
    ir::ProcessId at{symbol->index};
    while (at && walk[at.index] == 0) {
      walk[at.index] = number;
      at = all[at.index].replaces;
    }
    if (!at || walk[at.index] != number) continue;
    std::string cycle(all[at.index].name);
    for (ir::ProcessId next = all[at.index].replaces; next != at; next = all[next.index].replaces)
      cycle += fmt::format(" -> {}", all[next.index].name);
    cycle += fmt::format(" -> {}", all[at.index].name);
    context.diagnostics
        .report(Diag::FlowReplacesCycle, all[at.index].name_span,
                {arg("process", all[at.index].name), arg("cycle", cycle)})
        .symbol(std::string(all[at.index].name));
    for (ir::ProcessId next = at; next;) {  // cut the circle, so that nobody goes round it
      all[next.index].broken = true;
      next = std::exchange(all[next.index].replaces, {});
    }
  }
}

}  // namespace

void lower_process_headers(Context& context) {
  std::vector<const Symbol*> processes;
  for (const Symbol& symbol : context.symbols)
    if (symbol.kind == SymbolKind::Process) processes.push_back(&symbol);
  for (const Symbol* symbol : processes) lower_header(context, *symbol);
  for (const Symbol* symbol : processes) check_replaces(context, *symbol);
  check_replaces_cycles(context, processes);
}

}  // namespace wain::sema
