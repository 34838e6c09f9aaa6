// late-knockout (APR019): of two gates whose order is free, the one that rejects more for its effort
// stands second.
#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/passing.h"
#include "rules/apr/standing.h"
#include "rules/apr/weighing.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// So many times more must the later gate reject for its effort.
constexpr double much_more = 1.5;

/// Two gates in a row.
struct Row {
  ir::NodeId second;                ///< invalid: the first's approval leads to no other gate
  std::vector<ir::NodeId> between;  ///< steps and waits on the only way there
};

/// The gate that a gate's approval leads to, if there is one way there and nothing else leads to it.
Row row_from(const View& view, ir::ProcessId id, ir::NodeId gate) {
  const ir::Process& process = view[id];
  Row row;
  ir::NodeId node = gate;
  for (std::size_t steps = 0; steps < process.nodes.size(); ++steps) {
    ir::EdgeId onward;
    for (const ir::EdgeId edge : process[node].out) {
      const ir::EdgeKind kind = process[edge].kind;
      if (kind == ir::EdgeKind::Approve || kind == ir::EdgeKind::Next || kind == ir::EdgeKind::Branch)
        onward = edge;
    }
    if (!onward || (node != gate && process[node].out.size() != 1)) return row;
    node = process[onward].to;
    const auto is_way_here = [&](ir::EdgeId edge) { return is_live(view.reaches[id.index], process[edge]); };
    const std::vector<ir::EdgeId>& in = process[node].in;
    if (std::count_if(in.begin(), in.end(), is_way_here) != 1) return row;
    if (analysis::is_passed(process, node)) continue;
    switch (process[node].kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Wait: row.between.push_back(node); break;
      case ir::NodeKind::Gate: row.second = node; return row;
      default: return row;
    }
  }
  return row;
}

bool looks_at(const ir::Node& node, const ir::Path& path) {
  const auto touches = [&](const ir::Path& other) { return ir::overlap(path, other); };
  return std::any_of(node.reads.begin(), node.reads.end(), touches) ||
         std::any_of(node.sees.begin(), node.sees.end(), touches) ||
         std::any_of(node.updates.begin(), node.updates.end(), touches);
}

bool share_a_control(const ir::Node& a, const ir::Node& b) {
  return std::any_of(a.controls.begin(), a.controls.end(), [&](ir::ControlId control) {
    return std::find(b.controls.begin(), b.controls.end(), control) != b.controls.end();
  });
}

/// Who judges a question again is there for who they are, or for nothing: other rules speak of that.
bool judge_the_same(const ir::Node& a, const ir::Node& b) {
  return std::any_of(a.judges.begin(), a.judges.end(), [&](ir::CriterionId criterion) {
    return std::find(b.judges.begin(), b.judges.end(), criterion) != b.judges.end();
  });
}

/// One must come before the other: it makes what the other looks at, or cannot be undone.
bool are_tied(const analysis::Writes& writes, const ir::Node& a, const ir::Node& b) {
  bool ties = a.irreversible || b.irreversible;
  writes.anywhere(a, [&](const ir::Path& path) { ties = ties || looks_at(b, path); });
  writes.anywhere(b, [&](const ir::Path& path) { ties = ties || looks_at(a, path); });
  return ties;
}

/// No product, authority or control stands between the two.
bool is_order_free(const View& view, ir::ProcessId id, const ir::Node& first, const Row& row,
                   AuthorityComparison& authority) {
  const ir::Node& second = view[id][row.second];
  const analysis::Writes writes = view.writes(id);
  if (judge_the_same(first, second) || share_a_control(first, second) || are_tied(writes, first, second))
    return false;
  if (std::any_of(row.between.begin(), row.between.end(),
                  [&](ir::NodeId node) { return are_tied(writes, view[id][node], second); }))
    return false;
  for (const auto& [gate, other] : {std::pair(&first, &second), std::pair(&second, &first)}) {
    const AuthorityOrder order = authority(id, *gate, *other);
    if (!order.covers || !order.is_covered) return false;
  }
  return true;
}

void check_row(const View& view, Place first_place, const Row& row, AuthorityComparison& authority,
               Reporter& reporter) {
  const Place second_place{first_place.process, row.second};
  const ir::Process& process = view[first_place.process];
  const ir::Node& first = view[first_place];
  const ir::Node& second = view[second_place];
  const std::optional<Noes> first_noes = rejects_of(process, first);
  const std::optional<Noes> second_noes = rejects_of(process, second);
  const double r1 = first_noes ? first_noes->share : 0;
  if (!second_noes || second_noes->share <= 0) return;
  const double r2 = second_noes->share;
  const std::optional<Effort> c1 = effort_of(view, first_place);
  const std::optional<Effort> c2 = effort_of(view, second_place);
  if (!c1 || !c2) return;
  const bool in_money = c1->cost && c2->cost && c1->cost->currency == c2->cost->currency;
  const double e1 = in_money ? c1->cost->amount : c1->hours;
  const double e2 = in_money ? c2->cost->amount : c2->hours;
  constexpr double rounding = 1e-9;
  if (e1 <= 0 || r2 * e1 < much_more * r1 * e2 * (1 - rounding)) return;
  if (!is_order_free(view, first_place.process, first, row, authority)) return;

  const double saved = r2 * e1 - r1 * e2;
  const std::string saved_text = in_money ? money_text(saved, c1->cost->currency) : work_text(saved);
  Diagnostics::Builder finding =
      reporter.report(rule::LateKnockout, second.name_span,
                      {arg("gate", second.name), arg("share", share_text(r2)), arg("first", first.name),
                       arg("first_share", share_text(r1)), arg("saved", saved_text)},
                      second.span);
  finding.symbol(view.symbol(second_place));
  const auto note = [&](const ir::Node& gate, double share, const Effort& effort) {
    finding.note(rule::NoteKnocksOut, gate.name_span,
                 {arg("gate", gate.name), arg("share", share_text(share)),
                  arg("cost", in_money ? effort_text(effort) : work_text(effort.hours))});
  };
  note(first, r1, *c1);
  note(second, r2, *c2);
  for (const auto* noes : {&first_noes, &second_noes}) {
    if (*noes && (*noes)->counted) note_counted(**noes, noes == &first_noes ? first : second, finding);
  }
  finding.help(rule::NoteOrderIsFree, {arg("gate", second.name), arg("first", first.name)});
}

}  // namespace

void check_LateKnockout(const View& view, Reporter& reporter) {
  AuthorityComparison authority(view);
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId first : view.gates(id)) {
      const Row row = row_from(view, id, first);
      if (row.second) check_row(view, {id, first}, row, authority, reporter);
    }
  }
}

}  // namespace wain::lint
