// The shortest script of edits between two texts by lines (E. W. Myers, "An O(ND) difference algorithm and
// its variations", Algorithmica 1, 1986), in the unified format of diff.
#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "fixes/apply.h"

namespace wain::fixes {
namespace {

constexpr std::size_t lines_around = 3;
/// More differing lines than that are shown as everything gone and everything new.
constexpr std::int64_t most_differences = 1000;

using Lines = std::vector<std::string_view>;

/// Lines with their ends; the last one may have none.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// A line of the script: kept, or of one side only.
struct Step {
  char sign;  // ' ', '-' or '+'
  std::size_t old_line, new_line;
};

std::vector<Step> all_replaced(const Lines& before, const Lines& after) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < before.size(); ++i) steps.push_back({'-', i, 0});
  for (std::size_t i = 0; i < after.size(); ++i) steps.push_back({'+', before.size(), i});
  return steps;
}

/// One more difference: how far each diagonal gets. `furthest[d + offset]` is of the old side.
class Walk {
public:
  Walk(const Lines& before, const Lines& after)
      : before_(before),
        after_(after),
        most_(std::min<std::int64_t>(size(before) + size(after), most_differences)),
        furthest_(static_cast<std::size_t>(2 * most_ + 3), 0) {}

  std::vector<Step> run() {
    for (std::int64_t differences = 0; differences <= most_; ++differences) {
      trace_.push_back(furthest_);
      for (std::int64_t diagonal = -differences; diagonal <= differences; diagonal += 2) {
        std::int64_t x = goes_down(diagonal, differences) ? at(diagonal + 1) : at(diagonal - 1) + 1;
        while (x < size(before_) && x - diagonal < size(after_) && x - diagonal >= 0 &&
               before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(x - diagonal)])
          ++x;
        at(diagonal) = x;
        if (x >= size(before_) && x - diagonal >= size(after_)) return script(differences);
      }
    }
    return all_replaced(before_, after_);
  }

private:
  static std::int64_t size(const Lines& lines) { return static_cast<std::int64_t>(lines.size()); }
  std::int64_t& at(std::int64_t diagonal) {
    return furthest_[static_cast<std::size_t>(diagonal + most_ + 1)];
  }
  bool goes_down(std::int64_t diagonal, std::int64_t differences) {
    return diagonal == -differences || (diagonal != differences && at(diagonal - 1) < at(diagonal + 1));
  }

  std::vector<Step> script(std::int64_t differences) {
    std::vector<Step> steps;
    std::int64_t x = size(before_);
    std::int64_t y = size(after_);
    const auto add = [&](char sign) {
      steps.push_back({sign, static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
    };
    for (; differences >= 0; --differences) {
      furthest_ = trace_[static_cast<std::size_t>(differences)];
      const std::int64_t diagonal = x - y;
      const bool down = goes_down(diagonal, differences);
      const std::int64_t from = differences == 0 ? 0 : at(down ? diagonal + 1 : diagonal - 1);
      const std::int64_t from_y = differences == 0 ? 0 : from - (down ? diagonal + 1 : diagonal - 1);
      const std::int64_t snake = differences == 0 ? 0 : (down ? from : from + 1);
      while (x > snake && y > 0) {
        --x;
        --y;
        add(' ');
      }
      if (differences == 0) break;
      x = from;
      y = from_y;
      add(down ? '+' : '-');
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  const Lines& before_;
  const Lines& after_;
  std::int64_t most_;
  std::vector<std::int64_t> furthest_;            // by diagonal
  std::vector<std::vector<std::int64_t>> trace_;  // before each number of differences
};

/// `3,7`, or `3` of one line; of none, the line before.
std::string range(std::size_t first, std::size_t count) {
  if (count == 1) return fmt::format("{}", first + 1);
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

std::string hunk(const Lines& before, const Lines& after, const std::vector<Step>& steps, std::size_t begin,
                 std::size_t end) {
  std::size_t old_count = 0;
  std::size_t new_count = 0;
  std::string body;
  for (std::size_t i = begin; i < end; ++i) {
    const Step& step = steps[i];
    old_count += step.sign != '+' ? 1 : 0;
    new_count += step.sign != '-' ? 1 : 0;
    const std::string_view line = step.sign == '+' ? after[step.new_line] : before[step.old_line];
    body += step.sign;
    body += line;
    if (!line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
  }
  return fmt::format("@@ -{} +{} @@\n{}", range(steps[begin].old_line, old_count),
                     range(steps[begin].new_line, new_count), body);
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines old_lines = lines_of(before);
  const Lines new_lines = lines_of(after);
  const std::vector<Step> steps = Walk(old_lines, new_lines).run();
  const std::string_view relative = path.starts_with('/') ? path.substr(1) : path;
  // A path with a blank ends at a tab, or `patch` ends it at the blank.
  const std::string_view end_of_path = relative.find(' ') == std::string_view::npos ? "" : "\t";
  std::string result = fmt::format("--- a/{0}{1}\n+++ b/{0}{1}\n", relative, end_of_path);
  for (std::size_t at = 0; at < steps.size();) {
    if (steps[at].sign == ' ') {
      ++at;
      continue;
    }
    const std::size_t begin = at - std::min(at, lines_around);
    std::size_t last = at;  // of the changed lines in this hunk
    for (std::size_t i = at; i < steps.size() && i - last <= 2 * lines_around; ++i) {
      if (steps[i].sign != ' ') last = i;
    }
    const std::size_t end = std::min(steps.size(), last + 1 + lines_around);
    result += hunk(old_lines, new_lines, steps, begin, end);
    at = end;
  }
  return result;
}

}  // namespace wain::fixes
