#include "conditions/redundancy.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "analysis/case_walk.h"
#include "analysis/controls.h"
#include "analysis/judgments.h"
#include "conditions/condition_text.h"

namespace wain::conditions {
namespace {

using analysis::Evidence;

/// A question that some gate answers, and who else answers it.
struct Target {
  ir::CriterionId criterion;
  Evidence evidence;
  std::vector<ir::NodeId> gates;  ///< that judge it, with at least this evidence in hand
  bool limited = false;           ///< some of them by authority
  bool called = false;            ///< some call may bring it
  unsigned index = 0;             ///< in Judgments
  llvm::BitVector made, ended;    ///< by edge: it is answered there, its answer ends; empty until asked
  std::optional<std::vector<FormulaId>> lacking;
};

/// Equal for equal questions.
std::vector<std::uint32_t> key_of(ir::CriterionId criterion, const Evidence& evidence) {
  std::vector<std::uint32_t> key{criterion.index};
  for (const ir::Path& path : evidence) {
    key.push_back(path.variable.index);
    key.push_back(static_cast<std::uint32_t>(path.fields.size()));
    key.insert(key.end(), path.fields.begin(), path.fields.end());
  }
  return key;
}

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
    collect();
    if (!any_candidate()) return {};
    prepare();
    for (Candidate& candidate : candidates_) decide(candidate);
    const auto by_writing = [](const auto& a, const auto& b) { return a.gate.index < b.gate.index; };
    std::sort(result_.gates.begin(), result_.gates.end(), by_writing);
    std::sort(result_.partly.begin(), result_.partly.end(),
              [&](const auto& a, const auto& b) { return by_writing(a.redundant, b.redundant); });
    return std::move(result_);
  }

private:
  struct Candidate {
    ir::NodeId gate;
    std::vector<std::size_t> targets;  // one a criterion
  };

  struct Maker {
    ir::NodeId gate;
    Evidence evidence;
  };
  struct MakersOfOne {
    std::vector<Maker> all;                                                   // in order of control
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_variable;  // that they have in hand
    void add(ir::NodeId gate, const Evidence& evidence) {
      for (const ir::Path& path : evidence) {
        std::vector<std::size_t>& known = by_variable[path.variable.index];
        if (known.empty() || known.back() != all.size()) known.push_back(all.size());
      }
      all.push_back({gate, evidence});
    }
  };
  using Makers = std::map<ir::CriterionId, MakersOfOne>;

  /// Gates that could be redundant, and the questions that they ask.
  void collect() {
    Makers makers;
    for (const ir::NodeId id : reach_.order) {
      const ir::Node& node = process_[id];
      if (node.kind == ir::NodeKind::Call) calls_.push_back(id);
      if (!analysis::judges_in_earnest(shared_.definition, process_, node)) continue;
      const Evidence evidence = analysis::normalized(node.sees);
      for (const ir::CriterionId criterion : node.judges) makers[criterion].add(id, evidence);
    }
    for (const ir::NodeId id : reach_.order) {
      const ir::Node& node = process_[id];
      if (node.kind != ir::NodeKind::Gate || !shared_.definition[node.actor].is_human() ||
          node.judges.empty() || node.sees.empty() || !analysis::can_say_no(process_, node))
        continue;
      const auto is_asked_elsewhere = [&](ir::CriterionId criterion) {
        const auto at = makers.find(criterion);
        const bool here =
            at != makers.end() && (at->second.all.size() > 1 || at->second.all.front().gate != id);
        return here || has_call_judging(criterion);
      };
      if (!std::all_of(node.judges.begin(), node.judges.end(), is_asked_elsewhere)) continue;
      const Evidence evidence = analysis::normalized(node.sees);
      Candidate candidate{id, {}};
      for (const ir::CriterionId criterion : node.judges)
        candidate.targets.push_back(target_of(criterion, evidence, makers));
      candidates_.push_back(std::move(candidate));
    }
  }

  /// Some call here may bring a judgment of the criterion.
  [[nodiscard]] bool has_call_judging(ir::CriterionId criterion) {
    if (calls_.empty()) return false;
    const auto [at, is_new] = judging_calls_.try_emplace(criterion, false);
    if (is_new) {
      const llvm::BitVector& judging = shared_.judging(criterion);
      at->second = std::any_of(calls_.begin(), calls_.end(),
                               [&](ir::NodeId id) { return judging.test(process_[id].callee.index); });
    }
    return at->second;
  }

  std::size_t target_of(ir::CriterionId criterion, const Evidence& evidence, const Makers& makers) {
    const auto [known, is_new] = target_at_.try_emplace(key_of(criterion, evidence), targets_.size());
    if (!is_new) return known->second;
    Target target;
    target.criterion = criterion;
    target.evidence = evidence;
    target.called = has_call_judging(criterion);
    if (const auto of = makers.find(criterion); of != makers.end()) {
      // Whoever has all of it in hand has the last of it, which tells most apart.
      const auto having = of->second.by_variable.find(evidence.back().variable.index);
      for (std::size_t i = 0; having != of->second.by_variable.end() && i < having->second.size(); ++i) {
        const Maker& maker = of->second.all[having->second[i]];
        if (analysis::covers(maker.evidence, evidence)) target.gates.push_back(maker.gate);
      }
    }
    targets_.push_back(std::move(target));
    return targets_.size() - 1;
  }

  [[nodiscard]] bool has_others(const Candidate& candidate) const {
    return std::all_of(candidate.targets.begin(), candidate.targets.end(), [&](std::size_t at) {
      const Target& target = targets_[at];
      return target.called || target.gates.size() > 1 ||
             (target.gates.size() == 1 && target.gates.front() != candidate.gate);
    });
  }

  bool any_candidate() {
    std::erase_if(candidates_, [&](const Candidate& candidate) {
      return !has_others(candidate) || !others_come_before(candidate);
    });
    return !candidates_.empty();
  }

  /// Of each question, somebody who answers it stands on a way to the gate. Asked only of few gates: of many
  /// in one process hardly any stands alone.
  [[nodiscard]] bool others_come_before(const Candidate& candidate) const {
    if (candidates_.size() > most_looked_behind) return true;
    const llvm::BitVector before = analysis::leading_to(process_, reach_, {candidate.gate});
    const auto is_before = [&](ir::NodeId node) { return node != candidate.gate && before.test(node.index); };
    return std::all_of(candidate.targets.begin(), candidate.targets.end(), [&](std::size_t at) {
      const Target& target = targets_[at];
      return (target.called && std::any_of(calls_.begin(), calls_.end(), is_before)) ||
             std::any_of(target.gates.begin(), target.gates.end(), is_before);
    });
  }
  static constexpr std::size_t most_looked_behind = 64;

  /// The bits: what holds whichever way a case came, authority aside.
  void prepare() {
    llvm::BitVector criteria(static_cast<unsigned>(shared_.definition.criteria.size()));
    std::vector<analysis::Judgment> asked;
    for (const Candidate& candidate : candidates_) {
      for (const std::size_t at : candidate.targets) {
        criteria.set(targets_[at].criterion.index);
        asked.push_back({targets_[at].criterion, targets_[at].evidence});
      }
    }
    criteria_ = std::move(criteria);
    judgments_.emplace(writes_, reach_, analysis::Judges::People, criteria_,
                       !calls_.empty() ? shared_.exports() : no_exports_, asked);
    available_ = analysis::available_judgments(process_, reach_, *judgments_);
    const Authority& authority = shared_.authority(id_);
    for (Target& target : targets_) {
      const auto& all = judgments_->all();
      const auto same = [&](const analysis::Judgment& j) {
        return j.criterion == target.criterion && j.evidence == target.evidence;
      };
      const auto at = std::find_if(all.begin(), all.end(), same);
      target.index = static_cast<unsigned>(at - all.begin());
      target.limited = std::any_of(target.gates.begin(), target.gates.end(), [&](ir::NodeId gate) {
        return !authority.is_unlimited(gate, target.criterion);
      });
      if (target.called) target.limited = target.limited || is_limited_behind_calls(target.criterion);
    }
    has_guards_ = std::any_of(process_.edges.begin(), process_.edges.end(), [&](const ir::Edge& edge) {
      return edge.guard.valid() && reach_.has(edge.from);
    });
  }

  [[nodiscard]] bool is_limited_behind_calls(ir::CriterionId criterion) {
    return std::any_of(calls_.begin(), calls_.end(), [&](ir::NodeId call) {
      return !shared_.limits(criterion, process_[call].callee).lines.empty();
    });
  }

  void decide(const Candidate& candidate) {
    bool by_bits = true;
    bool conditions = false;
    for (const std::size_t at : candidate.targets) {
      const Target& target = targets_[at];
      const bool holds =
          target.index < judgments_->size() && available_[candidate.gate.index].test(target.index);
      if (holds && !target.limited) continue;
      by_bits = false;
      if (!holds && !target.limited && !has_guards_) return;  // the bits are exact
      conditions = true;
    }
    if (by_bits) {
      // Behind a condition that cannot hold nothing is redundant.
      if (has_guards_ && is_dead(candidate.gate)) return;
      report(candidate);
    } else if (conditions) {
      decide_by_conditions(candidate);
    }
  }

  [[nodiscard]] bool is_dead(ir::NodeId gate) {
    ProcessModel& model = models_.model(id_);
    return model.solver().satisfiable(model.paths().reached(gate)) == Answer::No;
  }

  void decide_by_conditions(const Candidate& candidate) {
    ProcessModel& model = models_.model(id_);
    if (is_dead(candidate.gate)) return;
    bool all = true;
    std::vector<FormulaId> without;
    for (const std::size_t at : candidate.targets) {
      const std::vector<FormulaId>* lacking = lacking_of(model, targets_[at]);
      if (lacking == nullptr) return model.leave_open(candidate.gate, Question::SaidAlready);
      const FormulaId formula = (*lacking)[candidate.gate.index];
      const Answer answer = model.solver().satisfiable(formula);
      if (answer == Answer::Undecided) return model.leave_open(candidate.gate, Question::SaidAlready);
      all = all && answer == Answer::No;
      without.push_back(formula);
    }
    if (all) {
      report(candidate);
      return;
    }
    const std::optional<std::string> condition = condition_without(model, candidate.gate, without);
    if (!condition) return;
    const RedundantGate redundant = describe(candidate);
    if (!redundant.earlier.empty() && !is_needed(candidate))
      result_.partly.push_back({redundant, *condition});
  }

  const std::vector<FormulaId>* lacking_of(ProcessModel& model, Target& target) {
    if (target.lacking) return &*target.lacking;
    if (++conditioned_ > most_conditioned || model.work().is_spent()) return nullptr;
    std::vector<Provider> providers;
    for (const ir::NodeId gate : target.gates) {
      providers.push_back(
          {gate, model.may_decide(gate, target.criterion), model.authority().fields(gate, target.criterion)});
    }
    for (const ir::NodeId call : target.called ? calls_ : std::vector<ir::NodeId>()) {
      const Shared::Limits& limits = shared_.limits(target.criterion, process_[call].callee);
      providers.push_back({call, model.may_decide_behind(call, target.criterion),
                           model.authority().fields(call, limits.lines)});
    }
    const auto ends = [&](const ir::Edge& edge) { return is_ended(target, edge); };
    const auto beside = [&](const ir::Edge& edge) {
      const llvm::BitVector* ended = judgments_->interference(edge);
      return ended != nullptr && ended->test(target.index);
    };
    const auto brings = [&](const ir::Edge& edge) { return is_brought(target, edge); };
    const auto dead = [&](const ir::Edge& edge) { return judgments_->is_dead_exit(edge); };
    target.lacking = conditions::lacking(model.paths(), writes_, model.formulas(), providers,
                                         {ends, beside, brings, dead});
    return &*target.lacking;
  }

  /// A call's exit brings the judgment, and what limits those who made it is data that is known here.
  [[nodiscard]] bool is_brought(const Target& target, const ir::Edge& edge) const {
    const ir::Node& node = process_[edge.from];
    if (node.kind != ir::NodeKind::Call || !target.called) return false;
    const Shared::Limits& limits = shared_.limits(target.criterion, node.callee);
    if (limits.inside || hands_in_part(shared_.definition, node, limits.lines)) return false;
    const llvm::ArrayRef<llvm::BitVector> made = judgments_->made(edge);
    return std::any_of(made.begin(), made.end(), [&](const llvm::BitVector& set) {
      return set.count() == 1 && set.test(target.index);
    });
  }

  void report(const Candidate& candidate) {
    RedundantGate redundant = describe(candidate);
    if (redundant.earlier.empty() || is_needed(candidate)) return;
    result_.gates.push_back(std::move(redundant));
  }

  /// Backward from the gate to whoever said it last, and what records are written on the way.
  RedundantGate describe(const Candidate& candidate) {
    RedundantGate result{candidate.gate, {}, {}};
    llvm::BitVector changing(static_cast<unsigned>(process_.nodes.size()));
    for (const std::size_t at : candidate.targets) look_back(targets_[at], result, changing);
    const auto by_index = [](ir::NodeId a, ir::NodeId b) { return a.index < b.index; };
    std::sort(result.earlier.begin(), result.earlier.end(), by_index);
    result.earlier.erase(std::unique(result.earlier.begin(), result.earlier.end()), result.earlier.end());
    return result;
  }

  void look_back(Target& target, RedundantGate& result, llvm::BitVector& changing) {
    if (target.made.empty()) settle_edges(target);
    const std::size_t enough = result.earlier.size() + most_earlier;
    analysis::leading_to(process_, reach_, {result.gate}, [&](const ir::Edge& edge) {
      if (result.earlier.size() >= enough) return false;
      const auto id = static_cast<unsigned>(&edge - process_.edges.data());
      const bool made_here = target.made.test(id) && edge.from != result.gate;
      if (made_here) result.earlier.push_back(edge.from);
      if (made_here || target.ended.test(id)) return false;
      note_changes(edge, target, result, changing);
      return true;
    });
  }

  void settle_edges(Target& target) const {
    const auto edges = static_cast<unsigned>(process_.edges.size());
    target.made.resize(edges);
    target.ended.resize(edges);
    llvm::BitVector gates(static_cast<unsigned>(process_.nodes.size()));
    for (const ir::NodeId gate : target.gates) gates.set(gate.index);
    for (unsigned i = 0; i < edges; ++i) {
      const ir::Edge& edge = process_.edges[i];
      if (judgments_->is_dead_exit(edge)) {
        target.ended.set(i);
        continue;
      }
      if ((edge.kind == ir::EdgeKind::Approve && gates.test(edge.from.index)) ||
          is_made_by_call(target, edge))
        target.made.set(i);
      if (is_ended(target, edge)) target.ended.set(i);
    }
  }

  /// What is written on leaving over the edge is evidence of the target: Judgments::killed for one judgment.
  [[nodiscard]] bool is_ended(const Target& target, const ir::Edge& edge) const {
    bool result = false;
    writes_.on_exit(edge, [&](const ir::Path& written) {
      const auto touches = [&](const ir::Path& seen) { return ir::overlap(written, seen); };
      result = result || std::any_of(target.evidence.begin(), target.evidence.end(), touches);
    });
    return result;
  }

  [[nodiscard]] bool is_made_by_call(const Target& target, const ir::Edge& edge) const {
    if (process_[edge.from].kind != ir::NodeKind::Call || !target.called) return false;
    const llvm::ArrayRef<llvm::BitVector> made = judgments_->made(edge);
    return std::any_of(made.begin(), made.end(),
                       [&](const llvm::BitVector& set) { return set.test(target.index); });
  }

  /// `changing`: nodes that were noted before.
  void note_changes(const ir::Edge& edge, const Target& target, RedundantGate& result,
                    llvm::BitVector& changing) const {
    writes_.on_exit(edge, [&](const ir::Path& path) {
      const ir::TypeId type = process_[path.variable].type;
      if (!type || !shared_.definition[type].record) return;
      const auto sees = [&](const ir::Path& seen) { return ir::overlap(seen, path); };
      if (std::any_of(target.evidence.begin(), target.evidence.end(), sees)) return;
      const auto known = [&](const ChangedRecord& c) { return c.writer == edge.from && c.path == path; };
      if (!changing.test(edge.from.index) ||
          std::none_of(result.changed.begin(), result.changed.end(), known))
        result.changed.push_back({edge.from, path});
      changing.set(edge.from.index);
    });
  }

  /// A control that applies to its cases is not met by those who say the same.
  bool is_needed(const Candidate& candidate) {
    if (process_[candidate.gate].controls.empty()) return false;
    llvm::BitVector others(static_cast<unsigned>(process_.nodes.size()));
    for (const std::size_t at : candidate.targets) {
      for (const ir::NodeId gate : targets_[at].gates) others.set(gate.index);
    }
    // Who has said it comes before: of three that claim a control for two, only the last says too much.
    if (positions_.empty()) positions_ = analysis::positions(process_, reach_);
    const std::uint32_t here = positions_[candidate.gate.index];
    const llvm::BitVector all = others;
    for (const unsigned gate : all.set_bits()) {
      if (positions_[gate] >= here) others.reset(gate);
    }
    const std::vector<ir::ControlId> needing =
        analysis::still_needed_by(shared_.definition, process_, reach_, candidate.gate, others);
    return std::any_of(needing.begin(), needing.end(), [&](ir::ControlId control) {
      const ir::Control& of = shared_.definition[control];
      if (!of.applies_to || !of.applies_when) return true;
      return models_.model(id_).applies(control, candidate.gate) != Answer::No;
    });
  }

  Shared& shared_;
  ir::ProcessId id_;
  ModelSource& models_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<ir::NodeId> calls_;
  std::map<ir::CriterionId, bool> judging_calls_;
  std::vector<Candidate> candidates_;
  std::vector<Target> targets_;
  std::map<std::vector<std::uint32_t>, std::size_t> target_at_;
  llvm::BitVector criteria_;
  std::vector<std::vector<analysis::Export>> no_exports_;  // nothing is called
  std::optional<analysis::Judgments> judgments_;
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
