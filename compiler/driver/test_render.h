/// The verdicts of `wain test` as text, as JSON and as JUnit's XML.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "driver/expectations.h"

namespace wain::driver {

/// `"version"` of `wain-test`: docs/schema/test-1.schema.json.
inline constexpr int test_schema_version = 1;

/// Only what did not pass, with `brief`.
std::string test_text(const TestRun& run, bool brief);
std::string test_json(const TestRun& run);
/// What is undecided is skipped instead of failed if that is allowed.
std::string test_junit(const TestRun& run, bool allow_undecided);

/// How many verdicts there are, by simulation::Verdict.
std::array<std::size_t, 3> count_verdicts(const TestRun& run);
/// `passed`, `failed`, `undecided`.
std::string verdict_words(simulation::Verdict verdict);
/// What the verdict rests on, in one line.
std::string reason_words(const Expectation& expectation, const std::string& currency);
/// The currency that money of the left side is counted in; empty: none.
const std::string& currency_of(const TestRun& run, const Expectation& expectation);
/// What a reader must know of a scenario before believing a figure: cases that did not end, drift, overload.
std::vector<std::string> cautions_of(const TestedScenario& scenario);

}  // namespace wain::driver
