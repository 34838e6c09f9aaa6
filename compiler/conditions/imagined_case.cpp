#include "conditions/imagined_case.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace wain::conditions {
namespace {

std::string field_text(const ir::Definition& definition, ir::RecordId record, const Leaf& leaf) {
  const std::string path = ir::str(definition, nullptr, leaf.path, record);
  return leaf.count ? fmt::format("count({})", path) : path;
}

/// Values of the two types are the same numbers.
bool alike(const ir::Definition& a, ir::TypeId x, const ir::Definition& b, ir::TypeId y) {
  const ir::Type& one = a[x];
  const ir::Type& other = b[y];
  if (one.kind != other.kind) return false;
  if (one.kind == ir::TypeKind::Money) return one.currency == other.currency;
  if (one.kind == ir::TypeKind::Enum) return a[one.enumeration].members == b[other.enumeration].members;
  return true;
}

}  // namespace

Encoding encoding_of_both(const ir::Definition& a, const ir::Definition& b) {
  Encoding result = Encoding::of(a);
  result.money_unit = std::min(result.money_unit, Encoding::of(b).money_unit);
  return result;
}

ImaginedCase::ImaginedCase(Session& session, Encoding encoding)
    : encoding_(std::move(encoding)), solver_(formulas_, session, session.work()) {}

VarId ImaginedCase::find(const ir::Definition& definition, ir::RecordId record, const Leaf& leaf,
                         ir::TypeId type) const {
  const std::string path =
      fmt::format("{}.{}", definition[record].name, field_text(definition, record, leaf));
  for (const Entry& entry : entries_) {
    if (entry.path == path && alike(*entry.definition, entry.type, definition, type)) return entry.variable;
  }
  return {};
}

void ImaginedCase::declare(const ir::Definition& definition, const ir::AuthorityLine& line) {
  visit_leaves(definition, line.predicate, {}, [&](const Leaf& leaf, ir::TypeId type) {
    if (find(definition, line.record, leaf, type)) return;
    const std::optional<Variable> variable = variable_for(definition, type);
    if (!variable) return;
    const std::string text = field_text(definition, line.record, leaf);
    const std::string path = fmt::format("{}.{}", definition[line.record].name, text);
    is_comparable_ = is_comparable_ && std::none_of(entries_.begin(), entries_.end(),
                                                    [&](const Entry& entry) { return entry.path == path; });
    entries_.push_back({path, &definition, type, formulas_.variable(*variable), text});
  });
}

FormulaId ImaginedCase::any_of(const ir::Definition& definition,
                               llvm::ArrayRef<const ir::AuthorityLine*> lines) {
  if (lines.empty()) return Formulas::yes();
  std::vector<FormulaId> alternatives;
  for (const ir::AuthorityLine* line : lines) {
    declare(definition, *line);
    std::vector<std::pair<Leaf, ir::TypeId>> types;
    visit_leaves(definition, line->predicate, {},
                 [&](const Leaf& leaf, ir::TypeId type) { types.emplace_back(leaf, type); });
    const auto variable = [&](const Leaf& leaf) {
      const auto of =
          std::find_if(types.begin(), types.end(), [&](const auto& each) { return each.first == leaf; });
      return of == types.end() ? VarId{} : find(definition, line->record, leaf, of->second);
    };
    alternatives.push_back(translate(definition, encoding_, formulas_, line->predicate, {}, variable));
  }
  return formulas_.any(alternatives);
}

std::vector<Example> ImaginedCase::example(const ir::Definition& definition, FormulaId wider,
                                           FormulaId narrower) {
  const FormulaId only = formulas_.all(wider, formulas_.negation(narrower));
  const std::vector<VarId> relevant = formulas_.mentioned(only);
  std::vector<NamedData> data;
  for (const Entry& entry : entries_) {
    if (!std::binary_search(relevant.begin(), relevant.end(), entry.variable)) continue;
    // Types of the other definition are alike, so its values are written the same way.
    for (std::uint32_t i = 0; i < definition.types.size(); ++i) {
      if (!alike(*entry.definition, entry.type, definition, {i})) continue;
      data.push_back({entry.variable, {i}, entry.text});
      break;
    }
  }
  return smallest_example(definition, encoding_, formulas_, solver_, only, data);
}

}  // namespace wain::conditions
