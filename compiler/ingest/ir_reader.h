/// Reads the parts of an IR, in the order in which they need each other. Private to read_ir.
#pragma once

#include "ingest/reading.h"

namespace wain::ingest {

class IrReader : Reading {
public:
  IrReader(const JsonDocument& document, ir::Definition& definition, Diagnostics& diagnostics, FileId file)
      : Reading(document, definition, diagnostics), file_(file) {}

  /// False, and errors, if the document is no IR that holds together in itself. What it says may still
  /// contradict itself.
  bool run(std::uint32_t version);

private:
  // ir_reader.cpp
  void names();
  void types();
  ir::Type type_in(JsonId object);
  void constants();
  void calendars();
  void actors();
  void actor(JsonId object, ir::Actor& actor);
  void data();
  void controls();
  void outcomes();
  void expectations();
  void allows();

  // read_values.cpp
  void header(JsonId object, ir::Header& header);
  ir::TypeId type(JsonId object, std::string_view key);     ///< `{"id", "text"}`
  ir::TypeId type_id(JsonId object, std::string_view key);  ///< a number
  void members(const ir::Type& type, ir::Expr& expr, JsonId at);
  void expressions();
  /// The expression that is used there, in which paths start at what `process` and `self` have.
  ir::ExprId use(JsonId object, std::string_view key, ir::ProcessId process, ir::RecordId self = {});
  void settle(ir::ExprId root, ir::ProcessId process, ir::RecordId self);
  ir::Path path_in(JsonId object, ir::ProcessId process, ir::RecordId self);
  std::vector<ir::Path> paths(JsonId object, std::string_view key, ir::ProcessId process);
  std::optional<ir::Distribution> distribution(JsonId object, std::string_view key);
  ir::Cadence cadence(JsonId object);
  std::optional<ir::Meeting> meeting(JsonId object, std::string_view key);
  std::vector<ir::Weekday> days(JsonId object);
  std::optional<ir::Observation> observation(JsonId object);
  std::vector<ir::Measure> measures(JsonId object, ir::ProcessId process);

  // read_process.cpp
  void process_names();
  void processes();
  void process(ir::ProcessId id, JsonId object);
  void node(ir::ProcessId process, JsonId object, ir::Node& node);
  void work(ir::ProcessId process, JsonId object, ir::Node& node);
  void flow(ir::ProcessId process, JsonId object, ir::Node& node);
  void wait(JsonId object, ir::Node& node);
  void edge(ir::ProcessId process, JsonId object, ir::Edge& edge);
  void wire(ir::Process& process, const std::vector<JsonId>& nodes, const ProcessNames& names);
  void branch(ir::ProcessId process, JsonId object, ir::Branch& branch);

  // read_scenario.cpp
  void scenarios();
  void scenario(JsonId object, ir::Scenario& scenario);
  ir::Run run_in(JsonId object);
  ir::Draw draw(JsonId object);
  ir::Override change(JsonId object);
  ir::StatisticComparison claim(JsonId object);
  ir::StatisticRef statistic(JsonId object, std::string_view key);

  /// A node or branch that a process has.
  template <class Id>
  Id inside(JsonId object, std::string_view key, ir::ProcessId process, Ids ProcessNames::* kind) {
    if (process) return reference<Id>(object, key, inside_[process.index].*kind);
    return {};
  }

  FileId file_;
  std::uint32_t version_ = 0;
  Ids constants_{"constant"}, calendars_{"calendar"}, actors_{"actor"}, records_{"record"},
      documents_{"document"}, criteria_{"criterion"}, controls_{"control"}, outcomes_{"outcome"},
      processes_{"process"}, scenarios_{"scenario"};
  std::vector<ProcessNames> inside_;
  std::map<std::uint32_t, ir::TypeId> types_;        // by the number in the document
  std::map<std::uint32_t, ir::ExprId> expressions_;  // by the number in the document
  std::vector<JsonId> expression_objects_;           // by expression
  std::vector<bool> settled_;                        // by expression: its paths were read
  using Location = std::tuple<std::string_view, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
  Location location(JsonId object, std::string_view key);  ///< all empty: absent
  std::map<Location, Span> elements_;                      // where each stands in the document
};

}  // namespace wain::ingest
