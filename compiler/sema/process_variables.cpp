/// What a process produces. Variables are known before the statements, so that reading one too early
/// is a question of flow and not of an unknown name.
#include "ir/text.h"
#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

void report_parameter(ProcessBuilder& b, const Cursor& product, const ir::Variable& parameter) {
  b.report(Diag::FlowProductParameter, product.child(Rule::Name).span(),
           {arg("name", parameter.name), arg("process", b.process.name)})
      .note(Diag::NoteDeclaredHere, parameter.name_span, {arg("name", parameter.name)})
      .help(Diag::NoteFlowUpdateInstead, {arg("name", parameter.name)});
}

void check_type(ProcessBuilder& b, const Cursor& product, ir::TypeId type, const ir::Variable& first) {
  const ir::Definition& definition = b.context.definition;
  if (type == first.type || type == b.context.error_type || first.type == b.context.error_type) return;
  b.report(Diag::FlowVariableType, product.child(Rule::Name).span(),
           {arg("name", first.name), arg("type", str(definition, type)),
            arg("other", str(definition, first.type))})
      .note(Diag::NoteFlowProducedHere, first.name_span, {arg("variable", first.name)});
}

void collect(ProcessBuilder& b, const Cursor& product) {
  const std::string_view name = name_of(product.child(Rule::Name));
  if (name.empty()) return;
  const auto index = static_cast<std::uint32_t>(b.process.variables.size());
  const auto [known, fresh] = b.variables.try_emplace(name.data(), index);
  if (!fresh && b.process.variables[known->second].parameter) {
    report_parameter(b, product, b.process.variables[known->second]);
    return;
  }
  const ir::TypeId type = lower_type(product.child(Rule::Type));
  if (!fresh) {
    check_type(b, product, type, b.process.variables[known->second]);
    return;
  }
  ir::Variable& variable = b.process.variables.emplace_back();
  fill_header(variable, product);
  variable.type = type;
}

}  // namespace

void collect_variables(ProcessBuilder& b) {
  for (std::uint32_t i = 0; i < b.process.variables.size(); ++i)  // the parameters
    if (!b.process.variables[i].name.empty()) b.variables.try_emplace(b.process.variables[i].name.data(), i);
  const syntax::Tree& tree = b.declaration.tree();
  const std::uint32_t first = b.declaration.node.index;
  for (std::uint32_t i = first; i < first + tree.nodes[first].size; ++i)
    if (tree.nodes[i].rule == Rule::Product) collect(b, b.declaration.at({i}));
}

}  // namespace wain::sema
