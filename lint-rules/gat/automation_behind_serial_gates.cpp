// automation-behind-serial-gates (GAT001): a machine's work waits for one person after another.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "ir/text.h"
#include "rules/engine/figures.h"
#include "rules/engine/quantity_text.h"
#include "rules/engine/registry.h"
#include "rules/engine/why_text.h"
#include "rules/gat/chain.h"
#include "rules/gat/figure_budget.h"

namespace wain::lint {
namespace {

constexpr std::size_t names_shown = 4;
/// A machine that takes this part of the time is worth making faster, gates or not.
constexpr double half_of_the_time = 0.5;

/// `Check` (Clerk), `Board` (RiskBoard), …: the counted gates and whose they are.
std::string gate_names(const View& view, const GateChain& chain) {
  std::string text;
  std::size_t shown = 0;
  for (const ChainGate& gate : chain.gates) {
    if (!gate.counted) continue;
    if (shown == names_shown) return text + ", …";
    const ir::Node& node = view[gate.place];
    if (shown++ > 0) text += ", ";
    text += fmt::format("`{}` ({})", node.name, view.actor_of(node).name);
  }
  return text;
}

std::string span_text(std::uint32_t least, std::uint32_t most) {
  return least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
}

class ChainReport {
public:
  /// `figures`: times may be computed.
  ChainReport(const View& view, ir::ProcessId id, const GateChain& chain, bool figures)
      : view_(view),
        id_(id),
        process_(view[id]),
        chain_(chain),
        machine_(process_[chain.machine]),
        model_(view.estimates.for_process(id)),
        figures_(figures),
        ceiling_(figures ? model_.ceiling(id, chain.machine) : std::nullopt) {}

  void to(Reporter& reporter) const {
    Diagnostics::Builder finding = reporter.report(InOtherWords{rule::AutomationBehindSerialGates, words()},
                                                   machine_.name_span, arguments(), machine_.span);
    finding.symbol(view_.symbol({id_, chain_.machine}));
    finding.level(level());
    note_gates(finding);
    note_earlier(finding);
    note_figures(finding);
  }

private:
  [[nodiscard]] Level level() const {
    if (ceiling_ && ceiling_->share >= half_of_the_time) return Level::Info;
    return chain_.every ? Level::Error : Level::Warning;
  }
  [[nodiscard]] Diag words() const {
    if (chain_.every) return ceiling_ ? rule::NoteAllWaitForGates : rule::AutomationBehindSerialGates;
    return ceiling_ ? rule::NoteSomeWaitCeiling : rule::NoteSomeWaitForGates;
  }
  [[nodiscard]] std::vector<DiagArg> arguments() const {
    std::vector<DiagArg> args = {arg("step", machine_.name),
                                 arg("process", process_.name),
                                 arg("gates", span_text(chain_.least, chain_.most)),
                                 arg("most", chain_.most),
                                 arg("names", gate_names(view_, chain_)),
                                 arg("cases", share_text(chain_.share))};
    if (ceiling_) {
      args.push_back(arg("share", share_text(ceiling_->share)));
      args.push_back(arg("saved", quantity_words(ceiling_->saved)));
      args.push_back(arg("cycle", quantity_words(ceiling_->cycle)));
    }
    return args;
  }

  void note_gates(Diagnostics::Builder& finding) const {
    for (std::size_t i = 0; i < std::min(chain_.gates.size(), places_shown); ++i) {
      const ChainGate& gate = chain_.gates[i];
      const ir::Node& node = view_[gate.place];
      std::vector<DiagArg> args = {arg("gate", node.name), arg("actor", view_.actor_of(node).name),
                                   arg("cases", share_text(gate.share))};
      if (!gate.counted) {
        args.push_back(arg("control", view_.definition[node.controls.front()].name));
        finding.note(rule::NoteGateRequired, node.name_span, args);
        continue;
      }
      const std::optional<double> part = part_of_the_time(gate);
      if (part) args.push_back(arg("part", share_text(*part)));
      Diag words = rule::NoteGateInChain;
      if (chain_.share_known) words = part ? rule::NoteGateTakes : rule::NoteGateMeets;
      finding.note(words, node.name_span, args);
    }
    if (chain_.gates.size() > places_shown)
      finding.help(rule::NoteMorePlaces, {arg("count", chain_.gates.size() - places_shown)});
  }

  /// Of a case's cycle time; nothing for a gate in a callee, whose time is the call's.
  [[nodiscard]] std::optional<double> part_of_the_time(const ChainGate& gate) const {
    if (!figures_ || gate.place.process != id_) return std::nullopt;
    const estimate::Times& times = model_.times(id_);
    if (!times.cycle || times.cycle->hours <= 0 || gate.node.index >= times.nodes.size()) return std::nullopt;
    const std::optional<estimate::NodeTime>& at = times.nodes[gate.node.index];
    return at ? std::optional(at->per_case / times.cycle->hours) : std::nullopt;
  }

  /// What the gates take together, and which scenario says so.
  void note_figures(Diagnostics::Builder& finding) const {
    if (!figures_) finding.help(rule::NoteCeilingTooDear, {arg("step", machine_.name)});
    if (figures_) note_why(finding);
    if (!ceiling_) return;
    double together = 0;
    for (const ChainGate& gate : chain_.gates) {
      if (!gate.counted) continue;
      const std::optional<double> part = part_of_the_time(gate);
      if (!part) return;
      together += *part;
    }
    const std::vector<DiagArg> args = {arg("part", share_text(together)), arg("process", process_.name),
                                       arg("scenario", ir::name_of(view_.definition, model_.scenario()))};
    finding.help(model_.scenario() ? rule::NoteGatesTakeInScenario : rule::NoteGatesTake, args);
  }

  /// Why there is no ceiling, or what it rests on.
  void note_why(Diagnostics::Builder& finding) const {
    constexpr std::size_t reasons_shown = 3;
    std::vector<estimate::WhyNot> reasons = model_.times(id_).why;
    std::erase_if(reasons, [&](const estimate::WhyNot& why) {
      const bool assumed =
          why.kind == estimate::WhyNot::Kind::NoScenario || why.kind == estimate::WhyNot::Kind::NoHours;
      if (assumed && !ceiling_) return true;  // with these alone there would be a figure
      return why.node && view_.definition[why.process][why.node].name.empty();  // says little
    });
    if (reasons.empty() && !ceiling_)
      reasons.push_back({estimate::WhyNot::Kind::NoTakes, id_, chain_.machine, {}, {}, 0, 0, 0, 0});
    for (std::size_t i = 0; i < std::min(reasons.size(), reasons_shown); ++i) {
      finding.help(ceiling_ ? rule::NoteCeilingRestsOn : rule::NoteNoCeiling,
                   {arg("step", machine_.name), arg("why", why_text(view_.definition, nullptr, reasons[i]))});
    }
  }

  void note_earlier(Diagnostics::Builder& finding) const {
    for (std::size_t i = 0; i < std::min(chain_.earlier.size(), places_shown); ++i) {
      const ir::Node& earlier = process_[chain_.earlier[i]];
      finding.note(rule::NoteEarlierMachine, earlier.name_span,
                   {arg("step", earlier.name), arg("later", machine_.name)});
    }
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const GateChain& chain_;
  const ir::Node& machine_;
  const estimate::Model& model_;
  bool figures_;
  std::optional<estimate::Ceiling> ceiling_;
};

}  // namespace

void check_AutomationBehindSerialGates(const View& view, Reporter& reporter) {
  ChainFinder finder(view, static_cast<std::uint32_t>(view.option(RuleOption::SerialGatesLimit)),
                     view.option(RuleOption::SerialGatesShare));
  FigureBudget budget(view);
  for (const ir::ProcessId id : view.calls.order) {
    if (!view.calls.sound.test(id.index)) continue;
    for (const GateChain& chain : finder.find(id))
      ChainReport(view, id, chain, budget.spend(view[id], 2)).to(reporter);
  }
}

}  // namespace wain::lint
