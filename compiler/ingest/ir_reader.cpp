#include "ingest/ir_reader.h"

#include <algorithm>

namespace wain::ingest {

bool IrReader::run(std::uint32_t version) {
  version_ = version;
  for (const std::string_view read_before : {"schema", "version"}) get(0, read_before);
  for (const JsonId file : list(0, "files")) text_of(file, "files");
  names();
  types();
  expressions();
  constants();
  calendars();
  data();
  actors();
  controls();
  outcomes();
  processes();
  scenarios();
  expectations();
  allows();
  for (std::size_t i = 0; i < settled_.size(); ++i)
    if (!settled_[i]) pass_over(expression_objects_[i]);  // nothing uses it
  unknown_keys();
  return !failed();
}

/// All elements, before anything refers to them.
void IrReader::names() {
  const auto enter_all = [&](std::string_view key, Ids& ids, auto& elements) {
    for (const JsonId object : objects(0, key)) enter(ids, object);
    elements.resize(ids.objects.size());
  };
  enter_all("constants", constants_, definition_.constants);
  enter_all("calendars", calendars_, definition_.calendars);
  enter_all("actors", actors_, definition_.actors);
  enter_all("records", records_, definition_.records);
  enter_all("documents", documents_, definition_.documents);
  enter_all("criteria", criteria_, definition_.criteria);
  enter_all("controls", controls_, definition_.controls);
  enter_all("outcomes", outcomes_, definition_.outcomes);
  enter_all("processes", processes_, definition_.processes);
  enter_all("scenarios", scenarios_, definition_.scenarios);
  process_names();
}

void IrReader::types() {
  for (const JsonId object : objects(0, "types")) {
    if (need(object, "id") == none) continue;
    const std::optional<std::uint32_t> id = count(object, "id");
    const ir::TypeId type = definition_.intern(type_in(object));
    if (id && !types_.emplace(*id, type).second)
      bad(get(object, "id"), Diag::IrTwice, {arg("kind", "type"), arg("id", *id)});
  }
}

ir::Type IrReader::type_in(JsonId object) {
  ir::Type type;
  const JsonId kind_at = need(object, "kind");
  type.kind = one_of(kind_at, "kind", ir::TypeKind::List, [](ir::TypeKind each) { return name(each); });
  if (type.kind == ir::TypeKind::Money) {
    const JsonId at = need(object, "currency");
    const auto currency = at == none ? std::nullopt : ir::Currency::parse(text_of(at, "currency"));
    if (currency) type.currency = *currency;
    if (at != none && !currency) wrong(at, "currency", Diag::IrCurrency);
  }
  if (type.kind == ir::TypeKind::Enum) {
    ir::Enumeration enumeration;
    for (const JsonId member : list(object, "members"))
      enumeration.members.push_back(keep(text_of(member, "members")));
    type.enumeration = definition_.intern(enumeration);
  }
  if (type.kind == ir::TypeKind::Record) type.record = needed<ir::RecordId>(object, "record", records_);
  if (type.kind == ir::TypeKind::Document)
    type.document = needed<ir::DocumentId>(object, "document", documents_);
  if (type.kind == ir::TypeKind::List && need(object, "element") != none)
    type.element = type_id(object, "element");
  return type;
}

void IrReader::constants() {
  for (std::size_t i = 0; i < constants_.objects.size(); ++i) {
    const JsonId object = constants_.objects[i];
    ir::Constant& constant = definition_.constants[i];
    header(object, constant);
    constant.type = type(object, "type");
    constant.value = value(object, "value");
  }
}

void IrReader::calendars() {
  for (std::size_t i = 0; i < calendars_.objects.size(); ++i) {
    const JsonId object = calendars_.objects[i];
    ir::Calendar& calendar = definition_.calendars[i];
    header(object, calendar);
    if (const std::string_view zone = text(object, "timezone"); !zone.empty()) calendar.timezone = keep(zone);
    for (const JsonId hours : objects(object, "hours")) {
      ir::OpeningHours block;
      block.days = days(hours);
      for (const JsonId range : objects(hours, "ranges")) {
        const auto opens = time(range, "opens");
        const auto closes = time(range, "closes");
        if (opens && closes) block.ranges.emplace_back(*opens, *closes);
      }
      calendar.hours.push_back(std::move(block));
    }
    for (const JsonId range : objects(object, "closed")) {
      need(range, "first");
      need(range, "last");
      const auto first = date(range, "first");
      const auto last = date(range, "last");
      if (first && last) calendar.closed.emplace_back(*first, *last);
    }
  }
}

void IrReader::actors() {
  for (std::size_t i = 0; i < actors_.objects.size(); ++i) {
    header(actors_.objects[i], definition_.actors[i]);
    actor(actors_.objects[i], definition_.actors[i]);
  }
}

void IrReader::actor(JsonId object, ir::Actor& actor) {
  actor.kind = one_of(need(object, "kind"), "kind", ir::ActorKind::Model,
                      [](ir::ActorKind each) { return name(each); });
  actor.staff = count(object, "staff").value_or(1);
  // Version 1 does not tell a size that was written from one that was taken to be 1.
  const bool declared = flag(object, "staff_declared") || (version_ == 1 && actor.staff > 1);
  if (declared) actor.declared_staff = actor.staff;
  actor.capacity = count(object, "capacity");
  actor.available = decimal(object, "available");
  actor.hours = reference<ir::CalendarId>(object, "hours", calendars_);
  actor.cost_per_hour = money(object, "cost_per_hour");
  actor.cost_per_case = money(object, "cost_per_case");
  actor.reports_to = reference<ir::ActorId>(object, "reports_to", actors_);
  actor.plays = references<ir::ActorId>(object, "plays", actors_);
  actor.persons = references<ir::ActorId>(object, "persons", actors_);
  actor.members = references<ir::ActorId>(object, "members", actors_);
  if (actor.kind == ir::ActorKind::Committee)
    actor.quorum = count(object, "quorum").value_or(static_cast<std::uint32_t>(actor.members.size() / 2 + 1));
  actor.quorum_met = decimal(object, "quorum_met");
  actor.meets = meeting(object, "meets");
  actor.agenda_closes = duration(object, "agenda_closes");
  actor.hears = count(object, "hears");
  actor.accountable = reference<ir::ActorId>(object, "accountable", actors_);
  for (const JsonId line : objects(object, "authority")) {
    ir::AuthorityLine& each = actor.authority.emplace_back();
    each.record = needed<ir::RecordId>(line, "record", records_);
    each.predicate = use(line, "when", {}, each.record);
    each.criteria = references<ir::CriterionId>(line, "criteria", criteria_);
    each.span = place(line);
    location(line, "location");
  }
}

void IrReader::data() {
  for (std::size_t i = 0; i < records_.objects.size(); ++i) {
    header(records_.objects[i], definition_.records[i]);
    for (const JsonId object : objects(records_.objects[i], "fields")) {
      ir::Field& field = definition_.records[i].fields.emplace_back();
      header(object, field);
      field.type = type(object, "type");
    }
  }
  for (std::size_t i = 0; i < documents_.objects.size(); ++i)
    header(documents_.objects[i], definition_.documents[i]);
  for (std::size_t i = 0; i < criteria_.objects.size(); ++i) {
    ir::Criterion& criterion = definition_.criteria[i];
    header(criteria_.objects[i], criterion);
    criterion.miss_costs = money(criteria_.objects[i], "miss_costs");
    criterion.wrong_in = share(criteria_.objects[i], "wrong_in");
  }
}

void IrReader::controls() {
  for (std::size_t i = 0; i < controls_.objects.size(); ++i) {
    const JsonId object = controls_.objects[i];
    ir::Control& control = definition_.controls[i];
    header(object, control);
    control.cites = keep(text(object, "cites"));
    control.applies_to = reference<ir::RecordId>(object, "applies_to", records_);
    control.applies_when = use(object, "applies_when", {}, control.applies_to);
    control.approvers = count(object, "approvers").value_or(1);
    control.review_by = date(object, "review_by");
  }
}

void IrReader::outcomes() {
  for (std::size_t i = 0; i < outcomes_.objects.size(); ++i) {
    const JsonId object = outcomes_.objects[i];
    ir::Outcome& outcome = definition_.outcomes[i];
    header(object, outcome);
    outcome.owner = reference<ir::ActorId>(object, "owner", actors_);
    outcome.owners_declared = outcome.owner ? 1 : 0;
    if (outcome.owner) outcome.owner_span = place(get(object, "owner"));
    outcome.requires_criteria = references<ir::CriterionId>(object, "requires", criteria_);
    for (const JsonId good : objects(object, "good_when")) outcome.good_when.push_back({claim(good)});
    outcome.measures = measures(object, {});
    outcome.observed = observation(object);
  }
}

void IrReader::expectations() {
  for (const JsonId object : objects(0, "expectations")) {
    ir::Expectation& expectation = definition_.expectations.emplace_back();
    expectation.broken = flag(object, "broken");
    location(object, "location");
    expectation.span = place(object);
    const JsonId at = need(object, "claim");
    if (at != none) expectation.claim = claim(at);
  }
}

void IrReader::allows() {
  for (const JsonId object : objects(0, "allows")) {
    ir::Allow& allow = definition_.allows.emplace_back();
    allow.rule = keep(text(object, "rule"));
    if (const JsonId at = get(object, "rule"); at != none) allow.rule_span = place(at);
    allow.reason = keep(text(object, "reason"));
    allow.until = date(object, "until");
    allow.span = place(object);
    location(object, "location");
    // The element that it stands in, where that stands in this document; else it is about all of it.
    const auto element = elements_.find(location(object, "scope"));
    allow.scope = element == elements_.end() ? place(0) : element->second;
  }
}

}  // namespace wain::ingest
