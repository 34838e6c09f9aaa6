#include "syntax/token.h"

#include <array>

namespace wain::syntax {
namespace {

constexpr auto make_spellings() {
  std::array<std::string_view, 256> spellings{};
#define WAIN_TOKEN(id, number, text) spellings[number] = text;
#include "syntax/grammar_tables.inc"
  return spellings;
}
constexpr auto spellings = make_spellings();

// The grammar lists its tokens in these groups, in this order.
constexpr bool between(Tok kind, Tok first, Tok last) { return first <= kind && kind <= last; }

}  // namespace

std::string_view spelling(Tok kind) { return spellings[static_cast<std::size_t>(kind)]; }

bool is_keyword(Tok kind) { return between(kind, Tok::And, Tok::Yields); }

bool starts_declaration(Tok kind) { return between(kind, Tok::Import, Tok::Expect); }

bool starts_statement(Tok kind) { return between(kind, Tok::Step, Tok::Together) || kind == Tok::Arrow; }

bool starts_property(Tok kind) { return between(kind, Tok::A, Tok::Wrong); }

}  // namespace wain::syntax
