/// What `wain diff` found out, as plain data for its renderers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diff/definition_diff.h"
#include "driver/diff_side.h"
#include "estimate/model.h"
#include "rules/dif/compare.h"

namespace wain::driver {

/// Expected figures of a case; nothing where one cannot be computed.
struct CaseFigures {
  std::optional<estimate::Quantity> cycle;
  std::optional<double> touch_hours;   ///< on the critical path
  std::optional<double> effort_hours;  ///< of people, wherever they work on the case
  std::optional<estimate::Model::Cost> cost;
};

/// One process under one scenario, before and after.
struct FigurePair {
  std::string_view scenario;  ///< empty: none
  std::string_view process;   ///< its new name
  CaseFigures before, after;
};

/// A change, and the finding of a rule DIF that it is, if it is one.
struct ReportedChange {
  diff::Change change;
  std::optional<lint::Loss> loss;
  std::string place;  ///< `file:line:column` of the finding
  [[nodiscard]] bool takes_away() const;
  [[nodiscard]] bool is_finding() const { return loss && loss->is_reported; }
};

/// A finding that only one side has.
struct FindingChange {
  Diag rule;
  Level level;
  std::string message;
  std::string place;  ///< `file:line:column`
};

struct DiffReport {
  std::vector<ReportedChange> changes;  ///< findings first, then those that take away
  std::vector<FigurePair> figures;      ///< only where something differs
  std::vector<FindingChange> gained, lost;
  [[nodiscard]] bool empty() const {
    return changes.empty() && figures.empty() && gained.empty() && lost.empty();
  }
  /// Something is lost, or a finding gained, that is at least as grave.
  [[nodiscard]] bool reaches(Level level) const;
};

/// What a person would see as the same figure: less than half a thousandth apart.
bool same_figure(double a, double b);

/// Both sides are free of errors, and have their views.
DiffReport diff_report(DiffSide& before, const DiffSide& after);

/// For people on a terminal, for a comment on a pull request, for programs (docs/schema/diff-6.schema.json).
std::string diff_text(const DiffReport& report, const DiffSide& before, const DiffSide& after);
std::string diff_markdown(const DiffReport& report, const DiffSide& before, const DiffSide& after);
std::string diff_json(const DiffReport& report, const DiffSide& before, const DiffSide& after);

}  // namespace wain::driver
