/// Writes the parts that the elements of the JSON form share: values, places, references, text.
/// What is absent, empty or false is left out. Private to ir_json.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <llvm/Support/JSON.h>

#include "emit/element_ids.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::emit {

class IrJsonWriter {
public:
  IrJsonWriter(const ir::Definition& definition, const SourceManager& sources, llvm::raw_ostream& out)
      : definition_(definition),
        sources_(sources),
        ids_(definition, sources),
        uses_(definition.exprs.size()),
        json_(out, 1) {}

  void document();

private:
  /// Where an expression is used: what its paths start at.
  struct Use {
    bool reached = false;
    ir::ProcessId process;
    ir::RecordId self;
  };

  // ir_json.cpp
  void types();
  void constants();
  void calendars();
  void actors();
  void actor(const ir::Actor& actor);
  void data();
  void controls();
  void outcomes();
  void expectations();
  void allows();
  void expressions();
  void expression(std::size_t index);

  // ir_json_process.cpp
  void processes();
  void process(ir::ProcessId id);
  void node(ir::ProcessId process, std::size_t index);
  void work(ir::ProcessId process, const ir::Node& node);
  void flow(ir::ProcessId process, const ir::Node& node);
  void edge(ir::ProcessId process, std::size_t index);
  void branch(ir::ProcessId process, std::size_t index);

  // ir_json_scenario.cpp
  void scenarios();
  void scenario(const ir::Scenario& scenario, const std::string& id);
  void override_(const ir::Override& change);
  void claim(std::string_view key, const ir::StatisticComparison& comparison);
  void claim_body(const ir::StatisticComparison& comparison);
  void statistic(std::string_view key, const ir::StatisticRef& reference);

  // ir_json_values.cpp
  void header(const ir::Header& header, const std::string& id);
  void location(std::string_view key, Span span);
  void location_body(Span span);
  void text(std::string_view key, std::string_view value);  ///< left out if empty
  void string(std::string_view value);
  void flag(std::string_view key, bool value);
  void value(std::string_view key, const ir::Value& value);
  void value_body(const ir::Value& value);
  void money(std::string_view key, const std::optional<ir::Money>& money);
  void duration(std::string_view key, const std::optional<ir::Duration>& duration);
  void duration_body(ir::Duration duration);
  void decimal(std::string_view key, const std::optional<ir::Decimal>& number);
  void share(std::string_view key, const std::optional<ir::Share>& share);
  void date(std::string_view key, const std::optional<ir::Date>& date);
  void type(std::string_view key, ir::TypeId type);
  void distribution(std::string_view key, const std::optional<ir::Distribution>& distribution);
  void cadence(std::string_view key, const ir::Cadence& cadence);
  void meeting(std::string_view key, const std::optional<ir::Meeting>& meeting);
  void days(const std::vector<ir::Weekday>& days);
  void observation(const std::optional<ir::Observation>& observed);
  void measures(const std::vector<ir::Measure>& measures, ir::ProcessId process);
  /// The text of an expression and its id in `expressions`, which is written last.
  void use(std::string_view key, ir::ExprId expr, ir::ProcessId process, ir::RecordId self = {});
  void path_body(const ir::Path& path, ir::ProcessId process, ir::RecordId self);
  void paths(std::string_view key, const std::vector<ir::Path>& paths, ir::ProcessId process);

  template <class Number>
  void number(std::string_view key, const std::optional<Number>& given) {
    if (given) json_.attribute(ref(key), *given);
  }
  template <class Id>
  void reference(std::string_view key, Id id) {
    if (id) text(key, ids_[id]);
  }
  /// A list of names by index into `names`; left out if empty.
  template <class Ids>
  void list(std::string_view key, const Ids& ids, const std::vector<std::string>& names) {
    if (ids.empty()) return;
    json_.attributeArray(ref(key), [&] {
      for (const auto id : ids) string(names[id.index]);
    });
  }
  template <class Body>
  void objects(std::string_view key, std::size_t count, Body body) {
    json_.attributeArray(ref(key), [&] {
      for (std::size_t i = 0; i < count; ++i) json_.object([&] { body(i); });
    });
  }
  static llvm::StringRef ref(std::string_view text) { return {text.data(), text.size()}; }
  [[nodiscard]] const ir::Process* process_of(ir::ProcessId id) const {
    return id ? &definition_[id] : nullptr;
  }

  const ir::Definition& definition_;
  const SourceManager& sources_;
  ElementIds ids_;
  std::vector<Use> uses_;
  llvm::json::OStream json_;
};

}  // namespace wain::emit
