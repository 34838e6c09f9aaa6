/// Files as git has them.
#pragma once

#include <optional>
#include <string>

namespace wain::driver {

/// Whether git, here, knows this as a commit.
bool is_revision(const std::string& word);

/// The commit from which both went their own ways; nothing if they have none in common.
std::optional<std::string> merge_base(const std::string& one, const std::string& other);

struct GitText {
  std::optional<std::string> text;
  std::string reason;  ///< git's own words, if there is no text
};
/// The file (a path as seen from here) at a revision.
GitText git_show(const std::string& revision, const std::string& path);

}  // namespace wain::driver
