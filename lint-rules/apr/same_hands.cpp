#include "rules/apr/same_hands.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace wain::lint {
namespace {

void add(analysis::Candidates more, analysis::Candidates& to) {
  to.persons.insert(to.persons.end(), more.persons.begin(), more.persons.end());
  std::sort(to.persons.begin(), to.persons.end());
  to.persons.erase(std::unique(to.persons.begin(), to.persons.end()), to.persons.end());
  to.nameless.insert(to.nameless.end(), more.nameless.begin(), more.nameless.end());
  const auto by_role = [](const analysis::Nameless& a, const analysis::Nameless& b) {
    return a.role < b.role;
  };
  std::stable_sort(to.nameless.begin(), to.nameless.end(), by_role);
  const auto same = [](const analysis::Nameless& a, const analysis::Nameless& b) { return a.role == b.role; };
  to.nameless.erase(std::unique(to.nameless.begin(), to.nameless.end(), same), to.nameless.end());
}

}  // namespace

analysis::Candidates hands_of(const View& view, const ir::Node& node) {
  analysis::Candidates result = analysis::candidates(view.definition, node.actor);
  for (const ir::Escalation& escalation : node.escalations) {
    if (escalation.to) add(analysis::candidates(view.definition, escalation.to), result);
  }
  return result;
}

analysis::Candidates in_both(const analysis::Candidates& a, const analysis::Candidates& b) {
  analysis::Candidates result;
  std::set_intersection(a.persons.begin(), a.persons.end(), b.persons.begin(), b.persons.end(),
                        std::back_inserter(result.persons));
  for (const analysis::Nameless& some : a.nameless) {
    const auto same = [&](const analysis::Nameless& other) { return other.role == some.role; };
    if (std::any_of(b.nameless.begin(), b.nameless.end(), same)) result.nameless.push_back(some);
  }
  return result;
}

bool claim_together(const View& view, const ir::Node& a, const ir::Node& b) {
  return std::any_of(a.controls.begin(), a.controls.end(), [&](ir::ControlId control) {
    return view.definition[control].approvers >= 2 &&
           std::find(b.controls.begin(), b.controls.end(), control) != b.controls.end();
  });
}

Duties::Duties(const View& view, ir::ProcessId process)
    : view_(view), process_(view[process]), group_(process_.nodes.size()) {
  std::iota(group_.begin(), group_.end(), 0U);
  for (const ir::DutyConstraint& duty : process_.duties) {
    if (!duty.together || duty.nodes.empty()) continue;
    const std::uint32_t joined = group(duty.nodes.front());
    for (const ir::NodeId node : duty.nodes) {
      if (group(node) != joined) std::replace(group_.begin(), group_.end(), group(node), joined);
    }
  }
  const auto size = static_cast<unsigned>(process_.nodes.size());
  for (const ir::DutyConstraint& duty : process_.duties) {
    for (const ir::NodeId node : duty.nodes) of_group_.try_emplace(group(node), size);
  }
  for (std::uint32_t i = 0; i < size; ++i) {
    if (const auto at = of_group_.find(group_[i]); at != of_group_.end()) at->second.set(i);
  }
  for (const ir::DutyConstraint& duty : process_.duties) {
    if (duty.together) continue;
    Separate& separate = separates_.emplace_back(Separate{{}, llvm::BitVector(size)});
    for (const ir::NodeId node : duty.nodes) {
      separate.groups.push_back(group(node));
      separate.nodes |= of_group_.at(group(node));
    }
    std::sort(separate.groups.begin(), separate.groups.end());
  }
  note_claims();
}

void Duties::note_claims() {
  const auto size = static_cast<unsigned>(process_.nodes.size());
  for (std::uint32_t i = 0; i < size; ++i) {
    for (const ir::ControlId control : process_.nodes[i].controls) {
      if (view_.definition[control].approvers >= 2) claims_.try_emplace(control, size).first->second.set(i);
    }
  }
}

llvm::BitVector Duties::apart_from(ir::NodeId node) const {
  llvm::BitVector result(static_cast<unsigned>(process_.nodes.size()));
  for (const Separate& duty : separates_) {
    if (std::binary_search(duty.groups.begin(), duty.groups.end(), group(node))) result |= duty.nodes;
  }
  if (const auto own = of_group_.find(group(node)); own != of_group_.end()) result.reset(own->second);
  for (const ir::ControlId control : process_[node].controls) {
    if (const auto at = claims_.find(control); at != claims_.end()) result |= at->second;
  }
  return result;
}

}  // namespace wain::lint
