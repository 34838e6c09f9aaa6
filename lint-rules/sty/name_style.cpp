// name-style (STY001): declared things in PascalCase, data in snake_case.
#include "rules/engine/registry.h"
#include "rules/sty/case_style.h"

namespace wain::lint {
namespace {

class Names {
public:
  explicit Names(Reporter& reporter) : reporter_(reporter) {}

  template <class Elements>
  void declared(std::string_view kind, const Elements& elements, const std::string& within = {}) {
    for (const auto& element : elements)
      look_at(kind, element, "PascalCase", in_pascal_case(element.name), within);
  }
  template <class Elements>
  void data(std::string_view kind, const Elements& elements, const std::string& within) {
    for (const auto& element : elements)
      look_at(kind, element, "snake_case", in_snake_case(element.name), within);
  }
  void look_at(std::string_view kind, const ir::Header& element, std::string_view style,
               const std::string& better, const std::string& within) {
    if (element.broken || better.empty() || better == element.name || !element.name_span.valid()) return;
    reporter_
        .report(rule::NameStyle, element.name_span,
                {arg("kind", kind), arg("name", element.name), arg("style", style), arg("better", better)},
                element.span)
        .symbol(within + std::string(element.name))
        .help(rule::NoteRenameEverywhere);
  }

private:
  Reporter& reporter_;
};

std::string_view kind_of(ir::NodeKind kind) {
  switch (kind) {
    case ir::NodeKind::Gate: return "approval";
    case ir::NodeKind::Audit: return "audit";
    case ir::NodeKind::Call: return "call";
    default: return "step";
  }
}

void look_into(const ir::Definition& definition, const ir::Process& process, Names& names) {
  const std::string within = std::string(process.name) + ".";
  for (const ir::Node& node : process.nodes) {
    // A call without a name of its own goes by its process's.
    const bool borrowed =
        node.kind == ir::NodeKind::Call && node.callee && definition[node.callee].name == node.name;
    if (!borrowed) names.look_at(kind_of(node.kind), node, "PascalCase", in_pascal_case(node.name), within);
  }
  names.declared("branch", process.branches, within);
  names.data("variable", process.variables, within);
  names.data("measure", process.measures, within);
}

}  // namespace

void check_NameStyle(const View& view, Reporter& reporter) {
  const ir::Definition& definition = view.definition;
  Names names(reporter);
  names.declared("constant", definition.constants);
  names.declared("calendar", definition.calendars);
  for (const ir::Actor& actor : definition.actors)
    names.look_at(ir::name(actor.kind), actor, "PascalCase", in_pascal_case(actor.name), {});
  names.declared("record", definition.records);
  for (const ir::Record& record : definition.records)
    names.data("field", record.fields, std::string(record.name) + ".");
  names.declared("document", definition.documents);
  names.declared("criterion", definition.criteria);
  names.declared("control", definition.controls);
  names.declared("outcome", definition.outcomes);
  for (const ir::Outcome& outcome : definition.outcomes)
    names.data("measure", outcome.measures, std::string(outcome.name) + ".");
  names.declared("process", definition.processes);
  for (const ir::Process& process : definition.processes) look_into(definition, process, names);
  names.declared("scenario", definition.scenarios);
}

}  // namespace wain::lint
