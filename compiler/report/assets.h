/// page.css and page.js, as they stood when the program was built.
#pragma once

#include <string_view>

namespace wain::report {

std::string_view style_sheet();
std::string_view script();

}  // namespace wain::report
