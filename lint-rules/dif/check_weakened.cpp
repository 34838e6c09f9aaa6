// check-weakened (DIF005): a gate, audit or committee that is still there, and checks less.
#include <algorithm>
#include <string_view>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "diff/change_words.h"
#include "rules/dif/versions.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// An approval that has become a step checks nothing any more, which is another change.
bool is_check(const ir::Definition& definition, const diff::Element& element) {
  if (!element.node) return false;
  const ir::NodeKind kind = definition[element.process][element.node].kind;
  return kind == ir::NodeKind::Gate || kind == ir::NodeKind::Audit;
}

/// What an `allow` may stand in: the step, process or actor that checks less.
Span place_of(const ir::Definition& definition, const diff::Element& element) {
  if (element.node) return definition[element.process][element.node].span;
  if (element.process) return definition[element.process].span;
  return element.actor ? definition[element.actor].span : Span{};
}

void report(const Comparison& versions, VersionPair pair, const diff::Change& change, LossSink& sink) {
  const diff::ChangeWords words = diff::words_of(change);
  InOtherWords said{rule::CheckWeakened, words.words};
  std::vector<DiagArg> args = words.args;
  if (versions.is_replacement) {
    said = {rule::CheckWeakened, rule::CheckWeakened};
    args = {arg("subject", change.subject), arg("process", versions.after[pair.after].name),
            arg("old", versions.before[pair.before].name), arg("change", diff::sentence(change))};
  }
  Diagnostics::Builder finding =
      sink.report(said, change.new_place, args, place_of(versions.after.definition, change.element),
                  {change.subject, change.before, change.after});
  finding.symbol(change.subject);
  if (versions.is_replacement)
    finding.note(rule::NoteCheckedMore, change.old_place, {arg("old", versions.before[pair.before].name)});
  finding.help(rule::NoteStrengthenOrAllow);
}

bool has_variable(const ir::Process& process, std::string_view path) {
  const std::string_view name = path.substr(0, path.find('.'));
  return std::any_of(process.variables.begin(), process.variables.end(),
                     [&](const ir::Variable& variable) { return variable.name == name; });
}

/// `shown`: what messages about one pair speak of.
void find_among(const Comparison& versions, VersionPair shown, llvm::ArrayRef<diff::ProcessPair> pairs,
                LossSink& sink) {
  for (const diff::Change& change :
       diff::compare_processes(versions.before.definition, versions.after.definition, pairs)) {
    if (!diff::weakens_check(change.kind)) continue;
    if (change.kind == diff::ChangeKind::EvidenceLost && !is_check(versions.after.definition, change.element))
      continue;
    // What a rebuilt process has no more, a gate cannot see; what it sees instead may tell as much.
    if (versions.is_replacement && change.kind == diff::ChangeKind::EvidenceLost &&
        !has_variable(versions.after[shown.after], change.before))
      continue;
    // That a rebuilt process sends fewer cases to a gate is what it was rebuilt for; `judgment-lost` says
    // where one is missing.
    if (versions.is_replacement && change.kind == diff::ChangeKind::GateNarrowed) continue;
    report(versions, shown, change, sink);
  }
}

}  // namespace

void find_weakened_checks(const Comparison& versions, LossSink& sink) {
  if (versions.pairs.empty()) return;
  if (!versions.is_replacement) {
    std::vector<diff::ProcessPair> all;
    for (const VersionPair pair : versions.pairs) all.push_back({pair.before, pair.after});
    return find_among(versions, versions.pairs.front(), all, sink);
  }
  for (const VersionPair pair : versions.pairs)
    find_among(versions, pair, diff::ProcessPair{pair.before, pair.after}, sink);
}

void check_CheckWeakened(const View& view, Reporter& reporter) {
  LossSink sink(reporter);
  find_weakened_checks(replacements(view), sink);
}

}  // namespace wain::lint
