#include "rules/flw/dead_way.h"

#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"
#include "rules/engine/dead_places.h"

namespace wain::lint {
namespace {

/// Longer conditions are cut in messages.
constexpr std::size_t longest_condition = 120;
/// So many conditions before the dead one are shown.
constexpr std::size_t conditions_shown = 3;

std::string cut(std::string text) {
  if (text.size() <= longest_condition) return text;
  std::size_t end = longest_condition;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a letter
  return text.substr(0, end) + "…";
}

/// The arm of `choice` that every way to `node` takes; invalid if there are several.
ir::EdgeId arm_towards(const ir::Process& process, const analysis::Dominators& dominators, ir::NodeId choice,
                       ir::NodeId node) {
  for (const ir::EdgeId edge : process[choice].out) {
    const ir::NodeId to = process[edge].to;
    if (to != choice && dominators.immediate(to) == choice && dominators.dominates(to, node) &&
        process[to].in.size() == 1)
      return edge;
  }
  return {};
}

ir::NodeId first_of(const conditions::DeadArm& arm, llvm::function_ref<bool(ir::NodeId)> counts) {
  const auto at = std::find_if(arm.nodes.begin(), arm.nodes.end(), counts);
  return at == arm.nodes.end() ? ir::NodeId{} : *at;
}

}  // namespace

std::string condition_of(const View& view, ir::ProcessId id, const ir::Edge& arm) {
  const ir::Process& process = view[id];
  if (arm.guard) return cut(ir::str(view.definition, &process, arm.guard));
  const ir::Node& choice = process[arm.from];
  const ir::Edge& first = process[choice.out.front()];
  if (choice.out.size() == 2 && first.guard)
    return cut(fmt::format("not ({})", ir::str(view.definition, &process, first.guard)));
  return arm.label.empty() ? std::string("otherwise") : std::string(arm.label);
}

ir::NodeId first_gate(const ir::Process& process, const conditions::DeadArm& arm) {
  return first_of(arm, [&](ir::NodeId node) { return process[node].kind == ir::NodeKind::Gate; });
}

ir::NodeId first_work(const ir::Process& process, const conditions::DeadArm& arm) {
  return first_of(arm, [&](ir::NodeId node) { return is_one_place(process[node]); });
}

void ConditionsBefore::note(ir::EdgeId arm, Diagnostics::Builder& finding) {
  const ir::Process& process = view_[id_];
  if (!dominators_) {
    graph_.emplace(process, view_.reaches[id_.index]);
    dominators_.emplace(*graph_);
  }
  const analysis::Dominators& dominators = *dominators_;
  std::size_t shown = 0;
  const ir::NodeId choice = process[arm].from;
  for (ir::NodeId at = dominators.immediate(choice); at && shown < conditions_shown;
       at = dominators.immediate(at)) {
    if (process[at].kind != ir::NodeKind::Split && process[at].kind != ir::NodeKind::Fork) continue;
    const ir::EdgeId taken = arm_towards(process, dominators, at, choice);
    const bool conditional =
        taken && std::any_of(process[at].out.begin(), process[at].out.end(),
                             [&](ir::EdgeId edge) { return process[edge].guard.valid(); });
    if (!conditional || (!process[taken].guard && process[at].kind == ir::NodeKind::Fork)) continue;
    finding.note(rule::NoteConditionBefore, process[taken].span,
                 {arg("condition", condition_of(view_, id_, process[taken]))});
    ++shown;
  }
}

}  // namespace wain::lint
