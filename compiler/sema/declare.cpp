#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;

std::optional<SymbolKind> declared_kind(Rule rule) {
  switch (rule) {
    case Rule::ConstantDecl: return SymbolKind::Constant;
    case Rule::CalendarDecl: return SymbolKind::Calendar;
    case Rule::ActorDecl: return SymbolKind::Actor;
    case Rule::RecordDecl: return SymbolKind::Record;
    case Rule::DocumentDecl: return SymbolKind::Document;
    case Rule::CriterionDecl: return SymbolKind::Criterion;
    case Rule::ControlDecl: return SymbolKind::Control;
    case Rule::OutcomeDecl: return SymbolKind::Outcome;
    case Rule::ProcessDecl: return SymbolKind::Process;
    case Rule::ScenarioDecl: return SymbolKind::Scenario;
    default: return std::nullopt;
  }
}

ir::ActorKind actor_kind(const Cursor& declaration) {
  const Cursor kind = declaration.child(Rule::ActorKind);
  switch (kind.tree().first_token(kind.node).kind) {
    case syntax::Tok::Person: return ir::ActorKind::Person;
    case syntax::Tok::Committee: return ir::ActorKind::Committee;
    case syntax::Tok::System: return ir::ActorKind::System;
    case syntax::Tok::Model: return ir::ActorKind::Model;
    default: return ir::ActorKind::Role;
  }
}

template <class Element>
std::uint32_t add_to(std::vector<Element>& elements, const Cursor& declaration) {
  fill_header(elements.emplace_back(), declaration);
  return static_cast<std::uint32_t>(elements.size() - 1);
}

std::uint32_t add_element(ir::Definition& definition, SymbolKind kind, const Cursor& declaration) {
  switch (kind) {
    case SymbolKind::Constant: return add_to(definition.constants, declaration);
    case SymbolKind::Calendar: return add_to(definition.calendars, declaration);
    case SymbolKind::Actor: {
      const std::uint32_t index = add_to(definition.actors, declaration);
      definition.actors.back().kind = actor_kind(declaration);
      return index;
    }
    case SymbolKind::Record: return add_to(definition.records, declaration);
    case SymbolKind::Document: return add_to(definition.documents, declaration);
    case SymbolKind::Criterion: return add_to(definition.criteria, declaration);
    case SymbolKind::Control: return add_to(definition.controls, declaration);
    case SymbolKind::Outcome: return add_to(definition.outcomes, declaration);
    case SymbolKind::Process: return add_to(definition.processes, declaration);
    case SymbolKind::Scenario: return add_to(definition.scenarios, declaration);
  }
  return 0;
}

/// The element behind a symbol, as what all elements are.
ir::Header& header_of(ir::Definition& definition, const Symbol& symbol) {
  switch (symbol.kind) {
    case SymbolKind::Constant: return definition.constants[symbol.index];
    case SymbolKind::Calendar: return definition.calendars[symbol.index];
    case SymbolKind::Actor: return definition.actors[symbol.index];
    case SymbolKind::Record: return definition.records[symbol.index];
    case SymbolKind::Document: return definition.documents[symbol.index];
    case SymbolKind::Criterion: return definition.criteria[symbol.index];
    case SymbolKind::Control: return definition.controls[symbol.index];
    case SymbolKind::Outcome: return definition.outcomes[symbol.index];
    case SymbolKind::Process: return definition.processes[symbol.index];
    case SymbolKind::Scenario: break;
  }
  return definition.scenarios[symbol.index];
}

void declare_one(Context& context, SymbolKind kind, const Cursor& declaration) {
  Symbol symbol{
      kind, add_element(context.definition, kind, declaration), {}, {}, declaration.unit, declaration.node};
  ir::Header& header = header_of(context.definition, symbol);
  symbol.name = header.name;
  symbol.span = header.name_span;
  const auto index = static_cast<std::uint32_t>(context.symbols.size());
  context.symbols.push_back(symbol);
  if (symbol.name.empty()) return;
  const auto [first, fresh] = context.declared.try_emplace({declaration.unit, symbol.name.data()}, index);
  if (fresh) {
    context.called[symbol.name.data()].push_back(index);
    return;
  }
  header.broken = true;
  context.diagnostics.report(Diag::DuplicateName, symbol.span, {arg("name", symbol.name)})
      .note(Diag::NoteFirstDeclaredHere, context.symbols[first->second].span, {arg("name", symbol.name)});
}

/// Symbols by the unit that declares them, for the names that more than one file declares.
class Clashes {
public:
  explicit Clashes(Context& context) : context_(context) {
    importers_.resize(context.units.size());
    for (std::uint32_t unit = 0; unit < context.units.size(); ++unit)
      for (const Import& import : context.units[unit].imports)
        if (import.alias.empty() && import.unit != unit)
          importers_[import.unit].push_back({unit, import.span});
  }

  /// Only names with several declarations can clash: the work is bounded by those and their importers.
  void report() {
    for (const Symbol& symbol : context_.symbols) {
      if (symbol.name.empty()) continue;
      const auto& same = context_.called[symbol.name.data()];
      if (same.size() > 1 && &context_.symbols[same.front()] == &symbol) check(same);
    }
    for (const Clash& clash : clashes_) {
      const Symbol& second = context_.symbols[clash.second];
      auto report = context_.diagnostics.report(Diag::ImportClash, clash.import, {arg("name", second.name)});
      report.note(Diag::NoteDeclaredHere, context_.symbols[clash.first].span, {arg("name", second.name)});
      report.note(Diag::NoteDeclaredHere, second.span, {arg("name", second.name)});
      if (clash.more > 0) report.help(Diag::NoteMoreClashes, {arg("count", clash.more)});
    }
  }

private:
  struct Importer {
    std::uint32_t unit;
    Span import;
  };
  struct Clash {
    Span import;
    std::uint32_t first, second;
    std::size_t more = 0;
  };

  void check(const llvm::SmallVector<std::uint32_t, 1>& same) {
    llvm::DenseMap<std::uint32_t, std::uint32_t> seen;  // unit → the symbol it sees under this name
    for (const std::uint32_t index : same) seen.try_emplace(context_.symbols[index].tree, index);
    for (const std::uint32_t index : same) {
      for (const Importer& importer : importers_[context_.symbols[index].tree]) {
        const auto [first, fresh] = seen.try_emplace(importer.unit, index);
        if (!fresh) add(importer.import, first->second, index);
      }
    }
  }

  /// One message an import: two files that share many names are one mistake.
  void add(Span import, std::uint32_t first, std::uint32_t second) {
    const std::uint64_t key = (std::uint64_t{import.file.index} << 32) | import.begin;
    const auto [at, fresh] = by_import_.try_emplace(key, clashes_.size());
    if (fresh)
      clashes_.push_back({import, first, second});
    else
      ++clashes_[at->second].more;
  }

  Context& context_;
  std::vector<std::vector<Importer>> importers_;
  std::vector<Clash> clashes_;
  llvm::DenseMap<std::uint64_t, std::size_t> by_import_;
};

}  // namespace

void declare(Context& context) {
  for (std::uint32_t unit = 0; unit < context.units.size(); ++unit) {
    const syntax::Tree& tree = context.units[unit].tree;
    for (const syntax::NodeId node : tree.children(tree.root()))
      if (const auto kind = declared_kind(tree.rule(node)))
        declare_one(context, *kind, {&context, unit, node});
  }
  Clashes(context).report();
}

}  // namespace wain::sema
