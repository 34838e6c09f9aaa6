#include "source/source.h"

#include <algorithm>

namespace wain {

Span cover(Span first, Span last) {
  if (!first.valid()) return last;
  if (!last.valid()) return first;
  return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

FileId SourceManager::add(std::string path, std::string text) {
  files_.push_back({std::move(path), std::move(text), {}});
  return FileId{static_cast<std::uint32_t>(files_.size() - 1)};
}

std::string_view SourceManager::path(FileId file) const { return files_[file.index].path; }

std::string_view SourceManager::text(FileId file) const { return files_[file.index].text; }

std::string_view SourceManager::text(Span span) const {
  return text(span.file).substr(span.begin, span.end - span.begin);
}

const std::vector<std::uint32_t>& SourceManager::line_starts(const File& file) const {
  if (!file.line_starts.empty()) return file.line_starts;
  file.line_starts.push_back(0);
  const std::string& text = file.text;
  const bool has_returns = text.find('\r') != std::string::npos;
  const auto next_end = [&](std::size_t from) {
    return has_returns ? text.find_first_of("\r\n", from) : text.find('\n', from);
  };
  for (std::size_t i = next_end(0); i != std::string::npos; i = next_end(i + 1)) {
    const bool in_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!in_pair) file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return file.line_starts;
}

LineColumn SourceManager::line_column(FileId id, std::uint32_t offset) const {
  const File& file = files_[id.index];
  const auto& starts = line_starts(file);
  offset = std::min(offset, static_cast<std::uint32_t>(file.text.size()));
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const std::uint32_t start = *(after - 1);
  const auto is_lead = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto points = std::count_if(file.text.begin() + start, file.text.begin() + offset, is_lead);
  return {static_cast<std::uint32_t>(after - starts.begin()), static_cast<std::uint32_t>(points) + 1};
}

std::uint32_t SourceManager::line_start(FileId id, std::uint32_t number) const {
  const File& file = files_[id.index];
  const auto& starts = line_starts(file);
  if (number == 0 || number > starts.size()) return static_cast<std::uint32_t>(file.text.size());
  return starts[number - 1];
}

std::string_view SourceManager::line(FileId id, std::uint32_t number) const {
  const std::uint32_t begin = line_start(id, number);
  const std::uint32_t end = line_start(id, number + 1);
  std::string_view line = text(id).substr(begin, end - begin);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace wain
