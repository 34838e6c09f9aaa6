#include "diagnostics/mandate_words.h"

#include "diagnostics/diagnostic.h"

namespace wain {

std::string mandate_words(std::uint32_t approvers, const std::string& condition) {
  std::string who = approvers == 1 ? render(Diag::DiffApprover, {})
                                   : render(Diag::DiffApprovers, {arg("count", approvers)});
  if (condition.empty()) return who;
  return render(Diag::DiffApproversWhere, {arg("approvers", who), arg("condition", condition)});
}

}  // namespace wain
