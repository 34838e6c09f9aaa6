// approval-after-the-fact (APR015): a gate judges what cannot be undone any more.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/may_flow.h"
#include "analysis/must_flow.h"
#include "analysis/shortfalls.h"
#include "rules/engine/concerns.h"
#include "rules/engine/deeds.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// What stands before a gate.
struct Before {
  std::vector<ir::NodeId> done;  ///< irreversible steps whose data it judges, in order of writing
  ir::Path seen;                 ///< of the first
  bool on_every_path = false;
};

/// Irreversible, or a call, which may do something irreversible.
bool may_be_final(const ir::Node& node) { return node.irreversible || node.kind == ir::NodeKind::Call; }

class AfterTheFact {
public:
  AfterTheFact(const View& view, ir::ProcessId id, Deeds& deeds)
      : process_(view[id]), reach_(view.reaches[id.index]), writes_(view.writes(id)), deeds_(deeds) {
    std::copy_if(reach_.order.begin(), reach_.order.end(), std::back_inserter(irreversible_),
                 [&](ir::NodeId node) { return may_be_final(process_[node]); });
    std::sort(irreversible_.begin(), irreversible_.end());
    for (const ir::NodeId gate : view.gates(id)) {
      if (!process_[gate].judges.empty()) gates_.push_back({gate, llvm::BitVector(count()), SIZE_MAX});
    }
    if (!comes_to_gate()) gates_.clear();  // irreversible work mostly stands last
    find_done();
    leave_out_what_was_judged();
  }

  void each(llvm::function_ref<void(ir::NodeId, const Before&)> visit) const {
    for (const Gate& gate : gates_) {
      if (gate.done.none()) continue;
      Before before{{}, process_[gate.node].sees[gate.seen], !comes_without(gate)};
      for (const unsigned i : gate.done.set_bits()) before.done.push_back(irreversible_[i]);
      visit(gate.node, before);
    }
  }

private:
  struct Gate {
    ir::NodeId node;
    llvm::BitVector done;  ///< by place in irreversible_
    std::size_t seen;      ///< the first of its evidence that they concern, by place in `sees`
  };
  /// Gates that see one thing, by place in gates_, and where it stands in their `sees`.
  using Seeing = std::vector<std::pair<std::size_t, std::size_t>>;

  [[nodiscard]] unsigned count() const { return static_cast<unsigned>(irreversible_.size()); }
  [[nodiscard]] static bool is_done(const ir::Edge& edge) {
    return edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
  }
  /// Leaving over the edge, the node has done something irreversible that concerns `seen`.
  [[nodiscard]] bool has_done(const ir::Edge& edge, const ir::Path& seen) const {
    const ir::Node& node = process_[edge.from];
    if (node.kind == ir::NodeKind::Call) return deeds_.on(process_, edge, seen) != nullptr;
    return is_done(edge) && concerns(process_, node, seen);
  }
  /// Some gate stands behind irreversible work.
  [[nodiscard]] bool comes_to_gate() const {
    std::vector<ir::NodeId> gates;
    for (const Gate& gate : gates_) gates.push_back(gate.node);
    const llvm::BitVector before = analysis::leading_to(process_, reach_, gates);
    return std::any_of(irreversible_.begin(), irreversible_.end(),
                       [&](ir::NodeId node) { return before.test(node.index); });
  }
  /// By place in irreversible_; nothing for other nodes.
  [[nodiscard]] std::optional<unsigned> number(ir::NodeId node) const {
    if (!may_be_final(process_[node])) return std::nullopt;
    const auto at = std::lower_bound(irreversible_.begin(), irreversible_.end(), node);
    return static_cast<unsigned>(at - irreversible_.begin());
  }

  /// Before each gate the irreversible work that concerns what it sees, after which nobody makes that anew.
  void find_done() {
    std::map<std::pair<ir::VariableId, std::vector<std::uint32_t>>, Seeing> by_evidence;
    for (std::size_t i = 0; i < gates_.size(); ++i) {
      const std::vector<ir::Path>& sees = process_[gates_[i].node].sees;
      for (std::size_t at = 0; at < sees.size(); ++at)
        by_evidence[{sees[at].variable, sees[at].fields}].emplace_back(i, at);
    }
    for (const auto& [key, seeing] : by_evidence)
      find_done_with(process_[gates_[seeing.front().first].node].sees[seeing.front().second], seeing);
  }

  void find_done_with(const ir::Path& seen, const Seeing& seeing) {
    llvm::BitVector concerned(count());
    for (unsigned i = 0; i < count(); ++i) {
      const std::vector<ir::EdgeId>& out = process_[irreversible_[i]].out;
      if (std::any_of(out.begin(), out.end(),
                      [&](ir::EdgeId edge) { return has_done(process_[edge], seen); }))
        concerned.set(i);
    }
    if (concerned.none()) return;
    const auto across = [&](ir::EdgeId id, llvm::BitVector& done) {
      const ir::Edge& edge = process_[id];
      bool anew = false;
      writes_.on_exit(edge, [&](const ir::Path& path) { anew = anew || ir::is_prefix(path, seen); });
      if (anew) done.reset();
      const std::optional<unsigned> own = number(edge.from);
      if (own && concerned.test(*own) && has_done(edge, seen)) done.set(*own);
    };
    const std::vector<llvm::BitVector> before = analysis::solve_may(process_, reach_, count(), across);
    for (const auto& [place, at] : seeing) {
      Gate& gate = gates_[place];
      llvm::BitVector found = before[gate.node.index];
      if (const std::optional<unsigned> own = number(gate.node)) found.reset(*own);
      if (found.any()) gate.seen = std::min(gate.seen, at);
      gate.done |= found;
    }
  }

  /// Work that no case comes to before the gate has approved, in an earlier turn of a loop.
  void leave_out_what_was_judged() {
    std::map<ir::NodeId, unsigned> bit_of;  // gates behind irreversible work
    for (const Gate& gate : gates_) {
      if (gate.done.any()) bit_of.try_emplace(gate.node, static_cast<unsigned>(bit_of.size()));
    }
    if (bit_of.empty()) return;
    const auto across = [&](const ir::Edge& edge, llvm::BitVector& approved) {
      if (edge.kind != ir::EdgeKind::Approve) return;
      if (const auto at = bit_of.find(edge.from); at != bit_of.end()) approved.set(at->second);
    };
    const std::vector<llvm::BitVector> approved =
        analysis::solve_must(process_, reach_, llvm::BitVector(static_cast<unsigned>(bit_of.size())), across);
    for (Gate& gate : gates_) {
      const llvm::BitVector before = gate.done;
      for (const unsigned i : before.set_bits()) {
        if (approved[irreversible_[i].index].test(bit_of.at(gate.node))) gate.done.reset(i);
      }
    }
  }

  /// Whether a case may come to the gate from the start with nothing of that done.
  [[nodiscard]] bool comes_without(const Gate& gate) const {
    const ir::Path& seen = process_[gate.node].sees[gate.seen];
    llvm::BitVector withheld(static_cast<unsigned>(process_.edges.size()));
    for (const unsigned i : gate.done.set_bits()) {
      for (const ir::EdgeId edge : process_[irreversible_[i]].out)
        if (has_done(process_[edge], seen)) withheld.set(edge.index);
    }
    return analysis::open_past(process_, reach_, withheld).test(gate.node.index);
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  Deeds& deeds_;
  std::vector<ir::NodeId> irreversible_;  // and calls; sorted
  std::vector<Gate> gates_;
};

void report(const View& view, Place place, const Before& before, Deeds& deeds, Reporter& reporter) {
  const ir::Process& process = view[place.process];
  const ir::Node& gate = process[place.node];
  const DiagArg data = arg("data", ir::str(view.definition, &process, before.seen));
  Diagnostics::Builder finding =
      reporter.report(rule::ApprovalAfterTheFact, gate.name_span,
                      {arg("gate", gate.name), data,
                       arg("step", view[deeds.at({place.process, before.done.front()}, before.seen)].name)},
                      gate.span);
  finding.symbol(view.symbol(place));
  if (!before.on_every_path) finding.level(Level::Warning);
  for (std::size_t i = 0; i < std::min(before.done.size(), places_shown); ++i) {
    const ir::Node& step = process[before.done[i]];
    if (step.kind == ir::NodeKind::Call) {
      const Place deed = deeds.at({place.process, before.done[i]}, before.seen);
      finding.note(rule::NoteRaceInCall, step.span,
                   {arg("step", view[deed].name), arg("process", view[deed.process].name)});
      continue;
    }
    finding.note(names_data(step) ? rule::NoteDoneHere : rule::NoteDoneWithAll, step.name_span,
                 {arg("step", step.name)});
  }
  if (!before.on_every_path) finding.help(rule::NoteOnSomePath, {arg("gate", gate.name)});
  finding.help(rule::NoteJudgeBefore);
}

}  // namespace

void check_ApprovalAfterTheFact(const View& view, Reporter& reporter) {
  Deeds deeds(view);
  for (const ir::ProcessId id : view.processes) {
    const std::vector<ir::Node>& nodes = view[id].nodes;
    if (std::none_of(nodes.begin(), nodes.end(), may_be_final)) continue;
    AfterTheFact(view, id, deeds).each([&](ir::NodeId gate, const Before& before) {
      report(view, {id, gate}, before, deeds, reporter);
    });
  }
}

}  // namespace wain::lint
