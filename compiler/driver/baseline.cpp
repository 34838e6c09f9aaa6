#include "driver/baseline.h"

#include <algorithm>
#include <filesystem>

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/fingerprint.h"
#include "diagnostics/json_text.h"
#include "driver/complain.h"
#include "driver/output.h"
#include "sema/analyze.h"

namespace wain::driver {
namespace {

constexpr std::string_view schema_name = "wain-baseline";
constexpr std::int64_t schema_version = 1;

/// Some editors put a byte order mark before a text.
llvm::StringRef without_mark(llvm::StringRef text) {
  text.consume_front("\xEF\xBB\xBF");
  return text;
}

bool broken(const std::string& path, std::string_view reason) {
  complain(Diag::ToolBaselineBroken, {arg("path", path), arg("reason", reason)});
  return false;
}

bool read_known(const std::string& path, std::set<Baseline::Key>& known) {
  const sema::ReadResult file = sema::read_file(path);
  if (!file.text) {
    complain(Diag::ToolCannotRead, {arg("path", path), arg("reason", file.reason)});
    return false;
  }
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(without_mark(*file.text));
  if (!value) return broken(path, llvm::toString(value.takeError()));
  const llvm::json::Object* root = value->getAsObject();
  if (root == nullptr || root->getString("schema") != llvm::StringRef(schema_name))
    return broken(path, "it does not say so");
  if (const std::optional<std::int64_t> version = root->getInteger("version"); version != schema_version) {
    complain(Diag::ToolBaselineVersion,
             {arg("path", path), arg("version", version.value_or(0)), arg("known", schema_version)});
    return false;
  }
  const llvm::json::Array* findings = root->getArray("findings");
  if (findings == nullptr) return broken(path, "it has no findings");
  for (const llvm::json::Value& each : *findings) {
    const llvm::json::Object* finding = each.getAsObject();
    if (finding == nullptr) return broken(path, "a finding is no object");
    const auto in = finding->getString("file");
    const auto print = finding->getString("fingerprint");
    if (!in || !print) return broken(path, "a finding lacks `file` or `fingerprint`");
    known.emplace(in->str(), print->str());
  }
  return true;
}

/// A finding's file, seen from the baseline's folder.
std::string file_of(const std::filesystem::path& folder, const Finding& finding) {
  const std::filesystem::path path = std::filesystem::absolute(std::string(path_of(finding)));
  return path.lexically_normal().lexically_relative(folder).generic_string();
}

std::filesystem::path folder_of(const std::string& baseline) {
  return std::filesystem::absolute(baseline).parent_path().lexically_normal();
}

bool is_rule(const Finding& finding) { return info(finding.diagnostic->id).kind == DiagKind::Rule; }

}  // namespace

std::optional<Baseline> Baseline::read(const std::string& path) {
  Baseline result;
  result.path_ = path;
  if (!read_known(path, result.known_)) return std::nullopt;
  return result;
}

std::vector<bool> Baseline::known_in(const Report& report) const {
  const std::filesystem::path folder = folder_of(path_);
  const std::vector<std::string> prints = fingerprints(report, FingerprintOver::File);
  std::vector<bool> marked(prints.size(), false);
  for (std::size_t i = 0; i < prints.size(); ++i) {
    const Finding& finding = report.findings()[i];
    marked[i] = is_rule(finding) && known_.contains({file_of(folder, finding), prints[i]});
  }
  return marked;
}

bool leave_out_known(const std::string& path, Report& report) {
  const std::optional<Baseline> baseline = Baseline::read(path);
  if (!baseline) return false;
  const std::vector<bool> marked = baseline->known_in(report);
  report.leave_out(marked);
  const auto hidden = std::count(marked.begin(), marked.end(), true);
  if (hidden > 0) complain(Diag::ToolBaselineKnown, {arg("path", path), arg("count", hidden)});
  return true;
}

bool write_baseline(const std::string& path, const Report& report) {
  const std::filesystem::path folder = folder_of(path);
  const std::vector<std::string> prints = fingerprints(report, FingerprintOver::File);
  std::string text;
  std::size_t count = 0;
  {
    llvm::raw_string_ostream out(text);
    llvm::json::OStream json(out, 2);
    json.object([&] {
      json.attribute("schema", llvm::StringRef(schema_name));
      json.attribute("version", schema_version);
      json.attributeArray("findings", [&] {
        for (std::size_t i = 0; i < prints.size(); ++i) {
          const Finding& finding = report.findings()[i];
          if (!is_rule(finding)) continue;
          ++count;
          json.object([&] {
            json.attribute("file", json_text(file_of(folder, finding)));
            json.attribute("rule", json_text(info(finding.diagnostic->id).name));
            json.attribute("symbol", json_text(finding.diagnostic->symbol));
            json.attribute("fingerprint", prints[i]);
          });
        }
      });
    });
    out << '\n';
  }
  if (const std::string reason = write_file(path, text); !reason.empty()) {
    complain(Diag::ToolCannotWrite, {arg("path", path), arg("reason", reason)});
    return false;
  }
  complain(Diag::ToolBaselineWritten, {arg("path", path), arg("count", count)});
  return true;
}

}  // namespace wain::driver
