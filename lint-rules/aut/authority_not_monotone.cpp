// authority-not-monotone (AUT002): a superior may decide strictly less than somebody who reports there.
#include <algorithm>
#include <optional>
#include <vector>

#include "conditions/authority.h"
#include "conditions/imagined_case.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The lines of two actors for one record, in one criterion.
struct Compared {
  ir::CriterionId criterion;
  ir::RecordId record;
  std::vector<const ir::AuthorityLine*> lower, upper;
};

/// What all comparisons share.
struct Grounds {
  const ir::Definition& definition;
  conditions::Encoding encoding;
  std::vector<ir::CriterionId> criteria;
};

/// All that `upper` allows `lower` allows too, and some more.
bool is_strictly_less(const Grounds& grounds, const std::vector<const ir::AuthorityLine*>& upper,
                      const std::vector<const ir::AuthorityLine*>& lower, conditions::Session& session) {
  conditions::ImaginedCase imagined(session, grounds.encoding);
  const conditions::FormulaId above = imagined.any_of(grounds.definition, upper);
  const conditions::FormulaId below = imagined.any_of(grounds.definition, lower);
  return imagined.implies(above, below) == conditions::Answer::Yes &&
         imagined.implies(below, above) == conditions::Answer::No;
}

bool has_lines(const ir::Actor& actor) { return !actor.broken && !actor.authority.empty(); }

/// Lines bind the actor: its own, or those of the roles that a person plays.
bool speaks_of_amounts(const ir::Definition& definition, const ir::Actor& actor) {
  return has_lines(actor) || std::any_of(actor.plays.begin(), actor.plays.end(), [&](ir::ActorId role) {
           return role && has_lines(definition[role]);
         });
}

/// To whom the actor reports; of a person who does not say, to whom its roles do.
std::vector<ir::ActorId> reports_to(const ir::Definition& definition, ir::ActorId id) {
  const ir::Actor& actor = definition[id];
  if (actor.reports_to) return {actor.reports_to};
  std::vector<ir::ActorId> result;
  // A person without lines of its own has no other limits than its roles, which are looked at themselves.
  if (!has_lines(actor)) return result;
  for (const ir::ActorId role : actor.plays) {
    if (role && definition[role].reports_to) result.push_back(definition[role].reports_to);
  }
  return result;
}

/// From `at` up the line, the nearest actor who has lines of authority; invalid: none.
ir::ActorId next_limited(const ir::Definition& definition, ir::ActorId at) {
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

/// One criterion that no line names, since of all such the same is true; then those that some line names.
std::vector<ir::CriterionId> criteria_told_apart(const ir::Definition& definition) {
  llvm::BitVector named(static_cast<unsigned>(definition.criteria.size()));
  for (const ir::Actor& actor : definition.actors) {
    for (const ir::AuthorityLine& line : actor.authority) {
      for (const ir::CriterionId criterion : line.criteria) {
        if (criterion) named.set(criterion.index);
      }
    }
  }
  std::vector<ir::CriterionId> result;
  if (const int other = named.find_first_unset(); other >= 0)
    result.push_back({static_cast<unsigned>(other)});
  for (const unsigned i : named.set_bits()) result.push_back({i});
  if (result.empty()) result.emplace_back();  // who declares people alone declares no criteria
  return result;
}

/// The first criterion and record in which the superior may decide less.
std::optional<Compared> inversion(const Grounds& grounds, ir::ActorId lower, ir::ActorId upper,
                                  conditions::Session& session) {
  for (const ir::CriterionId criterion : grounds.criteria) {
    const std::vector<conditions::RecordLines> below =
        conditions::binding_lines(grounds.definition, lower, criterion);
    const std::vector<conditions::RecordLines> above =
        conditions::binding_lines(grounds.definition, upper, criterion);
    for (const conditions::RecordLines& of : above) {
      const std::vector<const ir::AuthorityLine*>* other = lines_for(below, of.record);
      if (other == nullptr)
        continue;  // without a line it is unlimited, and authority-unstated asks about that
      if (is_strictly_less(grounds, of.lines, *other, session))
        return Compared{criterion, of.record, *other, of.lines};
    }
  }
  return std::nullopt;
}

void note_lines(const View& view, const ir::Actor& actor, const Compared& compared,
                const std::vector<const ir::AuthorityLine*>& lines, Diagnostics::Builder& finding) {
  for (const ir::AuthorityLine* line : lines) {
    if (!compared.criterion) {
      finding.note(rule::NoteAuthorityEnds, line->span,
                   {arg("actor", actor.name), arg("record", view.definition[compared.record].name)});
      continue;
    }
    finding.note(rule::NoteMayDecide, line->span,
                 {arg("actor", actor.name), arg("criterion", view.definition[compared.criterion].name),
                  arg("predicate", ir::str(view.definition, nullptr, line->predicate, compared.record))});
  }
}

struct Inversion {
  ir::ActorId actor, superior;
  Compared found;
};

/// Of one superior, in one record and criterion.
bool is_same(const Inversion& a, const Inversion& b) {
  return a.superior == b.superior && a.found.record == b.found.record &&
         a.found.criterion == b.found.criterion;
}

/// One superior, record and criterion once; who else may decide more is a note.
void report(const View& view, const std::vector<Inversion>& all, std::size_t first, Reporter& reporter) {
  const Compared& found = all[first].found;
  const ir::Actor& superior = view.definition[all[first].superior];
  const std::string_view actor = view.definition[all[first].actor].name;
  Diagnostics::Builder finding =
      reporter.report(rule::AuthorityNotMonotone, found.upper.front()->span,
                      {arg("superior", superior.name), arg("record", view.definition[found.record].name),
                       arg("actor", actor)},
                      superior.span);
  finding.symbol(std::string(superior.name));
  note_lines(view, superior, found, found.upper, finding);
  std::size_t shown = 0;
  for (std::size_t i = first; i < all.size() && shown < places_shown; ++i) {
    if (!is_same(all[i], all[first])) continue;
    note_lines(view, view.definition[all[i].actor], all[i].found, all[i].found.lower, finding);
    ++shown;
  }
  finding.help(rule::NoteRaiseLimit, {arg("actor", actor), arg("superior", superior.name)});
}

}  // namespace

void check_AuthorityNotMonotone(const View& view, Reporter& reporter) {
  conditions::Session session;
  const Grounds grounds{view.definition, conditions::Encoding::of(view.definition),
                        criteria_told_apart(view.definition)};
  std::vector<Inversion> all;
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    const ir::Actor& actor = view.definition.actors[i];
    if (actor.broken || !speaks_of_amounts(view.definition, actor)) continue;
    for (const ir::ActorId superior : reports_to(view.definition, {i})) {
      const ir::ActorId above = next_limited(view.definition, superior);
      if (!above || above.index == i) continue;
      const std::optional<Compared> found = inversion(grounds, {i}, above, session);
      if (!found) continue;
      all.push_back({{i}, above, *found});
      break;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto same = [&](const Inversion& other) { return is_same(other, all[i]); };
    if (std::find_if(all.begin(), all.end(), same) - all.begin() == static_cast<std::ptrdiff_t>(i))
      report(view, all, i, reporter);
  }
}

}  // namespace wain::lint
