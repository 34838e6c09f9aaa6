#include "planning/plan_json.h"

#include "planning/plan_json_writer.h"
#include "runtime/plan/words.h"

namespace wain::planning {

void PlanJsonWriter::document() {
  json_.object([&] {
    text("schema", "wain-plan");
    integer("version", plan_schema_version);
    settings();
    calendars();
    actors();
    answers();
    list("processes", plan_.processes, [&](const plan::Process& element) { process(element); }, true);
    runs();
  });
}

void PlanJsonWriter::settings() {
  text("scenario", plan_.scenario);
  text("title", plan_.title);
  if (!plan_.files.empty())
    json_.attributeArray("files", [&] {
      for (const std::string& file : plan_.files) string(file);
    });
  text("currency", plan_.currency);
  integer("start", plan_.start);
  integer("length", plan_.length);
  if (plan_.warmup) integer("warmup", *plan_.warmup);
  integer("replications", plan_.replications);
  text("seed", std::to_string(plan_.seed));  // a double would lose its low digits
}

void PlanJsonWriter::calendars() {
  list("zones", plan_.zones, [&](const plan::Zone& zone) {
    text("id", zone.name);
    list(
        "offsets", zone.offsets,
        [&](const plan::Zone::Offset& offset) {
          integer("from", offset.from);
          integer("seconds", offset.seconds);
        },
        true);
  });
  list("calendars", plan_.calendars, [&](const plan::Calendar& calendar) {
    named(calendar);
    text("zone", plan_.zones[calendar.zone].name);
    list(
        "weekly", calendar.weekly,
        [&](const plan::OpeningHours& hours) {
          days(hours.days);
          time("opens", hours.opens);
          time("closes", hours.closes);
        },
        true);
    list("closed", calendar.closed, [&](const std::pair<std::int32_t, std::int32_t>& closed) {
      date("from", closed.first);
      date("to", closed.second);
    });
  });
}

void PlanJsonWriter::actors() {
  list("pools", plan_.pools, [&](const plan::Pool& pool) {
    named(pool);
    text("kind", plan::word_of(pool.kind));
    if (pool.kind == plan::Pool::Kind::Machine) integer("capacity", pool.capacity);
    integer_unless("costPerHour", pool.cost_per_hour, 0);
    integer_unless("costPerCase", pool.cost_per_case, 0);
  });
  list("people", plan_.people, [&](const plan::People& element) { people(element); });
  list("committees", plan_.committees, [&](const plan::Committee& element) { committee(element); });
}

void PlanJsonWriter::people(const plan::People& people) {
  named(people);
  integer_unless("count", people.count, 1);
  references("pools", plan_.pools, people.pools);
  reference("calendar", plan_.calendars, people.calendar);
  if (people.available != 1) number("available", people.available);
  if (people.cost_per_hour) integer("costPerHour", *people.cost_per_hour);
}

void PlanJsonWriter::committee(const plan::Committee& committee) {
  named(committee);
  references("seats", plan_.pools, committee.seats);
  integer("quorum", committee.quorum);
  if (committee.quorum_met) number("quorumMet", *committee.quorum_met);
  cadence(committee.cadence);
  integer("length", committee.length);
  integer_unless("agendaCloses", committee.agenda_closes, 0);
  if (committee.hears) integer("hears", *committee.hears);
  integer_unless("costPerCase", committee.cost_per_case, 0);
}

void PlanJsonWriter::answers() {
  list("criteria", plan_.criteria, [&](const plan::Criterion& criterion) {
    named(criterion);
    if (criterion.wrong_in) number("wrongIn", *criterion.wrong_in);
    integer_unless("missCosts", criterion.miss_costs, 0);
  });
  list(
      "outcomes", plan_.outcomes,
      [&](const plan::Outcome& outcome) {
        named(outcome);
        list("good", outcome.goals, [&](const plan::Goal& each) { goal(each); });
      },
      true);
}

void PlanJsonWriter::goal(const plan::Goal& goal) {
  text("when", goal.text);
  place(goal.place);
  if (goal.not_simulated) return text("notSimulated", plan::word_of(*goal.not_simulated));
  text("op", plan::word_of(goal.op));
  json_.attributeObject("left", [&] { statistic(goal.left); });
  if (!goal.right) return number("number", goal.number);
  json_.attributeObject("right", [&] { statistic(*goal.right); });
  number("factor", goal.factor);
}

void PlanJsonWriter::statistic(const plan::Statistic& of) {
  text("kind", plan::word_of(of.kind));
  if (of.kind == plan::Statistic::Kind::Quantile) number("quantile", of.quantile);
  if (of.of == plan::Statistic::Of::Figure) return text("figure", plan::word_of(of.figure));
  if (of.of == plan::Statistic::Of::Missed) return reference("criterion", plan_.criteria, of.criterion);
  list("measures", of.measures, [&](const plan::MeasureOf& one) {
    reference("process", plan_.processes, one.process);
    reference("measure", plan_.processes[one.process].measures, one.measure);
  });
}

void PlanJsonWriter::runs() {
  list(
      "runs", plan_.runs,
      [&](const plan::Run& run) {
        reference("process", plan_.processes, run.process);
        distribution("gaps", run.gaps);
        reference("calendar", plan_.calendars, run.calendar);
        if (run.truth)
          json_.attributeArray("truth", [&] {
            for (const plan::Index criterion : *run.truth) string(plan_.criteria[criterion].id);
          });
        place(run.place);
      },
      true);
}

void emit_plan_json(const plan::Plan& plan, llvm::raw_ostream& out) {
  PlanJsonWriter(plan, out).document();
  out << '\n';
}

}  // namespace wain::planning
