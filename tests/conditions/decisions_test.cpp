// What is said of redundant gates, authority and dead ways, held against every run of small random
// processes: every interleaving, every value of the one number that guards and authority compare.
#include "conditions/decisions.h"

#include <cstdio>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sema/compile.h"

namespace wain::conditions {
namespace {

/// Values of `o.x`: those that guards compare with, and one beyond on either side.
constexpr int least = -1, most = 5;

/// Writes the body of a random process. Gates are `G1`, `G2`, …
class Body {
public:
  /// `actors`: 3, or 2 for those with a limit only.
  Body(bool loops, bool parallels, int actors = 3) : loops_(loops), parallels_(parallels), actors_(actors) {}

  std::string block(int depth) {
    std::string text;
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) text += statement(depth);
    return text;
  }

private:
  std::string statement(int depth) {
    const int kind = *rc::gen::inRange(0, depth > 0 ? 9 : 5);
    switch (kind) {
      case 0:
      case 1:
      case 2: return gate();
      case 3: return step("o.x");
      case 4: return step("q");
      case 5:
      case 6: return "if " + guard() + " {\n" + block(depth - 1) + "} else {\n" + block(depth - 1) + "}\n";
      case 7:
        if (loops_) return "repeat {\n" + block(depth - 1) + "} until " + guard() + "\n";
        return "choose { when ~ 50% {\n" + block(depth - 1) + "} otherwise {\n" + block(depth - 1) + "} }\n";
      default: break;
    }
    if (!parallels_ || writes_in_parallel_) return gate();
    return parallel(depth - 1);
  }

  std::string parallel(int depth) {
    writes_in_parallel_ = true;  // one writer only: two are an error
    const std::string number = std::to_string(++count_);
    const char* rules[] = {"", " join first"};
    std::string first = "branch A" + number + " {\n" + block(depth) + "}\n";
    quiet_ = true;
    std::string second = "branch B" + number + " {\n" + block(depth) + "}\n";
    quiet_ = false;
    writes_in_parallel_ = false;
    return std::string("parallel") + rules[*rc::gen::inRange(0, 2)] + " {\n" + first + second + "}\n";
  }

  std::string gate() {
    const char* actors[] = {"L1", "L3", "U"};
    return "approval G" + std::to_string(++count_) + " by " + actors[*rc::gen::inRange(0, actors_)] +
           " { judges P  sees q  takes 5min  rejects 5% -> end No }\n";
  }
  std::string step(const std::string& written) {
    if (quiet_) return gate();
    return "step S" + std::to_string(++count_) + " by U { takes 5min  updates " + written + " }\n";
  }
  std::string guard() {
    const int kind = *rc::gen::inRange(0, 4);
    if (kind == 3) return "~ 50%";
    const char* operators[] = {"<=", ">", "=="};
    return std::string("o.x ") + operators[kind] + " " + std::to_string(*rc::gen::inRange(0, 5));
  }

  bool loops_, parallels_;
  int actors_;
  bool writes_in_parallel_ = false, quiet_ = false;
  int count_ = 0;
};

/// A moment of a run: where its tokens are, the value, and what has been said.
struct Moment {
  std::vector<std::uint32_t> tokens;   // nodes, sorted
  std::vector<std::uint32_t> arrived;  // edges into joins
  int x = 0;
  bool free = false, bound = false;  // said on this `q`, by somebody without limits, or with (for this x)
  bool free_any = false, bound_any = false;  // said on whatever `q`
  std::uint32_t open = 0;                    // the gate that approved beyond its authority; 0: none
  bool gap = false;                          // … and of all limited ones
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// Every run, and what was seen at each gate.
class Runs {
public:
  explicit Runs(const ir::Definition& definition)
      : definition_(definition), process_(definition.processes.back()) {
    for (int x = least; x <= most; ++x) go({{0}, {}, x, false, false, false, false, 0, false});
    while (!work_.empty() && seen_.size() < 200'000) {
      const Moment moment = work_.back();
      work_.pop_back();
      for (const std::uint32_t node : std::set<std::uint32_t>(moment.tokens.begin(), moment.tokens.end()))
        step(moment, node);
    }
    complete_ = work_.empty();
  }

  std::set<std::uint32_t> reached, needed, beyond;  // by node
  std::set<std::uint32_t> in_gap;                   // of those beyond: with some case that is in it
  [[nodiscard]] bool complete() const { return complete_; }

private:
  void go(Moment moment) {
    std::sort(moment.tokens.begin(), moment.tokens.end());
    std::sort(moment.arrived.begin(), moment.arrived.end());
    for (const std::uint32_t node : moment.tokens) {
      reached.insert(node);
      if (!moment.free && !moment.bound) needed.insert(node);
    }
    if (seen_.insert(moment).second) work_.push_back(std::move(moment));
  }

  [[nodiscard]] bool holds(ir::ExprId guard, int x) const {
    const ir::Expr& expr = definition_[guard];
    const auto k = std::get<ir::Decimal>(definition_[expr.operands[1]].value).mantissa;
    return expr.kind == ir::ExprKind::Le ? x <= k : expr.kind == ir::ExprKind::Gt ? x > k : x == k;
  }

  void step(const Moment& before, std::uint32_t at) {
    const ir::Node& node = process_.nodes[at];
    Moment moment = before;
    moment.tokens.erase(std::find(moment.tokens.begin(), moment.tokens.end(), at));
    switch (node.kind) {
      case ir::NodeKind::End:
        if (moment.open != 0 && node.outcome == process_.yields.front()) {
          beyond.insert(moment.open);
          if (moment.gap) in_gap.insert(moment.open);
        }
        return;  // the case has ended, whatever else was going on
      case ir::NodeKind::Split: return choose(moment, node);
      case ir::NodeKind::Fork:
        for (const ir::EdgeId edge : node.out) leave(moment, edge);
        return go(moment);
      case ir::NodeKind::Gate: return judge(moment, at);
      default: break;
    }
    for (const ir::Path& path : node.updates) {
      if (path.fields.empty()) moment.free = moment.bound = false;  // q
    }
    const bool writes_x = !node.updates.empty() && !node.updates.front().fields.empty();
    if (!writes_x) {
      leave(moment, node.out.front());
      return go(moment);
    }
    moment.bound = moment.bound_any = false;
    for (moment.x = least; moment.x <= most; ++moment.x) {
      Moment written = moment;
      leave(written, node.out.front());
      go(written);
    }
  }

  void choose(const Moment& moment, const ir::Node& node) {
    for (const ir::EdgeId edge : node.out) {
      const ir::ExprId guard = process_[node.out.front()].guard;
      const bool first = edge == node.out.front();
      if (guard && holds(guard, moment.x) != first) continue;
      Moment taken = moment;
      leave(taken, edge);
      go(taken);
    }
  }

  void judge(Moment moment, std::uint32_t at) {
    const ir::Node& node = process_.nodes[at];
    const std::string_view actor = definition_[node.actor].name;
    const int limit = actor == "L1" ? 1 : actor == "L3" ? 3 : INT32_MAX;
    if (moment.x <= limit) {
      (limit == INT32_MAX ? moment.free : moment.bound) = true;
      (limit == INT32_MAX ? moment.free_any : moment.bound_any) = true;
      moment.open = 0;
      moment.gap = false;
    } else if (moment.open == 0 && !moment.free_any && !moment.bound_any) {
      // Somebody may be asked about this one, or about a later one.
      Moment later = moment;
      leave(later, approving(node));
      go(later);
      moment.open = at;
      moment.gap = moment.x > 3;
    }
    leave(moment, approving(node));
    go(moment);
  }

  [[nodiscard]] ir::EdgeId approving(const ir::Node& node) const {
    for (const ir::EdgeId edge : node.out) {
      if (process_[edge].kind == ir::EdgeKind::Approve) return edge;
    }
    return {};
  }

  /// Puts a token behind the edge; at a join, when enough have come.
  void leave(Moment& moment, ir::EdgeId edge) const {
    const ir::NodeId to = process_[edge].to;
    const ir::Node& node = process_[to];
    if (node.kind != ir::NodeKind::Join) {
      moment.tokens.push_back(to.index);
      return;
    }
    moment.arrived.push_back(edge.index);
    const bool first = process_[node.partner].join_rule == ir::JoinRule::First;
    const auto into = [&](std::uint32_t e) { return process_.edges[e].to == to; };
    if (!first && static_cast<std::size_t>(std::count_if(moment.arrived.begin(), moment.arrived.end(),
                                                         into)) < process_[node.partner].branches.size())
      return;
    std::erase_if(moment.arrived, into);
    std::erase_if(moment.tokens, [&](std::uint32_t token) {  // withdrawn
      return analysis::branch_of(process_, {token}, node.partner).valid();
    });
    moment.tokens.push_back(to.index);
  }

  const ir::Definition& definition_;
  const ir::Process& process_;
  std::set<Moment> seen_;
  std::vector<Moment> work_;
  bool complete_ = false;
};

struct Said {
  std::set<std::uint32_t> redundant, beyond, dead, gaps;
  std::size_t undecided = 0;
};

Said said_of(const ir::Definition& definition) {
  const analysis::CallOrder calls = analysis::call_order(definition);
  const auto updates = analysis::parameter_updates(definition, calls);
  std::vector<analysis::Reach> reaches;
  for (const ir::Process& process : definition.processes) reaches.push_back(analysis::reach(process));
  Decisions decisions(definition, calls, updates, reaches);
  const ir::ProcessId id{static_cast<std::uint32_t>(definition.processes.size() - 1)};
  Said said;
  for (const RedundantGate& gate : decisions.redundancy(id).gates) said.redundant.insert(gate.gate.index);
  for (const BeyondAuthority& of : decisions.beyond_authority(id).beyond) said.beyond.insert(of.gate.index);
  for (const AuthorityGap& of : decisions.beyond_authority(id).gaps) said.gaps.insert(of.gate.index);
  for (const unsigned node : decisions.dead(id).nodes.set_bits()) said.dead.insert(node);
  said.undecided = decisions.counts().undecided;
  return said;
}

sema::test::Compiled compiled(const std::string& body) {
  return sema::test::compile(
      "role L1 { authority O: x <= 1 }\nrole L3 { authority O: x <= 3 }\nperson U\nrecord O { x int }\n"
      "document D\ncriterion P\noutcome Done { owner U }\noutcome No { owner U }\n"
      "process Main(o: O, q: D) yields Done | No {\n" +
      body + "end Done\n}\n");
}

bool is_gate(const ir::Definition& definition, std::uint32_t node) {
  return definition.processes.back().nodes[node].kind == ir::NodeKind::Gate;
}

std::set<std::uint32_t> gates_of(const ir::Definition& definition, const std::set<std::uint32_t>& nodes) {
  std::set<std::uint32_t> result;
  for (const std::uint32_t node : nodes) {
    if (is_gate(definition, node)) result.insert(node);
  }
  return result;
}

std::set<std::uint32_t> without(std::set<std::uint32_t> from, const std::set<std::uint32_t>& these) {
  for (const std::uint32_t node : these) from.erase(node);
  return from;
}

/// Those who judge are limited in both ways, and nobody is unlimited.
bool is_table(const ir::Definition& definition) {
  std::set<std::string_view> actors;
  const ir::Process& process = definition.processes.back();
  for (const ir::NodeId id : analysis::reach(process).order) {
    if (process[id].kind == ir::NodeKind::Gate) actors.insert(definition[process[id].actor].name);
  }
  return actors == std::set<std::string_view>{"L1", "L3"};
}

/// Where authority is a table, its holes are told from what somebody else may decide.
RC_GTEST_PROP(Decisions, GapsWithoutLoopsAndParallels, ()) {
  const std::string body = Body(false, false, *rc::gen::inRange(2, 4)).block(3);
  const sema::test::Compiled program = compiled(body);
  RC_LOG() << body;
  const ir::Definition& definition = program.definition();
  const Runs runs(definition);
  RC_ASSERT(runs.complete());
  const Said said = said_of(definition);
  const bool table = is_table(definition);
  RC_CLASSIFY(table && !runs.in_gap.empty(), "has a gap");
  RC_ASSERT(said.gaps == (table ? runs.in_gap : std::set<std::uint32_t>{}));
}

/// Of one process without loops and parallels, exactly what the runs say.
RC_GTEST_PROP(Decisions, ExactWithoutLoopsAndParallels, ()) {
  const std::string body = Body(false, false).block(3);
  const sema::test::Compiled program = compiled(body);
  RC_LOG() << body;
  RC_ASSERT(program.messages() == std::vector<std::string>{});
  const ir::Definition& definition = program.definition();
  const Runs runs(definition);
  RC_ASSERT(runs.complete());
  const Said said = said_of(definition);
  RC_ASSERT(said.undecided == 0U);
  RC_ASSERT(said.redundant == gates_of(definition, without(runs.reached, runs.needed)));
  RC_ASSERT(said.beyond == runs.beyond);
  for (std::uint32_t node = 0; node < definition.processes.back().nodes.size(); ++node) {
    if (is_gate(definition, node)) RC_ASSERT(said.dead.contains(node) == !runs.reached.contains(node));
  }
}

/// With loops and parallels, never what some run contradicts.
RC_GTEST_PROP(Decisions, NeverWhatARunContradicts, ()) {
  const std::string body = Body(true, true).block(3);
  const sema::test::Compiled program = compiled(body);
  RC_PRE(program.messages() == std::vector<std::string>{});
  RC_LOG() << body;
  const ir::Definition& definition = program.definition();
  const Runs runs(definition);
  RC_PRE(runs.complete());
  const Said said = said_of(definition);
  for (const std::uint32_t gate : said.redundant) RC_ASSERT(!runs.needed.contains(gate));
  for (const std::uint32_t node : said.dead) RC_ASSERT(!runs.reached.contains(node));
  const auto missed = gates_of(definition, without(without(runs.reached, runs.needed), said.redundant));
  const auto alarms = without(said.beyond, runs.beyond);
  RC_CLASSIFY(!missed.empty(), "misses a redundant gate");
  RC_CLASSIFY(!alarms.empty(), "finds authority lacking where no run lacks it");
  RC_CLASSIFY(!without(runs.beyond, said.beyond).empty(), "misses a lack of authority");
  RC_CLASSIFY(!said.redundant.empty(), "has redundant gates");
  RC_CLASSIFY(!said.beyond.empty(), "lacks authority");
}

}  // namespace
}  // namespace wain::conditions
