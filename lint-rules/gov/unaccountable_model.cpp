// unaccountable-model (GOV001): a model acts, and no role or person answers for it.
#include <algorithm>

#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

bool answers_in_person(const ir::Actor& actor) {
  return actor.kind == ir::ActorKind::Role || actor.kind == ir::ActorKind::Person;
}

}  // namespace

void check_UnaccountableModel(const View& view, Reporter& reporter) {
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    const ir::Actor& model = view.definition.actors[i];
    const std::vector<Place>& places = view.acts[i];
    if (model.kind != ir::ActorKind::Model || model.broken || places.empty()) continue;
    if (model.accountable && answers_in_person(view.definition[model.accountable])) continue;
    Diagnostics::Builder finding = reporter.report(
        InOtherWords{rule::UnaccountableModel,
                     places.size() > 1 ? rule::UnaccountableInPlaces : rule::UnaccountableModel},
        model.name_span, {arg("model", model.name), arg("places", places.size())}, model.span);
    finding.symbol(std::string(model.name));
    if (model.accountable) {
      const ir::Actor& named = view.definition[model.accountable];
      finding.note(rule::NoteAccountableIs, named.name_span,
                   {arg("kind", ir::name(named.kind)), arg("name", named.name)});
    }
    for (std::size_t p = 0; p < std::min(places.size(), places_shown); ++p) {
      finding.note(rule::NoteModelActs, view[places[p]].name_span, {arg("step", view[places[p]].name)});
    }
    if (places.size() > places_shown) {
      finding.help(rule::NoteMorePlaces, {arg("count", places.size() - places_shown)});
    }
    finding.help(rule::NoteSayAccountable);
  }
}

}  // namespace wain::lint
