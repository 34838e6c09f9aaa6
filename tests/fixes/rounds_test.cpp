// The rounds of fixing over a linter that is made up: one finding for each `x` of a text.
#include "driver/fix_rounds.h"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "diagnostics/rule_ids.h"

namespace wain::driver {
namespace {

constexpr const char* file = "a.wain";

const Inputs& one_input() {
  static const Inputs inputs{{{file, file, false}}, true};
  return inputs;
}

/// The letter after an `x` names the finding. Each fix deletes its two letters; `wide` ones reach from the
/// beginning of the text, so that no two of them are apart.
LintPass linter(bool wide) {
  return [wide](const Inputs&, const Overlay& texts) {
    const std::string& text = texts.at(file);
    auto sources = std::make_unique<SourceManager>();
    const FileId id = sources->add(file, text);
    Diagnostics diagnostics;
    std::vector<Fix> fixes;
    for (std::uint32_t at = 0; at < text.size(); ++at) {
      if (text[at] != 'x') continue;
      const Span place{id, at, at + 2};
      diagnostics.report(rule::UnusedAllow, place).symbol(text.substr(at, 2));
      const std::uint32_t begin = wide ? 0 : at;
      fixes.push_back({rule::UnusedAllow,
                       place,
                       FixKind::Safe,
                       "less",
                       {},
                       {},
                       {},
                       {{{id, begin, at + 2}, text.substr(begin, at - begin)}}});
    }
    Outcome outcome;
    outcome.report.add(std::move(sources), std::move(diagnostics), std::move(fixes));
    outcome.report.finish(1);
    return outcome;
  };
}

/// `xa xb xc …` of so many findings.
std::string text_of(char count) {
  std::string text;
  for (char i = 0; i < count; ++i) text += {'x', static_cast<char>('a' + i), ' '};
  return text;
}

FixResult fixed(char findings, bool wide) {
  const FixChoice safe_ones{true, {}};
  return fix_in_rounds(one_input(), {{file, text_of(findings)}}, safe_ones, linter(wide));
}

TEST(Rounds, FixesThatAreApartGoTogether) {
  const FixResult result = fixed(20, false);
  EXPECT_EQ(result.outcome.report.findings().size(), 0U);
  EXPECT_EQ(result.rounds, 1U);
  EXPECT_EQ(result.fixes, 20U);
  EXPECT_FALSE(result.unfinished);
}

TEST(Rounds, FixesThatOverlapGoOneAfterAnother) {
  const FixResult result = fixed(static_cast<char>(most_rounds), true);
  EXPECT_EQ(result.outcome.report.findings().size(), 0U);
  EXPECT_EQ(result.rounds, most_rounds);
  EXPECT_EQ(result.fixes, most_rounds);
  EXPECT_FALSE(result.unfinished);
}

TEST(Rounds, AreCappedAndSayThatMoreIsLeft) {
  const FixResult result = fixed(static_cast<char>(most_rounds + 2), true);
  EXPECT_EQ(result.rounds, most_rounds);
  EXPECT_EQ(result.fixes, most_rounds);
  EXPECT_TRUE(result.unfinished);
  EXPECT_EQ(result.outcome.report.findings().size(), 2U);
}

}  // namespace
}  // namespace wain::driver
