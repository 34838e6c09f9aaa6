// What scenarios share: each has the flow that it has alone.
#include "estimated.h"

namespace wain::estimate::test {
namespace {

const std::string definition =
    "role X { staff 2 }\noutcome Done { owner X }\noutcome No { owner X }\n"
    "record R { amount number  flag bool }\ncriterion C\n"
    "process P(r: R) yields Done | No {\n"
    "if r.amount > 10 ~ 8% { step Large by X { takes 1h } }\n"
    "if r.flag ~ 50% { step Flagged by X { takes 1h } }\n"
    "approval Check by X { judges C  sees r  takes 1h  rejects 10% -> end No }\n"
    "if r.amount > 15 ~ 50% { step Larger by X { takes 1h } }\n"
    "end Done\n}\n"
    "scenario Plain { runs P  arrivals 5 per week  for 4w }\n"
    "scenario Drawn { runs P  arrivals 5 per week  draws r.amount ~ uniform(0, 20)  draws r.flag ~ 20%  for "
    "4w }\n"
    "scenario SameDraws from Drawn { with Check takes 2h }\n"
    "scenario OtherShare from Drawn { with Check rejects 30% }\n"
    "scenario OtherDraws { runs P  arrivals 5 per week  draws r.amount ~ uniform(0, 40)  draws r.flag ~ 20%"
    "  for 4w }\n"
    "scenario FewerDraws { runs P  arrivals 5 per week  draws r.amount ~ uniform(0, 20)  for 4w }\n";

TEST(Commons, FlowsAreThoseOfEachScenarioAlone) {
  const Estimated e(definition);
  const ir::ProcessId process = e.process("P");
  const Models together(e.definition());
  const auto scenarios = static_cast<std::uint32_t>(e.definition().scenarios.size());
  ASSERT_EQ(scenarios, 6U);
  std::vector<std::vector<double>> edges;
  for (std::uint32_t i = 0; i < scenarios; ++i) {
    const Model alone(e.definition(), {i});
    EXPECT_EQ(together.of({i}).flow(process).visits, alone.flow(process).visits) << i;
    EXPECT_EQ(together.of({i}).flow(process).edges, alone.flow(process).edges) << i;
    edges.push_back(alone.flow(process).edges);
  }
  for (std::uint32_t i = 0; i < scenarios; ++i) {
    for (std::uint32_t j = i + 1; j < scenarios; ++j)
      EXPECT_EQ(edges[i] == edges[j], i == 1 && j == 2) << i << " and " << j;
  }
}

TEST(Commons, ScenariosWithTheSameSharesAndDrawsHaveOneFlow) {
  const Estimated e(definition);
  const ir::ProcessId process = e.process("P");
  const Models together(e.definition());
  Commons commons(e.definition());
  const Model drawn(e.definition(), {1}, Grain::Fine, &commons);
  const Model same(e.definition(), {2}, Grain::Fine, &commons);
  const Model other(e.definition(), {3}, Grain::Fine, &commons);
  EXPECT_EQ(&drawn.flow(process), &same.flow(process));
  EXPECT_NE(&drawn.flow(process), &other.flow(process));
}

}  // namespace
}  // namespace wain::estimate::test
