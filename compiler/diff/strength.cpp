#include "diff/strength.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "diagnostics/mandate_words.h"
#include "diff/authority_bounds.h"

namespace wain::diff {
namespace {

template <class T>
const T* find_named(const std::vector<T>& elements, std::string_view name) {
  for (const T& each : elements)
    if (each.name == name && !each.broken) return &each;
  return nullptr;
}

/// Judges or checks something of which it is said how often it is wrong.
bool has_truth(const ir::Definition& definition, const ir::Node& node) {
  const auto is_modelled = [&](ir::CriterionId each) { return definition[each].wrong_in.has_value(); };
  return std::any_of(node.judges.begin(), node.judges.end(), is_modelled) ||
         std::any_of(node.checks.begin(), node.checks.end(), is_modelled);
}

/// Steps of the search for conditions on one process; in larger ones none is looked for.
constexpr std::size_t most_steps = 20'000'000;

/// The nodes that a case can come to, if it never takes the edge.
std::vector<bool> reached_without(const ir::Process& process, ir::EdgeId left_out) {
  std::vector<bool> known(process.nodes.size(), false);
  std::vector<ir::NodeId> work;
  if (!process.nodes.empty()) work.push_back({0});
  if (!work.empty()) known[0] = true;
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId edge : process[node].out) {
      const ir::NodeId to = process[edge].to;
      if (edge == left_out || known[to.index]) continue;
      known[to.index] = true;
      work.push_back(to);
    }
  }
  return known;
}

/// By node: the conditions that every case has fulfilled at some time that comes there, in order of the
/// edges. O(conditions · E).
std::vector<std::vector<ir::ExprId>> conditions_before(const ir::Process& process) {
  std::vector<std::vector<ir::ExprId>> result(process.nodes.size());
  const auto is_guarded = [](const ir::Edge& edge) { return edge.guard.valid(); };
  const auto guarded = std::count_if(process.edges.begin(), process.edges.end(), is_guarded);
  if (static_cast<std::size_t>(guarded) * process.edges.size() > most_steps) return result;
  const std::vector<bool> reached = reached_without(process, {});
  for (std::uint32_t e = 0; e < process.edges.size(); ++e) {
    if (!process.edges[e].guard) continue;
    const std::vector<bool> without = reached_without(process, {e});
    for (std::size_t i = 0; i < result.size(); ++i)
      if (reached[i] && !without[i]) result[i].push_back(process.edges[e].guard);
  }
  return result;
}

std::string mandate_text(const ir::Definition& definition, const ir::Control& control) {
  const bool is_limited = control.applies_when.valid();
  return mandate_words(control.approvers,
                       is_limited ? str(definition, nullptr, control.applies_when, control.applies_to) : "");
}

std::string text_of(const ir::Definition& definition, const ir::Process& process,
                    const std::vector<ir::ExprId>& conditions) {
  std::string text;
  for (const ir::ExprId each : conditions)
    text += fmt::format("{}{}", text.empty() ? "" : " and ", str(definition, &process, each));
  return text;
}

/// Every condition of `few` stands among `many`, as it is written.
bool includes(const ir::Definition& a, const ir::Process& in_a, const std::vector<ir::ExprId>& many,
              const ir::Definition& b, const ir::Process& in_b, const std::vector<ir::ExprId>& few) {
  const auto texts = [](const ir::Definition& of, const ir::Process& in, const std::vector<ir::ExprId>& all) {
    std::vector<std::string> result;
    for (const ir::ExprId each : all) result.push_back(str(of, &in, each));
    std::sort(result.begin(), result.end());
    return result;
  };
  const std::vector<std::string> more = texts(a, in_a, many);
  const std::vector<std::string> less = texts(b, in_b, few);
  return std::includes(more.begin(), more.end(), less.begin(), less.end());
}

class Strength {
public:
  Strength(const ir::Definition& before, const ir::Definition& after, std::vector<Change>& list)
      : before_(before), after_(after), list_(list) {}

  void controls() {
    for (std::uint32_t i = 0; i < after_.controls.size(); ++i) {
      const ir::Control& is = after_.controls[i];
      const ir::Control* was = find_named(before_.controls, is.name);
      if (was == nullptr || is.broken) continue;
      const std::string old_text = mandate_text(before_, *was);
      const std::string new_text = mandate_text(after_, is);
      if (old_text == new_text && record_name(before_, *was) == record_name(after_, is)) continue;
      list_.push_back({kind_of(*was, is),
                       std::string(is.name),
                       old_text,
                       new_text,
                       was->name_span,
                       is.name_span,
                       {.control = {i}}});
    }
  }

  void committees() {
    for (std::uint32_t i = 0; i < after_.actors.size(); ++i) {
      const ir::Actor& is = after_.actors[i];
      const ir::Actor* was = find_named(before_.actors, is.name);
      if (was == nullptr || is.kind != ir::ActorKind::Committee || was->kind != is.kind ||
          was->quorum == is.quorum)
        continue;
      list_.push_back({is.quorum < was->quorum ? ChangeKind::QuorumFell : ChangeKind::QuorumRose,
                       std::string(is.name),
                       std::to_string(was->quorum),
                       std::to_string(is.quorum),
                       was->name_span,
                       is.name_span,
                       {.actor = {i}}});
    }
  }

  void process(ProcessPair pair) {
    const Conditions old_ones = conditions_before(before_[pair.before]);
    const Conditions new_ones = conditions_before(after_[pair.after]);
    for (const ir::Node& is : after_[pair.after].nodes) {
      if (is.name.empty() || is.broken) continue;
      const ir::Node* was = find_named(before_[pair.before].nodes, is.name);
      if (was == nullptr || was->kind != is.kind) continue;
      const std::string subject = fmt::format("{}.{}", after_[pair.after].name, is.name);
      now_ = {.process = pair.after, .node = {static_cast<std::uint32_t>(index_in(after_[pair.after], is))}};
      if (is.kind == ir::NodeKind::Audit)
        shares(subject, *was, is, was->samples, is.samples, ChangeKind::SamplesFell, ChangeKind::SamplesRose);
      truth(subject, *was, is);
      if (is.kind != ir::NodeKind::Gate) continue;
      cases(pair, subject, *was, is, old_ones[index_in(before_[pair.before], *was)],
            new_ones[index_in(after_[pair.after], is)]);
      silence(pair, subject, *was, is);
    }
  }

  /// Steps that no two of may be one person's, in their names; those that both versions have.
  void separations(ProcessPair pair) {
    const ir::Process& was = before_[pair.before];
    const ir::Process& is = after_[pair.after];
    const auto is_in = [](const ir::Process& process, std::string_view name) {
      const ir::Node* node = find_named(process.nodes, name);
      return node != nullptr && (node->kind == ir::NodeKind::Task || node->kind == ir::NodeKind::Gate);
    };
    const std::set<Apart> old_ones = kept_apart(was);
    const std::set<Apart> new_ones = kept_apart(is);
    const std::set<Apart> by_mandate = kept_apart_by_controls(after_, is);
    const Element now{.process = pair.after};
    const auto text = [](const Apart& each) { return fmt::format("{}, {}", each.first, each.second); };
    for (const Apart& each : old_ones)
      if (!new_ones.contains(each) && !by_mandate.contains(each) && is_in(is, each.first) &&
          is_in(is, each.second))
        list_.push_back({ChangeKind::SeparationLost,
                         std::string(is.name),
                         text(each),
                         {},
                         was.name_span,
                         is.name_span,
                         now});
    for (const Apart& each : new_ones)
      if (!old_ones.contains(each) && is_in(was, each.first) && is_in(was, each.second))
        list_.push_back({ChangeKind::SeparationAdded,
                         std::string(is.name),
                         {},
                         text(each),
                         was.name_span,
                         is.name_span,
                         now});
  }

private:
  using Apart = std::pair<std::string, std::string>;  // in order of writing their names

  static void keep_apart(const ir::Process& process, const std::vector<ir::NodeId>& nodes,
                         std::set<Apart>& result) {
    for (const ir::NodeId a : nodes) {
      for (const ir::NodeId b : nodes) {
        const Apart pair{process[a].name, process[b].name};
        if (pair.first < pair.second) result.insert(pair);
      }
    }
  }
  static std::set<Apart> kept_apart(const ir::Process& process) {
    std::set<Apart> result;
    for (const ir::DutyConstraint& duty : process.duties)
      if (!duty.together) keep_apart(process, duty.nodes, result);
    return result;
  }
  /// A control that asks for several approvers separates the gates that claim it.
  static std::set<Apart> kept_apart_by_controls(const ir::Definition& definition,
                                                const ir::Process& process) {
    std::set<Apart> result;
    for (std::uint32_t i = 0; i < definition.controls.size(); ++i) {
      if (definition.controls[i].approvers < 2) continue;
      std::vector<ir::NodeId> claiming;
      for (std::uint32_t n = 0; n < process.nodes.size(); ++n) {
        const std::vector<ir::ControlId>& controls = process.nodes[n].controls;
        if (std::find(controls.begin(), controls.end(), ir::ControlId{i}) != controls.end())
          claiming.push_back({n});
      }
      keep_apart(process, claiming, result);
    }
    return result;
  }

  static std::string_view record_name(const ir::Definition& of, const ir::Control& control) {
    return control.applies_to ? of[control.applies_to].name : std::string_view{};
  }

  [[nodiscard]] ChangeKind kind_of(const ir::Control& was, const ir::Control& is) const {
    Widening cases = Widening::Unclear;
    if (!was.applies_when || !is.applies_when)
      cases = !was.applies_when && !is.applies_when ? Widening::Same
              : is.applies_when                     ? Widening::Narrower
                                                    : Widening::Wider;
    else if (record_name(before_, was) == record_name(after_, is))
      cases = compare_predicates(before_, was.applies_when, was.applies_to, after_, is.applies_when,
                                 is.applies_to);
    const bool fewer = is.approvers < was.approvers;
    const bool more = is.approvers > was.approvers;
    if (cases == Widening::Unclear || (fewer && cases == Widening::Wider) ||
        (more && cases == Widening::Narrower))
      return ChangeKind::ControlChanged;
    return fewer || cases == Widening::Narrower ? ChangeKind::ControlNarrowed : ChangeKind::ControlWidened;
  }

  void shares(const std::string& subject, const ir::Node& was, const ir::Node& is,
              const std::optional<ir::Share>& old_share, const std::optional<ir::Share>& new_share,
              ChangeKind fell, ChangeKind rose) {
    if (old_share && new_share) shares(subject, was, is, old_share->value, new_share->value, fell, rose);
  }
  void shares(const std::string& subject, const ir::Node& was, const ir::Node& is, ir::Decimal old_share,
              ir::Decimal new_share, ChangeKind fell, ChangeKind rose) {
    if (old_share == new_share) return;
    list_.push_back({new_share < old_share ? fell : rose, subject, old_share.percent(), new_share.percent(),
                     was.name_span, is.name_span, now_});
  }

  void truth(const std::string& subject, const ir::Node& was, const ir::Node& is) {
    if (!has_truth(before_, was) || !has_truth(after_, is)) return;
    const auto given = [](const std::optional<ir::Share>& share, int otherwise) {
      return share ? share->value : ir::Decimal::make(otherwise);
    };
    shares(subject, was, is, given(was.catches, 1), given(is.catches, 1), ChangeKind::CatchesFell,
           ChangeKind::CatchesRose);
    shares(subject, was, is, given(was.false_alarms, 0), given(is.false_alarms, 0), ChangeKind::AlarmsFell,
           ChangeKind::AlarmsRose);
  }

  using Conditions = std::vector<std::vector<ir::ExprId>>;
  static std::size_t index_in(const ir::Process& process, const ir::Node& node) {
    return static_cast<std::size_t>(&node - process.nodes.data());
  }

  void cases(ProcessPair pair, const std::string& subject, const ir::Node& was, const ir::Node& is,
             const std::vector<ir::ExprId>& old_ones, const std::vector<ir::ExprId>& new_ones) {
    const ir::Process& old_process = before_[pair.before];
    const ir::Process& new_process = after_[pair.after];
    const std::string old_text = text_of(before_, old_process, old_ones);
    const std::string new_text = text_of(after_, new_process, new_ones);
    if (old_text == new_text) return;
    Widening moved = Widening::Unclear;
    const bool more = includes(after_, new_process, new_ones, before_, old_process, old_ones);
    const bool fewer = includes(before_, old_process, old_ones, after_, new_process, new_ones);
    if (more && fewer) return;  // the same ones, in another order
    if (more || fewer)
      moved = more ? Widening::Narrower : Widening::Wider;
    else if (old_ones.size() == 1 && new_ones.size() == 1)
      moved = compare_conditions(before_, old_process, old_ones[0], after_, new_process, new_ones[0]);
    const ChangeKind kind = moved == Widening::Narrower ? ChangeKind::GateNarrowed
                            : moved == Widening::Wider  ? ChangeKind::GateWidened
                                                        : ChangeKind::GateCases;
    if (moved != Widening::Same)
      list_.push_back({kind, subject, old_text, new_text, was.name_span, is.name_span, now_});
  }

  static std::string silent_after(const ir::Process& process, const ir::Node& gate) {
    for (const ir::EdgeId edge : gate.out)
      if (process[edge].kind == ir::EdgeKind::Timeout && process[edge].approves && process[edge].after)
        return process[edge].after->str();
    return {};
  }
  void silence(ProcessPair pair, const std::string& subject, const ir::Node& was, const ir::Node& is) {
    const std::string old_one = silent_after(before_[pair.before], was);
    const std::string new_one = silent_after(after_[pair.after], is);
    if (old_one.empty() == new_one.empty()) return;
    list_.push_back({new_one.empty() ? ChangeKind::NoLongerSilent : ChangeKind::BecameSilent, subject,
                     old_one, new_one, was.name_span, is.name_span, now_});
  }

  const ir::Definition& before_;
  const ir::Definition& after_;
  std::vector<Change>& list_;
  Element now_;  ///< the node that is compared
};

}  // namespace

void compare_strength(const ir::Definition& before, const ir::Definition& after,
                      llvm::ArrayRef<ProcessPair> matched, std::vector<Change>& list) {
  Strength strength(before, after, list);
  strength.controls();
  strength.committees();
  for (const ProcessPair pair : matched) {
    strength.process(pair);
    strength.separations(pair);
  }
}

}  // namespace wain::diff
