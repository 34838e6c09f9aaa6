/// Where an `allow` stands, in the words of a symbol.
#pragma once

#include <string>

#include "rules/engine/view.h"

namespace wain::lint {

/// The declaration or step with exactly this span: `Process.Step`; empty if there is none.
std::string symbol_of_element(const View& view, Span scope);

}  // namespace wain::lint
