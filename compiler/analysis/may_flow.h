/// A forward "may" problem over bits on the flow graph: a fact holds at a node if it holds on some way there.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// IN of every reachable node (others: empty vectors), for `bits` facts of which none holds at the start.
/// `transfer` turns IN(from) into OUT(edge) in place. One pass more than loops nest, each O(E · bits / 64).
std::vector<llvm::BitVector> solve_may(const ir::Process& process, const Reach& reach, unsigned bits,
                                       llvm::function_ref<void(ir::EdgeId, llvm::BitVector&)> transfer);

}  // namespace wain::analysis
