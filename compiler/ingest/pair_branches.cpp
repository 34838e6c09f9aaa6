#include "ingest/pair_branches.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace wain::ingest {
namespace {

/// What lies between a fork and its join, by branch.
struct Block {
  ir::NodeId join;
  std::vector<std::vector<ir::NodeId>> inside;  // by way out of the fork
};

class Pairing {
public:
  explicit Pairing(ir::Process& process) : process_(process) {}

  void run() {
    const auto is_said = [&](const ir::Node& node) {
      return node.partner || node.branch || !node.branches.empty();
    };
    if (!process_.branches.empty() || std::any_of(process_.nodes.begin(), process_.nodes.end(), is_said))
      return;
    for (ir::Node& node : process_.nodes) straighten(node);
    const auto is_fork = [](const ir::Node& node) { return node.kind == ir::NodeKind::Fork; };
    if (std::none_of(process_.nodes.begin(), process_.nodes.end(), is_fork)) return;
    std::vector<std::pair<std::size_t, ir::NodeId>> found;  // how much is inside
    std::vector<Block> blocks(process_.nodes.size());
    for (std::uint32_t i = 0; i < process_.nodes.size(); ++i) {
      if (!is_fork(process_.nodes[i])) continue;
      std::optional<Block> block = block_of({i});
      if (!block) continue;
      std::size_t size = 0;
      for (const auto& branch : block->inside) size += branch.size();
      blocks[i] = std::move(*block);
      found.emplace_back(size, ir::NodeId{i});
    }
    // What holds another is larger, and its branches come first.
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [size, fork] : found) pair(fork, blocks[fork.index]);
  }

private:
  /// A join of one way and a fork into one way neither wait nor start anything: a case only passes them.
  void straighten(ir::Node& node) {
    const bool joins_one =
        node.kind == ir::NodeKind::Join && node.in.size() == 1 && node.join_rule == ir::JoinRule::All;
    const bool forks_one = node.kind == ir::NodeKind::Fork && node.out.size() == 1 && !node.inclusive;
    if ((!joins_one && !forks_one) || node.out.empty()) return;
    node.kind = ir::NodeKind::Merge;
    process_[node.out.front()].kind = ir::EdgeKind::Next;
  }

  /// A join counts the forks that it closes: a way through a block inside comes out at the same depth.
  std::optional<Block> block_of(ir::NodeId fork) const {
    Block block;
    std::vector<std::uint32_t> owner(process_.nodes.size(), 0);  // 1 + branch
    const std::vector<ir::EdgeId>& out = process_[fork].out;
    if (out.size() < 2) return std::nullopt;
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      block.inside.emplace_back();
      if (!fill(block, owner, fork, process_[out[i]].to, i)) return std::nullopt;
    }
    if (!block.join || process_[block.join].in.empty()) return std::nullopt;
    return closed(block, owner, fork) ? std::optional(std::move(block)) : std::nullopt;
  }

  /// All that a branch comes to before the join at which the branches meet. How deep a node stands in further
  /// forks tells which join that is.
  bool fill(Block& block, std::vector<std::uint32_t>& owner, ir::NodeId fork, ir::NodeId start,
            std::uint32_t branch) const {
    std::vector<std::pair<ir::NodeId, std::uint32_t>> work;
    const auto come = [&](ir::NodeId node, std::uint32_t depth) {
      if (process_[node].kind == ir::NodeKind::Join && depth == 0) {
        if (block.join && block.join != node) return false;
        block.join = node;
        return true;
      }
      if (node == fork || process_[node].kind == ir::NodeKind::End) return false;
      if (owner[node.index] == branch + 1) return true;
      if (owner[node.index] != 0) return false;  // another branch comes here as well
      owner[node.index] = branch + 1;
      block.inside[branch].push_back(node);
      work.emplace_back(node, depth);
      return true;
    };
    if (!come(start, 0)) return false;
    while (!work.empty()) {
      const auto [node, depth] = work.back();
      work.pop_back();
      const bool is_fork = process_[node].kind == ir::NodeKind::Fork;
      const bool is_join = process_[node].kind == ir::NodeKind::Join;
      const std::uint32_t behind = is_fork ? depth + 1 : is_join ? depth - 1 : depth;
      for (const ir::EdgeId edge : process_[node].out)
        if (!come(process_[edge].to, behind)) return false;
    }
    return true;
  }

  /// Nothing comes into the block but by its fork, and into its join only from the block.
  bool closed(const Block& block, const std::vector<std::uint32_t>& owner, ir::NodeId fork) const {
    const auto from_branch = [&](ir::EdgeId edge, std::uint32_t branch) {
      const ir::NodeId from = process_[edge].from;
      return owner[from.index] == branch + 1 ||
             (from == fork && process_[process_[fork].out[branch]].to == process_[edge].to);
    };
    for (std::uint32_t i = 0; i < block.inside.size(); ++i)
      for (const ir::NodeId node : block.inside[i])
        for (const ir::EdgeId edge : process_[node].in)
          if (!from_branch(edge, i)) return false;
    std::vector<bool> comes(block.inside.size());
    for (const ir::EdgeId edge : process_[block.join].in) {
      const ir::NodeId from = process_[edge].from;
      if (from == fork) {
        const auto& out = process_[fork].out;
        comes[static_cast<std::size_t>(std::find(out.begin(), out.end(), edge) - out.begin())] = true;
        continue;
      }
      if (owner[from.index] == 0) return false;
      // Two ways of one branch into the join: a token on each would count twice.
      if (comes[owner[from.index] - 1]) return false;
      comes[owner[from.index] - 1] = true;
    }
    return std::all_of(comes.begin(), comes.end(), [](bool does) { return does; });
  }

  void pair(ir::NodeId fork, const Block& block) {
    process_[fork].partner = block.join;
    process_[block.join].partner = fork;
    for (const std::vector<ir::NodeId>& inside : block.inside) {
      const ir::BranchId branch{static_cast<std::uint32_t>(process_.branches.size())};
      ir::Branch& made = process_.branches.emplace_back();
      made.fork = fork;
      made.join = block.join;
      made.parent = process_[fork].branch;
      made.name_span = process_[fork].name_span;
      made.span = process_[fork].span;
      process_[fork].branches.push_back(branch);
      for (const ir::NodeId node : inside) process_[node].branch = branch;
    }
  }

  ir::Process& process_;
};

}  // namespace

void pair_branches(ir::Process& process) { Pairing(process).run(); }

}  // namespace wain::ingest
