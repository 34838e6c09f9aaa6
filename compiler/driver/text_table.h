/// Columns of text, aligned by what they measure on a terminal.
#pragma once

#include <string>
#include <vector>

namespace wain::driver {

class TextTable {
public:
  enum class Align { Left, Right };
  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  /// Each row with this much space before it; no space at its end.
  [[nodiscard]] std::string str(unsigned indent) const;

private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wain::driver
