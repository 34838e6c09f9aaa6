// The report of `wain estimate` for a reader.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <llvm/ADT/BitVector.h>

#include "diagnostics/diagnostic.h"
#include "driver/estimate_render.h"
#include "driver/text_table.h"
#include "report/words.h"
#include "rules/engine/figures.h"
#include "rules/engine/quantity_text.h"
#include "rules/engine/why_text.h"

namespace wain::driver {
namespace {

using estimate::TimeCause;
using lint::quantity_text;
using lint::quantity_words;
using lint::share_text;
using lint::time_text;
using Align = TextTable::Align;

std::string words(Diag id, const std::vector<DiagArg>& args = {}) { return render(id, args); }

/// A share close to all of it says what is missing: `99.96 %`.
std::string most_text(double share) {
  if (share < 0.9949 || share >= 0.999999) return share_text(std::min(share, 1.0));
  const int places = std::clamp(static_cast<int>(-std::floor(std::log10((1 - share) * 100))), 1, 6);
  const std::string text = fmt::format("{:.{}f}", share * 100, std::max(places, 2));
  return text + " %";
}

std::string load_text(double load) { return std::isfinite(load) ? share_text(load) : "-"; }

bool is_work_of_people(const ir::Definition& definition, const ir::Node& node) {
  const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
  return work && definition[node.actor].is_human();
}

/// The processes in which somebody works, or in one that they call.
llvm::BitVector with_people(const ir::Definition& definition) {
  const auto size = static_cast<unsigned>(definition.processes.size());
  llvm::BitVector peopled(size);
  std::vector<std::vector<unsigned>> callers(size);
  std::vector<unsigned> found;
  for (unsigned i = 0; i < size; ++i) {
    for (const ir::Node& node : definition.processes[i].nodes) {
      if (node.kind == ir::NodeKind::Call) callers[node.callee.index].push_back(i);
      if (is_work_of_people(definition, node)) found.push_back(i);
    }
  }
  while (!found.empty()) {
    const unsigned process = found.back();
    found.pop_back();
    if (peopled.test(process)) continue;
    peopled.set(process);
    found.insert(found.end(), callers[process].begin(), callers[process].end());
  }
  return peopled;
}

class TextRenderer {
public:
  explicit TextRenderer(const EstimateReport& report)
      : report_(report), definition_(*report.definition), with_people_(with_people(definition_)) {}

  std::string render() && {
    for (const ScenarioEstimate& scenario : report_.scenarios) one(scenario);
    compare();
    return std::move(text_);
  }

private:
  void line(const std::string& words) { text_ += words + "\n"; }
  void heading(Diag id) { text_ += "\n  " + words(id) + "\n"; }

  void one(const ScenarioEstimate& scenario) {
    for (const ProcessEstimate& process : scenario.processes) {
      if (!text_.empty()) line("");
      one(process);
    }
    if (!scenario.loads.empty()) loads(scenario);
  }

  void one(const ProcessEstimate& process) {
    headline(process);
    if (process.solved) ends(process);
    if (process.cycle) causes(process);
    steps(process);
    ceilings(process);
    meetings(process);
    rests(process);
  }

  /// One sentence to read aloud.
  void headline(const ProcessEstimate& process) {
    const std::string_view name = definition_[process.process].name;
    const std::string where = process.scenario ? words(Diag::EstimateInScenario,
                                                       {arg("scenario", definition_[process.scenario].name)})
                                               : words(Diag::EstimateWithoutScenario);
    if (!process.cycle) {
      line(fmt::format("{} ({})", words(Diag::EstimateHeadlineNone, {arg("process", name)}), where));
      return;
    }
    const Part people = part(process, true);
    const Part others = part(process, false);
    Diag form = Diag::EstimateHeadlinePeople;
    if (people.steps.empty())
      form = Diag::EstimateHeadlineMachines;
    else if (others.share >= worth_saying)
      form = others.share > people.share ? Diag::EstimateHeadlineMostlyOthers
                                         : Diag::EstimateHeadlineMostlyPeople;
    std::string text = words(form, {arg("process", name), arg("cycle", quantity_words(*process.cycle)),
                                    arg("share", most_text(people.share)), arg("steps", people.steps),
                                    arg("rest", most_text(others.share)), arg("others", others.steps)});
    if (process.cycle_with_queues)
      text += "; " +
              words(Diag::EstimateHeadlineQueues, {arg("cycle", quantity_words(*process.cycle_with_queues))});
    line(fmt::format("{} ({})", text, where));
  }

  /// From which share on the time without people is said beside the other.
  static constexpr double worth_saying = 0.1;
  /// And from which share of the whole on a step is named beside the longest.
  static constexpr double worth_naming = 0.01;
  /// Steps that take time, named as far as a sentence bears it, and their share of a case's time.
  struct Part {
    double share = 0;
    std::string steps;
  };

  [[nodiscard]] Part part(const ProcessEstimate& process, bool human) const {
    std::vector<const StepLine*> steps;
    Part result;
    for (const StepLine& step : process.steps) {
      if (!step.time || is_human(process, step) != human || step.time->per_case <= 0) continue;
      steps.push_back(&step);
      result.share += step.time->per_case / process.cycle->hours;
    }
    std::stable_sort(steps.begin(), steps.end(), [](const StepLine* a, const StepLine* b) {
      return a->time->per_case > b->time->per_case;
    });
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool little = i > 0 && steps[i]->time->per_case < worth_naming * process.cycle->hours;
      const bool more = little || (i == 3 && steps.size() > 4);
      result.steps += (i == 0 ? "" : ", ") + (more ? std::string("…") : steps[i]->name);
      if (more || i == 3) break;
    }
    return result;
  }

  [[nodiscard]] bool is_human(const ProcessEstimate& process, const StepLine& step) const {
    const ir::Node& node = definition_[process.process][step.node];
    return is_work_of_people(definition_, node) ||
           (node.kind == ir::NodeKind::Call && with_people_.test(node.callee.index));
  }

  void ends(const ProcessEstimate& process) {
    std::string list;
    for (const OutcomeLine& end : process.outcomes) {
      if (!list.empty()) list += ", ";
      std::vector<DiagArg> args{arg("outcome", definition_[end.outcome].name),
                                arg("share", (end.upper ? "≤" : "") + share_text(end.share))};
      if (end.cycle) args.push_back(arg("cycle", quantity_words(*end.cycle)));
      list += words(end.cycle ? Diag::EstimateOneEndAfter : Diag::EstimateOneEnd, args);
    }
    if (!list.empty()) line("  " + words(Diag::EstimateOutcomes, {arg("ends", list)}));
    if (process.first_pass < 1 - 1e-9)
      line("  " + words(Diag::EstimateFirstPass, {arg("share", share_text(process.first_pass))}));
  }

  void causes(const ProcessEstimate& process) {
    const std::pair<TimeCause, Diag> rows[] = {
        {TimeCause::WorkHuman, Diag::EstimateWorkHuman}, {TimeCause::WorkMachine, Diag::EstimateWorkMachine},
        {TimeCause::Hours, Diag::EstimateHours},         {TimeCause::Meeting, Diag::EstimateMeeting},
        {TimeCause::Batch, Diag::EstimateBatch},         {TimeCause::Timer, Diag::EstimateTimer},
        {TimeCause::Outside, Diag::EstimateOutside}};
    std::vector<std::pair<double, Diag>> found;
    for (const auto& [cause, id] : rows)
      if (const double hours = process.causes[static_cast<std::size_t>(cause)];
          hours > 0 && process.cycle->hours > 0)
        found.emplace_back(hours / process.cycle->hours, id);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string list;
    for (const auto& [share, id] : found)
      list += (list.empty() ? "" : ", ") +
              words(Diag::EstimateOneCause, {arg("cause", words(id)), arg("share", share_text(share))});
    if (!list.empty()) line("  " + words(Diag::EstimateCauses, {arg("causes", list)}));
  }

  void steps(const ProcessEstimate& process) {
    if (process.steps.empty()) return;
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right,
                     Align::Right, Align::Left});
    table.row({words(Diag::EstimateSteps), words(Diag::EstimateVisits), words(Diag::EstimateShare),
               words(Diag::EstimatePerCase), words(Diag::EstimateElapsed), words(Diag::EstimateWork),
               words(Diag::EstimateWaiting), words(Diag::EstimateBy)});
    for (const StepLine& step : process.steps) {
      const ir::Node& node = definition_[process.process][step.node];
      std::vector<std::string> row{step.name, (step.upper ? "≤" : "") + report::digits_words(step.visits, 3)};
      if (step.time && process.cycle && process.cycle->hours > 0) {
        row.insert(row.end(), {share_text(step.time->per_case / process.cycle->hours),
                               time_text(step.time->per_case), time_text(step.time->elapsed),
                               time_text(step.time->touch), time_text(step.time->waiting)});
      } else {
        row.resize(7, "-");
      }
      row.push_back(node.actor ? std::string(definition_[node.actor].name) : "");
      table.row(std::move(row));
    }
    text_ += "\n" + table.str(2);
  }

  void ceilings(const ProcessEstimate& process) {
    if (process.ceilings.empty()) return;
    heading(Diag::EstimateMachines);
    TextTable table({Align::Left, Align::Left});
    for (const CeilingLine& one : process.ceilings) {
      const bool any = one.ceiling.saved.hours * 3600 >= 0.5;
      table.row({std::string(definition_[process.process][one.node].name),
                 any ? words(Diag::EstimateCeiling, {arg("process", definition_[process.process].name),
                                                     arg("share", share_text(one.ceiling.share)),
                                                     arg("saved", quantity_words(one.ceiling.saved)),
                                                     arg("cycle", quantity_words(one.ceiling.cycle))})
                     : words(Diag::EstimateCeilingNone)});
    }
    text_ += table.str(4);
  }

  void meetings(const ProcessEstimate& process) {
    if (process.meetings.empty()) return;
    heading(Diag::EstimateMeetings);
    TextTable table({Align::Left, Align::Left});
    for (const MeetingLine& one : process.meetings) {
      const ir::Node& node = definition_[process.process][one.node];
      std::vector<DiagArg> args{arg("wait", time_text(one.wait.hours)),
                                arg("committee", definition_[node.actor].name),
                                arg("best", time_text(one.wait.best_hours))};
      const bool better = one.wait.best_day && one.wait.best_hours < one.wait.hours * 0.99;
      if (better) args.push_back(arg("day", ir::name(*one.wait.best_day)));
      table.row({std::string(node.name),
                 words(better ? Diag::EstimateMeetingBest : Diag::EstimateMeetingWait, args)});
    }
    text_ += table.str(4);
  }

  void loads(const ScenarioEstimate& scenario) {
    TextTable table({Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right});
    table.row({words(Diag::EstimateLoads), words(Diag::EstimateLoad), words(Diag::EstimateOffered),
               words(Diag::EstimateAvailable), words(Diag::EstimateHeadroom), words(Diag::EstimateQueue)});
    bool queues = false;
    for (const LoadLine& one : scenario.loads) {
      const estimate::ActorLoad& load = one.load;
      const bool room = load.load > 0 && std::isfinite(load.load);
      table.row({std::string(definition_[load.actor].name), load_text(load.load),
                 lint::work_text(load.offered), lint::work_text(load.available),
                 room ? room_text(load.headroom) : "-",
                 one.queue.wait ? queue_text(one.queue.wait->elapsed_hours) : "-"});
      queues = queues || one.queue.wait;
    }
    text_ += "\n" + table.str(2);
    for (const LoadLine& one : scenario.loads) load_notes(one);
    for (const estimate::WhyNot& why : scenario.why)
      line("    " + lint::why_text(definition_, report_.sources, why));
    if (queues) line("    " + words(Diag::EstimateQueueAssumption));
  }

  /// Beyond ten times the work nobody asks how much.
  static std::string room_text(double headroom) {
    return headroom > 10 ? "> +1000 %" : signed_share(headroom);
  }
  /// A machine's queue of a thousandth of a second is none.
  static std::string queue_text(double hours) { return time_text(hours * 3600 < 0.5 ? 0 : hours); }
  static std::string signed_share(double share) {
    return (share >= 0 ? "+" : "-") + share_text(std::abs(share));
  }

  void load_notes(const LoadLine& one) {
    const std::string name(definition_[one.load.actor].name);
    std::string others;
    for (const ir::ActorId other : one.load.with)
      if (other != one.load.actor)
        others += (others.empty() ? "" : ", ") + std::string(definition_[other].name);
    if (!others.empty())
      line("    " + name + ": " + words(Diag::EstimateSharedWith, {arg("others", others)}));
    std::vector<std::string> said;
    for (const auto& causes : {one.load.why, one.queue.why}) {
      for (const estimate::WhyNot& why : causes) {
        std::string text = lint::why_text(definition_, report_.sources, why);
        if (std::find(said.begin(), said.end(), text) != said.end()) continue;
        line(fmt::format("    {}: {}", name, text));
        said.push_back(std::move(text));
      }
    }
  }

  void rests(const ProcessEstimate& process) {
    std::vector<std::string> said;
    for (const estimate::WhyNot& why : process.why) {
      std::string text = lint::why_text(definition_, report_.sources, why);
      if (std::find(said.begin(), said.end(), text) == said.end()) said.push_back(std::move(text));
    }
    if (said.empty()) return;
    heading(Diag::EstimateRests);
    constexpr std::size_t shown = 30;
    for (std::size_t i = 0; i < said.size() && i < shown; ++i) line("    " + said[i]);
    if (said.size() > shown) line(fmt::format("    … ({})", said.size() - shown));
  }

  /// Where several scenarios run one process, or one that replaces it.
  void compare() {
    std::vector<const ProcessEstimate*> all;
    for (const ScenarioEstimate& scenario : report_.scenarios)
      for (const ProcessEstimate& process : scenario.processes)
        if (process.scenario) all.push_back(&process);
    std::vector<bool> done(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (done[i]) continue;
      std::vector<const ProcessEstimate*> group;
      for (std::size_t j = i; j < all.size(); ++j) {
        if (done[j] || original(all[j]->process) != original(all[i]->process)) continue;
        done[j] = true;
        group.push_back(all[j]);
      }
      if (group.size() > 1) compare(group);
    }
  }

  [[nodiscard]] ir::ProcessId original(ir::ProcessId process) const {
    for (std::size_t steps = 0; definition_[process].replaces && steps < definition_.processes.size();
         ++steps)
      process = definition_[process].replaces;
    return process;
  }

  void compare(const std::vector<const ProcessEstimate*>& group) {
    TextTable table({Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Left});
    heading(Diag::EstimateCompare);
    table.row({words(Diag::EstimateScenario), words(Diag::EstimateProcess), words(Diag::EstimateCycle), "",
               words(Diag::EstimateWithQueues), words(Diag::EstimateBusiest)});
    const auto& first = group.front()->cycle;
    for (const ProcessEstimate* one : group) {
      const bool against = one != group.front() && first && one->cycle && first->hours > 0;
      table.row({std::string(definition_[one->scenario].name), std::string(definition_[one->process].name),
                 one->cycle ? quantity_text(*one->cycle) : "-",
                 against ? change_text(one->cycle->hours / first->hours - 1) : "",
                 one->cycle_with_queues ? quantity_text(*one->cycle_with_queues) : "-",
                 busiest(one->scenario)});
    }
    text_ += "\n" + table.str(0);
  }

  static std::string change_text(double change) {
    return std::abs(change) < 5e-5 ? "±0 %" : signed_share(change);
  }

  [[nodiscard]] std::string busiest(ir::ScenarioId scenario) const {
    for (const ScenarioEstimate& one : report_.scenarios)
      if (one.scenario == scenario && !one.loads.empty())
        return fmt::format("{} {}", definition_[one.loads.front().load.actor].name,
                           load_text(one.loads.front().load.load));
    return "-";
  }

  const EstimateReport& report_;
  const ir::Definition& definition_;
  llvm::BitVector with_people_;
  std::string text_;
};

}  // namespace

std::string estimate_text(const EstimateReport& report) {
  if (report.scenarios.empty()) return words(Diag::EstimateNothing) + "\n";
  return TextRenderer(report).render();
}

}  // namespace wain::driver
