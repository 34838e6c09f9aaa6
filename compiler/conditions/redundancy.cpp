#include "conditions/redundancy.h"

#include <algorithm>
#include <optional>

#include "analysis/case_walk.h"
#include "analysis/controls.h"
#include "conditions/asked_again.h"
#include "conditions/condition_text.h"
#include "conditions/said_before.h"

namespace wain::conditions {
namespace {

/// What is known of a judgment that is asked for again.
struct Target {
  std::optional<unsigned> index;  ///< in Judgments
  bool limited = false;           ///< by authority, at some gate or behind some call that makes it
  std::optional<std::vector<FormulaId>> lacking;
};

class Finder {
public:
  Finder(Shared& shared, ir::ProcessId id, ModelSource& models)
      : shared_(shared),
        id_(id),
        models_(models),
        process_(shared.definition[id]),
        reach_(shared.reaches[id.index]),
        writes_{shared.definition, process_, shared.updates} {}

  Redundancy run() && {
    asked_ = asked_again(shared_, id_);
    if (asked_.gates.empty()) return {};
    prepare();
    for (const AskingGate& gate : asked_.gates) decide(gate);
    const auto by_writing = [](const auto& a, const auto& b) { return a.gate.index < b.gate.index; };
    std::sort(result_.gates.begin(), result_.gates.end(), by_writing);
    std::sort(result_.partly.begin(), result_.partly.end(),
              [&](const auto& a, const auto& b) { return by_writing(a.redundant, b.redundant); });
    return std::move(result_);
  }

private:
  /// The bits: what holds whichever way a case came, authority aside.
  void prepare() {
    criteria_.resize(static_cast<unsigned>(shared_.definition.criteria.size()));
    std::vector<analysis::Judgment> asked;
    for (const AskingGate& gate : asked_.gates) {
      for (const std::size_t at : gate.judgments) {
        criteria_.set(asked_.judgments[at].criterion.index);
        asked.push_back({asked_.judgments[at].criterion, asked_.judgments[at].evidence});
      }
    }
    judgments_.emplace(writes_, reach_, analysis::Judges::People, criteria_,
                       !asked_.calls.empty() ? shared_.exports() : no_exports_, asked);
    said_before_.emplace(writes_, reach_, *judgments_, asked_.judgments);
    available_ = analysis::available_judgments(process_, reach_, *judgments_);
    for (const AskedJudgment& of : asked_.judgments)
      targets_.push_back({judgments_->find(of.criterion, of.evidence), is_limited(of), std::nullopt});
    has_guards_ = std::any_of(process_.edges.begin(), process_.edges.end(), [&](const ir::Edge& edge) {
      return edge.guard.valid() && reach_.has(edge.from);
    });
  }

  [[nodiscard]] bool is_limited(const AskedJudgment& of) const {
    const Authority& authority = shared_.authority(id_);
    const auto limits_gate = [&](ir::NodeId gate) { return !authority.is_unlimited(gate, of.criterion); };
    const auto limits_call = [&](ir::NodeId call) {
      return !shared_.limits(of.criterion, process_[call].callee).lines.empty();
    };
    return std::any_of(of.gates.begin(), of.gates.end(), limits_gate) ||
           (of.called && std::any_of(asked_.calls.begin(), asked_.calls.end(), limits_call));
  }

  void decide(const AskingGate& asking) {
    bool by_bits = true;
    bool conditions = false;
    for (const std::size_t at : asking.judgments) {
      const Target& target = targets_[at];
      const bool holds = target.index && available_[asking.gate.index].test(*target.index);
      if (holds && !target.limited) continue;
      by_bits = false;
      if (!holds && !target.limited && !has_guards_) return;  // the bits are exact
      conditions = true;
    }
    if (by_bits) {
      // Behind a condition that cannot hold nothing is redundant.
      if (has_guards_ && is_dead(asking.gate)) return;
      report(asking);
    } else if (conditions) {
      decide_by_conditions(asking);
    }
  }

  [[nodiscard]] bool is_dead(ir::NodeId gate) {
    ProcessModel& model = models_.model(id_);
    return model.solver().satisfiable(model.paths().reached(gate)) == Answer::No;
  }

  void decide_by_conditions(const AskingGate& asking) {
    ProcessModel& model = models_.model(id_);
    if (is_dead(asking.gate)) return;
    bool all = true;
    std::vector<FormulaId> without;
    for (const std::size_t at : asking.judgments) {
      const std::vector<FormulaId>* lacking = lacking_of(model, at);
      if (lacking == nullptr) return model.leave_open(asking.gate, Question::SaidAlready);
      const FormulaId formula = (*lacking)[asking.gate.index];
      const Answer answer = model.solver().satisfiable(formula);
      if (answer == Answer::Undecided) return model.leave_open(asking.gate, Question::SaidAlready);
      all = all && answer == Answer::No;
      without.push_back(formula);
    }
    if (all) {
      report(asking);
      return;
    }
    const std::optional<std::string> condition = condition_without(model, asking.gate, without);
    if (!condition) return;
    const RedundantGate redundant = said_before_->describe(asking);
    if (!redundant.earlier.empty() && !is_needed(asking)) result_.partly.push_back({redundant, *condition});
  }

  const std::vector<FormulaId>* lacking_of(ProcessModel& model, std::size_t at) {
    const AskedJudgment& asked = asked_.judgments[at];
    Target& target = targets_[at];
    if (target.lacking) return &*target.lacking;
    if (++conditioned_ > most_conditioned || model.work().is_spent()) return nullptr;
    std::vector<Provider> providers;
    for (const ir::NodeId gate : asked.gates) {
      providers.push_back(
          {gate, model.may_decide(gate, asked.criterion), model.authority().fields(gate, asked.criterion)});
    }
    for (const ir::NodeId call : asked.called ? asked_.calls : std::vector<ir::NodeId>()) {
      const Shared::Limits& limits = shared_.limits(asked.criterion, process_[call].callee);
      providers.push_back({call, model.may_decide_behind(call, asked.criterion),
                           model.authority().fields(call, limits.lines)});
    }
    const auto ends = [&](const ir::Edge& edge) { return is_written(writes_, edge, asked.evidence); };
    const auto beside = [&](const ir::Edge& edge) {
      const llvm::BitVector* ended = judgments_->interference(edge);
      return ended != nullptr && target.index && ended->test(*target.index);
    };
    const auto brings = [&](const ir::Edge& edge) {
      return asked.called && target.index && is_brought(asked.criterion, *target.index, edge);
    };
    const auto dead = [&](const ir::Edge& edge) { return judgments_->is_dead_exit(edge); };
    target.lacking = conditions::lacking(model.paths(), writes_, model.formulas(), providers,
                                         {ends, beside, brings, dead});
    return &*target.lacking;
  }

  /// A call's exit brings the judgment, and what limits those who made it is data that is known here.
  [[nodiscard]] bool is_brought(ir::CriterionId criterion, unsigned judgment, const ir::Edge& edge) const {
    const ir::Node& node = process_[edge.from];
    if (node.kind != ir::NodeKind::Call) return false;
    const Shared::Limits& limits = shared_.limits(criterion, node.callee);
    if (limits.inside || hands_in_part(shared_.definition, node, limits.lines)) return false;
    const llvm::ArrayRef<llvm::BitVector> made = judgments_->made(edge);
    return std::any_of(made.begin(), made.end(),
                       [&](const llvm::BitVector& set) { return set.count() == 1 && set.test(judgment); });
  }

  void report(const AskingGate& asking) {
    RedundantGate redundant = said_before_->describe(asking);
    if (redundant.earlier.empty() || is_needed(asking)) return;
    result_.gates.push_back(std::move(redundant));
  }

  /// A control that applies to its cases is not met by those who say the same; or may not be, and that is
  /// left open.
  bool is_needed(const AskingGate& asking) {
    if (process_[asking.gate].controls.empty()) return false;
    llvm::BitVector others(static_cast<unsigned>(process_.nodes.size()));
    for (const std::size_t at : asking.judgments) {
      for (const ir::NodeId gate : asked_.judgments[at].gates) others.set(gate.index);
    }
    // Who has said it comes before: of three that claim a control for two, only the last says too much.
    if (positions_.empty()) positions_ = analysis::positions(process_, reach_);
    const std::uint32_t here = positions_[asking.gate.index];
    const llvm::BitVector all = others;
    for (const unsigned gate : all.set_bits()) {
      if (positions_[gate] >= here) others.reset(gate);
    }
    const analysis::NeedingControls needing =
        analysis::still_needed_by(shared_.definition, process_, reach_, asking.gate, others);
    bool open = false;
    for (const ir::ControlId control : needing.certain) {
      const Answer answer = applies(control, asking.gate);
      if (answer == Answer::Yes) return true;
      open = open || answer == Answer::Undecided;
    }
    for (const ir::ControlId control : needing.open)
      open = open || applies(control, asking.gate) != Answer::No;
    if (open) models_.model(id_).leave_open(asking.gate, Question::SaidAlready);
    return open;
  }

  /// Whether a control is about some case that comes to the gate.
  Answer applies(ir::ControlId control, ir::NodeId gate) {
    const ir::Control& of = shared_.definition[control];
    if (!of.applies_to || !of.applies_when) return Answer::Yes;
    return models_.model(id_).applies(control, gate);
  }

  Shared& shared_;
  ir::ProcessId id_;
  ModelSource& models_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  AskedAgain asked_;
  std::vector<Target> targets_;  // by judgment
  llvm::BitVector criteria_;
  std::vector<std::vector<analysis::Export>> no_exports_;  // nothing is called
  std::optional<analysis::Judgments> judgments_;
  std::optional<SaidBefore> said_before_;
  std::vector<llvm::BitVector> available_;
  std::vector<std::uint32_t> positions_;  // in order of control flow; made when first needed
  bool has_guards_ = false;
  std::size_t conditioned_ = 0;
  Redundancy result_;
};

}  // namespace

Redundancy redundancy(Shared& shared, ir::ProcessId id, ModelSource& models) {
  return Finder(shared, id, models).run();
}

}  // namespace wain::conditions
