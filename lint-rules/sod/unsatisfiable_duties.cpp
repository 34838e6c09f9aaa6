// unsatisfiable-duties (SOD001): who must differ and who must be the same leave nobody to do the work.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/approvers.h"
#include "rules/engine/registry.h"
#include "rules/sod/duty_puzzle.h"

namespace wain::lint {
namespace {

/// `A`, `B` and so on, as one argument between backticks.
std::string names(const ir::Process& process, const std::vector<ir::NodeId>& nodes) {
  std::string text;
  for (const ir::NodeId node : nodes) {
    if (!text.empty()) text += "`, `";
    text += process[node].name;
  }
  return text;
}

std::string people_text(const View& view, ir::ActorId actor) {
  const analysis::Candidates of = analysis::candidates(view.definition, actor);
  std::vector<std::string> parts;
  for (const ir::ActorId person : of.persons)
    parts.push_back(fmt::format("`{}`", view.definition[person].name));
  for (const analysis::Nameless& pool : of.nameless)
    parts.push_back(fmt::format("{} × `{}`", pool.count, view.definition[pool.role].name));
  std::string text;
  for (std::size_t i = 0; i < parts.size() && i < places_shown; ++i) text += (i == 0 ? "" : ", ") + parts[i];
  return parts.size() > places_shown ? text + ", …" : text;
}

class DutyCheck {
public:
  DutyCheck(const View& view, ir::ProcessId id, Reporter& reporter)
      : view_(view), id_(id), process_(view[id]), puzzle_(view, id), reporter_(reporter) {}

  void run() {
    if (puzzle_.duties().empty()) return;
    const llvm::BitVector all(static_cast<unsigned>(puzzle_.duties().size()), true);
    const std::optional<bool> solvable = puzzle_.is_solvable(all);
    if (!solvable) {
      reporter_
          .report(InOtherWords{rule::UnsatisfiableDuties, rule::NoteDutyUndecided}, process_.name_span,
                  {arg("process", process_.name), arg("steps", DutyPuzzle::most_steps)}, process_.span)
          .level(Level::Info)
          .symbol(std::string(process_.name));
    } else if (!*solvable) {
      report_conflict(all);
    } else if (view_.option(RuleOption::DutiesAway) >= 1) {
      report_absences(all);
    }
  }

private:
  /// Duties of which none can be left out without the rest being met. Of many most can be left out, so they
  /// are left out by halves: as few questions as the set is small.
  [[nodiscard]] llvm::BitVector smallest(llvm::BitVector duties, std::optional<std::uint32_t> away) {
    std::vector<std::pair<unsigned, unsigned>> ranges{{0U, duties.size()}};
    while (!ranges.empty()) {
      const auto [begin, end] = ranges.back();
      ranges.pop_back();
      llvm::BitVector without = duties;
      without.reset(begin, end);
      const std::optional<bool> solvable = puzzle_.is_solvable(without, away);
      if (solvable && !*solvable) {
        duties = std::move(without);
      } else if (end - begin > 1) {
        const unsigned middle = begin + (end - begin) / 2;
        ranges.emplace_back(middle, end);
        ranges.emplace_back(begin, middle);
      }
    }
    return duties;
  }

  [[nodiscard]] std::vector<ir::NodeId> nodes_of(const llvm::BitVector& duties) const {
    std::vector<ir::NodeId> nodes;
    for (const unsigned i : duties.set_bits()) {
      const std::vector<ir::NodeId>& named = puzzle_.duties()[i].nodes;
      nodes.insert(nodes.end(), named.begin(), named.end());
    }
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
  }

  void report_conflict(const llvm::BitVector& all) {
    const llvm::BitVector core = smallest(all, {});
    const std::vector<ir::NodeId> nodes = nodes_of(core);
    if (core.none() || !puzzle_.occur_together(nodes)) return;  // no case comes to all of them
    const Duty& first = puzzle_.duties()[static_cast<std::size_t>(core.find_first())];
    Diagnostics::Builder finding =
        reporter_.report(rule::UnsatisfiableDuties, first.span,
                         {arg("process", process_.name), arg("people", puzzle_.people_for(nodes)),
                          arg("steps", names(process_, nodes))},
                         process_.span);
    finding.symbol(std::string(process_.name));
    note_duties(core, finding);
    for (std::size_t i = 0; i < std::min(nodes.size(), places_shown); ++i) {
      const ir::Node& step = process_[nodes[i]];
      finding.note(rule::NoteDutyWho, step.name_span,
                   {arg("step", step.name), arg("actor", view_.actor_of(step).name),
                    arg("people", people_text(view_, step.actor))});
    }
    finding.help(rule::NoteDutyDropOne);
  }

  void note_duties(const llvm::BitVector& core, Diagnostics::Builder& finding) const {
    for (const unsigned i : core.set_bits()) {
      const Duty& duty = puzzle_.duties()[i];
      const DiagArg steps = arg("steps", names(process_, duty.nodes));
      if (duty.control) {
        const ir::Control& control = view_.definition[duty.control];
        finding.note(rule::NoteDutyControl, duty.span,
                     {arg("control", control.name), arg("count", control.approvers), steps});
      } else {
        finding.note(duty.together ? rule::NoteDutyTogether : rule::NoteDutySeparate, duty.span, {steps});
      }
    }
  }

  /// Whose absence alone stops the work, though somebody else may do each step: one finding a process.
  void report_absences(const llvm::BitVector& all) {
    bool open = false;
    for (std::uint32_t person = 0; person < puzzle_.people().size(); ++person) {
      const Person& who = puzzle_.people()[person];
      if (person > 0 && who.nameless && puzzle_.people()[person - 1].actor == who.actor) continue;  // alike
      if (!puzzle_.is_replaceable(person)) continue;
      const std::optional<bool> solvable = puzzle_.is_solvable_without(person);
      open = open || !solvable;
      if (!solvable || *solvable) continue;
      const llvm::BitVector core = smallest(all, person);
      const std::vector<ir::NodeId> nodes = nodes_of(core);
      if (core.none() || !puzzle_.occur_together(nodes)) continue;
      Diagnostics::Builder finding = reporter_.report(
          InOtherWords{rule::UnsatisfiableDuties, who.nameless ? rule::NoteDutyOneAway : rule::NoteDutyAway},
          puzzle_.duties()[static_cast<std::size_t>(core.find_first())].span,
          {arg("process", process_.name), arg("who", view_.definition[who.actor].name),
           arg("steps", names(process_, nodes))},
          process_.span);
      finding.level(Level::Info).symbol(std::string(process_.name));
      note_duties(core, finding);
      return;
    }
    if (open) reporter_.leave_open(rule::UnsatisfiableDuties, std::string(process_.name));
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  DutyPuzzle puzzle_;
  Reporter& reporter_;
};

}  // namespace

void check_UnsatisfiableDuties(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) DutyCheck(view, id, reporter).run();
}

}  // namespace wain::lint
