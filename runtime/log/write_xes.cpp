// XES 2.0 (IEEE 1849), a trace a case, with the extensions concept, lifecycle, org, time and cost.
#include "runtime/log/log_text.h"
#include "runtime/log/trace_writer.h"

namespace wain::runtime {
namespace {

using plan::Index;

/// `<string key="…" value="…"/>`, escaped.
std::string attribute(std::string_view type, std::string_view key, std::string_view value) {
  std::string text = "<";
  text += type;
  append_xml(text += " key=\"", key);
  append_xml(text += "\" value=\"", value);
  return text + "\"/>";
}

std::string_view type_of(plan::Type type) {
  switch (type) {
    case plan::Type::Money:
    case plan::Type::Duration:
    case plan::Type::Number:
    case plan::Type::Ratio: return "float";
    case plan::Type::Int: return "int";
    case plan::Type::Bool: return "boolean";
    case plan::Type::Enum: return "string";
    case plan::Type::Date: return "date";
  }
  return "string";
}

class XesWriter final : public TraceWriter {
public:
  XesWriter(const LogNames& names, WholeFile& file, bool compressed) : names_(names), out_(file, compressed) {
    for (const LogActivity& activity : names.activities)
      activities_.push_back(attribute("string", "concept:name", activity.name) +
                            attribute("string", "process", names.plan.processes[activity.process].name));
    for (const LogResource& resource : names.resources)
      resources_.push_back(attribute("string", "org:resource", resource.name));
    for (const std::string& role : names.roles) roles_.push_back(attribute("string", "org:role", role));
    for (std::size_t i = 0; i < transitions; ++i)
      transitions_[i] = attribute("string", "lifecycle:transition", word_of(static_cast<Transition>(i)));
    for (const LogColumn& column : names.columns) {
      std::string front = "<";
      front += type_of(column.slot->type);
      append_xml(front += " key=\"", column.name);
      columns_.push_back(front + "\" value=\"");
    }
    if (!names.plan.currency.empty()) currency_ = attribute("string", "cost:currency", names.plan.currency);
    head();
  }

  void write(const Trace& trace) override {
    std::string& to = out_.text();
    to += "<trace>\n<string key=\"concept:name\" value=\"";
    name_.clear();
    names_.append_case(name_, trace);
    append_xml(to, name_);
    append_xml(to += "\"/><string key=\"process\" value=\"", names_.process_of(trace));
    stamps_.append(to += "\"/><date key=\"arrival\" value=\"", trace.arrival);
    if (trace.ended) {
      stamps_.append(to += "\"/><date key=\"end\" value=\"", trace.end);
      append_xml(to += "\"/><string key=\"outcome\" value=\"", names_.plan.outcomes[trace.outcome].name);
    }
    to += "\"/><boolean key=\"measured\" value=\"";
    to += trace.measured ? "true\"/>" : "false\"/>";
    cost(trace.cost);
    values(trace, 0, trace.first_values);
    to += '\n';
    for (const LoggedEvent& event : trace.events) {
      write(trace, event);
      out_.flow();
    }
    to += "</trace>\n";
    out_.flow();
  }

  void finish() override {
    out_.text() += "</log>\n";
    out_.finish();
  }

private:
  void head() {
    std::string& to = out_.text();
    to +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<log xes.version=\"2.0\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">\n";
    constexpr std::pair<std::string_view, std::string_view> extensions[] = {{"Concept", "concept"},
                                                                            {"Lifecycle", "lifecycle"},
                                                                            {"Organizational", "org"},
                                                                            {"Time", "time"},
                                                                            {"Cost", "cost"}};
    for (const auto& [name, prefix] : extensions) {
      ((to += "<extension name=\"") += name) += "\" prefix=\"";
      (((to += prefix) += "\" uri=\"http://www.xes-standard.org/") += prefix) += ".xesext\"/>\n";
    }
    to +=
        "<global scope=\"trace\"><string key=\"concept:name\" value=\"\"/></global>\n"
        "<global scope=\"event\"><string key=\"concept:name\" value=\"\"/>"
        "<string key=\"lifecycle:transition\" value=\"complete\"/>"
        "<date key=\"time:timestamp\" value=\"1970-01-01T00:00:00.000000+00:00\"/></global>\n"
        "<classifier name=\"Activity\" keys=\"concept:name\"/>\n"
        "<classifier name=\"Activity and transition\" keys=\"concept:name lifecycle:transition\"/>\n";
    to += attribute("string", "concept:name", names_.plan.scenario);
    to += attribute("string", "lifecycle:model", "standard");
    to += '\n';
  }

  void cost(double value) {
    if (currency_.empty()) return;
    std::string& to = out_.text();
    append_money(to += "<float key=\"cost:total\" value=\"", value);
    (to += "\"/>") += currency_;
  }

  void values(const Trace& trace, Index first, Index count) {
    std::string& to = out_.text();
    for (Index i = first; i < first + count; ++i) {
      const LoggedValue& value = trace.values[i];
      const plan::Slot& slot = *names_.columns[value.column].slot;
      to += columns_[value.column];
      value_.clear();
      append_value(value_, slot, value.value);
      append_xml(to, value_);
      to += slot.type == plan::Type::Date ? "T00:00:00.000000+00:00\"/>" : "\"/>";
    }
  }

  void write(const Trace& trace, const LoggedEvent& event) {
    std::string& to = out_.text();
    to += "<event>";
    to += activities_[event.activity];
    to += transitions_[static_cast<std::size_t>(event.transition)];
    stamps_.append(to += "<date key=\"time:timestamp\" value=\"", event.time);
    to += "\"/>";
    if (event.resource != plan::none) to += resources_[event.resource];
    if (event.role != plan::none) to += roles_[event.role];
    append_whole(to += "<string key=\"concept:instance\" value=\"", event.instance);
    append_whole(to += "\"/><int key=\"visit\" value=\"", event.visit);
    if (event.batch > 0) {
      name_.clear();
      names_.append_batch(name_, event);
      append_xml(to += "\"/><string key=\"batch\" value=\"", name_);
    }
    stamps_.append(to += "\"/><date key=\"enabled\" value=\"", event.enabled);
    to += "\"/>";
    if (event.has_decision) {
      to += "<string key=\"decision\" value=\"";
      to += word_of(event.decision, names_.activities[event.activity].is_gate);
      to += "\"/>";
    }
    if (event.transition == Transition::Complete || event.transition == Transition::Abort) cost(event.cost);
    values(trace, event.first_value, event.values);
    to += "</event>\n";
  }

  const LogNames& names_;
  LogOutput out_;
  Stamps stamps_;
  std::vector<std::string> activities_, resources_, roles_, columns_;  // as elements; of columns the front
  std::string transitions_[transitions];
  std::string currency_, name_, value_;
};

}  // namespace

std::unique_ptr<TraceWriter> make_xes_writer(const LogNames& names, WholeFile& file, bool compressed) {
  return std::make_unique<XesWriter>(names, file, compressed);
}

}  // namespace wain::runtime
