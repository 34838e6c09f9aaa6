// What is said of the arms of a choice, held against every case there is: random conditions over a number, a
// truth and an enumeration, behind a condition on the way there.
#include "conditions/arms.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "conditions/decisions.h"
#include "sema/compile.h"

namespace wain::conditions {
namespace {

/// Values of `o.n`: those that conditions compare with, and one beyond on either side.
constexpr int least = -1, most = 5;

struct Case {
  int n = 0;
  bool flag = false;
  int kind = 0;
};

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (int n = least; n <= most; ++n)
    for (const bool flag : {false, true})
      for (int kind = 0; kind < 3; ++kind) all.push_back({n, flag, kind});
  return all;
}

std::uint32_t pick(std::uint32_t least_one, std::uint32_t end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least_one, end));
}

/// One comparison, or two with `and` or `or` between them.
struct Condition {
  struct Literal {
    std::uint32_t what = 0;
    int value = 0;
    [[nodiscard]] bool about_n() const { return what < 3; }
    [[nodiscard]] bool holds(const Case& of) const {
      switch (what) {
        case 0: return of.n < value;
        case 1: return of.n >= value;
        case 2: return of.n == value;
        case 3: return of.flag;
        case 4: return !of.flag;
        case 5: return of.kind == value;
        default: return of.kind != value;
      }
    }
    [[nodiscard]] std::string text() const {
      static const std::string kinds[] = {"a", "b", "c"};
      switch (what) {
        case 0: return "o.n < " + std::to_string(value);
        case 1: return "o.n >= " + std::to_string(value);
        case 2: return "o.n == " + std::to_string(value);
        case 3: return "o.flag";
        case 4: return "not o.flag";
        case 5: return "o.kind == " + kinds[value];
        default: return "o.kind != " + kinds[value];
      }
    }
  };
  std::vector<Literal> literals;
  bool all = true;

  static Condition random() {
    Condition condition;
    condition.all = pick(0, 2) == 0;
    const std::uint32_t count = pick(1, 3);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t what = pick(0, 7);
      condition.literals.push_back({what, static_cast<int>(pick(0, what < 3 ? 5 : 3))});
    }
    return condition;
  }
  [[nodiscard]] bool holds(const Case& of) const {
    const auto one = [&](const Literal& literal) { return literal.holds(of); };
    return all ? std::all_of(literals.begin(), literals.end(), one)
               : std::any_of(literals.begin(), literals.end(), one);
  }
  [[nodiscard]] bool about_n() const {
    return std::any_of(literals.begin(), literals.end(), [](const Literal& of) { return of.about_n(); });
  }
  [[nodiscard]] std::string text() const {
    std::string text = literals[0].text();
    if (literals.size() > 1) text += (all ? " and " : " or ") + literals[1].text();
    return text;
  }
};

/// A case comes to the choice if it does not fulfil `leaves`.
struct Choice {
  Condition leaves;
  std::vector<Condition> arms;

  [[nodiscard]] std::string text() const {
    std::string text =
        "person U\nrecord O { n int  flag bool  kind a | b | c }\noutcome Done { owner U }\n"
        "outcome No { owner U }\nprocess P(o: O) yields Done | No {\n  if " +
        leaves.text() + " { end No }\n  choose {\n";
    for (std::size_t i = 0; i < arms.size(); ++i)
      text += "    when " + arms[i].text() + " { step A" + std::to_string(i) + " by U { updates o } }\n";
    return text + "  }\n  end Done\n}\n";
  }
  /// The arm that a case takes; as many as there are: none.
  [[nodiscard]] std::size_t taken(const Case& of) const {
    const auto at =
        std::find_if(arms.begin(), arms.end(), [&](const Condition& arm) { return arm.holds(of); });
    return static_cast<std::size_t>(at - arms.begin());
  }
  /// Whether some case takes the arm and fulfils `second` as wanted.
  [[nodiscard]] bool some(const std::vector<Case>& cases, std::size_t arm, const Condition& second,
                          bool wanted) const {
    return std::any_of(cases.begin(), cases.end(),
                       [&](const Case& of) { return taken(of) == arm && second.holds(of) == wanted; });
  }
  [[nodiscard]] std::optional<std::size_t> overlapped_by(const std::vector<Case>& cases,
                                                         std::size_t second) const {
    const auto takes = [&](const Case& of) { return taken(of) == second; };
    if (std::none_of(cases.begin(), cases.end(), takes)) return std::nullopt;
    for (std::size_t first = 0; first < second; ++first) {
      if (some(cases, first, arms[second], true) && some(cases, first, arms[second], false)) return first;
    }
    return std::nullopt;
  }
};

/// The case has the values that the example names.
bool fits(const Case& of, const std::vector<Example>& example) {
  static const std::string kinds[] = {"a", "b", "c"};
  return std::all_of(example.begin(), example.end(), [&](const Example& part) {
    if (part.data == "o.n") return part.value == std::to_string(of.n);
    if (part.data == "o.flag") return part.value == (of.flag ? "true" : "false");
    return part.value == kinds[of.kind];
  });
}

/// What is wrong about the gaps; empty: nothing.
std::string check_gaps(const Choice& choice, const std::vector<Case>& cases,
                       const std::vector<ChoiceGap>& gaps) {
  const auto left_out = [&](const Case& of) { return choice.taken(of) == choice.arms.size(); };
  if (gaps.empty() == std::any_of(cases.begin(), cases.end(), left_out)) return "gap";
  if (gaps.empty()) return {};
  const auto shown = [&](const Case& of) { return left_out(of) && fits(of, gaps[0].example); };
  if (std::none_of(cases.begin(), cases.end(), shown)) return "example of the gap";
  const bool about_n =
      std::any_of(choice.arms.begin(), choice.arms.end(), [](const Condition& arm) { return arm.about_n(); });
  const bool above =
      std::any_of(cases.begin(), cases.end(), [&](const Case& of) { return left_out(of) && of.n >= 0; });
  return gaps[0].only_below_zero == (about_n && !above) ? "" : "below zero";
}

std::string check_overlaps(const Choice& choice, const std::vector<Case>& cases, const ir::Process& process,
                           const std::vector<ArmOverlap>& overlaps) {
  std::size_t next = 0;
  for (std::size_t second = 1; second < choice.arms.size(); ++second) {
    const std::optional<std::size_t> first = choice.overlapped_by(cases, second);
    if (!first) continue;
    if (next == overlaps.size()) return "an overlap is missed";
    const ArmOverlap& found = overlaps[next++];
    const std::vector<ir::EdgeId>& out = process[process[found.first].from].out;
    if (found.first != out[*first] || found.second != out[second]) return "other arms overlap";
    const auto shown = [&](const Case& of) {
      return choice.taken(of) == *first && choice.arms[second].holds(of) && fits(of, found.example);
    };
    if (std::none_of(cases.begin(), cases.end(), shown)) return "example of the overlap";
  }
  return next == overlaps.size() ? "" : "an overlap is none";
}

TEST(Arms, OverlapAndLeaveOutWhatEveryCaseShows) {
  std::size_t overlapping = 0;
  std::size_t incomplete = 0;
  const bool ok = rc::check("arms agree with every case", [&] {
    Choice choice{Condition::random(), {}};
    for (std::uint32_t arms = pick(1, 5); arms > 0; --arms) choice.arms.push_back(Condition::random());
    std::vector<Case> cases = all_cases();
    std::erase_if(cases, [&](const Case& of) { return choice.leaves.holds(of); });

    const sema::test::Compiled compiled = sema::test::compile(choice.text());
    if (!compiled.messages().empty()) RC_FAIL(choice.text() + compiled.messages().front());
    const ir::Definition& definition = compiled.definition();
    const analysis::CallOrder calls = analysis::call_order(definition);
    const auto updates = analysis::parameter_updates(definition, calls);
    const std::vector<analysis::Reach> reaches{analysis::reach(definition.processes[0])};
    Decisions decisions(definition, calls, updates, reaches);
    std::string wrong = check_gaps(choice, cases, decisions.gaps({0}));
    wrong += check_overlaps(choice, cases, definition.processes[0], decisions.overlaps({0}));
    if (!wrong.empty()) RC_FAIL(wrong + "\n" + choice.text());
    overlapping += decisions.overlaps({0}).size();
    incomplete += decisions.gaps({0}).size();
  });
  EXPECT_TRUE(ok);
  EXPECT_GT(overlapping, 10U);
  EXPECT_GT(incomplete, 10U);
}

}  // namespace
}  // namespace wain::conditions
