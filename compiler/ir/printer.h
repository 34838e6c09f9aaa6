/// A definition as text that a person can read in a test. One line an element, what is inside
/// indented below; a node's exits stand below the node. Stable: no addresses, no hash order.
#pragma once

#include <string>

#include "ir/definition.h"

namespace wain::ir {

std::string print(const Definition& definition);
/// One process alone.
std::string print(const Definition& definition, const Process& process);

}  // namespace wain::ir
