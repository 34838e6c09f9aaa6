// unused-product (DAT001): a step writes something that nothing in the process uses, and the work goes on.
#include <algorithm>
#include <optional>
#include <vector>

#include "ir/visit_paths.h"
#include "rules/engine/figures.h"
#include "rules/engine/race.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void use_all(const std::vector<ir::Path>& paths, llvm::BitVector& used) {
  for (const ir::Path& path : paths) {
    if (path.variable) used.set(path.variable.index);
  }
}

/// By variable: something reads, sees, updates, compares, measures it or hands it on. An audit counts, and so
/// does a step that is not reached: what is said to use it is a matter of that step.
llvm::BitVector used_variables(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  llvm::BitVector used(static_cast<unsigned>(process.variables.size()));
  const auto in_expression = [&](ir::ExprId expr) {
    ir::visit_paths(view.definition, expr, [&](const ir::Expr& use) {
      if (use.path.variable) used.set(use.path.variable.index);
    });
  };
  for (const ir::Node& node : process.nodes) {
    use_all(node.reads, used);
    use_all(node.sees, used);
    use_all(node.updates, used);
    use_all(node.arguments, used);
    in_expression(node.priority);
  }
  for (const ir::Edge& edge : process.edges) in_expression(edge.guard);
  for (const ir::Measure& measure : process.measures) in_expression(measure.definition);
  for (const ir::OutcomeId outcome : process.yields) {
    if (!outcome) continue;
    for (const ir::Measure& measure : view.definition[outcome].measures) in_expression(measure.definition);
  }
  return used;
}

/// By node: somebody works on the case after it, onward. What the last step makes is what the work is for.
llvm::BitVector before_other_work(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  const analysis::Reach& reach = view.reaches[id.index];
  std::vector<ir::NodeId> work;
  for (const ir::NodeId node : reach.order) {
    if (View::is_work(process[node]) || process[node].kind == ir::NodeKind::Call) work.push_back(node);
  }
  const llvm::BitVector leads = analysis::leading_to(process, reach, work);
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  for (const ir::NodeId node : reach.order) {
    for (const ir::EdgeId id_of : process[node].out) {
      const ir::Edge& edge = process[id_of];
      const bool onward = edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
      if (onward && leads.test(edge.to.index)) result.set(node.index);
    }
  }
  return result;
}

/// Who produces a variable, in order of writing.
struct Producers {
  std::vector<ir::NodeId> nodes;
  Span first;
};

std::vector<Producers> producers_of(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  std::vector<Producers> result(process.variables.size());
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    const ir::NodeId node{i};
    if (!view.reaches[id.index].has(node)) continue;
    for (const ir::Product& product : process[node].produces) {
      if (!product.variable || process[node].broken) continue;
      Producers& of = result[product.variable.index];
      if (of.nodes.empty()) of.first = product.span;
      of.nodes.push_back(node);
    }
  }
  return result;
}

void report(const View& view, ir::ProcessId id, std::uint32_t variable, const Producers& made,
            Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& step = process[made.nodes.front()];
  Diagnostics::Builder finding = reporter.report(
      rule::UnusedProduct, made.first,
      {arg("step", step.name), arg("data", process.variables[variable].name), arg("process", process.name)},
      step.span);
  finding.symbol(view.symbol({id, made.nodes.front()}));
  for (std::size_t i = 1; i < std::min(made.nodes.size(), places_shown); ++i) {
    const ir::Node& other = process[made.nodes[i]];
    if (!other.name.empty())
      finding.note(rule::NoteAlsoProducedHere, other.name_span, {arg("step", other.name)});
  }
  const std::optional<double> effort = view.estimates.for_process(id).effort_hours(id, made.nodes.front());
  if (effort && *effort > 0 && step.produces.size() == 1)
    finding.help(rule::NoteWorkOnIt, {arg("step", step.name), arg("work", work_text(*effort))});
  finding.help(rule::NoteSayReads);
}

}  // namespace

void check_UnusedProduct(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const llvm::BitVector used = used_variables(view, id);
    if (used.all() || used.none()) continue;  // none: nobody declares what data is for
    const llvm::BitVector goes_on = before_other_work(view, id);
    const std::vector<Producers> producers = producers_of(view, id);
    for (std::uint32_t i = 0; i < producers.size(); ++i) {
      const std::vector<ir::NodeId>& nodes = producers[i].nodes;
      const auto is_last = [&](ir::NodeId node) { return !goes_on.test(node.index); };
      if (used.test(i) || nodes.empty() || view[id].variables[i].broken) continue;
      // A wait's text says who brings it; it may be brought just to be there.
      if (!View::is_work(view[id][nodes.front()]) || std::any_of(nodes.begin(), nodes.end(), is_last))
        continue;
      // Of several who race, nobody behind the join can say whose it was.
      const auto races = [&](ir::NodeId node) { return stands_in_race(view[id], view[id][node]); };
      if (std::any_of(nodes.begin(), nodes.end(), races)) continue;
      report(view, id, i, producers[i], reporter);
    }
  }
}

}  // namespace wain::lint
