#include "diagnostics/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/args.h>

#include "diagnostics/fix.h"
#include "diagnostics/fixing_ids.h"
#include "diagnostics/rule_ids.h"
#include "diagnostics/simulation_ids.h"

namespace wain {
namespace {

constexpr auto table = std::to_array<DiagInfo>({
#define WAIN_FRONT_END(id, name, code, level, message) \
  {DiagKind::FrontEnd, name, code, Level::level, message},
#define WAIN_NOTE(id, message) {DiagKind::Note, "", "", Level::Info, message},
#define WAIN_TOOL(id, message) {DiagKind::Tool, "", "", Level::Error, message},
#include "diagnostics/diagnostics.def"
});

constexpr auto rule_table = std::to_array<DiagInfo>({
#define WAIN_RULE(id, name, code, level, message) {DiagKind::Rule, name, code, Level::level, message},
#define WAIN_NOTE(id, message) {DiagKind::Note, "", "", Level::Info, message},
#include "diagnostics/rules.def"
});

constexpr auto simulation_table = std::to_array<DiagInfo>({
#define WAIN_FRONT_END(id, name, code, level, message) \
  {DiagKind::FrontEnd, name, code, Level::level, message},
#define WAIN_NOTE(id, message) {DiagKind::Note, "", "", Level::Info, message},
#define WAIN_TOOL(id, message) {DiagKind::Tool, "", "", Level::Error, message},
#include "diagnostics/simulation.def"
});

constexpr auto fixing_table = std::to_array<DiagInfo>({
#define WAIN_TOOL(id, message) {DiagKind::Tool, "", "", Level::Error, message},
#include "diagnostics/fixing.def"
#undef WAIN_TOOL
});

static_assert(table.size() <= first_rule_id);
static_assert(first_rule_id + rule_table.size() <= first_simulation_id);
static_assert(first_simulation_id + simulation_table.size() <= first_fixing_id);

/// The message with each `{name}` replaced; nothing if there is more to it than that, which fmt then reads.
std::optional<std::string> filled(std::string_view message, const std::vector<DiagArg>& args) {
  std::string text;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t open = std::min(message.find_first_of("{}", at), message.size());
    text += message.substr(at, open - at);
    if (open == message.size()) break;
    const std::size_t close = message.find('}', open + 1);
    if (message[open] == '}' || close == std::string_view::npos) return std::nullopt;
    const std::string_view name = message.substr(open + 1, close - open - 1);
    const auto arg = std::find_if(args.begin(), args.end(), [&](const DiagArg& a) { return a.name == name; });
    if (arg == args.end()) return std::nullopt;
    text += arg->value;
    at = close + 1;
  }
  return text;
}

}  // namespace

std::string_view name(FixKind kind) { return kind == FixKind::Safe ? "safe" : "proposal"; }

const DiagInfo& info(Diag id) {
  const auto index = static_cast<std::size_t>(id);
  if (index >= first_fixing_id) return fixing_table[index - first_fixing_id];
  if (index >= first_simulation_id) return simulation_table[index - first_simulation_id];
  return index < first_rule_id ? table[index] : rule_table[index - first_rule_id];
}

const std::vector<Diag>& all_diagnostics() {
  static const std::vector<Diag> rows = [] {
    std::vector<Diag> result;
    for (std::size_t i = 0; i < table.size(); ++i) result.push_back(static_cast<Diag>(i));
    for (std::size_t i = 0; i < rule_table.size(); ++i)
      result.push_back(static_cast<Diag>(first_rule_id + i));
    for (std::size_t i = 0; i < simulation_table.size(); ++i)
      result.push_back(static_cast<Diag>(first_simulation_id + i));
    for (std::size_t i = 0; i < fixing_table.size(); ++i)
      result.push_back(static_cast<Diag>(first_fixing_id + i));
    return result;
  }();
  return rows;
}

std::optional<Diag> find_diagnostic(std::string_view name_or_code) {
  if (name_or_code.empty()) return std::nullopt;
  for (const Diag id : all_diagnostics())
    if (info(id).name == name_or_code || info(id).code == name_or_code) return id;
  return std::nullopt;
}

std::string render(Diag id, const std::vector<DiagArg>& args) {
  if (std::optional<std::string> text = filled(info(id).message, args)) return *std::move(text);
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  std::vector<std::string> names;  // fmt wants the names zero-terminated
  names.reserve(args.size());
  for (const DiagArg& argument : args) {
    names.emplace_back(argument.name);
    store.push_back(fmt::arg(names.back().c_str(), argument.value));
  }
  const std::string_view message = info(id).message;
  try {
    return fmt::vformat(fmt::string_view(message.data(), message.size()), store);
  } catch (const fmt::format_error&) {
    return std::string(message);
  }
}

Diagnostics::Builder& Diagnostics::Builder::symbol(std::string name) {
  sink_.list_[index_].symbol = std::move(name);
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::level(Level level) {
  sink_.list_[index_].level = level;
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::note(Diag id, Span span, const std::vector<DiagArg>& args) {
  sink_.list_[index_].notes.push_back({id, span, render(id, args)});
  return *this;
}

Diagnostics::Builder Diagnostics::report(Diag id, Span span, const std::vector<DiagArg>& args) {
  list_.push_back({id, info(id).level, span, render(id, args), {}, {}});
  return {*this, list_.size() - 1};
}

bool Diagnostics::has_errors() const {
  return std::any_of(list_.begin(), list_.end(), [](const Diagnostic& d) { return d.level == Level::Error; });
}

void Diagnostics::sort(const SourceManager& sources) {
  const auto key = [&](const Diagnostic& d) {
    const std::string_view path = d.span.valid() ? sources.path(d.span.file) : std::string_view{};
    return std::tuple(path, d.span.begin, info(d.id).code, d.span.end, std::string_view(d.message));
  };
  std::stable_sort(list_.begin(), list_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
}

}  // namespace wain
