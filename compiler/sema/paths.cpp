// Paths into data: a variable or the record of a predicate, then fields.
#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;

std::optional<std::uint32_t> variable_called(const DataScope& scope, std::string_view name) {
  if (scope.variables) {
    const auto found = scope.variables->find(name.data());
    return found == scope.variables->end() ? std::nullopt : std::optional(found->second);
  }
  if (!scope.process) return std::nullopt;
  const std::vector<ir::Variable>& variables = scope.process->variables;
  for (std::uint32_t i = 0; i < variables.size(); ++i)
    if (variables[i].name == name) return i;
  return std::nullopt;
}

/// Names that would mean something as the first of a path.
std::vector<std::string_view> known_names(Context& context, const DataScope& scope) {
  std::vector<std::string_view> names;
  constexpr std::size_t most = 1024;
  if (scope.process)
    for (const ir::Variable& variable : scope.process->variables)
      if (names.size() < most) names.push_back(variable.name);
  if (scope.record.valid())
    for (const ir::Field& field : context.definition[scope.record].fields)
      if (names.size() < most) names.push_back(field.name);
  return names;
}

void report_field(Context& context, ir::TypeId type, const WrittenName& name) {
  ir::Definition& definition = context.definition;
  if (definition[type].kind != ir::TypeKind::Record) {
    context.diagnostics.report(Diag::NoFields, name.span,
                               {arg("type", describe(definition, type)), arg("name", name.text)});
    return;
  }
  const ir::Record& record = definition[definition[type].record];
  if (record.broken) return;
  auto report = context.diagnostics.report(Diag::UnknownField, name.span,
                                           {arg("type", record.name), arg("name", name.text)});
  std::vector<std::string_view> names;
  for (const ir::Field& field : record.fields)
    if (names.size() < 1024) names.push_back(field.name);
  if (const auto near = similar(name.text, names)) {
    const auto field = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const ir::Field& f) { return f.name == *near; });
    report.note(Diag::NoteDidYouMean, field->name_span, {arg("name", *near)});
  }
}

/// Follows `names[from..]` through the fields of records. Reports a field that is not there.
bool walk(Context& context, ir::Path& path, ir::TypeId& type, const std::vector<WrittenName>& names,
          std::size_t from) {
  for (std::size_t i = from; i < names.size(); ++i) {
    const ir::Type& at = context.definition[type];
    if (at.kind == ir::TypeKind::Error || names[i].text.empty()) return false;
    if (at.kind != ir::TypeKind::Record) {
      report_field(context, type, names[i]);
      return false;
    }
    const NameTable& fields = fields_of(context, at.record);
    const auto field = fields.find(names[i].text.data());
    if (field == fields.end()) {
      report_field(context, type, names[i]);
      return false;
    }
    path.fields.push_back(field->second);
    type = context.definition[at.record].fields[field->second].type;
  }
  return true;
}

}  // namespace

std::vector<WrittenName> names_in(const Cursor& path) {
  std::vector<WrittenName> names;
  for (const syntax::NodeId child : path.tree().children(path.node))
    if (path.tree().rule(child) == Rule::Name) names.push_back(written(path.at(child)));
  return names;
}

PathResult resolve_path(Context& context, const std::vector<WrittenName>& names, Span span,
                        const DataScope& scope) {
  PathResult result;
  result.path.span = span;
  if (names.empty() || names.front().text.empty()) {
    result.found = true;
    return result;
  }
  ir::TypeId type;
  std::size_t next = 1;
  if (const auto variable = variable_called(scope, names.front().text); variable && scope.process) {
    result.path.variable = {*variable};
    type = scope.process->variables[*variable].type;
  } else if (scope.record.valid() && fields_of(context, scope.record).contains(names.front().text.data())) {
    type = context.definition.intern(ir::Type{.kind = ir::TypeKind::Record, .record = scope.record});
    next = 0;
  } else {
    return result;
  }
  result.found = true;
  if (!type.valid()) type = context.error_type;
  result.ok = walk(context, result.path, type, names, next);
  result.type = type;
  return result;
}

void report_unknown_data(Context& context, const WrittenName& name, const DataScope& scope) {
  if (name.text.empty() || scope.incomplete) return;
  if (scope.record.valid()) {
    const ir::TypeId record =
        context.definition.intern(ir::Type{.kind = ir::TypeKind::Record, .record = scope.record});
    return report_field(context, record, name);
  }
  auto report = context.diagnostics.report(Diag::UnknownData, name.span, {arg("name", name.text)});
  if (const auto near = similar(name.text, known_names(context, scope)))
    report.help(Diag::NoteDidYouMean, {arg("name", *near)});
}

std::optional<ir::Path> lower_path(const Cursor& path, const DataScope& scope) {
  if (!path.valid() || path.has_error()) return std::nullopt;
  Context& context = *path.context;
  const std::vector<WrittenName> names = names_in(path);
  const PathResult result = resolve_path(context, names, path.span(), scope);
  if (!result.found) report_unknown_data(context, names.front(), scope);
  return result.ok ? std::optional(result.path) : std::nullopt;
}

std::vector<ir::Path> lower_paths(const Cursor& path_list, const DataScope& scope) {
  std::vector<ir::Path> result;
  if (!path_list.valid()) return result;
  for (const syntax::NodeId child : path_list.tree().children(path_list.node)) {
    if (path_list.tree().rule(child) != Rule::Path) continue;
    std::optional<ir::Path> path = lower_path(path_list.at(child), scope);
    if (path) result.push_back(std::move(*path));
  }
  return result;
}

ir::TypeId type_of(const ir::Definition& definition, const ir::Path& path, const DataScope& scope) {
  return ir::type_of(definition, scope.process, path, scope.record);
}

}  // namespace wain::sema
