/// What would mend a finding: changes of the text as data. A rule says which elements go, come or move
/// (`Rewrite`); fixes/lay_out.h turns that into replacements of bytes (`Edit`).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain {

enum class FixKind : std::uint8_t {
  Safe,      ///< the work that the file describes stays as it is
  Proposal,  ///< the work is done otherwise; applied only when asked for by name
};
std::string_view name(FixKind kind);

/// A change in terms of whole elements of the text.
struct Rewrite {
  enum class Kind : std::uint8_t {
    Replace,     ///< `place` by `text`
    Remove,      ///< the element at `place`, with the lines that it alone stands on
    PutInside,   ///< `text` becomes the last item of the element at `place`, in its braces or in new ones
    Enclose,     ///< `place` goes between the lines of `text` and those of `close`
    SideBySide,  ///< the neighbours `place` and `other` become branches, `text` and `close`, of a `parallel`
  };
  Kind kind = Kind::Replace;
  Span place;
  std::string text;
  std::string close;
  Span other;
};

/// Puts `text` in the place of bytes; an empty place is where it is put in.
struct Edit {
  Span place;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

struct Fix {
  Diag rule{};  ///< the finding that it is for: its rule and its place
  Span finding;
  FixKind kind = FixKind::Safe;
  std::string title;  ///< what it does, as an order
  std::vector<Rewrite> rewrites;
  /// Steps that it takes away: only offered where the text does not name them elsewhere.
  std::vector<std::string> gone;
  /// Steps that a jump cannot come to any more: only offered where none does.
  std::vector<std::string> closed;
  std::vector<Edit> edits;  ///< sorted, apart from each other; empty before it is laid out
};

}  // namespace wain
