/// Ids that BPMN and its readers accept.
#pragma once

#include <string>
#include <string_view>

#include <llvm/ADT/StringMap.h>

namespace wain::emit::bpmn {

/// Hands out ids of letters, digits, `_`, `-` and `.` that start with a letter or `_`, as near to what is
/// wanted as that allows; each once.
class Ids {
public:
  std::string take(std::string_view wanted);

private:
  llvm::StringMap<unsigned> taken_;
};

}  // namespace wain::emit::bpmn
