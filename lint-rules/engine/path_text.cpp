#include "rules/engine/path_text.h"

#include <fmt/format.h>

namespace wain::lint {
namespace {

std::string negated(const ir::Definition& definition, const ir::Process& process, const ir::Edge& arm) {
  if (arm.guard) return fmt::format("not ({})", ir::str(definition, &process, arm.guard));
  return arm.label.empty() ? std::string("otherwise") : fmt::format("not {}", arm.label);
}

/// An arm of a choice in the words of the text: its label or guard; of the last arm, the guard that
/// does not hold. `skipped`: the arm is a branch that the path does not enter. Empty if it says nothing.
std::string arm_text(const ir::Definition& definition, const ir::Process& process, const ir::Edge& arm,
                     bool skipped) {
  const ir::Node& split = process[arm.from];
  if (split.kind == ir::NodeKind::Fork) return skipped ? negated(definition, process, arm) : std::string();
  if (split.kind != ir::NodeKind::Split) return {};
  if (arm.guard) return ir::str(definition, &process, arm.guard);
  if (!arm.label.empty()) return std::string(arm.label);
  if (arm.kind != ir::EdgeKind::Otherwise) return {};
  return split.out.size() == 2 ? negated(definition, process, process[split.out.front()])
                               : std::string("otherwise");
}

}  // namespace

std::string path_text(const ir::Definition& definition, const ir::Process& process,
                      const std::vector<ir::EdgeId>& edges) {
  constexpr std::size_t shown = 4;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const ir::Edge& edge = process[edges[i]];
    const bool skipped = i + 1 < edges.size() && process[edges[i + 1]].from != edge.to;
    const std::string_view name = process[edge.from].name;
    std::string step = name.empty() ? arm_text(definition, process, edge, skipped) : std::string(name);
    if (!step.empty()) names.push_back(std::move(step));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names.size() > 2 * shown && i == shown) {
      text += "… → ";
      i = names.size() - shown;
    }
    text += fmt::format("`{}` → ", names[i]);
  }
  if (names.empty()) return text;
  const std::string_view last = process[process[edges.back()].to].name;
  return text + fmt::format("`{}`", last.empty() ? std::string_view("end") : last);
}

}  // namespace wain::lint
