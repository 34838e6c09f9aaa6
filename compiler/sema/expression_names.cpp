/// Names and functions in expressions: data, constants, measures.
#include <algorithm>

#include "sema/expression_lowering.h"

namespace wain::sema {
namespace {

using ir::ExprKind;
using ir::TypeKind;
using syntax::Rule;

}  // namespace

Operand ExpressionLowering::data(const Cursor& at) {
  const std::vector<WrittenName> names = names_in(at);
  if (names.empty() || names.front().text.empty()) return error(at.span());
  if (scope_.measures && names.size() == 1 && scope_.declared_measures &&
      scope_.declared_measures->contains(names.front().text.data()))
    return measure(names.front().text, ir::Type{.kind = TypeKind::Bool}, at.span());
  const PathResult result = resolve_path(context_, names, at.span(), scope_);
  if (result.ok) {
    Operand operand = make(ExprKind::PathRef, result.type, at.span());
    definition_[operand.id].path = result.path;
    if (names.size() == 1) operand.bare = names.front();
    return operand;
  }
  if (result.found) return error(at.span());
  return not_data(at, names);
}

Operand ExpressionLowering::not_data(const Cursor& at, const std::vector<WrittenName>& names) {
  const bool aliased = names.size() == 2 && context_.units[at.unit].aliases.contains(names[0].text.data());
  const Symbol* symbol =
      aliased ? resolve(context_, at.unit, names[0], names[1], {SymbolKind::Constant}, "a constant")
      : names.size() == 1 ? find(context_, at.unit, names[0].text)
                          : nullptr;
  if (symbol && symbol->kind == SymbolKind::Constant) {
    const ir::Value& value = definition_.constants[symbol->index].value;
    return std::holds_alternative<std::monostate>(value) ? error(at.span()) : of_value(value, at.span());
  }
  if (aliased) return error(at.span());
  if (names.size() == 1 && scope_.measures)
    if (const auto type = builtin_measure(names[0].text)) return measure(names[0].text, *type, at.span());
  if (names.size() > 1) {
    report_unknown_data(context_, names[0], scope_);
    return error(at.span());
  }
  Operand result = error(at.span());
  result.pending = names.front();
  return result;
}

Operand ExpressionLowering::measure(std::string_view name, const ir::Type& type, Span span) {
  Operand result = make(ExprKind::Measure, definition_.intern(type), span);
  definition_[result.id].name = name;
  return result;
}

Operand ExpressionLowering::call(const Cursor& at, const Cursor& function) {
  const std::vector<WrittenName> names = names_in(function);
  const Cursor argument = at.child(Rule::Path);
  if (names.empty() || names.front().text.empty() || !argument.valid()) return error(at.span());
  const std::string_view name = names.size() == 1 ? names.front().text : std::string_view{};
  if (name == "count") return count(at, argument);
  if (name == "visits" && scope_.measures) return visits(at, argument);
  if (name == "missed" && scope_.measures) return missed(at, argument);
  const Diag wrong = scope_.measures ? Diag::UnknownMeasureFunction : Diag::UnknownFunction;
  context_.diagnostics.report(wrong, function.span(), {arg("name", function.text())});
  return error(at.span());
}

Operand ExpressionLowering::count(const Cursor& at, const Cursor& argument) {
  const std::vector<WrittenName> names = names_in(argument);
  const PathResult result = resolve_path(context_, names, argument.span(), scope_);
  if (!result.found) report_unknown_data(context_, names.front(), scope_);
  if (!result.ok) return error(at.span());
  const TypeKind kind = definition_[result.type].kind;
  if (kind == TypeKind::Error) return error(at.span());
  if (kind != TypeKind::List) {
    context_.diagnostics.report(Diag::CountOfNoList, argument.span(),
                                {arg("found", describe(definition_, result.type))});
    return error(at.span());
  }
  Operand operand = make(ExprKind::Count, of_kind(TypeKind::Int), at.span());
  definition_[operand.id].path = result.path;
  return operand;
}

Operand ExpressionLowering::visits(const Cursor& at, const Cursor& argument) {
  const std::vector<WrittenName> names = names_in(argument);
  if (names.front().text.empty()) return error(at.span());
  ir::NodeId node;
  if (scope_.process) {
    const std::vector<ir::Node>& nodes = scope_.process->nodes;
    for (std::uint32_t i = 0; i < nodes.size() && !node.valid(); ++i)
      if (nodes[i].name == names.front().text) node = {i};
  }
  // An unknown step may have stood where a process is broken.
  const bool known =
      node.valid() || (scope_.process ? scope_.process->broken : step_exists(names.front().text));
  if (!known || names.size() > 1) {
    context_.diagnostics.report(Diag::UnknownStep, argument.span(), {arg("name", argument.text())});
    return error(at.span());
  }
  if (scope_.process && !node.valid()) return error(at.span());
  Operand operand = make(ExprKind::Visits, of_kind(TypeKind::Int), at.span());
  definition_[operand.id].node = node;
  definition_[operand.id].name = names.front().text;
  return operand;
}

bool ExpressionLowering::step_exists(std::string_view name) {
  if (!context_.step_names) {
    context_.step_names.emplace();
    for (const ir::Process& process : definition_.processes)
      for (const ir::Node& node : process.nodes)
        if (!node.name.empty()) context_.step_names->insert(node.name.data());
  }
  return context_.step_names->contains(name.data()) ||
         std::any_of(definition_.processes.begin(), definition_.processes.end(),
                     [](const ir::Process& process) { return process.broken; });
}

Operand ExpressionLowering::missed(const Cursor& at, const Cursor& argument) {
  const Symbol* criterion = resolve(argument, {SymbolKind::Criterion}, "a criterion");
  if (!criterion) return error(at.span());
  return measure(definition_.keep(fmt::format("missed({})", criterion->name)),
                 ir::Type{.kind = TypeKind::Bool}, at.span());
}

}  // namespace wain::sema
