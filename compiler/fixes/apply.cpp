#include "fixes/apply.h"

namespace wain::fixes {

bool are_apart(const Extent& a, const Extent& b) {
  return a.file != b.file || a.end < b.begin || b.end < a.begin;
}

std::string with_edits(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  std::size_t copied = 0;
  for (const Edit& edit : edits) {
    result += text.substr(copied, edit.place.begin - copied);
    result += edit.text;
    copied = edit.place.end;
  }
  result += text.substr(copied);
  return result;
}

}  // namespace wain::fixes
