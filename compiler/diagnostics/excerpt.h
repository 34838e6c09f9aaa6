/// The lines of source that a finding is about, with carets and labels under them.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/render.h"
#include "source/source.h"

namespace llvm {
class raw_ostream;
}

namespace wain {

/// A place in a file and what is said about it there.
struct Label {
  Span span;
  std::string text;  ///< may be empty
  bool primary = false;
};

/// How the left margin and the primary carets are drawn.
struct ExcerptStyle {
  TextStyle text;
  Level level = Level::Error;
  unsigned gutter = 1;  ///< digits of the greatest line number shown
};

/// Draws the lines that the labels (all in `file`) start on, in order; a label of several lines is
/// drawn on its first.
void write_excerpt(llvm::raw_ostream& out, const SourceManager& sources, FileId file,
                   std::vector<Label> labels, const ExcerptStyle& style);
/// `   |` and `12 |`: the margin of a row, without what follows.
void write_margin(llvm::raw_ostream& out, const ExcerptStyle& style, std::uint32_t line = 0);

}  // namespace wain
