/// The ways to show a report.
#pragma once

#include <string>
#include <string_view>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "diagnostics/report.h"

namespace llvm {
class raw_ostream;
}

namespace wain {

/// How text is drawn. Widths are in columns of the terminal.
struct TextStyle {
  bool color = false;
  unsigned width = 120;  ///< longer source lines are cut to a window around the place
  unsigned tab = 4;
  bool summary = true;  ///< whether to close with the number of findings
};

/// Source excerpts with carets and notes, for people.
void render_text(llvm::raw_ostream& out, const Report& report, const TextStyle& style);
/// `file:line:col: level: message [rule]`, a line a finding.
void render_short(llvm::raw_ostream& out, const Report& report);
/// One object; docs/schema/findings-1.schema.json describes it.
void render_json(llvm::raw_ostream& out, const Report& report);

/// Workflow commands, which GitHub Actions shows as annotations.
void render_github(llvm::raw_ostream& out, const Report& report);
/// JUnit's XML: a suite a file, a failed case a finding; one case that passed if nothing was found.
void render_junit(llvm::raw_ostream& out, const Report& report);
/// GitLab's code quality report.
void render_gitlab(llvm::raw_ostream& out, const Report& report);

/// What SARIF says about a rule, from its page. Views into text that outlives the rendering.
struct RuleText {
  std::string_view summary;      ///< a sentence
  std::string_view description;  ///< a paragraph
  std::string_view page;         ///< Markdown
};

/// What SARIF says about the tool and its rules.
struct SarifTool {
  std::string_view version;
  llvm::function_ref<RuleText(Diag)> text_of;  ///< empty texts for what has no page
  bool successful = true;                      ///< everything that was asked for was looked at
};

/// SARIF 2.1.0 (OASIS), as code-scanning services read it.
void render_sarif(llvm::raw_ostream& out, const Report& report, const SarifTool& tool);

/// `2 errors, 1 warning in 3 files`.
std::string str(const Summary& summary);
/// That, and on a line of its own how many findings have a fix, if any has.
std::string str(const Report& report);

}  // namespace wain
