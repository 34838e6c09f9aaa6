// authority-not-monotone (AUT002): a superior may decide strictly less than somebody who reports there.
#include <algorithm>
#include <optional>
#include <vector>

#include "conditions/authority.h"
#include "conditions/expressions.h"
#include "conditions/solver.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The lines of two actors for one record, in one criterion.
struct Compared {
  ir::CriterionId criterion;
  ir::RecordId record;
  std::vector<const ir::AuthorityLine*> lower, upper;
};

/// Turns lines of authority into formulas over one imagined record.
class Limits {
public:
  Limits(const ir::Definition& definition, conditions::Session& session)
      : definition_(definition),
        encoding_(conditions::Encoding::of(definition)),
        solver_(formulas_, session, session.work()) {}

  /// All that `upper` allows `lower` allows too, and some more.
  bool is_strictly_less(const std::vector<const ir::AuthorityLine*>& upper,
                        const std::vector<const ir::AuthorityLine*>& lower) {
    const conditions::FormulaId above = any_of(upper);
    const conditions::FormulaId below = any_of(lower);
    return solver_.implies(above, below) == conditions::Answer::Yes &&
           solver_.implies(below, above) == conditions::Answer::No;
  }

private:
  conditions::FormulaId any_of(const std::vector<const ir::AuthorityLine*>& lines) {
    std::vector<conditions::FormulaId> alternatives;
    for (const ir::AuthorityLine* line : lines) {
      declare(*line);
      alternatives.push_back(conditions::translate(definition_, encoding_, formulas_, line->predicate, {},
                                                   [&](const conditions::Leaf& leaf) { return find(leaf); }));
    }
    return formulas_.any(alternatives);
  }
  void declare(const ir::AuthorityLine& line) {
    conditions::visit_leaves(definition_, line.predicate, {},
                             [&](const conditions::Leaf& leaf, ir::TypeId type) {
                               if (find(leaf)) return;
                               if (const std::optional<conditions::Variable> variable =
                                       conditions::variable_for(definition_, type))
                                 leaves_.emplace_back(leaf, formulas_.variable(*variable));
                             });
  }
  [[nodiscard]] conditions::VarId find(const conditions::Leaf& leaf) const {
    const auto at =
        std::find_if(leaves_.begin(), leaves_.end(), [&](const auto& known) { return known.first == leaf; });
    return at == leaves_.end() ? conditions::VarId{} : at->second;
  }

  const ir::Definition& definition_;
  conditions::Encoding encoding_;
  conditions::Formulas formulas_;
  conditions::Solver solver_;
  std::vector<std::pair<conditions::Leaf, conditions::VarId>> leaves_;
};

bool has_lines(const ir::Actor& actor) { return !actor.broken && !actor.authority.empty(); }

/// Lines bind the actor: its own, or those of the roles that a person plays.
bool speaks_of_amounts(const ir::Definition& definition, const ir::Actor& actor) {
  return has_lines(actor) || std::any_of(actor.plays.begin(), actor.plays.end(), [&](ir::ActorId role) {
           return role && has_lines(definition[role]);
         });
}

/// The nearest actor up the line who has lines of authority; invalid: none.
ir::ActorId next_limited(const ir::Definition& definition, ir::ActorId actor) {
  ir::ActorId at = definition[actor].reports_to;
  for (std::size_t steps = 0; at && steps < definition.actors.size(); ++steps) {
    if (speaks_of_amounts(definition, definition[at])) return at;
    at = definition[at].reports_to;
  }
  return {};
}

const std::vector<const ir::AuthorityLine*>* lines_for(const std::vector<conditions::RecordLines>& all,
                                                       ir::RecordId record) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& of) { return of.record == record; });
  return at == all.end() ? nullptr : &at->lines;
}

/// The criteria that some line names, and one that none does: of all others the same is true.
std::vector<ir::CriterionId> criteria_told_apart(const ir::Definition& definition) {
  llvm::BitVector named(static_cast<unsigned>(definition.criteria.size()));
  for (const ir::Actor& actor : definition.actors) {
    for (const ir::AuthorityLine& line : actor.authority) {
      for (const ir::CriterionId criterion : line.criteria) {
        if (criterion) named.set(criterion.index);
      }
    }
  }
  if (const int other = named.find_first_unset(); other >= 0) named.set(static_cast<unsigned>(other));
  std::vector<ir::CriterionId> result;
  for (const unsigned i : named.set_bits()) result.push_back({i});
  return result;
}

/// The first criterion and record in which the superior may decide less.
std::optional<Compared> inversion(const ir::Definition& definition, ir::ActorId lower, ir::ActorId upper,
                                  const std::vector<ir::CriterionId>& criteria,
                                  conditions::Session& session) {
  for (const ir::CriterionId criterion : criteria) {
    const std::vector<conditions::RecordLines> below =
        conditions::binding_lines(definition, lower, criterion);
    const std::vector<conditions::RecordLines> above =
        conditions::binding_lines(definition, upper, criterion);
    for (const conditions::RecordLines& of : above) {
      const std::vector<const ir::AuthorityLine*>* other = lines_for(below, of.record);
      if (other == nullptr)
        continue;  // without a line it is unlimited, and authority-unstated asks about that
      Limits limits(definition, session);
      if (limits.is_strictly_less(of.lines, *other)) return Compared{criterion, of.record, *other, of.lines};
    }
  }
  return std::nullopt;
}

void note_lines(const View& view, const ir::Actor& actor, const Compared& compared,
                const std::vector<const ir::AuthorityLine*>& lines, Diagnostics::Builder& finding) {
  for (const ir::AuthorityLine* line : lines) {
    finding.note(rule::NoteMayDecide, line->span,
                 {arg("actor", actor.name), arg("criterion", view.definition[compared.criterion].name),
                  arg("predicate", ir::str(view.definition, nullptr, line->predicate, compared.record))});
  }
}

}  // namespace

void check_AuthorityNotMonotone(const View& view, Reporter& reporter) {
  conditions::Session session;
  const std::vector<ir::CriterionId> criteria = criteria_told_apart(view.definition);
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    const ir::Actor& actor = view.definition.actors[i];
    if (actor.broken || !speaks_of_amounts(view.definition, actor)) continue;
    const ir::ActorId above = next_limited(view.definition, {i});
    if (!above) continue;
    const std::optional<Compared> found = inversion(view.definition, {i}, above, criteria, session);
    if (!found) continue;
    const ir::Actor& superior = view.definition[above];
    Diagnostics::Builder finding =
        reporter.report(rule::AuthorityNotMonotone, found->upper.front()->span,
                        {arg("superior", superior.name), arg("record", view.definition[found->record].name),
                         arg("actor", actor.name)},
                        superior.span);
    finding.symbol(std::string(superior.name));
    note_lines(view, superior, *found, found->upper, finding);
    note_lines(view, actor, *found, found->lower, finding);
    finding.help(rule::NoteRaiseLimit, {arg("actor", actor.name), arg("superior", superior.name)});
  }
}

}  // namespace wain::lint
