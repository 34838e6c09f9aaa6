/// Writes the parts that the elements of a plan share. Private to plan_json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <llvm/Support/JSON.h>

#include "runtime/plan/plan.h"

namespace wain::planning {

class PlanJsonWriter {
public:
  PlanJsonWriter(const plan::Plan& plan, llvm::raw_ostream& out) : plan_(plan), json_(out, 1) {}
  void document();

private:
  // plan_json.cpp
  void settings();
  void calendars();
  void actors();
  void people(const plan::People& people);
  void committee(const plan::Committee& committee);
  void answers();
  void goal(const plan::Goal& goal);
  void statistic(const plan::Statistic& of);
  void runs();

  // plan_json_process.cpp
  void process(const plan::Process& process);
  void expression(const plan::Process& process, const plan::Expression& expression);
  void node(const plan::Process& process, const plan::Node& node);
  void work(const plan::Process& process, const plan::Node& node);
  void wait_and_call(const plan::Process& process, const plan::Node& node);
  void exit(const plan::Process& process, const plan::Exit& exit);
  void around(const plan::Process& process);  ///< branches, duties, measures

  // plan_json_values.cpp
  void named(const plan::Named& named);
  void place(const plan::Place& place);
  void text(std::string_view key, std::string_view value);  ///< left out if empty
  void string(std::string_view value);
  void number(std::string_view key, double value);
  void integer(std::string_view key, std::int64_t value) { json_.attribute(ref(key), value); }
  void integer_unless(std::string_view key, std::int64_t value, std::int64_t preset) {
    if (value != preset) integer(key, value);
  }
  void date(std::string_view key, std::int32_t days);
  void time(std::string_view key, std::uint16_t minutes);
  void days(plan::Weekdays days);
  void cadence(const plan::Cadence& cadence);
  void distribution(std::string_view key, const plan::Distribution& distribution);

  /// The id of an element; left out for none.
  template <class Elements>
  void reference(std::string_view key, const Elements& elements, plan::Index index) {
    if (index != plan::none) text(key, elements[index].id);
  }
  template <class Elements>
  void references(std::string_view key, const Elements& elements, const std::vector<plan::Index>& indices) {
    if (indices.empty()) return;
    json_.attributeArray(ref(key), [&] {
      for (const plan::Index index : indices) string(elements[index].id);
    });
  }
  /// A list of objects; left out if empty, unless it is `needed`.
  template <class Elements, class Body>
  void list(std::string_view key, const Elements& elements, Body body, bool needed = false) {
    if (elements.empty() && !needed) return;
    json_.attributeArray(ref(key), [&] {
      for (const auto& element : elements) json_.object([&] { body(element); });
    });
  }
  static llvm::StringRef ref(std::string_view text) { return {text.data(), text.size()}; }

  const plan::Plan& plan_;
  llvm::json::OStream json_;
};

}  // namespace wain::planning
