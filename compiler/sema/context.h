/// What the passes of sema share: the trees, the symbol tables, and the small questions that every
/// construct asks of them. Passes are free functions over a `Context`; each has a file of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SmallVector.h>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "sema/analyze.h"
#include "source/source.h"
#include "syntax/tree.h"

namespace wain::sema {

enum class SymbolKind : std::uint8_t {
  Constant,
  Calendar,
  Actor,
  Record,
  Document,
  Criterion,
  Control,
  Outcome,
  Process,
  Scenario
};

/// A declared name and the index of its element in the definition's vector for that kind.
struct Symbol {
  SymbolKind kind = SymbolKind::Constant;
  std::uint32_t index = 0;
  std::string_view name;
  Span span;  ///< of the name where it is declared
  std::uint32_t tree = 0;
  syntax::NodeId declaration;
};

/// Kept name → index. Names are kept uniquely by the definition (`name_of`, `Definition::keep`), so
/// their address is their identity: `table.find(name.data())`.
using NameTable = llvm::DenseMap<const char*, std::uint32_t>;

/// An `import` that could be read.
struct Import {
  std::uint32_t unit = 0;
  std::string_view alias;  ///< kept; empty: its names join the file's
  Span span;
};

/// A file and what it imports.
struct Unit {
  syntax::Tree tree;
  /// An unaliased import could not be read: names that are unknown here may have stood in it.
  bool incomplete = false;
  std::vector<Import> imports;                         ///< in order of writing, each file once
  llvm::DenseMap<std::uint32_t, Span> unaliased;       ///< units whose names join this file's
  llvm::DenseMap<const char*, std::uint32_t> aliases;  ///< alias → unit, or `unreadable_unit`
};
inline constexpr std::uint32_t unreadable_unit = UINT32_MAX;

/// What a process's names mean, once its body is lowered.
struct ProcessNames {
  NameTable variables;
  NameTable nodes;  ///< steps, gates, audits, named calls
  NameTable branches;
};

struct Context {
  Context(SourceManager& all_sources, Diagnostics& sink, ir::Definition& target)
      : sources(all_sources), diagnostics(sink), definition(target) {}

  SourceManager& sources;
  Diagnostics& diagnostics;
  ir::Definition& definition;
  std::vector<Unit> units;
  std::vector<Symbol> symbols;  ///< unit by unit, in order of writing
  ir::TypeId error_type{};
  /// (unit, name) → index into `symbols`; the first of doubles.
  llvm::DenseMap<std::pair<std::uint32_t, const char*>, std::uint32_t> declared;
  /// name → every symbol that is called so, in any file.
  llvm::DenseMap<const char*, llvm::SmallVector<std::uint32_t, 1>> called;
  /// Filled at the first question after the bodies are lowered; ask `names_of`.
  std::unordered_map<std::uint32_t, ProcessNames> process_names;
  /// Filled at the first question; ask `fields_of`.
  std::unordered_map<std::uint32_t, NameTable> record_fields;
  /// Steps of all processes; filled by the first measure of an outcome that asks.
  std::optional<llvm::DenseSet<const char*>> step_names;
  /// Outcome → the processes that yield it; filled by the first `good when` that asks.
  std::optional<std::unordered_map<std::uint32_t, std::vector<ir::ProcessId>>> yielded_by;
  std::uint64_t suggestions_spent = 0;  ///< bounds the work of looking for similar names
};

/// The process's variables, nodes and branches by name; only after `lower_process_bodies`.
const ProcessNames& names_of(Context& context, ir::ProcessId process);
/// The record's fields by name; only after `lower_data`.
const NameTable& fields_of(Context& context, ir::RecordId record);

/// Whether an error was reported since this was made: an element whose lowering reported one is
/// `broken`.
class ErrorWatch {
public:
  explicit ErrorWatch(const Context& context)
      : diagnostics_(context.diagnostics), from_(diagnostics_.size()) {}
  [[nodiscard]] bool any() const {
    for (std::size_t i = from_; i < diagnostics_.size(); ++i)
      if (diagnostics_.all()[i].level == Level::Error) return true;
    return false;
  }

private:
  const Diagnostics& diagnostics_;
  std::size_t from_;
};

/// One node of one file's tree, with the questions that lowering asks of it.
struct Cursor {
  Context* context = nullptr;
  std::uint32_t unit = 0;
  syntax::NodeId node;

  [[nodiscard]] const syntax::Tree& tree() const { return context->units[unit].tree; }
  [[nodiscard]] syntax::Rule rule() const { return tree().rule(node); }
  [[nodiscard]] bool valid() const { return node.valid(); }
  [[nodiscard]] Cursor at(syntax::NodeId other) const { return {context, unit, other}; }
  [[nodiscard]] Cursor child(syntax::Rule rule) const { return at(tree().child(node, rule)); }
  [[nodiscard]] Cursor child_at(std::size_t n) const { return at(tree().child_at(node, n)); }
  [[nodiscard]] bool has(syntax::Tok kind) const { return tree().has_token(node, kind); }
  [[nodiscard]] Span span() const { return tree().span(node); }
  [[nodiscard]] std::string_view text() const { return tree().text_of(node); }
  [[nodiscard]] bool has_error() const { return tree().has_error(node); }
  /// All children, as cursors.
  [[nodiscard]] std::vector<Cursor> children() const;
  /// All children of this rule.
  [[nodiscard]] std::vector<Cursor> children(syntax::Rule rule) const;
  /// The first child that is an expression of any layer (an operand without operators stands for
  /// itself in the tree); invalid if there is none.
  [[nodiscard]] Cursor expression() const;
  /// The first child that `lower_distribution` takes; invalid if there is none.
  [[nodiscard]] Cursor distribution() const;
};

// names.cpp ---------------------------------------------------------------------------------------

/// A `name` node's text, NFC, kept by the definition. Empty if recovery put the name in.
std::string_view name_of(const Cursor& name);
/// The name nearest to `wanted` among `candidates` by edit distance, if one is near enough.
std::optional<std::string_view> similar(std::string_view wanted,
                                        const std::vector<std::string_view>& candidates);
/// The word for a symbol in messages: `role`, `calendar`, …
std::string_view noun(const Context& context, const Symbol& symbol);
/// What a name means in a file: its own declaration, else one of its unaliased imports. Null: nothing.
const Symbol* find(const Context& context, std::uint32_t unit, std::string_view kept_name);
/// A name as it stands in the text: kept, NFC; empty if recovery put it in.
struct WrittenName {
  std::string_view text;
  Span span;
};
WrittenName written(const Cursor& name);
WrittenName written(const Cursor& parent, std::uint32_t token);
/// `resolve` for names that no `qualified` node holds.
const Symbol* resolve(Context& context, std::uint32_t unit, const std::optional<WrittenName>& qualifier,
                      const WrittenName& name, std::initializer_list<SymbolKind> kinds,
                      std::string_view expected);
/// Resolves a `qualified` node. Reports `unknown-name` with the nearest name of a fitting kind, or
/// `wrong-kind` with the place of the declaration; silent for a name that recovery put in.
/// `kinds` are those that fit here; `expected` is the noun of the message ("a role or person").
const Symbol* resolve(const Cursor& qualified, std::initializer_list<SymbolKind> kinds,
                      std::string_view expected);
/// `resolve` for one kind, as its id.
ir::ActorId resolve_actor(const Cursor& qualified);
ir::CalendarId resolve_calendar(const Cursor& qualified);
ir::RecordId resolve_record(const Cursor& qualified);
ir::CriterionId resolve_criterion(const Cursor& qualified);
ir::ControlId resolve_control(const Cursor& qualified);
ir::OutcomeId resolve_outcome(const Cursor& qualified);
ir::ProcessId resolve_process(const Cursor& qualified);
ir::ScenarioId resolve_scenario(const Cursor& qualified);
/// Each `qualified` of a `nameList`; unresolved ones are left out, doubles reported.
std::vector<ir::CriterionId> resolve_criteria(const Cursor& name_list);
std::vector<ir::ControlId> resolve_controls(const Cursor& name_list);
std::vector<ir::ActorId> resolve_actors(const Cursor& name_list);
/// Fills a header from a declaration or statement node: name, title, documentation, spans, broken.
void fill_header(ir::Header& header, const Cursor& declaration);

// literals.cpp ------------------------------------------------------------------------------------

/// A `literal`, or a `value` (a literal or the name of a constant). monostate if it is broken or was
/// reported. Strings are unescaped.
ir::Value literal_value(const Cursor& literal_or_value);
/// A `value` of one kind; other kinds are reported (`expected a duration, found money`). `what` names
/// the property for the message (`takes`, `staff`).
std::optional<ir::Decimal> ratio_value(const Cursor& value,
                                       std::string_view what);  ///< 0..1 from a percentage
std::optional<std::int64_t> count_value(const Cursor& value, std::string_view what);  ///< a whole number ≥ 0
std::optional<ir::Duration> duration_value(const Cursor& value, std::string_view what);
std::optional<ir::Money> money_value(const Cursor& value, std::string_view what);
std::optional<ir::Date> date_value(const Cursor& parent, std::uint32_t token);
std::string_view string_value(const Cursor& parent, std::uint32_t token);
/// Turns the sign of a number, ratio, money or duration.
void negate(ir::Value& value);
/// `title` child's text, or empty.
std::string_view title_of(const Cursor& parent);
/// cadence.cpp: a `cadence`; a `timeRange` or `time` (24:00 only where `closing`); the days of a `dayList`.
ir::Cadence lower_cadence(const Cursor& cadence);
std::optional<ir::TimeOfDay> lower_time(const Cursor& time, bool closing);
std::vector<ir::Weekday> lower_days(const Cursor& day_list);
ir::TypeId type_of(ir::Definition& definition, const ir::Value& value);

/// A whole number in a range, for counts that the IR keeps in 32 bits.
std::optional<std::uint32_t> count_in(const Cursor& value, std::string_view what, std::int64_t least,
                                      std::int64_t most);

/// Properties that may be given once: reports the second, with the first's place.
class OnceEach {
public:
  explicit OnceEach(Context& context) : context_(&context) {}
  /// Whether it is the first of its name (a literal: the view is kept).
  bool first(std::string_view property, Span span);

private:
  Context* context_;
  std::vector<std::pair<std::string_view, Span>> given_;
};

// types.cpp ---------------------------------------------------------------------------------------

/// A `type` node; the error type if it was reported.
ir::TypeId lower_type(const Cursor& type);
/// `money EUR`, `a duration`: the type in the words of a message.
std::string describe(const ir::Definition& definition, ir::TypeId type);
/// Whether a value of `from` may stand where `to` is wanted (int → number; error with anything).
bool assignable(const ir::Definition& definition, ir::TypeId from, ir::TypeId to);

// expressions.cpp ---------------------------------------------------------------------------------

/// What names mean inside an expression or path.
struct DataScope {
  const ir::Process* process = nullptr;  ///< its variables, or …
  ir::RecordId record;                   ///< … the fields of this record (authority, `applies to`)
  const NameTable* variables = nullptr;  ///< the process's variables by name; absent: they are searched
  bool measures = false;                 ///< `visits(STEP)` and measures are known
  /// Measures declared beside it, by name.
  const NameTable* declared_measures = nullptr;
  /// A syntax error may have taken variables away: unknown names are not reported.
  bool incomplete = false;
};
/// The type of a built-in measure of a case (`cycle_time`, `rework`); money of `cost` and `loss` has no
/// currency of its own and compares with any. Nothing for other names.
std::optional<ir::Type> builtin_measure(std::string_view name);
/// Lowers and types an expression (`expression` or any node below it). Reports mismatches with both
/// places. The result's type is the error type if something was reported.
ir::ExprId lower_expression(const Cursor& expression, const DataScope& scope);
/// The same, and it must be a bool.
ir::ExprId lower_condition(const Cursor& expression, const DataScope& scope);
/// The names of a `path` or `exprPath`, in order.
std::vector<WrittenName> names_in(const Cursor& path);
/// What a path means. `found`: its first name is data here (or recovery put it in); `ok`: so is the
/// rest; otherwise the rest was reported or cannot be known.
struct PathResult {
  bool found = false;
  bool ok = false;
  ir::Path path;
  ir::TypeId type;
};
PathResult resolve_path(Context& context, const std::vector<WrittenName>& names, Span span,
                        const DataScope& scope);
void report_unknown_data(Context& context, const WrittenName& name, const DataScope& scope);
/// A `path` or `exprPath`: a variable and fields. Nothing if it was reported.
std::optional<ir::Path> lower_path(const Cursor& path, const DataScope& scope);
std::vector<ir::Path> lower_paths(const Cursor& path_list, const DataScope& scope);
ir::TypeId type_of(const ir::Definition& definition, const ir::Path& path, const DataScope& scope);

// distributions.cpp -------------------------------------------------------------------------------

/// A `distribution` node whose draws have type `type` (duration for `takes`).
std::optional<ir::Distribution> lower_distribution(const Cursor& distribution, ir::TypeId type);

// actors.cpp --------------------------------------------------------------------------------------

enum class CostUnit : std::uint8_t { Hour, Case };
/// The unit of a `costsProp`; another word is reported.
std::optional<CostUnit> cost_unit(const Cursor& costs);
/// A `meetsProp`.
std::optional<ir::Meeting> lower_meeting(const Cursor& meets);

// measures.cpp, observed.cpp, statistics.cpp --------------------------------------------------------

/// Every `measure` child of an outcome or of a process's block, in order of writing. They may name
/// each other in any order, not in a circle. For a process, call it when all its nodes stand:
/// `visits(STEP)` carries the step as `node`; in an outcome it carries the name only.
std::vector<ir::Measure> lower_measures(const Cursor& parent, const DataScope& scope);
/// An `observed` node.
ir::Observation lower_observed(const Cursor& observed);
struct StatisticName {
  ir::StatisticRef::Statistic statistic;
  std::uint8_t percentile = 0;
};
/// `mean`, `median`, `p10`…`p99`, `max`, `share`.
std::optional<StatisticName> statistic_called(std::string_view name);
/// A `comparisonOfStatistics`. `outcome` is valid in `good when`: its references name a measure only.
std::optional<ir::StatisticComparison> lower_statistics(const Cursor& comparison, ir::OutcomeId outcome);

// The passes, in the order in which `analyze` runs them ---------------------------------------------

/// loader.cpp: reads and parses the root and its imports into `units`; cycles and missing files.
void load(Context& context, FileId root, const FileReader& read);
/// declare.cpp: gives every declaration its symbol and an empty element in the definition.
void declare(Context& context);
/// constants.cpp, calendars.cpp, data.cpp (records, documents, criteria, controls)
void lower_constants(Context& context);
void lower_calendars(Context& context);
void lower_data(Context& context);
/// actors.cpp, then people.cpp: pools, seats, quorum, reporting cycles.
void lower_actors(Context& context);
void settle_people(Context& context);
/// process_header.cpp: parameters, yields, owner, replaces of every process, before any body.
void lower_process_headers(Context& context);
/// process_body.cpp and neighbours: statements to the graph.
void lower_process_bodies(Context& context);
/// assignment.cpp: definite assignment and concurrent writes, on the graph.
void check_assignment(Context& context);
/// outcomes.cpp (after bodies: `visits(Step)` in an outcome's measure needs the steps)
void lower_outcomes(Context& context);
/// The processes that a scenario runs and those that they call, each once, in order of first mention.
std::vector<ir::ProcessId> processes_of(const Context& context, const ir::Scenario& scenario);
/// Whether one of them has an error: what is unknown in them may have stood there.
bool any_broken(const Context& context, const std::vector<ir::ProcessId>& processes);
/// scenarios.cpp, expectations.cpp
void lower_scenarios(Context& context);
void lower_expectations(Context& context);
/// allows.cpp: every `allow`, with the element it stands in as its scope.
void collect_allows(Context& context);

}  // namespace wain::sema
