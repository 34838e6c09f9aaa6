// Event logs as files: named only when they are whole, and what every trace holds. tests/log_tests.py reads
// them with other tools.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/engine/simulate.h"
#include "runtime/log/event_log.h"
#include "runtime/log/log_text.h"
#include "runtime/log/trace_recorder.h"
#include "runtime/plan/read_plan.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace wain::runtime {
namespace {

namespace fs = std::filesystem;

plan::Plan example(const char* name) {
  std::ifstream file(std::string(WAIN_SOURCE_DIR) + "/tests/runtime/plans/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return *plan::read_plan(text.str()).plan;
}

class Folder : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "wain-log-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
  }
  fs::path folder;
};

SimulationResult run_once(const plan::Plan& plan, std::function<std::unique_ptr<Observer>()> observe) {
  SimulateOptions options;
  options.replications = 1;
  options.observe = [&](std::uint32_t) { return observe(); };
  return simulate(plan, options);
}

TEST_F(Folder, FilesHaveTheirNamesWhenTheyAreWhole) {
  for (const char* name : {"as-found.json", "everything.json"}) {
    const plan::Plan plan = example(name);
    std::vector<std::string> paths;
    for (const char* end : {".csv", ".xes", ".xes.gz", ".sqlite"})
      paths.push_back(folder / (name + std::string(end)));
    EventLog log(plan, paths);
    ASSERT_FALSE(log.failure()) << log.failure()->reason;
    run_once(plan, [&] { return log.observer(); });
    for (const std::string& path : paths) EXPECT_FALSE(fs::exists(path));
    const auto failure = log.commit();
    ASSERT_FALSE(failure) << failure->reason;
    for (const std::string& path : paths) EXPECT_GT(fs::file_size(path), 1'000U) << path;
  }
  EXPECT_EQ(files(), 8U);
}

TEST_F(Folder, NothingIsLeftOfALogThatIsNotCommitted) {
  const plan::Plan plan = example("as-found.json");
  {
    EventLog log(plan, {folder / "log.csv", folder / "log.sqlite"});
    run_once(plan, [&] { return log.observer(); });
    EXPECT_EQ(files(), 2U);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(Folder, AFolderIsNoLog) {
  const plan::Plan plan = example("as-found.json");
  EventLog log(plan, {folder / "log.csv", folder / "none" / "log.xes"});
  ASSERT_TRUE(log.failure());
  EXPECT_EQ(log.failure()->path, folder / "none" / "log.xes");
}

TEST(Traces, AreWholeCausalAndAsManyAsCases) {
  for (const char* name : {"as-found.json", "everything.json"}) {
    const plan::Plan plan = example(name);
    const LogNames names(plan);
    std::uint64_t traces = 0, ended = 0;
    const auto take = [&](const Trace& trace) {
      ++traces;
      ended += trace.ended ? 1 : 0;
      std::int64_t before = trace.arrival;
      double cost = 0;
      std::int64_t working = 0;
      for (const LoggedEvent& event : trace.events) {
        EXPECT_LE(before, event.time);
        EXPECT_LE(event.enabled, event.time);
        EXPECT_LE(trace.arrival, event.enabled);
        EXPECT_GE(event.instance, 1U);
        before = event.time;
        cost += event.cost;
        working += event.transition == Transition::Start ? 1 : 0;
        working -= event.transition == Transition::Abort ? 1 : 0;
        working -= event.transition == Transition::Complete && event.resource != plan::none ? 1 : 0;
        EXPECT_GE(working, 0);
      }
      if (!trace.ended) return;
      EXPECT_EQ(working, 0);
      EXPECT_NEAR(cost, trace.cost, 1e-6 * (1 + trace.cost));
    };
    const SimulationResult result = run_once(plan, [&] { return record_traces(names, take); });
    EXPECT_EQ(traces, result.replications[0].arrived) << name;
    EXPECT_EQ(ended, result.replications[0].ended) << name;
  }
}

TEST(LogText, TimesAndNumbers) {
  std::string text;
  Stamps stamps;
  for (const std::int64_t time : {0L, 951'827'696'789'012L, -1L}) {
    stamps.append(text, time);
    text += ' ';
  }
  append_scaled(text, -12'300, 4);
  append_scaled(text += ' ', INT64_MIN, 4);
  append_scaled(text += ' ', 50, 9);
  append_money(text += ' ', 0.4);
  EXPECT_EQ(
      text,
      "1970-01-01T00:00:00.000000+00:00 2000-02-29T12:34:56.789012+00:00 1969-12-31T23:59:59.999999+00:00 "
      "-1.23 -922337203685477.5808 0.00000005 0");
}

TEST(LogText, Escapes) {
  std::string text;
  append_xml(text, "<a & \"b\">\t\r\n\x01\xC3\xA4\xC3(\xED\xA0\x80\xF0\x9F\x98\x80\xEF\xBF\xBF\xE4");
  EXPECT_EQ(text, "&lt;a &amp; &quot;b&quot;&gt;&#9;&#13;&#10;\xC3\xA4(\xF0\x9F\x98\x80");
  text.clear();
  append_csv(text, "plain");
  append_csv(text += '|', "a,b");
  append_csv(text += '|', "say \"so\"\r\n");
  EXPECT_EQ(text, "plain|\"a,b\"|\"say \"\"so\"\"\r\n\"");
}

}  // namespace
}  // namespace wain::runtime
