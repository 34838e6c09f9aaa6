#include "driver/glob.h"

#include <cstddef>
#include <string>
#include <vector>

namespace wain::driver {
namespace {

/// The pattern in the steps of an automaton. `**/` is two of them, before its folders and within them: it may
/// be empty, and what comes behind it begins a name.
enum class Step : unsigned char { Literal, One, Some, Deep, Folders, InFolders };
struct Part {
  Step step;
  char literal = 0;
};

std::vector<Part> parts_of(std::string_view pattern) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*' && i + 1 < pattern.size() && pattern[i + 1] == '*') {
      ++i;
      const bool folders =
          i + 1 < pattern.size() && pattern[i + 1] == '/' && (i == 1 || pattern[i - 2] == '/');
      parts.push_back({folders ? Step::Folders : Step::Deep});
      if (!folders) continue;
      parts.push_back({Step::InFolders});
      ++i;
    } else if (pattern[i] == '*') {
      parts.push_back({Step::Some});
    } else if (pattern[i] == '?') {
      parts.push_back({Step::One});
    } else {
      parts.push_back({Step::Literal, pattern[i]});
    }
  }
  return parts;
}

/// Where the automaton may stand, before part i, closed over parts that match nothing.
void close(const std::vector<Part>& parts, std::vector<bool>& at) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!at[i]) continue;
    if (parts[i].step == Step::Some || parts[i].step == Step::Deep) at[i + 1] = true;
    if (parts[i].step == Step::Folders) at[i + 1] = at[i + 2] = true;
  }
}

bool matches(std::string_view pattern, std::string_view path) {
  if (pattern.find_first_of("*?") == std::string_view::npos) return pattern == path;
  const std::vector<Part> parts = parts_of(pattern);
  std::vector<bool> at(parts.size() + 1, false);
  at[0] = true;
  close(parts, at);
  for (const char c : path) {
    std::vector<bool> next(parts.size() + 1, false);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!at[i]) continue;
      switch (parts[i].step) {
        case Step::Literal: next[i + 1] = next[i + 1] || c == parts[i].literal; break;
        case Step::One: next[i + 1] = next[i + 1] || c != '/'; break;
        case Step::Some: next[i] = next[i] || c != '/'; break;
        case Step::Deep: next[i] = true; break;
        case Step::Folders: break;
        case Step::InFolders:
          next[i] = true;
          next[i + 1] = next[i + 1] || c == '/';
          break;
      }
    }
    close(parts, next);
    at = std::move(next);
  }
  return at.back();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  const bool anchored = pattern.starts_with("./") || pattern.starts_with('/');
  if (anchored) pattern.remove_prefix(pattern.find('/') + 1);
  if (!anchored && pattern.find('/') == std::string_view::npos)
    return matches(pattern, path.substr(path.rfind('/') + 1));
  return pattern.ends_with('/') ? matches(std::string(pattern) + "**", path) : matches(pattern, path);
}

}  // namespace wain::driver
