/// Estimated times as messages show them.
#pragma once

#include <string>

#include "estimate/model.h"

namespace wain::lint {

/// `3.5 d`; a bound or what rests on an assumption carries its mark: `≥3.5 d`, `≤8 min`, `~2.1 h`.
std::string quantity_text(const estimate::Quantity& quantity);
/// The same to be read aloud: `at least 3.5 d`.
std::string quantity_words(const estimate::Quantity& quantity);

}  // namespace wain::lint
