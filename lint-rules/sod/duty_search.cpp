#include "rules/sod/duty_search.h"

#include <algorithm>
#include <utility>

namespace wain::lint {
namespace {

constexpr std::uint32_t nobody = UINT32_MAX;

/// Depth first without recursion: a stack of choices, each with the person tried last. What a choice takes
/// away from others is kept on a trail, so that it can be given back.
class Backtracking {
public:
  Backtracking(const DutyProblem& problem, const std::vector<llvm::BitVector>& able,
               llvm::ArrayRef<Person> people, const std::vector<std::uint32_t>& variables,
               std::vector<std::uint32_t>& taken)
      : problem_(problem),
        people_(people),
        variables_(variables),
        taken_(taken),
        busy_(people.size()),
        left_(problem.able.size()),
        counts_(problem.able.size()) {
    for (const std::uint32_t i : variables) {
      left_[i] = able[i];
      counts_[i] = able[i].count();
      taken_[i] = nobody;
    }
  }

  std::optional<bool> run(std::size_t& steps) {
    const std::size_t cost = 1 + variables_.size() / free_choices;  // of looking at all that is open
    const auto pay = [&] {
      const bool enough = steps >= cost;
      steps = enough ? steps - cost : 0;
      return enough;
    };
    while (true) {
      if (!pay()) return std::nullopt;
      const std::uint32_t next = narrowest();
      if (next == nobody) return true;
      stack_.push_back({next, -1, trail_.size()});
      while (!advance(stack_.back())) {
        stack_.pop_back();
        if (stack_.empty()) return false;
        give_back(stack_.back());
        if (!pay()) return std::nullopt;
      }
    }
  }

private:
  /// Among so many, looking for the next choice costs no more than making it.
  static constexpr std::size_t free_choices = 100;

  struct Choice {
    std::uint32_t variable = 0;
    int last = -1;          // the person tried last
    std::size_t trail = 0;  // where what it takes away begins
  };
  struct Removed {
    std::uint32_t variable, person;
  };

  /// The open variable with the fewest people left; nobody if none is open.
  [[nodiscard]] std::uint32_t narrowest() const {
    std::uint32_t best = nobody;
    for (const std::uint32_t i : variables_) {
      if (taken_[i] == nobody && (best == nobody || counts_[i] < counts_[best])) best = i;
    }
    return best;
  }

  /// Takes the next person for the choice; false if there is none left. Of nameless people that nobody has
  /// taken yet one is like another, so only the first of a pool is tried.
  bool advance(Choice& choice) {
    const llvm::BitVector& left = left_[choice.variable];
    for (int next = choice.last < 0 ? left.find_first() : left.find_next(static_cast<unsigned>(choice.last));
         next >= 0; next = left.find_next(static_cast<unsigned>(next))) {
      const auto person = static_cast<std::uint32_t>(next);
      if (is_like_an_earlier_one(person, left)) continue;
      choice.last = next;
      take(choice.variable, person);
      return true;
    }
    return false;
  }

  void take(std::uint32_t variable, std::uint32_t person) {
    taken_[variable] = person;
    ++busy_[person];
    for (const unsigned other : problem_.differ[variable].set_bits()) {
      if (taken_[other] != nobody || !left_[other].test(person)) continue;
      left_[other].reset(person);
      --counts_[other];
      trail_.push_back({other, person});
    }
  }

  void give_back(const Choice& choice) {
    --busy_[taken_[choice.variable]];
    taken_[choice.variable] = nobody;
    for (; trail_.size() > choice.trail; trail_.pop_back()) {
      const Removed removed = trail_.back();
      left_[removed.variable].set(removed.person);
      ++counts_[removed.variable];
    }
  }

  [[nodiscard]] bool is_like_an_earlier_one(std::uint32_t person, const llvm::BitVector& left) const {
    if (!people_[person].nameless || person == 0 || !left.test(person - 1)) return false;
    const Person& before = people_[person - 1];
    return before.nameless && before.actor == people_[person].actor && busy_[person] == 0 &&
           busy_[person - 1] == 0;
  }

  const DutyProblem& problem_;
  llvm::ArrayRef<Person> people_;
  const std::vector<std::uint32_t>& variables_;
  std::vector<std::uint32_t>& taken_;
  std::vector<std::uint32_t> busy_;    // by person: how much they have taken
  std::vector<llvm::BitVector> left_;  // by variable: who may still take it
  std::vector<unsigned> counts_;       // of these
  std::vector<Removed> trail_;
  std::vector<Choice> stack_;
};

/// One person each, all different: a maximum matching, by shortest augmenting paths.
class Matching {
public:
  Matching(const std::vector<llvm::BitVector>& able, std::size_t people, std::vector<std::uint32_t>& taken)
      : able_(able), taken_(taken), free_(static_cast<unsigned>(people), true), taker_(people, nobody) {}

  bool add(std::uint32_t variable) {
    llvm::BitVector met(free_.size());  // people of whom somebody has asked already
    std::vector<Asked> queue{{variable, 0, nobody}};
    for (std::size_t i = 0; i < queue.size(); ++i) {
      llvm::BitVector who = able_[queue[i].variable];
      who.reset(met);
      llvm::BitVector idle = who;
      idle &= free_;
      if (const int found = idle.find_first(); found >= 0) {
        hand_on(queue, i, static_cast<std::uint32_t>(found));
        return true;
      }
      met |= who;
      for (const unsigned person : who.set_bits()) queue.push_back({taker_[person], i, person});
    }
    return false;
  }

private:
  struct Asked {
    std::uint32_t variable;
    std::size_t by;  // place in the queue of whoever would have its person
    std::uint32_t person;
  };

  void hand_on(const std::vector<Asked>& queue, std::size_t at, std::uint32_t person) {
    free_.reset(person);
    while (true) {
      taken_[queue[at].variable] = person;
      taker_[person] = queue[at].variable;
      if (queue[at].person == nobody) return;
      person = queue[at].person;
      at = queue[at].by;
    }
  }

  const std::vector<llvm::BitVector>& able_;
  std::vector<std::uint32_t>& taken_;
  llvm::BitVector free_;              // people
  std::vector<std::uint32_t> taker_;  // by person: variable
};

}  // namespace

DutySearch::DutySearch(DutyProblem problem, llvm::ArrayRef<Person> people)
    : problem_(std::move(problem)), people_(people), taken_(problem_.able.size(), nobody) {
  find_components();
}

void DutySearch::find_components() {
  llvm::BitVector open(static_cast<unsigned>(problem_.able.size()), true);
  while (open.any()) {
    Variables component{static_cast<std::uint32_t>(open.find_first())};
    open.reset(component.front());
    for (std::size_t i = 0; i < component.size(); ++i) {
      llvm::BitVector next = problem_.differ[component[i]];
      next &= open;
      open.reset(next);
      for (const unsigned other : next.set_bits()) component.push_back(other);
    }
    std::sort(component.begin(), component.end());
    components_.push_back(std::move(component));
  }
}

bool DutySearch::all_differ(const Variables& component) const {
  return std::all_of(component.begin(), component.end(), [&](std::uint32_t i) {
    return problem_.differ[i].count() + 1 == component.size() && !problem_.differ[i].test(i);
  });
}

std::optional<bool> DutySearch::solve(std::size_t& steps) {
  std::optional<bool> result = true;
  for (const Variables& component : components_) {
    const std::optional<bool> solved = solve(component, problem_.able, steps);
    if (solved && !*solved) return false;
    if (!solved) result = std::nullopt;
  }
  return result;
}

std::optional<bool> DutySearch::solve(const Variables& component, const std::vector<llvm::BitVector>& able,
                                      std::size_t& steps) {
  if (all_differ(component)) return match(component, able);
  return Backtracking(problem_, able, people_, component, taken_).run(steps);
}

bool DutySearch::match(const Variables& component, const std::vector<llvm::BitVector>& able) {
  Matching matching(able, people_.size(), taken_);
  return std::all_of(component.begin(), component.end(),
                     [&](std::uint32_t variable) { return matching.add(variable); });
}

std::optional<bool> DutySearch::solve_without(std::uint32_t person, std::size_t& steps) {
  const std::vector<std::uint32_t> before = taken_;
  std::optional<bool> result = true;
  for (const Variables& component : components_) {
    if (replace(person, component)) continue;
    std::vector<llvm::BitVector> able(problem_.able.size());
    for (const std::uint32_t i : component) able[i] = problem_.able[i];
    for (const std::uint32_t i : component) able[i].reset(person);
    const std::optional<bool> solved = solve(component, able, steps);
    if (solved && *solved) continue;
    result = solved;
    if (solved) break;
  }
  taken_ = before;
  return result;
}

/// Whether others can take over what `person` has, each by itself, and all else stays as it is.
bool DutySearch::replace(std::uint32_t person, const Variables& component) {
  for (const std::uint32_t variable : component) {
    if (taken_[variable] != person) continue;
    llvm::BitVector left = problem_.able[variable];
    left.reset(person);
    for (const unsigned other : problem_.differ[variable].set_bits()) {
      if (taken_[other] != nobody) left.reset(taken_[other]);
    }
    const int found = left.find_first();
    if (found < 0) return false;
    taken_[variable] = static_cast<std::uint32_t>(found);
  }
  return true;
}

}  // namespace wain::lint
