#include "conditions/asked_again.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace wain::conditions {
namespace {

using analysis::Evidence;

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

class Collector {
public:
  Collector(Shared& shared, ir::ProcessId id)
      : shared_(shared), process_(shared.definition[id]), reach_(shared.reaches[id.index]) {}

  AskedAgain run() && {
    collect_makers();
    for (const ir::NodeId id : reach_.order) add_gate(id);
    std::erase_if(result_.gates,
                  [&](const AskingGate& gate) { return !has_others(gate) || !others_come_before(gate); });
    return std::move(result_);
  }

private:
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

  void collect_makers() {
    for (const ir::NodeId id : reach_.order) {
      const ir::Node& node = process_[id];
      if (node.kind == ir::NodeKind::Call) result_.calls.push_back(id);
      if (!analysis::judges_in_earnest(shared_.definition, process_, node)) continue;
      const Evidence evidence = analysis::normalized(node.sees);
      for (const ir::CriterionId criterion : node.judges) makers_[criterion].add(id, evidence);
    }
  }

  void add_gate(ir::NodeId id) {
    const ir::Node& node = process_[id];
    if (node.kind != ir::NodeKind::Gate || !shared_.definition[node.actor].is_human() ||
        node.judges.empty() || node.sees.empty() || !analysis::can_say_no(process_, node))
      return;
    const auto is_asked_elsewhere = [&](ir::CriterionId criterion) {
      const auto at = makers_.find(criterion);
      const bool here =
          at != makers_.end() && (at->second.all.size() > 1 || at->second.all.front().gate != id);
      return here || has_call_judging(criterion);
    };
    if (!std::all_of(node.judges.begin(), node.judges.end(), is_asked_elsewhere)) return;
    const Evidence evidence = analysis::normalized(node.sees);
    AskingGate gate{id, {}};
    for (const ir::CriterionId criterion : node.judges)
      gate.judgments.push_back(judgment_of(criterion, evidence));
    result_.gates.push_back(std::move(gate));
  }

  /// Some call here may bring a judgment of the criterion.
  [[nodiscard]] bool has_call_judging(ir::CriterionId criterion) {
    if (result_.calls.empty()) return false;
    const auto [at, is_new] = judging_calls_.try_emplace(criterion, false);
    if (is_new) {
      const llvm::BitVector& judging = shared_.judging(criterion);
      at->second = std::any_of(result_.calls.begin(), result_.calls.end(),
                               [&](ir::NodeId id) { return judging.test(process_[id].callee.index); });
    }
    return at->second;
  }

  std::size_t judgment_of(ir::CriterionId criterion, const Evidence& evidence) {
    const auto [known, is_new] = index_.try_emplace(key_of(criterion, evidence), result_.judgments.size());
    if (!is_new) return known->second;
    AskedJudgment judgment{criterion, evidence, {}, has_call_judging(criterion)};
    if (const auto of = makers_.find(criterion); of != makers_.end()) {
      // Whoever has all of it in hand has the last of it, which tells most apart.
      const auto having = of->second.by_variable.find(evidence.back().variable.index);
      for (std::size_t i = 0; having != of->second.by_variable.end() && i < having->second.size(); ++i) {
        const Maker& maker = of->second.all[having->second[i]];
        if (analysis::covers(maker.evidence, evidence)) judgment.gates.push_back(maker.gate);
      }
    }
    result_.judgments.push_back(std::move(judgment));
    return result_.judgments.size() - 1;
  }

  [[nodiscard]] bool has_others(const AskingGate& asking) const {
    return std::all_of(asking.judgments.begin(), asking.judgments.end(), [&](std::size_t at) {
      const AskedJudgment& judgment = result_.judgments[at];
      return judgment.called || judgment.gates.size() > 1 ||
             (judgment.gates.size() == 1 && judgment.gates.front() != asking.gate);
    });
  }

  /// Of each question, somebody who answers it stands on a way to the gate. Asked only of few gates: of many
  /// in one process hardly any stands alone.
  [[nodiscard]] bool others_come_before(const AskingGate& asking) const {
    if (result_.gates.size() > most_looked_behind) return true;
    const llvm::BitVector before = analysis::leading_to(process_, reach_, {asking.gate});
    const auto is_before = [&](ir::NodeId node) { return node != asking.gate && before.test(node.index); };
    return std::all_of(asking.judgments.begin(), asking.judgments.end(), [&](std::size_t at) {
      const AskedJudgment& judgment = result_.judgments[at];
      return (judgment.called && std::any_of(result_.calls.begin(), result_.calls.end(), is_before)) ||
             std::any_of(judgment.gates.begin(), judgment.gates.end(), is_before);
    });
  }
  static constexpr std::size_t most_looked_behind = 64;

  Shared& shared_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  std::map<ir::CriterionId, MakersOfOne> makers_;
  std::map<ir::CriterionId, bool> judging_calls_;
  std::map<std::vector<std::uint32_t>, std::size_t> index_;  // of each judgment, by its key
  AskedAgain result_;
};

}  // namespace

AskedAgain asked_again(Shared& shared, ir::ProcessId process) { return Collector(shared, process).run(); }

}  // namespace wain::conditions
