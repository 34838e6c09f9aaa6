/// A page in Markdown, shown in a terminal.
#pragma once

#include <string_view>

#include <llvm/Support/raw_ostream.h>

namespace wain::driver {

/// Markdown as it is, its headings in bold. With a width other than 0, paragraphs and items of lists are laid
/// out anew in lines of so many columns; code and tables stay as they are.
void write_page(llvm::raw_ostream& out, std::string_view text, bool color, unsigned width);

}  // namespace wain::driver
