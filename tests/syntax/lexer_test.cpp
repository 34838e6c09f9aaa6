/// The hand-written lexer against the grammar, on the corpus, on hand-picked oddities, and on random
/// text (RapidCheck).

#include "syntax/lexer.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "syntax/corpus.h"
#include "syntax/reference/reference.h"

namespace wain::syntax {
namespace {

std::string show(const TokenBuffer& buffer, std::string_view text) {
  std::string out;
  for (const Token& t : buffer.tokens)
    out += std::to_string(static_cast<int>(t.kind)) + " " + std::to_string(t.begin) + ".." +
           std::to_string(t.end) + " " + std::string(text.substr(t.begin, t.end - t.begin)) + "\n";
  for (const Comment& c : buffer.comments)
    out += "comment " + std::to_string(static_cast<int>(c.kind)) + " " + std::to_string(c.begin) + ".." +
           std::to_string(c.end) + "\n";
  return out;
}

TEST(Lexer, AgreesWithTheGrammarOnTheCorpus) {
  for (const auto& path : corpus()) {
    const std::string text = read_file(path);
    EXPECT_EQ(show(scan(text), text), show(scan_by_grammar(text), text)) << path;
  }
}

TEST(Lexer, AgreesWithTheGrammarOnOddities) {
  for (const std::string text :
       {"1_000 1_ 1__0 2.5 2.5.3 1..2 1.x 40s 1h30min 1h1.5min 3hours 10k 5bd 1st 6th 0.4% 98% 1h%",
        "2026-12-24 2026-12-245 2026-1-1 20261-12-24 2026-12-24x", "\"a\\\"b\" \"open", "\"esc\\", "/* open",
        "/**/ x", "/// doc\n//// four\n// line\r/* b\n */ y", "-> - > .. . ... == = =! != < <= <- >= >",
        "\xEF\xBB\xBFrole R", "Größe naïve_1 Ω² x\xCC\x81y ٣", "role\xC2\xA0x", "@#$%^&?;'`",
        "a.b.c Mon Monday EUR and_ or1", "", "\r\n\t ", "1.5h.3 1e9 0x10 00:15 09:00-12:30 10:20%"}) {
    EXPECT_EQ(show(scan(text), text), show(scan_by_grammar(text), text)) << text;
  }
}

RC_GTEST_PROP(Lexer, AgreesWithTheGrammarOnRandomText, ()) {
  static const std::vector<std::string> pieces = {
      "1",  "2.5", "_", "min", "h", "d", "%",  ".",    "..", "-",  ">", "->", "\"",  "\\", "\n",       "\r",
      " ",  "/",   "*", "//",  "é", "Ω", "st", "2026", "12", "{",  "}", "(",  ")",   ":",  "role",     "Mon",
      "or", "=",   "!", "<",   "~", "|", ",",  "k",    "_0", "\t", "@", "#",  "1st", "e9", "\xCC\x81", "by"};
  const auto picks =
      *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size()));
  std::string text;
  for (const std::size_t pick : picks) text += pieces[pick];
  RC_ASSERT(show(scan(text), text) == show(scan_by_grammar(text), text));
}

TEST(Lexer, MarksLineStarts) {
  const std::string text = "role A\n  staff 6 /* x\n*/role B";
  const TokenBuffer buffer = scan(text);
  ASSERT_EQ(buffer.tokens.size(), 7U);
  EXPECT_TRUE(buffer.tokens[0].first_on_line && buffer.tokens[0].column_one);
  EXPECT_FALSE(buffer.tokens[1].first_on_line);
  EXPECT_TRUE(buffer.tokens[2].first_on_line);
  EXPECT_FALSE(buffer.tokens[2].column_one);
  EXPECT_TRUE(buffer.tokens[4].first_on_line);
}

TEST(Lexer, KeepsBytesThatAreNoText) {
  const std::string text("a\xFF\x00z", 4);
  const TokenBuffer buffer = scan(text);
  ASSERT_EQ(buffer.tokens.size(), 5U);
  EXPECT_EQ(buffer.tokens[1].kind, Tok::BadCharacter);
  EXPECT_EQ(buffer.tokens[2].kind, Tok::BadCharacter);
}

}  // namespace
}  // namespace wain::syntax
