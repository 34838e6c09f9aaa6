/// The deletion test of section 9 of the language: delete, double, or replace by a name each token
/// of each example in turn. There must be one syntax message, within one line, or none.

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "syntax/corpus.h"
#include "syntax/lexer.h"
#include "syntax/parse.h"

namespace wain::syntax {
namespace {

enum class Mutation { Delete, Double, Replace };

struct Verdict {
  bool one_message_or_none = true;
  bool near = true;
};

std::string mutate(const std::string& text, const Token& token, Mutation mutation) {
  const std::string before = text.substr(0, token.begin);
  const std::string word = text.substr(token.begin, token.end - token.begin);
  const std::string after = text.substr(token.end);
  switch (mutation) {
    case Mutation::Delete: return before + after;
    case Mutation::Double: return before + word + " " + word + after;
    case Mutation::Replace: return before + "blorp" + after;
  }
  return text;
}

Verdict judge(const std::string& text, std::uint32_t line) {
  SourceManager sources;
  Diagnostics diagnostics;
  const FileId file = sources.add("mutant.wain", text);
  parse(sources, file, diagnostics);
  Verdict verdict;
  verdict.one_message_or_none = diagnostics.size() <= 1;
  for (const Diagnostic& d : diagnostics.all()) {
    const auto near = [&](Span span) {
      const std::uint32_t at = sources.line_column(file, span.begin).line;
      return at + 1 >= line && at <= line + 1;
    };
    // An unclosed brace is reported where it opens, with the place where its end is missing.
    const bool note_near = std::any_of(d.notes.begin(), d.notes.end(), [&](const Note& note) {
      return note.span.valid() && near(note.span);
    });
    verdict.near = verdict.near && (near(d.span) || note_near);
  }
  return verdict;
}

// Under sanitizers every mutant costs ten times as much: there, a twelfth of them, the same every time.
#if defined(__has_feature) && __has_feature(address_sanitizer)
constexpr std::size_t stride = 12;
#else
constexpr std::size_t stride = 1;
#endif

TEST(Recovery, OneMistakeGivesOneMessageNearby) {
  const bool list = std::getenv("WAIN_LIST_EXCEPTIONS") != nullptr;
  std::size_t tried = 0;
  std::size_t held = 0;
  std::map<std::string, std::size_t> exceptions;  // by mutation and kind of token
  for (const auto& path : wain_files("examples")) {
    const std::string text = read_file(path);
    SourceManager sources;
    const FileId file = sources.add(path.string(), text);
    const TokenBuffer buffer = scan(sources.text(file));
    for (std::size_t i = 0; i + 1 < buffer.tokens.size(); i += stride) {
      const Token& token = buffer.tokens[i];
      const std::uint32_t line = sources.line_column(file, token.begin).line;
      for (const Mutation mutation : {Mutation::Delete, Mutation::Double, Mutation::Replace}) {
        const Verdict verdict = judge(mutate(text, token, mutation), line);
        ++tried;
        const bool ok = verdict.one_message_or_none && verdict.near;
        held += ok ? 1 : 0;
        if (ok) continue;
        static constexpr const char* names[] = {"delete", "double", "replace"};
        const std::string word = text.substr(token.begin, token.end - token.begin);
        ++exceptions[std::string(names[static_cast<int>(mutation)]) + " " +
                     std::string(spelling(token.kind).empty() ? "a word or value" : spelling(token.kind))];
        if (list)
          std::cout << path.filename().string() << ":" << line << ": " << names[static_cast<int>(mutation)]
                    << " `" << word << "`: " << (verdict.one_message_or_none ? "far" : "several") << "\n";
      }
    }
  }
  ASSERT_GT(tried, 10'000U / stride);
  std::cout << held << " of " << tried << " mutants gave at most one message, within one line; the others:\n";
  for (const auto& [what, count] : exceptions) std::cout << "  " << what << ": " << count << "\n";
  EXPECT_GE(static_cast<double>(held), 0.95 * static_cast<double>(tried));
}

}  // namespace
}  // namespace wain::syntax
