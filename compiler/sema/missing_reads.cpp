#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <queue>
#include <tuple>

#include "ir/visit_paths.h"
#include "sema/assignment.h"

namespace wain::sema {
namespace {

/// Variables are looked at in groups of this many: one cache line a node, whatever their number.
constexpr std::uint32_t most_words = 8;
using Word = std::uint64_t;

/// A read or production of a variable at a node.
struct Event {
  std::uint32_t variable = 0;
  std::uint32_t node = 0;
  Span span;
  friend auto operator<=>(const Event&, const Event&) = default;
};

struct Events {
  std::vector<Event> reads, products;  ///< both sorted
};

void add_reads(const ir::Definition& definition, ir::ExprId expression, std::uint32_t node,
               std::vector<Event>& reads) {
  ir::visit_paths(definition, expression, [&](const ir::Expr& use) {
    if (use.path.variable) reads.push_back({use.path.variable.index, node, use.span});
  });
}

void add_node_reads(const ir::Definition& definition, const ir::Process& process, std::uint32_t index,
                    std::vector<Event>& reads) {
  const ir::Node& node = process.nodes[index];
  for (const auto* paths : {&node.reads, &node.sees, &node.updates, &node.arguments})
    for (const ir::Path& path : *paths)
      if (path.variable) reads.push_back({path.variable.index, index, path.span});
  add_reads(definition, node.priority, index, reads);
  for (const ir::EdgeId edge : node.out) add_reads(definition, process[edge].guard, index, reads);
}

Events events_of(const ir::Definition& definition, const ir::Process& process) {
  Events events;
  for (std::uint32_t n = 0; n < process.nodes.size(); ++n) {
    add_node_reads(definition, process, n, events.reads);
    for (const ir::Product& product : process.nodes[n].produces)
      events.products.push_back({product.variable.index, n, product.span});
  }
  std::erase_if(events.reads, [&](const Event& read) { return process.variables[read.variable].parameter; });
  std::sort(events.reads.begin(), events.reads.end());
  std::sort(events.products.begin(), events.products.end());
  return events;
}

/// The nodes that the start reaches, in reverse post-order. Past the branches of a `parallel` with
/// `when`, its join follows the fork itself.
struct Order {
  std::vector<std::uint32_t> nodes;
  std::vector<std::uint32_t> position;  ///< by node; UINT32_MAX: not reached
};

Order reverse_post_order(const ir::Process& process) {
  struct Frame {
    std::uint32_t node;
    std::size_t next = 0;
  };
  Order order;
  order.position.assign(process.nodes.size(), UINT32_MAX);
  std::vector<Frame> stack{{0}};
  std::vector<bool> seen(process.nodes.size());
  seen[0] = true;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    const ir::Node& node = process.nodes[frame.node];
    const std::size_t ways = node.out.size() + (node.inclusive && node.partner ? 1 : 0);
    if (frame.next == ways) {
      order.nodes.push_back(frame.node);
      stack.pop_back();
      continue;
    }
    const std::size_t way = frame.next++;
    const std::uint32_t to = way < node.out.size() ? process[node.out[way]].to.index : node.partner.index;
    if (seen[to]) continue;
    seen[to] = true;
    stack.push_back({to});
  }
  std::reverse(order.nodes.begin(), order.nodes.end());
  for (std::uint32_t i = 0; i < order.nodes.size(); ++i) order.position[order.nodes[i]] = i;
  return order;
}

bool carries_products(const ir::Edge& edge) {
  return edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
}

/// One group of variables, each a bit: what is missing at every node.
class Group {
public:
  Group(const ir::Process& process, const Order& order)
      : process_(process), order_(order), queued_(order.nodes.size()) {}

  /// `variables`, sorted, are those of this group.
  void solve(std::vector<std::uint32_t> variables, const Event* reads, const Event* reads_end,
             const Event* products, const Event* products_end) {
    variables_ = std::move(variables);
    words_ = static_cast<std::uint32_t>((variables_.size() + 63) / 64);
    const std::size_t size = process_.nodes.size() * words_;
    missing_.assign(size, 0);
    read_.assign(size, 0);
    produced_.assign(size, 0);
    for (const Event* e = reads; e != reads_end; ++e) set(read_, e->node, bit_of(e->variable));
    for (const Event* e = products; e != products_end; ++e)
      if (const std::uint32_t bit = bit_of(e->variable); bit != UINT32_MAX) set(produced_, e->node, bit);
    for (std::uint32_t bit = 0; bit < variables_.size(); ++bit) set(missing_, 0, bit);
    sweep();
  }

  [[nodiscard]] std::uint32_t bit_of(std::uint32_t variable) const {
    const auto at = std::lower_bound(variables_.begin(), variables_.end(), variable);
    if (at == variables_.end() || *at != variable) return UINT32_MAX;
    return static_cast<std::uint32_t>(at - variables_.begin());
  }
  [[nodiscard]] bool missing(std::uint32_t node, std::uint32_t bit) const { return get(missing_, node, bit); }
  /// Whether it is still missing where the node is left.
  [[nodiscard]] bool missing_after(std::uint32_t node, bool with_products, std::uint32_t bit) const {
    return missing(node, bit) && !get(read_, node, bit) && !(with_products && get(produced_, node, bit));
  }

private:
  using Bits = std::array<Word, most_words>;

  void set(std::vector<Word>& bits, std::uint32_t node, std::uint32_t bit) const {
    bits[std::size_t{node} * words_ + bit / 64] |= Word{1} << (bit % 64);
  }
  [[nodiscard]] bool get(const std::vector<Word>& bits, std::uint32_t node, std::uint32_t bit) const {
    return (bits[std::size_t{node} * words_ + bit / 64] >> (bit % 64) & 1) != 0;
  }

  /// What is missing along an edge out of `node`.
  [[nodiscard]] Bits after(std::uint32_t node, bool with_products) const {
    Bits result{};
    const std::size_t base = std::size_t{node} * words_;
    for (std::uint32_t w = 0; w < words_; ++w)
      result[w] = missing_[base + w] & ~read_[base + w] & ~(with_products ? produced_[base + w] : 0);
    return result;
  }
  void add(Bits& into, const Bits& more) const {
    for (std::uint32_t w = 0; w < words_; ++w) into[w] |= more[w];
  }
  [[nodiscard]] Bits along(ir::EdgeId edge) const {
    return after(process_[edge].from.index, carries_products(process_[edge]));
  }

  /// What is missing at the end of each branch.
  [[nodiscard]] std::vector<Bits> branch_ends(const ir::Node& join, const ir::Node& fork) const {
    const std::uint32_t first = fork.branches.front().index;
    std::vector<std::uint32_t> place(fork.branches.back().index - first + 1, UINT32_MAX);
    for (std::uint32_t i = 0; i < fork.branches.size(); ++i) place[fork.branches[i].index - first] = i;
    std::vector<Bits> ends(fork.branches.size(), Bits{});
    for (const ir::EdgeId edge : join.in) {
      const ir::BranchId branch = process_[process_[edge].from].branch;
      if (!branch || branch.index < first || branch.index - first >= place.size()) continue;
      if (const std::uint32_t i = place[branch.index - first]; i != UINT32_MAX) add(ends[i], along(edge));
    }
    if (!fork.inclusive) return ends;
    // `branch N when E { B }` is `branch N { if E { B } }`: a way past it leads from the fork.
    const Bits past = after(join.partner.index, false);
    for (const ir::EdgeId edge : fork.out) {
      const ir::BranchId branch = process_[process_[edge].to].branch;
      if (!process_[edge].guard && !process_[edge].share) continue;
      if (branch && branch.index - first < place.size() && place[branch.index - first] != UINT32_MAX)
        add(ends[place[branch.index - first]], past);
    }
    return ends;
  }

  [[nodiscard]] Bits missing_at_join(const ir::Node& join) const {
    const ir::Node& fork = process_[join.partner];
    const std::vector<Bits> ends = branch_ends(join, fork);
    std::size_t needed = ends.size();
    if (fork.join_rule == ir::JoinRule::First) needed = 1;
    if (fork.join_rule == ir::JoinRule::KOfN)
      needed = std::clamp<std::size_t>(fork.join_count, 1, ends.size());
    Bits result{};
    for (std::uint32_t w = 0; w < words_; ++w) result[w] = missing_in_at_least(ends, w, needed);
    return result;
  }
  static Word missing_in_at_least(const std::vector<Bits>& ends, std::uint32_t w, std::size_t needed) {
    if (needed == ends.size()) {
      Word all = ~Word{0};
      for (const Bits& end : ends) all &= end[w];
      return all;
    }
    std::array<std::size_t, 64> count{};
    for (const Bits& end : ends)
      for (std::uint32_t bit = 0; bit < 64; ++bit) count[bit] += end[w] >> bit & 1;
    Word result = 0;
    for (std::uint32_t bit = 0; bit < 64; ++bit)
      if (count[bit] >= needed) result |= Word{1} << bit;
    return result;
  }

  /// Computes a node anew; whether more is missing than before.
  bool update(std::uint32_t index) {
    const ir::Node& node = process_.nodes[index];
    Bits now{};
    if (node.kind == ir::NodeKind::Join && node.partner && !process_[node.partner].branches.empty())
      now = missing_at_join(node);
    else
      for (const ir::EdgeId edge : node.in) add(now, along(edge));
    bool grown = false;
    const std::size_t base = std::size_t{index} * words_;
    for (std::uint32_t w = 0; w < words_; ++w) {
      const Word more = now[w] & ~missing_[base + w];
      missing_[base + w] |= more;
      grown = grown || more != 0;
    }
    return grown;
  }

  void queue(std::uint32_t node, std::uint32_t behind) {
    const std::uint32_t position = order_.position[node];
    if (position > behind || queued_[position]) return;
    queued_[position] = true;
    work_.push(position);
  }
  void queue_successors(std::uint32_t index, std::uint32_t behind) {
    const ir::Node& node = process_.nodes[index];
    for (const ir::EdgeId edge : node.out) queue(process_[edge].to.index, behind);
    if (node.inclusive && node.partner) queue(node.partner.index, behind);
  }

  /// Once over all nodes in order; then again only what a way back has changed.
  void sweep() {
    for (std::uint32_t i = 0; i < order_.nodes.size(); ++i) {
      update(order_.nodes[i]);
      queue_successors(order_.nodes[i], i);
    }
    while (!work_.empty()) {
      const std::uint32_t position = work_.top();
      work_.pop();
      queued_[position] = false;
      if (update(order_.nodes[position])) queue_successors(order_.nodes[position], UINT32_MAX);
    }
  }

  const ir::Process& process_;
  const Order& order_;
  std::vector<std::uint32_t> variables_;
  std::uint32_t words_ = 0;
  std::vector<Word> missing_, read_, produced_;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> work_;
  std::vector<bool> queued_;
};

/// The shortest way to a node on which one variable is missing.
class Witness {
public:
  Witness(const ir::Process& process, const Group& group, std::uint32_t bit)
      : process_(process), group_(group), bit_(bit), came_by_(process.nodes.size()) {
    came_by_[0].seen = true;
    queue_.push_back(0);
  }

  std::vector<MissingRead::Stop> way_to(std::uint32_t node) {
    while (!came_by_[node].seen && next_ < queue_.size()) expand(queue_[next_++]);
    std::vector<MissingRead::Stop> way;
    if (!came_by_[node].seen) return way;
    for (std::uint32_t at = node; at != 0; at = came_by_[at].from)
      way.push_back({{came_by_[at].from}, came_by_[at].edge});
    std::reverse(way.begin(), way.end());
    return way;
  }

private:
  struct Arrival {
    std::uint32_t from = 0;
    ir::EdgeId edge;
    bool seen = false;
  };

  void arrive(std::uint32_t from, ir::EdgeId edge, std::uint32_t to) {
    if (came_by_[to].seen || !group_.missing(to, bit_)) return;
    came_by_[to] = {from, edge, true};
    queue_.push_back(to);
  }
  void expand(std::uint32_t at) {
    const ir::Node& node = process_.nodes[at];
    for (const ir::EdgeId edge : node.out)
      if (group_.missing_after(at, carries_products(process_[edge]), bit_))
        arrive(at, edge, process_[edge].to.index);
    if (node.inclusive && node.partner && group_.missing_after(at, false, bit_))
      arrive(at, {}, node.partner.index);
  }

  const ir::Process& process_;
  const Group& group_;
  std::uint32_t bit_;
  std::vector<Arrival> came_by_;
  std::vector<std::uint32_t> queue_;
  std::size_t next_ = 0;
};

/// The reads of one variable (`first` to `last`, by node) that are missing.
void report_variable(const ir::Process& process, const Group& group, const Event* first, const Event* last,
                     llvm::function_ref<void(const MissingRead&)> found) {
  const std::uint32_t bit = group.bit_of(first->variable);
  std::optional<Witness> witness;
  std::uint32_t before = UINT32_MAX;
  for (const Event* read = first; read != last; ++read) {
    if (read->node == before) continue;  // the first read of a node speaks for it
    before = read->node;
    const ir::Node& node = process.nodes[read->node];
    const bool audit = node.kind == ir::NodeKind::Audit;
    if (audit && !node.audited) continue;
    // An audit looks at what a visit of its step has left.
    const std::uint32_t at = audit ? node.audited.index : read->node;
    if (audit ? !group.missing_after(at, true, bit) : !group.missing(at, bit)) continue;
    if (!witness) witness.emplace(process, group, bit);
    MissingRead missing{{read->variable}, {read->node}, read->span, witness->way_to(at)};
    if (audit) missing.way.push_back({{at}, {}});
    found(missing);
  }
}

}  // namespace

void find_missing_reads(const ir::Definition& definition, const ir::Process& process,
                        llvm::function_ref<void(const MissingRead&)> found) {
  const Events events = events_of(definition, process);
  if (events.reads.empty()) return;
  const Order order = reverse_post_order(process);
  Group group(process, order);
  const auto by_variable = [](const Event& event, std::uint32_t variable) {
    return event.variable < variable;
  };
  const Event* const end = events.reads.data() + events.reads.size();
  for (const Event* begin = events.reads.data(); begin != end;) {
    std::vector<std::uint32_t> variables;
    const Event* last = begin;
    for (; last != end; ++last) {
      if (!variables.empty() && variables.back() == last->variable) continue;
      if (variables.size() == most_words * 64) break;
      variables.push_back(last->variable);
    }
    const Event* const products = events.products.data();
    const Event* const products_end = products + events.products.size();
    group.solve(variables, begin, last,
                std::lower_bound(products, products_end, variables.front(), by_variable),
                std::lower_bound(products, products_end, variables.back() + 1, by_variable));
    for (const Event* at = begin; at != last;) {
      const Event* next = std::lower_bound(at, last, at->variable + 1, by_variable);
      report_variable(process, group, at, next, found);
      at = next;
    }
    begin = last;
  }
}

}  // namespace wain::sema
