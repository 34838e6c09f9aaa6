#include "fixes/lay_out.h"

#include <algorithm>
#include <string>
#include <utility>

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

void enclose(const PageLayout& layout, Span place, const std::vector<std::string>& before,
             const std::vector<std::string>& after, std::vector<Edit>& edits) {
  layout.enclose(place, before, after, depth_behind(before), edits);
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
    const PageLayout& layout = page(place.file).layout;
    switch (rewrite.kind) {
      case Rewrite::Kind::Replace: fix.edits.push_back({place, rewrite.text}); break;
      case Rewrite::Kind::Remove: fix.edits.push_back(layout.remove(place)); break;
      case Rewrite::Kind::PutInside: fix.edits.push_back(layout.put_inside(place, rewrite.text)); break;
      case Rewrite::Kind::Enclose:
        enclose(layout, place, lines_of(rewrite.text), lines_of(rewrite.close), fix.edits);
        break;
      case Rewrite::Kind::SideBySide:
        if (!stand_side_by_side(place, rewrite.other)) return false;
        enclose(layout, place, {"parallel {", "\tbranch " + rewrite.text + " {"}, {"\t}"}, fix.edits);
        layout.indent_between(place.end, rewrite.other.begin, fix.edits);
        enclose(layout, rewrite.other, {"\tbranch " + rewrite.close + " {"}, {"\t}", "}"}, fix.edits);
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
                  [&](const std::string& name) { return page(file).targets.contains(name); }))
    return false;
  return !fix.edits.empty() && settle(fix.edits);
}

const Layouter::Page& Layouter::page(FileId file) {
  if (const auto known = pages_.find(file); known != pages_.end()) return known->second;
  const std::string_view text = sources_.text(file);
  Page& page = pages_.emplace(file, Page{PageLayout(file, text), {}, {}, {}}).first->second;
  page.tokens = syntax::scan(text);
  std::string_view before;
  for (const syntax::Token& token : page.tokens.tokens) {
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    page.words[word].push_back({file, token.begin, token.end});
    if (before == "->") page.targets.insert(word);
    before = word;
  }
  return page;
}

bool Layouter::is_used_outside(std::string_view name, Span place) {
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    const Page& of = page(FileId{i});
    const auto at = of.words.find(name);
    if (at == of.words.end()) continue;
    if (std::any_of(at->second.begin(), at->second.end(), [&](Span word) { return !place.contains(word); }))
      return true;
  }
  return false;
}

bool Layouter::stand_side_by_side(Span first, Span second) {
  if (first.file != second.file || second.begin < first.end) return false;
  const std::vector<syntax::Token>& all = page(first.file).tokens.tokens;
  const auto next =
      std::lower_bound(all.begin(), all.end(), first.end,
                       [](const syntax::Token& token, std::uint32_t offset) { return token.begin < offset; });
  return next != all.end() && next->begin == second.begin;
}

}  // namespace wain::fixes
