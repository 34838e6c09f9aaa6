#include "driver/fix_rounds.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "fixes/apply.h"

namespace wain::driver {
namespace {

/// What a finding is called from round to round: places move, names stay.
using Key = std::tuple<Diag, std::string, std::string>;  // rule or error, file, symbol
using Counts = std::map<Key, std::size_t>;

Key key_of(const Finding& finding) {
  return {finding.diagnostic->id, std::string(path_of(finding)), finding.diagnostic->symbol};
}

Counts count(const Report& report) {
  Counts counts;
  for (const Finding& finding : report.findings()) ++counts[key_of(finding)];
  return counts;
}

/// A fix of a finding, with the part of a file that it needs.
struct Candidate {
  Key key;
  const Fix* fix = nullptr;
  const SourceManager* sources = nullptr;
  fixes::Extent extent;
};

/// A fix that has been tried is not tried again, wherever its place has moved.
using Tried = std::set<std::pair<Key, std::string>>;  // finding, and the fix's title

class Rounds {
public:
  Rounds(const Inputs& inputs, Overlay texts, const FixChoice& choice, const LintPass& lint)
      : inputs_(inputs), choice_(choice), lint_(lint) {
    for (const InputFile& file : inputs.files) identities_[file.path] = file.identity;
    result_.texts = std::move(texts);
  }

  FixResult run() {
    result_.outcome = lint_(inputs_, result_.texts);
    bool one_by_one = false;
    while (true) {
      std::vector<Candidate> chosen = candidates(one_by_one);
      if (chosen.empty()) {
        if (!may_try_again()) break;
        one_by_one = false;
        continue;
      }
      if (result_.rounds == most_rounds && !one_by_one) {
        result_.unfinished = true;
        break;
      }
      if (try_all(chosen)) {
        applied_since_left_out_ = true;
        if (!one_by_one) ++result_.rounds;
      } else if (chosen.size() > 1) {
        one_by_one = true;
      }
    }
    return std::move(result_);
  }

private:
  /// What was left out may do when others have been applied since.
  bool may_try_again() {
    if (tried_.empty() || !applied_since_left_out_) return false;
    tried_.clear();
    result_.left_out.clear();
    applied_since_left_out_ = false;
    return true;
  }

  [[nodiscard]] bool is_wanted(const Fix& fix) const {
    return fix.kind == FixKind::Safe ? choice_.safe : choice_.proposals.contains(fix.rule);
  }

  /// Fixes that are apart from each other, the first of each finding that has not been tried.
  [[nodiscard]] std::vector<Candidate> candidates(bool only_first) const {
    std::vector<Candidate> chosen;
    const Report& report = result_.outcome.report;
    const std::vector<bool> known =
        choice_.known ? choice_.known(report) : std::vector<bool>(report.findings().size());
    for (std::size_t i = 0; i < report.findings().size(); ++i) {
      const Finding& finding = report.findings()[i];
      for (const Fix* fix : finding.fixes) {
        if (known[i]) break;
        if (!is_wanted(*fix) || tried_.contains({key_of(finding), fix->title})) continue;
        std::optional<fixes::Extent> extent = extent_of(*finding.sources, *fix);
        if (!extent) continue;
        const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](const Candidate& other) {
          return fixes::are_apart(other.extent, *extent);
        });
        if (apart) chosen.push_back({key_of(finding), fix, finding.sources, std::move(*extent)});
        break;
      }
      if (only_first && !chosen.empty()) break;
    }
    return chosen;
  }

  /// Nothing where a file is concerned that was not named on the command line, or several files.
  [[nodiscard]] std::optional<fixes::Extent> extent_of(const SourceManager& sources, const Fix& fix) const {
    if (fix.edits.empty()) return std::nullopt;
    const FileId file = fix.edits.front().place.file;
    const auto identity = identities_.find(sources.path(file));
    if (identity == identities_.end()) return std::nullopt;
    const auto elsewhere = [&](const Edit& edit) { return edit.place.file != file; };
    if (std::any_of(fix.edits.begin(), fix.edits.end(), elsewhere)) return std::nullopt;
    return fixes::Extent{identity->second, fix.edits.front().place.begin, fix.edits.back().place.end};
  }

  /// Applies them; false, and everything as it was, if something new came of it or a finding stayed.
  bool try_all(const std::vector<Candidate>& chosen) {
    std::map<std::string, std::vector<Edit>> edits;
    std::map<std::string, std::string_view> before;
    for (const Candidate& one : chosen) {
      std::vector<Edit>& all = edits[one.extent.file];
      all.insert(all.end(), one.fix->edits.begin(), one.fix->edits.end());
      before[one.extent.file] = one.sources->text(one.fix->edits.front().place.file);
    }
    Overlay texts = result_.texts;
    for (auto& [file, of_file] : edits) {
      std::stable_sort(of_file.begin(), of_file.end(), [](const Edit& a, const Edit& b) {
        return std::pair(a.place.begin, a.place.end) < std::pair(b.place.begin, b.place.end);
      });
      texts[file] = fixes::with_edits(before[file], of_file);
    }
    Outcome outcome = lint_(inputs_, texts);
    const std::optional<Key> worse =
        what_is_worse(chosen, count(result_.outcome.report), count(outcome.report));
    if (worse) {
      if (chosen.size() == 1) leave_out(chosen.front(), *worse);
      return false;
    }
    result_.texts = std::move(texts);
    result_.outcome = std::move(outcome);
    result_.fixes += chosen.size();
    return true;
  }

  /// A finding that is new, or one that was to go and has stayed.
  static std::optional<Key> what_is_worse(const std::vector<Candidate>& chosen, Counts before,
                                          const Counts& after) {
    for (const Candidate& one : chosen) {
      const auto at = before.find(one.key);
      if (at != before.end() && at->second > 0) --at->second;
    }
    for (const auto& [key, findings] : after) {
      const auto at = before.find(key);
      if (findings > (at == before.end() ? 0 : at->second)) return key;
    }
    return std::nullopt;
  }

  void leave_out(const Candidate& one, const Key& reason) {
    tried_.insert({one.key, one.fix->title});
    const Span place = one.fix->finding;
    const LineColumn at = one.sources->line_column(place.file, place.begin);
    result_.left_out.push_back({std::string(info(one.fix->rule).name),
                                fmt::format("{}:{}:{}", one.sources->path(place.file), at.line, at.column),
                                std::string(info(std::get<0>(reason)).name)});
  }

  const Inputs& inputs_;
  const FixChoice& choice_;
  const LintPass& lint_;
  std::map<std::string, std::string, std::less<>> identities_;  // by path
  Tried tried_;
  bool applied_since_left_out_ = false;
  FixResult result_;
};

}  // namespace

FixResult fix_in_rounds(const Inputs& inputs, Overlay texts, const FixChoice& choice, const LintPass& lint) {
  return Rounds(inputs, std::move(texts), choice, lint).run();
}

}  // namespace wain::driver
