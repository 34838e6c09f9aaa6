#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/canvas.h"
#include "diagnostics/display_line.h"
#include "diagnostics/excerpt.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

/// One file's part of a finding.
struct Block {
  FileId file;
  std::vector<Label> labels;
};

/// The primary place's file first, then the others in order of their first note.
std::vector<Block> blocks_of(const Finding& finding) {
  const Diagnostic& d = *finding.diagnostic;
  std::vector<Block> blocks;
  const auto put = [&](Span span, const std::string& text, bool primary) {
    if (!has_place(*finding.sources, span)) return;
    auto block =
        std::find_if(blocks.begin(), blocks.end(), [&](const Block& b) { return b.file == span.file; });
    if (block == blocks.end()) block = blocks.insert(blocks.end(), Block{span.file, {}});
    block->labels.push_back({clamped(*finding.sources, span), text, primary});
  };
  put(d.span, {}, true);
  for (const Note& note : d.notes) put(note.span, note.message, false);
  return blocks;
}

unsigned gutter_of(const std::vector<Block>& blocks, const SourceManager& sources) {
  std::uint32_t greatest = 1;
  for (const Block& block : blocks)
    for (const Label& label : block.labels)
      greatest = std::max(greatest, sources.line_column(block.file, label.span.begin).line);
  return static_cast<unsigned>(std::to_string(greatest).size());
}

void write_place(llvm::raw_ostream& out, const SourceManager& sources, const Block& block, bool first,
                 const ExcerptStyle& style) {
  const LineColumn place = sources.line_column(block.file, block.labels.front().span.begin);
  out.indent(style.gutter);
  paint(out, first ? "-->" : ":::", Style::Gutter, style.text.color);
  out << ' ' << visible(sources.path(block.file)) << ':' << place.line << ':' << place.column << '\n';
}

void write_remark(llvm::raw_ostream& out, std::string_view kind, std::string_view text,
                  const ExcerptStyle& style) {
  out.indent(style.gutter + 1);
  paint(out, "=", Style::Gutter, style.text.color);
  out << ' ';
  paint(out, kind, Style::Bold, style.text.color);
  out << ' ' << visible(text) << '\n';
}

void write_finding(llvm::raw_ostream& out, const Finding& finding, bool with_page,
                   const TextStyle& text_style) {
  const Diagnostic& d = *finding.diagnostic;
  const DiagInfo& row = info(d.id);
  const auto blocks = blocks_of(finding);
  const ExcerptStyle style{text_style, d.level, gutter_of(blocks, *finding.sources)};

  paint(out, fmt::format("{}[{}]", name(d.level), row.code), style_of(d.level), text_style.color);
  paint(out, ": " + visible(d.message), Style::Bold, text_style.color);
  out << '\n';
  for (const Block& block : blocks) {
    const bool first = &block == &blocks.front();
    if (!first) {
      write_margin(out, style);
      out << '\n';
    }
    write_place(out, *finding.sources, block, first, style);
    write_excerpt(out, *finding.sources, block.file, block.labels, style);
  }
  for (const Note& note : d.notes)
    if (!has_place(*finding.sources, note.span)) write_remark(out, "help:", note.message, style);
  for (const Fix* fix : finding.fixes)
    write_remark(out, "fix:",
                 fix->kind == FixKind::Safe ? fmt::format("{} (--fix)", fix->title)
                                            : fmt::format("{} (--propose {})", fix->title, row.name),
                 style);
  if (with_page) write_remark(out, "see:", fmt::format("wain explain {}", row.name), style);
  out << '\n';
}

std::string counted(std::size_t n, std::string_view one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

/// How many findings a fix would mend.
std::string mended(const Report& report) {
  std::size_t safe = 0, proposed = 0;
  for (const Finding& finding : report.findings()) {
    const std::optional<FixKind> kind = mending(finding);
    if (kind) ++(*kind == FixKind::Safe ? safe : proposed);
  }
  std::string text;
  if (safe > 0) text += fmt::format("{} by --fix", safe);
  if (proposed > 0) text += fmt::format("{}{} by --propose RULE", text.empty() ? "" : ", ", proposed);
  return text.empty() ? text : "\ncan be mended: " + text;
}

}  // namespace

std::string str(const Summary& summary) {
  std::string text;
  const auto add = [&](std::size_t n, std::string_view one) {
    if (n != 0) text += (text.empty() ? "" : ", ") + counted(n, one);
  };
  add(summary.errors, "error");
  add(summary.warnings, "warning");
  add(summary.infos, "info");
  if (text.empty()) text = "nothing found";
  return text + " in " + counted(summary.files, "file");
}

std::string str(const Report& report) { return str(report.summary()) + mended(report); }

void render_text(llvm::raw_ostream& out, const Report& report, const TextStyle& style) {
  std::set<Diag> explained;  // the page is named once a rule
  for (const Finding& finding : report.findings()) {
    const Diag id = finding.diagnostic->id;
    const bool with_page = info(id).kind == DiagKind::Rule && explained.insert(id).second;
    write_finding(out, finding, with_page, style);
  }
  if (style.summary) out << str(report) << '\n';
}

}  // namespace wain
