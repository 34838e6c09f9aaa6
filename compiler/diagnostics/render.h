/// The ways to show a report.
#pragma once

#include <string>
#include <string_view>

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

/// `2 errors, 1 warning in 3 files`.
std::string str(const Summary& summary);

}  // namespace wain
