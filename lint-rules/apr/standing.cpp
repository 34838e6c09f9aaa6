#include "rules/apr/standing.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "conditions/authority.h"
#include "conditions/solver.h"

namespace wain::lint {
namespace {

/// Neither it nor, of a person, a role of its has a line.
bool is_unlimited(const ir::Definition& definition, ir::ActorId id) {
  const ir::Actor& actor = definition[id];
  return actor.authority.empty() &&
         std::all_of(actor.plays.begin(), actor.plays.end(),
                     [&](ir::ActorId role) { return definition[role].authority.empty(); });
}

/// The records that variables of the process are of, in order.
std::vector<ir::RecordId> records_in(const ir::Definition& definition, const ir::Process& process) {
  std::vector<ir::RecordId> result;
  for (const ir::Variable& variable : process.variables) {
    const ir::RecordId record = variable.type ? definition[variable.type].record : ir::RecordId{};
    if (record && std::find(result.begin(), result.end(), record) == result.end()) result.push_back(record);
  }
  return result;
}

}  // namespace

/// Authority over a record as a formula over its fields.
struct AuthorityComparison::Formulas {
public:
  explicit Formulas(const ir::Definition& definition)
      : definition_(definition), encoding_(conditions::Encoding::of(definition)), solver_(formulas_) {}

  bool covers(ir::ActorId small, ir::ActorId large, ir::RecordId record, ir::CriterionId criterion) {
    const conditions::FormulaId conclusion = over(large, record, criterion);
    return solver_.implies(over(small, record, criterion), conclusion) == conditions::Answer::Yes;
  }

private:
  conditions::FormulaId over(ir::ActorId actor, ir::RecordId record, ir::CriterionId criterion) {
    const auto [at, fresh] = over_.try_emplace({actor, record, criterion});
    if (fresh) at->second = made_over(actor, record, criterion);
    return at->second;
  }

  /// Several lines are alternatives; no line is no limit.
  conditions::FormulaId made_over(ir::ActorId actor, ir::RecordId record, ir::CriterionId criterion) {
    for (const conditions::RecordLines& bound : conditions::binding_lines(definition_, actor, criterion)) {
      if (bound.record != record) continue;
      std::vector<conditions::FormulaId> alternatives;
      for (const ir::AuthorityLine* line : bound.lines)
        alternatives.push_back(line->predicate ? translated(*line, record) : conditions::Formulas::yes());
      return formulas_.any(alternatives);
    }
    return conditions::Formulas::yes();
  }

  conditions::FormulaId translated(const ir::AuthorityLine& line, ir::RecordId record) {
    const auto variable = [&](const conditions::Leaf& leaf) -> conditions::VarId {
      const auto type = ir::type_of(definition_, nullptr, leaf.path, record);
      const auto sort = type ? conditions::variable_for(definition_, type) : std::nullopt;
      if (!sort || leaf.count) return {};
      const auto [at, fresh] = variables_.try_emplace({record, leaf.path.fields});
      if (fresh) at->second = formulas_.variable(*sort);
      return at->second;
    };
    return conditions::translate(definition_, encoding_, formulas_, line.predicate, {}, variable);
  }

  const ir::Definition& definition_;
  conditions::Encoding encoding_;
  conditions::Formulas formulas_;
  conditions::Solver solver_;
  std::map<std::pair<ir::RecordId, std::vector<std::uint32_t>>, conditions::VarId> variables_;
  std::map<std::tuple<ir::ActorId, ir::RecordId, ir::CriterionId>, conditions::FormulaId> over_;
};

AuthorityComparison::AuthorityComparison(const View& view) : view_(view) {}
AuthorityComparison::~AuthorityComparison() = default;

bool Hierarchy::is_superior(ir::ActorId upper, ir::ActorId lower) {
  const auto [at, fresh] = superiors_.try_emplace(lower);
  if (fresh) at->second = view_.people.superiors({lower});
  const Actors& above = at->second;
  const std::vector<ir::ActorId> same = view_.people.same_people(upper);
  return std::any_of(same.begin(), same.end(), [&](ir::ActorId actor) { return above.test(actor.index); });
}

bool Hierarchy::is_above(ir::ActorId upper, ir::ActorId lower) {
  const ir::Actor& high = view_.definition[upper];
  const ir::Actor& low = view_.definition[lower];
  if (low.kind == ir::ActorKind::Committee) {
    return !low.members.empty() && std::all_of(low.members.begin(), low.members.end(), [&](ir::ActorId seat) {
      return seat == upper || is_superior(upper, seat);
    });
  }
  if (high.kind != ir::ActorKind::Committee) return is_superior(upper, lower);
  const auto others = std::count_if(high.members.begin(), high.members.end(),
                                    [&](ir::ActorId seat) { return !is_superior(seat, lower); });
  return !high.members.empty() && others < static_cast<std::ptrdiff_t>(high.quorum);
}

AuthorityOrder AuthorityComparison::operator()(ir::ProcessId process, const ir::Node& gate,
                                               const ir::Node& other) {
  AuthorityOrder order{true, true};
  if (gate.actor == other.actor) return order;
  if (is_unlimited(view_.definition, gate.actor) && is_unlimited(view_.definition, other.actor)) return order;
  if (!formulas_) formulas_ = std::make_unique<Formulas>(view_.definition);
  for (const ir::RecordId record : records_in(view_.definition, view_[process])) {
    for (const ir::CriterionId criterion : gate.judges) {
      order.covers = order.covers && formulas_->covers(gate.actor, other.actor, record, criterion);
      order.is_covered = order.is_covered && formulas_->covers(other.actor, gate.actor, record, criterion);
    }
  }
  return order;
}

}  // namespace wain::lint
