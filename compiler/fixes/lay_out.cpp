#include "fixes/lay_out.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fixes/page_layout.h"
#include "syntax/lexer.h"

namespace wain::fixes {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// How deep what stands between the lines comes to stand: each of them opens a block.
std::size_t depth_behind(const std::vector<std::string>& before) {
  if (before.empty()) return 0;
  const std::string& last = before.back();
  return std::min(last.find_first_not_of('\t'), last.size()) + 1;
}

void enclose(const PageLayout& page, Span place, const std::vector<std::string>& before,
             const std::vector<std::string>& after, std::vector<Edit>& edits) {
  page.enclose(place, before, after, depth_behind(before), edits);
}

/// Sorted, and apart: no two changes of the same bytes, none inside another.
bool settle(std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.place < b.place; });
  for (std::size_t i = 1; i < edits.size(); ++i) {
    const Span before = edits[i - 1].place;
    const Span after = edits[i].place;
    if (before.file == after.file && after.begin < before.end) return false;
  }
  return true;
}

}  // namespace

bool Layouter::lay_out(Fix& fix) {
  fix.edits.clear();
  for (const Rewrite& rewrite : fix.rewrites) {
    const Span place = rewrite.place;
    if (!place.valid() || place.file.index >= sources_.size() || place.end > sources_.text(place.file).size())
      return false;
    const PageLayout page(place.file, sources_.text(place.file));
    switch (rewrite.kind) {
      case Rewrite::Kind::Replace: fix.edits.push_back({place, rewrite.text}); break;
      case Rewrite::Kind::Remove: fix.edits.push_back(page.remove(place)); break;
      case Rewrite::Kind::PutInside: fix.edits.push_back(page.put_inside(place, rewrite.text)); break;
      case Rewrite::Kind::Enclose:
        enclose(page, place, lines_of(rewrite.text), lines_of(rewrite.close), fix.edits);
        break;
      case Rewrite::Kind::SideBySide:
        if (!stand_side_by_side(place, rewrite.other)) return false;
        enclose(page, place, {"parallel {", "\tbranch " + rewrite.text + " {"}, {"\t}"}, fix.edits);
        page.indent_between(place.end, rewrite.other.begin, fix.edits);
        enclose(page, rewrite.other, {"\tbranch " + rewrite.close + " {"}, {"\t}", "}"}, fix.edits);
        break;
    }
  }
  const auto is_missed = [&](const std::string& name) {
    return std::any_of(fix.rewrites.begin(), fix.rewrites.end(), [&](const Rewrite& rewrite) {
      return rewrite.kind == Rewrite::Kind::Remove && is_used_outside(name, rewrite.place);
    });
  };
  if (std::any_of(fix.gone.begin(), fix.gone.end(), is_missed)) return false;
  const FileId file = fix.rewrites.empty() ? FileId{} : fix.rewrites.front().place.file;
  if (std::any_of(fix.closed.begin(), fix.closed.end(),
                  [&](const std::string& name) { return is_jumped_to(name, file); }))
    return false;
  return !fix.edits.empty() && settle(fix.edits);
}

const syntax::TokenBuffer& Layouter::tokens(FileId file) {
  const auto [at, fresh] = tokens_.try_emplace(file);
  if (fresh) at->second = syntax::scan(sources_.text(file));
  return at->second;
}

bool Layouter::is_used_outside(std::string_view name, Span place) {
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    const std::string_view text = sources_.text(FileId{i});
    for (const syntax::Token& token : tokens(FileId{i}).tokens) {
      if (place.contains({FileId{i}, token.begin, token.end})) continue;
      if (text.substr(token.begin, token.end - token.begin) == name) return true;
    }
  }
  return false;
}

bool Layouter::is_jumped_to(std::string_view name, FileId file) {
  const std::string_view text = sources_.text(file);
  const std::vector<syntax::Token>& all = tokens(file).tokens;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (text.substr(all[i - 1].begin, all[i - 1].end - all[i - 1].begin) == "->" &&
        text.substr(all[i].begin, all[i].end - all[i].begin) == name)
      return true;
  }
  return false;
}

bool Layouter::stand_side_by_side(Span first, Span second) {
  if (first.file != second.file || second.begin < first.end) return false;
  const std::vector<syntax::Token>& all = tokens(first.file).tokens;
  return std::none_of(all.begin(), all.end(), [&](const syntax::Token& token) {
    return token.begin >= first.end && token.end <= second.begin && token.end > token.begin;
  });
}

}  // namespace wain::fixes
