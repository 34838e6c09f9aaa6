#include "diagnostics/report.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace wain {
namespace {

auto order(const Finding& finding) {
  const Diagnostic& d = *finding.diagnostic;
  return std::tuple(path_of(finding), d.span.begin, info(d.id).code, d.span.end, std::string_view(d.message),
                    std::string_view(d.symbol));
}

Summary count(const std::vector<Finding>& findings) {
  Summary summary;
  for (const Finding& finding : findings) switch (finding.diagnostic->level) {
      case Level::Error: ++summary.errors; break;
      case Level::Warning: ++summary.warnings; break;
      case Level::Info: ++summary.infos; break;
      case Level::Off: break;
    }
  return summary;
}

}  // namespace

bool has_place(const SourceManager& sources, Span span) {
  return span.valid() && span.file.index < sources.size();
}

Span clamped(const SourceManager& sources, Span span) {
  const auto size = static_cast<std::uint32_t>(sources.text(span.file).size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  return span;
}

std::optional<FixKind> mending(const Finding& finding) {
  if (finding.fixes.empty()) return std::nullopt;
  const auto is_safe = [](const Fix* fix) { return fix->kind == FixKind::Safe; };
  return std::any_of(finding.fixes.begin(), finding.fixes.end(), is_safe) ? FixKind::Safe : FixKind::Proposal;
}

std::string_view path_of(const Finding& finding) {
  const Span span = finding.diagnostic->span;
  return has_place(*finding.sources, span) ? finding.sources->path(span.file) : std::string_view{};
}

void Report::add(std::unique_ptr<SourceManager> sources, Diagnostics diagnostics, std::vector<Fix> fixes) {
  std::erase_if(diagnostics.all(), [](const Diagnostic& d) { return d.level == Level::Off; });
  if (diagnostics.size() == 0) return;
  sources_.push_back(std::move(sources));
  diagnostics_.push_back(std::move(diagnostics));
  fixes_.push_back(std::move(fixes));
  std::map<std::pair<Diag, Span>, std::vector<const Fix*>> mending;
  for (const Fix& fix : std::as_const(fixes_.back())) mending[{fix.rule, fix.finding}].push_back(&fix);
  for (const Diagnostic& d : std::as_const(diagnostics_.back()).all()) {
    const auto known = mending.find({d.id, d.span});
    findings_.push_back(
        {&d, sources_.back().get(), known == mending.end() ? std::vector<const Fix*>() : known->second});
  }
}

void Report::finish(std::size_t files) {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return order(a) < order(b); });
  const auto same = [](const Finding& a, const Finding& b) { return order(a) == order(b); };
  findings_.erase(std::unique(findings_.begin(), findings_.end(), same), findings_.end());
  summary_ = count(findings_);
  summary_.files = files;
}

void Report::leave_out(const std::vector<bool>& marked) {
  std::vector<Finding> kept;
  for (std::size_t i = 0; i < findings_.size(); ++i)
    if (!marked[i]) kept.push_back(findings_[i]);
  findings_ = std::move(kept);
  const std::size_t files = summary_.files;
  summary_ = count(findings_);
  summary_.files = files;
}

bool Report::reaches(Level level) const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [&](const Finding& finding) { return finding.diagnostic->level >= level; });
}

}  // namespace wain
