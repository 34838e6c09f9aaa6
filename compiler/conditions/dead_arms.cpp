#include "conditions/dead_arms.h"

#include <algorithm>

namespace wain::conditions {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

class Search {
public:
  explicit Search(ProcessModel& model)
      : model_(model),
        process_(model.process()),
        cause_(process_.nodes.size() + model.paths().loops().loops.size(), none),
        edge_cause_(process_.edges.size(), none) {
    result_.nodes.resize(static_cast<unsigned>(process_.nodes.size()));
  }

  DeadArms run() && {
    const auto nodes = static_cast<std::uint32_t>(process_.nodes.size());
    for (const std::uint32_t step : model_.paths().order()) {
      cause_[step] = step >= nodes ? cause_of_loop(step - nodes) : cause_of_node({step});
      if (step >= nodes) continue;
      if (cause_[step] != none) {
        result_.nodes.set(step);
        result_.arms[cause_[step]].nodes.push_back({step});
      }
      settle_exits({step});
    }
    for (DeadArm& arm : result_.arms) std::sort(arm.nodes.begin(), arm.nodes.end());
    std::sort(result_.arms.begin(), result_.arms.end(),
              [](const DeadArm& a, const DeadArm& b) { return a.edge < b.edge; });
    return std::move(result_);
  }

private:
  /// The arm because of which none of these edges is ever taken; none if one may be.
  template <class Counts>
  [[nodiscard]] std::uint32_t cause_of(const std::vector<ir::EdgeId>& edges, Counts counts) const {
    std::uint32_t cause = none;
    for (const ir::EdgeId edge : edges) {
      const ir::NodeId from = process_[edge].from;
      if (!model_.reach().has(from) || !counts(from)) continue;
      if (edge_cause_[edge.index] == none) return none;
      if (cause == none) cause = edge_cause_[edge.index];
    }
    return cause;
  }

  [[nodiscard]] std::uint32_t cause_of_node(ir::NodeId node) const {
    const Paths& paths = model_.paths();
    if (paths.is_loop_entry(node)) return cause_[process_.nodes.size() + paths.loops().innermost[node.index]];
    const ir::Node& of = process_[node];
    // Past a branch that is not entered, its join goes on.
    if (node.index == 0 || (of.kind == ir::NodeKind::Join && of.partner && process_[of.partner].inclusive))
      return of.kind == ir::NodeKind::Join ? cause_[of.partner.index] : none;
    return cause_of(of.in, [](ir::NodeId) { return true; });
  }

  [[nodiscard]] std::uint32_t cause_of_loop(std::uint32_t loop) const {
    const Paths& paths = model_.paths();
    std::uint32_t cause = none;
    for (const ir::NodeId entry : paths.loops().loops[loop].entries) {
      if (entry.index == 0) return none;
      const auto from_outside = [&](ir::NodeId from) { return !paths.is_in(from, loop); };
      const auto& in = process_[entry].in;
      const bool entered = std::any_of(in.begin(), in.end(), [&](ir::EdgeId edge) {
        return model_.reach().has(process_[edge].from) && from_outside(process_[edge].from);
      });
      if (!entered) continue;
      const std::uint32_t here = cause_of(in, from_outside);
      if (here == none) return none;
      if (cause == none) cause = here;
    }
    return cause;
  }

  void settle_exits(ir::NodeId id) {
    const ir::Node& node = process_[id];
    bool guarded = false;
    for (const ir::EdgeId edge : node.out) {
      guarded = guarded || process_[edge].guard.valid();
      edge_cause_[edge.index] = cause_[id.index];
      if (cause_[id.index] != none || !guarded || !is_arm(process_[edge].kind)) continue;
      const Answer answer = model_.solver().satisfiable(model_.paths().taken(edge));
      if (answer == Answer::Undecided) model_.leave_open(process_[edge].to, Question::WayIsOpen);
      if (answer != Answer::No) continue;
      edge_cause_[edge.index] = static_cast<std::uint32_t>(result_.arms.size());
      result_.arms.push_back({edge, {}});
    }
  }

  static bool is_arm(ir::EdgeKind kind) {
    return kind == ir::EdgeKind::When || kind == ir::EdgeKind::Otherwise || kind == ir::EdgeKind::Until;
  }

  ProcessModel& model_;
  const ir::Process& process_;
  DeadArms result_;
  std::vector<std::uint32_t> cause_;       // by node, then loop: index of an arm
  std::vector<std::uint32_t> edge_cause_;  // by edge
};

}  // namespace

bool has_guards(const ir::Process& process, const analysis::Reach& reach) {
  return std::any_of(process.edges.begin(), process.edges.end(),
                     [&](const ir::Edge& edge) { return edge.guard.valid() && reach.has(edge.from); });
}

DeadArms dead_arms(ProcessModel& model) { return Search(model).run(); }

}  // namespace wain::conditions
