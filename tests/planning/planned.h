/// Compiles a text held in memory and lowers one of its scenarios.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <llvm/Support/raw_ostream.h>

#include "planning/lower_plan.h"
#include "planning/plan_json.h"
#include "runtime/plan/read_plan.h"
#include "sema/compile.h"

namespace wain::planning::test {

inline std::string json_of(const plan::Plan& plan) {
  std::string text;
  llvm::raw_string_ostream out(text);
  emit_plan_json(plan, out);
  return text;
}

struct Planned {
  sema::test::Compiled compiled;
  Diagnostics diagnostics;
  std::optional<plan::Plan> plan;

  /// `messages`: what the compiler says of the text.
  explicit Planned(std::string text, std::string_view scenario = "S",
                   const std::vector<std::string>& messages = {})
      : compiled(sema::test::compile(std::move(text))) {
    EXPECT_EQ(compiled.messages(), messages);
    const ir::Definition& definition = compiled.definition();
    for (std::uint32_t i = 0; i < definition.scenarios.size(); ++i)
      if (definition.scenarios[i].name == scenario)
        plan = lower_plan(definition, {i}, compiled.sources, diagnostics);
    for (const Diagnostic& one : diagnostics.all()) ADD_FAILURE() << one.message;
  }

  [[nodiscard]] const plan::Process& process(std::string_view id = "P") const {
    for (const plan::Process& one : plan->processes)
      if (one.id == id) return one;
    ADD_FAILURE() << "no process " << id;
    return plan->processes.front();
  }
  [[nodiscard]] const plan::Node& node(std::string_view id, std::string_view in = "P") const {
    for (const plan::Node& one : process(in).nodes)
      if (one.id == id) return one;
    ADD_FAILURE() << "no node " << id;
    return process(in).nodes.front();
  }
  [[nodiscard]] const plan::People& people(std::string_view id) const {
    for (const plan::People& one : plan->people)
      if (one.id == id) return one;
    ADD_FAILURE() << "no people " << id;
    return plan->people.front();
  }
  [[nodiscard]] std::vector<std::string> pools_of(std::string_view person) const {
    std::vector<std::string> names;
    for (const plan::Index pool : people(person).pools) names.push_back(plan->pools[pool].id);
    return names;
  }
  /// `next->Check`, `reject 0.02->end.1`: the exits of a node.
  [[nodiscard]] std::vector<std::string> exits(std::string_view id, std::string_view in = "P") const {
    constexpr std::string_view kinds[] = {"next", "reject", "return", "fail", "timeout", "branch", "outcome"};
    std::vector<std::string> texts;
    for (const plan::Exit& exit : node(id, in).exits) {
      std::string text(kinds[static_cast<std::size_t>(exit.kind)]);
      if (exit.share) text += fmt::format(" {:.6g}", *exit.share);
      if (exit.guard != plan::none) text += " if";
      if (exit.after > 0) text += fmt::format(" after {}", ir::Duration{exit.after}.str());
      texts.push_back(text + "->" + process(in).nodes[exit.to].id);
    }
    return texts;
  }
};

}  // namespace wain::planning::test
