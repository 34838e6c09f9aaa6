#include "rules/engine/example_text.h"

namespace wain::lint {

std::string example_text(llvm::ArrayRef<conditions::Example> example) {
  std::string text;
  for (const conditions::Example& part : example) {
    if (!text.empty()) text += "`, `";
    text += part.data + " = " + part.value;
  }
  return text;
}

}  // namespace wain::lint
