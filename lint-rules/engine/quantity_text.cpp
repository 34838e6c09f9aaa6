#include "rules/engine/quantity_text.h"

#include "diagnostics/diagnostic.h"
#include "diagnostics/rule_ids.h"
#include "rules/engine/figures.h"

namespace wain::lint {

std::string quantity_text(const estimate::Quantity& quantity) {
  std::string text = time_text(quantity.hours);
  switch (quantity.mark) {
    case estimate::Mark::Exact: return text;
    case estimate::Mark::AtLeast: return "≥" + text;
    case estimate::Mark::AtMost: return "≤" + text;
    case estimate::Mark::About: return "~" + text;
  }
  return text;
}

std::string quantity_words(const estimate::Quantity& quantity) {
  const std::string text = time_text(quantity.hours);
  switch (quantity.mark) {
    case estimate::Mark::Exact: return text;
    case estimate::Mark::AtLeast: return render(rule::NoteAtLeast, {arg("time", text)});
    case estimate::Mark::AtMost: return render(rule::NoteAtMost, {arg("time", text)});
    case estimate::Mark::About: return render(rule::NoteAbout, {arg("time", text)});
  }
  return text;
}

}  // namespace wain::lint
