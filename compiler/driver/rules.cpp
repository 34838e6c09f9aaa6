#include <algorithm>
#include <vector>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/JSON.h>
#include <unistd.h>

#include "diagnostics/canvas.h"
#include "diagnostics/diagnostic.h"
#include "driver/command.h"
#include "driver/output.h"
#include "driver/pages.h"
#include "driver/rule_config.h"
#include "driver/show_findings.h"
#include "driver/text_table.h"
#include "driver/wrapped.h"

namespace wain::driver {
namespace {

struct RuleRow {
  const DiagInfo* info;
  std::string_view family;
  std::string_view summary;
};

/// Every rule, sorted by code.
std::vector<RuleRow> rule_rows() {
  std::vector<RuleRow> rows;
  for (const Diag id : all_diagnostics()) {
    if (info(id).kind != DiagKind::Rule) continue;
    const Page* page = page_of(info(id).name);
    rows.push_back(
        {&info(id), page ? page->family : std::string_view{}, page ? page->summary : info(id).message});
  }
  std::sort(rows.begin(), rows.end(),
            [](const RuleRow& a, const RuleRow& b) { return a.info->code < b.info->code; });
  return rows;
}

/// A line a rule, for other tools as for people.
void write_lines(llvm::raw_ostream& out, const std::vector<RuleRow>& rows) {
  using Align = TextTable::Align;
  TextTable table({Align::Left, Align::Left, Align::Left, Align::Left});
  for (const RuleRow& row : rows)
    table.row({std::string(row.info->code), std::string(row.info->name), std::string(name(row.info->level)),
               std::string(row.summary)});
  out << table.str(0);
}

/// For a terminal: what a rule sees stands below it, in lines that fit.
void write_entries(llvm::raw_ostream& out, const std::vector<RuleRow>& rows, unsigned width, bool color) {
  for (const RuleRow& row : rows) {
    out << llvm::StringRef(row.info->code) << ' ';
    paint(out, row.info->name, Style::Bold, color);
    out << ' ';
    paint(out, name(row.info->level), style_of(row.info->level), color);
    out << '\n' << wrapped(row.summary, width, "    ");
  }
}

void write_json(FileOutput& out, const std::vector<RuleRow>& rows) {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attribute("schema", "wain-rules");
    json.attribute("version", 1);
    json.attributeArray("rules", [&] {
      for (const RuleRow& row : rows)
        json.object([&] {
          json.attribute("name", llvm::StringRef(row.info->name));
          json.attribute("code", llvm::StringRef(row.info->code));
          json.attribute("level", llvm::StringRef(name(row.info->level)));
          json.attribute("family", llvm::StringRef(row.family));
          json.attribute("summary", llvm::StringRef(row.summary));
        });
    });
  });
  out << '\n';
}

int run_rules_command(const Arguments& arguments) {
  FileOutput out(STDOUT_FILENO);
  if (arguments.config_schema) {
    out << config_schema();
    return finish_stdout(out) ? ExitClean : ExitTrouble;
  }
  const std::vector<RuleRow> rows = rule_rows();
  if (arguments.format == Format::Json)
    write_json(out, rows);
  else if (is_terminal(STDOUT_FILENO))
    write_entries(out, rows, reading_width(), wants_color(ColorChoice::Auto, STDOUT_FILENO));
  else
    write_lines(out, rows);
  return finish_stdout(out) ? ExitClean : ExitTrouble;
}

}  // namespace

const Command& rules_command() {
  static constexpr Command command{"rules",      "list the rules: code, name, level, what they see",
                                   R"(Examples:
  wain rules
  wain rules --format json
  wain rules --config-schema               the JSON Schema of wain.toml)", TakesTable | TakesSchema,
                                   Level::Off,   run_rules_command};
  return command;
}

}  // namespace wain::driver
