#include "conditions/arms.h"

#include <algorithm>
#include <iterator>

#include "conditions/example_at.h"

namespace wain::conditions {
namespace {

/// The arms of one choice with their conditions as formulas over the data there.
struct Choice {
  ir::NodeId node;
  std::vector<ir::EdgeId> arms;
  std::vector<FormulaId> holds;  // by arm
};

Choice choice_at(ProcessModel& model, ir::NodeId node) {
  const ir::Process& process = model.process();
  Choice choice{node, {}, {}};
  for (const ir::EdgeId arm : process[node].out) {
    if (!process[arm].guard) continue;
    choice.arms.push_back(arm);
    choice.holds.push_back(translate(model.writes().definition, model.paths().encoding(), model.formulas(),
                                     process[arm].guard, {},
                                     [&](const Leaf& leaf) { return model.paths().value_at(node, leaf); }));
  }
  return choice;
}

std::vector<VarId> mentioned(Formulas& formulas, llvm::ArrayRef<FormulaId> in) {
  std::vector<VarId> result;
  for (const FormulaId formula : in) {
    const std::vector<VarId> more = formulas.mentioned(formula);
    std::vector<VarId> both;
    std::set_union(result.begin(), result.end(), more.begin(), more.end(), std::back_inserter(both));
    result = std::move(both);
  }
  return result;
}

class Overlaps {
public:
  explicit Overlaps(ProcessModel& model) : model_(model), formulas_(model.formulas()) {}

  void find_in(ir::NodeId node) {
    const Choice choice = choice_at(model_, node);
    std::size_t left = most_arm_pairs;
    open_ = false;
    for (std::size_t second = 1; second < choice.arms.size() && left > 0; ++second) {
      for (std::size_t first = 0; first < second && left > 0; ++first, --left) {
        if (!overlap(choice, first, second)) continue;
        result_.push_back({choice.arms[first], choice.arms[second], example(choice, first, second)});
        break;
      }
    }
    if (open_ || left == 0) model_.leave_open(node, Question::ArmsExclude);
  }
  std::vector<ArmOverlap> result() && { return std::move(result_); }

private:
  bool certain(FormulaId formula) {
    const Answer answer = model_.solver().satisfiable(formula);
    open_ = open_ || answer == Answer::Undecided;
    return answer == Answer::Yes;
  }

  bool overlap(const Choice& choice, std::size_t first, std::size_t second) {
    const ir::Process& process = model_.process();
    if (process[choice.arms[first]].to == process[choice.arms[second]].to) return false;
    // Mostly they exclude each other, whatever comes there.
    const FormulaId both = formulas_.all(choice.holds[first], choice.holds[second]);
    if (model_.solver().satisfiable(both) == Answer::No) return false;
    const FormulaId takes_first = model_.paths().taken(choice.arms[first]);
    return certain(formulas_.all(takes_first, choice.holds[second])) &&
           certain(formulas_.all(takes_first, formulas_.negation(choice.holds[second]))) &&
           certain(model_.paths().taken(choice.arms[second]));  // else it is a dead arm
  }

  std::vector<Example> example(const Choice& choice, std::size_t first, std::size_t second) {
    const FormulaId cases = formulas_.all(model_.paths().taken(choice.arms[first]), choice.holds[second]);
    return example_at(model_, choice.node, cases,
                      mentioned(formulas_, {choice.holds[first], choice.holds[second]}));
  }

  ProcessModel& model_;
  Formulas& formulas_;
  std::vector<ArmOverlap> result_;
  bool open_ = false;  // something about the choice that is looked at stayed undecided
};

class Gaps {
public:
  explicit Gaps(ProcessModel& model) : model_(model), formulas_(model.formulas()) {}

  void find_in(ir::NodeId node) {
    const Choice choice = choice_at(model_, node);
    const std::vector<VarId> relevant = mentioned(formulas_, choice.holds);
    std::vector<FormulaId> left_out{model_.paths().reached(node), never_below_zero(node, relevant, true)};
    for (const FormulaId holds : choice.holds) left_out.push_back(formulas_.negation(holds));
    const FormulaId cases = formulas_.all(left_out);
    const Answer answer = model_.solver().satisfiable(cases);
    if (answer == Answer::Undecided) model_.leave_open(node, Question::EveryCaseTaken);
    if (answer != Answer::Yes) return;
    const FormulaId usual = formulas_.all(cases, never_below_zero(node, relevant, false));
    const Answer usually = model_.solver().satisfiable(usual);
    result_.push_back({node, example_at(model_, node, usually == Answer::Yes ? usual : cases, relevant),
                       usually == Answer::No});
  }
  std::vector<ChoiceGap> result() && { return std::move(result_); }

private:
  /// The relevant numbers are not below zero: only those that cannot be, or all.
  FormulaId never_below_zero(ir::NodeId node, llvm::ArrayRef<VarId> relevant, bool impossible_only) {
    Paths& paths = model_.paths();
    std::vector<FormulaId> all;
    for (std::uint32_t leaf = 0; leaf < paths.leaves().size(); ++leaf) {
      const VarId value = paths.value_at(node, paths.leaves()[leaf]);
      if (!std::binary_search(relevant.begin(), relevant.end(), value)) continue;
      const ir::TypeKind kind = model_.writes().definition[paths.leaves().type(leaf)].kind;
      const bool impossible = kind == ir::TypeKind::Duration;
      const bool number = kind == ir::TypeKind::Int || kind == ir::TypeKind::Number ||
                          kind == ir::TypeKind::Ratio || kind == ir::TypeKind::Money;
      if (!impossible && (impossible_only || !number)) continue;
      LinearSum sum;
      sum.terms.emplace_back(value, Rational{-1, 1});
      all.push_back(formulas_.compare(sum, Relation::AtMost));
    }
    return formulas_.all(all);
  }

  ProcessModel& model_;
  Formulas& formulas_;
  std::vector<ChoiceGap> result_;
};

bool is_of_kind(const ir::Process& process, const ir::Node& node, ChoiceKind kind) {
  std::size_t guards = 0;
  bool rest = false;
  for (const ir::EdgeId id : node.out) {
    const ir::Edge& arm = process[id];
    if (arm.kind == ir::EdgeKind::Otherwise) {
      rest = true;
      continue;
    }
    if (arm.kind != ir::EdgeKind::When || !arm.guard) return false;  // a loop, or a matter of chance
    ++guards;
  }
  return kind == ChoiceKind::Unordered ? guards > 1 && !node.chain : guards > 0 && !rest;
}

}  // namespace

std::vector<ir::NodeId> choices_by_data(const ir::Process& process, const analysis::Reach& reach,
                                        ChoiceKind kind) {
  std::vector<ir::NodeId> result;
  for (const ir::NodeId id : reach.order) {
    const ir::Node& node = process[id];
    if (node.kind == ir::NodeKind::Split && !node.broken && is_of_kind(process, node, kind))
      result.push_back(id);
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<ArmOverlap> arm_overlaps(ProcessModel& model, llvm::ArrayRef<ir::NodeId> choices) {
  Overlaps overlaps(model);
  for (const ir::NodeId choice : choices) overlaps.find_in(choice);
  return std::move(overlaps).result();
}

std::vector<ChoiceGap> choice_gaps(ProcessModel& model, llvm::ArrayRef<ir::NodeId> choices) {
  Gaps gaps(model);
  for (const ir::NodeId choice : choices) gaps.find_in(choice);
  return std::move(gaps).result();
}

}  // namespace wain::conditions
