#include "conditions/beyond.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "analysis/judgments.h"

namespace wain::conditions {
namespace {

bool judges(const ir::Node& gate, ir::CriterionId criterion) {
  return gate.kind == ir::NodeKind::Gate &&
         std::find(gate.judges.begin(), gate.judges.end(), criterion) != gate.judges.end();
}

class Search {
public:
  explicit Search(ProcessModel& model) : model_(model), formulas_(model.formulas()) {}

  std::optional<BeyondAuthority> of(ir::NodeId gate) {
    for (const ir::CriterionId criterion : model_.process()[gate].judges) {
      const FormulaId cannot = formulas_.negation(model_.may_decide(gate, criterion));
      if (!may_be(formulas_.all(model_.paths().reached(gate), cannot))) continue;
      if (model_.work().is_spent()) {
        model_.leave_open(gate, Question::WithinAuthority);
        continue;
      }
      const OfCriterion& of = about(criterion);
      const FormulaId uncovered = formulas_.all(of.lacking[gate.index], cannot);
      if (!may_be(uncovered)) continue;
      const FormulaId beyond = formulas_.all(uncovered, formulas_.negation(of.coverage->after(gate)));
      const Answer answer = model_.solver().satisfiable(beyond);
      if (answer == Answer::Yes) return describe(gate, criterion, beyond);
      if (answer == Answer::Undecided) model_.leave_open(gate, Question::WithinAuthority);
    }
    return std::nullopt;
  }

private:
  struct OfCriterion {
    std::vector<FormulaId> lacking;  // by node
    std::unique_ptr<Coverage> coverage;
    std::vector<ir::NodeId> limited;  // the first gates whose authority is
  };

  bool may_be(FormulaId formula) { return model_.solver().satisfiable(formula) != Answer::No; }

  const OfCriterion& about(ir::CriterionId criterion) {
    const auto [at, is_new] = known_.try_emplace(criterion);
    if (!is_new) return at->second;
    // Coverage compares criteria only, not evidence.
    std::vector<Provider> providers;
    const ir::Process& process = model_.process();
    for (const ir::NodeId id : model_.reach().order) {
      if (!judges(process[id], criterion)) continue;
      if (at->second.limited.size() <= most_limited && !model_.authority().is_unlimited(id, criterion))
        at->second.limited.push_back(id);
      if (!analysis::silent_approval(process, process[id]))
        providers.push_back({id, model_.may_decide(id, criterion), model_.authority().fields(id, criterion)});
    }
    const llvm::BitVector& judging = model_.shared().judging(criterion);
    const auto never = [](const ir::Edge&) { return false; };
    const auto brings = [&](const ir::Edge& edge) {
      const ir::Node& node = process[edge.from];
      return node.kind == ir::NodeKind::Call && judging.test(node.callee.index);
    };
    at->second.lacking =
        lacking(model_.paths(), model_.writes(), formulas_, providers, {never, never, brings, never});
    at->second.coverage = std::make_unique<Coverage>(model_.paths(), model_.writes(), model_.authority(),
                                                     formulas_, criterion, judging);
    return at->second;
  }

  BeyondAuthority describe(ir::NodeId gate, ir::CriterionId criterion, FormulaId beyond) {
    BeyondAuthority result{gate, criterion, model_.process()[gate].actor, {}, {}};
    FormulaId case_of = beyond;
    for (const ir::ActorId actor : Authority::deciders(model_.process()[gate])) {
      const FormulaId cannot =
          formulas_.all(beyond, formulas_.negation(model_.may_decide(gate, actor, criterion)));
      if (model_.solver().satisfiable(cannot) != Answer::Yes) continue;
      result.decider = actor;
      case_of = cannot;
      break;
    }
    // What the decider's authority rests on.
    result.example = smallest_example(
        model_, gate, case_of, formulas_.mentioned(model_.may_decide(gate, result.decider, criterion)));
    for (const ir::NodeId other : about(criterion).limited) {
      if (other != gate && result.limited.size() < most_limited) result.limited.push_back(other);
    }
    return result;
  }

  ProcessModel& model_;
  Formulas& formulas_;
  std::map<ir::CriterionId, OfCriterion> known_;
};

}  // namespace

std::vector<ir::NodeId> limited_gates(const ir::Definition& definition, const ir::Process& process,
                                      const analysis::Reach& reach) {
  std::vector<ir::NodeId> result;
  std::optional<Authority> authority;
  for (const ir::NodeId id : reach.order) {
    const ir::Node& gate = process[id];
    if (gate.kind != ir::NodeKind::Gate || gate.judges.empty()) continue;
    const std::vector<ir::ActorId> deciders = Authority::deciders(gate);
    const auto binds = [&](ir::CriterionId criterion) {
      return std::any_of(deciders.begin(), deciders.end(), [&](ir::ActorId actor) {
        return !binding_lines(definition, actor, criterion).empty();
      });
    };
    if (std::none_of(gate.judges.begin(), gate.judges.end(), binds)) continue;
    if (!authority) authority.emplace(definition, process, reach);
    const auto limits = [&](ir::CriterionId criterion) { return !authority->is_unlimited(id, criterion); };
    if (std::any_of(gate.judges.begin(), gate.judges.end(), limits)) result.push_back(id);
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<BeyondAuthority> beyond_authority(ProcessModel& model, llvm::ArrayRef<ir::NodeId> gates) {
  Search search(model);
  std::vector<BeyondAuthority> result;
  for (const ir::NodeId gate : gates) {
    if (std::optional<BeyondAuthority> found = search.of(gate)) result.push_back(std::move(*found));
  }
  return result;
}

}  // namespace wain::conditions
