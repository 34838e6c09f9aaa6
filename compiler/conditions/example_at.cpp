#include "conditions/example_at.h"

#include <algorithm>

namespace wain::conditions {

std::vector<Example> example_at(ProcessModel& model, ir::NodeId node, FormulaId cases,
                                llvm::ArrayRef<VarId> relevant) {
  Paths& paths = model.paths();
  std::vector<NamedData> data;
  for (std::uint32_t leaf = 0; leaf < paths.leaves().size(); ++leaf) {
    const VarId value = paths.value_at(node, paths.leaves()[leaf]);
    if (std::binary_search(relevant.begin(), relevant.end(), value))
      data.push_back({value, paths.leaves().type(leaf), model.leaf_text(leaf)});
  }
  return smallest_example(model.writes().definition, model.encoding(), model.formulas(), model.solver(),
                          cases, data);
}

}  // namespace wain::conditions
