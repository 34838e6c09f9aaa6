// unsupervised-model (GOV002): nobody looks at what a model did before it is too late.
#include "rules/engine/registry.h"
#include "rules/gov/supervision.h"

namespace wain::lint {

void check_UnsupervisedModel(const View& view, Reporter& reporter) {
  for (const Unsupervised& one : unsupervised_steps(view)) {
    const ir::Node& step = view[one.step];
    const ir::Node& late = view[one.too_late];
    Diagnostics::Builder finding =
        reporter.report(rule::UnsupervisedModel, step.name_span,
                        {arg("model", view.actor_of(step).name), arg("step", step.name)}, step.span);
    finding.symbol(view.symbol(one.step));
    if (late.kind == ir::NodeKind::End) {
      finding.note(rule::NoteReachesEnd, late.span);
    } else if (&late == &step) {
      finding.help(rule::NoteItselfIrreversible);
    } else {
      const std::string_view name = late.name.empty() && late.callee ? view[late.callee].name : late.name;
      finding.note(rule::NoteReachesIrreversible, late.name_span, {arg("step", name)});
    }
    finding.help(rule::NoteSuperviseIt);
  }
}

}  // namespace wain::lint
