// judgment-lost (DIF001): a criterion is judged at every end of the old version in an outcome, and not at
// every end of the new one.
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "rules/dif/judged_process.h"
#include "rules/dif/versions.h"
#include "rules/engine/figures.h"
#include "rules/engine/path_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The processes of one side, prepared when first asked about.
class Side {
public:
  explicit Side(const View& view) : view_(view), exports_(exports_of(view)) {}
  JudgedProcess& operator[](ir::ProcessId id) {
    std::unique_ptr<JudgedProcess>& known = known_[id.index];
    if (!known) known = std::make_unique<JudgedProcess>(view_, id, exports_);
    return *known;
  }

private:
  const View& view_;
  Exports exports_;
  std::map<std::uint32_t, std::unique_ptr<JudgedProcess>> known_;
};

bool names(const std::vector<ir::CriterionId>& criteria, ir::CriterionId criterion) {
  return criterion && std::find(criteria.begin(), criteria.end(), criterion) != criteria.end();
}

class Search {
public:
  Search(const Comparison& versions, LossSink& sink)
      : versions_(versions), sink_(sink), before_(versions.before), after_(versions.after) {}

  void run() {
    if (versions_.is_replacement) {
      for (const VersionPair pair : versions_.pairs) compare({pair.before}, pair.after);
      return;
    }
    // Callers first: what a caller says of a criterion, its callees do not say again.
    const std::vector<ir::ProcessId>& order = versions_.after.calls.order;
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
      if (versions_.after.calls.sound.test(id->index)) compare(old_versions(*id), *id);
    }
  }

private:
  /// A process that is quite new is held against all that there was, unless it is a part of another one.
  std::vector<ir::ProcessId> old_versions(ir::ProcessId id) const {
    for (const VersionPair pair : versions_.pairs) {
      if (pair.after == id) return {pair.before};
    }
    if (versions_.after[id].replaces || !versions_.after.callers[id.index].empty()) return {};
    return versions_.before.processes;
  }

  void compare(const std::vector<ir::ProcessId>& old, ir::ProcessId id) {
    if (old.empty()) return;
    const ir::Definition& was = versions_.before.definition;
    for (std::uint32_t i = 0; i < was.outcomes.size(); ++i) {
      const ir::OutcomeId outcome = versions_.now({i});
      if (!outcome || versions_.after.definition[outcome].broken) continue;
      const std::vector<ir::NodeId> ends = after_[id].ends(outcome);
      if (ends.empty()) continue;
      for (std::uint32_t c = 0; c < was.criteria.size(); ++c) {
        if (was_judged(old, {i}, {c})) look_at(old.front(), id, outcome, ends, {c});
      }
    }
  }

  /// At every end in the outcome, and there is one.
  bool was_judged(const std::vector<ir::ProcessId>& old, ir::OutcomeId outcome, ir::CriterionId criterion) {
    bool some = false;
    for (const ir::ProcessId id : old) {
      const std::vector<ir::NodeId> ends = before_[id].ends(outcome);
      if (ends.empty()) continue;
      some = true;
      if (!before_[id].judges(criterion) || !before_[id].unjudged(criterion, ends).empty()) return false;
    }
    return some;
  }

  void look_at(ir::ProcessId old, ir::ProcessId id, ir::OutcomeId outcome,
               const std::vector<ir::NodeId>& ends, ir::CriterionId was) {
    const std::string_view name = versions_.before.definition[was].name;
    const auto criterion = named<ir::CriterionId>(versions_.after.definition.criteria, name);
    // Of one definition, unjudged-criterion says it.
    if (versions_.is_replacement && names(versions_.after.definition[outcome].requires_criteria, criterion))
      return;
    if (callers_answer(id, criterion, name)) return;
    const std::vector<UnjudgedEnd> found = after_[id].unjudged(criterion, ends);
    if (found.empty()) return;
    said_.insert({id.index, name});
    report(old, id, outcome, was, criterion, found);
  }

  /// Who calls the process judges the criterion, or has been found to have lost it.
  bool callers_answer(ir::ProcessId id, ir::CriterionId criterion, std::string_view name) {
    if (versions_.is_replacement) return false;
    const llvm::BitVector callers = callers_of(versions_.after, id);
    for (const unsigned caller : callers.set_bits()) {
      if (said_.contains({caller, name})) return true;
      const std::vector<ir::Node>& nodes = versions_.after.definition.processes[caller].nodes;
      if (std::any_of(nodes.begin(), nodes.end(), [&](const ir::Node& node) {
            return names(node.judges, criterion) || names(node.checks, criterion);
          }))
        return true;
    }
    return false;
  }

  [[nodiscard]] Diag words(bool share) const {
    if (versions_.is_replacement) return share ? rule::JudgmentLostShare : rule::JudgmentLost;
    return share ? rule::JudgmentLostShareSince : rule::JudgmentLostSince;
  }

  void report(ir::ProcessId old, ir::ProcessId id, ir::OutcomeId outcome_id, ir::CriterionId was,
              ir::CriterionId criterion_id, const std::vector<UnjudgedEnd>& found) {
    const ir::Process& process = versions_.after[id];
    const ir::Outcome& outcome = versions_.after.definition[outcome_id];
    const std::string_view criterion = versions_.before.definition[was].name;
    const std::optional<double> share = after_[id].share(criterion_id, found);
    const bool is_figure = share && *share > 0;
    Diagnostics::Builder finding =
        sink_.report({rule::JudgmentLost, words(is_figure)}, process.name_span,
                     {arg("process", process.name), arg("outcome", outcome.name), arg("criterion", criterion),
                      arg("old", versions_.before[old].name),
                      arg("share", is_figure ? share_text(*share) : std::string())},
                     outcome.span, {std::string(outcome.name), std::string(criterion), {}});
    finding.symbol(std::string(process.name));
    for (std::size_t i = 0; i < std::min(found.size(), places_shown); ++i)
      finding.note(rule::NoteEndsWithout, process[found[i].end].span, {arg("process", process.name)});
    if (versions_.is_replacement) note_judges(old, was, finding);
    if (const std::string path = path_text(versions_.after.definition, process, found.front().way.edges);
        !path.empty())
      finding.help(rule::NoteUnjudgedPath, {arg("path", path)});
    finding.help(rule::NoteJudgeOrAllow, {arg("criterion", criterion), arg("outcome", outcome.name)});
  }

  void note_judges(ir::ProcessId old, ir::CriterionId criterion, Diagnostics::Builder& finding) const {
    std::size_t shown = 0;
    for (const ir::NodeId id : versions_.before.reaches[old.index].order) {
      const ir::Node& node = versions_.before[old][id];
      if (!names(node.judges, criterion) && !names(node.checks, criterion)) continue;
      if (++shown > places_shown) return;
      finding.note(rule::NoteJudgedBefore, node.name_span,
                   {arg("process", versions_.before[old].name), arg("step", node.name)});
    }
  }

  const Comparison& versions_;
  LossSink& sink_;
  Side before_, after_;
  std::set<std::pair<std::uint32_t, std::string_view>> said_;  // process and criterion
};

}  // namespace

void find_lost_judgments(const Comparison& versions, LossSink& sink) {
  if (versions.before.definition.criteria.empty()) return;
  if (versions.is_replacement && versions.pairs.empty()) return;
  Search(versions, sink).run();
}

void check_JudgmentLost(const View& view, Reporter& reporter) {
  LossSink sink(reporter);
  find_lost_judgments(replacements(view), sink);
}

}  // namespace wain::lint
