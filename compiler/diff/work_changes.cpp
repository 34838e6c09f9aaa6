#include "diff/work_changes.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "analysis/graph.h"
#include "ir/text.h"

namespace wain::diff {
namespace {

using Texts = std::vector<std::string>;

/// More gates than this are not held against each other.
constexpr std::size_t most_gates = 200;

/// One kind of change that comes as a loss, a gain, or a move.
struct Kinds {
  ChangeKind lost, added, changed;
};

template <class T>
const T* find_named(const std::vector<T>& elements, std::string_view name) {
  for (const T& each : elements)
    if (each.name == name && !each.broken) return &each;
  return nullptr;
}

std::string_view name_of(const ir::Definition& definition, ir::ActorId actor) {
  return actor ? definition[actor].name : std::string_view{};
}

std::string percent_of(const std::optional<ir::Decimal>& share) {
  return share ? share->percent() + ' ' : std::string();
}

Texts escalations_of(const ir::Definition& definition, const ir::Node& gate) {
  Texts result;
  for (const ir::Escalation& each : gate.escalations)
    result.push_back(fmt::format("after {} to {}", each.after.str(), name_of(definition, each.to)));
  return result;
}

Texts good_when_of(const ir::Definition& definition, const ir::Outcome& outcome) {
  Texts result;
  const std::string own = fmt::format("({}.", outcome.name);  // which is not written there
  for (const ir::GoodWhen& each : outcome.good_when) {
    std::string text = str(definition, each.claim);
    if (const std::size_t at = text.find(own); at != std::string::npos) text.erase(at + 1, own.size() - 1);
    result.push_back(std::move(text));
  }
  return result;
}

std::string promise_of(const ir::Node& audit) {
  if (!audit.finds) return {};
  return fmt::format("{} within {}", audit.finds->value.percent(),
                     audit.finds_within ? audit.finds_within->str() : std::string("…"));
}

class Work {
public:
  Work(const ir::Definition& before, const ir::Definition& after, Changes& changes)
      : before_(before),
        after_(after),
        renamed_(changes.renamed_steps),
        renamed_outcomes_(changes.renamed),
        list_(changes.list) {}

  void outcomes() {
    for (std::uint32_t i = 0; i < after_.outcomes.size(); ++i) {
      const ir::Outcome& is = after_.outcomes[i];
      const ir::Outcome* was = former({i});
      if (was == nullptr || is.broken) continue;
      begin(is.name, was->name_span, is.name_span, {.outcome = {i}});
      moved({ChangeKind::GoodWhenLost, ChangeKind::GoodWhenAdded, ChangeKind::GoodWhenChanged},
            good_when_of(before_, *was), good_when_of(after_, is));
    }
  }

  void criteria() {
    for (std::uint32_t i = 0; i < after_.criteria.size(); ++i) {
      const ir::Criterion& is = after_.criteria[i];
      const ir::Criterion* was = find_named(before_.criteria, is.name);
      if (was == nullptr || is.broken || !was->miss_costs || !is.miss_costs) continue;
      begin(is.name, was->name_span, is.name_span, {.criterion = {i}});
      if (was->miss_costs->str() != is.miss_costs->str())
        add(ChangeKind::MissCostChanged, was->miss_costs->str(), is.miss_costs->str());
    }
  }

  void actors() {
    for (std::uint32_t i = 0; i < after_.actors.size(); ++i) {
      const ir::Actor& is = after_.actors[i];
      const ir::Actor* was = find_named(before_.actors, is.name);
      if (was == nullptr || is.broken) continue;
      begin(is.name, was->name_span, is.name_span, {.actor = {i}});
      if (was->kind != is.kind) {
        add(ChangeKind::ActorKindChanged, ir::name(was->kind), ir::name(is.kind));
        continue;
      }
      moved({ChangeKind::AccountableLost, ChangeKind::AccountableAdded, ChangeKind::AccountableChanged},
            name_of(before_, was->accountable), name_of(after_, is.accountable));
      moved({ChangeKind::ReportsLost, ChangeKind::ReportsAdded, ChangeKind::ReportsChanged},
            name_of(before_, was->reports_to), name_of(after_, is.reports_to));
      members(*was, is);
      if (is.kind == ir::ActorKind::Role && was->staff != is.staff)
        add(is.staff < was->staff ? ChangeKind::StaffFell : ChangeKind::StaffRose, std::to_string(was->staff),
            std::to_string(is.staff));
    }
  }

  void process(ProcessPair pair) {
    const ir::Process& was = before_[pair.before];
    const ir::Process& is = after_[pair.after];
    begin(is.name, was.name_span, is.name_span, {.process = pair.after});
    // That nobody owns it any more is a finding of its own.
    const std::string_view owner = name_of(after_, is.owner);
    if (!owner.empty())
      moved({ChangeKind::ProcessOwnerChanged, ChangeKind::ProcessOwnerAdded, ChangeKind::ProcessOwnerChanged},
            name_of(before_, was.owner), owner);
    for (std::uint32_t i = 0; i < is.nodes.size(); ++i) {
      const ir::Node* old_one = former(pair, {i});
      if (old_one == nullptr || old_one->kind != is.nodes[i].kind) continue;
      begin(fmt::format("{}.{}", is.name, is.nodes[i].name), old_one->name_span, is.nodes[i].name_span,
            {.process = pair.after, .node = {i}});
      node(was, *old_one, is, is.nodes[i]);
    }
    order_of_gates(pair);
  }

private:
  /// What the changes are about that are added from here on.
  void begin(std::string_view subject, Span old_place, Span new_place, Element element) {
    subject_ = subject;
    old_place_ = old_place;
    new_place_ = new_place;
    element_ = element;
  }
  void add(ChangeKind kind, std::string_view before, std::string_view after) {
    list_.push_back(
        {kind, subject_, std::string(before), std::string(after), old_place_, new_place_, element_});
  }
  void moved(Kinds kinds, std::string_view before, std::string_view after) {
    if (before == after) return;
    add(after.empty() ? kinds.lost : before.empty() ? kinds.added : kinds.changed, before, after);
  }
  /// One that went and one that came are one that moved.
  void moved(Kinds kinds, Texts before, Texts after) {
    const Texts were = before;
    std::erase_if(before,
                  [&](const std::string& each) { return std::count(after.begin(), after.end(), each) != 0; });
    std::erase_if(after,
                  [&](const std::string& each) { return std::count(were.begin(), were.end(), each) != 0; });
    if (before.size() == 1 && after.size() == 1) return add(kinds.changed, before.front(), after.front());
    for (const std::string& each : before) add(kinds.lost, each, {});
    for (const std::string& each : after) add(kinds.added, {}, each);
  }

  /// The node that it was: of its name, or the one that was renamed.
  [[nodiscard]] const ir::Node* former(ProcessPair pair, ir::NodeId id) const {
    const ir::Process& was = before_[pair.before];
    for (const StepPair& each : renamed_)
      if (each.of.after == pair.after && each.after == id) return &was[each.before];
    const ir::Node& node = after_[pair.after][id];
    return node.name.empty() || node.broken ? nullptr : find_named(was.nodes, node.name);
  }

  [[nodiscard]] const ir::Outcome* former(ir::OutcomeId id) const {
    for (const OutcomePair& each : renamed_outcomes_)
      if (each.after == id) return &before_[each.before];
    return find_named(before_.outcomes, after_[id].name);
  }

  /// What the outcome, or the step, is called in the new definition.
  [[nodiscard]] std::string_view name_now(const ir::Definition& of, ir::OutcomeId id) const {
    for (const OutcomePair& each : renamed_outcomes_)
      if (&of == &before_ && each.before == id) return after_[each.after].name;
    return of[id].name;
  }
  [[nodiscard]] std::string_view name_now(const ir::Process& of, ir::NodeId id) const {
    for (const StepPair& each : renamed_)
      if (&before_[each.of.before] == &of && each.before == id) return after_[each.of.after][each.after].name;
    return of[id].name;
  }

  /// `end Refused`, or the step where control goes on.
  [[nodiscard]] std::string target_of(const ir::Definition& definition, const ir::Process& process,
                                      ir::NodeId to) const {
    for (std::size_t steps = 0; steps < process.nodes.size(); ++steps) {
      const ir::Node& node = process[to];
      if (node.kind == ir::NodeKind::End) return fmt::format("end {}", name_now(definition, node.outcome));
      if (!node.name.empty()) return std::string(name_now(process, to));
      if (node.out.size() != 1) break;  // a choice
      to = process[node.out.front()].to;
    }
    return "…";
  }

  /// The ways out of one kind, as they are written: in which a gate says no, or a step fails.
  [[nodiscard]] Texts ways_out_of(const ir::Definition& definition, const ir::Process& process,
                                  const ir::Node& gate, ir::EdgeKind kind) const {
    Texts result;
    for (const ir::EdgeId id : gate.out) {
      const ir::Edge& edge = process[id];
      if (edge.kind != kind || edge.approves) continue;
      const std::string target = target_of(definition, process, edge.to);
      if (kind == ir::EdgeKind::Timeout)
        result.push_back(
            fmt::format("after {} rejects -> {}", edge.after ? edge.after->str() : "0s", target));
      else
        result.push_back(fmt::format("{} {}-> {}",
                                     kind == ir::EdgeKind::Reject   ? "rejects"
                                     : kind == ir::EdgeKind::Return ? "returns"
                                                                    : "fails",
                                     percent_of(edge.share), target));
    }
    return result;
  }

  void members(const ir::Actor& was, const ir::Actor& is) {
    const auto names = [](const ir::Definition& of, const ir::Actor& committee) {
      Texts result;
      for (const ir::ActorId each : committee.members) result.emplace_back(of[each].name);
      return result;
    };
    const Texts old_ones = names(before_, was);
    const Texts new_ones = names(after_, is);
    for (const std::string& each : old_ones)
      if (std::count(new_ones.begin(), new_ones.end(), each) == 0) add(ChangeKind::MemberLost, each, {});
    for (const std::string& each : new_ones)
      if (std::count(old_ones.begin(), old_ones.end(), each) == 0) add(ChangeKind::MemberAdded, {}, each);
  }

  void node(const ir::Process& in_old, const ir::Node& was, const ir::Process& in_new, const ir::Node& is) {
    for (const ir::EdgeKind kind : {ir::EdgeKind::Reject, ir::EdgeKind::Return, ir::EdgeKind::Timeout})
      moved({ChangeKind::NoLost, ChangeKind::NoAdded, ChangeKind::NoChanged},
            ways_out_of(before_, in_old, was, kind), ways_out_of(after_, in_new, is, kind));
    moved({ChangeKind::ExceptionLost, ChangeKind::ExceptionAdded, ChangeKind::ExceptionChanged},
          ways_out_of(before_, in_old, was, ir::EdgeKind::Fail),
          ways_out_of(after_, in_new, is, ir::EdgeKind::Fail));
    moved({ChangeKind::EscalationLost, ChangeKind::EscalationAdded, ChangeKind::EscalationChanged},
          escalations_of(before_, was), escalations_of(after_, is));
    if (was.irreversible != is.irreversible)
      add(is.irreversible ? ChangeKind::IrreversibleAdded : ChangeKind::IrreversibleLost, {}, {});
    if (is.kind != ir::NodeKind::Audit || !was.audited || !is.audited) return;
    const std::string_view looked_at = name_now(in_old, was.audited);
    const std::string_view looks_at = in_new[is.audited].name;
    if (looked_at != looks_at) add(ChangeKind::AuditMoved, looked_at, looks_at);
    const bool both_promise = was.finds && is.finds;
    if (both_promise && promise_of(was) != promise_of(is))
      add(ChangeKind::AuditPromise, promise_of(was), promise_of(is));
  }

  static bool stand_side_by_side(const ir::Process& process, ir::NodeId a, ir::NodeId b) {
    for (ir::BranchId at = process[a].branch; at; at = process.branches[at.index].parent) {
      const ir::BranchId other = analysis::branch_of(process, b, process.branches[at.index].fork);
      if (other && other != at) return true;
    }
    return false;
  }

  void order_of_gates(ProcessPair pair) {
    const ir::Process& was = before_[pair.before];
    const ir::Process& is = after_[pair.after];
    std::vector<std::pair<ir::NodeId, ir::NodeId>> gates;  // before and after
    for (std::uint32_t i = 0; i < is.nodes.size(); ++i) {
      const ir::Node* old_one = former(pair, {i});
      if (old_one != nullptr && is.nodes[i].kind == ir::NodeKind::Gate && old_one->kind == is.nodes[i].kind)
        gates.push_back({{static_cast<std::uint32_t>(old_one - was.nodes.data())}, {i}});
    }
    if (gates.size() > most_gates || (was.branches.empty() && is.branches.empty())) return;
    for (std::size_t a = 0; a < gates.size(); ++a) {
      for (std::size_t b = a + 1; b < gates.size(); ++b) {
        const bool before = stand_side_by_side(was, gates[a].first, gates[b].first);
        const bool after = stand_side_by_side(is, gates[a].second, gates[b].second);
        if (before == after) continue;
        const std::string names = fmt::format("{}, {}", is[gates[a].second].name, is[gates[b].second].name);
        begin(is.name, was.name_span, is[gates[b].second].name_span, {.process = pair.after});
        if (after)
          add(ChangeKind::SideBySide, {}, names);
        else
          add(ChangeKind::InSeries, names, {});
      }
    }
  }

  const ir::Definition& before_;
  const ir::Definition& after_;
  const std::vector<StepPair>& renamed_;
  const std::vector<OutcomePair>& renamed_outcomes_;
  std::vector<Change>& list_;
  std::string subject_;
  Span old_place_, new_place_;
  Element element_;
};

}  // namespace

void compare_work(const ir::Definition& before, const ir::Definition& after, Changes& changes) {
  Work work(before, after, changes);
  work.outcomes();
  work.criteria();
  work.actors();
  for (const ProcessPair pair : changes.matched) work.process(pair);
}

}  // namespace wain::diff
