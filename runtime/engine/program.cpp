#include "runtime/engine/program.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/random/philox.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::NodeKind;

constexpr std::size_t most_criteria = 64;

bool takes_time(NodeKind kind) {
  return kind == NodeKind::Work || kind == NodeKind::Gate || kind == NodeKind::Wait;
}

bool is_plain(const FlatNode& node) {
  return (node.kind == NodeKind::Work || node.kind == NodeKind::Gate) && node.committee == none &&
         node.batch_size <= 1 && node.duties == 0 && node.audits == 0;
}

bool is_passed(const FlatNode& node) {
  switch (node.kind) {
    case NodeKind::Start:
    case NodeKind::Merge:
    case NodeKind::Join:
    case NodeKind::Split:
    case NodeKind::Call: return true;
    default: return node.kind == NodeKind::End && node.outcome == none;
  }
}

bool is_straight(const FlatNode& node) {
  return node.kind == NodeKind::Work && node.exits == 1 && node.draws == 0 && node.redraws == 0;
}

/// A copy of a process that is still to be written out.
struct Copy {
  Index process = none;
  Index frame = none;
  Index branch = none;         ///< flat branch that the call stands in
  std::vector<Index> slot_of;  ///< slots of the case
  Index call = none;           ///< flat node; none: the root itself
};

class Flattening {
public:
  explicit Flattening(const plan::Plan& plan) : plan_(plan) { out_.plan = &plan; }

  MadeProgram make() {
    for (std::size_t i = 0; i < plan_.processes.size(); ++i) {
      out_.figure_of_process.push_back(out_.figures);
      out_.figures += static_cast<Index>(plan_.processes[i].nodes.size());
    }
    for (std::size_t i = 0; i < std::min(most_criteria, plan_.criteria.size()); ++i)
      if (plan_.criteria[i].wrong_in) out_.criteria_with_truth |= std::uint64_t{1} << i;
    for (const plan::Criterion& criterion : plan_.criteria) out_.truth_keys.push_back(hash_of(criterion.key));
    for (std::size_t i = 0; i < plan_.runs.size(); ++i) run(i);
    if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
    return {std::move(out_), {}};
  }

private:
  void run(std::size_t i) {
    const plan::Run& run = plan_.runs[i];
    FlatRun& flat = out_.runs.emplace_back();
    flat.gaps = Sampler(run.gaps);
    flat.calendar = run.calendar;
    flat.path = mix(0, static_cast<std::uint32_t>(i));
    for (std::size_t k = 0; k < std::min(most_criteria, plan_.criteria.size()); ++k)
      if (may_be_wrong(plan_, i, k)) flat.truth |= std::uint64_t{1} << k;
    const auto same = std::find_if(plan_.runs.begin(), plan_.runs.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const plan::Run& other) { return other.process == run.process; });
    const auto earlier = static_cast<std::size_t>(same - plan_.runs.begin());
    flat.root = earlier < i ? out_.runs[earlier].root : root(run.process);
    out_.events_may_tie = out_.events_may_tie || earlier < i;
  }

  Index root(Index process) {
    Root root;
    root.first_node = static_cast<Index>(out_.nodes.size());
    Copy copy{process, new_frame(none), none, {}, none};
    copy.slot_of = new_slots(root, process);
    const std::vector<Index> own_slots = copy.slot_of;
    std::vector<Copy> open{std::move(copy)};
    const Index first_frame = static_cast<Index>(out_.frames.size()) - 1;
    while (!open.empty()) {
      const Copy next = std::move(open.back());
      open.pop_back();
      write(next, root, open);
    }
    root.nodes = static_cast<Index>(out_.nodes.size()) - root.first_node;
    root.frames = static_cast<Index>(out_.frames.size()) - first_frame;
    for (Index i = root.first_node; i < out_.nodes.size(); ++i) {
      out_.nodes[i].of_root = i - root.first_node;
      out_.nodes[i].frame -= first_frame;
      if (out_.nodes[i].called_frame != none) out_.nodes[i].called_frame -= first_frame;
      root.keeps_data = root.keeps_data || root.slots > 0 || out_.nodes[i].duties > 0;
      if (takes_time(out_.nodes[i].kind)) root.timed.push_back({i - root.first_node, out_.nodes[i].figure});
    }
    measures(process, own_slots, root);
    root.first_frame = first_frame;
    way_to_first_stop(root);
    out_.roots.push_back(std::move(root));
    return static_cast<Index>(out_.roots.size()) - 1;
  }

  /// From the start on nothing happens at merges, nor at the start itself unless it draws data.
  void way_to_first_stop(Root& root) const {
    root.at_first_stop.resize(std::max(root.nodes, few_nodes));
    root.first_stop = root.first_node;
    const auto passes = [&](const FlatNode& node) {
      return (node.kind == NodeKind::Start && node.draws == 0) || node.kind == NodeKind::Merge;
    };
    for (;;) {
      const FlatNode& node = out_.nodes[root.first_stop];
      NodeOfCase& at = root.at_first_stop[node.of_root];
      if (!passes(node) || at.visits > 0) return;
      at.visits = 1;
      at.all_visits = 1;
      root.first_stop = node.next;
    }
  }

  Index new_frame(Index parent) {
    out_.frames.push_back({parent, 0, 0});
    return static_cast<Index>(out_.frames.size()) - 1;
  }

  std::vector<Index> new_slots(Root& root, Index process) {
    std::vector<Index> slots(plan_.processes[process].slots.size());
    for (Index i = 0; i < slots.size(); ++i) {
      slots[i] = root.slots++;
      root.owners.push_back({process, i});
    }
    return slots;
  }

  /// Writes out one copy; the copies that its calls need are put on `open`.
  void write(const Copy& copy, Root& root, std::vector<Copy>& open) {
    const plan::Process& process = plan_.processes[copy.process];
    const auto first = static_cast<Index>(out_.nodes.size());
    const auto first_branch = static_cast<Index>(out_.branches.size());
    out_.frames[copy.frame].first_node = first;
    out_.frames[copy.frame].nodes = static_cast<Index>(process.nodes.size());
    for (const plan::Branch& branch : process.branches)
      out_.branches.push_back({branch.parent == none ? copy.branch : first_branch + branch.parent,
                               first + branch.fork, first + branch.join});
    out_.nodes.resize(first + process.nodes.size());
    for (Index i = 0; i < process.nodes.size(); ++i) node(copy, i, first, first_branch);
    audits(process, first);
    duties(process, first);
    for (Index i = first; i < out_.nodes.size(); ++i) {
      // A clock that strikes as soon as the work comes is before whoever could begin with it.
      const bool strikes_at_once =
          out_.nodes[i].clocks > 0 && out_.clocks[out_.nodes[i].first_clock].after == 0;
      out_.nodes[i].plain = is_plain(out_.nodes[i]) && !strikes_at_once;
      out_.nodes[i].passed = is_passed(out_.nodes[i]);
      out_.nodes[i].straight = is_straight(out_.nodes[i]);
    }
    for (Index i = 0; i < process.nodes.size(); ++i)
      if (process.nodes[i].kind == NodeKind::Call) call(copy, first + i, process.nodes[i], root, open);
    if (copy.call != none) out_.nodes[copy.call].next = first;
  }

  Index exact(const Copy& copy, Index expression, Index node) {
    if (expression == none) return none;
    auto compiled = compile_exact(plan_.processes[copy.process], expression, copy.slot_of);
    if (!compiled) {
      problems_.push_back({plan::ProblemKind::TooPrecise,
                           fmt::format("/processes/{}/nodes/{}", copy.process, node),
                           plan::problem_text(plan::ProblemKind::TooPrecise)});
      return none;
    }
    out_.exact.push_back(std::move(*compiled));
    return static_cast<Index>(out_.exact.size()) - 1;
  }

  std::uint64_t bits(const std::vector<Index>& criteria) const {
    std::uint64_t set = 0;
    for (const Index i : criteria)
      if (i < most_criteria) set |= std::uint64_t{1} << i;
    return set & out_.criteria_with_truth;
  }

  void node(const Copy& copy, Index i, Index first, Index first_branch) {
    const plan::Node& from = plan_.processes[copy.process].nodes[i];
    FlatNode& to = out_.nodes[first + i];
    to.kind = from.kind;
    to.wait = from.wait;
    to.process = copy.process;
    to.node = i;
    to.figure = out_.figure_of_process[copy.process] + i;
    to.key = hash_of(from.key);
    to.branch = from.branch == none ? copy.branch : first_branch + from.branch;
    to.frame = copy.frame;
    to.pool = from.pool;
    to.committee = from.committee;
    if (from.takes) to.takes = Sampler(*from.takes);
    to.judges = bits(from.judges);
    to.redraws = bits(from.redraws);
    to.truth_decides = from.catches.has_value() && to.judges != 0;
    to.catches = from.catches.value_or(1);
    to.false_alarms = from.false_alarms;
    to.priority = exact(copy, from.priority, i);
    to.cost = static_cast<double>(from.cost_per_case);
    to.batch_size = from.batch ? from.batch->size : 0;
    to.batch_after = from.batch && from.batch->or_after ? *from.batch->or_after : -1;
    to.join = from.join;
    to.join_count = from.join_count;
    to.samples = from.samples;
    if (from.kind == NodeKind::End && copy.call == none) to.outcome = from.outcome;
    if (from.kind == NodeKind::End && copy.call != none) to.next = continuation(copy.call, from.outcome);
    to.first_draw = static_cast<Index>(out_.draws.size());
    to.draws = static_cast<Index>(from.draws.size());
    for (const plan::Draw& draw : from.draws) {
      // At arrival the value hangs on the data's name alone, so that a process may be renamed or rebuilt.
      const std::uint32_t key = hash_of(plan_.processes[copy.process].slots[draw.slot].key);
      out_.draws.push_back({copy.slot_of[draw.slot], from.kind == NodeKind::Start ? key : mix(key, to.key),
                            Sampler(draw.distribution)});
    }
    exits(copy, from, to, i, first, first_branch);
    clocks(from, to);
    if (from.kind != NodeKind::Wait && to.takes.is_exponential()) to.takes_ahead = out_.nodes_drawn_ahead++;
    out_.events_may_tie = out_.events_may_tie || from.batch || from.kind == NodeKind::Audit;
  }

  void exits(const Copy& copy, const plan::Node& from, FlatNode& to, Index i, Index first,
             Index first_branch) {
    to.first_exit = static_cast<Index>(out_.exits.size());
    to.exits = static_cast<Index>(from.exits.size());
    for (const plan::Exit& exit : from.exits) {
      FlatExit& flat = out_.exits.emplace_back();
      flat.kind = exit.kind;
      flat.to = first + exit.to;
      flat.share = exit.share.value_or(-1);
      flat.guard = exact(copy, exit.guard, i);
      flat.branch = exit.branch == none ? none : first_branch + exit.branch;
      flat.approves = exit.approves;
      flat.key = mix(to.key, static_cast<Index>(out_.exits.size()) - 1 - to.first_exit);
      to.data_decides = to.data_decides || exit.guard != none;
      to.has_fail = to.has_fail || exit.kind == ExitKind::Fail;
      if (exit.kind == ExitKind::Next && from.kind != NodeKind::Split) to.next = flat.to;
      if (exit.kind == ExitKind::Branch)
        to.join_node = first + plan_.processes[copy.process].branches[exit.branch].join;
    }
  }

  void clocks(const plan::Node& from, FlatNode& to) {
    to.first_clock = static_cast<Index>(out_.clocks.size());
    for (const plan::Escalation& escalation : from.escalations)
      out_.clocks.push_back({escalation.after, escalation.pool, escalation.committee, none});
    for (Index k = 0; k < from.exits.size(); ++k)
      if (from.exits[k].kind == ExitKind::Timeout)
        out_.clocks.push_back({from.exits[k].after, none, none, to.first_exit + k});
    std::stable_sort(out_.clocks.begin() + to.first_clock, out_.clocks.end(),
                     [](const FlatClock& a, const FlatClock& b) { return a.after < b.after; });
    to.clocks = static_cast<Index>(out_.clocks.size()) - to.first_clock;
  }

  void audits(const plan::Process& process, Index first) {
    for (Index i = 0; i < process.nodes.size(); ++i) {
      FlatNode& node = out_.nodes[first + i];
      node.first_audit = static_cast<Index>(out_.audits.size());
      for (Index k = 0; k < process.nodes.size(); ++k)
        if (process.nodes[k].kind == NodeKind::Audit && process.nodes[k].audited == i)
          out_.audits.push_back(first + k);
      node.audits = static_cast<Index>(out_.audits.size()) - node.first_audit;
    }
  }

  void duties(const plan::Process& process, Index first) {
    const auto first_duty = static_cast<Index>(out_.duties.size());
    for (const plan::Duty& duty : process.duties) {
      FlatDuty& flat = out_.duties.emplace_back();
      flat.together = duty.together;
      for (const Index node : duty.nodes) flat.nodes.push_back(first + node);
    }
    for (Index i = 0; i < process.nodes.size(); ++i) {
      FlatNode& node = out_.nodes[first + i];
      node.first_duty = static_cast<Index>(out_.node_duties.size());
      for (Index d = 0; d < process.duties.size(); ++d) {
        const auto& nodes = process.duties[d].nodes;
        if (std::find(nodes.begin(), nodes.end(), i) != nodes.end())
          out_.node_duties.push_back(first_duty + d);
      }
      node.duties = static_cast<Index>(out_.node_duties.size()) - node.first_duty;
    }
  }

  void call(const Copy& copy, Index flat, const plan::Node& from, Root& root, std::vector<Copy>& open) {
    Copy callee{from.callee, new_frame(copy.frame), out_.nodes[flat].branch, {}, flat};
    callee.slot_of = new_slots(root, from.callee);
    for (const plan::Argument& argument : from.arguments)
      callee.slot_of[argument.callee] = copy.slot_of[argument.caller];
    out_.nodes[flat].called_frame = callee.frame;
    open.push_back(std::move(callee));
  }

  /// Where a call goes on after the callee ended so.
  [[nodiscard]] Index continuation(Index call, Index outcome) const {
    const FlatNode& node = out_.nodes[call];
    Index next = none;
    const plan::Node& from = plan_.processes[node.process].nodes[node.node];
    for (Index k = 0; k < node.exits; ++k) {
      const FlatExit& exit = out_.exits[node.first_exit + k];
      if (exit.kind == ExitKind::Outcome && from.exits[k].outcome == outcome) return exit.to;
      if (exit.kind == ExitKind::Next) next = exit.to;
    }
    return next;
  }

  void measures(Index process, const std::vector<Index>& slots, Root& root) {
    const plan::Process& of = plan_.processes[process];
    for (const plan::Measure& measure : of.measures) {
      auto compiled = compile_exact(of, measure.expression, slots);
      if (compiled)
        root.measures.push_back(std::move(*compiled));
      else
        problems_.push_back({plan::ProblemKind::TooPrecise, fmt::format("/processes/{}/measures", process),
                             plan::problem_text(plan::ProblemKind::TooPrecise)});
    }
  }

  const plan::Plan& plan_;
  Program out_;
  std::vector<plan::Problem> problems_;
};

}  // namespace

MadeProgram make_program(const plan::Plan& plan) { return Flattening(plan).make(); }

}  // namespace wain::runtime
