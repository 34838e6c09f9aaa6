/// Says what is wrong with a process's data on its graph.
#include "sema/assignment.h"

#include <fmt/format.h>

#include "sema/context.h"

namespace wain::sema {
namespace {

/// The longest way that a message shows whole; of a longer one, its two ends.
constexpr std::size_t longest_way = 9;

/// How an exit reads after the step's name; empty for going on.
std::string exit_words(const ir::Definition& definition, const ir::Process& process, ir::EdgeId id) {
  if (!id) return "";
  const ir::Edge& edge = process[id];
  switch (edge.kind) {
    case ir::EdgeKind::Fail: return " fails";
    case ir::EdgeKind::Reject: return " rejects";
    case ir::EdgeKind::Return: return " returns";
    case ir::EdgeKind::Timeout: return edge.after ? fmt::format(" after {}", edge.after->str()) : " after";
    case ir::EdgeKind::Outcome:
      return edge.outcome ? fmt::format(" on {}", definition[edge.outcome].name) : "";
    default: return "";
  }
}

/// What a node is called on a way: its name, a call's callee; splits, merges and the like are silent.
std::string_view called(const ir::Definition& definition, const ir::Node& node) {
  if (!node.name.empty()) return node.name;
  if (node.kind == ir::NodeKind::Call && node.callee) return definition[node.callee].name;
  return node.kind == ir::NodeKind::Wait ? "wait" : "";
}

/// `Register -> Summarise fails -> Check`.
std::string describe_way(const Context& context, const ir::Process& process, const MissingRead& missing) {
  const ir::Definition& definition = context.definition;
  std::vector<std::string> stops;
  for (const MissingRead::Stop& stop : missing.way) {
    const std::string_view name = called(definition, process[stop.node]);
    if (!name.empty())
      stops.push_back(fmt::format("{}{}", name, exit_words(definition, process, stop.leaves_by)));
  }
  const ir::Node& reader = process[missing.node];
  std::string_view last = called(definition, reader);
  if (last.empty()) last = context.sources.text(reader.name_span);
  stops.emplace_back(last);
  if (stops.size() > longest_way) {
    stops[longest_way / 2] = "…";
    stops.erase(stops.begin() + longest_way / 2 + 1, stops.end() - longest_way / 2);
  }
  return fmt::format("{}", fmt::join(stops, " -> "));
}

std::string symbol(const ir::Process& process, const ir::Node& node) {
  return node.name.empty() ? std::string(process.name) : fmt::format("{}.{}", process.name, node.name);
}

void report_missing(Context& context, const ir::Process& process, const MissingRead& missing) {
  const std::string_view variable = process[missing.variable].name;
  auto report = context.diagnostics.report(
      Diag::FlowUnassigned, missing.span,
      {arg("variable", variable), arg("path", describe_way(context, process, missing))});
  report.symbol(symbol(process, process[missing.node]));
  report.note(Diag::NoteFlowProducedHere, process[missing.variable].name_span, {arg("variable", variable)});
}

void report_conflict(Context& context, const ir::Process& process, const WriteConflict& conflict) {
  const auto& [first, second] = conflict;
  const std::vector<DiagArg> args{arg("path", str(context.definition, &process, second.path)),
                                  arg("first", process[first.branch].name),
                                  arg("second", process[second.branch].name)};
  context.diagnostics.report(Diag::FlowBranchWrites, second.path.span, args)
      .note(Diag::NoteFlowOtherWrite, first.path.span,
            {arg("path", str(context.definition, &process, first.path)),
             arg("first", process[first.branch].name)})
      .symbol(symbol(process, process[second.node]));
}

}  // namespace

void check_assignment(Context& context) {
  const auto updates = parameter_updates(context.definition);
  for (const Symbol& declared : context.symbols) {
    // A syntax error may have taken a `produces` away.
    if (declared.kind != SymbolKind::Process ||
        context.units[declared.tree].tree.has_error(declared.declaration))
      continue;
    ir::Process& process = context.definition.processes[declared.index];
    const ErrorWatch errors(context);
    find_missing_reads(context.definition, process, [&](const MissingRead& missing) {
      report_missing(context, process, missing);
      process[missing.node].broken = true;
    });
    for (const WriteConflict& conflict : write_conflicts(context.definition, process, updates))
      report_conflict(context, process, conflict);
    if (errors.any()) process.broken = true;
  }
}

}  // namespace wain::sema
