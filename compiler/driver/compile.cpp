#include <string>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <unistd.h>

#include "driver/command.h"
#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/emitters.h"
#include "driver/exports.h"
#include "driver/output.h"
#include "driver/plans.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

int write_products(const std::vector<Product>& products) {
  if (products.size() == 1 && products[0].path.empty()) {
    FileOutput out(STDOUT_FILENO);
    out << products[0].text;
    return finish_stdout(out) ? ExitClean : ExitTrouble;
  }
  std::vector<NewFile> files;
  for (const Product& product : products) files.push_back({product.path, product.text});
  const std::optional<FileTrouble> trouble = write_files(files);
  if (!trouble) return ExitClean;
  complain(Diag::ToolCannotWrite, {arg("path", trouble->path), arg("reason", trouble->reason)});
  return ExitTrouble;
}

int run_compile(const Arguments& arguments) {
  std::vector<Product> products;
  std::size_t compiled = 0;
  bool chosen = true;
  const Outcome outcome = compile_roots(arguments, [&](Compilation& compilation) {
    ++compiled;
    if (compiled > 1 || compilation.diagnostics.has_errors()) return;
    if (is_export(arguments.emit)) {
      chosen = emit_export(compilation, arguments, products);
      return;
    }
    std::string product;
    if (arguments.emit == EmitKind::Plan)
      chosen = emit_plan(compilation, arguments.scenario, product);
    else
      product = emit_text(arguments.emit, *compilation.analysis.definition, compilation.sources);
    products.push_back({arguments.output, std::move(product)});
  });
  if (!outcome.complete) return ExitTrouble;
  if (compiled > 1) {
    complain(Diag::ToolOneInput);
    return ExitTrouble;
  }
  if (!chosen) return ExitTrouble;
  show_findings_aside(outcome.report, arguments.color);
  if (outcome.report.reaches(Level::Error)) return ExitFindings;
  return write_products(products);
}

}  // namespace

const Command& compile_command() {
  static constexpr Command command{
      "compile",
      "translate a file: to the IR that other tools read, to a picture, to a simulation's plan,"
      " to BPMN and other simulators",
      R"(Examples:
  wain compile --emit ir claims.wain              the typed IR, to read
  wain compile --emit ir-json -o claims.json claims.wain
  wain compile --emit dot claims.wain | dot -Tsvg > claims.svg
  wain compile --emit mermaid claims.wain
  wain compile --emit plan --scenario Today -o today.json claims.wain
  wain compile --emit bpmn -o claims.bpmn claims.wain             BPMN 2.0, with its diagram
  wain compile --emit prosimos --scenario Today -o today claims.wain
                                                  today.bpmn and today.json, for Prosimos
  wain compile --emit bpsim -o claims.bpmn claims.wain            BPMN with scenarios (bpsim1: of 1.0)

What a target cannot carry is a warning at the construct: docs/exports.md.

Exit status: 0 written, 1 the file has errors, 2 wain could not do its job.)",
      TakesOneFile | TakesEmit | TakesScenario,
      Level::Error,
      run_compile};
  return command;
}

}  // namespace wain::driver
