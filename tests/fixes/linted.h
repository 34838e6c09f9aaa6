/// Lints texts in memory, with the fixes laid out, as the command line does it with files.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "driver/fix_rounds.h"
#include "fixes/lay_out.h"
#include "rules/engine/lint.h"
#include "sema/analyze.h"

namespace wain::fixes::test {

inline const driver::Inputs& one_file() {
  static const driver::Inputs inputs{{{"test.wain", "test.wain", false}}, true};
  return inputs;
}

inline driver::Outcome linted(const std::string& text, const std::string& path = "test.wain") {
  auto sources = std::make_unique<SourceManager>();
  const FileId root = sources->add(path, text);
  Diagnostics diagnostics;
  const sema::Analysis analysis =
      sema::analyze(*sources, root, [](const std::string&) { return sema::ReadResult{}; }, diagnostics);
  analysis.definition->roots = {root};
  lint::LintWork work = lint::lint(*analysis.definition, {*ir::Date::parse("2026-06-30")}, diagnostics);
  Layouter layouter(*sources);
  std::vector<Fix> fixes;
  for (Fix& fix : work.fixes) {
    if (layouter.lay_out(fix)) fixes.push_back(std::move(fix));
  }
  driver::Outcome outcome;
  outcome.report.add(std::move(sources), std::move(diagnostics), std::move(fixes));
  outcome.report.finish(1);
  return outcome;
}

/// Every fix that is offered, proposals too.
inline driver::FixChoice everything() {
  driver::FixChoice choice{true, {}};
  for (const Diag id : all_diagnostics()) {
    if (info(id).kind == DiagKind::Rule) choice.proposals.insert(id);
  }
  return choice;
}

inline driver::FixResult fixed(const std::string& text, const driver::FixChoice& choice) {
  const driver::LintPass lint = [](const driver::Inputs&, const driver::Overlay& texts) {
    return linted(texts.begin()->second);
  };
  return driver::fix_in_rounds(one_file(), {{"test.wain", text}}, choice, lint);
}

}  // namespace wain::fixes::test
