#include "ingest/read_ir.h"

#include <string>

#include "ingest/ir_reader.h"
#include "ingest/json_document.h"
#include "ingest/pair_branches.h"
#include "ir/verifier.h"

namespace wain::ingest {
namespace {

constexpr std::uint32_t least_version = 1;
constexpr std::uint32_t greatest_version = 2;
/// Contradictions that are shown of one document.
constexpr std::size_t most_contradictions = 20;

JsonId member(const JsonDocument& json, std::string_view key) {
  if (json[0].kind != JsonKind::Object) return none;
  for (JsonId at = json[0].first; at != none; at = json[at].next)
    if (json[at].key == key) return at;
  return none;
}

Span first_byte(Span span) { return {span.file, span.begin, span.begin + 1}; }

/// The version of the document, if it is one that can be read; else nothing, and an error.
std::optional<std::uint32_t> version_of(const JsonDocument& json, Diagnostics& diagnostics) {
  const JsonId schema = member(json, "schema");
  if (schema == none || json[schema].kind != JsonKind::Text || json[schema].text != "wain-ir") {
    diagnostics.report(Diag::UnknownIr, schema == none ? first_byte(json[0].span) : json[schema].span,
                       {arg("reason", render(Diag::IrNoSchema, {}))});
    return std::nullopt;
  }
  const JsonId at = member(json, "version");
  for (std::uint32_t version = least_version; at != none && version <= greatest_version; ++version)
    if (json[at].kind == JsonKind::Number && json[at].text == std::to_string(version)) return version;
  const bool is_number = at != none && json[at].kind == JsonKind::Number;
  diagnostics.report(
      Diag::UnknownIr, at == none ? first_byte(json[0].span) : json[at].span,
      {arg("reason", at == none ? render(Diag::IrNoKey, {arg("key", "version")})
                                : render(Diag::IrVersion, {arg("version", is_number ? json[at].text : "?"),
                                                           arg("known", fmt::format("{} to {}", least_version,
                                                                                    greatest_version))}))});
  return std::nullopt;
}

}  // namespace

bool is_ir(std::string_view path, std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return path.ends_with(".json") ||
         (path == "<stdin>" && first != std::string_view::npos && text[first] == '{');
}

std::unique_ptr<ir::Definition> read_ir(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  auto definition = std::make_unique<ir::Definition>();
  definition->roots = {file};
  const JsonDocument json = parse_json(sources.text(file), file, diagnostics);
  if (json.values.empty()) return definition;
  const auto empty = [&] {
    auto none_left = std::make_unique<ir::Definition>();
    none_left->roots = {file};
    return none_left;
  };
  const std::optional<std::uint32_t> version = version_of(json, diagnostics);
  if (!version || !IrReader(json, *definition, diagnostics, file).run(*version)) return empty();
  std::vector<std::string> contradictions = ir::verify(*definition, ir::Pairing::Optional);
  if (contradictions.size() > most_contradictions) contradictions.resize(most_contradictions);
  for (const std::string& sentence : contradictions)
    diagnostics.report(Diag::BadIr, first_byte(json[0].span),
                       {arg("reason", render(Diag::IrContradicts, {arg("sentence", sentence)}))});
  if (!contradictions.empty()) return empty();
  for (ir::Process& process : definition->processes) pair_branches(process);
  return definition;
}

}  // namespace wain::ingest
