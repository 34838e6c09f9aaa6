#include <algorithm>

#include "ir/verify_parts.h"

namespace wain::ir {
namespace {

/// How many edges of each kind leave a node.
struct Exits {
  std::array<std::uint32_t, 12> by_kind{};
  std::uint32_t all = 0;
  [[nodiscard]] std::uint32_t of(EdgeKind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
};

class ProcessCheck {
public:
  ProcessCheck(Verification& verification, const Process& process)
      : verification_(verification), definition_(verification.definition), process_(process) {}

  void run() {
    // Each group of checks relies on the one before it.
    const std::size_t before = verification_.violations.size();
    header();
    wiring();
    if (verification_.violations.size() != before) return;
    for (std::size_t i = 0; i < process_.nodes.size(); ++i)
      ids(process_.nodes[i], place(process_.nodes[i], i));
    branches();
    if (verification_.violations.size() != before) return;
    for (std::size_t i = 0; i < process_.edges.size(); ++i) edge(process_.edges[i], i);
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) node(process_.nodes[i], i);
  }

private:
  [[nodiscard]] Place place(const Node& node, std::size_t index) const {
    return {name(node.kind), node.name, process_.name, index};
  }
  [[nodiscard]] Place own() const { return {"process", process_.name}; }

  void header() {
    verification_.check_ids(own(), "a parameter", process_.parameters, process_.variables.size());
    verification_.check_ids(own(), "an outcome", process_.yields, definition_.outcomes.size());
    verification_.check_id(own(), "its owner", process_.owner, definition_.actors.size(), false);
    verification_.check_id(own(), "what it replaces", process_.replaces, definition_.processes.size(), false);
    for (const Variable& variable : process_.variables) {
      verification_.check_id({"variable", variable.name, process_.name}, "its type", variable.type,
                             definition_.types.size(), true);
    }
    for (const DutyConstraint& duty : process_.duties) {
      verification_.check_ids(own(), "a separated step", duty.nodes, process_.nodes.size());
    }
    for (const Measure& measure : process_.measures) {
      verify_use(verification_, {"measure", measure.name, process_.name}, measure.definition, &process_, {},
                 true);
    }
    const auto is_start = [](const Node& node) { return node.kind == NodeKind::Start; };
    const auto starts = std::count_if(process_.nodes.begin(), process_.nodes.end(), is_start);
    // A process whose body could not be read at all may have no nodes.
    if (process_.nodes.empty() && process_.broken) return;
    if (starts != 1 || !is_start(process_.nodes.front())) {
      verification_.fail(own(), "{} start nodes; node 0 must be the one", starts);
    }
  }

  /// Every edge stands once in the lists of both its ends, and nothing else does.
  void wiring() {
    std::vector<std::uint8_t> listed_out(process_.edges.size());
    std::vector<std::uint8_t> listed_in(process_.edges.size());
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
      const Node& node = process_.nodes[i];
      const NodeId id{static_cast<std::uint32_t>(i)};
      for (const EdgeId edge : node.out) list(node, id, edge, true, listed_out);
      for (const EdgeId edge : node.in) list(node, id, edge, false, listed_in);
    }
    for (std::size_t i = 0; i < process_.edges.size(); ++i) {
      const Edge& edge = process_.edges[i];
      const Place where{"edge", name(edge.kind), process_.name, i};
      verification_.check_id(where, "where it starts", edge.from, process_.nodes.size(), true);
      verification_.check_id(where, "where it goes", edge.to, process_.nodes.size(), true);
      if (listed_out[i] != 1 || listed_in[i] != 1) {
        verification_.fail(where, "listed {} times as going out and {} times as coming in", listed_out[i],
                           listed_in[i]);
      }
    }
  }

  void list(const Node& node, NodeId id, EdgeId edge, bool out, std::vector<std::uint8_t>& listed) {
    if (!verification_.check_id(place(node, id.index), "an edge", edge, process_.edges.size(), true)) return;
    if ((out ? process_[edge].from : process_[edge].to) != id) {
      verification_.fail(place(node, id.index), "edge #{} is listed but is another node's", edge.index);
    }
    if (listed[edge.index] < 2) ++listed[edge.index];
  }

  void edge(const Edge& edge, std::size_t index) {
    const Place where{"edge", name(edge.kind), process_.name, index};
    const bool broken = process_.broken || process_[edge.from].broken || process_[edge.to].broken;
    verify_use(verification_, where, edge.guard, &process_, {}, true);
    verification_.check_id(where, "its outcome", edge.outcome, definition_.outcomes.size(),
                           edge.kind == EdgeKind::Outcome && !broken);
    if (broken) return;
    verification_.check_share(where, "its share", edge.share);
    if ((edge.kind == EdgeKind::Timeout) != edge.after.has_value()) {
      verification_.fail(where, "a time belongs to a timeout and to nothing else");
    }
    if (edge.approves && edge.kind != EdgeKind::Timeout)
      verification_.fail(where, "only a timeout approves by silence");
    if (process_[edge.to].kind == NodeKind::Start) verification_.fail(where, "it goes to the start");
    if (must_pair() && !may_go(edge)) verification_.fail(where, "it enters a branch from outside");
  }

  /// An edge stays in its branch, leaves it, or goes from a fork into one of its own.
  [[nodiscard]] bool may_go(const Edge& edge) const {
    const BranchId to = process_[edge.to].branch;
    if (!to) return true;
    if (process_[edge.from].kind == NodeKind::Fork && process_[to].fork == edge.from) return true;
    // Nesting is limited by the parser, so the way out is short.
    for (BranchId at = process_[edge.from].branch; at; at = process_[at].parent) {
      if (at == to) return true;
    }
    return false;
  }

  /// Forks and branches point at each other.
  void branches() {
    std::vector<NodeId> listed_by(process_.branches.size());
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
      for (const BranchId id : process_.nodes[i].branches) {
        if (id.index >= listed_by.size()) continue;
        if (listed_by[id.index]) verification_.fail(place(process_.nodes[i], i), "lists a branch of another");
        listed_by[id.index] = {static_cast<std::uint32_t>(i)};
      }
    }
    for (std::size_t i = 0; i < process_.branches.size(); ++i) branch(process_.branches[i], i, listed_by[i]);
  }

  void branch(const Branch& branch, std::size_t index, NodeId listed_by) {
    const Place where{"branch", branch.name, process_.name, index};
    const bool needed = !process_.broken && !branch.broken;
    if (branch.parent && branch.parent.index >= index) {
      verification_.fail(where, "its parent does not stand before it");
    }
    verification_.check_id(where, "its join", branch.join, process_.nodes.size(), needed);
    if (!verification_.check_id(where, "its fork", branch.fork, process_.nodes.size(), needed)) return;
    const Node& fork = process_[branch.fork];
    if (fork.kind != NodeKind::Fork || listed_by != branch.fork) {
      verification_.fail(where, "its fork does not list it");
    }
    if (fork.branch != branch.parent) verification_.fail(where, "its fork does not stand in its parent");
    if (needed && !fork.broken && fork.partner != branch.join) {
      verification_.fail(where, "its join is not its fork's");
    }
  }

  void node(const Node& node, std::size_t index) {
    const Place where = place(node, index);
    if (process_.broken || node.broken) return;
    figures(node, where);
    if (node.chain && node.kind != NodeKind::Split) verification_.fail(where, "a chain of conditions");
    Exits exits;
    exits.all = static_cast<std::uint32_t>(node.out.size());
    for (const EdgeId edge : node.out) ++exits.by_kind[static_cast<std::size_t>(process_[edge].kind)];
    shape(node, where, exits);
  }

  void ids(const Node& node, const Place& where) {
    const bool needed = !process_.broken && !node.broken;
    const bool work =
        node.kind == NodeKind::Task || node.kind == NodeKind::Gate || node.kind == NodeKind::Audit;
    verification_.check_id(where, "its branch", node.branch, process_.branches.size(), false);
    verification_.check_id(where, "its actor", node.actor, definition_.actors.size(), needed && work);
    verification_.check_ids(where, "a criterion that it judges", node.judges, definition_.criteria.size());
    verification_.check_ids(where, "a criterion that it checks", node.checks, definition_.criteria.size());
    verification_.check_ids(where, "a control", node.controls, definition_.controls.size());
    verification_.check_ids(where, "a branch", node.branches, process_.branches.size());
    verification_.check_id(where, "what it audits", node.audited, process_.nodes.size(),
                           needed && node.kind == NodeKind::Audit);
    verification_.check_id(
        where, "its partner", node.partner, process_.nodes.size(),
        needed && must_pair() && (node.kind == NodeKind::Fork || node.kind == NodeKind::Join));
    verification_.check_id(where, "its callee", node.callee, definition_.processes.size(),
                           needed && node.kind == NodeKind::Call);
    verification_.check_id(where, "its outcome", node.outcome, definition_.outcomes.size(),
                           needed && node.kind == NodeKind::End);
    for (const Escalation& escalation : node.escalations) {
      verification_.check_id(where, "whom it escalates to", escalation.to, definition_.actors.size(), needed);
    }
    for (const Product& product : node.produces) {
      verification_.check_id(where, "what it produces", product.variable, process_.variables.size(), true);
    }
    for (const auto* const paths : {&node.reads, &node.sees, &node.updates, &node.arguments}) {
      for (const Path& path : *paths) {
        if (type_of(definition_, &process_, path)) continue;
        verification_.fail(where, "the path {} leads nowhere", str(definition_, &process_, path));
      }
    }
    verify_use(verification_, where, node.priority, &process_, {}, false);
  }

  void figures(const Node& node, const Place& where) {
    const auto share = [&](std::string_view what, const std::optional<Share>& given) {
      if (given) verification_.check_share(where, what, given->value);
    };
    share("catches", node.catches);
    share("false alarms", node.false_alarms);
    share("samples", node.samples);
    share("finds", node.finds);
    if (!node.takes) return;
    verify_distribution(verification_, where, *node.takes);
    const TypeId type = node.takes->type;
    if (type && type.index < definition_.types.size() && definition_[type].kind != TypeKind::Duration &&
        definition_[type].kind != TypeKind::Error) {
      verification_.fail(where, "it takes a {}", str(definition_, type));
    }
  }

  /// Exactly one exit of kind `one`; all others among `others`.
  void exits_are(const Place& where, const Exits& exits, EdgeKind one,
                 std::initializer_list<EdgeKind> others) {
    if (exits.of(one) != 1) verification_.fail(where, "{} exits of kind {}", exits.of(one), name(one));
    std::uint32_t known = exits.of(one);
    for (const EdgeKind kind : others) known += exits.of(kind);
    if (known != exits.all)
      verification_.fail(where, "{} exits of a kind that it cannot have", exits.all - known);
  }

  void shape(const Node& node, const Place& where, const Exits& exits) {
    switch (node.kind) {
      case NodeKind::Start: exits_are(where, exits, EdgeKind::Next, {}); break;
      case NodeKind::Task: exits_are(where, exits, EdgeKind::Next, {EdgeKind::Fail}); break;
      case NodeKind::Gate:
        exits_are(where, exits, EdgeKind::Approve,
                  {EdgeKind::Reject, EdgeKind::Return, EdgeKind::Fail, EdgeKind::Timeout});
        break;
      case NodeKind::Merge: exits_are(where, exits, EdgeKind::Next, {}); break;
      case NodeKind::Wait:
        exits_are(where, exits, EdgeKind::Next, {});
        if (!node.wait) verification_.fail(where, "it does not say what it waits for");
        break;
      case NodeKind::Call:
        // One exit an outcome; before the callee is known, a plain one.
        if (exits.all == 0 || exits.of(EdgeKind::Next) > 1 ||
            exits.of(EdgeKind::Next) + exits.of(EdgeKind::Outcome) != exits.all) {
          verification_.fail(where, "a call has exits that are no outcomes");
        }
        call(node, where);
        break;
      case NodeKind::Split: split(node, where, exits); break;
      case NodeKind::Fork: fork(node, where, exits); break;
      case NodeKind::Join:
        exits_are(where, exits, EdgeKind::Next, {});
        partners(node, where, NodeKind::Fork);
        break;
      case NodeKind::End:
        if (exits.all != 0) verification_.fail(where, "an end has {} exits", exits.all);
        break;
      case NodeKind::Audit: audit(node, where); break;
    }
  }

  void split(const Node& node, const Place& where, const Exits& exits) {
    // A `choose` may have one arm only, which then takes every case.
    if (exits.all < 2 && exits.of(EdgeKind::When) == 0)
      verification_.fail(where, "{} exits, and no arm", exits.all);
    const bool loop = exits.of(EdgeKind::Until) + exits.of(EdgeKind::Again) > 0;
    if (loop && (exits.of(EdgeKind::Until) != 1 || exits.of(EdgeKind::Again) != 1 || exits.all != 2)) {
      verification_.fail(where, "the test of a loop has other exits than one until and one again");
    }
    if (!loop && exits.of(EdgeKind::When) + exits.of(EdgeKind::Otherwise) != exits.all) {
      verification_.fail(where, "a split has other exits than when and otherwise");
    }
    if (exits.of(EdgeKind::Otherwise) > 1)
      verification_.fail(where, "{} otherwise", exits.of(EdgeKind::Otherwise));
    // A chain is tested in order, so `otherwise` is the last.
    for (std::size_t i = 0; i + 1 < node.out.size(); ++i) {
      if (process_[node.out[i]].kind == EdgeKind::Otherwise)
        verification_.fail(where, "otherwise is not the last");
    }
  }

  void fork(const Node& node, const Place& where, const Exits& exits) {
    partners(node, where, NodeKind::Join);
    if (exits.of(EdgeKind::Branch) + exits.of(EdgeKind::When) != exits.all) {
      verification_.fail(where, "a fork has other exits than its branches");
    }
    const std::size_t branches = is_unpaired(node) ? 0 : exits.all;
    if (node.branches.size() != branches || exits.all == 0) {
      verification_.fail(where, "{} branches and {} exits", node.branches.size(), exits.all);
    }
    if (is_unpaired(node) && node.join_rule != JoinRule::All) {
      verification_.fail(where, "join {}, and no join is its partner", name(node.join_rule));
    }
    if (node.inclusive != (exits.of(EdgeKind::When) > 0)) {
      verification_.fail(where, "inclusive, and {} branches with when", exits.of(EdgeKind::When));
    }
    if (node.inclusive && node.join_rule != JoinRule::All) {
      verification_.fail(where, "an inclusive fork with join {}", name(node.join_rule));
    }
    if (node.join_rule == JoinRule::KOfN && (node.join_count < 1 || node.join_count > node.branches.size())) {
      verification_.fail(where, "join {} of {} branches", node.join_count, node.branches.size());
    }
  }

  [[nodiscard]] bool must_pair() const { return verification_.pairing == Pairing::Demanded; }
  [[nodiscard]] bool is_unpaired(const Node& node) const { return !must_pair() && !node.partner; }

  void partners(const Node& node, const Place& where, NodeKind wanted) {
    if (node.partner.index >= process_.nodes.size()) return;
    const Node& partner = process_[node.partner];
    if (partner.kind != wanted || partner.partner.index != where.index) {
      verification_.fail(where, "its partner is a {} that points elsewhere", name(partner.kind));
    }
    if (partner.branch != node.branch) verification_.fail(where, "its partner stands in another branch");
  }

  void call(const Node& node, const Place& where) {
    if (node.callee.index >= definition_.processes.size()) return;
    const Process& callee = definition_[node.callee];
    if (!callee.broken && node.arguments.size() != callee.parameters.size()) {
      verification_.fail(where, "{} arguments for {} parameters", node.arguments.size(),
                         callee.parameters.size());
    }
  }

  void audit(const Node& node, const Place& where) {
    if (!node.out.empty() || !node.in.empty()) verification_.fail(where, "an audit has edges");
    if (node.audited.index >= process_.nodes.size()) return;
    const NodeKind audited = process_[node.audited].kind;
    if (audited != NodeKind::Task && audited != NodeKind::Gate) {
      verification_.fail(where, "it audits a {}", name(audited));
    }
  }

  Verification& verification_;
  const Definition& definition_;
  const Process& process_;
};

}  // namespace

void verify_process(Verification& verification, const Process& process) {
  ProcessCheck(verification, process).run();
}

}  // namespace wain::ir
