#include "ir/definition.h"

#include <algorithm>
#include <utility>

#include <llvm/ADT/Hashing.h>

namespace wain::ir {
namespace {

std::size_t hash_of(const Type& type) {
  return llvm::hash_combine(static_cast<unsigned>(type.kind), type.currency.code[0], type.currency.code[1],
                            type.currency.code[2], type.enumeration.index, type.record.index,
                            type.document.index, type.element.index);
}

std::size_t hash_of(const Enumeration& enumeration) {
  llvm::hash_code hash = llvm::hash_value(enumeration.members.size());
  for (const std::string_view member : enumeration.members) {
    hash = llvm::hash_combine(hash, llvm::StringRef(member.data(), member.size()));
  }
  return hash;
}

/// The index of the equal element of `table`, which is added if there is none.
template <class T>
std::uint32_t intern_in(std::vector<T>& table, std::unordered_multimap<std::size_t, std::uint32_t>& index,
                        const T& wanted) {
  const std::size_t hash = hash_of(wanted);
  const auto [first, last] = index.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    if (table[at->second] == wanted) return at->second;
  }
  const auto fresh = static_cast<std::uint32_t>(table.size());
  table.push_back(wanted);
  index.emplace(hash, fresh);
  return fresh;
}

}  // namespace

TypeId Definition::intern(const Type& type) { return {intern_in(types, type_index_, type)}; }

EnumId Definition::intern(const Enumeration& enumeration) {
  return {intern_in(enums, enum_index_, enumeration)};
}

ExprId Definition::add(Expr expr) {
  exprs.push_back(std::move(expr));
  return {static_cast<std::uint32_t>(exprs.size() - 1)};
}

bool is_prefix(const Path& prefix, const Path& path) {
  if (prefix.variable != path.variable || prefix.fields.size() > path.fields.size()) return false;
  return std::equal(prefix.fields.begin(), prefix.fields.end(), path.fields.begin());
}

bool overlap(const Path& a, const Path& b) { return is_prefix(a, b) || is_prefix(b, a); }

TypeId type_of(const Definition& definition, const Process* process, const Path& path, RecordId self) {
  TypeId type;
  RecordId record = self;
  if (path.variable) {
    if (process == nullptr || path.variable.index >= process->variables.size()) return {};
    type = (*process)[path.variable].type;
    record = type ? definition[type].record : RecordId{};
  }
  for (const std::uint32_t field : path.fields) {
    if (!record || field >= definition[record].fields.size()) return {};
    type = definition[record].fields[field].type;
    record = type ? definition[type].record : RecordId{};
  }
  return type;
}

}  // namespace wain::ir
