// Definite assignment on the graph against all ways through small random texts. The ways are followed
// on the statements, not on the graph: a state is the set of variables that are there, and a place
// holds every state that some way brings to it.
#include <bit>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sema/process_text.h"

namespace wain::sema::test {
namespace {

constexpr unsigned variable_count = 3;
using State = unsigned;  // a bit for each variable that is there
using States = std::set<State>;

struct Statement {
  enum Kind { Step, Gate, If, Repeat, Parallel, End } kind = Step;
  // Steps and gates.
  int number = 0;
  unsigned produces = 0, reads = 0;
  int exit_to = -1;     // `fails` or `rejects`
  bool silent = false;  // `after 1d approves`
  // Blocks: the arms, the loop's body, the branches.
  std::vector<std::vector<Statement>> blocks;
  bool has_else = false;
  std::vector<bool> inclusive;
  unsigned join = 0;  // so many branches; all if it is their number
};
using Block = std::vector<Statement>;

class Generator {
public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Block process() {
    Block body = block(0, {});
    settle(body);
    return body;
  }

private:
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

  Block block(int depth, const std::vector<int>& branches) {
    Block result(1 + below(3));
    for (std::size_t i = 0; i < result.size(); ++i) fill(result[i], depth, branches, i + 1 == result.size());
    return result;
  }

  void fill(Statement& s, int depth, const std::vector<int>& branches, bool last) {
    const unsigned dice = below(12);
    if (depth < 3 && dice < 2) return choice(s, depth, branches);
    if (depth < 3 && dice < 3) {
      s.kind = Statement::Repeat;
      s.blocks.push_back(block(depth + 1, branches));
      return;
    }
    if (depth < 3 && dice < 5) return parallel(s, depth, branches);
    if (dice < 6 && depth > 0 && last) {
      s.kind = Statement::End;
      return;
    }
    s.kind = below(3) == 0 ? Statement::Gate : Statement::Step;
    s.number = static_cast<int>(places_.size());
    places_.push_back(branches);
    if (below(2) == 0) s.produces = 1U << below(variable_count);
    if (below(2) == 0) s.reads = 1U << below(variable_count);
    s.silent = s.kind == Statement::Gate && below(4) == 0;
    if (below(3) == 0) s.exit_to = s.number;  // settled when all steps are known
  }

  void choice(Statement& s, int depth, const std::vector<int>& branches) {
    s.kind = Statement::If;
    s.has_else = below(2) == 0;
    const unsigned arms = 1 + below(2) + (s.has_else ? 1 : 0);
    for (unsigned i = 0; i < arms; ++i) s.blocks.push_back(block(depth + 1, branches));
  }

  void parallel(Statement& s, int depth, const std::vector<int>& branches) {
    s.kind = Statement::Parallel;
    const unsigned count = 1 + below(3);
    bool inclusive = false;
    for (unsigned i = 0; i < count; ++i) {
      std::vector<int> inner = branches;
      inner.push_back(next_branch_++);
      s.blocks.push_back(block(depth + 1, inner));
      s.inclusive.push_back(below(5) == 0);
      inclusive = inclusive || s.inclusive.back();
    }
    s.join = inclusive ? count : 1 + below(count);
  }

  /// Jumps may stay in their branch or leave it.
  void settle(Block& body) {
    for (Statement& s : body) {
      if (s.exit_to >= 0 && (s.kind == Statement::Step || s.kind == Statement::Gate)) choose_target(s);
      for (Block& inner : s.blocks) settle(inner);
    }
  }

  void choose_target(Statement& s) {
    const std::vector<int>& from = places_[static_cast<std::size_t>(s.number)];
    std::vector<int> targets;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const std::vector<int>& to = places_[i];
      if (to.size() <= from.size() && std::equal(to.begin(), to.end(), from.begin()))
        targets.push_back(static_cast<int>(i));
    }
    s.exit_to = targets[below(static_cast<unsigned>(targets.size()))];
  }

  std::mt19937 random_;
  std::vector<std::vector<int>> places_;  // of each step, the branches around it
  int next_branch_ = 0;
};

std::string list(std::string_view word, unsigned variables, std::string_view type) {
  std::string out;
  for (unsigned v = 0; v < variable_count; ++v)
    if (variables >> v & 1) out += fmt::format("{} v{}{}", out.empty() ? word : ",", v, type);
  return out + " ";
}

class Writer {
public:
  std::string text(const Block& body) {
    block(body);
    return std::move(out_) +
           " end Done step Z by Clerk { produces v0: Paper, v1: Paper, v2: Paper } end Done";
  }

private:
  void block(const Block& body) {
    for (const Statement& s : body) statement(s);
  }
  void braces(const Block& body) {
    out_ += "{ ";
    block(body);
    out_ += "}\n";
  }
  void statement(const Statement& s) {
    switch (s.kind) {
      case Statement::Step:
      case Statement::Gate: activity(s); break;
      case Statement::End: out_ += "end No "; break;
      case Statement::If:
        for (std::size_t i = 0; i < s.blocks.size(); ++i) {
          const bool last = i + 1 == s.blocks.size() && s.has_else;
          out_ += fmt::format("{}{}", i ? "else " : "", last ? "" : "if claim.small ");
          braces(s.blocks[i]);
        }
        break;
      case Statement::Repeat:
        out_ += "repeat ";
        braces(s.blocks[0]);
        out_ += "until claim.small ";
        break;
      case Statement::Parallel:
        out_ += s.join == s.blocks.size()
                    ? "parallel {\n"
                    : fmt::format("parallel join {} of {} {{\n", s.join, s.blocks.size());
        for (std::size_t i = 0; i < s.blocks.size(); ++i) {
          out_ += fmt::format("branch B{} {}", branch_++, s.inclusive[i] ? "when claim.small " : "");
          braces(s.blocks[i]);
        }
        out_ += "}\n";
        break;
    }
  }
  void activity(const Statement& s) {
    const bool gate = s.kind == Statement::Gate;
    out_ += fmt::format("{} S{} by Clerk {{ {}{}", gate ? "approval" : "step", s.number,
                        list("produces", s.produces, ": Paper"), list("reads", s.reads, ""));
    if (s.exit_to >= 0) out_ += fmt::format("{} 1% -> S{} ", gate ? "rejects" : "fails", s.exit_to);
    if (s.silent) out_ += "after 1d approves ";
    out_ += "}\n";
  }

  std::string out_;
  int branch_ = 0;
};

/// Follows every way until nothing new arrives anywhere.
class Ways {
public:
  std::set<std::pair<int, unsigned>> missing;  ///< step, variable

  void follow(const Block& body) {
    do {
      grown_ = false;
      block(body, {0U});
    } while (grown_);
  }

private:
  States block(const Block& body, States states) {
    for (const Statement& s : body) states = statement(s, std::move(states));
    return states;
  }

  States statement(const Statement& s, States in) {
    switch (s.kind) {
      case Statement::End: return {};
      case Statement::If: {
        States out = s.has_else ? States{} : in;
        for (const Block& arm : s.blocks) out.merge(block(arm, in));
        return out;
      }
      case Statement::Repeat: {
        States out;
        for (std::size_t before = SIZE_MAX; before != in.size();) {
          before = in.size();
          out = block(s.blocks[0], in);
          in.insert(out.begin(), out.end());
        }
        return out;
      }
      case Statement::Parallel: return parallel(s, in);
      default: return activity(s, std::move(in));
    }
  }

  States activity(const Statement& s, States in) {
    in.insert(jumped_[s.number].begin(), jumped_[s.number].end());
    States out;
    for (const State state : in) {
      for (unsigned v = 0; v < variable_count; ++v)
        if ((s.reads >> v & 1) && !(state >> v & 1)) missing.insert({s.number, v});
      const State known = state | s.reads;  // told once; not again further on
      out.insert(known | s.produces);
      if (s.silent) out.insert(known);
      if (s.exit_to >= 0 && jumped_[s.exit_to].insert(known).second) grown_ = true;
    }
    return out;
  }

  /// Any `join` of the branches may be those that came first; what the others did is not counted.
  States parallel(const Statement& s, const States& in) {
    std::vector<States> ends;
    for (std::size_t i = 0; i < s.blocks.size(); ++i) {
      ends.push_back(block(s.blocks[i], in));
      if (s.inclusive[i]) ends.back().insert(in.begin(), in.end());
    }
    States out;
    for (unsigned chosen = 0; chosen < 1U << ends.size(); ++chosen) {
      if (static_cast<unsigned>(std::popcount(chosen)) != s.join) continue;
      States together{0U};
      for (std::size_t i = 0; i < ends.size(); ++i) {
        if (!(chosen >> i & 1)) continue;
        States next;
        for (const State a : together)
          for (const State b : ends[i]) next.insert(a | b);
        together = std::move(next);
      }
      out.merge(together);
    }
    return out;
  }

  std::map<int, States> jumped_;
  bool grown_ = false;
};

std::set<std::pair<int, unsigned>> reported(const Compiled& compiled) {
  std::set<std::pair<int, unsigned>> result;
  for (const Diagnostic& d : compiled.diagnostics.all()) {
    if (d.id == Diag::FlowBranchWrites) continue;
    EXPECT_EQ(d.id, Diag::FlowUnassigned) << d.message;
    if (d.id != Diag::FlowUnassigned) continue;
    EXPECT_TRUE(
        result.insert({std::stoi(d.symbol.substr(3)), static_cast<unsigned>(d.message[2] - '0')}).second)
        << d.message;
  }
  return result;
}

TEST(AssignmentProperty, AgreesWithAllWays) {
  std::size_t found = 0, clean = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    const Block body = generator.process();
    const std::string text = process(Writer().text(body));
    Ways ways;
    ways.follow(body);
    const Compiled compiled = compile(text);
    ASSERT_EQ(reported(compiled), ways.missing) << "seed " << seed << "\n" << text;
    found += ways.missing.size();
    clean += ways.missing.empty() ? 1 : 0;
  }
  EXPECT_GT(found, 1000U);  // the processes are not all of one sort
  EXPECT_GT(clean, 300U);
}

}  // namespace
}  // namespace wain::sema::test
