// control-lost (DIF003): gates of the old version serve a control, and none of the new one does.
#include <algorithm>
#include <map>

#include "conditions/imagined_case.h"
#include "diagnostics/mandate_words.h"
#include "rules/dif/versions.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

using Served = std::map<std::string_view, std::vector<Place>>;  // by control

/// The reached gates of some processes that serve a control.
Served served_by(const View& view, const llvm::BitVector& processes) {
  Served result;
  for (const unsigned id : processes.set_bits()) {
    for (const ir::NodeId node : view.gates({id})) {
      for (const ir::ControlId control : view[Place{{id}, node}].controls) {
        if (control) result[view.definition[control].name].push_back({{id}, node});
      }
    }
  }
  return result;
}

/// What the old version answers for: its gates, and those of callees that have no new version of their own.
llvm::BitVector answered_for(const Comparison& versions, ir::ProcessId old) {
  llvm::BitVector result = called_from(versions.before, old);
  if (versions.is_replacement) return result;
  for (const VersionPair pair : versions.pairs) {
    if (pair.before != old) result.reset(pair.before.index);
  }
  return result;
}

std::string gate_names(const View& view, const std::vector<Place>& gates) {
  std::string text;
  for (std::size_t i = 0; i < std::min(gates.size(), places_shown); ++i) {
    if (!text.empty()) text += "`, `";
    text += view[gates[i]].name;
  }
  return text;
}

void compare(const Comparison& versions, VersionPair pair, LossSink& sink) {
  const ir::Process& old = versions.before[pair.before];
  const ir::Process& process = versions.after[pair.after];
  llvm::BitVector now = called_from(versions.after, pair.after);
  now |= callers_of(versions.after, pair.after);  // a gate may have moved to who calls
  const Served served = served_by(versions.after, now);
  for (const auto& [control, gates] : served_by(versions.before, answered_for(versions, pair.before))) {
    if (served.contains(control)) continue;
    const std::string names = gate_names(versions.before, gates);
    const auto mandate = named<ir::ControlId>(versions.after.definition.controls, control);
    Diagnostics::Builder finding = sink.report(
        {rule::ControlLost, versions.is_replacement ? rule::ControlLost : rule::ControlLostSince},
        process.name_span,
        {arg("process", process.name), arg("control", control), arg("old", old.name), arg("gate", names)},
        mandate ? versions.after.definition[mandate].span : process.span,
        {std::string(process.name), std::string(control), {}});
    finding.symbol(std::string(process.name));
    for (std::size_t i = 0; versions.is_replacement && i < std::min(gates.size(), places_shown); ++i) {
      const ir::Node& gate = versions.before[gates[i]];
      finding.note(rule::NoteServedIt, gate.name_span, {arg("gate", gate.name)});
    }
    finding.help(rule::NoteServeOrAllow, {arg("control", control)});
  }
}

/// Some case to which the old mandate applied is left out by the new one.
bool leaves_out(const Comparison& versions, const ir::Control& was, const ir::Control& is) {
  if (!is.applies_when) return false;
  const ir::AuthorityLine now{is.applies_to, is.applies_when, {}, is.span};
  const ir::AuthorityLine then{was.applies_to, was.applies_when, {}, was.span};
  if (was.applies_when &&
      versions.before.definition[was.applies_to].name != versions.after.definition[is.applies_to].name)
    return false;
  conditions::Session session;
  conditions::ImaginedCase imagined(
      session, conditions::encoding_of_both(versions.before.definition, versions.after.definition));
  const conditions::FormulaId narrow = imagined.any_of(versions.after.definition, &now);
  const conditions::FormulaId wide =
      was.applies_when
          ? imagined.any_of(versions.before.definition, &then)
          : imagined.any_of(versions.before.definition, llvm::ArrayRef<const ir::AuthorityLine*>{});
  return imagined.is_comparable() && imagined.implies(wide, narrow) == conditions::Answer::No;
}

std::string words_of(const ir::Definition& definition, const ir::Control& control) {
  const bool is_limited = control.applies_when.valid();
  return mandate_words(
      control.approvers,
      is_limited ? ir::str(definition, nullptr, control.applies_when, control.applies_to) : "");
}

/// Of two definitions: a mandate of the same name that asks for less.
void compare_mandates(const Comparison& versions, LossSink& sink) {
  const ir::Definition& after = versions.after.definition;
  for (const ir::Control& is : after.controls) {
    const auto id = named<ir::ControlId>(versions.before.definition.controls, is.name);
    if (!id || is.broken || versions.before.definition[id].broken) continue;
    const ir::Control& was = versions.before.definition[id];
    if (is.approvers >= was.approvers && !leaves_out(versions, was, is)) continue;
    const std::string before_text = words_of(versions.before.definition, was);
    const std::string after_text = words_of(after, is);
    sink.report({rule::ControlLost, rule::ControlNarrowedSince}, is.name_span,
                {arg("control", is.name), arg("before", before_text), arg("after", after_text)}, is.span,
                {std::string(is.name), before_text, after_text})
        .symbol(std::string(is.name));
  }
}

}  // namespace

void find_lost_controls(const Comparison& versions, LossSink& sink) {
  for (const VersionPair pair : versions.pairs) compare(versions, pair, sink);
  if (!versions.is_replacement) compare_mandates(versions, sink);
}

void check_ControlLost(const View& view, Reporter& reporter) {
  LossSink sink(reporter);
  find_lost_controls(replacements(view), sink);
}

}  // namespace wain::lint
