/// Questions about formulas, with three answers. Cheap ways first: folding, then ranges of single
/// variables (box_search.h); what they leave open goes to Z3, which nothing else in the project knows.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/box_search.h"
#include "conditions/formula.h"

namespace wain::conditions {

enum class Answer : std::uint8_t { No, Yes, Undecided };

/// What was asked, for `--verbose`.
struct SolverCounts {
  std::size_t questions = 0;     ///< all
  std::size_t solver_calls = 0;  ///< of these, those that went to Z3
  std::size_t undecided = 0;     ///< of these, those that stayed open
};

/// Z3's deterministic measure of work, a question. Never the clock: what is found must not depend on
/// the speed of the machine.
constexpr unsigned resource_limit = 100'000;

/// Z3, and what the questions of one definition may cost it together; past that they stay undecided. So
/// many hard ones in one file are a file that no answer would help.
class Session {
public:
  /// `work`: all that may be looked at.
  explicit Session(std::uint64_t work = work_of_definition(0));
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// Undecided past a limit.
  Answer ask(const Formulas& formulas, FormulaId formula);
  Work& work() { return work_; }

private:
  struct Engine;
  std::unique_ptr<Engine> engine_;  // made when first asked
  std::size_t calls_left_ = 20'000;
  std::size_t given_up_left_ = 10;      // questions that meet `resource_limit`
  std::size_t parts_left_ = 1'000'000;  // of formulas that are translated for it
  Work work_;
};

/// A value for a variable, in the variable's own units.
struct Binding {
  VarId variable;
  Rational value;             ///< of Whole and Real
  std::optional<bool> truth;  ///< of Bool
};

class Solver {
public:
  /// `session` and `work` (which its questions are charged to) outlive it; without them, it has its own.
  Solver(Formulas& formulas, Session& session, Work& work);
  explicit Solver(Formulas& formulas);
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;
  ~Solver();

  /// Yes only if it certainly is: not where the formula rests on something opaque.
  Answer satisfiable(FormulaId formula);
  Answer implies(FormulaId premise, FormulaId conclusion);

  /// The smallest values of `variables`, one after the other, for which the (satisfiable) formula can
  /// hold: nearest to zero, the positive one of two. Reals with two decimal places, or as many
  /// more as there must be. Nothing if that stayed undecided.
  std::optional<std::vector<Binding>> smallest(FormulaId formula, llvm::ArrayRef<VarId> variables);

  [[nodiscard]] const SolverCounts& counts() const { return counts_; }

private:
  // Each adds what it found to the formula.
  std::optional<Binding> smallest_truth(FormulaId& formula, VarId variable);
  std::optional<Binding> smallest_whole(FormulaId& formula, VarId variable);
  std::optional<Binding> smallest_real(FormulaId& formula, VarId variable);
  std::optional<std::int64_t> smallest_in_boxes(FormulaId formula, VarId variable, std::int64_t grid,
                                                bool& exact);
  std::optional<std::int64_t> nearest_whole(FormulaId formula, VarId variable);
  std::optional<std::int64_t> least_whole(FormulaId formula, VarId variable, bool upwards);
  FormulaId at_most(VarId variable, std::int64_t bound, bool upwards);

  Formulas& formulas_;
  std::unique_ptr<Session> own_;
  Session& session_;
  Work& work_;
  SolverCounts counts_;
};

}  // namespace wain::conditions
