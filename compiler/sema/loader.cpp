#include <filesystem>

#include <llvm/ADT/StringMap.h>

#include "sema/context.h"
#include "syntax/parse.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

enum class State : std::uint8_t { Open, Done };

/// A file whose imports are being read.
struct Frame {
  std::uint32_t unit = 0;
  std::vector<Cursor> imports;
  std::size_t next = 0;
  Cursor through;  ///< the import that opened this file; invalid for the root
};

/// Walks the imports depth first, without recursion: chains of imports may be long.
class Loader {
public:
  Loader(Context& context, const FileReader& read) : context_(context), read_(read) {}

  void run(FileId root) {
    const std::string path = lexical(std::string(context_.sources.path(root)));
    // A root has no identity of its own yet: an import that leads back to it must find it.
    units_by_path_[path] = open(root, {});
    if (const ReadResult again = read_(path); !again.identity.empty()) units_by_identity_[again.identity] = 0;
    units_by_identity_.try_emplace(path, 0);
    while (!stack_.empty()) step();
  }

private:
  static std::string lexical(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().string();
  }

  std::uint32_t open(FileId file, const Cursor& through) {
    const auto unit = static_cast<std::uint32_t>(context_.units.size());
    context_.units.emplace_back();
    context_.units.back().tree = syntax::parse(context_.sources, file, context_.diagnostics);
    states_.push_back(State::Open);
    const Cursor file_node{&context_, unit, context_.units.back().tree.root()};
    stack_.push_back({unit, file_node.children(Rule::ImportDecl), 0, through});
    return unit;
  }

  void step() {
    Frame& top = stack_.back();
    if (top.next == top.imports.size()) {
      states_[top.unit] = State::Done;
      stack_.pop_back();
      return;
    }
    take(top.imports[top.next++]);  // may push: `top` is not used after
  }

  void take(const Cursor import) {
    const std::uint32_t token = import.tree().own_token(import.node, Tok::String);
    if (token == UINT32_MAX || import.tree().token(token).broken) return fail(import);
    const Span span = import.tree().token_span(token);
    const std::string_view written = string_value(import, token);
    if (written.empty()) {
      context_.diagnostics.report(Diag::ImportEmpty, span);
      return fail(import);
    }
    const std::filesystem::path base(std::string(context_.sources.path(import.tree().file)));
    const std::string path = lexical((base.parent_path() / std::string(written)).string());
    const std::size_t units_before = context_.units.size();
    const std::optional<std::uint32_t> unit = unit_of(path, import, span);
    if (!unit) return fail(import);
    const bool opened_now = *unit >= units_before;
    if (!opened_now && states_[*unit] == State::Open) report_cycle(*unit, span);
    connect(import, *unit, span);
  }

  /// The file's unit; opens it at the first time. Nothing if it cannot be read, which is reported.
  std::optional<std::uint32_t> unit_of(const std::string& path, const Cursor& import, Span span) {
    if (const auto known = units_by_path_.find(path); known != units_by_path_.end()) {
      if (known->second == unreadable_unit) report_unreadable(path, reasons_[path], span);
      return known->second == unreadable_unit ? std::nullopt : std::optional(known->second);
    }
    ReadResult read = read_(path);
    if (read.text && read.text->size() >= UINT32_MAX) read = {std::nullopt, "it is larger than 4 GiB", {}};
    if (!read.text) {
      units_by_path_[path] = unreadable_unit;
      reasons_[path] = read.reason;
      report_unreadable(path, read.reason, span);
      return std::nullopt;
    }
    const std::string& identity = read.identity.empty() ? path : read.identity;
    const auto [known, fresh] = units_by_identity_.try_emplace(identity, 0);
    if (fresh) {
      known->second = static_cast<std::uint32_t>(context_.units.size());
      open(context_.sources.add(path, std::move(*read.text)), import);
    }
    units_by_path_[path] = known->second;
    return known->second;
  }

  void connect(const Cursor& import, std::uint32_t unit, Span span) {
    Unit& from = context_.units[import.unit];
    const Cursor alias_node = import.child(Rule::Name);
    const std::string_view alias = name_of(alias_node);
    if (alias_node.valid() && alias.empty()) return fail(import);
    if (!alias.empty()) {
      if (!from.aliases.try_emplace(alias.data(), unit).second) {
        context_.diagnostics.report(Diag::AliasTwice, alias_node.span(), {arg("name", alias)});
        return;
      }
    } else if (const auto [first, fresh] = from.unaliased.try_emplace(unit, span); !fresh) {
      context_.diagnostics.report(Diag::ImportTwice, span, {arg("path", context_.sources.text(span))})
          .note(Diag::NoteImportedHere, first->second);
      return;
    }
    from.imports.push_back({unit, alias, span});
  }

  /// The import gives nothing: what it would have declared is not reported as unknown.
  void fail(const Cursor& import) {
    Unit& from = context_.units[import.unit];
    const Cursor alias = import.child(Rule::Name);
    if (const std::string_view name = name_of(alias); !name.empty())
      from.aliases.try_emplace(name.data(), unreadable_unit);
    else
      from.incomplete = true;
  }

  void report_unreadable(const std::string& path, const std::string& reason, Span span) {
    context_.diagnostics.report(Diag::ImportNotFound, span, {arg("path", path), arg("reason", reason)});
  }

  /// The stack from the file's frame up is the circle.
  void report_cycle(std::uint32_t unit, Span span) {
    auto report = context_.diagnostics.report(
        Diag::ImportCycle, span, {arg("path", context_.sources.path(context_.units[unit].tree.file))});
    constexpr std::size_t most_notes = 8;
    std::size_t notes = 0;
    bool inside = false;
    for (const Frame& frame : stack_) {
      if (inside && frame.through.valid() && notes++ < most_notes)
        report.note(Diag::NoteThroughImport, frame.through.span(),
                    {arg("path", context_.sources.path(context_.units[frame.unit].tree.file))});
      inside = inside || frame.unit == unit;
    }
  }

  Context& context_;
  const FileReader& read_;
  std::vector<Frame> stack_;
  std::vector<State> states_;
  llvm::StringMap<std::uint32_t> units_by_path_;
  llvm::StringMap<std::uint32_t> units_by_identity_;
  llvm::StringMap<std::string> reasons_;
};

}  // namespace

void load(Context& context, FileId root, const FileReader& read) { Loader(context, read).run(root); }

}  // namespace wain::sema
