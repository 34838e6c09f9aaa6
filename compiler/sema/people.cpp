// Who is who (section 2 of the language): pools, seats, quorums, reporting lines.
#include <algorithm>

#include "sema/context.h"
#include "sema/seating.h"

namespace wain::sema {
namespace {

using ir::ActorKind;

void fill_pools(Context& context) {
  std::vector<ir::Actor>& actors = context.definition.actors;
  for (std::uint32_t i = 0; i < actors.size(); ++i)
    for (const ir::ActorId played : actors[i].plays) actors[played.index].persons.push_back({i});
  for (ir::Actor& actor : actors) {
    if (actor.kind != ActorKind::Role) continue;
    const auto persons = static_cast<std::uint32_t>(actor.persons.size());
    actor.staff = std::max({persons, 1U, actor.declared_staff.value_or(0)});
    if (!actor.declared_staff || *actor.declared_staff >= persons) continue;
    actor.broken = true;
    auto report = context.diagnostics.report(
        Diag::StaffBelowPersons, actor.name_span,
        {arg("name", actor.name), arg("staff", *actor.declared_staff), arg("persons", persons)});
    for (std::size_t i = 0; i < std::min<std::size_t>(persons, 8); ++i) {
      const ir::Actor& person = actors[actor.persons[i].index];
      report.note(Diag::NotePersonOfRole, person.name_span, {arg("name", person.name)});
    }
  }
}

/// A person has one calendar: the own one, else that of the first role that says any.
void check_hours(Context& context, const ir::Actor& person) {
  if (person.hours) return;
  const std::vector<ir::Actor>& actors = context.definition.actors;
  const ir::Actor* first = nullptr;
  std::vector<const ir::Actor*> others;
  for (const ir::ActorId id : person.plays) {
    const ir::Actor& role = actors[id.index];
    if (!role.hours) continue;
    if (first == nullptr)
      first = &role;
    else if (role.hours != first->hours)
      others.push_back(&role);
  }
  if (others.empty()) return;
  auto report = context.diagnostics.report(Diag::RoleHoursDiffer, person.name_span,
                                           {arg("name", person.name), arg("role", first->name)});
  for (const ir::Actor* role : others)
    report.note(Diag::NoteRoleWithOtherHours, role->name_span, {arg("role", role->name)});
  report.help(Diag::NoteOwnHours, {arg("name", person.name)});
}

void settle_committee(Context& context, ir::Actor& committee) {
  const bool declared = committee.quorum > 0;
  const auto seats = static_cast<std::uint32_t>(committee.members.size());
  if (!declared) committee.quorum = seats / 2 + 1;
  if (committee.broken) return;
  const ErrorWatch watch(context);
  if (committee.agenda_closes && !committee.meets)
    context.diagnostics.report(Diag::AgendaWithoutMeeting, committee.name_span,
                               {arg("name", committee.name)});
  if (seats == 0) {
    context.diagnostics.report(Diag::NoMembers, committee.name_span, {arg("name", committee.name)});
  } else if (committee.quorum > seats) {
    context.diagnostics.report(
        Diag::QuorumTooLarge, committee.name_span,
        {arg("quorum", committee.quorum), arg("name", committee.name), arg("seats", seats)});
  } else if (const std::uint32_t persons =
                 most_seated(context.definition, committee, llvm::DenseMap<std::uint32_t, std::uint32_t>());
             persons < committee.quorum) {
    context.diagnostics.report(
        Diag::QuorumUnfillable, committee.name_span,
        {arg("quorum", committee.quorum), arg("name", committee.name), arg("persons", persons)});
  }
  committee.broken = watch.any();
}

/// Each actor reports to one at most, so following the line either ends or goes round.
void check_reporting(Context& context) {
  std::vector<ir::Actor>& actors = context.definition.actors;
  std::vector<std::uint32_t> seen_in(actors.size(), UINT32_MAX);  // the walk that came by
  for (std::uint32_t start = 0; start < actors.size(); ++start) {
    std::uint32_t at = start;
    while (at != UINT32_MAX && seen_in[at] == UINT32_MAX) {
      seen_in[at] = start;
      at = actors[at].reports_to.index;
    }
    if (at == UINT32_MAX || seen_in[at] != start) continue;
    std::string chain(actors[at].name);
    std::size_t length = 0;
    for (std::uint32_t next = actors[at].reports_to.index;; next = actors[next].reports_to.index) {
      if (++length <= 8) chain += fmt::format(" → {}", actors[next].name);
      actors[next].broken = true;
      if (next == at) break;
    }
    if (length > 8) chain += " → …";
    context.diagnostics.report(Diag::ReportingCircle, actors[at].name_span,
                               {arg("name", actors[at].name), arg("chain", chain)});
    actors[at].reports_to = {};  // whoever follows the line comes to an end
  }
}

}  // namespace

void settle_people(Context& context) {
  fill_pools(context);
  for (ir::Actor& actor : context.definition.actors) {
    if (actor.kind == ActorKind::Committee) settle_committee(context, actor);
    if (actor.kind == ActorKind::Person) check_hours(context, actor);
  }
  check_reporting(context);
}

}  // namespace wain::sema
