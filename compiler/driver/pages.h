/// The rules' pages, as they stood when the program was built.
#pragma once

#include <span>
#include <string_view>

namespace wain::driver {

struct Page {
  std::string_view rule;         ///< its kebab-case name
  std::string_view family;       ///< the folder: `OWN`-like, in lower case
  std::string_view summary;      ///< what it sees, in one sentence: as docs/rules.md says it
  std::string_view description;  ///< the first paragraph of what it sees
  std::string_view text;         ///< all of it, Markdown
};

/// Sorted by rule.
std::span<const Page> all_pages();
/// The page of a rule; nullptr if it has none.
const Page* page_of(std::string_view rule);

}  // namespace wain::driver
