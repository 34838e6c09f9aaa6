#include "driver/fix.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "diagnostics/fixing_ids.h"
#include "diagnostics/proposals.h"
#include "driver/baseline.h"
#include "driver/complain.h"
#include "driver/fix_rounds.h"
#include "driver/output.h"
#include "driver/show_findings.h"
#include "fixes/apply.h"

namespace wain::driver {
namespace {

/// What is to be written: a file, what it held when it was read, and what it is to hold.
struct Rewritten {
  const InputFile* file = nullptr;
  std::string before, after;
};

/// The rule that is to propose something. Nothing, and a complaint, where a name means no rule, or one that
/// never proposes anything.
std::optional<Diag> proposing_rule(const std::string& name) {
  std::vector<std::string_view> proposing;
  for (const Diag id : proposing_rules()) proposing.push_back(info(id).name);
  const std::optional<Diag> rule = find_diagnostic(name);
  if (!rule) {
    std::vector<std::string_view> known;
    for (const Diag id : all_diagnostics())
      if (info(id).kind == DiagKind::Rule) known.push_back(info(id).name);
    complain(Diag::ToolUnknownRule, {arg("name", name)}, name, known);
    return std::nullopt;
  }
  if (std::find(proposing.begin(), proposing.end(), info(*rule).name) == proposing.end()) {
    complain(Diag::ToolProposesNothing, {arg("rule", info(*rule).name),
                                         arg("known", fmt::format("`{}`", fmt::join(proposing, "`, `")))});
    return std::nullopt;
  }
  return rule;
}

std::optional<FixChoice> choice_of(const Arguments& arguments) {
  // `--diff` alone shows what `--fix` would do.
  FixChoice choice{arguments.fix || arguments.proposals.empty(), {}, {}};
  for (const std::string& name : arguments.proposals) {
    const std::optional<Diag> rule = proposing_rule(name);
    if (!rule) return std::nullopt;
    choice.proposals.insert(*rule);
  }
  return choice;
}

/// The texts of all inputs. What cannot be read is left out; that it cannot is said when it is linted.
Overlay texts_of(const Inputs& inputs) {
  Overlay texts;
  for (const InputFile& file : inputs.files) {
    if (file.is_stdin) {
      if (std::optional<std::string> text = read_input(file)) texts[file.identity] = std::move(*text);
    } else if (sema::ReadResult read = sema::read_file(file.path); read.text) {
      texts[file.identity] = std::move(*read.text);
    }
  }
  return texts;
}

std::vector<Rewritten> rewritten(const Inputs& inputs, const Overlay& before, const Overlay& after) {
  std::vector<Rewritten> changed;
  for (const InputFile& file : inputs.files) {
    const auto old_text = before.find(file.identity);
    const auto new_text = after.find(file.identity);
    if (old_text == before.end() || new_text == after.end() || old_text->second == new_text->second) continue;
    changed.push_back({&file, old_text->second, new_text->second});
  }
  return changed;
}

/// Nobody may write it: replacing it would go round its permissions.
bool is_read_only(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::perms mode = fs::status(path, error).permissions();
  const fs::perms any_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  return error || (mode & any_write) == fs::perms::none || ::access(path.c_str(), W_OK) != 0;
}

/// Whether the file can be replaced by what was made of it; complains if not.
bool can_be_written(const Rewritten& one) {
  const DiagArg path = arg("path", one.file->path);
  if (is_read_only(one.file->path)) {
    complain(fixing::ReadOnly, {path});
    return false;
  }
  if (const sema::ReadResult now = sema::read_file(one.file->path); !now.text || *now.text != one.before) {
    complain(fixing::ChangedSince, {path});
    return false;
  }
  return true;
}

/// Writes each file, or as many as can be. False if one could not be.
bool write_all(const std::vector<Rewritten>& changed) {
  bool all = true;
  for (const Rewritten& one : changed) {
    if (!can_be_written(one)) {
      all = false;
      continue;
    }
    const std::string reason = write_file(one.file->path, one.after);
    if (reason.empty()) continue;
    complain(Diag::ToolCannotWrite, {arg("path", one.file->path), arg("reason", reason)});
    all = false;
  }
  return all;
}

void say_what_was_done(const FixResult& result, const std::vector<Rewritten>& changed,
                       const Arguments& arguments) {
  for (const LeftOut& one : result.left_out)
    complain(fixing::LeftOut, {arg("rule", one.rule), arg("place", one.place), arg("reason", one.reason)});
  if (result.unfinished) complain(fixing::StillMore, {arg("rounds", result.rounds)});
  if (!arguments.quiet)
    complain(arguments.diff ? fixing::WouldApply : fixing::Applied,
             {arg("fixes", result.fixes), arg("files", changed.size())});
}

int show_diff(const FixResult& result, const std::vector<Rewritten>& changed) {
  FileOutput out(STDOUT_FILENO);
  for (const Rewritten& one : changed) out << fixes::unified_diff(one.file->path, one.before, one.after);
  if (!finish_stdout(out) || !result.outcome.complete) return ExitTrouble;
  return changed.empty() ? ExitClean : ExitFindings;
}

}  // namespace

bool wants_fixes(const Arguments& arguments) {
  return arguments.fix || arguments.diff || !arguments.proposals.empty();
}

int lint_and_fix(const Arguments& arguments, const Inputs& inputs, const LintPass& lint) {
  std::optional<FixChoice> choice = choice_of(arguments);
  if (!choice) return ExitTrouble;
  if (!arguments.baseline.empty()) {
    std::optional<Baseline> baseline = Baseline::read(arguments.baseline);
    if (!baseline) return ExitTrouble;
    choice->known = [known = *std::move(baseline)](const Report& report) { return known.known_in(report); };
  }
  for (const InputFile& file : inputs.files) {
    if (!file.is_stdin || arguments.diff) continue;
    complain(fixing::NotOnStandardInput);
    return ExitTrouble;
  }
  const Overlay before = texts_of(inputs);
  FixResult result = fix_in_rounds(inputs, before, *choice, lint);
  const std::vector<Rewritten> changed = rewritten(inputs, before, result.texts);
  if (arguments.diff) {
    say_what_was_done(result, changed, arguments);
    return show_diff(result, changed);
  }
  if (!write_all(changed)) return ExitTrouble;
  say_what_was_done(result, changed, arguments);
  return show_findings(std::move(result.outcome), arguments);
}

}  // namespace wain::driver
