#include "fixes/lay_out.h"

#include <algorithm>
#include <cstddef>
#include <optional>
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
      case Rewrite::Kind::Remove:
        fix.edits.push_back(layout.remove(fix.gone.empty() ? place : with_empty_choice(place)));
        break;
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

namespace {

/// The tokens of a page, to look around in.
class Neighbours {
public:
  Neighbours(std::string_view text, const std::vector<syntax::Token>& tokens) : text_(text), all_(tokens) {}

  [[nodiscard]] std::string_view word(std::size_t i) const {
    return i < all_.size() ? text_.substr(all_[i].begin, all_[i].end - all_[i].begin) : std::string_view();
  }
  [[nodiscard]] std::size_t at(std::uint32_t offset) const {
    const auto found =
        std::lower_bound(all_.begin(), all_.end(), offset,
                         [](const syntax::Token& token, std::uint32_t begin) { return token.begin < begin; });
    return static_cast<std::size_t>(found - all_.begin());
  }

  /// The tokens of a statement, its last one included.
  struct Range {
    std::size_t first, last;
  };
  /// The choice in which `step` is the only statement; nothing if there is none.
  [[nodiscard]] std::optional<Range> choice_around(Range step) const {
    if (step.first == 0 || word(step.first - 1) != "{" || word(step.last + 1) != "}") return std::nullopt;
    const Range block{step.first - 1, step.last + 1};
    const std::optional<std::size_t> head = head_of(block.first);
    if (!head) return std::nullopt;
    if (word(*head) == "if" && word(block.last + 1) != "else") return Range{*head, block.last};
    return word(*head) == "if" ? std::nullopt : choose_around(*head, block);
  }

private:
  /// The `if`, `when` or `otherwise` whose block opens here. An `else if` is none.
  [[nodiscard]] std::optional<std::size_t> head_of(std::size_t brace) const {
    for (std::size_t i = brace; i-- > 0;) {
      const std::string_view here = word(i);
      if (here == "{" || here == "}") break;
      if (here != "if" && here != "when" && here != "otherwise") continue;
      const bool is_name = i > 0 && word(i - 1) == ".";
      if (!is_name) return i > 0 && word(i - 1) == "else" ? std::nullopt : std::optional(i);
    }
    return std::nullopt;
  }

  /// All arms of the `choose` are empty but for `block`.
  [[nodiscard]] std::optional<Range> choose_around(std::size_t arm, Range block) const {
    std::size_t open = arm;
    for (std::size_t depth = 0; open-- > 0;) {
      if (word(open) == "}") ++depth;
      if (word(open) == "{" && depth-- == 0) break;
    }
    if (open == 0 || open >= arm || word(open - 1) != "choose") return std::nullopt;
    for (std::size_t i = open + 1; i < all_.size(); ++i) {
      if (word(i) == "}") return Range{open - 1, i};
      if (word(i) != "{") continue;
      if (i == block.first)
        i = block.last;
      else if (word(++i) != "}")
        return std::nullopt;
    }
    return std::nullopt;
  }

  std::string_view text_;
  const std::vector<syntax::Token>& all_;
};

}  // namespace

Span Layouter::with_empty_choice(Span step) {
  const std::string_view text = sources_.text(step.file);
  const std::vector<syntax::Token>& all = page(step.file).tokens.tokens;
  const Neighbours around(text, all);
  Neighbours::Range range{around.at(step.begin), around.at(step.end) - 1};
  if (range.last >= all.size() || range.last < range.first || all[range.last].end != step.end) return step;
  Span whole = step;
  while (const auto choice = around.choice_around(range)) {
    const std::uint32_t begin = all[choice->first].begin;
    const std::uint32_t end = all[choice->last].end;
    const std::string between = std::string(text.substr(begin, whole.begin - begin)) + '\n' +
                                std::string(text.substr(whole.end, end - whole.end));
    if (between.find("//") != std::string::npos || between.find("/*") != std::string::npos) break;
    whole = {step.file, begin, end};
    range = *choice;
  }
  return whole;
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
