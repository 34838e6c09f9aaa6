#include "conditions/lacking.h"

#include <algorithm>
#include <map>
#include <optional>

namespace wain::conditions {
namespace {

/// So many kinds of limits are told apart.
constexpr std::size_t most_kinds = 3;

class LackingFlow {
public:
  LackingFlow(Paths& paths, const analysis::Writes& writes, Formulas& formulas,
              llvm::ArrayRef<Provider> providers, const JudgmentEdges& edges)
      : paths_(paths), writes_(writes), formulas_(formulas), edges_(edges) {
    for (const Provider& provider : providers) sort_in(provider);
    merge_kinds();
    const auto touch = [&](const ir::Path& path, llvm::BitVector& bits) {
      for (unsigned i = 0; i < kinds_.size(); ++i) {
        if (touches(writes_.definition, writes_.process, path, kinds_[i])) bits.set(i);
      }
    };
    beside_ = Beside(writes, paths.reach(), static_cast<unsigned>(kinds_.size()), touch);
  }

  std::vector<FormulaId> run() {
    const Paths::State start(std::size_t{1} << kinds_.size(), Formulas::yes());
    const std::vector<Paths::State> states = paths_.forward(
        start, [&](const ir::Edge& edge, FormulaId taken, Paths::State& state) { pass(edge, taken, state); },
        [&](const analysis::Loop& loop, FormulaId reached, Paths::State& state) {
          enter(loop, reached, state);
        });
    std::vector<FormulaId> result;
    for (std::size_t i = 0; i < writes_.process.nodes.size(); ++i)
      result.push_back(states[i].empty() ? Formulas::no() : states[i].front());
    return result;
  }

private:
  struct Maker {
    FormulaId cannot;  // the authority does not reach so far
    std::optional<unsigned> kind;
  };

  void sort_in(const Provider& provider) {
    Maker maker{formulas_.negation(provider.may_decide), std::nullopt};
    if (!provider.fields.empty()) {
      const auto at = std::find(kinds_.begin(), kinds_.end(), provider.fields);
      maker.kind = static_cast<unsigned>(at - kinds_.begin());
      if (at == kinds_.end()) kinds_.push_back(provider.fields);
    }
    makers_[provider.node.index] = maker;
  }

  void merge_kinds() {
    if (kinds_.size() <= most_kinds) return;
    std::vector<LimitedField> all;
    for (const auto& kind : kinds_) all.insert(all.end(), kind.begin(), kind.end());
    kinds_.clear();
    kinds_.push_back(std::move(all));
    told_apart_ = false;
    for (auto& [node, maker] : makers_) {
      if (maker.kind) maker.kind = 0;
    }
  }

  /// The limited providers whose fields are written on leaving over the edge, as a set.
  [[nodiscard]] std::size_t dropped(const ir::Edge& edge) const {
    if (kinds_.empty()) return 0;
    std::size_t set = 0;
    writes_.on_exit(edge, [&](const ir::Path& path) {
      for (unsigned i = 0; i < kinds_.size(); ++i) {
        if (touches(writes_.definition, writes_.process, path, kinds_[i])) set |= std::size_t{1} << i;
      }
    });
    if (const llvm::BitVector* others = beside_.of(writes_.process, edge)) {
      for (const unsigned i : others->set_bits()) set |= std::size_t{1} << i;
    }
    return set;
  }

  void drop(std::size_t set, Paths::State& state) {
    if (set == 0) return;
    const Paths::State before = state;
    for (std::size_t i = 0; i < state.size(); ++i) {
      state[i] = before[i | set];
      if (told_apart_ || state[i] == before[i]) continue;
      if (!perhaps_) perhaps_ = formulas_.opaque();
      state[i] = formulas_.any(before[i], formulas_.all(state[i], perhaps_));
    }
  }

  void pass(const ir::Edge& edge, FormulaId taken, Paths::State& state) {
    if (edges_.dead(edge)) {
      std::fill(state.begin(), state.end(), Formulas::no());
      return;
    }
    if (edges_.ends(edge)) std::fill(state.begin(), state.end(), taken);
    const bool brings = edges_.brings(edge);
    const auto maker = makers_.find(edge.from.index);
    if (brings && maker == makers_.end()) std::fill(state.begin(), state.end(), Formulas::no());
    if (maker != makers_.end() && (brings || edge.kind == ir::EdgeKind::Approve)) {
      const std::optional<unsigned> kind = maker->second.kind;
      for (std::size_t i = 0; i < state.size(); ++i) {
        if (!kind || ((i >> *kind) & 1U) == 0) state[i] = formulas_.all(state[i], maker->second.cannot);
      }
    }
    drop(dropped(edge), state);
    if (edges_.beside(edge)) std::fill(state.begin(), state.end(), taken);
  }

  /// What is killed anywhere in the loop does not hold when it is entered for the last time.
  void enter(const analysis::Loop& loop, FormulaId reached, Paths::State& state) {
    const auto index = static_cast<std::uint32_t>(&loop - paths_.loops().loops.data());
    std::size_t set = 0;
    for (const ir::NodeId node : loop.nodes) {
      for (const ir::EdgeId id : writes_.process[node].out) {
        const ir::Edge& edge = writes_.process[id];
        if (!paths_.is_in(edge.to, index)) continue;
        if (edges_.ends(edge) || edges_.beside(edge)) {
          std::fill(state.begin(), state.end(), reached);
          return;
        }
        set |= dropped(edge);
      }
    }
    drop(set, state);
  }

  Paths& paths_;
  const analysis::Writes& writes_;
  Formulas& formulas_;
  const JudgmentEdges& edges_;
  std::vector<std::vector<LimitedField>> kinds_;
  std::map<std::uint32_t, Maker> makers_;  // by node
  Beside beside_;
  bool told_apart_ = true;
  FormulaId perhaps_;  // opaque: whether a provider drops out that was merged with others
};

}  // namespace

bool is_written(const analysis::Writes& writes, const ir::Edge& edge, const analysis::Evidence& evidence) {
  bool result = false;
  writes.on_exit(edge, [&](const ir::Path& written) {
    const auto touches = [&](const ir::Path& seen) { return ir::overlap(written, seen); };
    result = result || std::any_of(evidence.begin(), evidence.end(), touches);
  });
  return result;
}

std::vector<FormulaId> lacking(Paths& paths, const analysis::Writes& writes, Formulas& formulas,
                               llvm::ArrayRef<Provider> providers, const JudgmentEdges& edges) {
  return LackingFlow(paths, writes, formulas, providers, edges).run();
}

}  // namespace wain::conditions
