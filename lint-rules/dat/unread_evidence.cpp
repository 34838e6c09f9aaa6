// unread-evidence (DAT002): a gate judges by data that some way to it has not produced. In text that is an
// error of the language already; a graph from elsewhere may say it.
#include <algorithm>
#include <vector>

#include "analysis/must_flow.h"
#include "rules/engine/registry.h"
#include "rules/engine/way_there.h"

namespace wain::lint {
namespace {

bool produces(const ir::Node& node, ir::VariableId variable) {
  return std::any_of(node.produces.begin(), node.produces.end(),
                     [&](const ir::Product& product) { return product.variable == variable; });
}

/// The exits behind which a product is there.
bool brings(const ir::Edge& edge) {
  return edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
}

class EvidenceCheck {
public:
  EvidenceCheck(const View& view, ir::ProcessId id, Reporter& reporter)
      : view_(view), id_(id), process_(view[id]), reporter_(reporter) {}

  void run() {
    const llvm::ArrayRef<ir::NodeId> gates = view_.gates(id_);
    const bool judge_by_products = std::any_of(
        gates.begin(), gates.end(), [&](ir::NodeId gate) { return !products_seen(process_[gate]).empty(); });
    if (!judge_by_products) return;
    there_ = produced();
    for (const ir::NodeId gate : gates) {
      for (const ir::Path& path : products_seen(process_[gate])) {
        if (!there_[gate.index].test(path.variable.index)) report(gate, path);
      }
    }
  }

private:
  /// What a gate judges by that is no parameter: of each variable the first mention.
  [[nodiscard]] std::vector<ir::Path> products_seen(const ir::Node& gate) const {
    std::vector<ir::Path> result;
    for (const auto* const paths : {&gate.sees, &gate.reads}) {
      for (const ir::Path& path : *paths) {
        const bool known = std::any_of(result.begin(), result.end(), [&](const ir::Path& other) {
          return other.variable == path.variable;
        });
        if (path.variable && !process_[path.variable].parameter && !known) result.push_back(path);
      }
    }
    return result;
  }

  /// By node: the variables that every way there has produced.
  [[nodiscard]] std::vector<llvm::BitVector> produced() const {
    llvm::BitVector at_start(static_cast<unsigned>(process_.variables.size()));
    for (const ir::VariableId parameter : process_.parameters) at_start.set(parameter.index);
    return analysis::solve_must(process_, view_.reaches[id_.index], at_start,
                                [&](const ir::Edge& edge, llvm::BitVector& facts) {
                                  if (!brings(edge)) return;
                                  for (const ir::Product& product : process_[edge.from].produces)
                                    facts.set(product.variable.index);
                                });
  }

  void report(ir::NodeId id, const ir::Path& path) {
    const ir::Node& gate = process_[id];
    if (gate.broken) return;
    std::vector<ir::NodeId> producers;
    for (const ir::NodeId node : view_.reaches[id_.index].order) {
      if (produces(process_[node], path.variable)) producers.push_back(node);
    }
    std::sort(producers.begin(), producers.end());
    const std::vector<DiagArg> args{arg("gate", gate.name),
                                    arg("data", ir::str(view_.definition, &process_, path))};
    const Span place = path.span.valid() ? path.span : gate.name_span;
    Diagnostics::Builder finding =
        producers.empty() ? reporter_.report(InOtherWords{rule::UnreadEvidence, rule::NoteProducedNowhere},
                                             place, args, gate.span)
                          : reporter_.report(rule::UnreadEvidence, place, args, gate.span);
    finding.symbol(view_.symbol({id_, id}));
    for (std::size_t i = 0; i < std::min(producers.size(), places_shown); ++i) {
      const ir::Node& producer = process_[producers[i]];
      finding.note(rule::NoteProducedBy, producer.name_span,
                   {arg("step", producer.name.empty() ? ir::name(producer.kind) : producer.name)});
    }
    const std::vector<ir::NodeId> way = way_there(
        process_, {0}, [&](ir::NodeId node) { return node == id; },
        [&](const ir::Edge& edge) {
          return !there_[edge.to.index].test(path.variable.index) &&
                 !(brings(edge) && produces(process_[edge.from], path.variable));
        });
    if (const std::string text = way_text(process_, way); !text.empty() && !producers.empty())
      finding.help(rule::NoteWayWithout, {arg("way", text)});
    finding.help(rule::NoteProduceBefore, {arg("gate", gate.name)});
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  Reporter& reporter_;
  std::vector<llvm::BitVector> there_;  // by node
};

}  // namespace

void check_UnreadEvidence(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.flows) EvidenceCheck(view, id, reporter).run();
}

}  // namespace wain::lint
