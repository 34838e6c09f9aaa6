/// From elements to bytes: how a fix is laid out in the text, so that comments, indentation and line ends
/// stay as their author has them.
#pragma once

#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "diagnostics/fix.h"
#include "fixes/page_layout.h"
#include "source/source.h"
#include "syntax/token.h"

namespace wain::fixes {

/// Lays out fixes over one set of sources; reads a file once.
class Layouter {
public:
  explicit Layouter(const SourceManager& sources) : sources_(sources) {}

  /// Fills `edits` from `rewrites`. False if the text does not allow it: something stands between what is to
  /// become neighbours, a name that would go is used elsewhere, two changes touch each other.
  bool lay_out(Fix& fix);

private:
  /// What is asked about a file again and again.
  struct Page {
    PageLayout layout;
    syntax::TokenBuffer tokens;
    std::unordered_map<std::string_view, std::vector<Span>> words;  ///< where each stands
    std::unordered_set<std::string_view> targets;                   ///< words behind `->`
  };
  const Page& page(FileId file);
  bool is_used_outside(std::string_view name, Span place);
  bool stand_side_by_side(Span first, Span second);
  /// A step with the choice around it that would be left without any statement. Where comments stand between,
  /// the step alone.
  Span with_empty_choice(Span step);

  const SourceManager& sources_;
  std::map<FileId, Page> pages_;
};

}  // namespace wain::fixes
