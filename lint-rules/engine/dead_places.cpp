#include "rules/engine/dead_places.h"

#include <algorithm>
#include <tuple>

#include "diagnostics/rule_ids.h"

namespace wain::lint {
namespace {

/// It speaks of the way there, or of what is written whether cases come or not.
bool speaks_anyway(Diag rule) {
  return rule == rule::DeadGate || rule == rule::DeadBranch || info(rule).code.starts_with("STY");
}

bool before(const Span& a, const Span& b) {
  return std::tie(a.file, a.begin, b.end) < std::tie(b.file, b.begin, a.end);  // the longer first
}

}  // namespace

bool is_one_place(const ir::Node& node) {
  switch (node.kind) {
    case ir::NodeKind::Task:
    case ir::NodeKind::Gate:
    case ir::NodeKind::Wait:
    case ir::NodeKind::Call:
    case ir::NodeKind::End: return true;
    default: return false;
  }
}

std::vector<Span> DeadPlaces::find() const {
  std::vector<Span> spans;
  for (const ir::ProcessId id : view_.processes) {
    const ir::Process& process = view_[id];
    const llvm::BitVector& dead = view_.decisions->dead(id).nodes;
    if (dead.none()) continue;
    for (const unsigned i : dead.set_bits()) {
      const ir::Node& node = process.nodes[i];
      if (is_one_place(node) && node.span.valid()) spans.push_back(node.span);
      for (const ir::EdgeId edge : node.out) {
        if (!is_one_place(node) && process[edge].guard && process[edge].span.valid())
          spans.push_back(process[edge].span);
      }
    }
    for (const ir::NodeId audit : view_.audits[id.index]) {
      if (dead.test(process[audit].audited.index)) spans.push_back(process[audit].span);
    }
  }
  std::sort(spans.begin(), spans.end(), before);
  // The `end` of an exit stands in the gate.
  std::vector<Span> outer;
  for (const Span& span : spans) {
    if (outer.empty() || outer.back().file != span.file || span.end > outer.back().end) outer.push_back(span);
  }
  return outer;
}

bool DeadPlaces::cover(const Diagnostic& finding) {
  if (speaks_anyway(finding.id)) return false;
  if (!spans_) spans_ = find();
  const auto behind =
      std::upper_bound(spans_->begin(), spans_->end(), finding.span, [](const Span& place, const Span& dead) {
        return std::tie(place.file, place.begin) < std::tie(dead.file, dead.begin);
      });
  if (behind == spans_->begin()) return false;
  const Span& dead = *(behind - 1);
  return dead.file == finding.span.file && finding.span.end <= dead.end;
}

}  // namespace wain::lint
