/// Compiles and lints texts held in memory, for tests of the rules.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rules/engine/lint.h"
#include "sema/compile.h"

namespace wain::lint::test {

/// `level rule symbol`, sorted; only findings of `rule` if one is named. `setting`: as after `--set`.
inline std::vector<std::string> findings(const std::string& text, std::string_view rule = {},
                                         std::string_view today = "2026-06-30",
                                         const sema::test::Files& files = {}, std::string_view setting = {}) {
  sema::test::Compiled compiled = sema::test::compile(text, files);
  Diagnostics diagnostics = compiled.diagnostics;
  LintOptions options{*ir::Date::parse(today)};
  if (!setting.empty()) options.settings.set(setting);
  lint(compiled.definition(), options, diagnostics);
  std::vector<std::string> result;
  for (const Diagnostic& d : diagnostics.all()) {
    if (!rule.empty() && info(d.id).name != rule && info(d.id).kind == DiagKind::Rule) continue;
    result.push_back(fmt::format("{} {} {}", name(d.level), info(d.id).name, d.symbol));
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace wain::lint::test
