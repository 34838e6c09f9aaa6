// missing-title (STY002): what executives read has a title, and a title says more than the name.
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

class Titles {
public:
  explicit Titles(Reporter& reporter) : reporter_(reporter) {}

  void look_at(std::string_view kind, const ir::Header& element, bool wants_title,
               const std::string& within = {}) {
    if (element.broken || element.name.empty() || !element.name_span.valid()) return;
    const bool missing = element.title.empty();
    if (missing ? !wants_title : element.title != element.name) return;
    reporter_
        .report(InOtherWords{rule::MissingTitle, missing ? rule::MissingTitle : rule::TitleSaysNoMore},
                element.name_span, {arg("kind", kind), arg("name", element.name)}, element.span)
        .symbol(within + std::string(element.name))
        .help(rule::NoteSayTitle);
  }
  template <class Elements>
  void all(std::string_view kind, const Elements& elements, bool wants_title) {
    for (const auto& element : elements) look_at(kind, element, wants_title);
  }

private:
  Reporter& reporter_;
};

}  // namespace

void check_MissingTitle(const View& view, Reporter& reporter) {
  const ir::Definition& definition = view.definition;
  Titles titles(reporter);
  titles.all("criterion", definition.criteria, true);
  titles.all("control", definition.controls, true);
  titles.all("outcome", definition.outcomes, true);
  for (const ir::Actor& actor : definition.actors) titles.look_at(ir::name(actor.kind), actor, false);
  titles.all("record", definition.records, false);
  titles.all("document", definition.documents, false);
  titles.all("process", definition.processes, false);
  titles.all("scenario", definition.scenarios, false);
  for (const ir::Process& process : definition.processes) {
    for (const ir::Node& node : process.nodes)
      titles.look_at("step", node, false, std::string(process.name) + ".");
  }
}

}  // namespace wain::lint
