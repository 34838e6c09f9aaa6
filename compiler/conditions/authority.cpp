#include "conditions/authority.h"

#include <algorithm>
#include <iterator>

#include "analysis/must_flow.h"

namespace wain::conditions {
namespace {

bool speaks_of(const ir::AuthorityLine& line, ir::CriterionId criterion) {
  return line.criteria.empty() ||
         std::find(line.criteria.begin(), line.criteria.end(), criterion) != line.criteria.end();
}

void add_lines(const ir::Actor& actor, ir::CriterionId criterion, std::vector<RecordLines>& result) {
  for (const ir::AuthorityLine& line : actor.authority) {
    if (!line.record || !line.predicate || !speaks_of(line, criterion)) continue;
    auto at = std::find_if(result.begin(), result.end(),
                           [&](const RecordLines& of) { return of.record == line.record; });
    if (at == result.end()) at = result.insert(result.end(), {line.record, {}});
    at->lines.push_back(&line);
  }
}

void sort(std::vector<RecordLines>& lines) {
  std::sort(lines.begin(), lines.end(),
            [](const RecordLines& a, const RecordLines& b) { return a.record < b.record; });
}

ir::RecordId record_of(const ir::Definition& definition, const ir::Process& process,
                       ir::VariableId variable) {
  const ir::TypeId type = process[variable].type;
  return type ? definition[type].record : ir::RecordId{};
}

}  // namespace

std::vector<RecordLines> binding_lines(const ir::Definition& definition, ir::ActorId id,
                                       ir::CriterionId criterion) {
  const ir::Actor& actor = definition[id];
  std::vector<RecordLines> result;
  add_lines(actor, criterion, result);
  if (actor.kind == ir::ActorKind::Person) {
    std::vector<RecordLines> of_roles;
    for (const ir::ActorId role : actor.plays) add_lines(definition[role], criterion, of_roles);
    for (RecordLines& lines : of_roles) {
      const auto own = [&](const RecordLines& of) { return of.record == lines.record; };
      if (std::none_of(result.begin(), result.end(), own)) result.push_back(std::move(lines));
    }
  }
  sort(result);
  return result;
}

llvm::BitVector limited_records(const ir::Definition& definition) {
  llvm::BitVector limited(static_cast<unsigned>(definition.records.size()));
  for (const ir::Actor& actor : definition.actors) {
    for (const ir::AuthorityLine& line : actor.authority) {
      if (line.record) limited.set(line.record.index);
    }
  }
  return limited;
}

Authority::Authority(const ir::Definition& definition, const ir::Process& process,
                     const analysis::Reach& reach, const llvm::BitVector& limited)
    : definition_(definition), process_(process) {
  for (std::uint32_t i = 0; i < process.variables.size(); ++i) {
    const ir::RecordId record = record_of(definition, process, {i});
    if (record && limited.test(record.index)) records_.push_back({i});
  }
  if (records_.empty()) return;
  const auto count = static_cast<unsigned>(records_.size());
  llvm::BitVector parameters(count);
  for (unsigned i = 0; i < count; ++i) {
    if (process[records_[i]].parameter) parameters.set(i);
  }
  if (parameters.all()) {  // and nothing takes them away
    assigned_.resize(process.nodes.size());
    for (const ir::NodeId node : reach.order) assigned_[node.index] = parameters;
    return;
  }
  assigned_ =
      analysis::solve_must(process, reach, parameters, [&](const ir::Edge& edge, llvm::BitVector& facts) {
        if (edge.kind != ir::EdgeKind::Next && edge.kind != ir::EdgeKind::Approve) return;
        for (const ir::Product& product : process[edge.from].produces) {
          const auto at = std::find(records_.begin(), records_.end(), product.variable);
          if (at != records_.end()) facts.set(static_cast<unsigned>(at - records_.begin()));
        }
      });
}

std::vector<ir::ActorId> Authority::deciders(const ir::Node& gate) {
  std::vector<ir::ActorId> result{gate.actor};
  for (const ir::Escalation& escalation : gate.escalations) {
    if (escalation.to && std::find(result.begin(), result.end(), escalation.to) == result.end())
      result.push_back(escalation.to);
  }
  return result;
}

std::vector<ir::VariableId> Authority::variables(ir::NodeId node, ir::RecordId record) const {
  std::vector<ir::VariableId> result;
  if (node.index >= assigned_.size()) return result;
  for (const unsigned i : assigned_[node.index].set_bits()) {
    if (record_of(definition_, process_, records_[i]) == record) result.push_back(records_[i]);
  }
  return result;
}

std::vector<RecordLines> Authority::limits(const ir::Node& gate, ir::CriterionId criterion) const {
  std::vector<RecordLines> result;
  if (records_.empty()) return result;
  for (const ir::ActorId actor : deciders(gate)) {
    std::vector<RecordLines> of = binding_lines(definition_, actor, criterion);
    std::move(of.begin(), of.end(), std::back_inserter(result));
  }
  return result;
}

bool Authority::is_unlimited(ir::NodeId gate, ir::CriterionId criterion) const {
  const std::vector<RecordLines> all = limits(process_[gate], criterion);
  return std::all_of(all.begin(), all.end(),
                     [&](const RecordLines& of) { return variables(gate, of.record).empty(); });
}

bool Authority::is_declared(ir::NodeId gate, ir::ActorId actor) const {
  if (records_.empty()) return false;
  const auto binds = [&](ir::CriterionId criterion) {
    const std::vector<RecordLines> lines = binding_lines(definition_, actor, criterion);
    return std::any_of(lines.begin(), lines.end(),
                       [&](const RecordLines& of) { return !variables(gate, of.record).empty(); });
  };
  const std::vector<ir::CriterionId>& judges = process_[gate].judges;
  return std::any_of(judges.begin(), judges.end(), binds);
}

FormulaId Authority::may_decide(ir::NodeId gate, ir::ActorId actor, ir::CriterionId criterion,
                                Encoding& encoding, Formulas& formulas,
                                llvm::function_ref<VarId(const Leaf&)> value) const {
  if (records_.empty()) return Formulas::yes();
  return may_decide(gate, binding_lines(definition_, actor, criterion), encoding, formulas, value);
}

FormulaId Authority::may_decide(ir::NodeId node, llvm::ArrayRef<RecordLines> limits, Encoding& encoding,
                                Formulas& formulas, llvm::function_ref<VarId(const Leaf&)> value) const {
  std::vector<FormulaId> all;
  for (const RecordLines& of : limits) {
    for (const ir::VariableId variable : variables(node, of.record)) {
      if (formulas.is_spent()) return formulas.opaque();
      std::vector<FormulaId> alternatives;
      for (const ir::AuthorityLine* line : of.lines)
        alternatives.push_back(translate(definition_, encoding, formulas, line->predicate, variable, value));
      all.push_back(formulas.any(alternatives));
    }
  }
  return formulas.all(all);
}

FormulaId Authority::may_decide(ir::NodeId gate, ir::CriterionId criterion, Encoding& encoding,
                                Formulas& formulas, llvm::function_ref<VarId(const Leaf&)> value) const {
  return may_decide(gate, limits(process_[gate], criterion), encoding, formulas, value);
}

void Authority::visit_leaves(ir::NodeId gate, Visited& visited,
                             llvm::function_ref<void(const Leaf&, ir::TypeId)> visit) const {
  if (records_.empty()) return;
  for (const ir::ActorId actor : deciders(process_[gate])) {
    for (const ir::CriterionId criterion : process_[gate].judges) {
      for (const RecordLines& of : binding_lines(definition_, actor, criterion))
        visit_leaves(gate, of.lines, visited, visit);
    }
  }
}

void Authority::visit_leaves(ir::NodeId gate, llvm::ArrayRef<const ir::AuthorityLine*> lines,
                             Visited& visited,
                             llvm::function_ref<void(const Leaf&, ir::TypeId)> visit) const {
  for (const ir::AuthorityLine* line : lines) {
    for (const ir::VariableId variable : variables(gate, line->record)) {
      if (visited.insert({line->predicate.index, variable.index}).second)
        conditions::visit_leaves(definition_, line->predicate, variable, visit);
    }
  }
}

std::vector<LimitedField> Authority::fields(ir::NodeId gate, ir::CriterionId criterion) const {
  return fields(gate, limits(process_[gate], criterion));
}

std::vector<LimitedField> Authority::fields(ir::NodeId node, llvm::ArrayRef<RecordLines> limits) const {
  std::vector<LimitedField> result;
  for (const RecordLines& of : limits) {
    if (variables(node, of.record).empty()) continue;
    for (const ir::AuthorityLine* line : of.lines) {
      conditions::visit_leaves(definition_, line->predicate, {}, [&](const Leaf& leaf, ir::TypeId) {
        result.push_back({of.record, leaf.path.fields});
      });
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

bool touches(const ir::Definition& definition, const ir::Process& process, const ir::Path& path,
             llvm::ArrayRef<LimitedField> fields) {
  const ir::RecordId record = record_of(definition, process, path.variable);
  return std::any_of(fields.begin(), fields.end(), [&](const LimitedField& field) {
    if (field.record != record) return false;
    const std::size_t common = std::min(field.fields.size(), path.fields.size());
    return std::equal(field.fields.begin(), field.fields.begin() + static_cast<std::ptrdiff_t>(common),
                      path.fields.begin());
  });
}

}  // namespace wain::conditions
