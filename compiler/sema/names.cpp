#include <algorithm>
#include <cstdlib>

#include <llvm/ADT/DenseSet.h>
#include <utf8proc.h>

#include "diagnostics/nearest_name.h"
#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

/// How much the suggestions of one compilation may cost: a file with a million names and a million
/// mistakes must not take a million times a million comparisons. The unit is a candidate looked at;
/// one whose distance must be counted costs `distance_cost`.
constexpr std::uint64_t suggestion_budget = 8'000'000;
constexpr std::uint64_t distance_cost = 64;

std::string_view keep_normalised(ir::Definition& definition, std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return definition.keep(text);
  utf8proc_uint8_t* normal = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
      &normal, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return definition.keep(text);
  const std::string_view kept =
      definition.keep({reinterpret_cast<const char*>(normal), static_cast<std::size_t>(size)});
  std::free(normal);
  return kept;
}

bool fits(const Symbol& symbol, std::initializer_list<SymbolKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), symbol.kind) != kinds.end();
}

bool is_visible(const Unit& unit, std::uint32_t self, std::uint32_t other) {
  return self == other || unit.unaliased.contains(other);
}

/// How the file `unit` may write the symbol, or nothing if it does not import its file.
std::optional<std::string> spelling_in(const Context& context, std::uint32_t unit, const Symbol& symbol) {
  const Unit& from = context.units[unit];
  if (is_visible(from, unit, symbol.tree)) return std::string(symbol.name);
  for (const Import& import : from.imports)
    if (import.unit == symbol.tree && !import.alias.empty())
      return fmt::format("{}.{}", import.alias, symbol.name);
  return std::nullopt;
}

const Symbol* nearest_symbol(Context& context, std::uint32_t unit, std::string_view wanted,
                             std::initializer_list<SymbolKind> kinds) {
  NearestName nearest(wanted);
  for (std::uint32_t i = 0; i < context.symbols.size(); ++i) {
    if (context.suggestions_spent >= suggestion_budget) break;
    const Symbol& symbol = context.symbols[i];
    const bool candidate = fits(symbol, kinds) && is_visible(context.units[unit], unit, symbol.tree);
    context.suggestions_spent += candidate && nearest.offer(symbol.name, i) ? distance_cost : 1;
  }
  return nearest.best() ? &context.symbols[*nearest.best()] : nullptr;
}

/// Reports a name that means nothing here: with the alias it needs, the file that has it, or the nearest.
void report_unknown(Context& context, std::uint32_t unit, const WrittenName& name, std::uint32_t look_in,
                    std::initializer_list<SymbolKind> kinds, std::string_view expected) {
  const std::string_view text = name.text;
  auto report = context.diagnostics.report(Diag::UnknownName, name.span,
                                           {arg("name", text), arg("expected", expected)});
  if (const auto same = context.called.find(text.data()); same != context.called.end()) {
    for (const std::uint32_t index : same->second) {
      const Symbol& symbol = context.symbols[index];
      if (!fits(symbol, kinds)) continue;
      if (const auto spelling = spelling_in(context, unit, symbol))
        report.note(Diag::NoteDidYouMean, symbol.span, {arg("name", *spelling)});
      else
        report.note(Diag::NoteNotImported, symbol.span,
                    {arg("path", context.sources.path(symbol.span.file))});
      return;
    }
  }
  if (const Symbol* near = nearest_symbol(context, look_in, text, kinds))
    report.note(Diag::NoteDidYouMean, near->span, {arg("name", near->name)});
}

template <class Id>
Id resolve_as(const Cursor& qualified, SymbolKind kind, std::string_view expected) {
  const Symbol* symbol = resolve(qualified, {kind}, expected);
  return symbol ? Id{symbol->index} : Id{};
}

template <class Id>
std::vector<Id> resolve_list(const Cursor& name_list, Id (*resolve_one)(const Cursor&)) {
  std::vector<Id> result;
  if (!name_list.valid()) return result;
  llvm::DenseMap<std::uint32_t, Span> seen;
  for (const Cursor& qualified : name_list.children(Rule::Qualified)) {
    const Id id = resolve_one(qualified);
    if (!id.valid()) continue;
    const auto [first, fresh] = seen.try_emplace(id.index, qualified.span());
    if (fresh) {
      result.push_back(id);
      continue;
    }
    qualified.context->diagnostics.report(Diag::NamedTwice, qualified.span(), {arg("name", qualified.text())})
        .note(Diag::NoteFirstNamedHere, first->second);
  }
  return result;
}

}  // namespace

std::string_view noun(const Context& context, const Symbol& symbol) {
  switch (symbol.kind) {
    case SymbolKind::Constant: return "constant";
    case SymbolKind::Calendar: return "calendar";
    case SymbolKind::Actor: return ir::name(context.definition.actors[symbol.index].kind);
    case SymbolKind::Record: return "record";
    case SymbolKind::Document: return "document";
    case SymbolKind::Criterion: return "criterion";
    case SymbolKind::Control: return "control";
    case SymbolKind::Outcome: return "outcome";
    case SymbolKind::Process: return "process";
    case SymbolKind::Scenario: return "scenario";
  }
  return "";
}

std::string_view name_of(const Cursor& name) {
  if (!name.valid()) return {};
  const syntax::Node& node = name.tree()[name.node];
  if (node.first_token >= node.end_token || name.tree().token(node.first_token).broken) return {};
  return keep_normalised(name.context->definition, name.tree().token_text(node.first_token));
}

std::optional<std::string_view> similar(std::string_view wanted,
                                        const std::vector<std::string_view>& candidates) {
  constexpr std::size_t most = 4096;
  NearestName nearest(wanted);
  for (std::uint32_t i = 0; i < std::min(candidates.size(), most); ++i) nearest.offer(candidates[i], i);
  if (!nearest.best()) return std::nullopt;
  return candidates[*nearest.best()];
}

const Symbol* find(const Context& context, std::uint32_t unit, std::string_view kept_name) {
  if (const auto own = context.declared.find({unit, kept_name.data()}); own != context.declared.end())
    return &context.symbols[own->second];
  const auto same = context.called.find(kept_name.data());
  if (same == context.called.end()) return nullptr;
  const Unit& from = context.units[unit];
  // Whichever is shorter: the symbols of this name, or the imports of this file.
  if (same->second.size() <= from.imports.size()) {
    for (const std::uint32_t index : same->second)
      if (from.unaliased.contains(context.symbols[index].tree)) return &context.symbols[index];
    return nullptr;
  }
  for (const Import& import : from.imports) {
    if (!import.alias.empty()) continue;
    const auto there = context.declared.find({import.unit, kept_name.data()});
    if (there != context.declared.end()) return &context.symbols[there->second];
  }
  return nullptr;
}

WrittenName written(const Cursor& name) { return {name_of(name), name.valid() ? name.span() : Span{}}; }

WrittenName written(const Cursor& parent, std::uint32_t token) {
  if (parent.tree().token(token).broken) return {{}, parent.tree().token_span(token)};
  return {keep_normalised(parent.context->definition, parent.tree().token_text(token)),
          parent.tree().token_span(token)};
}

const Symbol* resolve(Context& context, std::uint32_t unit, const std::optional<WrittenName>& qualifier,
                      const WrittenName& name, std::initializer_list<SymbolKind> kinds,
                      std::string_view expected) {
  if (name.text.empty() || (qualifier && qualifier->text.empty())) return nullptr;
  const Unit& from = context.units[unit];
  const Symbol* symbol = nullptr;
  std::uint32_t look_in = unit;
  if (qualifier) {
    const auto imported = from.aliases.find(qualifier->text.data());
    if (imported == from.aliases.end()) {
      if (!from.incomplete)
        context.diagnostics.report(Diag::UnknownAlias, qualifier->span, {arg("name", qualifier->text)});
      return nullptr;
    }
    if (imported->second == unreadable_unit) return nullptr;
    look_in = imported->second;
    const auto there = context.declared.find({look_in, name.text.data()});
    if (there != context.declared.end()) symbol = &context.symbols[there->second];
  } else {
    symbol = find(context, unit, name.text);
  }
  if (!symbol) {
    // What an import that cannot be read would have declared is not a second mistake.
    if (qualifier || !from.incomplete) report_unknown(context, unit, name, look_in, kinds, expected);
    return nullptr;
  }
  if (fits(*symbol, kinds)) return symbol;
  // Of a name that is declared twice, and that was said, the one that fits here is meant.
  for (const Symbol& other : context.symbols)
    if (other.tree == symbol->tree && other.name == symbol->name && fits(other, kinds)) return &other;
  context.diagnostics
      .report(Diag::WrongKind, name.span,
              {arg("name", name.text), arg("expected", expected), arg("found", noun(context, *symbol))})
      .note(Diag::NoteDeclaredHere, symbol->span, {arg("name", symbol->name)});
  return nullptr;
}

const Symbol* resolve(const Cursor& qualified, std::initializer_list<SymbolKind> kinds,
                      std::string_view expected) {
  if (!qualified.valid()) return nullptr;
  if (qualified.rule() == Rule::Name)
    return resolve(*qualified.context, qualified.unit, std::nullopt, written(qualified), kinds, expected);
  const Cursor first = qualified.child_at(0);
  const Cursor second = qualified.child_at(1);
  if (!first.valid()) return nullptr;
  if (!second.valid())
    return resolve(*qualified.context, qualified.unit, std::nullopt, written(first), kinds, expected);
  return resolve(*qualified.context, qualified.unit, written(first), written(second), kinds, expected);
}

ir::ActorId resolve_actor(const Cursor& q) {
  return resolve_as<ir::ActorId>(q, SymbolKind::Actor, "an actor");
}
ir::CalendarId resolve_calendar(const Cursor& q) {
  return resolve_as<ir::CalendarId>(q, SymbolKind::Calendar, "a calendar");
}
ir::RecordId resolve_record(const Cursor& q) {
  return resolve_as<ir::RecordId>(q, SymbolKind::Record, "a record");
}
ir::CriterionId resolve_criterion(const Cursor& q) {
  return resolve_as<ir::CriterionId>(q, SymbolKind::Criterion, "a criterion");
}
ir::ControlId resolve_control(const Cursor& q) {
  return resolve_as<ir::ControlId>(q, SymbolKind::Control, "a control");
}
ir::OutcomeId resolve_outcome(const Cursor& q) {
  return resolve_as<ir::OutcomeId>(q, SymbolKind::Outcome, "an outcome");
}
ir::ProcessId resolve_process(const Cursor& q) {
  return resolve_as<ir::ProcessId>(q, SymbolKind::Process, "a process");
}
ir::ScenarioId resolve_scenario(const Cursor& q) {
  return resolve_as<ir::ScenarioId>(q, SymbolKind::Scenario, "a scenario");
}

std::vector<ir::CriterionId> resolve_criteria(const Cursor& list) {
  return resolve_list(list, &resolve_criterion);
}
std::vector<ir::ControlId> resolve_controls(const Cursor& list) {
  return resolve_list(list, &resolve_control);
}
std::vector<ir::ActorId> resolve_actors(const Cursor& list) { return resolve_list(list, &resolve_actor); }

void fill_header(ir::Header& header, const Cursor& declaration) {
  ir::Definition& definition = declaration.context->definition;
  const Cursor name = declaration.child(Rule::Name);
  header.name = name_of(name);
  header.title = title_of(declaration);
  const std::string documentation = declaration.tree().documentation(declaration.node);
  if (!documentation.empty()) header.documentation = definition.keep(documentation);
  header.span = declaration.span();
  header.name_span = name.valid() ? name.span() : header.span;
  // What a missing import would have declared, no element of the file can be judged without.
  header.broken = declaration.has_error() || declaration.context->units[declaration.unit].incomplete;
}

const NameTable& fields_of(Context& context, ir::RecordId record) {
  const auto [entry, fresh] = context.record_fields.try_emplace(record.index);
  if (!fresh) return entry->second;
  const std::vector<ir::Field>& fields = context.definition[record].fields;
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    if (!fields[i].name.empty()) entry->second.try_emplace(fields[i].name.data(), i);
  return entry->second;
}

const ProcessNames& names_of(Context& context, ir::ProcessId process) {
  const auto [entry, fresh] = context.process_names.try_emplace(process.index);
  ProcessNames& names = entry->second;
  if (!fresh) return names;
  const ir::Process& p = context.definition[process];
  const auto fill = [](NameTable& table, const auto& elements) {
    for (std::uint32_t i = 0; i < elements.size(); ++i)
      if (!elements[i].name.empty()) table.try_emplace(elements[i].name.data(), i);
  };
  fill(names.variables, p.variables);
  fill(names.nodes, p.nodes);
  fill(names.branches, p.branches);
  return names;
}

}  // namespace wain::sema
