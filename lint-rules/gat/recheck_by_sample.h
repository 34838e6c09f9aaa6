/// The fix of a person who judges again, in every case, what a machine has answered.
#pragma once

#include "rules/apr/noes.h"
#include "rules/engine/reporter.h"
#include "rules/engine/view.h"
#include "rules/gat/recheck_search.h"

namespace wain::lint {

/// Proposes for the last finding to send only as many cases to the gate as it may say no to, and to audit a
/// sample of the rest, so large that it shows an error share of `noticed` within 90 days. Nothing where the
/// cases a week are not known: then the sample is not.
void propose_sample(const View& view, ir::ProcessId process, const Recheck& recheck, const Noes& noes,
                    double noticed, Reporter& reporter);

}  // namespace wain::lint
