#include "driver/statistics.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include "diagnostics/canvas.h"
#include "driver/text_table.h"

namespace wain::driver {
namespace {

struct RuleCount {
  Diag rule;
  Level level = Level::Off;  ///< the gravest
  std::size_t findings = 0;
  std::size_t safe = 0;       ///< of them --fix mends
  std::size_t proposals = 0;  ///< of them --propose mends
};

/// The most frequent first; equal ones by code.
std::vector<RuleCount> count_by_rule(const Report& report) {
  std::map<Diag, RuleCount> counts;
  for (const Finding& finding : report.findings()) {
    RuleCount& count = counts[finding.diagnostic->id];
    count.rule = finding.diagnostic->id;
    count.level = std::max(count.level, finding.diagnostic->level);
    ++count.findings;
    const std::optional<FixKind> kind = mending(finding);
    if (kind) ++(*kind == FixKind::Safe ? count.safe : count.proposals);
  }
  std::vector<RuleCount> rows;
  for (const auto& [rule, count] : counts) rows.push_back(count);
  std::sort(rows.begin(), rows.end(), [](const RuleCount& a, const RuleCount& b) {
    return a.findings != b.findings ? a.findings > b.findings : info(a.rule).code < info(b.rule).code;
  });
  return rows;
}

std::string mends(const RuleCount& row) {
  std::string text;
  if (row.safe > 0) text += fmt::format("--fix: {}", row.safe);
  if (row.proposals > 0)
    text += fmt::format("{}--propose {}: {}", text.empty() ? "" : ", ", info(row.rule).name, row.proposals);
  return text;
}

void write_json(llvm::raw_ostream& out, const std::vector<RuleCount>& rows) {
  llvm::json::OStream json(out, 2);
  json.array([&] {
    for (const RuleCount& row : rows)
      json.object([&] {
        json.attribute("rule", llvm::StringRef(info(row.rule).name));
        json.attribute("code", llvm::StringRef(info(row.rule).code));
        json.attribute("level", llvm::StringRef(name(row.level)));
        json.attribute("findings", static_cast<std::int64_t>(row.findings));
        json.attribute("safeFixes", static_cast<std::int64_t>(row.safe));
        json.attribute("proposals", static_cast<std::int64_t>(row.proposals));
      });
  });
  out << '\n';
}

}  // namespace

void write_statistics(llvm::raw_ostream& out, const Report& report, Format format, const TextStyle& style) {
  const std::vector<RuleCount> rows = count_by_rule(report);
  if (format == Format::Json) return write_json(out, rows);
  using Align = TextTable::Align;
  TextTable table({Align::Right, Align::Left, Align::Left, Align::Left, Align::Left});
  for (const RuleCount& row : rows)
    table.row({fmt::format("{}", row.findings), std::string(info(row.rule).code),
               std::string(info(row.rule).name), std::string(name(row.level)), mends(row)});
  if (!table.empty()) out << table.str(2) << (style.summary ? "\n" : "");
  if (style.summary) out << str(report) << '\n';
}

}  // namespace wain::driver
