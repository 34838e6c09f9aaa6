#include "report/map_node.h"

#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "report/guard_text.h"
#include "report/html.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

constexpr double box_width = 196, gate_width = 216;
constexpr double characters = 20, small_characters = 25;

Shape shape_of(const plan::Plan& plan, const plan::Node& node) {
  const bool machine = node.pool != plan::none && plan.pools[node.pool].kind == plan::Pool::Kind::Machine;
  switch (node.kind) {
    case plan::NodeKind::Start: return Shape::Start;
    case plan::NodeKind::Work: return machine ? Shape::Machine : Shape::Step;
    case plan::NodeKind::Gate:
      if (node.committee != plan::none) return Shape::Committee;
      return machine ? Shape::MachineGate : Shape::Gate;
    case plan::NodeKind::Split: return Shape::Split;
    case plan::NodeKind::Merge: return Shape::Merge;
    case plan::NodeKind::Fork:
    case plan::NodeKind::Join: return Shape::Bar;
    case plan::NodeKind::Wait: return Shape::Wait;
    case plan::NodeKind::Call: return Shape::Call;
    case plan::NodeKind::End: return Shape::End;
    case plan::NodeKind::Audit: return Shape::Audit;
  }
  return Shape::Step;
}

/// The kind of an element in a word, for who cannot see its shape.
std::string kind_word(Shape shape) {
  switch (shape) {
    case Shape::Start: return render(sim::ReportStart, {});
    case Shape::Step: return render(sim::ReportStep, {});
    case Shape::Machine: return render(sim::ReportMachineStep, {});
    case Shape::Gate: return render(sim::ReportGate, {});
    case Shape::Committee: return render(sim::ReportCommitteeGate, {});
    case Shape::MachineGate: return render(sim::ReportMachineGate, {});
    case Shape::Wait: return render(sim::ReportWait, {});
    case Shape::Call: return render(sim::ReportCall, {});
    case Shape::Split: return render(sim::ReportChoice, {});
    case Shape::Merge: return render(sim::ReportMerge, {});
    case Shape::Bar: return render(sim::ReportParallel, {});
    case Shape::End: return render(sim::ReportEnd, {});
    case Shape::Audit: return render(sim::ReportAudit, {});
  }
  return {};
}

std::string title_of(const plan::Plan& plan, const plan::Node& node) {
  if (node.kind == plan::NodeKind::End && node.outcome != plan::none)
    return display(plan.outcomes[node.outcome]);
  if (node.kind == plan::NodeKind::Call && node.title.empty() && node.callee != plan::none)
    return display(plan.processes[node.callee]);
  return display(node);
}

std::string by_of(const plan::Plan& plan, const plan::Node& node, Shape shape) {
  if (node.committee != plan::none) return display(plan.committees[node.committee]);
  if (node.pool == plan::none) return {};
  const std::string& name = display(plan.pools[node.pool]);
  const bool machine = shape == Shape::Machine || shape == Shape::MachineGate;
  return machine ? render(sim::ReportByMachine, {arg("name", name)}) : name;
}

void measure(MapNode& node) {
  switch (node.shape) {
    case Shape::Start: node.size = {18, 18}; return;
    case Shape::Split: node.size = {24, 24}; return;
    case Shape::Merge: node.size = {10, 10}; return;
    case Shape::Bar:
      node.size = {110, 7};
      node.port_span = 90;
      return;
    default: break;
  }
  const bool gate = node.shape == Shape::Gate || node.shape == Shape::Committee;
  node.size.width = gate ? gate_width : box_width;
  if (node.shape == Shape::End) {
    constexpr double character = 8.2, sides = 34;
    double longest = 0;
    for (const std::string& line : node.title) longest = std::max(longest, text_width(line));
    node.size.width = std::min(box_width, longest * character + sides);
  }
  node.size.height = 2 * padding + static_cast<double>(node.title.size()) * title_line +
                     static_cast<double>(node.by.size()) * small_line;
  if (node.shape == Shape::Committee) node.size.height += 2 * committee_inset;
  if (!node.time.empty()) node.size.height += title_line + bar_height + 7;
  node.port_span = node.size.width - 4 * gate_cut;
}

}  // namespace

const std::string& display(const plan::Named& named) {
  if (!named.title.empty()) return named.title;
  return named.name.empty() ? named.id : named.name;
}

std::string share_of_time(double share) {
  constexpr double least = 0.0001;
  return share > 0 && share < least ? "< 0.01 %" : lint::share_text(share);
}

int shade_of(double hours, double longest) {
  if (longest <= 0) return 0;
  int shade = 0;
  while (shade + 1 < shades && hours / longest >= shade_from[shade + 1]) ++shade;
  return shade;
}

MapNode map_node(const plan::Plan& plan, const plan::Node& node, const simulation::StepFigures* step,
                 double longest) {
  MapNode out;
  out.shape = shape_of(plan, node);
  const bool small = out.shape == Shape::Start || out.shape == Shape::Split || out.shape == Shape::Merge ||
                     out.shape == Shape::Bar;
  const std::string title = small ? std::string() : title_of(plan, node), by = by_of(plan, node, out.shape);
  constexpr std::size_t title_lines = 3, by_lines = 2;
  if (!small) out.title = wrapped(title, characters, title_lines);
  out.by = wrapped(by, small_characters, by_lines);
  out.told = kind_word(out.shape);
  if (!title.empty()) out.told += ": " + title;
  if (!by.empty()) out.told += ", " + by;
  if (step != nullptr && step->per_case.known) {
    out.time = time_words(step->per_case);
    if (out.time.starts_with("0 s")) out.time = "0 s";
    out.share = step->share;
    out.shade = shade_of(step->per_case.value, longest);
    out.told +=
        ". " + render(sim::ReportSpends, {arg("time", out.time), arg("share", share_of_time(step->share))});
    if (node.kind == plan::NodeKind::Gate && step->noes.known)
      out.told += " " + render(sim::ReportSaysNo, {arg("share", share_words(step->noes))});
  }
  measure(out);
  return out;
}

namespace {

/// Where the truth decides, what stands at an exit is its part of the noes, and no share of the visits.
bool truth_decides(const plan::Plan& plan, const plan::Node& node, const plan::Exit& exit) {
  const bool no = node.kind == plan::NodeKind::Gate
                      ? exit.kind == plan::ExitKind::Reject || exit.kind == plan::ExitKind::Return
                      : exit.kind == plan::ExitKind::Fail;
  return no && node.catches && std::any_of(node.judges.begin(), node.judges.end(), [&](plan::Index one) {
           return plan.criteria[one].wrong_in.has_value();
         });
}

}  // namespace

std::string exit_label(const plan::Plan& plan, const plan::Process& process, const plan::Node& node,
                       const plan::Exit& exit) {
  std::string label;
  const bool gate = node.kind == plan::NodeKind::Gate;
  switch (exit.kind) {
    case plan::ExitKind::Next:
      if (gate) label = render(sim::ReportApproves, {});
      if (node.kind == plan::NodeKind::Split && !exit.share)
        label = exit.guard == plan::none ? render(sim::ReportOtherwise, {})
                                         : guard_text(plan, process, exit.guard);
      break;
    case plan::ExitKind::Reject: label = render(sim::ReportRejects, {}); break;
    case plan::ExitKind::Return: label = render(sim::ReportReturns, {}); break;
    case plan::ExitKind::Fail: label = render(sim::ReportFails, {}); break;
    case plan::ExitKind::Timeout:
      label = render(sim::ReportAfter,
                     {arg("time", lint::time_text(static_cast<double>(exit.after) / plan::hour))});
      break;
    case plan::ExitKind::Branch:
    case plan::ExitKind::Outcome:
      if (exit.outcome != plan::none) label = display(plan.outcomes[exit.outcome]);
      break;
  }
  if (label.empty()) label = exit.label;
  if (!exit.share) return label;
  const std::string share = lint::share_text(*exit.share);
  if (!truth_decides(plan, node, exit)) return label + (label.empty() ? "" : " ") + share;
  return *exit.share < 1 ? render(sim::ReportOfTheNoes, {arg("exit", label), arg("share", share)}) : label;
}

}  // namespace wain::report
