#include "conditions/formula.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wain::conditions {
namespace {

/// What making a part costs, measured in looks at one.
constexpr std::size_t making = 8;
/// Longer sums are not understood.
constexpr std::size_t longest_sum = 1000;

/// The last step of SplitMix64, with what came before. Small numbers must not fall together.
std::size_t mixed(std::size_t hash, std::uint64_t value) {
  std::uint64_t z = (hash + 0x9e3779b97f4a7c15U) ^ value;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  return z ^ (z >> 27U);
}

std::uint64_t bit_of(VarId variable) { return std::uint64_t{1} << (variable.index % 64); }

}  // namespace

void LinearSum::scale(const Rational& factor) {
  const auto by = [&](Rational& value) {
    const std::optional<Rational> scaled = product(value, factor);
    valid = valid && scaled;
    if (scaled) value = *scaled;
  };
  by(constant);
  for (auto& term : terms) by(term.second);
}

void LinearSum::add(const LinearSum& other, const Rational& factor) {
  if (other.valid && factor.denominator == 1 && (factor.numerator == 1 || factor.numerator == -1)) {
    const auto signed_as = [&](const Rational& value) {
      return Rational{value.numerator * factor.numerator, value.denominator};
    };
    const std::optional<Rational> total = sum(constant, signed_as(other.constant));
    valid = valid && total;
    if (total) constant = *total;
    for (const auto& [variable, by] : other.terms) terms.emplace_back(variable, signed_as(by));
    valid = valid && terms.size() <= longest_sum;
    return;
  }
  LinearSum scaled = other;
  scaled.scale(factor);
  const std::optional<Rational> total = sum(constant, scaled.constant);
  valid = valid && scaled.valid && total;
  if (total) constant = *total;
  terms.append(scaled.terms.begin(), scaled.terms.end());
  valid = valid && terms.size() <= longest_sum;
}

Formulas::Formulas(Work* work) : work_(work) {
  nodes_.resize(2);
  nodes_[1].kind = FormulaKind::Yes;
  negations_ = {yes(), no()};
}

VarId Formulas::variable(const Variable& variable) {
  variables_.push_back(variable);
  return {static_cast<std::uint32_t>(variables_.size() - 1)};
}

llvm::ArrayRef<FormulaId> Formulas::operands(FormulaId id) const {
  const Node& node = nodes_[id.index];
  return llvm::ArrayRef<FormulaId>(operands_).slice(node.first, node.count);
}

llvm::ArrayRef<Addend> Formulas::addends(FormulaId id) const {
  const Node& node = nodes_[id.index];
  return llvm::ArrayRef<Addend>(addends_).slice(node.first, node.count);
}

FormulaId Formulas::intern(const Node& node, llvm::ArrayRef<FormulaId> operands,
                           llvm::ArrayRef<Addend> addends) {
  std::size_t hash = mixed(static_cast<std::size_t>(node.kind) * 8 + static_cast<std::size_t>(node.relation),
                           static_cast<std::uint64_t>(node.bound));
  for (const FormulaId operand : operands) hash = mixed(hash, operand.index);
  for (const Addend& addend : addends)
    hash = mixed(mixed(hash, addend.variable.index), static_cast<std::uint64_t>(addend.factor));
  if (operands.empty() && addends.empty()) hash = mixed(hash, node.first);
  const auto [first, last] = index_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    const Node& known = nodes_[at->second];
    if (known.kind != node.kind || known.relation != node.relation || known.bound != node.bound) continue;
    const FormulaId id{at->second};
    const bool boolean = node.kind == FormulaKind::Holds || node.kind == FormulaKind::HoldsNot;
    if (boolean ? known.first == node.first
                : (node.kind == FormulaKind::Linear ? this->addends(id) == addends
                                                    : this->operands(id) == operands))
      return id;
  }
  spend(making + operands.size());
  Node fresh = node;
  for (const FormulaId operand : operands) {
    const Node& below = nodes_[operand.index];
    fresh.mask |= below.mask;
    fresh.low = std::min(fresh.low, below.low);
    fresh.high = std::max(fresh.high, below.high);
    fresh.opaque = fresh.opaque || nodes_[operand.index].opaque;
  }
  for (const Addend& addend : addends) fresh.mention(addend.variable);
  if (!operands.empty()) {
    fresh.first = static_cast<std::uint32_t>(operands_.size());
    fresh.count = static_cast<std::uint32_t>(operands.size());
    operands_.insert(operands_.end(), operands.begin(), operands.end());
  }
  if (!addends.empty()) {
    fresh.first = static_cast<std::uint32_t>(addends_.size());
    fresh.count = static_cast<std::uint32_t>(addends.size());
    addends_.insert(addends_.end(), addends.begin(), addends.end());
  }
  const FormulaId id{static_cast<std::uint32_t>(nodes_.size())};
  nodes_.push_back(fresh);
  negations_.emplace_back();
  index_.emplace(hash, id.index);
  return id;
}

void Formulas::pair_up(FormulaId a, FormulaId b) {
  negations_[a.index] = b;
  negations_[b.index] = a;
}

std::optional<FormulaId> Formulas::known_negation(FormulaId id) const {
  const FormulaId negation = negations_[id.index];
  return negation ? std::optional(negation) : std::nullopt;
}

FormulaId Formulas::holds(VarId boolean) {
  Node node;
  node.kind = FormulaKind::Holds;
  node.first = boolean.index;
  node.mention(boolean);
  node.opaque = variables_[boolean.index].opaque;
  const FormulaId id = intern(node, {}, {});
  if (!known_negation(id)) {
    node.kind = FormulaKind::HoldsNot;
    pair_up(id, intern(node, {}, {}));
  }
  return id;
}

FormulaId Formulas::opaque() {
  spend(making);
  Variable unknown;
  unknown.opaque = true;
  return holds(variable(unknown));
}

FormulaId Formulas::linear_alone(llvm::ArrayRef<Addend> addends, Relation relation, std::int64_t bound) {
  Node node;
  node.kind = FormulaKind::Linear;
  node.relation = relation;
  node.bound = bound;
  return intern(node, {}, addends);
}

/// The atom and its negation: ¬(s ≤ b) is −s < −b.
FormulaId Formulas::linear(llvm::ArrayRef<Addend> addends, Relation relation, std::int64_t bound) {
  const FormulaId id = linear_alone(addends, relation, bound);
  if (known_negation(id)) return id;
  if (relation == Relation::Equal || relation == Relation::Unequal) {
    pair_up(id,
            linear_alone(addends, relation == Relation::Equal ? Relation::Unequal : Relation::Equal, bound));
    return id;
  }
  llvm::SmallVector<Addend, 4> turned(addends.begin(), addends.end());
  bool whole = true;
  for (Addend& addend : turned) {
    addend.factor = -addend.factor;
    whole = whole && variables_[addend.variable.index].sort == Sort::Whole;
  }
  const FormulaId other =
      whole ? linear_alone(turned, Relation::AtMost, -bound - 1)
            : linear_alone(turned, relation == Relation::AtMost ? Relation::Below : Relation::AtMost, -bound);
  pair_up(id, other);
  return id;
}

FormulaId Formulas::compare(const LinearSum& sum, Relation relation) {
  spend(sum.terms.size() + 1);
  if (!sum.valid || is_spent()) return opaque();
  auto terms = sum.terms;
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  llvm::SmallVector<std::pair<VarId, Rational>, 4> like;
  for (const auto& [variable, factor] : terms) {
    if (like.empty() || like.back().first != variable) {
      like.emplace_back(variable, factor);
    } else if (const auto total = conditions::sum(like.back().second, factor)) {
      like.back().second = *total;
    } else {
      return opaque();
    }
  }
  llvm::erase_if(like, [](const auto& term) { return term.second.numerator == 0; });
  // To whole numbers without a common divisor.
  __int128 multiple = sum.constant.denominator;
  bool whole = true;
  for (const auto& [variable, factor] : like) {
    whole = whole && variables_[variable.index].sort == Sort::Whole;
    const auto lcm = Rational::make(multiple, factor.denominator);
    if (!lcm) return opaque();
    multiple = static_cast<__int128>(lcm->numerator) * factor.denominator;
    if (multiple > INT64_MAX) return opaque();
  }
  const auto scaled = [&](const Rational& value) { return multiple / value.denominator * value.numerator; };
  __int128 bound = -scaled(sum.constant);
  __int128 divisor = 0;
  for (const auto& term : like) {
    __int128 a = scaled(term.second);
    for (__int128 b = divisor; b != 0;) std::tie(a, b) = std::pair(b, a % b);
    divisor = a < 0 ? -a : a;
  }
  if (like.empty()) {
    const bool truth = relation == Relation::AtMost  ? 0 <= bound
                       : relation == Relation::Below ? 0 < bound
                       : relation == Relation::Equal ? bound == 0
                                                     : bound != 0;
    return truth ? yes() : no();
  }
  const bool inequality = relation == Relation::AtMost || relation == Relation::Below;
  llvm::SmallVector<Addend, 4> addends;
  const bool flip = !inequality && scaled(like.front().second) < 0;
  // Of reals, the bound takes part in the common divisor; of whole numbers it is rounded.
  if (!whole) {
    __int128 a = bound < 0 ? -bound : bound;
    for (__int128 b = divisor; b != 0;) std::tie(a, b) = std::pair(b, a % b);
    divisor = a;
  } else if (bound % divisor != 0 && !inequality) {
    return relation == Relation::Equal ? no() : yes();
  }
  for (const auto& [variable, factor] : like) {
    const __int128 value = scaled(factor) / divisor * (flip ? -1 : 1);
    if (value > INT64_MAX || value < -INT64_MAX) return opaque();
    addends.push_back({variable, static_cast<std::int64_t>(value)});
  }
  if (whole && relation == Relation::Below) {
    bound -= 1;
    relation = Relation::AtMost;
  }
  __int128 rest = bound % divisor;
  bound = bound / divisor;
  if (rest < 0) bound -= 1;  // down
  if (flip) bound = -bound;
  if (bound >= INT64_MAX || bound <= -INT64_MAX) return opaque();
  return linear(addends, relation, static_cast<std::int64_t>(bound));
}

/// Rebuilds a formula from the bottom up, each part once. `make` is asked for literals and for the kind
/// that And and Or become.
template <class Make>
FormulaId Formulas::rebuild(FormulaId root, std::unordered_map<std::uint32_t, FormulaId>& done, Make make) {
  std::vector<FormulaId> work{root};
  while (!work.empty()) {
    const FormulaId at = work.back();
    if (is_spent()) return opaque();
    if (done.contains(at.index)) {
      work.pop_back();
      continue;
    }
    spend(1);
    if (const std::optional<FormulaId> direct = make.direct(at)) {
      done.emplace(at.index, *direct);
      work.pop_back();
      continue;
    }
    const std::size_t size = work.size();
    spend(operands(at).size());
    for (const FormulaId operand : operands(at)) {
      if (!done.contains(operand.index)) work.push_back(operand);
    }
    if (work.size() != size) continue;
    std::vector<FormulaId> parts;
    for (const FormulaId operand : operands(at)) parts.push_back(done.at(operand.index));
    done.emplace(at.index, make.whole(at, parts));
    work.pop_back();
  }
  return done.at(root.index);
}

FormulaId Formulas::negation(FormulaId formula) {
  struct Make {
    Formulas& of;
    std::optional<FormulaId> direct(FormulaId at) { return of.known_negation(at); }
    FormulaId whole(FormulaId at, llvm::ArrayRef<FormulaId> parts) {
      const bool is_and = of.kind(at) == FormulaKind::And;
      const FormulaId result = of.combine(is_and ? FormulaKind::Or : FormulaKind::And, parts);
      of.negations_[at.index] = result;
      if (!of.negations_[result.index]) of.negations_[result.index] = at;
      return result;
    }
  };
  if (const std::optional<FormulaId> known = known_negation(formula)) return *known;
  std::unordered_map<std::uint32_t, FormulaId> done;
  return rebuild(formula, done, Make{*this});
}

void Formulas::Renaming::add(VarId from, VarId to) {
  variables[from.index] = to;
  mask |= bit_of(from);
  low = std::min(low, from.index);
  high = std::max(high, from.index);
}

void Formulas::Node::mention(VarId variable) {
  mask |= bit_of(variable);
  low = std::min(low, variable.index);
  high = std::max(high, variable.index);
}

bool Formulas::may_mention(FormulaId formula, const Renaming& renaming) const {
  const Node& node = nodes_[formula.index];
  return (node.mask & renaming.mask) != 0 && node.low <= renaming.high && renaming.low <= node.high;
}

FormulaId Formulas::rename(FormulaId formula, Renaming& renaming) {
  struct Make {
    Formulas& of;
    Renaming& renaming;
    std::optional<FormulaId> direct(FormulaId at) {
      const Node node = of.nodes_[at.index];
      if (!of.may_mention(at, renaming)) return at;
      if (node.kind == FormulaKind::Holds || node.kind == FormulaKind::HoldsNot) {
        const auto to = renaming.variables.find(node.first);
        if (to == renaming.variables.end()) return at;
        const FormulaId fresh = of.holds(to->second);
        return node.kind == FormulaKind::Holds ? fresh : of.negation(fresh);
      }
      if (node.kind != FormulaKind::Linear) return std::nullopt;
      LinearSum sum;
      sum.constant = {-node.bound, 1};
      for (const Addend& addend : of.addends(at)) {
        const auto to = renaming.variables.find(addend.variable.index);
        sum.terms.emplace_back(to == renaming.variables.end() ? addend.variable : to->second,
                               Rational{addend.factor, 1});
      }
      return of.compare(sum, node.relation);
    }
    FormulaId whole(FormulaId at, llvm::ArrayRef<FormulaId> parts) { return of.combine(of.kind(at), parts); }
  };
  if (renaming.empty() || !may_mention(formula, renaming)) return formula;
  return rebuild(formula, renaming.done, Make{*this, renaming});
}

std::vector<VarId> Formulas::mentioned(FormulaId root) {
  std::vector<VarId> result;
  std::vector<FormulaId> work{root};
  llvm::DenseMap<std::uint32_t, bool> seen;
  while (!work.empty()) {
    const FormulaId at = work.back();
    work.pop_back();
    if (!seen.try_emplace(at.index, true).second) continue;
    spend(1);
    const FormulaKind of = kind(at);
    if (of == FormulaKind::Holds || of == FormulaKind::HoldsNot) result.push_back(boolean(at));
    if (of == FormulaKind::Linear) {
      for (const Addend& addend : addends(at)) result.push_back(addend.variable);
    }
    if (of == FormulaKind::And || of == FormulaKind::Or) {
      const llvm::ArrayRef<FormulaId> more = operands(at);
      work.insert(work.end(), more.begin(), more.end());
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace wain::conditions
