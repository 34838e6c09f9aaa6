/// From elements to bytes: how a fix is laid out in the text, so that comments, indentation and line ends
/// stay as their author has them.
#pragma once

#include <map>
#include <string_view>

#include "diagnostics/fix.h"
#include "source/source.h"
#include "syntax/token.h"

namespace wain::fixes {

/// Lays out fixes over one set of sources; reads the tokens of a file once.
class Layouter {
public:
  explicit Layouter(const SourceManager& sources) : sources_(sources) {}

  /// Fills `edits` from `rewrites`. False if the text does not allow it: something stands between what is to
  /// become neighbours, a name that would go is used elsewhere, two changes touch each other.
  bool lay_out(Fix& fix);

private:
  const syntax::TokenBuffer& tokens(FileId file);
  bool is_used_outside(std::string_view name, Span place);
  bool is_jumped_to(std::string_view name, FileId file);
  bool stand_side_by_side(Span first, Span second);

  const SourceManager& sources_;
  std::map<FileId, syntax::TokenBuffer> tokens_;
};

}  // namespace wain::fixes
