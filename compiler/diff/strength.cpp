#include "diff/strength.h"

#include <algorithm>
#include <optional>
#include <string_view>

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

/// The conditions that every case fulfils that comes to a node, as far back as only one way leads there.
std::vector<ir::ExprId> conditions_before(const ir::Process& process, const ir::Node& node) {
  std::vector<ir::ExprId> result;
  const ir::Node* at = &node;
  for (std::size_t steps = 0; at->in.size() == 1 && steps < process.nodes.size(); ++steps) {
    const ir::Edge& edge = process[at->in.front()];
    if (edge.guard) result.push_back(edge.guard);
    at = &process[edge.from];
  }
  std::reverse(result.begin(), result.end());
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

class Strength {
public:
  Strength(const ir::Definition& before, const ir::Definition& after, std::vector<Change>& list)
      : before_(before), after_(after), list_(list) {}

  void controls() {
    for (const ir::Control& is : after_.controls) {
      const ir::Control* was = find_named(before_.controls, is.name);
      if (was == nullptr || is.broken) continue;
      const std::string old_text = mandate_text(before_, *was);
      const std::string new_text = mandate_text(after_, is);
      if (old_text == new_text && record_name(before_, *was) == record_name(after_, is)) continue;
      list_.push_back(
          {kind_of(*was, is), std::string(is.name), old_text, new_text, was->name_span, is.name_span});
    }
  }

  void committees() {
    for (const ir::Actor& is : after_.actors) {
      const ir::Actor* was = find_named(before_.actors, is.name);
      if (was == nullptr || is.kind != ir::ActorKind::Committee || was->kind != is.kind ||
          was->quorum == is.quorum)
        continue;
      list_.push_back({is.quorum < was->quorum ? ChangeKind::QuorumFell : ChangeKind::QuorumRose,
                       std::string(is.name), std::to_string(was->quorum), std::to_string(is.quorum),
                       was->name_span, is.name_span});
    }
  }

  void process(ProcessPair pair) {
    for (const ir::Node& is : after_[pair.after].nodes) {
      if (is.name.empty() || is.broken) continue;
      const ir::Node* was = find_named(before_[pair.before].nodes, is.name);
      if (was == nullptr || was->kind != is.kind) continue;
      const std::string subject = fmt::format("{}.{}", after_[pair.after].name, is.name);
      if (is.kind == ir::NodeKind::Audit)
        shares(subject, *was, is, was->samples, is.samples, ChangeKind::SamplesFell, ChangeKind::SamplesRose);
      truth(subject, *was, is);
      if (is.kind != ir::NodeKind::Gate) continue;
      cases(pair, subject, *was, is);
      silence(pair, subject, *was, is);
    }
  }

private:
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
                     was.name_span, is.name_span});
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

  void cases(ProcessPair pair, const std::string& subject, const ir::Node& was, const ir::Node& is) {
    const ir::Process& old_process = before_[pair.before];
    const ir::Process& new_process = after_[pair.after];
    const std::vector<ir::ExprId> old_ones = conditions_before(old_process, was);
    const std::vector<ir::ExprId> new_ones = conditions_before(new_process, is);
    const std::string old_text = text_of(before_, old_process, old_ones);
    const std::string new_text = text_of(after_, new_process, new_ones);
    if (old_text == new_text) return;
    Widening moved = Widening::Unclear;
    if (old_ones.empty() || new_ones.empty())
      moved = old_ones.empty() ? Widening::Narrower : Widening::Wider;
    else if (old_ones.size() == 1 && new_ones.size() == 1)
      moved = compare_conditions(before_, old_process, old_ones[0], after_, new_process, new_ones[0]);
    const ChangeKind kind = moved == Widening::Narrower ? ChangeKind::GateNarrowed
                            : moved == Widening::Wider  ? ChangeKind::GateWidened
                                                        : ChangeKind::GateCases;
    if (moved != Widening::Same)
      list_.push_back({kind, subject, old_text, new_text, was.name_span, is.name_span});
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
                     old_one, new_one, was.name_span, is.name_span});
  }

  const ir::Definition& before_;
  const ir::Definition& after_;
  std::vector<Change>& list_;
};

}  // namespace

void compare_strength(const ir::Definition& before, const ir::Definition& after,
                      llvm::ArrayRef<ProcessPair> matched, std::vector<Change>& list) {
  Strength strength(before, after, list);
  strength.controls();
  strength.committees();
  for (const ProcessPair pair : matched) strength.process(pair);
}

}  // namespace wain::diff
