#include <string>
#include <vector>

#include <llvm/ADT/StringRef.h>
#include <unistd.h>

#include "diagnostics/canvas.h"
#include "driver/command.h"
#include "driver/complain.h"
#include "driver/output.h"
#include "driver/page_text.h"
#include "driver/pages.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

/// Rules and errors by name, then by code: what a user may ask for.
std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  for (const Diag id : all_diagnostics())
    if (!info(id).name.empty()) names.push_back(info(id).name);
  return names;
}

void write_row(FileOutput& out, const DiagInfo& row, bool color) {
  paint(out, std::string(row.code) + " " + std::string(row.name), Style::Bold, color);
  out << llvm::StringRef(" (") << llvm::StringRef(name(row.level)) << ")\n\n  "
      << llvm::StringRef(row.message) << "\n\n"
      << "An error of the language itself: it is mended in the text and cannot be allowed.\n";
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool explain(FileOutput& out, const std::string& asked, bool color) {
  std::optional<Diag> id = find_diagnostic(asked);
  if (!id) id = find_diagnostic(upper(asked));
  if (!id) {
    complain(Diag::ToolUnknownRule, {arg("name", asked)}, asked, known_names());
    return false;
  }
  const DiagInfo& row = info(*id);
  if (const Page* page = page_of(row.name))
    write_page(out, page->text, color, is_terminal(STDOUT_FILENO) ? reading_width() : 0);
  else
    write_row(out, row, color);
  return true;
}

int run_explain(const Arguments& arguments) {
  FileOutput out(STDOUT_FILENO);
  const bool color = wants_color(arguments.color, STDOUT_FILENO);
  bool known = true;
  for (const std::string& asked : arguments.rules) {
    if (&asked != &arguments.rules.front()) out << '\n';
    known &= explain(out, asked, color);
  }
  return finish_stdout(out) && known ? ExitClean : ExitTrouble;
}

}  // namespace

const Command& explain_command() {
  static constexpr Command command{"explain",    "what a rule sees, why it matters, and what to do about it",
                                   R"(Examples:
  wain explain unowned-outcome
  wain explain OWN001

`wain rules` lists the rules.)", TakesRules,
                                   Level::Off,   run_explain};
  return command;
}

}  // namespace wain::driver
