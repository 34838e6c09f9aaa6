/// Gates whose noes follow from the truth (section 3 of the language).
#pragma once

#include "ir/definition.h"

namespace wain::sema {

/// The first criterion that the node judges and that says how often a case is wrong in it; null: its noes
/// are shares. A single no of such a gate carries no share, several split the noes.
inline const ir::Criterion* truth_of(const ir::Definition& definition, const ir::Node& node) {
  for (const ir::CriterionId id : node.judges)
    if (definition[id].wrong_in) return &definition[id];
  return nullptr;
}

inline bool is_no(ir::EdgeKind kind) { return kind == ir::EdgeKind::Reject || kind == ir::EdgeKind::Return; }

}  // namespace wain::sema
