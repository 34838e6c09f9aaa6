/// Lines of authority as conditions over one imagined case, away from every process; lines of two definitions
/// speak about the same case where their records' fields have the same names and types.
#pragma once

#include <string>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/examples.h"
#include "conditions/expressions.h"
#include "conditions/solver.h"
#include "ir/definition.h"

namespace wain::conditions {

class ImaginedCase {
public:
  /// `session` outlives it.
  ImaginedCase(Session& session, Encoding encoding);

  /// What some of the lines allow: they are alternatives. Without a line there is no limit.
  FormulaId any_of(const ir::Definition& definition, llvm::ArrayRef<const ir::AuthorityLine*> lines);
  /// No field had two types, a currency for another one or other members of an enum: nothing can be said of
  /// limits over those.
  [[nodiscard]] bool is_comparable() const { return is_comparable_; }
  Answer implies(FormulaId premise, FormulaId conclusion) { return solver_.implies(premise, conclusion); }
  /// The smallest case that `wider` allows and `narrower` does not; its values as `definition` writes them.
  std::vector<Example> example(const ir::Definition& definition, FormulaId wider, FormulaId narrower);

private:
  struct Entry {
    std::string path;  // `Order.amount`
    const ir::Definition* definition;
    ir::TypeId type;
    VarId variable;
    std::string text;  // `amount`
  };
  void declare(const ir::Definition& definition, const ir::AuthorityLine& line);
  [[nodiscard]] VarId find(const ir::Definition& definition, ir::RecordId record, const Leaf& leaf,
                           ir::TypeId type) const;

  Encoding encoding_;
  Formulas formulas_;
  Solver solver_;
  std::vector<Entry> entries_;
  bool is_comparable_ = true;
};

/// An encoding for the formulas of two definitions.
Encoding encoding_of_both(const ir::Definition& a, const ir::Definition& b);

}  // namespace wain::conditions
