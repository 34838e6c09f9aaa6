#include "conditions/process_model.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <llvm/ADT/DenseSet.h>

#include "conditions/examples.h"

namespace wain::conditions {

namespace {

std::size_t nodes_of(const ir::Definition& definition) {
  std::size_t nodes = 0;
  for (const ir::Process& process : definition.processes) nodes += process.nodes.size();
  return nodes;
}

}  // namespace

Shared::Shared(const ir::Definition& of, const analysis::CallOrder& call_order,
               const analysis::ParameterUpdates& parameter_updates,
               const std::vector<analysis::Reach>& reached)
    : definition(of),
      calls(call_order),
      updates(parameter_updates),
      reaches(reached),
      encoding(Encoding::of(of)),
      session(work_of_definition(nodes_of(of))),
      authorities_(of.processes.size()),
      loops_(of.processes.size()) {}

const analysis::LoopNest& Shared::loops(ir::ProcessId process) {
  std::unique_ptr<analysis::LoopNest>& known = loops_[process.index];
  if (!known)
    known = std::make_unique<analysis::LoopNest>(
        analysis::loop_nest(definition[process], reaches[process.index]));
  return *known;
}

const Authority& Shared::authority(ir::ProcessId process) {
  std::unique_ptr<Authority>& known = authorities_[process.index];
  if (!known) {
    if (!limited_records_) limited_records_ = limited_records(definition);
    known = std::make_unique<Authority>(definition, definition[process], reaches[process.index],
                                        *limited_records_);
  }
  return *known;
}

const std::vector<std::vector<analysis::Export>>& Shared::exports() {
  if (!exports_) {
    const llvm::BitVector all(static_cast<unsigned>(definition.criteria.size()), true);
    exports_ = std::make_unique<std::vector<std::vector<analysis::Export>>>(
        analysis::exported_judgments(definition, calls, updates, reaches, analysis::Judges::People, all));
  }
  return *exports_;
}

namespace {

bool judges(const ir::Node& node, ir::CriterionId criterion) {
  return node.kind == ir::NodeKind::Gate &&
         std::find(node.judges.begin(), node.judges.end(), criterion) != node.judges.end();
}

}  // namespace

const llvm::BitVector& Shared::judging(ir::CriterionId criterion) {
  const auto [at, is_new] = judging_.try_emplace(criterion);
  if (!is_new) return at->second;
  llvm::BitVector& result = at->second;
  result.resize(static_cast<unsigned>(definition.processes.size()));
  for (const ir::ProcessId id : calls.order) {  // callees first
    if (!calls.sound.test(id.index)) continue;
    for (const ir::NodeId node : reaches[id.index].order) {
      const ir::Node& of = definition[id][node];
      const bool by_call = of.kind == ir::NodeKind::Call && result.test(of.callee.index);
      if (by_call || judges(of, criterion)) result.set(id.index);
    }
  }
  return result;
}

namespace {

void add_limits(const std::vector<RecordLines>& more, std::vector<RecordLines>& lines) {
  for (const RecordLines& of : more) {
    const auto same = [&](const RecordLines& known) { return known.lines == of.lines; };
    if (std::none_of(lines.begin(), lines.end(), same)) lines.push_back(of);
  }
}

bool speaks_of(const ir::Definition& definition, const std::vector<RecordLines>& lines,
               const ir::Variable& variable) {
  return variable.type && std::any_of(lines.begin(), lines.end(), [&](const RecordLines& of) {
           return of.record == definition[variable.type].record;
         });
}

/// A record that one of the lines speaks about is made in the process itself.
bool makes_limited_record(const ir::Definition& definition, const ir::Process& process,
                          const std::vector<RecordLines>& lines) {
  return std::any_of(process.variables.begin(), process.variables.end(), [&](const ir::Variable& variable) {
    return !variable.parameter && speaks_of(definition, lines, variable);
  });
}

}  // namespace

bool hands_in_part(const ir::Definition& definition, const ir::Node& call,
                   const std::vector<RecordLines>& lines) {
  const ir::Process& callee = definition[call.callee];
  for (std::size_t i = 0; i < std::min(call.arguments.size(), callee.parameters.size()); ++i) {
    if (!call.arguments[i].fields.empty() && speaks_of(definition, lines, callee[callee.parameters[i]]))
      return true;
  }
  return false;
}

Shared::LimitsByProcess Shared::collect_limits(ir::CriterionId criterion) const {
  LimitsByProcess result;
  for (const ir::ProcessId id : calls.order) {  // callees first
    if (!calls.sound.test(id.index)) continue;
    Limits here;
    for (const ir::NodeId node : reaches[id.index].order) {
      const ir::Node& of = definition[id][node];
      if (of.kind == ir::NodeKind::Call) {
        const auto there = result.find(of.callee);
        if (there == result.end()) continue;
        add_limits(there->second.lines, here.lines);
        here.inside =
            here.inside || there->second.inside || hands_in_part(definition, of, there->second.lines);
      } else if (judges(of, criterion)) {
        for (const ir::ActorId actor : Authority::deciders(of))
          add_limits(binding_lines(definition, actor, criterion), here.lines);
      }
    }
    if (here.lines.empty()) continue;
    here.inside = here.inside || makes_limited_record(definition, definition[id], here.lines);
    result.emplace(id, std::move(here));
  }
  return result;
}

const Shared::Limits& Shared::limits(ir::CriterionId criterion, ir::ProcessId process) {
  static const Limits none;
  const auto [known, is_new] = limits_.try_emplace(criterion);
  if (is_new) known->second = collect_limits(criterion);
  const auto at = known->second.find(process);
  return at == known->second.end() ? none : at->second;
}

namespace {

/// Who judges what, by criterion.
std::vector<Shared::Table> deciders_of(const Shared& shared) {
  std::vector<Shared::Table> tables(shared.definition.criteria.size());
  for (const unsigned id : shared.calls.sound.set_bits()) {
    for (const ir::NodeId node : shared.reaches[id].order) {
      const ir::Node& gate = shared.definition.processes[id][node];
      if (gate.kind != ir::NodeKind::Gate || !gate.actor) continue;
      const std::vector<ir::ActorId> deciders = Authority::deciders(gate);
      for (const ir::CriterionId criterion : gate.judges) {
        if (!criterion) continue;
        std::vector<ir::ActorId>& all = tables[criterion.index].deciders;
        all.insert(all.end(), deciders.begin(), deciders.end());
      }
    }
  }
  for (Shared::Table& table : tables) {
    std::sort(table.deciders.begin(), table.deciders.end());
    table.deciders.erase(std::unique(table.deciders.begin(), table.deciders.end()), table.deciders.end());
  }
  return tables;
}

}  // namespace

namespace {

/// All lines that bind an actor in a criterion; none: no limit.
std::vector<const ir::AuthorityLine*> limit_of(const ir::Definition& definition, ir::ActorId actor,
                                               ir::CriterionId criterion) {
  std::vector<const ir::AuthorityLine*> result;
  for (const RecordLines& lines : binding_lines(definition, actor, criterion))
    result.insert(result.end(), lines.lines.begin(), lines.lines.end());
  return result;
}

}  // namespace

const Shared::Table& Shared::table(ir::CriterionId criterion) {
  if (tables_.empty()) {
    tables_ = deciders_of(*this);
    for (std::uint32_t i = 0; i < tables_.size(); ++i) {
      Table& of = tables_[i];
      of.all_limited = !of.deciders.empty();
      for (const ir::ActorId actor : of.deciders) {
        const std::vector<const ir::AuthorityLine*> limit = limit_of(definition, actor, {i});
        of.all_limited = of.all_limited && !limit.empty();
        of.lines.insert(of.lines.end(), limit.begin(), limit.end());
      }
      llvm::DenseSet<const ir::AuthorityLine*> seen;
      std::erase_if(of.lines, [&](const ir::AuthorityLine* line) { return !seen.insert(line).second; });
    }
  }
  return tables_[criterion.index];
}

ProcessModel::ProcessModel(Shared& shared, ir::ProcessId id)
    : shared_(shared),
      id_(id),
      writes_{shared.definition, shared.definition[id], shared.updates},
      reach_(shared.reaches[id.index]),
      work_{work_of_process(shared.definition[id].nodes.size()), &shared.session.work()},
      authority_(shared.authority(id)),
      tables_(collect_tables()),
      encoding_(shared.encoding),
      formulas_(work_),
      paths_(writes_, reach_, shared.loops(id), collect_leaves(), encoding_, formulas_),
      solver_(formulas_, shared.session, work_) {}

llvm::BitVector ProcessModel::collect_tables() const {
  const ir::Definition& definition = writes_.definition;
  llvm::BitVector result(static_cast<unsigned>(definition.criteria.size()));
  std::map<ir::CriterionId, std::vector<const ir::AuthorityLine*>> first;
  for (const ir::NodeId id : reach_.order) {
    const ir::Node& gate = process()[id];
    if (gate.kind != ir::NodeKind::Gate) continue;
    for (const ir::CriterionId criterion : gate.judges) {
      if (result.test(criterion.index) || !shared_.table(criterion).all_limited) continue;
      for (const ir::ActorId actor : Authority::deciders(gate)) {
        const std::vector<const ir::AuthorityLine*> limit = limit_of(definition, actor, criterion);
        const auto [at, is_new] = first.try_emplace(criterion, limit);
        if (!is_new && at->second != limit) result.set(criterion.index);
      }
    }
  }
  return result;
}

namespace {

std::vector<ir::CriterionId> judged_in(const ir::Process& process, const analysis::Reach& reach) {
  std::vector<ir::CriterionId> result;
  for (const ir::NodeId id : reach.order) {
    if (process[id].kind == ir::NodeKind::Gate)
      result.insert(result.end(), process[id].judges.begin(), process[id].judges.end());
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace

/// Versions of leaves, of all nodes together, that are told apart.
constexpr std::size_t most_leaf_versions = 10'000'000;

Leaves ProcessModel::collect_leaves() const {
  Leaves leaves(most_leaf_versions / std::max<std::size_t>(process().nodes.size(), 1));
  Authority::Visited visited;
  std::optional<std::vector<ir::CriterionId>> judged;
  const auto add = [&](const Leaf& leaf, ir::TypeId type) { leaves.add(writes_.definition, leaf, type); };
  for (const ir::NodeId id : reach_.order) {
    const ir::Node& node = process()[id];
    if (node.kind == ir::NodeKind::Split || node.kind == ir::NodeKind::Fork) {
      for (const ir::EdgeId edge : node.out) {
        if (process()[edge].guard) visit_leaves(writes_.definition, process()[edge].guard, {}, add);
      }
    }
    if (node.kind == ir::NodeKind::Gate) {
      authority_.visit_leaves(id, visited, add);
      for (const ir::CriterionId criterion : node.judges) {
        const Shared::Table& table = shared_.table(criterion);
        // Whether anybody at all may decide a case is asked where somebody is limited.
        if (!has_table(criterion) || authority_.is_unlimited(id, criterion)) continue;
        authority_.visit_leaves(id, table.lines, visited, add);
      }
    }
    // What limits those behind a call matters to a gate here that judges the same.
    if (node.kind == ir::NodeKind::Call && !authority_.is_silent()) {
      if (!judged) judged = judged_in(process(), reach_);
      for (const ir::CriterionId criterion : *judged) {
        for (const RecordLines& of : shared_.limits(criterion, node.callee).lines)
          authority_.visit_leaves(id, of.lines, visited, add);
      }
    }
    for (const ir::ControlId control : node.controls) {
      const ir::Control& of = writes_.definition[control];
      if (!of.applies_to || !of.applies_when) continue;
      for (std::uint32_t i = 0; i < process().variables.size(); ++i) {
        const ir::TypeId type = process().variables[i].type;
        if (type && writes_.definition[type].record == of.applies_to)
          visit_leaves(writes_.definition, of.applies_when, {i}, add);
      }
    }
  }
  return leaves;
}

FormulaId ProcessModel::may_decide(ir::NodeId gate, ir::CriterionId criterion) {
  if (work_.is_spent()) return formulas_.opaque();
  return authority_.may_decide(gate, criterion, encoding_, formulas_,
                               [&](const Leaf& leaf) { return paths_.value_at(gate, leaf); });
}

FormulaId ProcessModel::may_decide(ir::NodeId gate, ir::ActorId actor, ir::CriterionId criterion) {
  if (work_.is_spent()) return formulas_.opaque();
  return authority_.may_decide(gate, actor, criterion, encoding_, formulas_,
                               [&](const Leaf& leaf) { return paths_.value_at(gate, leaf); });
}

FormulaId ProcessModel::may_decide_behind(ir::NodeId call, ir::CriterionId criterion) {
  if (work_.is_spent()) return formulas_.opaque();
  return authority_.may_decide(call, shared_.limits(criterion, process()[call].callee).lines, encoding_,
                               formulas_, [&](const Leaf& leaf) { return paths_.value_at(call, leaf); });
}

Answer ProcessModel::applies(ir::ControlId control, ir::NodeId node) {
  const ir::Control& of = writes_.definition[control];
  if (!of.applies_to || !of.applies_when) return Answer::Yes;
  std::vector<FormulaId> some;
  for (std::uint32_t i = 0; i < process().variables.size(); ++i) {
    const ir::TypeId type = process().variables[i].type;
    if (!type || writes_.definition[type].record != of.applies_to) continue;
    some.push_back(translate(writes_.definition, encoding_, formulas_, of.applies_when, {i},
                             [&](const Leaf& leaf) { return paths_.value_at(node, leaf); }));
  }
  if (some.empty()) return Answer::Yes;
  return solver_.satisfiable(formulas_.all(paths_.reached(node), formulas_.any(some)));
}

std::string ProcessModel::leaf_text(std::uint32_t leaf) const {
  const Leaf& of = paths_.leaves()[leaf];
  const std::string path = ir::str(writes_.definition, &process(), of.path);
  return of.count ? fmt::format("count({})", path) : path;
}

std::string ProcessModel::value_text(std::uint32_t leaf, const Rational& value) const {
  return conditions::value_text(writes_.definition, encoding_, paths_.leaves().type(leaf), value);
}

}  // namespace wain::conditions
