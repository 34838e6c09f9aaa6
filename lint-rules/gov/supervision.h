/// Whether anybody looks at what a model did before it can no longer be undone or the case is over.
#pragma once

#include <vector>

#include "rules/engine/view.h"

namespace wain::lint {

/// A model's step that nobody looks at, and the first place at which that is too late: an
/// irreversible step, a call that holds one, an end; or the step itself if it is irreversible.
struct Unsupervised {
  Place step;
  Place too_late;
};

/// In order of declaration. A step counts as supervised if it has a `fails` path, if another actor
/// audits it, if every onward path meets a gate of another actor first, or if a choice that reads what
/// the model wrote sends some cases to a gate, or some to a person's work and not all (the exception
/// route). What a callee leaves unseen, its callers may still look at.
std::vector<Unsupervised> unsupervised_steps(const View& view);

}  // namespace wain::lint
