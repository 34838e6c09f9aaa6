/// Compiles a text held in memory and asks the static time model about it.
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "estimate/model.h"
#include "sema/compile.h"

namespace wain::estimate::test {

struct Estimated {
  sema::test::Compiled compiled;
  Models models;

  explicit Estimated(std::string text)
      : compiled(sema::test::compile(std::move(text))), models(*compiled.analysis.definition) {
    EXPECT_EQ(compiled.messages(), std::vector<std::string>{});
  }
  [[nodiscard]] const ir::Definition& definition() const { return compiled.definition(); }

  [[nodiscard]] ir::ProcessId process(std::string_view name = "P") const {
    for (std::uint32_t i = 0; i < definition().processes.size(); ++i)
      if (definition().processes[i].name == name) return {i};
    ADD_FAILURE() << "no process " << name;
    return {0};
  }
  [[nodiscard]] ir::NodeId node(std::string_view name, std::string_view in = "P") const {
    const ir::Process& found = definition()[process(in)];
    for (std::uint32_t i = 0; i < found.nodes.size(); ++i)
      if (found.nodes[i].name == name) return {i};
    ADD_FAILURE() << "no node " << name;
    return {0};
  }
  [[nodiscard]] ir::ActorId actor(std::string_view name) const {
    for (std::uint32_t i = 0; i < definition().actors.size(); ++i)
      if (definition().actors[i].name == name) return {i};
    ADD_FAILURE() << "no actor " << name;
    return {0};
  }
  [[nodiscard]] ir::ScenarioId scenario(std::string_view name) const {
    for (std::uint32_t i = 0; i < definition().scenarios.size(); ++i)
      if (definition().scenarios[i].name == name) return {i};
    ADD_FAILURE() << "no scenario " << name;
    return {0};
  }
  [[nodiscard]] const Model& model(std::string_view in = "P") const { return models.for_process(process(in)); }
  [[nodiscard]] const Flow& flow(std::string_view in = "P") const { return model(in).flow(process(in)); }
  [[nodiscard]] double visits(std::string_view name, std::string_view in = "P") const {
    return flow(in).visits[node(name, in).index];
  }
  [[nodiscard]] double ends_in(std::string_view outcome, std::string_view in = "P") const {
    const ir::Process& found = definition()[process(in)];
    double sum = 0;
    for (std::uint32_t i = 0; i < found.nodes.size(); ++i)
      if (found.nodes[i].kind == ir::NodeKind::End && definition()[found.nodes[i].outcome].name == outcome)
        sum += flow(in).visits[i];
    return sum;
  }
  /// The mean cycle time in hours; nan if there is none.
  [[nodiscard]] double cycle(std::string_view in = "P") const {
    const auto& cycle = model(in).times(process(in)).cycle;
    return cycle ? cycle->hours : std::nan("");
  }
  [[nodiscard]] bool says(const std::vector<WhyNot>& causes, WhyNot::Kind kind) const {
    for (const WhyNot& why : causes)
      if (why.kind == kind) return true;
    return false;
  }
};

}  // namespace wain::estimate::test
