#include "rules/engine/deeds.h"

#include <algorithm>
#include <utility>

#include "analysis/shortfalls.h"
#include "analysis/writes.h"
#include "rules/engine/concerns.h"

namespace wain::lint {
namespace {

/// Of more steps of one process it is not asked whether every case does them.
constexpr std::size_t most_asked = 200;

/// The parameters that a step has to do with: those that it names, or all of them where it names no data.
std::vector<ir::Path> parameters_of(const ir::Process& process, const ir::Node& step) {
  std::vector<ir::Path> result;
  const auto add = [&](const ir::Path& path) {
    if (process[path.variable].parameter) result.push_back(path);
  };
  for (const std::vector<ir::Path>* paths : {&step.reads, &step.sees, &step.updates})
    std::for_each(paths->begin(), paths->end(), add);
  if (names_data(step)) return result;
  for (std::uint32_t i = 0; i < process.variables.size(); ++i) add({{i}, {}, {}});
  return result;
}

}  // namespace

const std::vector<Deed>& Deeds::of(ir::ProcessId id, ir::OutcomeId outcome) {
  const auto [at, fresh] = known_.try_emplace({id, outcome});
  if (!fresh) return at->second;
  const ir::Process& process = view_[id];
  const analysis::Reach& reach = view_.reaches[id.index];
  std::vector<ir::NodeId> ends;
  for (const ir::NodeId node : reach.order)
    if (process[node].kind == ir::NodeKind::End && process[node].outcome == outcome) ends.push_back(node);
  std::vector<Deed> found;
  std::size_t asked = 0;
  // Every way to such an end leaves the node over an edge that `is_done`.
  const auto is_passed = [&](ir::NodeId node, auto is_done) {
    ++asked;
    llvm::BitVector withheld(static_cast<unsigned>(process.edges.size()));
    for (const ir::EdgeId edge : process[node].out)
      if (is_done(process[edge])) withheld.set(edge.index);
    const llvm::BitVector open = analysis::open_past(process, reach, withheld);
    return std::none_of(ends.begin(), ends.end(), [&](ir::NodeId end) { return open.test(end.index); });
  };
  for (const ir::NodeId node : reach.order) {
    if (ends.empty() || asked >= most_asked || found.size() >= most_asked) break;
    const ir::Node& step = process[node];
    if (step.irreversible) {
      const auto regularly = [](const ir::Edge& edge) {
        return edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
      };
      if (is_passed(node, regularly)) found.push_back({{id, node}, parameters_of(process, step)});
    }
    if (step.kind != ir::NodeKind::Call) continue;
    for (const ir::EdgeId exit : step.out) {
      const auto over_it = [&](const ir::Edge& edge) { return &edge == &process[exit]; };
      const std::vector<Deed>& inner =
          of(step.callee, analysis::outcome_of(view_.definition, step, process[exit]));
      if (inner.empty() || !is_passed(node, over_it)) continue;
      for (const Deed& deed : inner) {
        Deed mapped{deed.step, {}};
        for (const ir::Path& path : deed.data) {
          const auto here = analysis::in_caller(view_[step.callee], step, path);
          if (here && process[here->variable].parameter) mapped.data.push_back(*here);
        }
        found.push_back(std::move(mapped));
      }
    }
  }
  return known_[{id, outcome}] = std::move(found);
}

const Deed* Deeds::on(const ir::Process& caller, const ir::Edge& exit, const ir::Path& path) {
  const ir::Node& call = caller[exit.from];
  if (call.kind != ir::NodeKind::Call) return nullptr;
  for (const Deed& deed : of(call.callee, analysis::outcome_of(view_.definition, call, exit))) {
    for (const ir::Path& inner : deed.data) {
      const auto here = analysis::in_caller(view_[call.callee], call, inner);
      if (here && ir::overlap(*here, path)) return &deed;
    }
  }
  return nullptr;
}

Place Deeds::at(Place node, const ir::Path& path) {
  for (const ir::EdgeId exit : view_[node].out)
    if (const Deed* deed = on(view_[node.process], view_[node.process][exit], path)) return deed->step;
  return node;
}

}  // namespace wain::lint
