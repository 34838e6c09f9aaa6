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
    for (const ir::NodeId node : duty.nodes) std::replace(group_.begin(), group_.end(), group(node), joined);
  }
}

bool Duties::keeps_apart(ir::NodeId a, ir::NodeId b) const {
  for (const ir::DutyConstraint& duty : process_.duties) {
    if (duty.together) continue;
    const auto names = [&](ir::NodeId wanted) {
      return std::any_of(duty.nodes.begin(), duty.nodes.end(),
                         [&](ir::NodeId node) { return group(node) == group(wanted); });
    };
    if (group(a) != group(b) && names(a) && names(b)) return true;
  }
  return claim_together(view_, process_[a], process_[b]);
}

}  // namespace wain::lint
