/// Text of users in JSON: bytes that are no UTF-8 are replaced.
#pragma once

#include <string_view>

#include <llvm/Support/JSON.h>

namespace wain {

inline llvm::json::Value json_text(std::string_view value) {
  const llvm::StringRef ref(value);
  return llvm::json::isUTF8(ref) ? llvm::json::Value(ref.str()) : llvm::json::Value(llvm::json::fixUTF8(ref));
}

}  // namespace wain
