#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

struct Builtin {
  std::string_view name;
  ir::TypeKind kind;
};
constexpr Builtin builtins[] = {
    {"bool", ir::TypeKind::Bool},   {"int", ir::TypeKind::Int},           {"number", ir::TypeKind::Number},
    {"ratio", ir::TypeKind::Ratio}, {"duration", ir::TypeKind::Duration}, {"text", ir::TypeKind::Text},
    {"date", ir::TypeKind::Date},
};

ir::TypeId money_type(const Cursor& type, const Cursor& currency_name) {
  Context& context = *type.context;
  const std::string_view text = name_of(currency_name);
  if (text.empty()) return context.error_type;
  const std::optional<ir::Currency> currency = ir::Currency::parse(text);
  if (currency)
    return context.definition.intern(ir::Type{.kind = ir::TypeKind::Money, .currency = *currency});
  context.diagnostics.report(Diag::BadCurrency, currency_name.span(), {arg("name", text)});
  return context.error_type;
}

ir::TypeId enum_type(const Cursor& type, const std::vector<Cursor>& names) {
  Context& context = *type.context;
  ir::Enumeration members;
  llvm::DenseMap<const char*, Span> seen;
  bool broken = false;
  for (const Cursor& name : names) {
    const std::string_view member = name_of(name);
    broken = broken || member.empty();
    if (member.empty()) continue;
    const auto [first, fresh] = seen.try_emplace(member.data(), name.span());
    if (fresh) {
      members.members.push_back(member);
      continue;
    }
    broken = true;
    context.diagnostics.report(Diag::NamedTwice, name.span(), {arg("name", member)})
        .note(Diag::NoteFirstNamedHere, first->second);
  }
  if (broken) return context.error_type;
  const ir::EnumId id = context.definition.intern(members);
  return context.definition.intern(ir::Type{.kind = ir::TypeKind::Enum, .enumeration = id});
}

ir::TypeId named_type(const Cursor& type, const std::vector<Cursor>& names) {
  Context& context = *type.context;
  if (names.empty() || name_of(names.front()).empty()) return context.error_type;
  const bool qualified = type.has(Tok::Dot);
  if (!qualified) {
    const std::string_view text = name_of(names.front());
    const bool shadowed = find(context, type.unit, text) != nullptr;
    for (const Builtin& builtin : builtins)
      if (!shadowed && builtin.name == text) return context.definition.intern(ir::Type{.kind = builtin.kind});
  }
  if (qualified && names.size() < 2) return context.error_type;
  const std::initializer_list<SymbolKind> kinds = {SymbolKind::Record, SymbolKind::Document};
  const Symbol* symbol =
      qualified ? resolve(context, type.unit, written(names[0]), written(names[1]), kinds, "a type")
                : resolve(context, type.unit, std::nullopt, written(names[0]), kinds, "a type");
  if (!symbol) return context.error_type;
  if (symbol->kind == SymbolKind::Record)
    return context.definition.intern(ir::Type{.kind = ir::TypeKind::Record, .record = {symbol->index}});
  return context.definition.intern(ir::Type{.kind = ir::TypeKind::Document, .document = {symbol->index}});
}

}  // namespace

ir::TypeId lower_type(const Cursor& type) {
  Context& context = *type.context;
  if (!type.valid() || type.has_error()) return context.error_type;
  const std::vector<Cursor> names = type.children(Rule::Name);
  ir::TypeId result;
  if (type.has(Tok::Money))
    result = money_type(type, type.child(Rule::Name));
  else if (type.has(Tok::Bar))
    result = type.has(Tok::Dot) ? context.error_type : enum_type(type, names);
  else
    result = named_type(type, names);
  if (type.has(Tok::Bar) && type.has(Tok::Dot))
    context.diagnostics.report(Diag::QualifiedMember, type.span());
  if (result == context.error_type) return result;
  // `list of list of T`: one wrapping for each `list` in front.
  const syntax::Node& node = type.tree()[type.node];
  for (std::uint32_t token = node.first_token; token + 1 < node.end_token; token += 2) {
    if (type.tree().token(token).kind != Tok::List || type.tree().token(token + 1).kind != Tok::Of) break;
    result = context.definition.intern(ir::Type{.kind = ir::TypeKind::List, .element = result});
  }
  return result;
}

std::string describe(const ir::Definition& definition, ir::TypeId type) {
  if (!type.valid()) return "?";
  std::string text = ir::str(definition, type);
  switch (definition[type].kind) {
    case ir::TypeKind::Error: return "?";
    case ir::TypeKind::Money:
    case ir::TypeKind::Text: return text;
    case ir::TypeKind::Int: return "an " + text;
    case ir::TypeKind::Enum: return fmt::format("one of `{}`", text);
    case ir::TypeKind::Record: return fmt::format("the record `{}`", text);
    case ir::TypeKind::Document: return fmt::format("the document `{}`", text);
    default: return "a " + text;
  }
}

bool assignable(const ir::Definition& definition, ir::TypeId from, ir::TypeId to) {
  if (from == to || !from.valid() || !to.valid()) return true;
  const ir::TypeKind source = definition[from].kind;
  const ir::TypeKind target = definition[to].kind;
  if (source == ir::TypeKind::Error || target == ir::TypeKind::Error) return true;
  return source == ir::TypeKind::Int && target == ir::TypeKind::Number;
}

}  // namespace wain::sema
