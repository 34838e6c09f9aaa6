// control-past-review (META003): the date by which a mandate was to be looked at again has passed.
#include "rules/engine/registry.h"

namespace wain::lint {

void check_ControlPastReview(const View& view, Reporter& reporter) {
  const ir::Date today = view.options.today;
  for (const ir::Control& control : view.definition.controls) {
    if (control.broken || !control.review_by || *control.review_by >= today) continue;
    const auto days = today.days - control.review_by->days;
    reporter
        .report(InOtherWords{rule::ControlPastReview,
                             days == 1 ? rule::ControlPastReviewByOne : rule::ControlPastReview},
                control.name_span,
                {arg("control", control.name), arg("date", control.review_by->str()), arg("days", days)},
                control.span)
        .symbol(std::string(control.name))
        .help(rule::NoteReviewControl);
  }
}

}  // namespace wain::lint
