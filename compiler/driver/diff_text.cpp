// The report of `wain diff`, for each kind of reader.
#include <fmt/format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/display_line.h"
#include "diagnostics/json_text.h"
#include "diff/change_words.h"
#include "driver/diff_report.h"
#include "driver/text_table.h"
#include "rules/engine/figures.h"
#include "rules/engine/quantity_text.h"

namespace wain::driver {
namespace {

std::string words(Diag id) { return render(id, {}); }

/// In the finding's words, if it is one; whether it is reported or not.
std::string sentence(const ReportedChange& reported) {
  return visible(reported.loss ? reported.loss->finding.message : diff::sentence(reported.change));
}

/// A row of a table of figures: what, before, after, change.
struct FigureRow {
  std::string what, before, after, change;
};

std::string percent(std::optional<double> before, std::optional<double> after) {
  if (!before || !after || *before <= 0) return {};
  const double change = *after / *before - 1;
  return fmt::format("{}{}", change < 0 ? "-" : "+", lint::share_text(std::abs(change)));
}

std::vector<FigureRow> rows_of(const FigurePair& pair) {
  std::vector<FigureRow> rows;
  const auto add = [&](Diag what, std::optional<double> before, std::optional<double> after,
                       std::string before_text, std::string after_text) {
    if ((!before && !after) || (before && after && same_figure(*before, *after))) return;
    rows.push_back({words(what), std::move(before_text), std::move(after_text), percent(before, after)});
  };
  const auto hours = [](const std::optional<estimate::Quantity>& q) {
    return q ? std::optional(q->hours) : std::nullopt;
  };
  const auto quantity = [](const std::optional<estimate::Quantity>& q) {
    return q ? lint::quantity_text(*q) : words(Diag::DiffUnknownFigure);
  };
  const auto time = [](std::optional<double> h) {
    return h ? lint::work_text(*h) : words(Diag::DiffUnknownFigure);
  };
  const auto amount = [](const std::optional<estimate::Model::Cost>& c) {
    return c ? std::optional(c->amount) : std::nullopt;
  };
  const auto money = [](const std::optional<estimate::Model::Cost>& c) {
    return c ? fmt::format("{:.2f} {}", c->amount, c->currency.str()) : words(Diag::DiffUnknownFigure);
  };
  const CaseFigures& a = pair.before;
  const CaseFigures& b = pair.after;
  add(Diag::DiffCycle, hours(a.cycle), hours(b.cycle), quantity(a.cycle), quantity(b.cycle));
  add(Diag::DiffTouch, a.touch_hours, b.touch_hours, time(a.touch_hours), time(b.touch_hours));
  add(Diag::DiffEffort, a.effort_hours, b.effort_hours, time(a.effort_hours), time(b.effort_hours));
  const auto nonzero = [&](const CaseFigures& of) { return of.cost && of.cost->amount > 0; };
  if (nonzero(a) || nonzero(b))
    add(Diag::DiffCost, amount(a.cost), amount(b.cost), money(a.cost), money(b.cost));
  return rows;
}

std::string title_of(const FigurePair& pair) {
  return pair.scenario.empty() ? std::string(pair.process)
                               : fmt::format("{} ({})", pair.process, pair.scenario);
}

std::string finding_line(const FindingChange& finding) {
  return fmt::format("{}: {}: {} [{}]", visible(finding.place), name(finding.level), visible(finding.message),
                     info(finding.rule).name);
}

/// The two halves of the changes: what takes something away comes first in the list.
struct Halves {
  std::vector<std::string> taken, other;
};
Halves halves(const DiffReport& report) {
  Halves result;
  for (const ReportedChange& each : report.changes) {
    const std::string line = each.is_finding()
                                 ? finding_line({each.loss->finding.id, each.loss->finding.level,
                                                 each.loss->finding.message, each.place})
                                 : sentence(each);
    (each.takes_away() ? result.taken : result.other).push_back(line);
  }
  return result;
}

void text_section(std::string& text, Diag title, const std::vector<std::string>& lines,
                  std::string_view mark) {
  if (lines.empty()) return;
  text += fmt::format("\n{}\n", words(title));
  for (const std::string& line : lines) text += fmt::format("  {} {}\n", mark, line);
}

std::vector<std::string> finding_lines(const std::vector<FindingChange>& findings) {
  std::vector<std::string> lines;
  for (const FindingChange& finding : findings) lines.push_back(finding_line(finding));
  return lines;
}

void markdown_section(std::string& text, Diag title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  text += fmt::format("\n### {}\n\n", words(title));
  for (const std::string& line : lines) text += fmt::format("- {}\n", line);
}

}  // namespace

std::string diff_text(const DiffReport& report, const DiffSide& before, const DiffSide& after) {
  std::string text = fmt::format("{} -> {}\n", visible(before.title), visible(after.title));
  if (report.empty()) return text + words(Diag::DiffNothing) + "\n";
  const Halves changes = halves(report);
  text_section(text, Diag::DiffTakesAway, changes.taken, "!");
  text_section(text, Diag::DiffOther, changes.other, "*");
  if (!report.figures.empty()) text += fmt::format("\n{}\n", words(Diag::DiffFigures));
  for (const FigurePair& pair : report.figures) {
    text += fmt::format("  {}\n", title_of(pair));
    using Align = TextTable::Align;
    TextTable table({Align::Left, Align::Right, Align::Left, Align::Right, Align::Right});
    for (FigureRow& row : rows_of(pair))
      table.row(
          {std::move(row.what), std::move(row.before), "->", std::move(row.after), std::move(row.change)});
    text += table.str(4);
  }
  text_section(text, Diag::DiffFindingsGained, finding_lines(report.gained), "+");
  text_section(text, Diag::DiffFindingsLost, finding_lines(report.lost), "-");
  return text;
}

std::string diff_markdown(const DiffReport& report, const DiffSide& before, const DiffSide& after) {
  std::string text = fmt::format("## `{}` → `{}`\n", visible(before.title), visible(after.title));
  if (report.empty()) return text + "\n" + words(Diag::DiffNothing) + "\n";
  const Halves changes = halves(report);
  markdown_section(text, Diag::DiffTakesAway, changes.taken);
  markdown_section(text, Diag::DiffOther, changes.other);
  if (!report.figures.empty()) text += fmt::format("\n### {}\n", words(Diag::DiffFigures));
  for (const FigurePair& pair : report.figures) {
    text += fmt::format("\n| {} | before | after | |\n|---|---:|---:|---:|\n", title_of(pair));
    for (const FigureRow& row : rows_of(pair))
      text += fmt::format("| {} | {} | {} | {} |\n", row.what, row.before, row.after, row.change);
  }
  markdown_section(text, Diag::DiffFindingsGained, finding_lines(report.gained));
  markdown_section(text, Diag::DiffFindingsLost, finding_lines(report.lost));
  return text;
}

namespace {

class DiffJson {
public:
  explicit DiffJson(llvm::raw_ostream& out) : json_(out, 2) {}

  void write(const DiffReport& report, const DiffSide& before, const DiffSide& after) {
    json_.object([&] {
      json_.attribute("schema", "wain-diff");
      json_.attribute("version", 6);
      json_.attribute("before", json_text(before.title));
      json_.attribute("after", json_text(after.title));
      json_.attributeArray("changes", [&] {
        for (const ReportedChange& change : report.changes) write_change(change);
      });
      json_.attributeArray("figures", [&] {
        for (const FigurePair& pair : report.figures) write_figures(pair);
      });
      write_findings("findingsGained", report.gained);
      write_findings("findingsLost", report.lost);
    });
  }

private:
  void write_change(const ReportedChange& reported) {
    const diff::Change& change = reported.change;
    json_.object([&] {
      json_.attribute("kind", json_text(diff::name(change.kind)));
      json_.attribute("takesAway", reported.takes_away());
      json_.attribute("subject", json_text(change.subject));
      json_.attribute("before",
                      change.before.empty() ? llvm::json::Value(nullptr) : json_text(change.before));
      json_.attribute("after", change.after.empty() ? llvm::json::Value(nullptr) : json_text(change.after));
      json_.attribute("message", json_text(sentence(reported)));
      if (change.kind == diff::ChangeKind::GateRemoved) {
        write_names("judged", change.judged);
        write_names("unjudged", change.unjudged);
        write_names("judges", change.judges);
      }
      if (!reported.is_finding()) {
        json_.attribute("finding", nullptr);
        return;
      }
      const Diagnostic& finding = reported.loss->finding;
      json_.attributeObject("finding", [&] {
        write_rule(finding.id, finding.level);
        json_.attribute("symbol", json_text(finding.symbol));
        json_.attribute("place", json_text(reported.place));
      });
    });
  }

  void write_names(const char* key, const std::vector<std::string>& names) {
    json_.attributeArray(key, [&] {
      for (const std::string& each : names) json_.value(json_text(each));
    });
  }

  void write_rule(Diag rule, Level level) {
    json_.attribute("rule", json_text(info(rule).name));
    json_.attribute("code", json_text(info(rule).code));
    json_.attribute("level", json_text(name(level)));
  }

  static llvm::json::Value number(std::optional<double> value) {
    return value ? llvm::json::Value(*value) : llvm::json::Value(nullptr);
  }

  void write_side(const char* key, const CaseFigures& of) {
    json_.attributeObject(key, [&] {
      json_.attribute("cycleHours", number(of.cycle ? std::optional(of.cycle->hours) : std::nullopt));
      json_.attribute("touchHours", number(of.touch_hours));
      json_.attribute("effortHours", number(of.effort_hours));
      json_.attribute("cost", number(of.cost ? std::optional(of.cost->amount) : std::nullopt));
      json_.attribute("currency", of.cost && of.cost->amount > 0 ? json_text(of.cost->currency.str())
                                                                 : llvm::json::Value(nullptr));
    });
  }

  void write_figures(const FigurePair& pair) {
    json_.object([&] {
      json_.attribute("process", json_text(pair.process));
      json_.attribute("scenario",
                      pair.scenario.empty() ? llvm::json::Value(nullptr) : json_text(pair.scenario));
      write_side("before", pair.before);
      write_side("after", pair.after);
    });
  }

  void write_findings(const char* key, const std::vector<FindingChange>& findings) {
    json_.attributeArray(key, [&] {
      for (const FindingChange& finding : findings)
        json_.object([&] {
          write_rule(finding.rule, finding.level);
          json_.attribute("place", json_text(finding.place));
          json_.attribute("message", json_text(finding.message));
        });
    });
  }

  llvm::json::OStream json_;
};

}  // namespace

std::string diff_json(const DiffReport& report, const DiffSide& before, const DiffSide& after) {
  std::string text;
  llvm::raw_string_ostream out(text);
  DiffJson(out).write(report, before, after);
  out << '\n';
  return text;
}

}  // namespace wain::driver
