#include "diff/definition_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "diff/authority_lines.h"
#include "diff/judged_outcomes.h"
#include "diff/match_processes.h"
#include "diff/removed_gate.h"
#include "diff/strength.h"
#include "diff/work_changes.h"

namespace wain::diff {

bool weakens_check(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::EvidenceLost:
    case ChangeKind::GateNarrowed:
    case ChangeKind::CatchesFell:
    case ChangeKind::SamplesFell:
    case ChangeKind::QuorumFell:
    case ChangeKind::SeparationLost: return true;
    default: return false;
  }
}

bool takes_away(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::OutcomeRemoved:
    case ChangeKind::OwnerLost:
    case ChangeKind::RequirementLost:
    case ChangeKind::JudgmentLost:
    case ChangeKind::GateRemoved:
    case ChangeKind::AuditRemoved:
    case ChangeKind::GateToStep:
    case ChangeKind::CriterionLost:
    case ChangeKind::EvidenceLost:
    case ChangeKind::ControlLost:
    case ChangeKind::ControlNarrowed:
    case ChangeKind::GateNarrowed:
    case ChangeKind::CatchesFell:
    case ChangeKind::SamplesFell:
    case ChangeKind::QuorumFell:
    case ChangeKind::SeparationLost:
    case ChangeKind::GoodWhenLost:
    case ChangeKind::MemberLost:
    case ChangeKind::NoLost:
    case ChangeKind::ExceptionLost:
    case ChangeKind::EscalationLost:
    case ChangeKind::IrreversibleLost:
    case ChangeKind::AccountableLost:
    case ChangeKind::BecameSilent:
    case ChangeKind::AuthorityWidened:
    case ChangeKind::AuthorityAdded: return true;
    default: return false;
  }
}

namespace {

using Names = std::set<std::string>;

/// What one side says, by name; the last of several of one name.
template <class T>
std::map<std::string_view, std::uint32_t> by_name(const std::vector<T>& elements) {
  std::map<std::string_view, std::uint32_t> result;
  for (std::uint32_t i = 0; i < elements.size(); ++i)
    if (!elements[i].name.empty()) result[elements[i].name] = i;
  return result;
}

std::string_view name_of(const ir::Definition& definition, ir::ActorId actor) {
  return actor ? definition[actor].name : std::string_view{};
}

class Comparison {
public:
  Comparison(const ir::Definition& before, const ir::Definition& after) : before_(before), after_(after) {}

  Changes run() && {
    processes();
    outcomes();
    for (const ProcessPair pair : changes_.matched) process(pair);
    compare_strength(before_, after_, changes_.matched, changes_.list);
    compare_work(before_, after_, changes_);
    compare_authorities(before_, after_, changes_.list);
    std::stable_partition(changes_.list.begin(), changes_.list.end(),
                          [](const Change& change) { return takes_away(change.kind); });
    return std::move(changes_);
  }

  std::vector<Change> run(llvm::ArrayRef<ProcessPair> pairs) && {
    for (const ProcessPair pair : pairs) process(pair);
    compare_strength(before_, after_, pairs, changes_.list);
    return std::move(changes_.list);
  }

private:
  void add(ChangeKind kind, std::string_view subject, std::string_view before, std::string_view after,
           Span old_place, Span new_place, Element element = {}) {
    changes_.list.push_back(
        {kind, std::string(subject), std::string(before), std::string(after), old_place, new_place, element});
  }

  void processes() {
    ProcessMatch match = match_processes(before_, after_);
    for (const ir::ProcessId id : match.gone)
      add(ChangeKind::ProcessRemoved, before_[id].name, before_[id].name, {}, before_[id].name_span, {});
    for (const ir::ProcessId id : match.come)
      add(ChangeKind::ProcessAdded, after_[id].name, {}, after_[id].name, {}, after_[id].name_span,
          {.process = id});
    for (const auto [was, is] : match.pairs)
      if (before_[was].name != after_[is].name && share_a_step(before_, before_[was], after_, after_[is]))
        add(ChangeKind::ProcessRenamed, after_[is].name, before_[was].name, after_[is].name,
            before_[was].name_span, after_[is].name_span, {.process = is});
    changes_.matched = std::move(match.pairs);
  }

  /// What one list has more, and what it has less, than the other.
  void sets(const Names& before, const Names& after, ChangeKind lost, ChangeKind added,
            std::string_view subject, Span old_place, Span new_place, Element element) {
    for (const std::string& each : before)
      if (!after.contains(each)) add(lost, subject, each, {}, old_place, new_place, element);
    for (const std::string& each : after)
      if (!before.contains(each)) add(added, subject, {}, each, old_place, new_place, element);
  }

  void outcomes() {
    const JudgedOutcomes judged_before = judged_outcomes(before_);
    const JudgedOutcomes judged_after = judged_outcomes(after_);
    const auto old_ones = by_name(before_.outcomes);
    const auto new_ones = by_name(after_.outcomes);
    match_renamed(old_ones, new_ones);
    const auto old_name = [&](std::uint32_t after) {
      for (const OutcomePair pair : changes_.renamed)
        if (pair.after.index == after) return before_[pair.before].name;
      return after_.outcomes[after].name;
    };
    for (const auto& [name, i] : old_ones) {
      const auto is_it = [&](OutcomePair pair) { return pair.before.index == i; };
      if (!new_ones.contains(name) && std::none_of(changes_.renamed.begin(), changes_.renamed.end(), is_it))
        add(ChangeKind::OutcomeRemoved, name, name, {}, before_.outcomes[i].name_span, {});
    }
    for (std::uint32_t i = 0; i < after_.outcomes.size(); ++i) {
      const ir::Outcome& outcome = after_.outcomes[i];
      const auto old_one = old_ones.find(old_name(i));
      if (old_one == old_ones.end()) {
        add(ChangeKind::OutcomeAdded, outcome.name, {}, outcome.name, {}, outcome.name_span,
            {.outcome = {i}});
        continue;
      }
      const std::uint32_t was = old_one->second;
      if (before_.outcomes[was].name != outcome.name)
        add(ChangeKind::OutcomeRenamed, outcome.name, before_.outcomes[was].name, outcome.name,
            before_.outcomes[was].name_span, outcome.name_span, {.outcome = {i}});
      outcome_changes(before_.outcomes[was], outcome, {.outcome = {i}});
      if (!judged_before.reached[was] || !judged_after.reached[i]) continue;
      const auto names = [](const std::set<std::string_view>& from) {
        return Names(from.begin(), from.end());
      };
      // Where a no leads, that somebody has judged on every way there is no gain.
      const Names judged_then = names(judged_before.criteria[was]);
      Names judged_now = names(judged_after.criteria[i]);
      if (!is_regular({i}))
        std::erase_if(judged_now, [&](const std::string& each) { return !judged_then.contains(each); });
      sets(judged_then, judged_now, ChangeKind::JudgmentLost, ChangeKind::JudgmentAdded, outcome.name,
           before_.outcomes[was].name_span, outcome.name_span, {.outcome = {i}});
    }
  }

  using Names32 = std::map<std::string_view, std::uint32_t>;

  /// An outcome that is gone and one that is new are one under another name, if the same process yields both
  /// in the same place of its list, and the same one owns both, or nobody does.
  void match_renamed(const Names32& old_ones, const Names32& new_ones) {
    std::set<std::uint32_t> taken;
    for (const ProcessPair pair : changes_.matched) {
      const std::vector<ir::OutcomeId>& was = before_[pair.before].yields;
      const std::vector<ir::OutcomeId>& is = after_[pair.after].yields;
      if (was.size() != is.size()) continue;
      for (std::size_t i = 0; i < was.size(); ++i) {
        const ir::Outcome& old_one = before_[was[i]];
        const ir::Outcome& new_one = after_[is[i]];
        if (new_ones.contains(old_one.name) || old_ones.contains(new_one.name)) continue;
        if (name_of(before_, old_one.owner) != name_of(after_, new_one.owner)) continue;
        const auto is_old = [&](OutcomePair known) { return known.before == was[i]; };
        if (std::any_of(changes_.renamed.begin(), changes_.renamed.end(), is_old)) continue;
        if (taken.insert(is[i].index).second) changes_.renamed.push_back({was[i], is[i]});
      }
    }
  }

  /// Some process goes on with it: it is the first that it yields.
  [[nodiscard]] bool is_regular(ir::OutcomeId outcome) const {
    return std::any_of(after_.processes.begin(), after_.processes.end(), [&](const ir::Process& process) {
      return !process.yields.empty() && process.yields.front() == outcome;
    });
  }

  void outcome_changes(const ir::Outcome& was, const ir::Outcome& is, Element element) {
    const std::string_view old_owner = name_of(before_, was.owner);
    const std::string_view new_owner = name_of(after_, is.owner);
    if (old_owner != new_owner) {
      const ChangeKind kind = new_owner.empty()   ? ChangeKind::OwnerLost
                              : old_owner.empty() ? ChangeKind::OwnerAdded
                                                  : ChangeKind::OwnerChanged;
      add(kind, is.name, old_owner, new_owner, was.name_span, is.name_span, element);
    }
    const auto names = [](const ir::Definition& of, const std::vector<ir::CriterionId>& criteria) {
      Names result;
      for (const ir::CriterionId each : criteria) result.emplace(of[each].name);
      return result;
    };
    sets(names(before_, was.requires_criteria), names(after_, is.requires_criteria),
         ChangeKind::RequirementLost, ChangeKind::RequirementAdded, is.name, was.name_span, is.name_span,
         element);
  }

  void process(ProcessPair pair) {
    const ir::Process& was = before_[pair.before];
    const ir::Process& is = after_[pair.after];
    const auto old_ones = by_name(was.nodes);
    const auto new_ones = by_name(is.nodes);
    std::vector<ir::NodeId> gone;
    std::vector<ir::NodeId> come;
    for (std::uint32_t i = 0; i < was.nodes.size(); ++i)
      if (is_compared(was.nodes[i]) && !new_ones.contains(was.nodes[i].name)) gone.push_back({i});
    for (std::uint32_t i = 0; i < is.nodes.size(); ++i) {
      const auto old_one = old_ones.find(is.nodes[i].name);
      const bool is_new = old_one == old_ones.end() || !is_compared(was.nodes[old_one->second]);
      if (is_compared(is.nodes[i]) && is_new) come.push_back({i});
    }
    match_renamed(pair, gone, come);
    for (const ir::NodeId node : gone) went(was, was[node], pair.after);
    for (std::uint32_t i = 0; i < is.nodes.size(); ++i) {
      if (!is_compared(is.nodes[i])) continue;
      const Element element{.process = pair.after, .node = {i}};
      if (std::find(come.begin(), come.end(), ir::NodeId{i}) != come.end())
        came(is, is.nodes[i], element);
      else if (const auto old_one = old_ones.find(is.nodes[i].name); old_one != old_ones.end())
        node_changes(was, was.nodes[old_one->second], is, is.nodes[i], element);
    }
  }

  /// Takes out of both lists what is one under another name: there is nothing else that it could be.
  void match_renamed(ProcessPair pair, std::vector<ir::NodeId>& gone, std::vector<ir::NodeId>& come) {
    const ir::Process& was = before_[pair.before];
    const ir::Process& is = after_[pair.after];
    std::map<std::string, std::pair<std::vector<ir::NodeId>, std::vector<ir::NodeId>>> alike;
    for (const ir::NodeId node : gone) alike[likeness(before_, was, was[node])].first.push_back(node);
    for (const ir::NodeId node : come) alike[likeness(after_, is, is[node])].second.push_back(node);
    for (const auto& [likeness, nodes] : alike) {
      if (nodes.first.size() != 1 || nodes.second.size() != 1) continue;
      const ir::NodeId before = nodes.first.front();
      const ir::NodeId after = nodes.second.front();
      changes_.renamed_steps.push_back({pair, before, after});
      add(ChangeKind::StepRenamed, symbol(is, is[after]), symbol(was, was[before]), symbol(is, is[after]),
          was[before].name_span, is[after].name_span, {.process = pair.after, .node = after});
      std::erase(gone, before);
      std::erase(come, after);
    }
  }

  static std::string symbol(const ir::Process& process, const ir::Node& node) {
    return fmt::format("{}.{}", process.name, node.name);
  }

  void came(const ir::Process& process, const ir::Node& node, Element element) {
    using enum ChangeKind;
    const ChangeKind kind = node.kind == ir::NodeKind::Gate    ? GateAdded
                            : node.kind == ir::NodeKind::Audit ? AuditAdded
                                                               : StepAdded;
    add(kind, symbol(process, node), {}, name_of(after_, node.actor), {}, node.name_span, element);
  }

  /// `now` is the process as it is, without the node.
  void went(const ir::Process& process, const ir::Node& node, ir::ProcessId now) {
    using enum ChangeKind;
    const ChangeKind kind = node.kind == ir::NodeKind::Gate    ? GateRemoved
                            : node.kind == ir::NodeKind::Audit ? AuditRemoved
                                                               : StepRemoved;
    add(kind, symbol(process, node), name_of(before_, node.actor), {}, node.name_span, {});
    if (kind == GateRemoved) say_what_is_lost(before_, node, after_, now, changes_.list.back());
  }

  static Names seen(const ir::Definition& of, const ir::Process& in, const ir::Node& node) {
    Names result;
    for (const ir::Path& path : node.sees) result.insert(str(of, &in, path));
    return result;
  }
  /// Those of `some` of which `others` do not hold the whole: who sees `claim` sees `claim.amount`.
  static Names less_covered(const Names& some, const Names& others) {
    Names result;
    for (const std::string& path : some) {
      const auto holds = [&](const std::string& other) {
        return path == other || path.starts_with(other + ".");
      };
      if (std::none_of(others.begin(), others.end(), holds)) result.insert(path);
    }
    return result;
  }

  void node_changes(const ir::Process& old_process, const ir::Node& was, const ir::Process& process,
                    const ir::Node& is, Element element) {
    const std::string subject = symbol(process, is);
    if (was.kind == ir::NodeKind::Gate && is.kind == ir::NodeKind::Task)
      add(ChangeKind::GateToStep, subject, {}, {}, was.name_span, is.name_span, element);
    if (was.kind == ir::NodeKind::Task && is.kind == ir::NodeKind::Gate)
      add(ChangeKind::StepToGate, subject, {}, {}, was.name_span, is.name_span, element);
    actor_change(subject, was, is, element);
    const auto criteria = [](const ir::Definition& of, const ir::Node& node) {
      Names result;
      for (const ir::CriterionId each : node.judges) result.emplace(of[each].name);
      for (const ir::CriterionId each : node.checks) result.emplace(of[each].name);
      return result;
    };
    sets(criteria(before_, was), criteria(after_, is), ChangeKind::CriterionLost, ChangeKind::CriterionAdded,
         subject, was.name_span, is.name_span, element);
    const Names saw = seen(before_, old_process, was);
    const Names sees = seen(after_, process, is);
    sets(less_covered(saw, sees), less_covered(sees, saw), ChangeKind::EvidenceLost,
         ChangeKind::EvidenceAdded, subject, was.name_span, is.name_span, element);
    const auto controls = [](const ir::Definition& of, const ir::Node& node) {
      Names result;
      for (const ir::ControlId each : node.controls) result.emplace(of[each].name);
      return result;
    };
    sets(controls(before_, was), controls(after_, is), ChangeKind::ControlLost, ChangeKind::ControlAdded,
         subject, was.name_span, is.name_span, element);
  }

  void actor_change(const std::string& subject, const ir::Node& was, const ir::Node& is, Element element) {
    if (!was.actor || !is.actor) return;
    const ir::Actor& old_one = before_[was.actor];
    const ir::Actor& new_one = after_[is.actor];
    if (old_one.name == new_one.name && old_one.is_human() == new_one.is_human()) return;
    const ChangeKind kind = old_one.is_human() == new_one.is_human() ? ChangeKind::DoneBy
                            : new_one.is_human()                     ? ChangeKind::TakenFromMachine
                                                                     : ChangeKind::Automated;
    add(kind, subject, old_one.name, new_one.name, was.name_span, is.name_span, element);
  }

  const ir::Definition& before_;
  const ir::Definition& after_;
  Changes changes_;
};

}  // namespace

Changes compare(const ir::Definition& before, const ir::Definition& after) {
  return Comparison(before, after).run();
}

std::vector<Change> compare_processes(const ir::Definition& before, const ir::Definition& after,
                                      llvm::ArrayRef<ProcessPair> pairs) {
  return Comparison(before, after).run(pairs);
}

}  // namespace wain::diff
