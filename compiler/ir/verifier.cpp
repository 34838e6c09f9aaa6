#include "ir/verifier.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "ir/verify_parts.h"

namespace wain::ir {
namespace {

void verify_types(Verification& verification) {
  const Definition& definition = verification.definition;
  for (std::size_t i = 0; i < definition.types.size(); ++i) {
    const Type& type = definition.types[i];
    const Place place{"type", name(type.kind), {}, i};
    verification.check_id(place, "its enum", type.enumeration, definition.enums.size(),
                          type.kind == TypeKind::Enum);
    verification.check_id(place, "its record", type.record, definition.records.size(),
                          type.kind == TypeKind::Record);
    verification.check_id(place, "its document", type.document, definition.documents.size(),
                          type.kind == TypeKind::Document);
    // Elements stand before: so there is no list of itself.
    verification.check_id(place, "its element", type.element, i, type.kind == TypeKind::List);
  }
}

void verify_data(Verification& verification) {
  const Definition& definition = verification.definition;
  const std::size_t types = definition.types.size();
  for (const Constant& constant : definition.constants) {
    const Place place{"constant", constant.name};
    if (!verification.check_id(place, "its type", constant.type, types, !constant.broken)) continue;
    if (!constant.broken && !fits(definition, constant.value, constant.type)) {
      verification.fail(place, "{} is no {}", str(constant.value), str(definition, constant.type));
    }
  }
  for (const Record& record : definition.records) {
    for (const Field& field : record.fields) {
      verification.check_id({"field", field.name, record.name}, "its type", field.type, types, true);
    }
  }
  for (const Criterion& criterion : definition.criteria) {
    if (criterion.broken || !criterion.wrong_in) continue;
    verification.check_share({"criterion", criterion.name}, "wrong in", criterion.wrong_in->value);
  }
  for (const Control& control : definition.controls) {
    const Place place{"control", control.name};
    verification.check_id(place, "its record", control.applies_to, definition.records.size(), false);
    verify_use(verification, place, control.applies_when, nullptr, control.applies_to, true);
  }
}

/// Roles and the persons who play them point at each other.
void verify_people(Verification& verification) {
  const Definition& definition = verification.definition;
  std::vector<std::pair<ActorId, ActorId>> by_role;
  std::vector<std::pair<ActorId, ActorId>> by_person;
  for (std::size_t i = 0; i < definition.actors.size(); ++i) {
    const Actor& actor = definition.actors[i];
    const ActorId id{static_cast<std::uint32_t>(i)};
    const Place place{name(actor.kind), actor.name};
    verification.check_ids(place, "a person who plays it", actor.persons, definition.actors.size());
    verification.check_ids(place, "a role that it plays", actor.plays, definition.actors.size());
    for (const ActorId person : actor.persons) by_role.emplace_back(id, person);
    for (const ActorId role : actor.plays) by_person.emplace_back(role, id);
    const std::size_t least = std::max<std::size_t>(actor.persons.size(), 1);
    if (actor.kind == ActorKind::Role && actor.staff < least && !actor.broken) {
      verification.fail(place, "a staff of {} with {} persons", actor.staff, actor.persons.size());
    }
  }
  std::sort(by_role.begin(), by_role.end());
  std::sort(by_person.begin(), by_person.end());
  if (by_role != by_person) verification.fail({"actors", {}}, "roles and the persons who play them disagree");
}

void verify_actors(Verification& verification) {
  const Definition& definition = verification.definition;
  verify_people(verification);
  for (const Actor& actor : definition.actors) {
    const Place place{name(actor.kind), actor.name};
    verification.check_id(place, "its hours", actor.hours, definition.calendars.size(), false);
    verification.check_id(place, "whom it reports to", actor.reports_to, definition.actors.size(), false);
    verification.check_id(place, "who is accountable", actor.accountable, definition.actors.size(), false);
    verification.check_ids(place, "a member", actor.members, definition.actors.size());
    for (const AuthorityLine& line : actor.authority) {
      verification.check_id(place, "the record of its authority", line.record, definition.records.size(),
                            !actor.broken);
      verification.check_ids(place, "a criterion of its authority", line.criteria,
                             definition.criteria.size());
      verify_use(verification, place, line.predicate, nullptr, line.record, true);
    }
    if (actor.broken) continue;
    verification.check_share(place, "available", actor.available);
    verification.check_share(place, "the chance of its quorum", actor.quorum_met);
    if (actor.kind == ActorKind::Committee && (actor.quorum < 1 || actor.quorum > actor.members.size())) {
      verification.fail(place, "a quorum of {} with {} seats", actor.quorum, actor.members.size());
    }
  }
}

void verify_statistic(Verification& verification, const Place& place, const StatisticRef& reference) {
  const Definition& definition = verification.definition;
  verification.check_id(place, "a scenario", reference.scenario, definition.scenarios.size(), false);
  verification.check_id(place, "an outcome", reference.outcome, definition.outcomes.size(), false);
  verification.check_id(place, "an actor", reference.actor, definition.actors.size(), false);
  if (verification.check_id(place, "a process", reference.process, definition.processes.size(),
                            reference.node.valid())) {
    verification.check_id(place, "a step", reference.node, definition[reference.process].nodes.size(), false);
  }
}

void verify_claim(Verification& verification, const Place& place, const StatisticComparison& claim) {
  verify_statistic(verification, place, claim.left);
  if (claim.other) verify_statistic(verification, place, *claim.other);
}

void verify_outcomes(Verification& verification) {
  const Definition& definition = verification.definition;
  for (const Outcome& outcome : definition.outcomes) {
    const Place place{"outcome", outcome.name};
    verification.check_id(place, "its owner", outcome.owner, definition.actors.size(), false);
    verification.check_ids(place, "a criterion", outcome.requires_criteria, definition.criteria.size());
    for (const GoodWhen& good : outcome.good_when) verify_claim(verification, place, good.claim);
    for (const Measure& measure : outcome.measures) {
      verify_use(verification, {"measure", measure.name, outcome.name}, measure.definition, nullptr, {},
                 true);
    }
  }
}

void verify_override(Verification& verification, const Place& place, const Override& change, bool broken) {
  const Definition& definition = verification.definition;
  verification.check_id(place, "an actor", change.actor, definition.actors.size(), false);
  verification.check_id(place, "hours", change.hours, definition.calendars.size(), false);
  const bool inside = change.node.valid() || change.branch.valid();
  if (verification.check_id(place, "a process", change.process, definition.processes.size(), inside)) {
    const Process& process = definition[change.process];
    verification.check_id(place, "a step", change.node, process.nodes.size(), false);
    verification.check_id(place, "a branch", change.branch, process.branches.size(), false);
  }
  if (broken) return;
  const int targets = change.actor.valid() + change.node.valid() + change.branch.valid();
  if (targets != 1)
    verification.fail(place, "{} replaces something of {} elements", name(change.property), targets);
  if (change.takes) verify_distribution(verification, place, *change.takes);
  verification.check_share(place, "the chance of a quorum", change.quorum_met);
}

void verify_scenario(Verification& verification, const Scenario& scenario) {
  const Definition& definition = verification.definition;
  const Place place{"scenario", scenario.name};
  verification.check_id(place, "what it starts from", scenario.from, definition.scenarios.size(), false);
  for (const Run& run : scenario.runs) {
    verification.check_id(place, "a process that it runs", run.process, definition.processes.size(), true);
    if (!run.arrivals) continue;
    verification.check_id(place, "hours of arrival", run.arrivals->during, definition.calendars.size(),
                          false);
    if (scenario.broken) continue;
    if (run.arrivals->rate.has_value() == run.arrivals->gaps.has_value()) {
      verification.fail(place, "arrivals are a rate or gaps, and not both");
    }
    if (run.arrivals->gaps) verify_distribution(verification, place, *run.arrivals->gaps);
  }
  for (const Draw& draw : scenario.draws) {
    if (!verification.check_id(place, "the process of a draw", draw.process, definition.processes.size(),
                               true)) {
      continue;
    }
    const Process& process = definition[draw.process];
    verification.check_id(place, "the step of a draw", draw.at, process.nodes.size(), false);
    if (!type_of(definition, &process, draw.path)) {
      verification.fail(place, "the path {} leads nowhere", str(definition, &process, draw.path));
    }
    if (!scenario.broken) verify_distribution(verification, place, draw.distribution);
  }
  for (const Override& change : scenario.overrides)
    verify_override(verification, place, change, scenario.broken);
}

}  // namespace

std::vector<std::string> verify(const Definition& definition, Pairing pairing) {
  Verification verification{definition, pairing, {}, std::vector<bool>(definition.exprs.size())};
  verify_types(verification);
  // What follows looks types and records up.
  if (!verification.violations.empty()) return verification.violations;
  verify_data(verification);
  if (!verification.violations.empty()) return verification.violations;
  verify_expressions(verification);
  verify_actors(verification);
  verify_outcomes(verification);
  for (const Process& process : definition.processes) verify_process(verification, process);
  for (const Scenario& scenario : definition.scenarios) verify_scenario(verification, scenario);
  for (const Expectation& expectation : definition.expectations) {
    verify_claim(verification, {"expectation", {}}, expectation.claim);
  }
  // A definition from elsewhere went through no front end.
  if (pairing == Pairing::Optional && verification.violations.empty()) verify_limits(verification);
  return verification.violations;
}

#ifdef WAIN_VERIFY
void verify_or_abort(const Definition& definition) {
  const std::vector<std::string> violations = verify(definition);
  if (violations.empty()) return;
  for (const std::string& violation : violations)
    std::fprintf(stderr, "ir verifier: %s\n", violation.c_str());
  std::abort();
}
#endif

}  // namespace wain::ir
