/// Columns of text, aligned by what they measure on a terminal.
#pragma once

#include <climits>
#include <string>
#include <vector>

namespace wain::driver {

class TextTable {
public:
  enum class Align { Left, Right };
  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  /// Each row with this much space before it; no space at its end. What is wider than `width` is folded: the
  /// columns that have no room follow below, behind the first column again.
  [[nodiscard]] std::string str(unsigned indent, unsigned width = UINT_MAX) const;

private:
  [[nodiscard]] std::string block(const std::vector<std::size_t>& columns,
                                  const std::vector<std::size_t>& widths, unsigned indent) const;

  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wain::driver
