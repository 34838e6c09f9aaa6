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
    const std::optional<bool> solvable = puzzle_.is_solvable(puzzle_.everything());
    if (solvable && *solvable) {
      if (view_.option(RuleOption::DutiesAway) >= 1) report_absences();
      return;
    }
    if (const std::optional<Question> conflict = solvable ? find_conflict({}) : std::nullopt) {
      report_conflict(*conflict);
    } else if (!solvable || gave_up_) {
      reporter_
          .report(InOtherWords{rule::UnsatisfiableDuties, rule::NoteDutyUndecided}, process_.name_span,
                  {arg("process", process_.name), arg("steps", DutyPuzzle::most_steps)}, process_.span)
          .level(Level::Info)
          .symbol(std::string(process_.name));
    }
  }

private:
  using Question = DutyPuzzle::Question;

  /// Duties of which none can be left out without the rest being met. Of many most can be left out, so they
  /// are left out by halves: as few questions as the set is small.
  void leave_out_most(Question& question) {
    std::vector<std::pair<unsigned, unsigned>> ranges{{0U, question.duties.size()}};
    while (!ranges.empty()) {
      const auto [begin, end] = ranges.back();
      ranges.pop_back();
      Question without = question;
      without.duties.reset(begin, end);
      const std::optional<bool> solvable = puzzle_.is_solvable(without);
      if (solvable && !*solvable) {
        question = std::move(without);
      } else if (end - begin > 1) {
        const unsigned middle = begin + (end - begin) / 2;
        ranges.emplace_back(middle, end);
        ranges.emplace_back(begin, middle);
      }
    }
  }

  /// The fewest duties that nobody can meet, over steps that one case can come to. All steps at once cannot
  /// be shared; where the conflict is between steps of which a case comes to one only, it is asked without
  /// the one, and without the other.
  [[nodiscard]] std::optional<Question> find_conflict(std::optional<std::uint32_t> away) {
    gave_up_ = false;
    std::vector<Question> open{puzzle_.everything(away)};
    for (std::size_t asked = 0; !open.empty(); ++asked) {
      Question question = std::move(open.back());
      open.pop_back();
      const std::optional<bool> solvable = puzzle_.is_solvable(question);
      gave_up_ = gave_up_ || !solvable;
      if (!solvable || *solvable) continue;
      if (asked >= most_choices) {
        reporter_.leave_open(rule::UnsatisfiableDuties, std::string(process_.name));
        break;
      }
      Question core = question;
      leave_out_most(core);
      if (core.duties.none()) continue;
      const auto two = puzzle_.apart(puzzle_.nodes_of(core));
      if (!two) return core;
      for (const unsigned place : {two->second, two->first}) {
        open.push_back(question);
        open.back().places.reset(place);
      }
    }
    return std::nullopt;
  }

  void report_conflict(const Question& core) {
    const std::vector<ir::NodeId> nodes = puzzle_.nodes_of(core);
    const Duty& first = puzzle_.duties()[static_cast<std::size_t>(core.duties.find_first())];
    Diagnostics::Builder finding =
        reporter_.report(rule::UnsatisfiableDuties, first.span,
                         {arg("process", process_.name), arg("people", puzzle_.people_for(nodes)),
                          arg("steps", names(process_, nodes))},
                         process_.span);
    finding.symbol(std::string(process_.name));
    note_duties(core.duties, finding);
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
  void report_absences() {
    bool open = false;
    for (std::uint32_t person = 0; person < puzzle_.people().size(); ++person) {
      const Person& who = puzzle_.people()[person];
      if (person > 0 && who.nameless && puzzle_.people()[person - 1].actor == who.actor) continue;  // alike
      if (!puzzle_.is_replaceable(person)) continue;
      const std::optional<bool> solvable = puzzle_.is_solvable_without(person);
      open = open || !solvable;
      if (!solvable || *solvable) continue;
      const std::optional<Question> core = find_conflict(person);
      open = open || gave_up_;
      if (!core) continue;
      Diagnostics::Builder finding = reporter_.report(
          InOtherWords{rule::UnsatisfiableDuties, who.nameless ? rule::NoteDutyOneAway : rule::NoteDutyAway},
          puzzle_.duties()[static_cast<std::size_t>(core->duties.find_first())].span,
          {arg("process", process_.name), arg("who", view_.definition[who.actor].name),
           arg("steps", names(process_, puzzle_.nodes_of(*core)))},
          process_.span);
      finding.level(Level::Info).symbol(std::string(process_.name));
      note_duties(core->duties, finding);
      return;
    }
    if (open) reporter_.leave_open(rule::UnsatisfiableDuties, std::string(process_.name));
  }

  static constexpr std::size_t most_choices = 200;

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  DutyPuzzle puzzle_;
  Reporter& reporter_;
  bool gave_up_ = false;  // the last find_conflict left something unasked
};

}  // namespace

void check_UnsatisfiableDuties(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) DutyCheck(view, id, reporter).run();
}

}  // namespace wain::lint
