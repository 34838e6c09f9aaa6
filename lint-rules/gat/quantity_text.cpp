#include "rules/gat/quantity_text.h"

#include "rules/engine/figures.h"

namespace wain::lint {

std::string quantity_text(const estimate::Quantity& quantity) {
  const std::string text = time_text(quantity.hours);
  switch (quantity.mark) {
    case estimate::Mark::Exact: return text;
    case estimate::Mark::AtLeast: return "≥" + text;
    case estimate::Mark::AtMost: return "≤" + text;
    case estimate::Mark::About: return "~" + text;
  }
  return text;
}

}  // namespace wain::lint
