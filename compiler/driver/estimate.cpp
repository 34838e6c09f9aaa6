#include <optional>

#include <llvm/Support/raw_ostream.h>
#include <unistd.h>

#include "analysis/graph.h"
#include "driver/command.h"
#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/estimate_render.h"
#include "driver/estimate_report.h"
#include "driver/output.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

/// What is estimated of all files, in the form that was asked for.
class Estimates {
public:
  explicit Estimates(const Arguments& arguments) : arguments_(arguments), out_(product_) {
    if (arguments.format != Format::Json) return;
    json_.emplace(out_, 2);
    json_->objectBegin();
    json_->attribute("schema", "wain-estimate");
    json_->attribute("version", estimate_schema_version);
    json_->attributeBegin("files");
    json_->arrayBegin();
  }

  void add(const Compilation& compilation) {
    if (compilation.diagnostics.has_errors()) return;
    const ir::Definition& definition = *compilation.analysis.definition;
    for (const ir::Scenario& scenario : definition.scenarios) known_.emplace_back(scenario.name);
    complain_of_unpaired(definition);
    const EstimateReport report = estimate_report(definition, compilation.sources, arguments_.scenario);
    found_ = found_ || arguments_.scenario.empty() || !report.scenarios.empty();
    if (report.scenarios.empty()) return;  // a file of roles, or one without this scenario
    if (arguments_.format == Format::Json) return estimate_json(report, *json_);
    if (!product_.empty()) product_ += "\n";
    product_ += estimate_text(report);
  }

  /// False: no file has the scenario, and it was said.
  bool found() const {
    if (found_) return true;
    const std::vector<std::string_view> known(known_.begin(), known_.end());
    complain(Diag::ToolUnknownScenario, {arg("name", arguments_.scenario)}, arguments_.scenario, known);
    return false;
  }

  /// A process whose branches are not paired has no times: of an IR from elsewhere.
  static void complain_of_unpaired(const ir::Definition& definition) {
    const llvm::BitVector sound = analysis::call_order(definition).sound;
    for (std::uint32_t i = 0; i < definition.processes.size(); ++i)
      if (!sound.test(i)) complain(Diag::ToolNotNested, {arg("process", definition.processes[i].name)});
  }

  std::string product() {
    if (arguments_.format == Format::Json) {
      json_->arrayEnd();
      json_->attributeEnd();
      json_->objectEnd();
      json_->flush();
      out_ << '\n';
    }
    if (product_.empty()) product_ = render(Diag::EstimateNothing, {}) + "\n";
    return product_;
  }

private:
  const Arguments& arguments_;
  std::string product_;
  llvm::raw_string_ostream out_;
  std::optional<llvm::json::OStream> json_;
  std::vector<std::string> known_;
  bool found_ = false;
};

int run_estimate(const Arguments& arguments) {
  Estimates estimates(arguments);
  const Outcome outcome =
      compile_roots(arguments, [&](Compilation& compilation) { estimates.add(compilation); });
  const std::string product = estimates.product();  // also where it is not shown: the JSON must be ended
  if (!outcome.complete) return ExitTrouble;
  if (outcome.report.reaches(Level::Error)) {
    show_findings_aside(outcome.report, ColorChoice::Auto);
    return ExitFindings;
  }
  if (!estimates.found()) return ExitTrouble;
  FileOutput out(STDOUT_FILENO);
  out << product;
  return finish_stdout(out) ? ExitClean : ExitTrouble;
}

}  // namespace

const Command& estimate_command() {
  static constexpr Command command{"estimate",
                                   "say how long cases take and who is busy, without a simulation",
                                   R"(Examples:
  wain estimate claims.wain                     every scenario, side by side
  wain estimate --scenario Today claims.wain
  wain estimate --format json claims.wain

The figures are expectations with as many hands as needed; queues are added where
a closed form may be trusted. ≥, ≤ and ~ mark bounds and what rests on an
assumption, and the lines at the end name it. What cannot be computed is not
guessed.

Exit status: 0 estimated, 1 a file has errors, 2 wain could not do its job.)",
                                   TakesFiles | TakesTable | TakesScenario,
                                   Level::Error,
                                   run_estimate};
  return command;
}

}  // namespace wain::driver
