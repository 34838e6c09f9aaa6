/// Why a figure of the estimate is missing or rests on an assumption, in words.
#pragma once

#include <string>

#include "estimate/why.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::lint {

/// `sources` tells lines of what has no name; null where no cause can name one.
std::string why_text(const ir::Definition& definition, const SourceManager* sources, const estimate::WhyNot& why);

}  // namespace wain::lint
