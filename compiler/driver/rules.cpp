#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/JSON.h>
#include <unistd.h>

#include "diagnostics/diagnostic.h"
#include "driver/command.h"
#include "driver/output.h"
#include "driver/pages.h"
#include "driver/rule_config.h"

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

void write_table(FileOutput& out, const std::vector<RuleRow>& rows) {
  std::size_t widest = 0;
  for (const RuleRow& row : rows) widest = std::max(widest, row.info->name.size());
  for (const RuleRow& row : rows)
    out << fmt::format("{}  {:<{}}  {:<7}  {}\n", row.info->code, row.info->name, widest,
                       name(row.info->level), row.summary);
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
  else
    write_table(out, rows);
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
