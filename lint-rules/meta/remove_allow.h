/// The fix of an `allow` that hides nothing.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Offers for the last finding to take the `allow` out of the text. Safe: it hides nothing.
void offer_removal(const ir::Allow& allow, Reporter& reporter);
/// Offers to write another rule's name: a proposal, for it may hide something then.
void offer_other_name(const ir::Allow& allow, std::string_view rule, Reporter& reporter);

}  // namespace wain::lint
