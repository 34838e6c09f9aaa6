#include "rules/meta/allow_place.h"

#include <fmt/format.h>

namespace wain::lint {
namespace {

template <class Elements>
std::string_view name_among(const Elements& elements, Span scope) {
  for (const auto& element : elements) {
    if (element.span == scope) return element.name;
  }
  return {};
}

}  // namespace

std::string symbol_of_element(const View& view, Span scope) {
  const ir::Definition& definition = view.definition;
  for (const ir::Process& process : definition.processes) {
    if (!process.span.contains(scope)) continue;
    const std::string_view step = name_among(process.nodes, scope);
    return step.empty() ? std::string(process.name) : fmt::format("{}.{}", process.name, step);
  }
  std::string_view name;
  const auto look = [&](const auto& elements) {
    if (name.empty()) name = name_among(elements, scope);
  };
  look(definition.outcomes);
  look(definition.actors);
  look(definition.controls);
  look(definition.criteria);
  look(definition.records);
  look(definition.documents);
  look(definition.calendars);
  look(definition.scenarios);
  return std::string(name);
}

}  // namespace wain::lint
