/// Prose in lines of a width.
#pragma once

#include <string>
#include <string_view>

namespace wain::driver {

/// The words of the text in lines of at most `width` columns, each behind `margin`; a word that is longer has
/// a line of its own. Every line ends with a line feed; a text without words is none.
std::string wrapped(std::string_view text, unsigned width, std::string_view margin);

}  // namespace wain::driver
