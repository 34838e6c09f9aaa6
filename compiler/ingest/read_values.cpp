#include <algorithm>

#include <llvm/ADT/SmallVector.h>

#include "ingest/ir_reader.h"
#include "ir/parameter_names.h"
#include "ir/text.h"

namespace wain::ingest {

void IrReader::header(JsonId object, ir::Header& header) {
  header.name = keep(text(object, "name"));
  header.title = keep(text(object, "title"));
  header.documentation = keep(text(object, "documentation"));
  header.broken = flag(object, "broken");
  header.span = place(object);
  const JsonId id = get(object, "id");
  const JsonId named = header.name.empty() ? id : get(object, "name");
  header.name_span = named == none ? header.span : place(named);
  if (const Location at = location(object, "location"); at != Location{}) elements_.emplace(at, header.span);
}

IrReader::Location IrReader::location(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  if (at == none) return {};
  Location result;
  std::get<0>(result) = text(at, "file");
  std::get<1>(result) = whole(at, "line").value_or(0);
  std::get<2>(result) = whole(at, "column").value_or(0);
  std::get<3>(result) = whole(at, "end_line").value_or(0);
  std::get<4>(result) = whole(at, "end_column").value_or(0);
  return result;
}

ir::TypeId IrReader::type(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  if (at == none) return {};
  text(at, "text");  // for people
  return need(at, "id") == none ? ir::TypeId{} : type_id(at, "id");
}

ir::TypeId IrReader::type_id(JsonId object, std::string_view key) {
  const std::optional<std::uint32_t> id = count(object, key);
  if (!id) return {};
  const auto found = types_.find(*id);
  if (found != types_.end()) return found->second;
  bad(get(object, key), Diag::IrNoSuch, {arg("kind", "type"), arg("id", *id)});
  return {};
}

// Expressions ------------------------------------------------------------------------------------------

/// All of them, but for their paths: what those start at is known where an expression is used.
void IrReader::expressions() {
  for (const JsonId object : objects(0, "expressions")) {
    ir::Expr expr;
    expr.kind = one_of(need(object, "kind"), "kind", ir::ExprKind::Measure,
                       [](ir::ExprKind each) { return name(each); });
    expr.type = type_id(object, "type");
    expr.span = place(object);
    expr.value = value(object, "value");
    expr.name = keep(text(object, "name"));
    location(object, "location");
    if (expr.kind == ir::ExprKind::EnumMember && expr.type) members(definition_[expr.type], expr, object);
    for (const JsonId at : list(object, "operands")) {
      const std::optional<std::uint32_t> operand = count_of(at, "operands", UINT32_MAX - 1);
      const auto found = operand ? expressions_.find(*operand) : expressions_.end();
      if (found != expressions_.end())
        expr.operands.push_back(found->second);
      else if (operand)
        bad(at, Diag::IrNotOrdered);
    }
    const std::optional<std::uint32_t> id = need(object, "id") == none ? std::nullopt : count(object, "id");
    const ir::ExprId added = definition_.add(std::move(expr));
    expression_objects_.push_back(object);
    if (id && !expressions_.emplace(*id, added).second)
      bad(get(object, "id"), Diag::IrTwice, {arg("kind", "expression"), arg("id", *id)});
  }
  settled_.resize(expression_objects_.size());
}

void IrReader::members(const ir::Type& type, ir::Expr& expr, JsonId object) {
  const JsonId at = need(object, "member");
  if (at == none || type.kind != ir::TypeKind::Enum) return;
  const std::vector<std::string_view>& known = definition_[type.enumeration].members;
  const auto found = std::find(known.begin(), known.end(), text_of(at, "member"));
  if (found == known.end())
    bad(at, Diag::IrNoSuch, {arg("kind", "member"), arg("id", json_[at].text)});
  else
    expr.member = static_cast<std::uint32_t>(found - known.begin());
}

ir::ExprId IrReader::use(JsonId object, std::string_view key, ir::ProcessId process, ir::RecordId self) {
  const JsonId at = object_in(object, key);
  if (at == none) return {};
  text(at, "text");  // for people
  if (need(at, "expression") == none) return {};
  const std::optional<std::uint32_t> id = count(at, "expression", UINT32_MAX - 1);
  if (!id) return {};
  const auto found = expressions_.find(*id);
  if (found == expressions_.end()) {
    bad(get(at, "expression"), Diag::IrNoSuch, {arg("kind", "expression"), arg("id", *id)});
    return {};
  }
  settle(found->second, process, self);
  return found->second;
}

void IrReader::settle(ir::ExprId root, ir::ProcessId process, ir::RecordId self) {
  llvm::SmallVector<ir::ExprId, 16> pending{root};
  while (!pending.empty()) {
    const ir::ExprId id = pending.pop_back_val();
    if (settled_[id.index]) continue;
    settled_[id.index] = true;
    ir::Expr& expr = definition_[id];
    const JsonId object = expression_objects_[id.index];
    if (expr.kind == ir::ExprKind::PathRef || expr.kind == ir::ExprKind::Count) {
      if (const JsonId at = need(object, "path"); at != none) expr.path = path_in(at, process, self);
    }
    if (expr.kind == ir::ExprKind::Visits)
      expr.node = inside<ir::NodeId>(object, "node", process, &ProcessNames::nodes);
    pending.append(expr.operands.begin(), expr.operands.end());
  }
}

ir::Path IrReader::path_in(JsonId object, ir::ProcessId process, ir::RecordId self) {
  ir::Path path;
  path.span = place(object);
  text(object, "text");  // for people
  ir::RecordId record = self;
  reference<ir::RecordId>(object, "record", records_);  // said by where the path stands
  if (const JsonId at = process ? get(object, "variable") : none; at != none) {
    path.variable = resolve<ir::VariableId>(at, "variable", inside_[process.index].variables);
    const ir::TypeId type = path.variable ? definition_[process][path.variable].type : ir::TypeId{};
    record = type ? definition_[type].record : ir::RecordId{};
  }
  for (const JsonId at : list(object, "fields")) {
    const std::string_view name = text_of(at, "fields");
    std::uint32_t index = 0;
    const std::size_t fields = record ? definition_[record].fields.size() : 0;
    while (index < fields && definition_[record].fields[index].name != name) ++index;
    if (index == fields) {
      bad(at, Diag::IrNoSuch, {arg("kind", "field"), arg("id", name)});
      break;
    }
    path.fields.push_back(index);
    const ir::TypeId type = definition_[record].fields[index].type;
    record = type ? definition_[type].record : ir::RecordId{};
  }
  return path;
}

std::vector<ir::Path> IrReader::paths(JsonId object, std::string_view key, ir::ProcessId process) {
  std::vector<ir::Path> result;
  for (const JsonId at : objects(object, key)) result.push_back(path_in(at, process, {}));
  return result;
}

// Distributions, times ---------------------------------------------------------------------------------

std::optional<ir::Distribution> IrReader::distribution(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  if (at == none) return std::nullopt;
  ir::Distribution result;
  result.span = place(at);
  text(at, "text");  // for people
  result.kind = one_of(need(at, "kind"), "kind", ir::DistributionKind::Empirical,
                       [](ir::DistributionKind each) { return name(each); });
  result.type = type_id(at, "type");
  const JsonId parameters = get(at, "parameters");
  for (const std::string_view name : ir::parameter_names(result.kind)) {
    if (parameters == none)
      need(at, "parameters");
    else if (need(parameters, name) != none)
      result.parameters.push_back(value(parameters, name));
  }
  if (result.kind == ir::DistributionKind::Erlang) result.count = count(at, "phases").value_or(0);
  if (result.kind == ir::DistributionKind::Weibull)
    result.shape = decimal(at, "shape").value_or(ir::Decimal{});
  for (const JsonId point : objects(at, "points")) {
    need(point, "value");
    need(point, "share");
    result.points.emplace_back(value(point, "value"), decimal(point, "share").value_or(ir::Decimal{}));
  }
  return result;
}

std::vector<ir::Weekday> IrReader::days(JsonId object) {
  std::vector<ir::Weekday> result;
  for (const JsonId day : list(object, "days"))
    result.push_back(one_of(day, "days", ir::Weekday::Sun, [](ir::Weekday each) { return name(each); }));
  return result;
}

ir::Cadence IrReader::cadence(JsonId object) {
  ir::Cadence result;
  text(object, "text");  // for people
  result.kind = one_of(need(object, "kind"), "kind", ir::Cadence::Kind::MonthlyNth,
                       [](ir::Cadence::Kind each) { return name(each); });
  result.days = days(object);
  result.time = time(object, "time").value_or(ir::TimeOfDay{});
  if (result.kind == ir::Cadence::Kind::EveryNWeeks) result.weeks = count(object, "weeks").value_or(1);
  result.anchor = date(object, "anchor");
  for (const JsonId at : list(object, "ordinals"))
    result.ordinals.push_back(static_cast<std::uint8_t>(count_of(at, "ordinals", 5).value_or(1)));
  return result;
}

std::optional<ir::Meeting> IrReader::meeting(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none) return std::nullopt;
  ir::Meeting result;
  result.span = place(at);
  if (const JsonId when = need(at, "cadence"); when != none) result.cadence = cadence(when);
  need(at, "length");
  result.length = duration(at, "length").value_or(ir::Duration{});
  return result;
}

std::optional<ir::Observation> IrReader::observation(JsonId object) {
  const JsonId at = get(object, "observed");
  if (at == none) return std::nullopt;
  ir::Observation result;
  result.span = place(at);
  result.cases = whole(at, "cases");
  result.approves = whole(at, "approves");
  result.rejects = whole(at, "rejects");
  result.returns = whole(at, "returns");
  result.fails = whole(at, "fails");
  const auto time = [&](std::string_view key, auto& out) {
    const JsonId given = get(at, key);
    if (given == none) return;
    const std::string_view statistic = keep(text(given, "statistic"));
    need(given, "value");
    if (const auto length = duration(given, "value")) out = std::pair(statistic, *length);
  };
  time("waits", result.waits);
  time("takes", result.takes);
  result.source = keep(text(at, "source"));
  location(at, "location");
  return result;
}

std::vector<ir::Measure> IrReader::measures(JsonId object, ir::ProcessId process) {
  std::vector<ir::Measure> result;
  for (const JsonId at : objects(object, "measures")) {
    ir::Measure& measure = result.emplace_back();
    header(at, measure);
    measure.definition = use(at, "when", process);
  }
  return result;
}

}  // namespace wain::ingest
