/// The paths of a process as formulas: under which values of its data a case comes to a node. Every
/// write makes a fresh, unknown version of what it writes; where paths meet, the condition is the
/// disjunction. A loop is entered once, with what it writes unknown, and left without going round.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/SmallVector.h>

#include "analysis/flow_graph.h"
#include "analysis/must_flow.h"
#include "analysis/writes.h"
#include "conditions/beside.h"
#include "conditions/expressions.h"
#include "conditions/formula.h"

namespace wain::conditions {

/// The pieces of data that matter in one process, numbered.
class Leaves {
public:
  /// Data that cannot be compared is left out.
  /// Past so many leaves, nothing is known of the others.
  explicit Leaves(std::size_t most) : most_(most) {}

  void add(const ir::Definition& definition, const Leaf& leaf, ir::TypeId type);
  /// UINT32_MAX if it is not there.
  [[nodiscard]] std::uint32_t find(const Leaf& leaf) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(all_.size()); }
  [[nodiscard]] const Leaf& operator[](std::uint32_t index) const { return all_[index].leaf; }
  [[nodiscard]] const Variable& variable(std::uint32_t index) const { return all_[index].variable; }
  [[nodiscard]] ir::TypeId type(std::uint32_t index) const { return all_[index].type; }
  /// Sets the bits of the leaves that a write of `path` changes.
  void touch(const ir::Path& path, llvm::BitVector& bits) const;

private:
  struct Entry {
    Leaf leaf;
    Variable variable;
    ir::TypeId type;
  };
  using Key = std::tuple<ir::VariableId, std::vector<std::uint32_t>, bool>;
  std::size_t most_;
  std::vector<Entry> all_;
  std::map<Key, std::uint32_t, std::less<>> index_;
  std::map<ir::VariableId, std::vector<std::uint32_t>> of_variable_;
};

class Paths {
public:
  /// What is said of a node: a few formulas that travel together.
  using State = llvm::SmallVector<FormulaId, 2>;
  /// Changes what travels over an edge; `taken` is the condition under which the edge is.
  using OnEdge = llvm::function_ref<void(const ir::Edge&, FormulaId taken, State&)>;
  /// Changes what comes into a loop; `reached` is the condition under which it is entered.
  using OnLoop = llvm::function_ref<void(const analysis::Loop&, FormulaId reached, State&)>;

  /// `loops`: of this process; it outlives the paths.
  Paths(const analysis::Writes& writes, const analysis::Reach& reach, const analysis::LoopNest& loops,
        Leaves leaves, Encoding& encoding, Formulas& formulas);

  /// The condition under which a case can come to the node, over versions of the data on the way.
  [[nodiscard]] FormulaId reached(ir::NodeId node) const { return reached_[node.index].front(); }
  /// … and goes on over the edge.
  [[nodiscard]] FormulaId taken(ir::EdgeId edge) const { return taken_[edge.index]; }
  /// The version of a leaf that is read at the node; invalid for data that is not compared. What a
  /// parallel branch may be writing is a version of its own.
  VarId value_at(ir::NodeId node, const Leaf& leaf);
  /// A formula for each way to a node, joined over all ways: `start` at the start, changed by the
  /// callbacks, restricted by the condition of every edge. At a join, a formula holds after it if it
  /// holds of as many branches as the join waits for. By node.
  std::vector<State> forward(const State& start, OnEdge on_edge, OnLoop on_loop);

  /// Leaves that are written on leaving over the edge.
  [[nodiscard]] llvm::BitVector written(const ir::Edge& edge) const;
  [[nodiscard]] const Leaves& leaves() const { return leaves_; }
  [[nodiscard]] const analysis::LoopNest& loops() const { return nest_; }
  [[nodiscard]] bool is_loop_entry(ir::NodeId node) const { return is_entry_.test(node.index); }
  [[nodiscard]] bool is_in(ir::NodeId node, std::uint32_t loop) const;
  [[nodiscard]] const Beside& beside() const { return beside_; }
  /// Nodes and loops (by index, from nodes.size() on) so ordered that all ways to one come before it.
  [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }
  [[nodiscard]] const ir::Process& process() const { return writes_.process; }
  [[nodiscard]] const analysis::Reach& reach() const { return reach_; }
  [[nodiscard]] Encoding& encoding() { return encoding_; }

private:
  using Versions = std::shared_ptr<const std::vector<VarId>>;
  struct Way {  // an edge that leads somewhere, or past a branch that is skipped
    ir::EdgeId edge;
    bool skips = false;
  };

  using Ways = llvm::SmallVector<Way, 4>;

  void sort_steps();
  void settle_versions();
  void settle_node(ir::NodeId node);
  void settle_loop(std::uint32_t loop);
  void settle_join(ir::NodeId node);
  void settle_conditions(ir::NodeId node);
  [[nodiscard]] Ways ways_to(ir::NodeId node) const;
  [[nodiscard]] Ways ways_into(std::uint32_t loop) const;
  Versions versions_over(const Way& way, ir::BranchId into);
  Versions merged(llvm::ArrayRef<Way> ways, llvm::ArrayRef<Versions> versions, const llvm::BitVector& unknown,
                  std::uint32_t step);
  VarId fresh(std::uint32_t step, std::uint32_t leaf);
  FormulaId guard(ir::NodeId node, const ir::Edge& edge);

  State state_over(const Way& way, const State& before, OnEdge on_edge);
  State merged(llvm::ArrayRef<Way> ways, const std::vector<State>& at, OnEdge on_edge);
  State joined(ir::NodeId node, const std::vector<State>& at, OnEdge on_edge);
  State any(llvm::ArrayRef<State> states);

  analysis::Writes writes_;
  const analysis::Reach& reach_;
  Leaves leaves_;
  Encoding& encoding_;
  Formulas& formulas_;
  Beside beside_;
  const analysis::LoopNest& nest_;
  llvm::BitVector is_entry_;
  std::vector<std::uint32_t> order_;
  std::vector<std::vector<analysis::JoinInput>> join_inputs_;  // by node
  std::vector<Versions> versions_;                             // by node, then loop
  std::map<std::pair<std::uint32_t, std::uint32_t>, VarId> fresh_;
  std::vector<Formulas::Renaming> renamings_;
  std::vector<std::uint32_t> renaming_, renaming_past_;  // by edge, into renamings_
  std::vector<FormulaId> condition_, condition_past_;    // by edge
  std::vector<FormulaId> taken_, taken_past_;            // by edge
  std::vector<State> reached_;                           // by node, then loop
  FormulaId cut_off_;                                    // opaque: below it, loops were not taken apart
};

}  // namespace wain::conditions
