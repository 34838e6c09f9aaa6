// OCEL 2.0 in its relational form: an SQLite database with a table for each type of event and of object.
#include <deque>
#include <map>
#include <set>

#include "runtime/log/log_text.h"
#include "runtime/log/sqlite_file.h"
#include "runtime/log/trace_writer.h"

namespace wain::runtime {
namespace {

using plan::Index;
using plan::none;

/// Names for tables and columns: letters and digits only, and different also without regard to case.
class UniqueNames {
public:
  std::string of_type(std::string_view name) {
    std::string plain;
    for (const char c : name)
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_') plain += c;
    return unique(plain.empty() ? "type" : plain);
  }
  std::string unique(const std::string& name) {
    std::string candidate = name;
    for (int i = 2; !taken_.insert(lower(candidate)).second; ++i) candidate = name + "_" + std::to_string(i);
    return candidate;
  }

private:
  static std::string lower(std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  }
  std::set<std::string> taken_;
};

std::string_view sql_type(plan::Type type) {
  switch (type) {
    case plan::Type::Money:
    case plan::Type::Duration:
    case plan::Type::Number:
    case plan::Type::Ratio: return "REAL";
    case plan::Type::Int: return "INTEGER";
    case plan::Type::Bool: return "BOOLEAN";
    case plan::Type::Enum: return "TEXT";
    case plan::Type::Date: return "TIMESTAMP";
  }
  return "TEXT";
}

/// A type of events or objects: its table, and the columns of data that it has after its own.
struct TypeTable {
  SqliteInsert rows;
  std::vector<Index> columns;
};

constexpr std::string_view beginning_of_time = "1970-01-01T00:00:00.000000+00:00";
constexpr std::size_t event_fields = 8, case_fields = 8;

class OcelWriter final : public TraceWriter {
public:
  OcelWriter(const LogNames& names, WholeFile& file) : names_(names), database_(file) {
    database_.execute(
        "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
        "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
        "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT,"
        " FOREIGN KEY (ocel_type) REFERENCES event_map_type (ocel_type)) WITHOUT ROWID;"
        "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT,"
        " FOREIGN KEY (ocel_type) REFERENCES object_map_type (ocel_type));"
        "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,"
        " PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier),"
        " FOREIGN KEY (ocel_event_id) REFERENCES event (ocel_id),"
        " FOREIGN KEY (ocel_object_id) REFERENCES object (ocel_id)) WITHOUT ROWID;"
        "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,"
        " PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier),"
        " FOREIGN KEY (ocel_source_id) REFERENCES object (ocel_id),"
        " FOREIGN KEY (ocel_target_id) REFERENCES object (ocel_id))");
    events_ = database_.into("event", 2);
    objects_ = database_.into("object", 2);
    event_types_ = database_.into("event_map_type", 2);
    object_types_ = database_.into("object_map_type", 2);
    event_objects_ = database_.into("event_object", 3);
    object_objects_ = database_.into("object_object", 3);
    make_event_types();
    make_case_types();
    make_organisation();
    make_batches();
  }

  void write(const Trace& trace) override {
    case_.clear();
    names_.append_case(case_, trace);
    write_case(trace);
    for (const LoggedEvent& event : trace.events) write(trace, event);
  }

  void finish() override {
    // Statements go before the database is closed.
    for (SqliteInsert* insert :
         {&batches_, &events_, &objects_, &event_types_, &object_types_, &event_objects_, &object_objects_})
      *insert = SqliteInsert();
    type_tables_.clear();
    case_tables_.clear();
    database_.finish();
  }

private:
  /// The columns of some data, for CREATE TABLE; named apart from `taken`.
  std::string data_columns(const std::vector<Index>& columns,
                           std::initializer_list<const char*> taken) const {
    UniqueNames unique;
    for (const char* name : taken) unique.unique(name);
    std::string sql;
    for (const Index column : columns) {
      const LogColumn& of = names_.columns[column];
      ((sql += ", ") += sql_name(unique.unique(of.name))) += ' ';
      sql += sql_type(of.slot->type);
    }
    return sql;
  }

  void make_event_types() {
    std::map<std::string_view, std::set<Index>> columns_of;
    std::vector<std::string_view> in_order;
    for (Index p = 0; p < names_.plan.processes.size(); ++p)
      for (Index n = 0; n < names_.plan.processes[p].nodes.size(); ++n) {
        const plan::Node& node = names_.plan.processes[p].nodes[n];
        const LogActivity& activity = names_.activities[names_.first_activity[p] + n];
        if (!LogNames::has_events(node)) continue;
        if (!columns_of.contains(activity.name)) in_order.push_back(activity.name);
        std::set<Index>& columns = columns_of[activity.name];
        for (const Index column : columns_drawn(names_, p, node)) columns.insert(column);
      }
    UniqueNames tables;
    std::map<std::string_view, Index> type_of;
    for (const std::string_view name : in_order) {
      type_of[name] = static_cast<Index>(type_tables_.size());
      const std::string map = tables.of_type(name);
      TypeTable& type = type_tables_.emplace_back();
      type.columns.assign(columns_of[name].begin(), columns_of[name].end());
      database_.execute("CREATE TABLE " + sql_name("event_" + map) +
                        " (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP, lifecycle TEXT, instance INTEGER,"
                        " visit INTEGER, decision TEXT, enabled TIMESTAMP, cost REAL" +
                        data_columns(type.columns, {"ocel_id", "ocel_time", "lifecycle", "instance", "visit",
                                                    "decision", "enabled", "cost"}) +
                        ", FOREIGN KEY (ocel_id) REFERENCES event (ocel_id)) WITHOUT ROWID");
      type.rows = database_.into("event_" + map, event_fields + type.columns.size());
      event_types_.text(name).text(map).insert();
    }
    for (const LogActivity& activity : names_.activities) {
      const auto found = type_of.find(activity.name);
      type_of_activity_.push_back(found == type_of.end() ? none : found->second);
    }
  }

  /// What is done together.
  void make_batches() {
    if (!names_.has_batches()) return;
    batch_type_ = type_names_.unique("batch");
    const std::string map = map_names_.of_type(batch_type_);
    object_type(batch_type_, map, ", step TEXT");
    batches_ = database_.into("object_" + map, 4);
  }

  void object_type(const std::string& type, const std::string& map, const std::string& columns) {
    database_.execute("CREATE TABLE " + sql_name("object_" + map) +
                      " (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT" + columns +
                      ", FOREIGN KEY (ocel_id) REFERENCES object (ocel_id))");
    object_types_.text(type).text(map).insert();
  }

  /// A type a process that runs; what the case's data are changes with time.
  void make_case_types() {
    std::vector<Index> all;
    for (Index column = 0; column < names_.columns.size(); ++column) all.push_back(column);
    std::map<Index, Index> table_of;
    for (const plan::Run& run : names_.plan.runs) {
      if (!table_of.contains(run.process)) {
        table_of[run.process] = static_cast<Index>(case_tables_.size());
        const std::string& name = names_.plan.processes[run.process].name;
        case_types_.push_back(type_names_.unique(name));
        const std::string map = map_names_.of_type(case_types_.back());
        object_type(case_types_.back(), map,
                    ", arrival TIMESTAMP, measured BOOLEAN, outcome TEXT, \"end\" TIMESTAMP, cost REAL" +
                        data_columns(all, {"ocel_id", "ocel_time", "ocel_changed_field", "arrival",
                                           "measured", "outcome", "end", "cost"}));
        case_tables_.push_back(database_.into("object_" + map, case_fields + all.size()));
      }
      table_of_run_.push_back(table_of[run.process]);
    }
  }

  void make_organisation() {
    const std::string kinds[] = {type_names_.unique("person"), type_names_.unique("machine"),
                                 type_names_.unique("committee"), type_names_.unique("role")};
    SqliteInsert tables[4];
    for (std::size_t i = 0; i < 4; ++i) {
      const std::string map = map_names_.of_type(kinds[i]);
      object_type(kinds[i], map, ", name TEXT");
      tables[i] = database_.into("object_" + map, 4);
    }
    const auto add = [&](std::size_t kind, const std::string& name) {
      std::string id = kinds[kind] + ":" + name;
      objects_.text(id).text(kinds[kind]).insert();
      tables[kind].text(id).text(beginning_of_time).null().text(name).insert();
      return id;
    };
    for (const LogResource& resource : names_.resources)
      resource_ids_.push_back(add(static_cast<std::size_t>(resource.kind), resource.name));
    for (const plan::Pool& pool : names_.plan.pools)
      role_ids_.push_back(pool.kind == plan::Pool::Kind::Machine ? std::string() : add(3, pool.name));
    role_ids_.resize(names_.roles.size());
    for (Index i = 0; i < names_.plan.people.size(); ++i)
      for (std::uint32_t k = 0; k < names_.plan.people[i].count; ++k)
        for (const Index pool : names_.plan.people[i].pools)
          object_objects_.text(resource_ids_[names_.first_person[i] + k])
              .text(role_ids_[pool])
              .text("plays")
              .insert();
    for (Index i = 0; i < names_.plan.committees.size(); ++i) {
      std::set<Index> seats(names_.plan.committees[i].seats.begin(), names_.plan.committees[i].seats.end());
      for (const Index pool : seats)
        object_objects_.text(resource_ids_[names_.resource_of_committee[i]])
            .text(role_ids_[pool])
            .text("seat")
            .insert();
    }
  }

  void bind_value(SqliteInsert& row, Index column, std::int64_t value) {
    const plan::Slot& slot = *names_.columns[column].slot;
    constexpr double money = 1e4, seconds = 1e6, billionths = 1e9;
    switch (slot.type) {
      case plan::Type::Money: row.real(static_cast<double>(value) / money); return;
      case plan::Type::Duration: row.real(static_cast<double>(value) / seconds); return;
      case plan::Type::Number:
      case plan::Type::Ratio: row.real(static_cast<double>(value) / billionths); return;
      case plan::Type::Int:
      case plan::Type::Bool: row.whole(value); return;
      case plan::Type::Enum:
      case plan::Type::Date: {
        std::string& text = kept_.emplace_back();
        append_value(text, slot, value);
        if (slot.type == plan::Type::Date) text += "T00:00:00.000000+00:00";
        row.text(text);
      }
    }
  }

  std::string_view stamp(std::string& to, std::int64_t time) {
    to.clear();
    stamps_.append(to, time);
    return to;
  }

  /// A change of one of the case's fields; `bind` binds it.
  template <class Bind>
  void change(const Trace& trace, std::string_view time, const std::string& field, std::size_t place,
              Bind bind) {
    SqliteInsert& row = case_tables_[table_of_run_[trace.run]];
    row.text(case_).text(time).text(field);
    for (std::size_t i = 0; i < case_fields - 3 + names_.columns.size(); ++i) {
      if (i == place)
        bind(row);
      else
        row.null();
    }
    row.insert();
    kept_.clear();
  }

  void write_case(const Trace& trace) {
    const Index table = table_of_run_[trace.run];
    objects_.text(case_).text(case_types_[table]).insert();
    SqliteInsert& row = case_tables_[table];
    row.text(case_)
        .text(beginning_of_time)
        .null()
        .text(stamp(time_, trace.arrival))
        .whole(trace.measured ? 1 : 0);
    row.null().null().null();
    for (Index column = 0; column < names_.columns.size(); ++column) {
      Index i = 0;
      while (i < trace.first_values && trace.values[i].column != column) ++i;
      if (i < trace.first_values)
        bind_value(row, column, trace.values[i].value);
      else
        row.null();
    }
    row.insert();
    kept_.clear();
    if (!trace.ended) return;
    const std::string_view end = stamp(time_, trace.end);
    constexpr std::size_t outcome = 2, ended = 3, cost = 4;
    change(trace, end, "outcome", outcome,
           [&](SqliteInsert& to) { to.text(names_.plan.outcomes[trace.outcome].name); });
    change(trace, end, "end", ended, [&](SqliteInsert& to) { to.text(end); });
    change(trace, end, "cost", cost, [&](SqliteInsert& to) { to.real(trace.cost / 1e4); });
  }

  void write(const Trace& trace, const LoggedEvent& event) {
    const Index index = type_of_activity_[event.activity];
    TypeTable& type = type_tables_[index];
    const LogActivity& activity = names_.activities[event.activity];
    id_ = "e";
    constexpr std::size_t digits = 12;  // so that ids sort as they were made
    number_.clear();
    append_whole(number_, static_cast<std::int64_t>(++events_so_far_));
    id_.append(digits - std::min(digits, number_.size()), '0') += number_;
    events_.text(id_).text(activity.name).insert();
    SqliteInsert& row = type.rows;
    row.text(id_).text(stamp(time_, event.time)).text(word_of(event.transition)).whole(event.instance);
    row.whole(event.visit);
    if (event.has_decision)
      row.text(word_of(event.decision, activity.is_gate));
    else
      row.null();
    row.text(stamp(enabled_, event.enabled)).real(event.cost / 1e4);
    for (const Index column : type.columns) {
      Index i = event.first_value;
      while (i < event.first_value + event.values && trace.values[i].column != column) ++i;
      if (i == event.first_value + event.values) {
        row.null();
        continue;
      }
      bind_value(row, column, trace.values[i].value);
    }
    row.insert();
    kept_.clear();
    event_objects_.text(id_).text(case_).text("case").insert();
    if (event.resource != none)
      event_objects_.text(id_).text(resource_ids_[event.resource]).text("by").insert();
    if (event.role != none && !role_ids_[event.role].empty())
      event_objects_.text(id_).text(role_ids_[event.role]).text("as").insert();
    if (event.batch > 0) write_batch(event);
    for (Index i = event.first_value; i < event.first_value + event.values; ++i)
      changed(trace, trace.values[i]);
  }

  /// An object of its own, that the events of all its cases have.
  void write_batch(const LoggedEvent& event) {
    batch_ = batch_type_ + ":";
    names_.append_batch(batch_, event);
    if (event.batch >= batches_made_.size()) batches_made_.resize(event.batch + 1);
    if (!batches_made_[event.batch]) {
      batches_made_[event.batch] = true;
      objects_.text(batch_).text(batch_type_).insert();
      batches_.text(batch_)
          .text(beginning_of_time)
          .null()
          .text(names_.activities[event.activity].name)
          .insert();
    }
    event_objects_.text(id_).text(batch_).text("in").insert();
  }

  void changed(const Trace& trace, const LoggedValue& value) {
    change(trace, time_, names_.columns[value.column].name, case_fields - 3 + value.column,
           [&](SqliteInsert& to) { bind_value(to, value.column, value.value); });
  }

  const LogNames& names_;
  SqliteFile database_;
  SqliteInsert batches_, events_, objects_, event_types_, object_types_, event_objects_, object_objects_;
  std::vector<TypeTable> type_tables_;
  std::vector<Index> type_of_activity_;
  UniqueNames type_names_, map_names_;
  std::vector<std::string> case_types_;
  std::vector<SqliteInsert> case_tables_;
  std::vector<Index> table_of_run_;
  std::vector<std::string> resource_ids_;
  std::vector<std::string> role_ids_;  ///< by pool, then committee; empty: a machine, a committee
  Stamps stamps_;
  std::uint64_t events_so_far_ = 0;
  std::string batch_type_;
  std::vector<bool> batches_made_;  ///< by number
  std::string case_, id_, number_, time_, enabled_, batch_;
  std::deque<std::string> kept_;  ///< text that a row still points at
};

}  // namespace

std::unique_ptr<TraceWriter> make_ocel_writer(const LogNames& names, WholeFile& file) {
  return std::make_unique<OcelWriter>(names, file);
}

}  // namespace wain::runtime
