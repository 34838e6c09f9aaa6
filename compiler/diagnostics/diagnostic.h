/// Diagnostics: what is reported, at which place, with which notes. Every message text stands in
/// diagnostics.def and nowhere else; here are its identifiers and the values that carry one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "diagnostics/level.h"
#include "source/source.h"

namespace wain {

/// What a row of the table is.
enum class DiagKind : std::uint8_t {
  FrontEnd,  ///< syntax, names, types: cannot be allowed
  Rule,      ///< a lint rule, with a page
  Note,      ///< secondary text; never stands alone
  Tool,      ///< what the command line says about its own work; has no place in a file
};

/// One identifier for each row of diagnostics.def, in its order. Those of rules.def stand in
/// rule_ids.h: whoever adds a rule does not compile the front end again.
enum class Diag : std::uint16_t {
#define WAIN_FRONT_END(id, name, code, level, message) id,
#define WAIN_NOTE(id, message) id,
#define WAIN_TOOL(id, message) id,
#include "diagnostics/diagnostics.def"
};

/// A row of the table.
struct DiagInfo {
  DiagKind kind;
  std::string_view name;     ///< kebab-case; empty for notes and tool messages
  std::string_view code;     ///< family letters and three digits; empty like the name
  Level level;               ///< the default
  std::string_view message;  ///< a format string with named arguments
};

const DiagInfo& info(Diag id);
/// Every row of both tables, in order; the rules last.
const std::vector<Diag>& all_diagnostics();
/// The row with this rule name or code.
std::optional<Diag> find_diagnostic(std::string_view name_or_code);

/// A named argument of a message, already as text.
struct DiagArg {
  std::string_view name;
  std::string value;
};

template <class T>
DiagArg arg(std::string_view name, const T& value) {
  return {name, fmt::format("{}", value)};
}

/// A secondary place (`span` valid) or a remark without one (a help line).
struct Note {
  Diag id;
  Span span;
  std::string message;
};

/// One finding or error, ready to be shown.
struct Diagnostic {
  Diag id;
  Level level;
  Span span;  ///< the primary place
  std::string message;
  std::string symbol;  ///< the declaration or step concerned, qualified: `Process.Step`
  std::vector<Note> notes;
};

/// Fills a row's message. A missing argument is a defect of the caller and shows as `{name}`.
std::string render(Diag id, const std::vector<DiagArg>& args);

/// Collects diagnostics; nothing else in the front end keeps state about errors.
class Diagnostics {
public:
  /// Builds one diagnostic; it is complete when the builder dies.
  class Builder {
  public:
    Builder(Diagnostics& sink, std::size_t index) : sink_(sink), index_(index) {}
    Builder& symbol(std::string name);
    Builder& level(Level level);
    Builder& note(Diag id, Span span, const std::vector<DiagArg>& args = {});
    /// A remark without a place.
    Builder& help(Diag id, const std::vector<DiagArg>& args = {}) { return note(id, {}, args); }

  private:
    Diagnostics& sink_;
    std::size_t index_;
  };

  Builder report(Diag id, Span span, const std::vector<DiagArg>& args = {});
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return list_; }
  [[nodiscard]] std::vector<Diagnostic>& all() { return list_; }
  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] std::size_t size() const { return list_.size(); }
  /// Sorts by file path order of `sources`, offset, code; drops exact doubles.
  void sort(const SourceManager& sources);

private:
  std::vector<Diagnostic> list_;
};

}  // namespace wain
