#include "conditions/condition_text.h"

#include <fmt/format.h>

#include "conditions/box_search.h"

namespace wain::conditions {
namespace {

/// Boxes that are tried as conditions, and comparisons in one.
constexpr std::size_t most_boxes = 8;
constexpr std::size_t most_literals = 12;

/// One comparison of a leaf, and its text.
struct Literal {
  FormulaId formula;
  std::string text;
};

LinearSum of_variable(VarId variable, const Rational& factor, const Rational& constant) {
  LinearSum sum;
  sum.terms.emplace_back(variable, factor);
  sum.constant = constant;
  return sum;
}

class Conditions {
public:
  Conditions(ProcessModel& model, ir::NodeId node, FormulaId without)
      : model_(model), formulas_(model.formulas()), reached_(model.paths().reached(node)), without_(without) {
    for (std::uint32_t i = 0; i < model.paths().leaves().size(); ++i)
      values_.push_back(model.paths().value_at(node, model.paths().leaves()[i]));
  }

  std::optional<std::string> find() {
    const FormulaId wanted = formulas_.all(reached_, formulas_.negation(without_));
    std::vector<Box> boxes;
    search_boxes(formulas_, wanted, model_.work(), [&](const Box& box, bool) {
      boxes.push_back(box);
      return boxes.size() == most_boxes;
    });
    for (const Box& box : boxes) {
      if (std::optional<std::string> text = weakest(literals(box))) return text;
    }
    return std::nullopt;
  }

private:
  void add(std::vector<Literal>& result, std::uint32_t leaf, Relation relation, bool turned,
           const Rational& bound, std::string_view word) {
    const Rational factor{turned ? -1 : 1, 1};
    const std::optional<Rational> constant = product(bound, {turned ? 1 : -1, 1});
    if (!constant) return;
    result.push_back({formulas_.compare(of_variable(values_[leaf], factor, *constant), relation),
                      fmt::format("{} {} {}", model_.leaf_text(leaf), word, model_.value_text(leaf, bound))});
  }

  /// `> 10_000 EUR` reads better than `>= 10_000.01 EUR`.
  void add_bound(std::vector<Literal>& result, std::uint32_t leaf, const Rational& bound, bool open,
                 bool low) {
    const std::string_view with = low ? ">=" : "<=";
    const std::string_view without = low ? ">" : "<";
    const Relation closed_relation = Relation::AtMost;
    if (open) {
      add(result, leaf, Relation::Below, low, bound, without);
      return;
    }
    const std::size_t at = result.size();
    add(result, leaf, closed_relation, low, bound, with);
    if (result.size() == at || formulas_[values_[leaf]].sort != Sort::Whole) return;
    const Rational next{bound.numerator + (low ? -1 : 1), 1};
    std::vector<Literal> other;
    add(other, leaf, Relation::Below, low, next, without);
    if (!other.empty() && other[0].text.size() < result[at].text.size()) result[at] = other[0];
  }

  std::vector<Literal> literals(const Box& box) {
    std::vector<Literal> result;
    for (std::uint32_t leaf = 0; leaf < values_.size(); ++leaf) {
      const auto at = box.find(values_[leaf]);
      if (at == box.end()) continue;
      const Range& range = at->second;
      const Variable& variable = formulas_[values_[leaf]];
      if (range.truth) {
        const FormulaId holds = formulas_.holds(values_[leaf]);
        const std::string text = model_.leaf_text(leaf);
        result.push_back(*range.truth ? Literal{holds, text}
                                      : Literal{formulas_.negation(holds), "not " + text});
        continue;
      }
      if (range.low && range.high && *range.low == *range.high) {
        add(result, leaf, Relation::Equal, false, *range.low, "==");
        continue;
      }
      if (range.low && range.low != bound_of(variable.least))
        add_bound(result, leaf, *range.low, range.low_open, true);
      if (range.high && range.high != bound_of(variable.most))
        add_bound(result, leaf, *range.high, range.high_open, false);
      for (const Rational& hole : range.holes) {
        if (range.contains(hole)) continue;
        add(result, leaf, Relation::Unequal, false, hole, "!=");
      }
    }
    return result;
  }

  static std::optional<Rational> bound_of(std::optional<std::int64_t> bound) {
    return bound ? std::optional(Rational{*bound, 1}) : std::nullopt;
  }

  [[nodiscard]] bool excludes(const std::vector<Literal>& literals) {
    std::vector<FormulaId> all{without_};
    for (const Literal& literal : literals) all.push_back(literal.formula);
    return model_.solver().satisfiable(formulas_.all(all)) == Answer::No;
  }

  /// Drops what is not needed; nothing if even all of them do not exclude what must be.
  std::optional<std::string> weakest(std::vector<Literal> literals) {
    if (literals.empty() || literals.size() > most_literals || !excludes(literals)) return std::nullopt;
    for (std::size_t i = 0; i < literals.size();) {
      std::vector<Literal> fewer = literals;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!fewer.empty() && excludes(fewer))
        literals = std::move(fewer);
      else
        ++i;
    }
    std::vector<FormulaId> all{reached_};
    std::string text;
    for (const Literal& literal : literals) {
      all.push_back(literal.formula);
      text += (text.empty() ? "" : " and ") + literal.text;
    }
    if (model_.solver().satisfiable(formulas_.all(all)) != Answer::Yes) return std::nullopt;
    return text;
  }

  ProcessModel& model_;
  Formulas& formulas_;
  FormulaId reached_, without_;
  std::vector<VarId> values_;  // by leaf
};

}  // namespace

std::optional<std::string> condition_without(ProcessModel& model, ir::NodeId node,
                                             llvm::ArrayRef<FormulaId> without) {
  return Conditions(model, node, model.formulas().any(without)).find();
}

}  // namespace wain::conditions
