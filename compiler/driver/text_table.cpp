#include "driver/text_table.h"

#include <algorithm>
#include <cstddef>

#include <llvm/Support/Unicode.h>

namespace wain::driver {
namespace {

constexpr std::size_t gap = 2;  // between columns

std::size_t width_of(const std::string& text) {
  const int width = llvm::sys::unicode::columnWidthUTF8(text);
  return width < 0 ? text.size() : static_cast<std::size_t>(width);
}

}  // namespace

std::string TextTable::block(const std::vector<std::size_t>& columns, const std::vector<std::size_t>& widths,
                             unsigned indent) const {
  std::string text;
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (const std::size_t i : columns) {
      if (i >= row.size()) continue;
      const std::string space(widths[i] - width_of(row[i]), ' ');
      if (i > 0) line.append(gap, ' ');
      line += columns_[i] == Align::Left ? row[i] + space : space + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string TextTable::str(unsigned indent, unsigned width) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  std::string text;
  std::vector<std::size_t> columns{0};
  std::size_t wide = indent + widths.front();
  for (std::size_t i = 1; i < columns_.size(); ++i) {
    if (widths[i] == 0) continue;
    if (wide + gap + widths[i] > width && columns.size() > 1) {
      text += block(columns, widths, indent) + "\n";
      columns = {0};
      wide = indent + widths.front();
    }
    columns.push_back(i);
    wide += gap + widths[i];
  }
  return text + block(columns, widths, indent);
}

}  // namespace wain::driver
