#include "rules/apr/weighing.h"

#include "diagnostics/rule_ids.h"
#include "rules/engine/figures.h"

namespace wain::lint {
namespace {

std::optional<Loss> loss_of(const ir::Definition& definition, const ir::Node& gate) {
  std::optional<Loss> result;
  for (const ir::CriterionId id : gate.judges) {
    const ir::Criterion& criterion = definition[id];
    if (!criterion.miss_costs) return std::nullopt;
    if (result && result->price.currency != criterion.miss_costs->currency) return std::nullopt;
    if (!result || result->price.units < criterion.miss_costs->units)
      result = Loss{*criterion.miss_costs, criterion.name, criterion.name_span};
  }
  return result;
}

}  // namespace

std::optional<double> Weighed::pays_from() const {
  if (!loss || !cost || !cost->cost || cost->cost->currency != loss->price.currency) return std::nullopt;
  if (loss->price.units <= 0) return std::nullopt;
  return cost->cost->amount / loss->price.to_double();
}

std::optional<Weighed> weigh(const View& view, Place place) {
  const ir::Process& process = view[place.process];
  const ir::Node& gate = process[place.node];
  if (gate.kind != ir::NodeKind::Gate || !view.is_human(gate)) return std::nullopt;
  if (!gate.judges.empty() && gate.sees.empty()) return std::nullopt;
  std::optional<Noes> noes = noes_of(process, gate);
  if (!noes) return std::nullopt;
  return Weighed{&gate, *noes, effort_of(view, place), loss_of(view.definition, gate)};
}

void note_counted(const Noes& noes, const ir::Node& gate, Diagnostics::Builder& finding) {
  const Counted& counted = *noes.counted;
  finding.note(counted.source.empty() ? rule::NoteSaidNo : rule::NoteSaidNoInLog, gate.observed->span,
               {arg("noes", count_text(counted.noes)), arg("cases", count_text(counted.cases)),
                arg("share", share_text(noes.share)), arg("lower", share_text(noes.bounds.lower)),
                arg("upper", share_text(noes.bounds.upper)), arg("source", counted.source)});
}

void note_noes(const View& view, Place place, const Weighed& gate, Diagnostics::Builder& finding) {
  const ir::Process& process = view[place.process];
  if (gate.noes.counted) return note_counted(gate.noes, *gate.node, finding);
  for (const ir::EdgeId edge : gate.node->out) {
    const bool is_no =
        process[edge].kind == ir::EdgeKind::Reject || process[edge].kind == ir::EdgeKind::Return;
    if (is_no && process[edge].share)
      finding.note(rule::NoteNoDeclared, process[edge].span,
                   {arg("share", share_text(process[edge].share->to_double()))});
  }
}

}  // namespace wain::lint
