#include "driver/pages.h"

#include <algorithm>

namespace wain::driver {

const Page* page_of(std::string_view rule) {
  const auto pages = all_pages();
  const auto at = std::lower_bound(pages.begin(), pages.end(), rule,
                                   [](const Page& page, std::string_view name) { return page.rule < name; });
  return at != pages.end() && at->rule == rule ? &*at : nullptr;
}

}  // namespace wain::driver
