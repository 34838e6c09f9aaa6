#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/display_line.h"
#include "diagnostics/render.h"

namespace wain {

void render_short(llvm::raw_ostream& out, const Report& report) {
  for (const Finding& finding : report.findings()) {
    const Diagnostic& d = *finding.diagnostic;
    if (has_place(*finding.sources, d.span)) {
      const LineColumn place = finding.sources->line_column(d.span.file, d.span.begin);
      out << visible(path_of(finding)) << ':' << place.line << ':' << place.column << ": ";
    }
    out << llvm::StringRef(name(d.level)) << ": " << visible(d.message) << " ["
        << llvm::StringRef(info(d.id).name) << "]\n";
  }
}

}  // namespace wain
