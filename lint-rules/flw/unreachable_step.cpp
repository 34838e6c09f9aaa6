// unreachable-step (FLW004): nothing leads to a step, whatever the conditions and shares.
#include <algorithm>
#include <vector>

#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Something that is done: a step, gate, wait or call.
bool is_done_by_a_case(const ir::Node& node) {
  return View::is_work(node) || node.kind == ir::NodeKind::Call || node.kind == ir::NodeKind::Wait;
}

std::string name_of(const View& view, const ir::Node& node) {
  if (!node.name.empty()) return std::string(node.name);
  return std::string(node.callee ? view[node.callee].name : ir::name(node.kind));
}

/// What stands behind `start` and is not reached either, with it; marks it in `said`.
std::vector<ir::NodeId> behind(const ir::Process& process, const analysis::Reach& reach, ir::NodeId start,
                               llvm::BitVector& said) {
  std::vector<ir::NodeId> found;
  std::vector<ir::NodeId> work{start};
  said.set(start.index);
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    if (is_done_by_a_case(process[node])) found.push_back(node);
    for (const ir::EdgeId edge : process[node].out) {
      const ir::NodeId to = process[edge].to;
      if (reach.has(to) || said.test(to.index)) continue;
      said.set(to.index);
      work.push_back(to);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void check_UnreachableStep(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.flows) {
    const ir::Process& process = view[id];
    const analysis::Reach& reach = view.reaches[id.index];
    llvm::BitVector said(static_cast<unsigned>(process.nodes.size()));
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
      if (reach.has({i}) || said.test(i) || !is_done_by_a_case(process.nodes[i])) continue;
      const std::vector<ir::NodeId> chain = behind(process, reach, {i}, said);
      const ir::Node& step = process.nodes[i];
      if (step.broken) continue;
      Diagnostics::Builder finding = reporter.report(rule::UnreachableStep, step.name_span,
                                                     {arg("step", name_of(view, step))}, step.span);
      finding.symbol(view.symbol({id, {i}}));
      for (std::size_t at = 0; at < std::min(chain.size(), places_shown); ++at) {
        if (chain[at].index == i) continue;
        finding.note(rule::NoteUnreachableToo, process[chain[at]].name_span,
                     {arg("step", name_of(view, process[chain[at]]))});
      }
      finding.help(rule::NoteControlLeaves);
    }
  }
}

}  // namespace wain::lint
