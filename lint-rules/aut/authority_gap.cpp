// authority-gap (AUT001): authority is a table, and what a gate can approve stands in none of its rows.
#include <algorithm>
#include <vector>

#include <llvm/ADT/DenseSet.h>

#include "conditions/authority.h"
#include "rules/engine/example_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// The rows of the table: the lines of all who judge the criterion.
void note_table(const View& view, const conditions::AuthorityGap& gap, Diagnostics::Builder& finding) {
  llvm::DenseSet<const ir::AuthorityLine*> shown;
  for (const ir::ActorId actor : gap.deciders) {
    for (const conditions::RecordLines& of :
         conditions::binding_lines(view.definition, actor, gap.criterion)) {
      for (const ir::AuthorityLine* line : of.lines) {
        if (shown.size() >= places_shown || !shown.insert(line).second) continue;
        finding.note(
            rule::NoteAuthorityEnds, line->span,
            {arg("actor", view.definition[actor].name), arg("record", view.definition[of.record].name)});
      }
    }
  }
}

/// `gaps`: of one criterion, in order of the gates. The last gate is the one that such a case cannot get
/// past.
void report(const View& view, ir::ProcessId id, const std::vector<const conditions::AuthorityGap*>& gaps,
            Reporter& reporter) {
  const conditions::AuthorityGap& last = *gaps.back();
  const ir::Node& gate = view[id][last.gate];
  const std::string_view criterion = view.definition[last.criterion].name;
  const std::string example = example_text(last.example);
  const std::vector<DiagArg> args{arg("criterion", criterion), arg("gate", gate.name),
                                  arg("example", example)};
  Diagnostics::Builder finding = reporter.report(
      InOtherWords{rule::AuthorityGap, example.empty() ? rule::GapForSome : rule::AuthorityGap},
      gate.name_span, args, view.definition[last.criterion].span);
  finding.symbol(view.symbol({id, last.gate}));
  note_table(view, last, finding);
  for (std::size_t i = 0; i + 1 < std::min(gaps.size(), places_shown); ++i) {
    const ir::Node& other = view[id][gaps[i]->gate];
    finding.note(rule::NoteGapAtGate, other.name_span, {arg("gate", other.name)});
  }
  for (const ir::ActorId idle : last.idle) {
    const ir::Actor& actor = view.definition[idle];
    finding.note(rule::NoteMayButNowhere, actor.authority.front().span,
                 {arg("actor", actor.name), arg("criterion", criterion)});
  }
  finding.help(rule::NoteCloseGap, {arg("criterion", criterion)});
}

}  // namespace

void check_AuthorityGap(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const std::vector<conditions::AuthorityGap>& gaps = view.decisions->beyond_authority(id).gaps;
    std::vector<ir::CriterionId> criteria;
    for (const conditions::AuthorityGap& gap : gaps) {
      if (std::find(criteria.begin(), criteria.end(), gap.criterion) == criteria.end())
        criteria.push_back(gap.criterion);
    }
    for (const ir::CriterionId criterion : criteria) {
      std::vector<const conditions::AuthorityGap*> of;
      for (const conditions::AuthorityGap& gap : gaps) {
        if (gap.criterion == criterion) of.push_back(&gap);
      }
      report(view, id, of, reporter);
    }
  }
}

}  // namespace wain::lint
