// CSV after RFC 4180, a row an event, in the column names of XES with `case:` before what belongs to the
// case.
#include "runtime/log/log_text.h"
#include "runtime/log/trace_writer.h"

namespace wain::runtime {
namespace {

using plan::Index;

class CsvWriter final : public TraceWriter {
public:
  CsvWriter(const LogNames& names, WholeFile& file) : names_(names), out_(file, false) {
    for (const LogActivity& activity : names.activities) {
      activities_.push_back(field(activity.name) + ',');
      processes_.push_back(field(names.plan.processes[activity.process].name) + ',');
    }
    for (const LogResource& resource : names.resources) resources_.push_back(field(resource.name));
    for (const std::string& role : names.roles) roles_.push_back(field(role));
    currency_ = field(names.plan.currency);
    head();
  }

  void write(const Trace& trace) override {
    describe(trace);
    for (const LoggedEvent& event : trace.events) {
      row(trace, event);
      out_.flow();
    }
    if (trace.events.empty()) case_without_events(trace);
  }

  void finish() override { out_.finish(); }

private:
  /// With the comma before it.
  static std::string field(std::string_view text) {
    std::string result(1, ',');
    append_csv(result, text);
    return result;
  }

  void head() {
    std::string& to = out_.text();
    to +=
        "case:concept:name,concept:name,lifecycle:transition,time:timestamp,org:resource,org:role,"
        "concept:instance,process,visit,batch,enabled,decision,cost:total,cost:currency,"
        "case:process,case:arrival,case:end,case:outcome,case:measured,case:cost:total";
    for (const LogColumn& column : names_.columns)
      if (column.at_steps) append_csv(to += ',', column.name);
    for (const LogColumn& column : names_.columns)
      if (column.at_arrival) append_csv(to += ',', "case:" + column.name);
    to += "\r\n";
  }

  /// What stands at both ends of each row of the case.
  void describe(const Trace& trace) {
    front_.clear();
    names_.append_case(name_scratch_, trace);
    append_csv(front_, name_scratch_);
    name_scratch_.clear();
    back_.clear();
    append_csv(back_ += ',', names_.process_of(trace));
    stamps_.append(back_ += ',', trace.arrival);
    back_ += ',';
    if (trace.ended) stamps_.append(back_, trace.end);
    back_ += ',';
    if (trace.ended) append_csv(back_, names_.plan.outcomes[trace.outcome].name);
    back_ += trace.measured ? ",true," : ",false,";
    append_money(back_, trace.cost);
    end_.clear();
    for (Index column = 0; column < names_.columns.size(); ++column)
      if (names_.columns[column].at_arrival) value(end_, trace, column, 0, trace.first_values);
    end_ += "\r\n";
  }

  /// The value of a column among some of the case's, or nothing; the comma before it, always.
  void value(std::string& to, const Trace& trace, Index column, Index first, Index count) {
    to += ',';
    for (Index i = first; i < first + count; ++i) {
      if (trace.values[i].column != column) continue;
      append_value(value_scratch_, *names_.columns[column].slot, trace.values[i].value);
      append_csv(to, value_scratch_);
      value_scratch_.clear();
      return;
    }
  }

  void row(const Trace& trace, const LoggedEvent& event) {
    std::string& to = out_.text();
    to += front_;
    to += activities_[event.activity];
    to += word_of(event.transition);
    stamps_.append(to += ',', event.time);
    to += event.resource != plan::none ? resources_[event.resource] : nothing_;
    to += event.role != plan::none ? roles_[event.role] : nothing_;
    append_whole(to += ',', event.instance);
    to += processes_[event.activity];
    append_whole(to, event.visit);
    to += ',';
    if (event.batch != 0) {
      batch_.clear();
      names_.append_batch(batch_, event);
      append_csv(to, batch_);
    }
    stamps_.append(to += ',', event.enabled);
    to += ',';
    if (event.has_decision) to += word_of(event.decision, names_.activities[event.activity].is_gate);
    to += ',';
    append_money(to, event.cost);
    to += currency_;
    to += back_;
    for (Index column = 0; column < names_.columns.size(); ++column)
      if (names_.columns[column].at_steps) value(to, trace, column, event.first_value, event.values);
    to += end_;
  }

  /// A case to which nothing happened yet is in the log, too: a row with the case alone.
  void case_without_events(const Trace&) {
    std::string& to = out_.text();
    to += front_;
    to += ",,,,,,,,,,,,,";
    to += back_;
    for (const LogColumn& column : names_.columns)
      if (column.at_steps) to += ',';
    to += end_;
    out_.flow();
  }

  const LogNames& names_;
  LogOutput out_;
  Stamps stamps_;
  // As fields, with the comma before them; of activities and processes also that behind them.
  std::vector<std::string> activities_, processes_, resources_, roles_;
  std::string currency_;
  const std::string nothing_ = ",";
  std::string front_, back_, end_, name_scratch_, value_scratch_, batch_;
};

}  // namespace

std::unique_ptr<TraceWriter> make_csv_writer(const LogNames& names, WholeFile& file) {
  return std::make_unique<CsvWriter>(names, file);
}

}  // namespace wain::runtime
