/// The typed IR of one compilation: everything that a set of files declares, resolved.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <llvm/Support/Allocator.h>
#include <llvm/Support/StringSaver.h>

#include "ir/actor.h"
#include "ir/expr.h"
#include "ir/ids.h"
#include "ir/process.h"
#include "ir/scenario.h"
#include "ir/type.h"
#include "ir/value.h"

namespace wain::ir {

struct Constant : Header {
  TypeId type;
  Value value;
};

struct Field : Header {
  TypeId type;
};

struct Record : Header {
  std::vector<Field> fields;
};

struct Document : Header {};

struct Criterion : Header {
  std::optional<Money> miss_costs;
  std::optional<Share> wrong_in;
};

struct Control : Header {
  std::string_view cites;
  RecordId applies_to;          ///< invalid: to every case
  ExprId applies_when;          ///< a predicate over the record; invalid: all
  std::uint32_t approvers = 1;  ///< distinct approvers that it requires
  std::optional<Date> review_by;
};

struct GoodWhen {
  StatisticComparison claim;
};

struct Outcome : Header {
  ActorId owner;  ///< invalid: none declared
  Span owner_span;
  std::uint32_t owners_declared = 0;
  std::vector<CriterionId> requires_criteria;
  std::vector<GoodWhen> good_when;
  std::vector<Measure> measures;
  std::optional<Observation> observed;
};

/// `allow RULE because REASON until DATE`. It covers findings whose place lies in `scope`.
struct Allow {
  std::string_view rule;
  Span rule_span;
  std::string_view reason;
  std::optional<Date> until;
  Span scope;  ///< the element that it stands in
  Span span;
};

/// All files of one compilation, resolved and typed. Strings live in `strings`.
struct Definition {
  Definition() : strings(allocator) {}
  Definition(const Definition&) = delete;
  Definition& operator=(const Definition&) = delete;

  llvm::BumpPtrAllocator allocator;
  llvm::UniqueStringSaver strings;
  /// A view that lives as long as the definition.
  std::string_view keep(std::string_view text) {
    const llvm::StringRef kept = strings.save(llvm::StringRef(text.data(), text.size()));
    return {kept.data(), kept.size()};
  }

  std::vector<Type> types;
  std::vector<Enumeration> enums;
  std::vector<Expr> exprs;
  std::vector<Constant> constants;
  std::vector<Calendar> calendars;
  std::vector<Actor> actors;
  std::vector<Record> records;
  std::vector<Document> documents;
  std::vector<Criterion> criteria;
  std::vector<Control> controls;
  std::vector<Outcome> outcomes;
  std::vector<Process> processes;
  std::vector<Scenario> scenarios;
  std::vector<Expectation> expectations;
  std::vector<Allow> allows;
  /// The files named on the command line, not those only imported: rules report on these.
  std::vector<FileId> roots;

  /// The id of a type; equal types share one.
  TypeId intern(const Type& type);
  EnumId intern(const Enumeration& enumeration);
  /// Operands are added before what uses them.
  ExprId add(Expr expr);

  [[nodiscard]] const Type& operator[](TypeId id) const { return types[id.index]; }
  [[nodiscard]] const Enumeration& operator[](EnumId id) const { return enums[id.index]; }
  [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id.index]; }
  [[nodiscard]] Expr& operator[](ExprId id) { return exprs[id.index]; }
  [[nodiscard]] const Constant& operator[](ConstantId id) const { return constants[id.index]; }
  [[nodiscard]] const Calendar& operator[](CalendarId id) const { return calendars[id.index]; }
  [[nodiscard]] const Actor& operator[](ActorId id) const { return actors[id.index]; }
  [[nodiscard]] const Record& operator[](RecordId id) const { return records[id.index]; }
  [[nodiscard]] const Document& operator[](DocumentId id) const { return documents[id.index]; }
  [[nodiscard]] const Criterion& operator[](CriterionId id) const { return criteria[id.index]; }
  [[nodiscard]] const Control& operator[](ControlId id) const { return controls[id.index]; }
  [[nodiscard]] const Outcome& operator[](OutcomeId id) const { return outcomes[id.index]; }
  [[nodiscard]] const Process& operator[](ProcessId id) const { return processes[id.index]; }
  [[nodiscard]] const Scenario& operator[](ScenarioId id) const { return scenarios[id.index]; }

private:
  // From the hash of an interned type or enum to its index.
  std::unordered_multimap<std::size_t, std::uint32_t> type_index_;
  std::unordered_multimap<std::size_t, std::uint32_t> enum_index_;
};

/// The type of the data at a path, walked through its records; invalid if the path leads nowhere.
TypeId type_of(const Definition& definition, const Process* process, const Path& path, RecordId self = {});

/// `money EUR`, `list of Claim`: a type as it is written.
std::string str(const Definition& definition, TypeId type);
/// `claim.amount`: a path as it is written. `process` may be null for a predicate's path.
std::string str(const Definition& definition, const Process* process, const Path& path, RecordId self = {});
/// An expression as it is written, with the fewest parentheses.
std::string str(const Definition& definition, const Process* process, ExprId expr, RecordId self = {});

}  // namespace wain::ir
