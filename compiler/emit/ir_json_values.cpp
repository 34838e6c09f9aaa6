#include <llvm/ADT/SmallVector.h>

#include "emit/ir_json_writer.h"
#include "ir/parameter_names.h"
#include "ir/text.h"

namespace wain::emit {

void IrJsonWriter::string(std::string_view value) {
  // Text of a broken file may hold bytes that are no UTF-8; JSON may not.
  if (llvm::json::isUTF8(ref(value))) {
    json_.value(ref(value));
  } else {
    json_.value(llvm::json::fixUTF8(ref(value)));
  }
}

void IrJsonWriter::text(std::string_view key, std::string_view value) {
  if (value.empty()) return;
  json_.attributeBegin(ref(key));
  string(value);
  json_.attributeEnd();
}

void IrJsonWriter::flag(std::string_view key, bool value) {
  if (value) json_.attribute(ref(key), true);
}

void IrJsonWriter::header(const ir::Header& header, const std::string& id) {
  text("id", id);
  text("name", header.name);
  text("title", header.title);
  text("documentation", header.documentation);
  flag("broken", header.broken);
  location("location", header.span.valid() ? header.span : header.name_span);
}

void IrJsonWriter::location(std::string_view key, Span span) {
  if (!span.valid()) return;
  json_.attributeObject(ref(key), [&] { location_body(span); });
}

void IrJsonWriter::location_body(Span span) {
  text("file", sources_.path(span.file));
  const LineColumn first = sources_.line_column(span.file, span.begin);
  const LineColumn last = sources_.line_column(span.file, span.end);
  json_.attribute("line", first.line);
  json_.attribute("column", first.column);
  json_.attribute("end_line", last.line);
  json_.attribute("end_column", last.column);
}

void IrJsonWriter::value(std::string_view key, const ir::Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return;
  json_.attributeObject(ref(key), [&] { value_body(value); });
}

void IrJsonWriter::value_body(const ir::Value& value) {
  struct Writer {
    IrJsonWriter& to;
    void kind(std::string_view name) const { to.text("kind", name); }
    void operator()(std::monostate) const { kind("none"); }
    void operator()(bool b) const {
      kind("bool");
      to.json_.attribute("value", b);
    }
    void operator()(ir::Decimal d) const {
      kind("number");
      to.text("value", d.str());
    }
    void operator()(const ir::Ratio& r) const {
      kind("ratio");
      to.text("value", r.value.str());
    }
    void operator()(const ir::Money& m) const {
      kind("money");
      to.text("amount", m.amount());
      to.text("currency", m.currency.str());
    }
    void operator()(ir::Duration d) const {
      kind("duration");
      to.duration_body(d);
    }
    void operator()(ir::Date d) const {
      kind("date");
      to.text("value", d.str());
    }
    void operator()(const std::string& s) const {
      kind("text");
      to.json_.attributeBegin("value");
      to.string(s);
      to.json_.attributeEnd();
    }
  };
  std::visit(Writer{*this}, value);
}

void IrJsonWriter::money(std::string_view key, const std::optional<ir::Money>& money) {
  if (!money) return;
  json_.attributeObject(ref(key), [&] {
    text("amount", money->amount());
    text("currency", money->currency.str());
  });
}

void IrJsonWriter::duration(std::string_view key, const std::optional<ir::Duration>& duration) {
  if (!duration) return;
  json_.attributeObject(ref(key), [&] { duration_body(*duration); });
}

void IrJsonWriter::duration_body(ir::Duration duration) {
  json_.attribute("microseconds", duration.microseconds);
  text("text", duration.str());
}

void IrJsonWriter::decimal(std::string_view key, const std::optional<ir::Decimal>& number) {
  if (number) text(key, number->str());
}

void IrJsonWriter::share(std::string_view key, const std::optional<ir::Share>& share) {
  if (share) text(key, share->value.str());
}

void IrJsonWriter::date(std::string_view key, const std::optional<ir::Date>& date) {
  if (date) text(key, date->str());
}

void IrJsonWriter::type(std::string_view key, ir::TypeId type) {
  if (!type) return;
  json_.attributeObject(ref(key), [&] {
    json_.attribute("id", type.index);
    text("text", str(definition_, type));
  });
}

void IrJsonWriter::distribution(std::string_view key, const std::optional<ir::Distribution>& given) {
  if (!given) return;
  json_.attributeObject(ref(key), [&] {
    text("kind", name(given->kind));
    text("text", str(*given));
    if (given->type) json_.attribute("type", given->type.index);
    const std::vector<std::string_view> names = ir::parameter_names(given->kind);
    if (!given->parameters.empty()) {
      json_.attributeObject("parameters", [&] {
        for (std::size_t i = 0; i < names.size() && i < given->parameters.size(); ++i) {
          value(names[i], given->parameters[i]);
        }
      });
    }
    if (given->kind == ir::DistributionKind::Erlang) json_.attribute("phases", given->count);
    if (given->kind == ir::DistributionKind::Weibull) text("shape", given->shape.str());
    if (given->points.empty()) return;
    objects("points", given->points.size(), [&](std::size_t i) {
      value("value", given->points[i].first);
      text("share", given->points[i].second.str());
    });
  });
}

void IrJsonWriter::days(const std::vector<ir::Weekday>& days) {
  if (days.empty()) return;
  json_.attributeArray("days", [&] {
    for (const ir::Weekday day : days) string(name(day));
  });
}

void IrJsonWriter::cadence(std::string_view key, const ir::Cadence& cadence) {
  json_.attributeObject(ref(key), [&] {
    text("kind", name(cadence.kind));
    text("text", str(cadence));
    days(cadence.days);
    text("time", cadence.time.str());
    if (cadence.kind == ir::Cadence::Kind::EveryNWeeks) json_.attribute("weeks", cadence.weeks);
    date("anchor", cadence.anchor);
    if (cadence.ordinals.empty()) return;
    json_.attributeArray("ordinals", [&] {
      for (const std::uint8_t n : cadence.ordinals) json_.value(static_cast<std::int64_t>(n));
    });
  });
}

void IrJsonWriter::meeting(std::string_view key, const std::optional<ir::Meeting>& meeting) {
  if (!meeting) return;
  json_.attributeObject(ref(key), [&] {
    cadence("cadence", meeting->cadence);
    duration("length", meeting->length);
  });
}

void IrJsonWriter::observation(const std::optional<ir::Observation>& observed) {
  if (!observed) return;
  json_.attributeObject("observed", [&] {
    number("cases", observed->cases);
    number("approves", observed->approves);
    number("rejects", observed->rejects);
    number("returns", observed->returns);
    number("fails", observed->fails);
    const auto time = [&](std::string_view key, const auto& given) {
      if (!given) return;
      json_.attributeObject(ref(key), [&] {
        text("statistic", given->first);
        duration("value", given->second);
      });
    };
    time("waits", observed->waits);
    time("takes", observed->takes);
    text("source", observed->source);
    location("location", observed->span);
  });
}

void IrJsonWriter::measures(const std::vector<ir::Measure>& measures, ir::ProcessId process) {
  if (measures.empty()) return;
  objects("measures", measures.size(), [&](std::size_t i) {
    header(measures[i], std::string(measures[i].name));
    use("when", measures[i].definition, process);
  });
}

void IrJsonWriter::use(std::string_view key, ir::ExprId expr, ir::ProcessId process, ir::RecordId self) {
  if (!expr) return;
  json_.attributeObject(ref(key), [&] {
    text("text", str(definition_, process_of(process), expr, self));
    json_.attribute("expression", expr.index);
  });
  llvm::SmallVector<ir::ExprId, 16> pending = {expr};
  while (!pending.empty()) {
    const ir::ExprId next = pending.pop_back_val();
    if (!next || uses_[next.index].reached) continue;
    uses_[next.index] = {true, process, self};
    pending.append(definition_[next].operands.begin(), definition_[next].operands.end());
  }
}

void IrJsonWriter::path_body(const ir::Path& path, ir::ProcessId process, ir::RecordId self) {
  text("text", str(definition_, process_of(process), path, self));
  if (path.variable && process) text("variable", ids_.inside[process.index].variables[path.variable.index]);
  if (!path.variable) reference("record", self);
  if (path.fields.empty()) return;
  json_.attributeArray("fields", [&] {
    ir::RecordId record = self;
    if (path.variable && process) record = definition_[definition_[process][path.variable].type].record;
    for (const std::uint32_t index : path.fields) {
      if (!record || index >= definition_[record].fields.size()) return;
      const ir::Field& field = definition_[record].fields[index];
      string(field.name);
      record = definition_[field.type].record;
    }
  });
}

void IrJsonWriter::paths(std::string_view key, const std::vector<ir::Path>& paths, ir::ProcessId process) {
  if (paths.empty()) return;
  objects(key, paths.size(), [&](std::size_t i) { path_body(paths[i], process, {}); });
}

}  // namespace wain::emit
