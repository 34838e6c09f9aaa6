/// A way through a process in the words of the text.
#pragma once

#include <string>
#include <vector>

#include "ir/definition.h"

namespace wain::lint {

/// `Register → Check → …`: the named steps and the choices of a path; of a long one its first and last;
/// empty if it has none.
std::string path_text(const ir::Definition& definition, const ir::Process& process,
                      const std::vector<ir::EdgeId>& edges);

}  // namespace wain::lint
