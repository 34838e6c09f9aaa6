/// The grammar is LL(1): ANTLR reports no ambiguity, no full-context attempt and no context
/// sensitivity over the examples, and the generated parser contains no prediction at all.

#include <gtest/gtest.h>

#include "syntax/corpus.h"
#include "syntax/reference/reference.h"

namespace wain::syntax {
namespace {

TEST(Grammar, PredictsNothingOnTheExamples) {
  const auto files = wain_files("examples");
  ASSERT_FALSE(files.empty());
  for (const auto& path : files) {
    const auto reports = prediction_reports(read_file(path));
    EXPECT_TRUE(reports.empty()) << path << ": " << (reports.empty() ? "" : reports.front());
  }
}

TEST(Grammar, ReportsAreSeen) {
  EXPECT_FALSE(prediction_reports("role role role {").empty()) << "the listener must hear of errors";
}

TEST(Grammar, GeneratedParserHasNoAdaptivePrediction) {
  const std::string parser = read_file(WAIN_BINARY_DIR "/grammar/generated/WainParser.cpp");
  ASSERT_NE(parser.find("WainParser::ProcessDeclContext"), std::string::npos);
  EXPECT_EQ(parser.find("adaptivePredict"), std::string::npos);
}

}  // namespace
}  // namespace wain::syntax
