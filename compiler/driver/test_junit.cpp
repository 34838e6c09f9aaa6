// The verdicts of `wain test` as JUnit's XML: a suite a file, a case an `expect`.
// https://github.com/testmoapp/junitxml
#include <fmt/format.h>

#include "diagnostics/xml_text.h"
#include "driver/test_render.h"

namespace wain::driver {
namespace {

using simulation::Verdict;

/// How one verdict counts.
struct Counts {
  std::size_t tests = 0, failures = 0, skipped = 0;
  void add(Verdict verdict, bool allow_undecided) {
    ++tests;
    if (verdict == Verdict::Failed || (verdict == Verdict::Undecided && !allow_undecided)) ++failures;
    if (verdict == Verdict::Undecided && allow_undecided) ++skipped;
  }
  [[nodiscard]] std::string str() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" skipped=\"{}\"", tests, failures, skipped);
  }
};

std::string test_case(const TestRun& run, const Expectation& one, bool allow_undecided) {
  const std::string reason = xml_escaped(reason_words(one, currency_of(run, one)));
  std::string text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\">\n",
                  xml_escaped(one.path), xml_escaped(one.text), xml_escaped(one.path), one.line);
  if (one.decision.verdict == Verdict::Passed)
    text += fmt::format("      <system-out>{}</system-out>\n", reason);
  else if (one.decision.verdict == Verdict::Undecided && allow_undecided)
    text += fmt::format("      <skipped message=\"{}\"/>\n", reason);
  else
    text += fmt::format("      <failure type=\"{}\" message=\"{}\">{}:{}:{}: {}</failure>\n",
                        verdict_words(one.decision.verdict), reason, xml_escaped(one.path), one.line,
                        one.column, reason);
  return text + "    </testcase>\n";
}

}  // namespace

std::string test_junit(const TestRun& run, bool allow_undecided) {
  Counts all;
  for (const Expectation& one : run.expectations) all.add(one.decision.verdict, allow_undecided);
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites name=\"wain test\" {}>\n", all.str());
  const auto& list = run.expectations;
  for (std::size_t i = 0; i < list.size();) {
    Counts suite;
    std::string cases;
    const std::string& path = list[i].path;
    for (; i < list.size() && list[i].path == path; ++i) {
      suite.add(list[i].decision.verdict, allow_undecided);
      cases += test_case(run, list[i], allow_undecided);
    }
    text += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", xml_escaped(path), suite.str(),
                        cases);
  }
  return text + "</testsuites>\n";
}

}  // namespace wain::driver
