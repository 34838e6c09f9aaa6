/// Formulas over the data of a process: and, or, and linear atoms, in negation normal form. They live in
/// one arena, equal ones once, so that what two paths have in common is shared.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>

#include "conditions/rational.h"
#include "conditions/work.h"
#include "ir/ids.h"

namespace wain::conditions {

using FormulaId = ir::Id<struct FormulaTag>;
using VarId = ir::Id<struct VarTag>;

enum class Sort : std::uint8_t { Bool, Whole, Real };

struct Variable {
  Sort sort = Sort::Bool;
  std::optional<std::int64_t> least, most;  ///< of Whole: no value lies outside
  bool opaque = false;                      ///< stands for something that is not understood
};

/// factor × variable.
struct Addend {
  VarId variable;
  std::int64_t factor = 0;
  friend bool operator==(const Addend&, const Addend&) = default;
};

enum class Relation : std::uint8_t { AtMost, Below, Equal, Unequal };

/// A sum on its way into an atom: like terms may repeat. Not valid once something did not fit.
struct LinearSum {
  llvm::SmallVector<std::pair<VarId, Rational>, 2> terms;
  Rational constant;
  bool valid = true;

  void add(const LinearSum& other, const Rational& factor);
  void scale(const Rational& factor);
};

enum class FormulaKind : std::uint8_t { No, Yes, Holds, HoldsNot, Linear, And, Or };

class Formulas {
public:
  Formulas() : Formulas(nullptr) {}
  /// With a limit on what making formulas may cost: past it, whatever is made is something opaque.
  explicit Formulas(Work& work) : Formulas(&work) {}
  Formulas(const Formulas&) = delete;
  Formulas& operator=(const Formulas&) = delete;

  /// Charges work on formulas that is done elsewhere.
  void spend(std::size_t parts) {
    if (work_ != nullptr) work_->spend(parts);
  }
  /// The limit is met.
  [[nodiscard]] bool is_spent() const { return work_ != nullptr && work_->is_spent(); }

  [[nodiscard]] static FormulaId no() { return {0}; }
  [[nodiscard]] static FormulaId yes() { return {1}; }
  VarId variable(const Variable& variable);
  /// The boolean variable is true.
  FormulaId holds(VarId boolean);
  /// `sum` stands in `relation` to 0. A sum that is not valid is something unknown.
  FormulaId compare(const LinearSum& sum, Relation relation);
  /// Something of which nothing is known, and which makes every "yes" that rests on it undecided.
  FormulaId opaque();
  FormulaId negation(FormulaId formula);
  FormulaId all(llvm::ArrayRef<FormulaId> formulas);
  FormulaId any(llvm::ArrayRef<FormulaId> formulas);
  FormulaId all(FormulaId a, FormulaId b) {
    if (b == yes()) return a;  // mostly: few edges have a condition
    if (a == yes()) return b;
    return all(llvm::ArrayRef<FormulaId>{a, b});
  }
  FormulaId any(FormulaId a, FormulaId b) { return any(llvm::ArrayRef<FormulaId>{a, b}); }
  /// At least `count` of them. Its size is count × formulas; beyond 10,000 it is something opaque.
  FormulaId at_least(std::size_t count, llvm::ArrayRef<FormulaId> of);

  /// Variables in place of others; what was renamed is kept, so use one object for many formulas.
  struct Renaming {
    llvm::DenseMap<std::uint32_t, VarId> variables;  // by index
    std::unordered_map<std::uint32_t, FormulaId> done;
    std::uint64_t mask = 0;  // of the variables replaced
    std::uint32_t low = UINT32_MAX, high = 0;
    void add(VarId from, VarId to);
    [[nodiscard]] bool empty() const { return variables.empty(); }
  };
  FormulaId rename(FormulaId formula, Renaming& renaming);

  [[nodiscard]] FormulaKind kind(FormulaId id) const { return nodes_[id.index].kind; }
  [[nodiscard]] bool is_literal(FormulaId id) const {
    return kind(id) != FormulaKind::And && kind(id) != FormulaKind::Or;
  }
  /// Of And and Or.
  [[nodiscard]] llvm::ArrayRef<FormulaId> operands(FormulaId id) const;
  /// Of Holds and HoldsNot.
  [[nodiscard]] VarId boolean(FormulaId id) const { return {nodes_[id.index].first}; }
  /// Of Linear: addends `relation` bound.
  [[nodiscard]] llvm::ArrayRef<Addend> addends(FormulaId id) const;
  [[nodiscard]] Relation relation(FormulaId id) const { return nodes_[id.index].relation; }
  [[nodiscard]] std::int64_t bound(FormulaId id) const { return nodes_[id.index].bound; }
  [[nodiscard]] const Variable& operator[](VarId id) const { return variables_[id.index]; }
  [[nodiscard]] std::size_t variables() const { return variables_.size(); }
  /// Something opaque is part of it.
  [[nodiscard]] bool is_opaque(FormulaId id) const { return nodes_[id.index].opaque; }
  /// The variables that it mentions, in order of their making.
  [[nodiscard]] std::vector<VarId> mentioned(FormulaId id);
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

private:
  explicit Formulas(Work* work);

  struct Node {
    FormulaKind kind = FormulaKind::No;
    Relation relation = Relation::AtMost;
    bool opaque = false;
    std::uint32_t first = 0, count = 0;  // operands or addends; the variable of Holds
    std::int64_t bound = 0;
    // Of the variables below: by index modulo 64, and from which to which.
    std::uint64_t mask = 0;
    std::uint32_t low = UINT32_MAX, high = 0;
    void mention(VarId variable);
  };
  [[nodiscard]] bool may_mention(FormulaId formula, const Renaming& renaming) const;
  FormulaId intern(const Node& node, llvm::ArrayRef<FormulaId> operands, llvm::ArrayRef<Addend> addends);
  FormulaId linear(llvm::ArrayRef<Addend> addends, Relation relation, std::int64_t bound);
  FormulaId linear_alone(llvm::ArrayRef<Addend> addends, Relation relation, std::int64_t bound);
  FormulaId combine(FormulaKind kind, llvm::ArrayRef<FormulaId> formulas);
  [[nodiscard]] bool simplify(FormulaKind kind, llvm::SmallVectorImpl<FormulaId>& operands);
  FormulaId take_out(llvm::ArrayRef<FormulaId> operands);
  [[nodiscard]] std::optional<FormulaId> known_negation(FormulaId id) const;
  void pair_up(FormulaId a, FormulaId b);
  template <class Make>
  FormulaId rebuild(FormulaId root, std::unordered_map<std::uint32_t, FormulaId>& done, Make make);

  Work* work_;
  std::vector<Node> nodes_;
  std::vector<FormulaId> negations_;  // by formula; invalid: not made yet
  std::vector<FormulaId> operands_;
  std::vector<Addend> addends_;
  std::vector<Variable> variables_;
  std::unordered_multimap<std::size_t, std::uint32_t> index_;
};

}  // namespace wain::conditions
