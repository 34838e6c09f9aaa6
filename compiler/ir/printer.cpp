#include "ir/printer.h"

#include "ir/printer_line.h"

namespace wain::ir {
namespace {

void print_calendar(std::string& out, const Calendar& calendar) {
  Line(out, 0).element("calendar", calendar).property(true, "timezone {}", calendar.timezone);
  for (const OpeningHours& hours : calendar.hours) Line(out, 1).head("{}", str(hours));
  for (const auto& [first, last] : calendar.closed) {
    Line(out, 1).head("closed {}..{}", first.str(), last.str());
  }
}

void print_actor(std::string& out, const Definition& definition, const Actor& actor) {
  {
    Line line(out, 0);
    line.element(name(actor.kind), actor);
    if (!actor.plays.empty()) line.head(" plays {}", names_of(definition, actor.plays));
    line.property(actor.kind == ActorKind::Role, "staff {}", actor.staff);
    if (actor.capacity) line.property(true, "capacity {}", *actor.capacity);
    line.share("available ", actor.available);
    line.property(actor.hours.valid(), "hours {}", name_of(definition, actor.hours));
    line.value("costs per h ", actor.cost_per_hour).value("costs per case ", actor.cost_per_case);
    line.property(actor.reports_to.valid(), "reports to {}", name_of(definition, actor.reports_to));
    line.property(!actor.members.empty(), "members {}", names_of(definition, actor.members, " + "));
    line.property(actor.kind == ActorKind::Committee, "quorum {}", actor.quorum);
    line.share("met ", actor.quorum_met);
    if (actor.meets)
      line.property(true, "meets {} for {}", str(actor.meets->cadence), actor.meets->length.str());
    line.value("agenda closes before ", actor.agenda_closes);
    if (actor.hears) line.property(true, "hears {}", *actor.hears);
    line.property(actor.accountable.valid(), "accountable {}", name_of(definition, actor.accountable));
  }
  for (const AuthorityLine& authority : actor.authority) {
    Line line(out, 1);
    line.head("authority {}: {}", name_of(definition, authority.record),
              str(definition, nullptr, authority.predicate, authority.record));
    if (!authority.criteria.empty()) line.head(" on {}", names_of(definition, authority.criteria));
  }
}

void print_data(std::string& out, const Definition& definition) {
  for (const Constant& constant : definition.constants) {
    Line(out, 0)
        .element("constant", constant)
        .head(": {} = {}", str(definition, constant.type), str(constant.value));
  }
  for (const Record& record : definition.records) {
    Line(out, 0).element("record", record);
    for (const Field& field : record.fields) {
      Line(out, 1).element("field", field).head(": {}", str(definition, field.type));
    }
  }
  for (const Document& document : definition.documents) Line(out, 0).element("document", document);
  for (const Criterion& criterion : definition.criteria) {
    Line line(out, 0);
    line.element("criterion", criterion).value("miss costs ", criterion.miss_costs);
    if (criterion.wrong_in) line.share("wrong in ", criterion.wrong_in->value);
  }
}

void print_control(std::string& out, const Definition& definition, const Control& control) {
  Line line(out, 0);
  line.element("control", control);
  line.property(!control.cites.empty(), "cites {}", str(Value(std::string(control.cites))));
  line.property(control.applies_to.valid(), "applies to {}", name_of(definition, control.applies_to));
  if (control.applies_when)
    line.head(": {}", str(definition, nullptr, control.applies_when, control.applies_to));
  line.property(control.approvers != 1, "approvers {}", control.approvers);
  line.value("review by ", control.review_by);
}

void print_outcome(std::string& out, const Definition& definition, const Outcome& outcome) {
  {
    Line line(out, 0);
    line.element("outcome", outcome);
    line.property(outcome.owner.valid(), "owner {}", name_of(definition, outcome.owner));
    line.property(!outcome.requires_criteria.empty(), "requires {}",
                  names_of(definition, outcome.requires_criteria));
    if (outcome.observed) line.property(true, "{}", str(*outcome.observed));
  }
  for (const GoodWhen& good : outcome.good_when)
    Line(out, 1).head("good when {}", str(definition, good.claim));
  for (const Measure& measure : outcome.measures) {
    Line line(out, 1);
    line.element("measure", measure);
    if (measure.definition) line.head(" when {}", str(definition, nullptr, measure.definition));
  }
}

void print_allow(std::string& out, const Allow& allow) {
  Line line(out, 0);
  line.head("allow {} because {}", allow.rule, str(Value(std::string(allow.reason))));
  if (allow.until) line.head(" until {}", allow.until->str());
}

}  // namespace

std::string print(const Definition& definition) {
  std::string out;
  for (const Calendar& calendar : definition.calendars) print_calendar(out, calendar);
  for (const Actor& actor : definition.actors) print_actor(out, definition, actor);
  print_data(out, definition);
  for (const Control& control : definition.controls) print_control(out, definition, control);
  for (const Outcome& outcome : definition.outcomes) print_outcome(out, definition, outcome);
  for (const Process& process : definition.processes) print_process(out, definition, process);
  for (const Scenario& scenario : definition.scenarios) print_scenario(out, definition, scenario);
  for (const Expectation& expectation : definition.expectations) {
    Line(out, 0).head("expect {}", str(definition, expectation.claim));
  }
  for (const Allow& allow : definition.allows) print_allow(out, allow);
  return out;
}

}  // namespace wain::ir
