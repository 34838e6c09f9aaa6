#include "sema/statistic_references.h"

#include <algorithm>

namespace wain::sema {
namespace {

using ir::TypeKind;
using Statistic = ir::StatisticRef::Statistic;

class References {
public:
  References(Context& context, ir::OutcomeId outcome)
      : context_(context), definition_(context.definition), outcome_(outcome) {}

  /// `names` in `good when`: one measure.
  std::optional<ir::Type> case_measure(std::uint32_t unit, ir::StatisticRef& ref,
                                       const std::vector<WrittenName>& names) {
    if (is_missed(unit, names)) return missed(unit, ref, names);
    if (names.size() > 1) {
      context_.diagnostics.report(Diag::GoodWhenScope, cover(names.front().span, names.back().span));
      return std::nullopt;
    }
    ref.outcome = outcome_;
    ref.measure = names[0].text;
    if (const auto builtin = builtin_measure(names[0].text)) return builtin;
    if (const auto declared = declared_in(outcome_, names[0].text)) return declared;
    for (const ir::ProcessId process : yielding(outcome_))
      if (const auto declared = declared_in(process, names[0].text)) return declared;
    return unknown_measure(names[0]);
  }

  std::optional<ir::Type> in_scenario(const Cursor& path, ir::StatisticRef& ref,
                                      std::vector<WrittenName>& names) {
    const bool aliased = names.size() > 1 &&
                         context_.units[path.unit].aliases.contains(names[0].text.data()) &&
                         !find(context_, path.unit, names[0].text);
    const Symbol* symbol =
        aliased ? resolve(context_, path.unit, names[0], names[1], {SymbolKind::Scenario}, "a scenario")
                : resolve(context_, path.unit, std::nullopt, names[0], {SymbolKind::Scenario}, "a scenario");
    if (!symbol) return std::nullopt;
    ref.scenario = {symbol->index};
    names.erase(names.begin(), names.begin() + (aliased ? 2 : 1));
    if (names.empty()) {
      context_.diagnostics.report(Diag::StatisticWithoutMeasure, path.span(), {arg("name", path.text())});
      return std::nullopt;
    }
    const ir::Scenario& scenario = definition_[ref.scenario];
    if (scenario.broken) return std::nullopt;
    processes_ = processes_of(context_, scenario);
    lenient_ = context_.units[path.unit].incomplete || any_broken(context_, processes_);
    if (names.size() == 1) return alone(ref, names[0]);
    if (is_missed(path.unit, names) && !is_element(names[0].text)) return missed(path.unit, ref, names);
    if (const std::size_t of = length_of_scope(path.unit, names); of > 0)
      return missed_of(path.unit, ref, {names.begin(), names.begin() + of},
                       {names.begin() + of, names.end()});
    if (names.size() == 2 && ref.statistic == Statistic::Share && is_alias(path.unit, names[0].text) &&
        !is_element(names[0].text)) {
      ref.outcome = outcome_through(path.unit, names[0], names[1]);
      if (!ref.outcome.valid()) return std::nullopt;
      return ir::Type{.kind = TypeKind::Bool};
    }
    return scoped(path, ref, names);
  }

private:
  /// `missed.Coverage`, `missed.org.Coverage`.
  [[nodiscard]] bool is_missed(std::uint32_t unit, const std::vector<WrittenName>& names) const {
    return names[0].text == "missed" &&
           (names.size() == 2 || (names.size() == 3 && is_alias(unit, names[1].text)));
  }

  /// How many names stand before `missed.Coverage`: those of what it is asked of.
  [[nodiscard]] std::size_t length_of_scope(std::uint32_t unit, const std::vector<WrittenName>& names) {
    if (names.size() > 2 && is_missed(unit, {names.begin() + 1, names.end()})) return 1;
    const bool aliased = is_alias(unit, names[0].text) && !is_element(names[0].text);
    return aliased && names.size() > 3 && is_missed(unit, {names.begin() + 2, names.end()}) ? 2 : 0;
  }

  /// Of the cases that end in an outcome: `Settled.missed.Coverage`, `org.Settled.missed.Coverage`. Cases do
  /// not get through a step wrong, nor through an actor.
  std::optional<ir::Type> missed_of(std::uint32_t unit, ir::StatisticRef& ref,
                                    const std::vector<WrittenName>& scope,
                                    const std::vector<WrittenName>& names) {
    const WrittenName& name = scope.back();
    if (scope.size() == 1 && is_element(name.text)) return no_such(names[0], "step", name.text);
    ref.outcome = scope.size() == 1 ? outcome_called(name.text) : outcome_through(unit, scope[0], name);
    if (ref.outcome.valid()) return missed(unit, ref, names);
    if (scope.size() == 1 && !lenient_)
      context_.diagnostics.report(Diag::UnknownShare, name.span, {arg("name", name.text)});
    return std::nullopt;
  }

  std::optional<ir::Type> missed(std::uint32_t unit, ir::StatisticRef& ref,
                                 const std::vector<WrittenName>& names) {
    const WrittenName& name = names.back();
    const Symbol* criterion = nullptr;
    if (names.size() == 3) {
      criterion = resolve(context_, unit, names[1], name, {SymbolKind::Criterion}, "a criterion");
      if (!criterion) return std::nullopt;
    } else if (const auto found = context_.called.find(name.text.data()); found != context_.called.end()) {
      // A scenario is inherited across files, and so are the criteria that its processes judge.
      for (const std::uint32_t index : found->second)
        if (!criterion && context_.symbols[index].kind == SymbolKind::Criterion)
          criterion = &context_.symbols[index];
    }
    if (!criterion) {
      context_.diagnostics.report(Diag::UnknownName, name.span,
                                  {arg("name", name.text), arg("expected", "a criterion")});
      return std::nullopt;
    }
    ref.measure = definition_.keep(fmt::format("missed({})", criterion->name));
    return ir::Type{.kind = TypeKind::Bool};
  }

  std::optional<ir::Type> unknown_measure(const WrittenName& name) {
    if (lenient_) return std::nullopt;
    context_.diagnostics.report(Diag::UnknownMeasure, name.span, {arg("name", name.text)});
    return std::nullopt;
  }

  template <class Id>
  std::optional<ir::Type> declared_in(Id id, std::string_view name) const {
    for (const ir::Measure& measure : definition_[id].measures)
      if (measure.name == name)
        return ir::Type{.kind = measure.definition.valid() ? TypeKind::Bool : TypeKind::Error};
    return std::nullopt;
  }

  const std::vector<ir::ProcessId>& yielding(ir::OutcomeId outcome) {
    if (!context_.yielded_by) {
      context_.yielded_by.emplace();
      for (std::uint32_t i = 0; i < definition_.processes.size(); ++i)
        for (const ir::OutcomeId yielded : definition_.processes[i].yields)
          (*context_.yielded_by)[yielded.index].push_back({i});
    }
    return (*context_.yielded_by)[outcome.index];
  }

  [[nodiscard]] bool is_alias(std::uint32_t unit, std::string_view name) const {
    return context_.units[unit].aliases.contains(name.data());
  }

  /// `org.Settled`: an outcome of this scenario by its imported name.
  ir::OutcomeId outcome_through(std::uint32_t unit, const WrittenName& alias, const WrittenName& name) {
    const Symbol* symbol = resolve(context_, unit, alias, name, {SymbolKind::Outcome}, "an outcome");
    if (!symbol || lenient_) return {};
    for (const ir::ProcessId process : processes_)
      for (const ir::OutcomeId outcome : definition_[process].yields)
        if (outcome.index == symbol->index) return outcome;
    context_.diagnostics.report(Diag::UnknownShare, name.span, {arg("name", name.text)});
    return {};
  }

  [[nodiscard]] bool is_element(std::string_view name) {
    return std::any_of(processes_.begin(), processes_.end(), [&](ir::ProcessId process) {
      return names_of(context_, process).nodes.contains(name.data());
    });
  }

  /// `Today.cycle_time`, `Today.reopened`, `Today.Declined`.
  std::optional<ir::Type> alone(ir::StatisticRef& ref, const WrittenName& name) {
    if (ref.statistic == Statistic::Share) {
      if (const ir::OutcomeId outcome = outcome_called(name.text); outcome.valid()) {
        ref.outcome = outcome;
        return ir::Type{.kind = TypeKind::Bool};
      }
    }
    ref.measure = name.text;
    if (const auto builtin = builtin_measure(name.text)) return builtin;
    for (const ir::ProcessId process : processes_) {
      if (const auto declared = declared_in(process, name.text)) return declared;
      for (const ir::OutcomeId outcome : definition_[process].yields)
        if (const auto declared = declared_in(outcome, name.text)) return declared;
    }
    if (ref.statistic != Statistic::Share || processes_.empty())
      return processes_.empty() ? std::nullopt : unknown_measure(name);
    if (lenient_) return std::nullopt;
    auto report = context_.diagnostics.report(Diag::UnknownShare, name.span, {arg("name", name.text)});
    std::vector<std::string_view> outcomes;
    for (const ir::ProcessId process : processes_)
      for (const ir::OutcomeId outcome : definition_[process].yields)
        outcomes.push_back(definition_[outcome].name);
    if (const auto near = similar(name.text, outcomes))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
    return std::nullopt;
  }

  ir::OutcomeId outcome_called(std::string_view name) const {
    for (const ir::ProcessId process : processes_)
      for (const ir::OutcomeId outcome : definition_[process].yields)
        if (definition_[outcome].name == name) return outcome;
    return {};
  }

  /// `Today.Check.waiting_time`, `Today.Settled.cycle_time`, `Today.Clerk.load`; a process or an alias may
  /// stand before the element. Steps win over outcomes, those over actors, as in `with`.
  std::optional<ir::Type> scoped(const Cursor& path, ir::StatisticRef& ref,
                                 const std::vector<WrittenName>& names) {
    const WrittenName& measure = names.back();
    const WrittenName& element = names[names.size() - 2];
    ref.measure = measure.text;
    std::vector<ir::ProcessId> look_in = processes_;
    if (names.size() > 3) {
      context_.diagnostics.report(Diag::StatisticTooLong, path.span(), {arg("name", path.text())});
      return std::nullopt;
    }
    if (names.size() == 3)
      std::erase_if(look_in,
                    [&](ir::ProcessId process) { return definition_[process].name != names[0].text; });
    std::vector<ir::ProcessId> having;
    for (const ir::ProcessId process : look_in)
      if (names_of(context_, process).nodes.contains(element.text.data())) having.push_back(process);
    if (having.size() > 1) {
      context_.diagnostics.report(Diag::AmbiguousStep, element.span, {arg("name", element.text)})
          .note(Diag::NoteStepIn, definition_[having[0]].name_span,
                {arg("name", definition_[having[0]].name)})
          .note(Diag::NoteStepIn, definition_[having[1]].name_span,
                {arg("name", definition_[having[1]].name)});
      return std::nullopt;
    }
    if (!having.empty()) return of_step(ref, having.front(), element, measure);
    if (names.size() == 2) {
      if (const ir::OutcomeId outcome = outcome_called(element.text); outcome.valid())
        return of_outcome(ref, outcome, measure);
    }
    return of_actor(path, ref, names);
  }

  std::optional<ir::Type> of_step(ir::StatisticRef& ref, ir::ProcessId process, const WrittenName& step,
                                  const WrittenName& measure) {
    ref.process = process;
    ref.node = {names_of(context_, process).nodes.lookup(step.text.data())};
    if (measure.text == "visits") return ir::Type{.kind = TypeKind::Int};
    if (const auto builtin = builtin_measure(measure.text); builtin && measure.text != "loss") return builtin;
    return no_such(measure, "step", step.text);
  }

  std::optional<ir::Type> of_outcome(ir::StatisticRef& ref, ir::OutcomeId outcome,
                                     const WrittenName& measure) {
    ref.outcome = outcome;
    if (const auto builtin = builtin_measure(measure.text)) return builtin;
    if (const auto declared = declared_in(outcome, measure.text)) return declared;
    for (const ir::ProcessId process : processes_)
      if (const auto declared = declared_in(process, measure.text)) return declared;
    return no_such(measure, "outcome", definition_[outcome].name);
  }

  std::optional<ir::Type> of_actor(const Cursor& path, ir::StatisticRef& ref,
                                   const std::vector<WrittenName>& names) {
    if (processes_.empty()) return std::nullopt;
    const WrittenName& element = names[names.size() - 2];
    const std::optional<WrittenName> alias = names.size() == 3 ? std::optional(names[0]) : std::nullopt;
    const Symbol* symbol = nullptr;
    if (!alias) {
      symbol = find(context_, path.unit, element.text);
    } else if (is_alias(path.unit, alias->text)) {
      symbol = resolve(context_, path.unit, alias, element, {SymbolKind::Actor, SymbolKind::Outcome},
                       "a step, outcome or actor");
      if (!symbol) return std::nullopt;
      if (symbol->kind == SymbolKind::Outcome) {
        const ir::OutcomeId outcome = outcome_through(path.unit, *alias, element);
        return outcome.valid() ? of_outcome(ref, outcome, names.back()) : std::nullopt;
      }
    }
    if (!symbol || symbol->kind != SymbolKind::Actor) {
      if (!lenient_) report_element(names);
      return std::nullopt;
    }
    ref.actor = {symbol->index};
    if (names.back().text == "load") return ir::Type{.kind = TypeKind::Ratio};
    if (names.back().text == "queue") return ir::Type{.kind = TypeKind::Number};
    return no_such(names.back(), noun(context_, *symbol), symbol->name);
  }

  /// The first part that means nothing: a process that is not run, or the element.
  void report_element(const std::vector<WrittenName>& names) {
    const bool process_known =
        names.size() == 2 || std::any_of(processes_.begin(), processes_.end(), [&](ir::ProcessId process) {
          return definition_[process].name == names[0].text;
        });
    const WrittenName& unknown = process_known ? names[names.size() - 2] : names[0];
    auto report =
        context_.diagnostics.report(Diag::UnknownElement, unknown.span, {arg("name", unknown.text)});
    std::vector<std::string_view> known;
    for (const ir::ProcessId process : processes_) {
      if (!process_known) known.push_back(definition_[process].name);
      if (process_known)
        for (const ir::Node& node : definition_[process].nodes)
          if (!node.name.empty() && known.size() < 1024) known.push_back(node.name);
    }
    if (const auto near = similar(unknown.text, known))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
  }

  std::optional<ir::Type> no_such(const WrittenName& measure, std::string_view kind, std::string_view of) {
    context_.diagnostics.report(Diag::NoSuchMeasure, measure.span,
                                {arg("name", measure.text), arg("kind", kind), arg("of", of)});
    return std::nullopt;
  }

  Context& context_;
  ir::Definition& definition_;
  ir::OutcomeId outcome_;
  std::vector<ir::ProcessId> processes_;
  bool lenient_ = false;  ///< an unknown name may have stood where something is broken
};

}  // namespace

std::optional<ir::Type> resolve_reference(const Cursor& path, std::vector<WrittenName> names,
                                          ir::OutcomeId outcome, ir::StatisticRef& ref) {
  References references(*path.context, outcome);
  return outcome.valid() ? references.case_measure(path.unit, ref, names)
                         : references.in_scenario(path, ref, names);
}

}  // namespace wain::sema
