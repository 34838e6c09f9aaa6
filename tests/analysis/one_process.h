/// One process in text, compiled, with what every analysis of it starts from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/graph.h"
#include "analysis/writes.h"
#include "sema/compile.h"

namespace wain::analysis::test {

/// Persons X, Y, Z (Mara plays Twin and Both), roles of different pools, a committee, documents,
/// criteria, and controls of one and of two approvers.
inline constexpr std::string_view people_and_papers = R"(
person X
person Y { reports to X }
person Z
role Pool { staff 3 }
role Single
role Twin
role Both { staff 2 }
person Mara plays Twin, Both
committee Board { members X, Y, Pool  quorum 2 }
model M { accountable X }
system S
record O { amount money EUR  status text }
document D
criterion P
criterion Q
control Two { cites "2" requires 2 distinct approvers }
control One { cites "1" }
outcome Done { owner X }
outcome No { owner X }
)";

struct OneProcess {
  sema::test::Compiled compiled;
  CallOrder calls;
  ParameterUpdates updates;
  std::vector<Reach> reaches;

  /// `process Main(q: D, o: O) yields Done | No { BODY }`; `more` stands before it.
  explicit OneProcess(const std::string& body, const std::string& more = {})
      : compiled(sema::test::compile(std::string(people_and_papers) + more +
                                     "process Main(q: D, o: O) yields Done | No {\n" + body + "\n}\n")) {
    EXPECT_EQ(compiled.messages(), std::vector<std::string>{}) << body;
    calls = call_order(definition());
    updates = parameter_updates(definition(), calls);
    for (const ir::Process& process : definition().processes) reaches.push_back(analysis::reach(process));
  }

  [[nodiscard]] const ir::Definition& definition() const { return compiled.definition(); }
  [[nodiscard]] const ir::Process& process() const { return definition().processes.back(); }
  [[nodiscard]] const Reach& reach() const { return reaches.back(); }
  [[nodiscard]] Writes writes() const { return {definition(), process(), updates}; }
  [[nodiscard]] ir::NodeId node(std::string_view name) const {
    for (std::uint32_t i = 0; i < process().nodes.size(); ++i) {
      if (process().nodes[i].name == name) return {i};
    }
    ADD_FAILURE() << "no node " << name;
    return {0};
  }
};

}  // namespace wain::analysis::test
