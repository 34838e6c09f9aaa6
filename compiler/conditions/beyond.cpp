#include "conditions/beyond.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "analysis/judgments.h"
#include "conditions/example_at.h"

namespace wain::conditions {
namespace {

bool judges(const ir::Node& gate, ir::CriterionId criterion) {
  return gate.kind == ir::NodeKind::Gate &&
         std::find(gate.judges.begin(), gate.judges.end(), criterion) != gate.judges.end();
}

class Search {
public:
  explicit Search(ProcessModel& model) : model_(model), formulas_(model.formulas()) {}

  void look_at(ir::NodeId gate, AuthorityFaults& faults) {
    std::optional<BeyondAuthority> fault;
    for (const ir::CriterionId criterion : model_.process()[gate].judges) {
      const bool may_have_gap = model_.has_table(criterion);
      if (fault && !may_have_gap) continue;
      const FormulaId beyond = beyond_at(gate, criterion);
      if (!beyond) continue;
      if (may_have_gap) {
        const FormulaId somebody = anybody_may(gate, criterion);
        const FormulaId gap = formulas_.all(beyond, formulas_.negation(somebody));
        if (model_.solver().satisfiable(gap) == Answer::Yes)
          faults.gaps.push_back(describe_gap(gate, criterion, gap, somebody));
      }
      if (!fault) fault = describe(gate, criterion, beyond);
    }
    if (fault) faults.beyond.push_back(std::move(*fault));
  }

private:
  struct OfCriterion {
    std::vector<FormulaId> lacking;  // by node
    std::unique_ptr<Coverage> coverage;
    std::vector<ir::NodeId> limited;  // the first gates whose authority is
  };

  /// The condition under which a case is approved at the gate that nobody on the way may decide; invalid
  /// where there certainly is none, or that stayed open.
  FormulaId beyond_at(ir::NodeId gate, ir::CriterionId criterion) {
    const FormulaId cannot = formulas_.negation(model_.may_decide(gate, criterion));
    if (!may_be(formulas_.all(model_.paths().reached(gate), cannot))) return {};
    if (model_.work().is_spent()) {
      model_.leave_open(gate, Question::WithinAuthority);
      return {};
    }
    const OfCriterion& of = about(criterion);
    const FormulaId uncovered = formulas_.all(of.lacking[gate.index], cannot);
    if (!may_be(uncovered)) return {};
    const FormulaId beyond = formulas_.all(uncovered, formulas_.negation(of.coverage->after(gate)));
    const Answer answer = model_.solver().satisfiable(beyond);
    if (answer == Answer::Undecided) model_.leave_open(gate, Question::WithinAuthority);
    return answer == Answer::Yes ? beyond : FormulaId{};
  }

  /// Somebody who judges the criterion, here or elsewhere, may decide the case at the gate.
  FormulaId anybody_may(ir::NodeId gate, ir::CriterionId criterion) {
    std::vector<FormulaId> some;
    for (const ir::ActorId actor : model_.shared().table(criterion).deciders)
      some.push_back(model_.may_decide(gate, actor, criterion));
    return formulas_.any(some);
  }

  AuthorityGap describe_gap(ir::NodeId gate, ir::CriterionId criterion, FormulaId gap, FormulaId somebody) {
    const ir::Definition& definition = model_.writes().definition;
    const std::vector<ir::ActorId>& deciders = model_.shared().table(criterion).deciders;
    AuthorityGap result{
        gate, criterion, example_at(model_, gate, gap, formulas_.mentioned(somebody)), deciders, {}};
    std::size_t asked = 0;
    for (std::uint32_t i = 0; i < definition.actors.size() && asked < most_limited; ++i) {
      const ir::Actor& actor = definition.actors[i];
      // By their own lines: a person who plays a role has no other authority than the role.
      if (actor.broken || actor.authority.empty()) continue;
      if (std::binary_search(deciders.begin(), deciders.end(), ir::ActorId{i})) continue;
      if (binding_lines(definition, {i}, criterion).empty()) continue;
      ++asked;
      const FormulaId could = formulas_.all(gap, model_.may_decide(gate, {i}, criterion));
      if (model_.solver().satisfiable(could) == Answer::Yes) result.idle.push_back({i});
    }
    return result;
  }

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
    result.example = example_at(model_, gate, case_of,
                                formulas_.mentioned(model_.may_decide(gate, result.decider, criterion)));
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

std::vector<ir::NodeId> limited_gates(Shared& shared, ir::ProcessId process) {
  const ir::Definition& definition = shared.definition;
  std::vector<ir::NodeId> result;
  for (const ir::NodeId id : shared.reaches[process.index].order) {
    const ir::Node& gate = definition[process][id];
    if (gate.kind != ir::NodeKind::Gate || gate.judges.empty()) continue;
    const std::vector<ir::ActorId> deciders = Authority::deciders(gate);
    const auto binds = [&](ir::CriterionId criterion) {
      return std::any_of(deciders.begin(), deciders.end(), [&](ir::ActorId actor) {
        return !binding_lines(definition, actor, criterion).empty();
      });
    };
    if (std::none_of(gate.judges.begin(), gate.judges.end(), binds)) continue;
    const Authority& authority = shared.authority(process);
    const auto limits = [&](ir::CriterionId criterion) { return !authority.is_unlimited(id, criterion); };
    if (std::any_of(gate.judges.begin(), gate.judges.end(), limits)) result.push_back(id);
  }
  std::sort(result.begin(), result.end());
  return result;
}

AuthorityFaults beyond_authority(ProcessModel& model, llvm::ArrayRef<ir::NodeId> gates) {
  Search search(model);
  AuthorityFaults faults;
  for (const ir::NodeId gate : gates) search.look_at(gate, faults);
  return faults;
}

}  // namespace wain::conditions
