/// libFuzzer target: any bytes go through lexer, parser, names, types, IR, verifier, printers and
/// every rule. Nothing may crash, hang, or leave an IR that does not verify.

#include <cstdint>
#include <cstdlib>
#include <string>

#include <llvm/Support/raw_ostream.h>

#include "emit/dot.h"
#include "emit/ir_json.h"
#include "emit/mermaid.h"
#include "ir/printer.h"
#include "ir/verifier.h"
#include "sema/analyze.h"

namespace {

/// The one file that fuzzed text can import.
wain::sema::ReadResult read_import(const std::string& path) {
  if (path.ends_with("org.wain"))
    return {"role Clerk { staff 2 }\nperson Boss\nrecord Claim { amount money EUR }\n", "", path};
  return {std::nullopt, "no such file", path};
}

void emit_all(const wain::SourceManager& sources, const wain::ir::Definition& definition) {
  std::string text;
  llvm::raw_string_ostream out(text);
  wain::emit::emit_ir_json(definition, sources, out);
  wain::emit::emit_dot(definition, out);
  wain::emit::emit_mermaid(definition, out);
  text += wain::ir::print(definition);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wain::SourceManager sources;
  wain::Diagnostics diagnostics;
  const wain::FileId file = sources.add("fuzz.wain", std::string(reinterpret_cast<const char*>(data), size));
  const wain::sema::Analysis analysis = wain::sema::analyze(sources, file, read_import, diagnostics);
  if (!wain::ir::verify(*analysis.definition).empty()) std::abort();
  diagnostics.sort(sources);
  emit_all(sources, *analysis.definition);
  return 0;
}
